//! Which files make up a project.

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::environment::Environment;
use crate::compose::lexical::clean;
use crate::compose::options::{Asked, FileFrom, ProjectFile};
use crate::compose::remote::Remote;
use crate::compose::sources::Sources;
use crate::compose::surroundings::Surroundings;
use crate::model::text::nearest;
use std::path::{Path, PathBuf};

/// Names of compose files, as they are tried in one directory.
pub const BASE_NAMES: [&str; 4] = [
    "compose.yaml",
    "compose.yml",
    "docker-compose.yml",
    "docker-compose.yaml",
];

/// Names of override files; here `.yml` comes first.
pub const OVERRIDE_NAMES: [&str; 4] = [
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
];

/// Files as they were found.
#[derive(Default)]
pub(super) struct Found {
    /// In the order of merging.
    pub(super) files: Vec<ProjectFile>,
    /// Where the first of them lies that lies anywhere.
    pub(super) directory: Option<PathBuf>,
    /// None was named, and there is none here or above.
    pub(super) is_nothing: bool,
}

/// The directory of the first file, where it is one of this machine.
pub(super) fn first_directory<'a>(
    mut files: impl Iterator<Item = &'a str>,
    cwd: &Path,
) -> Option<PathBuf> {
    let first = files.find(|file| *file != "-")?;
    if Remote::of(first).is_some() {
        return None;
    }
    clean(&cwd.join(first)).parent().map(Path::to_owned)
}

/// Finds the files: of `-f`, else of `COMPOSE_FILE`, else by their names in `start` and above.
pub(super) fn find(
    asked: &Asked,
    surroundings: &Surroundings,
    sources: &dyn Sources,
    environment: &Environment,
    start: &Path,
    report: &mut Report,
) -> Found {
    let cwd = &surroundings.cwd;
    if !asked.files.is_empty() {
        let by = if asked.is_untrusted() {
            FileFrom::Labels
        } else {
            FileFrom::Option
        };
        let mut files = Vec::new();
        for given in &asked.files {
            if let Some(remote) = Remote::of(given).filter(|_| given != "-") {
                report.add(remote.refused(given, environment));
                continue;
            }
            let file = ProjectFile {
                path: absolute(given, cwd),
                by: by.clone(),
            };
            take(file, "open", sources, &mut files, report);
        }
        return Found {
            directory: first_directory(asked.files.iter().map(String::as_str), cwd),
            files,
            is_nothing: false,
        };
    }
    let Some(variable) = environment.get("COMPOSE_FILE") else {
        return discover(start, sources, report);
    };
    let separator = environment
        .value("COMPOSE_PATH_SEPARATOR")
        .filter(|separator| !separator.is_empty())
        .unwrap_or(if cfg!(windows) { ";" } else { ":" });
    let mut files = Vec::new();
    for entry in variable.value.split(separator) {
        let file = ProjectFile {
            path: absolute(entry, cwd),
            by: FileFrom::Variable {
                entry: entry.to_owned(),
                source: variable.source.clone(),
            },
        };
        take(file, "stat", sources, &mut files, report);
    }
    let entries = variable.value.split(separator);
    let first = entries.into_iter().find(|entry| *entry != "-");
    let directory = first.and_then(|entry| absolute(entry, cwd).parent().map(Path::to_owned));
    Found {
        files,
        directory,
        is_nothing: false,
    }
}

fn absolute(given: &str, cwd: &Path) -> PathBuf {
    if given == "-" {
        PathBuf::from(given)
    } else {
        clean(&cwd.join(given))
    }
}

