//! `include`: other models, each loaded on its own, below the document that includes them.

use super::extends::relative_directory;
use super::file::{Scope, Text};
use super::{DEEPEST, Loader, MOST_INCLUDED, joined, named, passed_through};
use crate::compose::diagnostic::Diagnostic;
use crate::compose::environment::{Environment, Variable};
use crate::compose::origin::{Origin, Place, VariableSource, Via};
use crate::compose::path::FieldPath;
use crate::compose::remote::Remote;
use crate::compose::sources::FILE_LIMIT;
use crate::compose::tree::{Map, Tree, Value};
use crate::compose::{dotenv, go, lexical, merge, read};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What can come from an included model.
const SECTIONS: [&str; 6] = [
    "services", "volumes", "networks", "secrets", "configs", "models",
];

/// One entry of the list.
struct Entry {
    /// The file, and its overrides; each with where it is named.
    files: Vec<(String, Origin)>,
    project_directory: Option<String>,
    env_files: Vec<(String, Origin)>,
    origin: Origin,
}

impl Loader<'_> {
    /// Loads what a document includes, and lays the document over it. `None`: it cannot be, which was reported.
    pub(super) fn include(
        &mut self,
        tree: &mut Tree,
        resets: &[FieldPath],
        text: &Text,
        scope: &Scope<'_>,
        including: &[PathBuf],
    ) -> Option<()> {
        let Some(include) = tree.map_mut().and_then(|map| map.shift_remove("include")) else {
            return Some(());
        };
        let mut including = including.to_vec();
        including.push(text.path.clone());
        for entry in self.entries(&include)? {
            let mut model = self.included(&entry, scope, &including)?;
            if let Some(at) = entry.origin.place() {
                passed_through(&mut model, &Via::Include(at));
            }
            self.import(model, tree, resets)?;
        }
        Some(())
    }

    fn entries(&mut self, include: &Tree) -> Option<Vec<Entry>> {
        if include.is_null() {
            return Some(Vec::new());
        }
        let Some(list) = include.list() else {
            let shown = go::display(&include.value);
            let phrase = format!("`include` must be a list, got {shown}");
            let hint = match include.as_str() {
                Some(path) => format!("make it a list: `include: [\"{path}\"]`"),
                None => "write `- PATH` below it, one line a file".to_owned(),
            };
            self.report.add(named(&include.origin, phrase).hint(hint));
            return None;
        };
        let entries = list.iter().map(|item| {
            let entry = match &item.value {
                Value::Text(_) => Some(Entry {
                    files: texts(item)?,
                    project_directory: None,
                    env_files: Vec::new(),
                    origin: item.origin.clone(),
                }),
                Value::Map(map) => Some(Entry {
                    files: map.get("path").map_or_else(|| Some(Vec::new()), texts)?,
                    project_directory: map
                        .get("project_directory")
                        .and_then(Tree::as_str)
                        .map(str::to_owned),
                    env_files: map
                        .get("env_file")
                        .map_or_else(|| Some(Vec::new()), texts)?,
                    origin: item.origin.clone(),
                }),
                _ => None,
            };
            entry.filter(|entry| !entry.files.is_empty() || item.map().is_some())
        });
        let entries: Option<Vec<Entry>> = entries.collect();
        if entries.is_none() {
            let diagnostic =
                Diagnostic::error("include must be a list of paths, or of mappings with `path`")
                    .from_origin(&include.origin);
            self.report.add(diagnostic);
        }
        entries
    }

    fn included(
        &mut self,
        entry: &Entry,
        scope: &Scope<'_>,
        including: &[PathBuf],
    ) -> Option<Tree> {
        let mut texts = Vec::new();
        for (written, origin) in &entry.files {
            if let Some(remote) = Remote::of(written) {
                self.report.add(
                    remote
                        .refused(written, scope.environment)
                        .from_origin(origin),
                );
                return None;
            }
            let path = joined(&scope.directory, Path::new(written));
            if texts.is_empty() && including.contains(&path) {
                self.cycle(including, &path, origin);
                return None;
            }
            texts.push(self.open(&path, origin)?);
        }
        self.included += 1;
        let limits = [
            (including.len() > DEEPEST, "`include` is nested too deep"),
            (self.included > MOST_INCLUDED, "too many files are included"),
        ];
        if let Some((_, phrase)) = limits.into_iter().find(|(is_over, _)| *is_over) {
            self.report.add(named(&entry.origin, phrase.to_owned()));
            return None;
        }
        let (working_dir, directory) = match (&entry.project_directory, texts.first()) {
            (Some(given), _) if !given.is_empty() => {
                let given = Path::new(given);
                if given.is_absolute() {
                    (given.to_owned(), given.to_owned())
                } else {
                    let seen = joined(&scope.directory, given);
                    let relative = if self.sources.is_dir(&seen) {
                        lexical::relative(&scope.directory, &seen)
                    } else {
                        relative_directory(&scope.directory, &seen)
                    };
                    let base = self.surroundings.cwd.join(&scope.working_dir);
                    (relative, joined(&base, given))
                }
            }
            (_, Some(text)) => {
                let directory = text.path.parent().unwrap_or(&text.path).to_owned();
                (relative_directory(&scope.directory, &text.path), directory)
            }
            _ => (PathBuf::from("."), scope.directory.clone()),
        };
        let environment = self.environment_of(entry, &directory, scope)?;
        let scope = Scope {
            working_dir,
            directory,
            environment: &environment,
            resolves_paths: true,
        };
        self.model(&texts, &scope, including)
    }

    fn cycle(&mut self, including: &[PathBuf], path: &Path, origin: &Origin) {
        let mut phrase = "include cycle detected:".to_owned();
        for (number, file) in including
            .iter()
            .map(PathBuf::as_path)
            .chain([path])
            .enumerate()
        {
            let verb = if number == 0 { "" } else { " include " };
            let _ = write!(phrase, "\n{verb}{}", file.display());
        }
        self.report.add(named(origin, phrase));
    }

    /// The environment of an included model: that of the including one, and below it its own files.
    fn environment_of(
        &mut self,
        entry: &Entry,
        directory: &Path,
        scope: &Scope<'_>,
    ) -> Option<Environment> {
        let mut files: Vec<(PathBuf, Origin)> = Vec::new();
        if entry.env_files.is_empty() {
            let path = directory.join(".env");
            if self.sources.exists(&path) && !self.sources.is_dir(&path) {
                files.push((path, entry.origin.clone()));
            }
        }
        for (written, origin) in &entry.env_files {
            if written == "/dev/null" {
                continue;
            }
            let base = self.surroundings.cwd.join(&scope.working_dir);
            let path = joined(&base, Path::new(written));
            if !self.sources.exists(&path) {
                let phrase = if Path::new(written).is_absolute() {
                    format!("couldn't find env file: {}", path.display())
                } else {
                    format!("stat {}: no such file or directory", path.display())
                };
                self.report.add(named(origin, phrase));
                return None;
            }
            if self.sources.is_dir(&path) {
                self.report
                    .add(named(origin, format!("{} is not a file", path.display())));
                return None;
            }
            files.push((path, origin.clone()));
        }
        let mut read = Environment::default();
        for (path, origin) in files {
            self.variables(&path, &origin, scope.environment, &mut read)?;
        }
        let mut environment = scope.environment.clone();
        for (name, variable) in read.iter() {
            environment.set_if_missing(Arc::clone(name), variable.clone());
        }
        Some(environment)
    }

    /// Adds the variables of a file; a later file wins.
    fn variables(
        &mut self,
        path: &Path,
        origin: &Origin,
        outer: &Environment,
        read: &mut Environment,
    ) -> Option<()> {
        let bytes = match self.sources.read(path, FILE_LIMIT) {
            Ok(bytes) => bytes,
            Err(error) => {
                let reason = crate::compose::options::reason(&error);
                self.report
                    .add(named(origin, format!("open {}: {reason}", path.display())));
                return None;
            }
        };
        let text = String::from_utf8_lossy(&bytes);
        let file = self.files.add(path, &*text);
        let lines = {
            let known = &*read;
            dotenv::parse_after(
                &text,
                &mut |name| Some(Arc::clone(&outer.get(name)?.value)),
                &mut |name| Some(Arc::clone(&known.get(name)?.value)),
            )
        };
        match lines {
            Ok(lines) => {
                for line in lines {
                    let Some(value) = line.value else {
                        continue;
                    };
                    let place = Place {
                        file,
                        span: line.span,
                    };
                    read.set(
                        line.name,
                        Variable {
                            value,
                            source: VariableSource::File(place),
                        },
                    );
                }
                Some(())
            }
            Err(fault) => {
                let phrase = format!("failed to read {}: {}", path.display(), fault.message);
                self.report.add(Diagnostic::error(phrase).at(Place {
                    file,
                    span: fault.span,
                }));
                None
            }
        }
    }

    /// Puts what was included below what the document says itself.
    fn import(&mut self, model: Tree, tree: &mut Tree, resets: &[FieldPath]) -> Option<()> {
        let (Value::Map(mut sections), Some(target)) = (model.value, tree.map_mut()) else {
            return Some(());
        };
        for section in SECTIONS {
            let Some(Value::Map(entries)) = sections.shift_remove(section).map(|tree| tree.value)
            else {
                continue;
            };
            let slot = target
                .entry(Arc::from(section))
                .or_insert_with(|| Tree::new(Value::Map(Map::new()), Origin::default()));
            if slot.is_null() {
                slot.value = Value::Map(Map::new());
            }
            let origin = slot.origin.clone();
            let Some(own) = slot.map_mut() else {
                self.report
                    .add(named(&origin, format!("{section} must be a mapping")));
                return None;
            };
            for (name, entry) in entries {
                let Some(over) = own.get_mut(&name) else {
                    own.insert(name, entry);
                    continue;
                };
                let over = std::mem::take(over);
                let entry = read::reset_entry(section, &name, entry, resets);
                let path = FieldPath::of(&[section, &name]);
                let merged = merge::merge(entry, over, &path, self.report);
                own.insert(name, merged);
            }
        }
        (!self.report.failed()).then_some(())
    }
}

/// A text, or a list of texts.
fn texts(tree: &Tree) -> Option<Vec<(String, Origin)>> {
    let one = |tree: &Tree| Some((tree.as_str()?.to_owned(), tree.origin.clone()));
    match tree.list() {
        Some(list) => list.iter().map(one).collect(),
        None => Some(vec![one(tree)?]),
    }
}
