use super::*;
use crate::compose::diagnostic::Severity;
use crate::compose::sources::Memory;

fn at(cwd: &str) -> Surroundings {
    Surroundings {
        cwd: cwd.into(),
        ..Surroundings::default()
    }
}

fn files(paths: &[&str]) -> Memory {
    paths.iter().fold(Memory::default(), |files, path| {
        files.with(*path, "services: {}")
    })
}

fn asked(given: &[&str]) -> Asked {
    Asked {
        files: given.iter().map(|file| (*file).to_owned()).collect(),
        ..Asked::default()
    }
}

/// The answer and what was found: `warning: …`, `error: …`.
fn answer(
    asked: &Asked,
    surroundings: &Surroundings,
    sources: &Memory,
) -> (ProjectOptions, Vec<String>) {
    let mut report = Report::default();
    let options = resolve(
        asked,
        surroundings,
        sources,
        &mut Files::default(),
        &mut report,
    );
    let told = report.diagnostics.into_iter().map(|one| {
        let severity = match one.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        format!("{severity}: {}", one.phrase)
    });
    (options, told.collect())
}

/// The answer where nothing is to be said.
fn quiet(asked: &Asked, surroundings: &Surroundings, sources: &Memory) -> ProjectOptions {
    let (options, told) = answer(asked, surroundings, sources);
    assert_eq!(told, [] as [&str; 0]);
    options
}

fn told(asked: &Asked, surroundings: &Surroundings, sources: &Memory) -> Vec<String> {
    answer(asked, surroundings, sources).1
}

fn paths(options: &ProjectOptions) -> Vec<&str> {
    let shown = |file| -> Option<&str> { Path::to_str(file) };
    let files = options.files.iter();
    files.filter_map(|file| shown(&file.path)).collect()
}

fn variable<'a>(options: &'a ProjectOptions, name: &str) -> &'a str {
    options.environment.value(name).unwrap_or("(unset)")
}

mod files;

mod names;

mod variables;

#[test]
fn profiles_of_the_option_replace_those_of_the_variable() {
    let sources = files(&["/s/compose.yaml"]);
    let variable = at("/s").with("COMPOSE_PROFILES", " a , ,b");
    let profiles = |given: &[&str]| {
        let asked = Asked {
            profiles: given.iter().map(|name| (*name).to_owned()).collect(),
            ..Asked::default()
        };
        quiet(&asked, &variable, &sources).profiles
    };
    assert_eq!(profiles(&[]), ["a", "b"]);
    assert_eq!(profiles(&["c,d"]), ["c,d"]);
    assert_eq!(profiles(&[""]), [""]);
}

#[test]
fn compatibility_comes_from_the_option_or_the_variable() {
    let sources = files(&["/s/compose.yaml"]).with("/s/.env", "COMPOSE_COMPATIBILITY=True\n");
    assert!(quiet(&Asked::default(), &at("/s"), &sources).compatibility);
    let off = at("/s").with("COMPOSE_COMPATIBILITY", "no");
    assert!(!quiet(&Asked::default(), &off, &sources).compatibility);
}

#[test]
fn files_of_labels_are_read_as_files_of_strangers() {
    /// Knows which door was used.
    struct Doors;
    impl Sources for Doors {
        fn read(&self, _: &Path, _: u64) -> io::Result<Vec<u8>> {
            Ok(b"A=safe".to_vec())
        }
        fn read_named(&self, _: &Path, _: u64) -> io::Result<Vec<u8>> {
            Ok(b"A=open".to_vec())
        }
        fn is_file(&self, _: &Path) -> bool {
            true
        }
        fn is_dir(&self, _: &Path) -> bool {
            false
        }
        fn list(&self, _: &Path) -> io::Result<Vec<String>> {
            Ok(Vec::new())
        }
    }
    for (by, expected) in [(AskedBy::Labels, "A=safe"), (AskedBy::Command, "A=open")] {
        let asked = Asked {
            env_files: vec!["/x".into()],
            by,
            ..asked(&["/c"])
        };
        let options = resolve(
            &asked,
            &at("/s"),
            &Doors,
            &mut Files::default(),
            &mut Report::default(),
        );
        assert_eq!(options.files[0].read(&Doors).unwrap(), expected.as_bytes());
        assert_eq!(format!("A={}", variable(&options, "A")), expected);
    }
}
