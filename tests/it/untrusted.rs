//! Labels of containers name files, and whoever may make a container writes labels: nothing that they lead to stops the
//! program, is waited for, or is more than it can hold.
#![cfg(unix)]

use stacktui::compose::disk::Disk;
use stacktui::compose::sources::{Memory, Sources};
use stacktui::compose::surroundings::Surroundings;
use stacktui::plan::projects;
use stacktui::plan::reading::Reading;
use stacktui::plan::work::ProjectLabels;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A directory with a pipe into which nobody writes, and these files.
fn directory(files: &[(&str, &str)]) -> TempDir {
    let directory = TempDir::new().unwrap();
    let pipe = directory.path().join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    for (name, text) in files {
        fs::write(directory.path().join(name), text).unwrap();
    }
    directory
}

fn read(directory: &Path, change: impl FnOnce(&mut ProjectLabels)) -> Reading {
    let mut labels = ProjectLabels {
        name: "shop".to_owned(),
        working_dir: directory.display().to_string(),
        config_files: directory.join("compose.yaml").display().to_string(),
        ..ProjectLabels::default()
    };
    change(&mut labels);
    projects::by_labels(&labels, &Surroundings::default(), &Disk).reading
}

fn said(reading: &Reading) -> String {
    reading.problem_lines().join("\n")
}

#[test]
fn a_pipe_or_a_device_in_place_of_the_file_is_not_opened() {
    let directory = directory(&[]);
    let path = directory.path();
    for file in [
        path.join("pipe").display().to_string(),
        "/dev/zero".to_owned(),
    ] {
        let reading = read(path, |labels| labels.config_files.clone_from(&file));
        assert_eq!(
            reading,
            Reading::Missing(format!("`{file}` is no regular file"))
        );
    }
}

#[test]
fn a_pipe_or_a_device_that_a_file_names_is_not_waited_for() {
    for named in ["./pipe", "/dev/zero"] {
        for text in [
            "services: {a: {image: a, env_file: [NAMED]}}",
            "services: {a: {image: a, env_file: [{path: NAMED, required: false}]}}",
            "services: {a: {image: a, label_file: [NAMED]}}",
            "services: {a: {extends: {service: b, file: NAMED}}}",
            "include: [NAMED]",
            "include: [{path: other.yaml, env_file: NAMED}]",
        ] {
            let text = text.replace("NAMED", named);
            let other = "services: {b: {image: b}}";
            let directory = directory(&[("compose.yaml", &text), ("other.yaml", other)]);
            let reading = read(directory.path(), |_| {});
            assert!(
                said(&reading).contains("not a regular file"),
                "{text}\n{reading:?}"
            );
        }
    }
}

#[test]
fn a_pipe_of_variables_is_not_waited_for() {
    let directory = directory(&[("compose.yaml", "services: {a: {image: a}}")]);
    let pipe = directory.path().join("pipe");
    let reading = read(directory.path(), |labels| {
        labels.env_files = pipe.display().to_string();
    });
    assert!(said(&reading).contains("not a regular file"), "{reading:?}");
    fs::rename(pipe, directory.path().join(".env")).unwrap();
    let reading = read(directory.path(), |_| {});
    assert!(said(&reading).contains("not a regular file"), "{reading:?}");
}

#[test]
fn a_file_of_five_mebibytes_is_not_read() {
    let text = format!("services: {{a: {{image: a}}}}\n#{}", "x".repeat(5 << 20));
    let directory = directory(&[("compose.yaml", &text)]);
    let reading = read(directory.path(), |_| {});
    assert!(
        said(&reading).contains("larger than 4194304 bytes"),
        "{reading:?}"
    );
}

fn of_memory(files: &Memory) -> Reading {
    let labels = ProjectLabels {
        name: "shop".to_owned(),
        working_dir: "/x".to_owned(),
        config_files: "/x/compose.yaml".to_owned(),
        ..ProjectLabels::default()
    };
    let load =
        |files: &dyn Sources| projects::by_labels(&labels, &Surroundings::default(), files).reading;
    load(files)
}

#[test]
fn files_that_are_more_in_all_than_is_read_are_an_error() {
    let big = format!(
        "services: {{a: {{image: a}}}}\n#{}",
        "x".repeat((4 << 20) - 100)
    );
    let mut files = Memory::default();
    let mut include = String::new();
    for number in 0..20 {
        files = files.with(format!("/x/{number}.yaml"), big.as_str());
        let _ = writeln!(include, "- {number}.yaml");
    }
    let files = files.with("/x/compose.yaml", format!("include:\n{include}"));
    let reading = of_memory(&files);
    assert!(
        said(&reading).contains("larger than 64 MiB in all"),
        "{:?}",
        reading.problem()
    );
}

#[test]
fn a_tree_of_includes_that_doubles_at_each_level_ends() {
    let mut files = Memory::default().with("/x/40.yaml", "services: {a: {image: a}}");
    for level in 0..40 {
        let name = if level == 0 {
            "compose".to_owned()
        } else {
            level.to_string()
        };
        let (next, again) = (level + 1, level + 1);
        files = files.with(
            format!("/x/{name}.yaml"),
            format!("include: [{next}.yaml, ./{again}.yaml]\n"),
        );
    }
    let reading = of_memory(&files);
    assert!(
        said(&reading).contains("too many files"),
        "{:?}",
        reading.problem()
    );
}

#[test]
fn a_long_chain_of_includes_ends() {
    let mut files = Memory::default().with("/x/5000.yaml", "services: {a: {image: a}}");
    for level in 0..5000 {
        let name = if level == 0 {
            "compose".to_owned()
        } else {
            level.to_string()
        };
        files = files.with(
            format!("/x/{name}.yaml"),
            format!("include: [{}.yaml]\n", level + 1),
        );
    }
    let reading = of_memory(&files);
    assert!(
        said(&reading).contains("too deep"),
        "{:?}",
        reading.problem()
    );
}

#[test]
fn a_long_chain_of_services_that_extend_each_other_ends() {
    let mut text = "services:\n  s0: {image: a}\n".to_owned();
    for number in 1..2_000 {
        let _ = writeln!(text, "  s{number}: {{extends: s{}}}", number - 1);
    }
    // From its end, so that the first that is read has the whole chain behind it.
    let reversed: Vec<&str> = text.lines().skip(1).collect();
    let mut backwards = "services:\n".to_owned();
    for line in reversed.iter().rev() {
        let _ = writeln!(backwards, "{line}");
    }
    let reading = of_memory(&Memory::default().with("/x/compose.yaml", backwards));
    assert!(
        said(&reading).contains("too deep"),
        "{:?}",
        reading.problem()
    );
}
