//! `config --origins`: each field of a project with where it comes from, and through what.

use crate::compose::load::Loaded;
use crate::compose::origin::{Files, Origin, Place, VariableSource, Via};
use crate::compose::path::{FieldPath, Segment};
use crate::compose::tree::{Tree, Value};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;
use std::path::Path;

/// Beyond this column origins stand behind their fields as they come.
const MAX_WIDTH: usize = 72;

/// All fields of the services that are on and of what they use: `field = value  # where, through what`, or as JSON.
pub(super) fn text(loaded: &Loaded, is_json: bool, cwd: &Path) -> String {
    let Some(tree) = &loaded.tree else {
        return String::new();
    };
    let mut walk = Walk {
        loaded,
        path: FieldPath::root(),
        above: Vec::new(),
        fields: Vec::new(),
    };
    walk.collect(tree);
    let fields = walk.fields;
    if is_json {
        let all = fields.iter().map(|field| field.as_json(&loaded.files));
        return format!("{:#}\n", Json::Array(all.collect()));
    }
    let shown: Vec<String> = fields
        .iter()
        .map(|field| format!("{} = {}", field.path, value(field.tree)))
        .collect();
    let lengths = shown.iter().map(|text| text.chars().count());
    let width = lengths.filter(|length| *length <= MAX_WIDTH).max();
    let width = width.unwrap_or(0);
    let words = Words {
        files: &loaded.files,
        cwd,
    };
    let mut text = String::new();
    for (shown, field) in shown.iter().zip(&fields) {
        let _ = writeln!(text, "{shown:width$}  # {}", words.origin(field));
    }
    text
}

/// A field to print.
struct FieldOrigin<'t> {
    path: FieldPath,
    tree: &'t Tree,
    /// Aliases and merge keys by which a mapping around it came.
    around: Vec<&'t Via>,
}

impl<'t> FieldOrigin<'t> {
    /// All that it went through.
    fn through(&self) -> impl Iterator<Item = &'t Via> {
        self.around.iter().copied().chain(&self.tree.origin.through)
    }
}

/// Gathers the fields.
struct Walk<'t> {
    loaded: &'t Loaded,
    path: FieldPath,
    /// Aliases and merge keys of what is around, with where that is written.
    above: Vec<(Place, &'t Via)>,
    fields: Vec<FieldOrigin<'t>>,
}

impl<'t> Walk<'t> {
    /// Scalars, and lists and mappings that are empty.
    fn collect(&mut self, tree: &'t Tree) {
        let before = self.above.len();
        match &tree.value {
            Value::Map(map) if !map.is_empty() => {
                self.enter(tree);
                let is_services = self.path.matches("services");
                for (key, value) in map {
                    if is_services && !self.loaded.enabled.contains(&**key) {
                        continue;
                    }
                    self.path.push(Segment::Key(key.clone()));
                    self.collect(value);
                    self.path.pop();
                }
            }
            Value::List(items) if !items.is_empty() => {
                self.enter(tree);
                for (index, item) in items.iter().enumerate() {
                    self.path.push(Segment::Index(index));
                    self.collect(item);
                    self.path.pop();
                }
            }
            _ => self.fields.push(FieldOrigin {
                path: self.path.clone(),
                tree,
                around: self.around(&tree.origin),
            }),
        }
        self.above.truncate(before);
    }

    fn enter(&mut self, tree: &'t Tree) {
        let Some(place) = tree.origin.at else {
            return;
        };
        let through = tree.origin.through.iter();
        let shared = through.filter(|via| matches!(via, Via::Alias(_) | Via::MergeKey(_)));
        self.above.extend(shared.map(|via| (place, via)));
    }

    /// Those among them that hold what is written here: others came with another file.
    fn around(&self, origin: &Origin) -> Vec<&'t Via> {
        let Some(at) = origin.at else {
            return Vec::new();
        };
        let holds = |place: &Place| {
            place.file == at.file
                && place.span.start <= at.span.start
                && at.span.end <= place.span.end
        };
        self.above
            .iter()
            .filter(|(place, via)| holds(place) && !origin.through.contains(via))
            .map(|(_, via)| *via)
            .collect()
    }
}

fn value(tree: &Tree) -> Json {
    match &tree.value {
        Value::Null => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Int(value) => {
            i64::try_from(*value).map_or_else(|_| json!(value.to_string()), |value| json!(value))
        }
        Value::Float(value) => json!(value),
        Value::Text(text) | Value::Time(text) => json!(&**text),
        Value::List(_) => json!([]),
        Value::Map(_) => json!({}),
    }
}

