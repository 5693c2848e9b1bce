//! The pictures under `screenshots/`, made by the program itself from the demo:
//!
//! ```sh
//! cargo test --test it screenshots -- --ignored
//! ```

use stacktui::app::state::Circumstances;
use stacktui::compose::sources::Memory;
use stacktui::config::theme;
use stacktui::demo;
use stacktui::plan::news::ProjectMsg;
use stacktui::testing::session::{Session, Setup};
use std::path::Path;

fn demo_at(width: u16, height: u16, theme: &str) -> Session {
    let (theme, warnings) = theme::load(theme, None, &Memory::default()).unwrap();
    assert_eq!(warnings, []);
    let mut session = Session::start(Setup {
        size: (width, height),
        scenario: demo::scenario(),
        projects: demo::projects()
            .into_iter()
            .map(|project| ProjectMsg {
                is_here: true,
                ..project
            })
            .collect(),
        circumstances: Circumstances {
            is_demo: true,
            detach_keys: "ctrl-p,ctrl-q".to_owned(),
            ..Circumstances::default()
        },
        theme,
        ..Setup::default()
    });
    // Charts and logs have something to show.
    session.advance(50);
    session.until_idle();
    session
}

fn keep(session: &Session, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.svg")), session.picture()).unwrap();
}

#[test]
#[ignore = "writes the pictures of the README"]
fn all_pictures() {
    for (name, width, height, theme, keys) in [
        ("main", 120, 36, "dark", ""),
        ("light", 120, 36, "light", ""),
        ("narrow", 80, 24, "dark", ""),
        ("phone", 40, 10, "dark", ""),
        ("question", 120, 36, "dark", "nr"),
        ("why", 120, 36, "dark", "n!"),
        ("stats", 120, 36, "dark", "n2"),
        ("menu", 120, 36, "dark", "x"),
        ("palette", 120, 36, "dark", ":res"),
        ("logs", 120, 36, "dark", "hmf"),
    ] {
        let mut session = demo_at(width, height, theme);
        session.press(keys);
        session.advance(30);
        session.until_idle();
        keep(&session, name);
    }
}
