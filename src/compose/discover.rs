//! Which files make up a project, and what it is called: Compose's rules (compose-facts 1.1–1.3).

use crate::compose::dotenv;
use crate::compose::sources::{FILE_LIMIT, Sources};
use crate::compose::surroundings::Surroundings;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use thiserror::Error;

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

/// What was asked for on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// `-f`, in order; `-` is standard input.
    pub files: Vec<String>,
    /// `-p`
    pub project_name: Option<String>,
    /// `--project-directory`
    pub project_directory: Option<PathBuf>,
    /// `--env-file`, in order.
    pub env_files: Vec<PathBuf>,
}

/// A project as found, before its files are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Its files, absolute, in the order of merging; `-` and remote ones as they were given.
    pub files: Vec<PathBuf>,
    /// Its directory.
    pub directory: PathBuf,
    /// Its name, where `-p` or `COMPOSE_PROJECT_NAME` gives one; else the file or the directory does.
    pub given_name: Option<String>,
    /// Variables of the surroundings and of `.env`, the former first.
    pub variables: BTreeMap<String, String>,
    /// What is odd but not wrong.
    pub warnings: Vec<String>,
}

/// Why no project is found. The words are Compose's.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DiscoverError {
    /// There is no compose file here or above.
    #[error("no configuration file provided: not found")]
    NotFound,
    /// `-f`
    #[error("compose file \"{path}\" is invalid: {reason}")]
    File {
        /// Absolute.
        path: String,
        /// The system's words.
        reason: String,
    },
    /// `COMPOSE_FILE`
    #[error(
        "compose file \"{entry}\" set by COMPOSE_FILE environment variable is invalid: {reason}"
    )]
    Variable {
        /// As it stands there.
        entry: String,
        /// The system's words.
        reason: String,
    },
    /// A name that was given and is not normal.
    #[error(
        "invalid project name \"{0}\": must consist only of lowercase alphanumeric characters, hyphens, and underscores \
         as well as start with a letter or number"
    )]
    Name(String),
}

/// Finds the project that is meant.
///
/// # Errors
/// There is none, a file that was named does not exist, or a name that was given is not normal.
pub fn discover(
    asked: &Asked,
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<Found, DiscoverError> {
    let start = asked.project_directory.as_ref().map_or_else(
        || surroundings.cwd.clone(),
        |path| surroundings.cwd.join(path),
    );
    let mut variables = surroundings.variables.clone();
    let read = |path: PathBuf, known: &mut BTreeMap<String, String>| {
        if let Ok(bytes) = sources.read(&path, FILE_LIMIT) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            for (name, value) in dotenv::variables(&text, known) {
                known.entry(name).or_insert(value);
            }
        }
    };
    let env_files = env_files(asked, surroundings);
    let uses_default = env_files.is_empty() && !is_disabled(surroundings);
    // A later file wins, so it is read first.
    for path in env_files.iter().rev() {
        read(surroundings.cwd.join(path), &mut variables);
    }
    // With `-f` and no directory, the file's directory is the project's, and its `.env` the only one.
    if uses_default && asked.files.is_empty() {
        read(start.join(".env"), &mut variables);
    }
    let mut warnings = Vec::new();
    let (files, base) = if !asked.files.is_empty() {
        let files = given_files(asked, surroundings, sources)?;
        let base = first_directory(&files);
        (files, base)
    } else if let Some(value) = variables.get("COMPOSE_FILE") {
        let files = variable_files(value, &variables, &start, sources)?;
        let base = first_directory(&files);
        (files, base)
    } else {
        let directory = start
            .ancestors()
            .find(|directory| {
                BASE_NAMES
                    .iter()
                    .any(|name| sources.is_file(&directory.join(name)))
            })
            .ok_or(DiscoverError::NotFound)?;
        let files = [&BASE_NAMES, &OVERRIDE_NAMES]
            .into_iter()
            .filter_map(|names| first_of(directory, names, sources, &mut warnings))
            .collect();
        (files, Some(directory.to_owned()))
    };
    let directory = match (&asked.project_directory, base) {
        (Some(_), _) => clean(&start),
        (None, Some(base)) => clean(&base),
        (None, None) => clean(&surroundings.cwd),
    };
    if uses_default {
        read(directory.join(".env"), &mut variables);
    }
    let given_name = asked
        .project_name
        .clone()
        .or_else(|| variables.get("COMPOSE_PROJECT_NAME").cloned())
        .filter(|name| !name.is_empty());
    if let Some(name) = &given_name
        && normalised_name(name) != *name
    {
        return Err(DiscoverError::Name(name.clone()));
    }
    Ok(Found {
        files,
        directory,
        given_name,
        variables,
        warnings,
    })
}

