//! The files of one model, merged: those of the project, or those of one `include`.

use super::Loader;
use crate::compose::diagnostic::Diagnostic;
use crate::compose::environment::Environment;
use crate::compose::model::extensions::SECRET_VALUE;
use crate::compose::origin::{FileId, Origin, VariableSource, Via};
use crate::compose::path::FieldPath;
use crate::compose::read::{self, Document};
use crate::compose::tree::{Map, Tree, Value};
use crate::compose::{
    canonical, check, defaults, interpolate, legacy, merge, omit, paths, schema, unique,
};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that was read.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// Absolute; `-` for standard input.
    pub(super) path: PathBuf,
    pub(super) file: FileId,
}

/// Files that were parsed on the way to the project's name, until they are loaded.
pub(super) type Parsed = HashMap<FileId, Vec<Document>>;

/// What a model is loaded with.
pub(super) struct Scope<'s> {
    /// What relative paths in its files are put behind. Relative itself for an `include`, whose paths then are put
    /// behind that of the file that includes it.
    pub(super) working_dir: PathBuf,
    /// Where the files begin that it includes and extends. Absolute.
    pub(super) directory: PathBuf,
    pub(super) environment: &'s Environment,
    pub(super) resolves_paths: bool,
}

impl Loader<'_> {
    /// Keeps a text. `None`: it is no text, which was reported.
    pub(super) fn text(&mut self, path: &Path, bytes: &[u8]) -> Option<Text> {
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                let file = self.files.add(path, text);
                Some(Text {
                    path: path.to_owned(),
                    file,
                })
            }
            Err(error) => {
                let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
                let lines = bytes
                    .iter()
                    .take(error.valid_up_to())
                    .filter(|byte| **byte == b'\n')
                    .count();
                let phrase = format!(
                    "failed to parse {}: go-yaml load error in reader: invalid leading UTF-8 octet (value: {byte})",
                    path.display()
                );
                let why = format!("line {} has a byte that is not UTF-8", lines + 1);
                self.report.add(Diagnostic::error(phrase).why(why));
                None
            }
        }
    }

    /// Loads files over each other. `None`: it cannot be, which was reported.
    pub(super) fn model(
        &mut self,
        texts: &[Text],
        scope: &Scope<'_>,
        including: &[PathBuf],
    ) -> Option<Tree> {
        let mut documents = Vec::new();
        for text in texts {
            for document in self.documents(text, scope.environment)? {
                documents.push((text, document));
            }
        }
        if self.report.failed() {
            return None;
        }
        let mut model = Tree::new(Value::Map(Map::new()), Origin::default());
        for (text, document) in documents {
            model = self.lay_over(model, document, text, scope, including)?;
        }
        defaults::apply(&mut model);
        check::tree(&model, self.report);
        if self.report.failed() {
            return None;
        }
        if scope.resolves_paths {
            let home = self.surroundings.home.as_deref();
            paths::resolve(&mut model, &scope.working_dir, home, self.report);
            paths::follow_links(&mut model, self.sources);
        }
        name_values(&mut model, scope.environment);
        Some(model)
    }

    /// The documents of a file, filled in. Faults of one do not hide those of the next.
    fn documents(&mut self, text: &Text, environment: &Environment) -> Option<Vec<Document>> {
        let source = Arc::clone(&self.files.get(text.file)?.text);
        let mut documents = match self.parsed.remove(&text.file) {
            Some(documents) => documents,
            None => read::documents(&text.path, text.file, &source, self.report)?,
        };
        for document in &mut documents {
            if document.tree.map().is_none() {
                let diagnostic = Diagnostic::error("top-level object must be a mapping")
                    .from_origin(&document.tree.origin)
                    .why(format!("{} stands here", document.tree.kind()))
                    .hint("a compose file begins with `services:`");
                self.report.add(diagnostic);
                continue;
            }
            if !self.skip.interpolation {
                interpolate::apply(&mut document.tree, environment, self.report);
            }
            legacy::rename(&mut document.tree, self.report);
        }
        Some(documents)
    }

    fn lay_over(
        &mut self,
        mut model: Tree,
        document: Document,
        text: &Text,
        scope: &Scope<'_>,
        including: &[PathBuf],
    ) -> Option<Tree> {
        let Document { mut tree, resets } = document;
        self.include(&mut tree, &resets, text, scope, including)?;
        read::apply_resets(&mut model, &resets);
        self.extend(&mut tree, &resets, text, scope)?;
        model = merge::merge(model, tree, &FieldPath::root(), self.report);
        unique::apply(&mut model, self.report);
        if self.report.failed() {
            return None;
        }
        if !self.skip.validation {
            schema::validate(&model, &text.path.display().to_string(), self.report);
        }
        if let Some(version) = model.map_mut().and_then(|map| map.shift_remove("version")) {
            let warning = format!(
                "{}: the attribute `version` is obsolete, it will be ignored, please remove it to avoid potential confusion",
                text.path.display()
            );
            self.report
                .add(Diagnostic::warning(warning).from_origin(&version.origin));
        }
        if self.report.failed() {
            return None;
        }
        self.canonical(&mut model);
        (!self.report.failed()).then_some(model)
    }

    fn canonical(&mut self, model: &mut Tree) {
        canonical::apply(model, self.skip.interpolation, self.report);
        omit::apply(model);
        // Long forms can name what short ones did not show to be the same: a port of a range, say.
        unique::apply(model, self.report);
    }

    /// A file that a service of another one extends: as it is, in canonical form.
    pub(super) fn extended(&mut self, text: &Text, environment: &Environment) -> Option<Document> {
        let mut model = Tree::new(Value::Map(Map::new()), Origin::default());
        let mut resets = Vec::new();
        for document in self.documents(text, environment)? {
            read::apply_resets(&mut model, &document.resets);
            model = merge::merge(model, document.tree, &FieldPath::root(), self.report);
            unique::apply(&mut model, self.report);
            if self.report.failed() {
                return None;
            }
            self.canonical(&mut model);
            resets = document.resets;
        }
        (!self.report.failed()).then_some(Document {
            tree: model,
            resets,
        })
    }
}

