//! Which project is meant: from what was asked for, the surroundings and the files of variables to the compose files,
//! the working directory, the environment, the name and the profiles. Nothing of a compose file itself is read here.

mod environment;
mod files;
mod name;

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::environment::Environment;
use crate::compose::lexical::clean;
use crate::compose::origin::{Files, VariableSource};
use crate::compose::sources::{FILE_LIMIT, Sources};
use crate::compose::surroundings::Surroundings;
pub use files::{BASE_NAMES, OVERRIDE_NAMES};
pub use name::normalised_name;
use std::io;
use std::path::{Path, PathBuf};

/// What was asked for.
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
    /// `--profile`, in order.
    pub profiles: Vec<String>,
    /// `--compatibility`
    pub compatibility: bool,
    /// `--all-resources`
    pub all_resources: bool,
    /// Who asks.
    pub by: AskedBy,
}

/// Who asks for a project: that decides what is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AskedBy {
    /// A command that a person typed: a file that it names may be a pipe, a device or standard input.
    #[default]
    Command,
    /// The screen that a person started: its standard input is the keyboard, and no file.
    Screen,
    /// Labels of containers, whoever wrote them: nothing but regular files is opened.
    Labels,
}

impl Asked {
    /// No person named the files.
    pub fn is_untrusted(&self) -> bool {
        self.by == AskedBy::Labels
    }
}

/// A project as it is asked for, before its files are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectOptions {
    /// Its files in the order of merging. Those that cannot be one are left out, and reported.
    pub files: Vec<ProjectFile>,
    /// Nothing was named, and there is no compose file here or above.
    pub is_nothing_found: bool,
    /// Its directory, absolute: where relative paths of its files begin.
    pub working_dir: PathBuf,
    /// Variables for interpolation and for settings of Compose. `COMPOSE_PROJECT_NAME` is not set to the name yet.
    pub environment: Environment,
    /// The name, where it was given; it then counts more than one in a file.
    pub given_name: Option<GivenName>,
    /// The name where no file has one either. Empty where nothing of the directory's name is left.
    pub fallback_name: String,
    /// To be reported where `fallback_name` is used.
    pub fallback_warning: Option<Diagnostic>,
    /// Profiles that are enabled; `*` enables all.
    pub profiles: Vec<String>,
    /// Files of variables that were named, absolute; empty: the default `.env` counts.
    pub env_files: Vec<PathBuf>,
    /// Names of containers have `_` in place of `-`.
    pub compatibility: bool,
    /// Resources that no service uses stay.
    pub all_resources: bool,
}

/// A name that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenName {
    /// It; normal, else it was reported.
    pub name: String,
    /// Who gave it.
    pub by: NamedBy,
}

/// Who gave a project its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamedBy {
    /// `-p`
    Option,
    /// `COMPOSE_PROJECT_NAME`
    Variable(VariableSource),
}

/// A compose file of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectFile {
    /// Absolute; `-` for standard input.
    pub path: PathBuf,
    /// Who named it.
    pub by: FileFrom,
}

/// Who named a compose file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFrom {
    /// `-f`
    Option,
    /// `COMPOSE_FILE`
    Variable {
        /// The entry as it stands there.
        entry: String,
        /// Who set the variable.
        source: VariableSource,
    },
    /// It has one of the usual names.
    Discovery,
    /// Labels of containers.
    Labels,
}

impl ProjectFile {
    /// Whether it is standard input.
    pub fn is_input(&self) -> bool {
        self.path == Path::new("-")
    }

    /// Its bytes.
    ///
    /// # Errors
    /// It is what [`ProjectFile::invalid`] reports.
    pub fn read(&self, sources: &dyn Sources) -> io::Result<Vec<u8>> {
        match self.by {
            _ if self.is_input() => sources.read_input(FILE_LIMIT),
            FileFrom::Option | FileFrom::Variable { .. } => {
                sources.read_named(&self.path, FILE_LIMIT)
            }
            FileFrom::Discovery | FileFrom::Labels => sources.read(&self.path, FILE_LIMIT),
        }
    }

    /// That it cannot be read.
    pub fn unreadable(&self, error: &io::Error) -> Diagnostic {
        self.invalid(&format!("open {}: {}", self.path.display(), reason(error)))
    }

    /// That it cannot be used, in Compose's words.
    pub(super) fn invalid(&self, reason: &str) -> Diagnostic {
        let (named, whose, place) = match &self.by {
            FileFrom::Option | FileFrom::Labels => (self.path.display().to_string(), "", None),
            FileFrom::Variable { entry, source } => (
                entry.clone(),
                "set by COMPOSE_FILE environment variable ",
                source.place(),
            ),
            FileFrom::Discovery => (
                self.path.display().to_string(),
                "found by default file discovery ",
                None,
            ),
        };
        let phrase = format!("compose file \"{named}\" {whose}is invalid: {reason}");
        Diagnostic::error(phrase).at(place)
    }
}

/// Finds out which project is meant. What is wrong is added to the report; the answer then is what can still be told.
/// Files of variables that were read are added to `read`.
pub fn resolve(
    asked: &Asked,
    surroundings: &Surroundings,
    sources: &dyn Sources,
    read: &mut Files,
    report: &mut Report,
) -> ProjectOptions {
    let cwd = &surroundings.cwd;
    let directory = asked
        .project_directory
        .as_ref()
        .filter(|directory| !directory.as_os_str().is_empty())
        .map(|directory| clean(&cwd.join(directory)));
    let first = directory.clone().unwrap_or_else(|| {
        let given = files::first_directory(asked.files.iter().map(String::as_str), cwd);
        given.unwrap_or_else(|| cwd.clone())
    });
    let mut variables = environment::Reader::new(asked, surroundings, sources, read, report);
    variables.read_settings(&first);
    variables.read(&first);
    let env_files = variables.named.clone();
    let found = files::find(
        asked,
        surroundings,
        sources,
        &variables.environment,
        &first,
        variables.report,
    );
    if asked.by == AskedBy::Screen && found.files.iter().any(ProjectFile::is_input) {
        let taken = Diagnostic::error("standard input is not read: the keyboard is there")
            .hint("write it to a file, and name that with `-f`");
        variables.report.add(taken);
    }
    let working_dir = directory.unwrap_or_else(|| found.directory.clone().unwrap_or(first));
    variables.read(&working_dir);
    let environment = variables.environment;
    let given_name = name::given(asked, &environment, report);
    let (fallback_name, fallback_warning) = name::fallback(&working_dir, sources);
    let is_on = |name| environment.value(name).is_some_and(is_true);
    ProjectOptions {
        profiles: profiles(asked, &environment),
        compatibility: asked.compatibility || is_on("COMPOSE_COMPATIBILITY"),
        all_resources: asked.all_resources,
        files: found.files,
        is_nothing_found: found.is_nothing,
        working_dir,
        environment,
        given_name,
        fallback_name,
        fallback_warning,
        env_files,
    }
}

/// `--profile`, else `COMPOSE_PROFILES`.
fn profiles(asked: &Asked, environment: &Environment) -> Vec<String> {
    if !asked.profiles.is_empty() {
        return asked.profiles.clone();
    }
    let list = environment.value("COMPOSE_PROFILES").unwrap_or_default();
    list.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A switch among Compose's variables that is on; what is no truth value is off.
fn is_true(text: &str) -> bool {
    matches!(
        text.trim().to_ascii_lowercase().as_str(),
        "1" | "t" | "true"
    )
}

/// Why a file cannot be read or written, in the system's words as Go has them.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "is a directory".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests;
