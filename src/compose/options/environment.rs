//! The variables that a project is filled in with: of the process, and of `.env` or the files in its place.

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::dotenv;
use crate::compose::environment::{Environment, Variable};
use crate::compose::lexical::clean;
use crate::compose::node::Fault;
use crate::compose::options::{Asked, reason};
use crate::compose::origin::{Files, Place, VariableSource};
use crate::compose::sources::{FILE_LIMIT, Sources};
use crate::compose::surroundings::Surroundings;
use indexmap::IndexMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Variables of files, by name.
type Variables = IndexMap<Arc<str>, Variable>;

/// Gathers the variables.
pub(super) struct Reader<'a> {
    /// So far.
    pub(super) environment: Environment,
    /// Files in place of `.env`, absolute.
    pub(super) named: Vec<PathBuf>,
    /// Where findings go.
    pub(super) report: &'a mut Report,
    sources: &'a dyn Sources,
    files: &'a mut Files,
    is_untrusted: bool,
    last: Vec<PathBuf>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        asked: &Asked,
        surroundings: &Surroundings,
        sources: &'a dyn Sources,
        files: &'a mut Files,
        report: &'a mut Report,
    ) -> Self {
        let mut environment = Environment::of_shell(&surroundings.variables);
        environment.set_if_missing(
            "PWD",
            Variable {
                value: surroundings.cwd.to_string_lossy().into(),
                source: VariableSource::Shell,
            },
        );
        Self {
            environment,
            named: named(asked, surroundings),
            report,
            sources,
            files,
            is_untrusted: asked.is_untrusted(),
            last: Vec::new(),
        }
    }

    /// Compose's own settings among the variables of the files. They count as if the shell had set them, also for what
    /// stands in the same files above them.
    pub(super) fn read_settings(&mut self, directory: &Path) {
        let files = self.files_of(directory);
        for (name, variable) in self.variables(&files) {
            if name.starts_with("COMPOSE_") {
                self.environment.set_if_missing(name, variable);
            }
        }
    }

    /// The variables of the files; those that are set already stay.
    pub(super) fn read(&mut self, directory: &Path) {
        let files = self.files_of(directory);
        if files == self.last {
            return;
        }
        for (name, variable) in self.variables(&files) {
            self.environment.set_if_missing(name, variable);
        }
        self.last = files;
    }

    /// The named ones, else `.env` of the directory, unless that is switched off.
    fn files_of(&mut self, directory: &Path) -> Vec<PathBuf> {
        if !self.named.is_empty() {
            return self.named.clone();
        }
        if let Some(variable) = self.environment.get("COMPOSE_DISABLE_ENV_FILE") {
            match parse_bool(&variable.value) {
                Some(true) => return Vec::new(),
                Some(false) => {}
                None => {
                    let phrase = format!(
                        "strconv.ParseBool: parsing {:?}: invalid syntax",
                        variable.value
                    );
                    self.report.add(
                        Diagnostic::error(phrase)
                            .at(variable.source.place())
                            .why("`COMPOSE_DISABLE_ENV_FILE` must be a truth value")
                            .hint("write `true` or `false`, or unset it"),
                    );
                }
            }
        }
        let standard = directory.join(".env");
        if self.sources.exists(&standard) && !self.sources.is_dir(&standard) {
            vec![standard]
        } else {
            Vec::new()
        }
    }

    /// What the files set, a later one over an earlier one.
    fn variables(&mut self, files: &[PathBuf]) -> Variables {
        let mut variables = Variables::new();
        for path in files {
            self.file(path, &mut variables);
        }
        variables
    }

    fn file(&mut self, path: &Path, variables: &mut Variables) {
        let shown = path.display();
        let known = self.files.find(path).and_then(|id| self.files.get(id));
        let text = match known {
            Some(file) => Arc::clone(&file.text),
            None => match self.text(path) {
                Ok(text) => text,
                Err(wrong) => return self.report.add(*wrong),
            },
        };
        let file = self.files.add(path, Arc::clone(&text));
        let environment = &self.environment;
        let mut outer = |name: &str| Some(Arc::clone(&environment.get(name)?.value));
        let mut earlier = |name: &str| Some(Arc::clone(&variables.get(name)?.value));
        let read = dotenv::read(&text, &mut outer, &mut earlier);
        for Fault { span, message } in read.faults {
            let failed = Diagnostic::error(format!("failed to read {shown}: {message}"));
            self.report.add(failed.at(Place { file, span }));
        }
        for line in read.lines {
            let span = line.value_span.unwrap_or(line.span);
            for used in line.uses.iter().filter(|used| used.is_blank) {
                let blank = Diagnostic::warning(used.warning());
                self.report.add(blank.at(Place { file, span }));
            }
            let Some(value) = line.value else {
                continue;
            };
            let span = line.span;
            let source = VariableSource::File(Place { file, span });
            variables.insert(line.name, Variable { value, source });
        }
    }

    /// All of a file, or Compose's words about why not.
    fn text(&self, path: &Path) -> Result<Arc<str>, Box<Diagnostic>> {
        let shown = path.display();
        if self.sources.is_dir(path) {
            return Err(Box::new(Diagnostic::error(format!(
                "{shown} is a directory"
            ))));
        }
        if !self.sources.exists(path) {
            let wrong = Diagnostic::error(format!("couldn't find env file: {shown}"));
            let is_home = path
                .iter()
                .any(|part| part.as_encoded_bytes().starts_with(b"~"));
            return Err(Box::new(if is_home {
                wrong.why("`~` is the home directory to the shell alone, and only where a word begins with it")
            } else {
                wrong
            }));
        }
        let is_named = !self.is_untrusted && self.named.iter().any(|named| named == path);
        let read = if is_named {
            self.sources.read_named(path, FILE_LIMIT)
        } else {
            self.sources.read(path, FILE_LIMIT)
        };
        read.map(|bytes| String::from_utf8_lossy(&bytes).into())
            .map_err(|error| {
                let phrase = format!("open {shown}: {}", reason(&error));
                Box::new(Diagnostic::error(phrase))
            })
    }
}

/// `--env-file`, else `COMPOSE_ENV_FILES` of the shell.
fn named(asked: &Asked, surroundings: &Surroundings) -> Vec<PathBuf> {
    let files = if asked.env_files.is_empty() && !asked.is_untrusted() {
        let list = surroundings.get("COMPOSE_ENV_FILES").unwrap_or_default();
        list.split(',')
            .filter(|file| !file.is_empty())
            .map(PathBuf::from)
            .collect()
    } else {
        asked.env_files.clone()
    };
    let cwd = &surroundings.cwd;
    files.iter().map(|file| clean(&cwd.join(file))).collect()
}

/// Go's `strconv.ParseBool`.
fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}