/// Gives names alone the values that the environment has for them: in `environment`, in secrets and configs.
fn name_values(model: &mut Tree, environment: &Environment) {
    let Some(sections) = model.map_mut() else {
        return;
    };
    if let Some(services) = sections.get_mut("services").and_then(Tree::map_mut) {
        for service in services.values_mut() {
            let Some(list) = service.get_mut("environment").and_then(Tree::list_mut) else {
                continue;
            };
            list.retain(|item| item.as_str().is_some());
            for item in list {
                let Some((name, variable)) = item
                    .as_str()
                    .and_then(|name| Some((Arc::<str>::from(name), environment.get(name)?)))
                else {
                    continue;
                };
                item.value = Value::Text(format!("{name}={}", variable.value).into());
                let source = variable.source.clone();
                item.origin.through.push(Via::Variable { name, source });
            }
        }
    }
    for (section, key) in [("secrets", SECRET_VALUE), ("configs", "content")] {
        let Some(entries) = sections.get_mut(section).and_then(Tree::map_mut) else {
            continue;
        };
        for entry in entries.values_mut() {
            let Some(named) = entry.get("environment") else {
                continue;
            };
            let Some((name, variable)) = named
                .as_str()
                .and_then(|name| Some((Arc::<str>::from(name), environment.get(name)?)))
            else {
                continue;
            };
            let source: VariableSource = variable.source.clone();
            let origin = named.origin.clone().via(Via::Variable { name, source });
            let value = Tree::text(Arc::clone(&variable.value), origin);
            if let Some(map) = entry.map_mut() {
                map.insert(Arc::from(key), value);
            }
        }
    }
}
