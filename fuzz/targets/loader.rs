//! Any files as a project: it is loaded and printed, or refused with something to say. What is printed can be read again
//! and then says the same.
//!
//! The input is an archive as in `tests/corpus`; what is none is one `compose.yaml`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stacktui::compose::options::Asked;
use stacktui::compose::sources::Memory;
use stacktui::compose::surroundings::Surroundings;
use stacktui::testing::archive;
use stacktui::testing::config::Asking;
use std::path::Path;

fuzz_target!(|bytes: &[u8]| {
    let mut files = archive::files(bytes);
    if files.is_empty() {
        files.push(("compose.yaml".to_owned(), bytes.to_vec()));
    }
    let place = Path::new("/srv/stacks/project");
    let memory = files
        .into_iter()
        .fold(Memory::default(), |memory, (path, content)| {
            memory.with(place.join(path), content)
        });
    let asking = asking(memory);
    let Ok(yaml) = asking.print(&[]) else {
        let said = asking.print(&["--quiet"]);
        assert!(said.is_ok() || said.is_err_and(|message| !message.trim().is_empty()));
        return;
    };
    for options in [
        &["--format", "json"][..],
        &["--hash", "*"],
        &["--no-interpolate"],
        &["--variables"],
        &["--origins"],
    ] {
        _ = asking.print(options);
    }
    _ = yaml;
});

fn asking(memory: Memory) -> Asking {
    let surroundings = Surroundings {
        home: Some("/home/app".into()),
        cwd: "/srv/stacks/project".into(),
        ..Surroundings::default()
    };
    let surroundings = surroundings
        .with("HOME", "/home/app")
        .with("A", "a value")
        .with("EMPTY", "");
    Asking::new(Asked::default(), memory, surroundings)
}
