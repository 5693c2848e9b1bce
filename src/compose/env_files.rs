//! Variables and labels of services that stand in files of their own: `env_file` and `label_file`.

use crate::compose::boolean;
use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::dotenv;
use crate::compose::environment::Environment;
use crate::compose::node::Fault;
use crate::compose::options::reason;
use crate::compose::origin::{FileId, Files, Origin, Place, Via};
use crate::compose::sources::{FILE_LIMIT, Sources};
use crate::compose::tree::{Map, Tree, Value};
use std::path::Path;
use std::sync::Arc;

/// Reads the files of services.
pub struct Reader<'r> {
    /// Where they come from.
    pub sources: &'r dyn Sources,
    /// Of the project: what it has counts more than what files say, where they refer to it.
    pub environment: &'r Environment,
    /// Files that were read.
    pub files: &'r mut Files,
    /// What is wrong.
    pub report: &'r mut Report,
}

impl Reader<'_> {
    /// Puts what the files of a service say below what it says itself. The list of env files is dropped, that of label
    /// files stays, as Compose has it. Expects [`mappings`](crate::compose::mappings) to be done.
    pub fn service(&mut self, name: &str, service: &mut Tree, with_environment: bool) {
        if with_environment {
            self.environment(name, service);
        }
        self.labels(service);
    }

    fn environment(&mut self, name: &str, service: &mut Tree) {
        let mut own = match service.get_mut("environment").map(std::mem::take) {
            Some(Tree {
                value: Value::Map(map),
                origin,
            }) => (map, origin),
            _ => (Map::new(), Origin::default()),
        };
        for (name, value) in &mut own.0 {
            if let (true, Some(variable)) = (value.is_null(), self.environment.get(name)) {
                value.value = Value::Text(Arc::clone(&variable.value));
                let source = variable.source.clone();
                value.origin.through.push(Via::Variable {
                    name: Arc::clone(name),
                    source,
                });
            }
        }
        let Some(map) = service.map_mut() else {
            return;
        };
        let mut read = Map::new();
        if let Some(Value::List(entries)) = map.shift_remove("env_file").map(|tree| tree.value) {
            for entry in &entries {
                self.env_file(name, entry, &own.0, &mut read);
            }
        }
        let (own, origin) = own;
        for (name, value) in own {
            read.insert(name, value);
        }
        if read.is_empty() && origin == Origin::default() {
            map.shift_remove("environment");
        } else {
            map.insert(
                Arc::from("environment"),
                Tree::new(Value::Map(read), origin),
            );
        }
    }

    fn env_file(&mut self, service: &str, entry: &Tree, own: &Map, read: &mut Map) {
        let Some(path) = entry.get("path").and_then(Tree::as_str) else {
            return;
        };
        let origin = entry
            .get("path")
            .map(|path| path.origin.clone())
            .unwrap_or_default();
        let path = Path::new(path);
        if !self.sources.exists(path) {
            // What is neither true nor false is reported where the service is decoded.
            let is_required = match entry.get("required").map(|required| &required.value) {
                Some(Value::Bool(required)) => *required,
                Some(Value::Text(text)) => boolean::parse(text).is_some_and(|(value, _)| value),
                _ => true,
            };
            if is_required {
                let phrase = format!(
                    "env file {0} not found: stat {0}: no such file or directory",
                    path.display()
                );
                let diagnostic = Diagnostic::error(phrase)
                    .from_origin(&origin)
                    .why(format!("service `{service}` takes variables from it"))
                    .hint("create it, or say `required: false` beside its `path`");
                self.report.add(diagnostic);
            }
            return;
        }
        let format = entry
            .get("format")
            .and_then(Tree::as_str)
            .unwrap_or_default();
        let Some((file, text)) = self.text(path, &origin) else {
            return;
        };
        let environment = self.environment;
        let mut lookup = |name: &str| {
            let of_project = environment
                .get(name)
                .map(|variable| Arc::clone(&variable.value));
            of_project.or_else(|| own.get(name)?.as_str().map(Arc::from))
        };
        let mut earlier = |name: &str| read.get(name)?.as_str().map(Arc::from);
        let lines = match format {
            "" | ".env" => dotenv::parse_after(&text, &mut lookup, &mut earlier),
            "raw" => dotenv::parse_raw(&text, &mut lookup),
            _ => {
                let phrase = format!("unsupported env_file format \"{format}\"");
                self.report.add(
                    Diagnostic::error(phrase)
                        .from_origin(&origin)
                        .hint("`raw`, or leave it out"),
                );
                return;
            }
        };
        self.lines(path, file, &origin, lines, Via::EnvFile, read);
    }

    fn labels(&mut self, service: &mut Tree) {
        let Some(files) = service.get("label_file").and_then(Tree::list) else {
            return;
        };
        let files = files.to_vec();
        let mut read = Map::new();
        for entry in &files {
            let Some(path) = entry.as_str() else {
                continue;
            };
            let path = Path::new(path);
            if !self.sources.exists(path) {
                let phrase = format!(
                    "label file {0} not found: stat {0}: no such file or directory",
                    path.display()
                );
                self.report
                    .add(Diagnostic::error(phrase).from_origin(&entry.origin));
                continue;
            }
            let Some((file, text)) = self.text(path, &entry.origin) else {
                continue;
            };
            let lines = dotenv::parse(&text, &mut |name| read.get(name)?.as_str().map(Arc::from));
            self.lines(path, file, &entry.origin, lines, Via::LabelFile, &mut read);
        }
        let Some(map) = service.map_mut() else {
            return;
        };
        let (own, origin) = match map.shift_remove("labels") {
            Some(Tree {
                value: Value::Map(own),
                origin,
            }) => (own, origin),
            _ => (Map::new(), Origin::default()),
        };
        read.extend(own);
        if !read.is_empty() {
            map.insert(Arc::from("labels"), Tree::new(Value::Map(read), origin));
        }
    }

    fn text(&mut self, path: &Path, origin: &Origin) -> Option<(FileId, Arc<str>)> {
        if let Some(file) = self.files.find(path) {
            let text = Arc::clone(&self.files.get(file)?.text);
            return Some((file, text));
        }
        match self.sources.read_named(path, FILE_LIMIT) {
            Ok(bytes) => {
                let text: Arc<str> = String::from_utf8_lossy(&bytes).into();
                Some((self.files.add(path, Arc::clone(&text)), text))
            }
            Err(error) => {
                let verb = if self.sources.is_dir(path) {
                    "read"
                } else {
                    "open"
                };
                let phrase = format!("{verb} {}: {}", path.display(), reason(&error));
                self.report
                    .add(Diagnostic::error(phrase).from_origin(origin));
                None
            }
        }
    }

    fn lines(
        &mut self,
        path: &Path,
        file: FileId,
        origin: &Origin,
        lines: Result<Vec<dotenv::Line>, Fault>,
        via: fn(Place) -> Via,
        read: &mut Map,
    ) {
        let lines = match lines {
            Ok(lines) => lines,
            Err(fault) => {
                let phrase = format!("failed to read {}: {}", path.display(), fault.message);
                self.report.add(Diagnostic::error(phrase).at(Place {
                    file,
                    span: fault.span,
                }));
                return;
            }
        };
        for line in lines {
            let span = line.value_span.unwrap_or(line.span);
            for used in line.uses.iter().filter(|used| used.is_blank) {
                let blank = Diagnostic::warning(used.warning());
                self.report.add(blank.at(Place { file, span }));
            }
            let Some(value) = line.value else {
                continue;
            };
            let mut written = Origin::at(Place {
                file,
                span: line.span,
            });
            written.through.extend(line.uses.iter().filter_map(|used| {
                let source = self.environment.get(&used.name)?.source.clone();
                let name = Arc::clone(&used.name);
                Some(Via::Variable { name, source })
            }));
            written.through.extend(origin.at.map(via));
            read.insert(line.name, Tree::text(value, written));
        }
    }
}