/// Takes a file that can be one, else says why not; `verb` is what Compose was doing with it.
fn take(
    file: ProjectFile,
    verb: &str,
    sources: &dyn Sources,
    files: &mut Vec<ProjectFile>,
    report: &mut Report,
) {
    let path = file.path.as_path();
    if file.is_input() || (sources.exists(path) && !sources.is_dir(path)) {
        files.push(file);
        return;
    }
    let shown = path.display();
    let invalid = if sources.is_dir(path) {
        let invalid = file.invalid(&format!("{shown} is a directory"));
        match (&file.by, one_of(path, &BASE_NAMES, sources)) {
            (FileFrom::Variable { entry, .. }, _) if entry.is_empty() => {
                invalid.why("the list has an empty entry, which is the current directory")
            }
            (_, Some(name)) => invalid.hint(format!("its file is `{}`", path.join(name).display())),
            _ => invalid,
        }
    } else {
        let invalid = file.invalid(&format!("{verb} {shown}: no such file or directory"));
        match similar(path, sources) {
            Some(similar) => invalid.hint(format!("there is `{}`", similar.display())),
            None => invalid,
        }
    };
    report.add(elsewhere(&file, invalid));
}

/// A reference that is no path, and that Compose takes for one.
fn elsewhere(file: &ProjectFile, invalid: Diagnostic) -> Diagnostic {
    match &file.by {
        FileFrom::Variable { entry, .. } if Remote::of(entry).is_some() => {
            invalid.why("`COMPOSE_FILE` takes files of this machine only")
        }
        _ if file.path.to_string_lossy().contains(":/") => {
            invalid.why("nothing is fetched: it is taken for the path of a file")
        }
        _ => invalid,
    }
}

/// A file beside, called nearly so.
fn similar(path: &Path, sources: &dyn Sources) -> Option<PathBuf> {
    let directory = path.parent()?;
    let names = sources.list(directory).ok()?;
    let wanted = path.file_name()?.to_str()?;
    let is_file = |name: &&str| sources.is_file(&directory.join(name));
    nearest(wanted, names.iter().map(String::as_str).filter(is_file))
        .map(|name| directory.join(name))
}

fn one_of(directory: &Path, names: &[&'static str], sources: &dyn Sources) -> Option<&'static str> {
    names
        .iter()
        .find(|name| sources.is_file(&directory.join(name)))
        .copied()
}

/// The file of the usual names in `start`, else in the nearest directory above that has one, and the override beside it.
fn discover(start: &Path, sources: &dyn Sources, report: &mut Report) -> Found {
    let exists = |directory: &Path, names: &[&str]| -> Vec<PathBuf> {
        let paths = names.iter().map(|name| directory.join(name));
        paths.filter(|path| sources.exists(path)).collect()
    };
    let found = start.ancestors().find_map(|directory| {
        let bases = exists(directory, &BASE_NAMES);
        (!bases.is_empty()).then_some((directory, bases))
    });
    let Some((directory, bases)) = found else {
        report.add(nothing(start, sources));
        return Found {
            is_nothing: true,
            ..Found::default()
        };
    };
    let overrides = exists(directory, &OVERRIDE_NAMES);
    let mut files = Vec::new();
    for (what, paths) in [("config", bases), ("override", overrides)] {
        let Some(first) = paths.first() else {
            continue;
        };
        if paths.len() > 1 {
            let all: Vec<String> = paths
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            report.add(Diagnostic::warning(format!(
                "Found multiple {what} files with supported names: {}",
                all.join(", ")
            )));
            report.add(Diagnostic::warning(format!("Using {}", first.display())));
        }
        let file = ProjectFile {
            path: first.clone(),
            by: FileFrom::Discovery,
        };
        take(file, "open", sources, &mut files, report);
    }
    Found {
        files,
        directory: Some(directory.to_owned()),
        is_nothing: false,
    }
}

/// That there is no compose file, and what may have been meant.
fn nothing(start: &Path, sources: &dyn Sources) -> Diagnostic {
    let names = sources.list(start).unwrap_or_default();
    let other = names.iter().find(|name| {
        let is_yaml = Path::new(name)
            .extension()
            .is_some_and(|extension| extension == "yaml" || extension == "yml");
        is_yaml && name.contains("compose") && !OVERRIDE_NAMES.contains(&name.as_str())
    });
    let hint = match other {
        Some(name) => format!("there is `{name}` here: name it with `-f {name}`"),
        None => "go to the project's directory, or name its file with `-f`".to_owned(),
    };
    Diagnostic::error("no configuration file provided: not found")
        .why(format!(
            "neither {} nor a directory above it has a {}",
            start.display(),
            BASE_NAMES.join(", ")
        ))
        .hint(hint)
}