/// `--env-file`, else `COMPOSE_ENV_FILES` of the real environment.
fn env_files(asked: &Asked, surroundings: &Surroundings) -> Vec<PathBuf> {
    if !asked.env_files.is_empty() {
        return asked.env_files.clone();
    }
    surroundings
        .get_filled("COMPOSE_ENV_FILES")
        .map(|list| list.split(',').map(PathBuf::from).collect())
        .unwrap_or_default()
}

fn is_disabled(surroundings: &Surroundings) -> bool {
    surroundings
        .get("COMPOSE_DISABLE_ENV_FILE")
        .is_some_and(|value| matches!(value.to_ascii_lowercase().as_str(), "1" | "t" | "true"))
}

fn given_files(
    asked: &Asked,
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<Vec<PathBuf>, DiscoverError> {
    let mut files = Vec::new();
    for given in &asked.files {
        if is_elsewhere(given) {
            files.push(PathBuf::from(given));
            continue;
        }
        let path = clean(&surroundings.cwd.join(given));
        if let Some(reason) = refusal(&path, "open", sources) {
            return Err(DiscoverError::File {
                path: path.display().to_string(),
                reason,
            });
        }
        files.push(path);
    }
    Ok(files)
}

fn variable_files(
    value: &str,
    variables: &BTreeMap<String, String>,
    start: &Path,
    sources: &dyn Sources,
) -> Result<Vec<PathBuf>, DiscoverError> {
    let standard = if cfg!(windows) { ";" } else { ":" };
    let separator = variables
        .get("COMPOSE_PATH_SEPARATOR")
        .map(String::as_str)
        .filter(|separator| !separator.is_empty())
        .unwrap_or(standard);
    let mut files = Vec::new();
    for entry in value.split(separator) {
        if !entry.is_empty() && is_elsewhere(entry) {
            files.push(PathBuf::from(entry));
            continue;
        }
        let path = clean(&start.join(entry));
        if let Some(reason) = refusal(&path, "stat", sources) {
            return Err(DiscoverError::Variable {
                entry: entry.to_owned(),
                reason,
            });
        }
        files.push(path);
    }
    Ok(files)
}

/// Standard input, a git URL or an OCI reference.
fn is_elsewhere(file: &str) -> bool {
    file == "-" || file.contains("://") || file.starts_with("git@")
}

/// Why a file cannot be one, in the system's words.
fn refusal(path: &Path, verb: &str, sources: &dyn Sources) -> Option<String> {
    let shown = path.display();
    if sources.is_file(path) {
        None
    } else if sources.is_dir(path) {
        Some(format!("{shown} is a directory"))
    } else {
        Some(format!("{verb} {shown}: no such file or directory"))
    }
}

fn first_directory(files: &[PathBuf]) -> Option<PathBuf> {
    files
        .iter()
        .find(|file| file.to_str().is_none_or(|text| !is_elsewhere(text)))
        .and_then(|file| file.parent())
        .map(Path::to_owned)
}

/// The first of several names that exists.
fn first_of(
    directory: &Path,
    names: &[&str],
    sources: &dyn Sources,
    warnings: &mut Vec<String>,
) -> Option<PathBuf> {
    let found: Vec<PathBuf> = names
        .iter()
        .map(|name| directory.join(name))
        .filter(|path| sources.is_file(path))
        .collect();
    let first = found.first()?;
    if found.len() > 1 {
        let all: Vec<String> = found
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        warnings.push(format!(
            "found several files: {}; using {}",
            all.join(", "),
            first.display()
        ));
    }
    Some(first.clone())
}

/// The path without `.` and `..`, by its text alone.
fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// A project's name as Compose makes it from a directory's or a file's: lower case, only letters, digits, `_` and `-`,
/// beginning with a letter or digit. Empty where nothing is left.
pub fn normalised_name(name: &str) -> String {
    let kept: String = name
        .to_lowercase()
        .chars()
        .filter(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '-'))
        .collect();
    kept.trim_start_matches(['_', '-']).to_owned()
}

#[cfg(test)]
mod tests;
