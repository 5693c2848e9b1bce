//! From the text of one compose file to trees: one a document, with what its `!reset` and `!override` tags ask for.

mod advice;

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::node::{Entry, Node, Span, Value as NodeValue};
use crate::compose::origin::{FileId, Origin, Place, Via};
use crate::compose::path::{FieldPath, Segment};
use crate::compose::scalar;
use crate::compose::tree::{Map, Tree, Value};
use crate::compose::yaml;
use std::path::Path;
use std::sync::Arc;

/// One document of a file.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its content, as written.
    pub tree: Tree,
    /// What earlier files say about these is dropped before this document is merged over them.
    pub resets: Vec<FieldPath>,
}

/// Reads all documents of a file. `None`: it is no YAML, which was reported.
pub fn documents(
    path: &Path,
    file: FileId,
    text: &str,
    report: &mut Report,
) -> Option<Vec<Document>> {
    match yaml::parse(text) {
        Ok(nodes) => {
            let read = |node: &Node| {
                let mut reader = Reader {
                    file,
                    resets: Vec::new(),
                    path: FieldPath::root(),
                    report,
                };
                let tree = reader.node(node).unwrap_or_default();
                Document {
                    tree,
                    resets: reader.resets,
                }
            };
            Some(nodes.iter().map(read).collect())
        }
        Err(fault) => {
            let advice = advice::of(&fault, text);
            let phrase = format!(
                "failed to parse {}: go-yaml load error at L{}.C{}: {}",
                path.display(),
                fault.span.line,
                fault.span.column,
                advice.said.as_deref().unwrap_or(&fault.message)
            );
            let mut diagnostic = Diagnostic::error(phrase).at(Place {
                file,
                span: fault.span,
            });
            if let Some((span, what)) = advice.related {
                diagnostic = diagnostic.related(Place { file, span }, what);
            }
            diagnostic.why = advice.why.map(Into::into);
            diagnostic.hint = advice.hint;
            report.add(diagnostic);
            None
        }
    }
}

struct Reader<'r> {
    file: FileId,
    resets: Vec<FieldPath>,
    path: FieldPath,
    report: &'r mut Report,
}

impl Reader<'_> {
    /// `None`: it is reset, and so not there.
    fn node(&mut self, node: &Node) -> Option<Tree> {
        match node.tag.as_deref() {
            Some("!reset") => {
                self.resets.push(self.path.clone());
                return None;
            }
            // Tags below it mean nothing more: it takes the place of all that was there.
            Some("!override") => self.resets.push(self.path.clone()),
            _ => {}
        }
        let value = match &node.value {
            NodeValue::Scalar(scalar) => match scalar::resolve(scalar, node.tag.as_deref()) {
                Ok(value) => value,
                Err(phrase) => {
                    self.report
                        .add(Diagnostic::error(phrase).at(self.place(node.span)));
                    Value::Null
                }
            },
            NodeValue::Sequence(items) => Value::List(self.items(items)),
            NodeValue::Mapping(entries) => Value::Map(self.entries(entries)),
        };
        Some(Tree::new(value, self.origin(node)))
    }

    fn items(&mut self, items: &[Node]) -> Vec<Tree> {
        let mut list = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            self.path.push(Segment::Index(index));
            list.extend(self.node(item));
            self.path.pop();
        }
        list
    }

    fn entries(&mut self, entries: &[Entry]) -> Map {
        let mut map = Map::with_capacity(entries.len());
        for entry in entries {
            self.check_key(entry);
            self.path.push(Segment::Key(Arc::clone(&entry.key.text)));
            if let Some(mut value) = self.node(&entry.value) {
                value.origin.key = Some(self.place(entry.key_span));
                if let Some(at) = entry.merged {
                    value.origin.through.push(Via::MergeKey(self.place(at)));
                }
                map.insert(Arc::clone(&entry.key.text), value);
            }
            self.path.pop();
        }
        map
    }

    /// Keys are texts: `80:` is none.
    fn check_key(&mut self, entry: &Entry) {
        let shown = match scalar::resolve(&entry.key, None) {
            Ok(Value::Text(_)) | Err(_) => return,
            Ok(Value::Null) => "<nil>",
            Ok(_) => &entry.key.text,
        };
        let location = if self.path.segments().is_empty() {
            "at top level".to_owned()
        } else {
            format!("in {}", self.path)
        };
        let hint = match (self.path.segments().last(), entry.value.text()) {
            // `- 8080: 80`, where `- 8080:80` is meant.
            (Some(Segment::Index(_)), Some(value)) => {
                format!("write \"{}:{value}\", if one text is meant", entry.key.text)
            }
            _ => format!("write \"{}\"", entry.key.text),
        };
        let diagnostic = Diagnostic::error(format!("non-string key {location}: {shown}"))
            .at(self.place(entry.key_span))
            .about(&self.path)
            .why("keys are texts, and without quotes this is none")
            .hint(hint);
        self.report.add(diagnostic);
    }

    fn origin(&self, node: &Node) -> Origin {
        let mut origin = Origin::at(self.place(node.span));
        if let Some(alias) = node.alias {
            origin.through.push(Via::Alias(self.place(alias)));
        }
        origin
    }

    const fn place(&self, span: Span) -> Place {
        Place {
            file: self.file,
            span,
        }
    }
}

/// Drops what a document resets from what earlier files say.
pub fn apply_resets(tree: &mut Tree, resets: &[FieldPath]) {
    for path in resets {
        drop_at(tree, path.segments());
    }
}

fn drop_at(tree: &mut Tree, segments: &[Segment]) {
    let Some((last, way)) = segments.split_last() else {
        return;
    };
    let mut parent = Some(tree);
    for segment in way {
        parent = match segment {
            Segment::Key(key) => parent.and_then(|tree| tree.get_mut(key)),
            // Items of lists cannot be named.
            Segment::Index(_) => None,
        };
    }
    if let (Some(map), Segment::Key(key)) = (parent.and_then(Tree::map_mut), last) {
        map.shift_remove(key);
    }
}

/// The same for one entry of a section, which stands alone. That the entry itself is dropped means nothing then.
pub fn reset_entry(section: &str, name: &str, entry: Tree, resets: &[FieldPath]) -> Tree {
    let mut entry = entry;
    for path in resets {
        if let [Segment::Key(first), Segment::Key(second), way @ ..] = path.segments()
            && &**first == section
            && &**second == name
        {
            drop_at(&mut entry, way);
        }
    }
    entry
}