/// Origins in words.
struct Words<'a> {
    files: &'a Files,
    cwd: &'a Path,
}

impl Words<'_> {
    fn origin(&self, field: &FieldOrigin<'_>) -> String {
        let origin = &field.tree.origin;
        let mut parts: Vec<String> = Vec::new();
        parts.extend(origin.at.map(|place| self.place(place)));
        parts.extend(field.through().map(|via| self.via(via)));
        if parts.is_empty() {
            parts.push(origin.key.map_or_else(
                || "not written anywhere".to_owned(),
                |key| format!("the key at {}", self.place(key)),
            ));
        }
        parts.join(", ")
    }

    /// `compose.yaml:3:5`, below the current directory without that.
    fn place(&self, place: Place) -> String {
        let name = self.files.get(place.file).map_or_else(
            || "?".to_owned(),
            |file| {
                let below = file.path.strip_prefix(self.cwd);
                below.unwrap_or(&file.path).display().to_string()
            },
        );
        format!("{name}:{}:{}", place.span.line, place.span.column)
    }

    fn via(&self, via: &Via) -> String {
        match via {
            Via::Alias(place) => format!("alias at {}", self.place(*place)),
            Via::MergeKey(place) => format!("merge key at {}", self.place(*place)),
            Via::Variable { name, source } => format!("${{{name}}} {}", self.source(source)),
            Via::Override(place) => format!("over {}", self.place(*place)),
            Via::Extends { service, at } => {
                format!("extends `{service}` at {}", self.place(*at))
            }
            Via::Include(place) => format!("included at {}", self.place(*place)),
            Via::EnvFile(place) => format!("env_file at {}", self.place(*place)),
            Via::LabelFile(place) => format!("label_file at {}", self.place(*place)),
            Via::Default => "default".to_owned(),
            Via::Implied(place) => format!("follows from {}", self.place(*place)),
        }
    }

    fn source(&self, source: &VariableSource) -> String {
        match source {
            VariableSource::Shell => "of the shell".to_owned(),
            VariableSource::File(place) => format!("of {}", self.place(*place)),
            VariableSource::Fallback => "has its default".to_owned(),
            VariableSource::Compose => "is the project's name".to_owned(),
            VariableSource::Unset => "is not set".to_owned(),
        }
    }
}

impl FieldOrigin<'_> {
    fn as_json(&self, files: &Files) -> Json {
        let steps = self.path.segments().iter().map(|segment| match segment {
            Segment::Key(key) => json!(&**key),
            Segment::Index(index) => json!(index),
        });
        let Origin { at, key, .. } = &self.tree.origin;
        let place = |place: &Option<Place>| place.map(|place| place_json(place, files));
        let through = self.through().map(|via| via_json(via, files));
        json!({
            "path": steps.collect::<Vec<_>>(),
            "value": value(self.tree),
            "at": place(at),
            "key_at": place(key),
            "through": through.collect::<Vec<_>>(),
        })
    }
}

fn place_json(place: Place, files: &Files) -> Json {
    let file = files.get(place.file).map(|file| &file.path);
    json!({"file": file, "line": place.span.line, "column": place.span.column})
}

fn via_json(via: &Via, files: &Files) -> Json {
    let at = |place: &Place| place_json(*place, files);
    match via {
        Via::Alias(place) => json!({"kind": "alias", "at": at(place)}),
        Via::MergeKey(place) => json!({"kind": "merge-key", "at": at(place)}),
        Via::Variable { name, source } => {
            let (from, place) = match source {
                VariableSource::Shell => ("shell", None),
                VariableSource::File(place) => ("file", Some(at(place))),
                VariableSource::Fallback => ("default", None),
                VariableSource::Compose => ("project-name", None),
                VariableSource::Unset => ("unset", None),
            };
            json!({"kind": "variable", "name": &**name, "from": from, "at": place})
        }
        Via::Override(place) => json!({"kind": "override", "at": at(place)}),
        Via::Extends { service, at: place } => {
            json!({"kind": "extends", "service": &**service, "at": at(place)})
        }
        Via::Include(place) => json!({"kind": "include", "at": at(place)}),
        Via::EnvFile(place) => json!({"kind": "env-file", "at": at(place)}),
        Via::LabelFile(place) => json!({"kind": "label-file", "at": at(place)}),
        Via::Default => json!({"kind": "default"}),
        Via::Implied(place) => json!({"kind": "implied", "at": at(place)}),
    }
}
