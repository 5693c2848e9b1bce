//! What a user reads when a project does not load: each file of `tests/diagnostics` is a project with a mistake, and
//! the exact text that is said of it.
//!
//! A case is an archive (see `stacktui::testing::archive`) of the project's files; `environment` has variables of the
//! shell, and `says` the text. `STACKTUI_UPDATE=1` writes the texts anew: read each of them then as a user would. Does
//! it say where, and what to do?

use stacktui::compose::diagnostic::{Diagnostic, Severity};
use stacktui::compose::load::{LoadRequest, Loaded, load};
use stacktui::compose::sources::Memory;
use stacktui::compose::surroundings::Surroundings;
use stacktui::testing::archive;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

const ROOT: &str = "/srv/shop";
const FEWEST: usize = 60;

struct Case {
    name: String,
    path: PathBuf,
    /// All but the text.
    inputs: Vec<(String, Vec<u8>)>,
    says: String,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut cases: Vec<Case> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let mut inputs = archive::files(&fs::read(&path).unwrap());
            let at = inputs.iter().position(|(name, _)| name == "says");
            let says = at.map_or_else(Vec::new, |at| inputs.remove(at).1);
            Case {
                name: path.file_stem().unwrap().to_string_lossy().into_owned(),
                path,
                inputs,
                says: String::from_utf8(says).unwrap(),
            }
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

fn loaded(case: &Case) -> Loaded {
    let mut sources = Memory::default();
    let mut surroundings = Surroundings {
        home: Some(PathBuf::from("/home/app")),
        cwd: PathBuf::from(ROOT),
        uid: Some(1000),
        ..Surroundings::default()
    };
    for (name, content) in &case.inputs {
        if name == "environment" {
            for line in String::from_utf8_lossy(content).lines() {
                let (variable, value) = line.split_once('=').unwrap();
                surroundings = surroundings.with(variable, value);
            }
        } else {
            sources = sources.with(Path::new(ROOT).join(name), content.as_slice());
        }
    }
    load(&LoadRequest::default(), &sources, &surroundings)
}

/// As `stacktui config` says it.
fn text(loaded: &Loaded) -> String {
    let lines = |diagnostic: &Diagnostic| {
        let grade = match diagnostic.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        format!(
            "{grade}: {}\n",
            diagnostic.located(&loaded.files).seen_from(Path::new(ROOT))
        )
    };
    loaded.report.diagnostics.iter().map(lines).collect()
}

#[test]
fn every_mistake_is_told_in_these_words() {
    let cases = cases();
    assert!(cases.len() >= FEWEST, "only {} cases", cases.len());
    let is_update = env::var_os("STACKTUI_UPDATE").is_some();
    let mut differences = String::new();
    for mut case in cases {
        let says = text(&loaded(&case));
        if says == case.says {
            continue;
        }
        if is_update {
            case.inputs.push(("says".to_owned(), says.into_bytes()));
            let files = case.inputs.iter();
            let whole =
                archive::archive(files.map(|(name, text)| (name.as_str(), text.as_slice())));
            fs::write(&case.path, whole.unwrap()).unwrap();
        } else {
            let _ = write!(
                differences,
                "{}\nexpected\n{}says\n{says}\n",
                case.name, case.says
            );
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn every_mistake_is_an_error_that_says_where_and_what_to_do() {
    let mut poor = String::new();
    for case in cases() {
        let loaded = loaded(&case);
        let errors = loaded.report.diagnostics.iter();
        let errors: Vec<&Diagnostic> = errors
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .collect();
        if errors.is_empty() || loaded.project.is_some() {
            let _ = writeln!(poor, "{}: it loads", case.name);
        }
        for error in errors {
            let text = error.located(&loaded.files).to_string();
            let is_placed = error.at.is_some() || is_about_no_line(error);
            if !is_placed || error.hint.is_none() {
                let _ = writeln!(poor, "{}: {text}", case.name);
            }
        }
    }
    assert!(poor.is_empty(), "{poor}");
}

/// What is wrong stands in no file.
fn is_about_no_line(error: &Diagnostic) -> bool {
    ["empty compose file", "invalid project name"]
        .iter()
        .any(|phrase| error.phrase.contains(phrase))
}
