//! Lists of `key=value` become mappings, where both forms mean the same.

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::go;
use crate::compose::origin::Origin;
use crate::compose::path::{FieldPath, Segment};
use crate::compose::tree::{Map, Tree, Value};
use std::sync::Arc;

/// What a name without a value is.
#[derive(Clone, Copy)]
enum Missing {
    /// Nothing: it is taken from elsewhere, or is not there.
    Null,
    /// An empty text.
    Empty,
}

const FIELDS: &[(&str, Missing)] = &[
    ("services.*.environment", Missing::Null),
    ("services.*.build.args", Missing::Null),
    ("services.*.annotations", Missing::Empty),
    ("services.*.labels", Missing::Empty),
    ("services.*.sysctls", Missing::Empty),
    ("services.*.build.labels", Missing::Empty),
    ("services.*.build.additional_contexts", Missing::Empty),
    ("services.*.deploy.labels", Missing::Empty),
    ("services.*.volumes.[].volume.labels", Missing::Empty),
    ("services.*.pre_start.[].environment", Missing::Null),
    ("services.*.post_start.[].environment", Missing::Null),
    ("services.*.pre_stop.[].environment", Missing::Null),
    (
        "services.*.develop.watch.[].exec.environment",
        Missing::Null,
    ),
    ("jobs.*.environment", Missing::Null),
    ("jobs.*.labels", Missing::Empty),
    ("jobs.*.annotations", Missing::Empty),
    ("jobs.*.sysctls", Missing::Empty),
    ("networks.*.labels", Missing::Empty),
    ("volumes.*.labels", Missing::Empty),
    ("secrets.*.labels", Missing::Empty),
    ("configs.*.labels", Missing::Empty),
];

/// Makes mappings of all lists that stand for one.
pub fn apply(tree: &mut Tree, report: &mut Report) {
    walk(tree, &mut FieldPath::root(), report);
}

fn walk(tree: &mut Tree, path: &mut FieldPath, report: &mut Report) {
    if matches!(path.segments(), [Segment::Key(key)] if key.starts_with("x-")) {
        return;
    }
    let field = FIELDS.iter().find(|(pattern, _)| path.matches(pattern));
    if let Some((_, missing)) = field {
        let list = match &mut tree.value {
            Value::List(list) => std::mem::take(list),
            Value::Map(map) => {
                map.values_mut().for_each(|value| text(value, *missing));
                return;
            }
            _ => return,
        };
        tree.value = Value::Map(from_list(list, *missing, path, report));
        return;
    }
    match &mut tree.value {
        Value::Map(map) => {
            for (key, value) in map {
                path.push(Segment::Key(Arc::clone(key)));
                walk(value, path, report);
                path.pop();
            }
        }
        Value::List(list) => {
            for (index, item) in list.iter_mut().enumerate() {
                path.push(Segment::Index(index));
                walk(item, path, report);
                path.pop();
            }
        }
        _ => {}
    }
}

fn from_list(list: Vec<Tree>, missing: Missing, path: &FieldPath, report: &mut Report) -> Map {
    let mut map = Map::with_capacity(list.len());
    for item in list {
        let written = go::display(&item.value);
        let (name, value) = match written.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (written.as_str(), None),
        };
        if matches!(missing, Missing::Null) && name.ends_with(char::is_whitespace) {
            let phrase = format!(
                "'{}' environment variable {name} is declared with a trailing space",
                decoded_name(path)
            );
            report.add(
                Diagnostic::error(phrase)
                    .from_origin(&item.origin)
                    .about(path),
            );
        }
        let origin = Origin {
            key: item.origin.at,
            ..item.origin
        };
        let value = match value {
            Some(value) => Tree::text(value, origin),
            None => absent(origin, missing),
        };
        map.insert(Arc::from(name), value);
    }
    map
}

fn absent(origin: Origin, missing: Missing) -> Tree {
    match missing {
        Missing::Null => Tree::null(origin),
        Missing::Empty => Tree::text("", origin),
    }
}

/// Values of these mappings are texts, whatever is written.
fn text(tree: &mut Tree, missing: Missing) {
    match &tree.value {
        Value::Text(_) => {}
        Value::Null if matches!(missing, Missing::Null) => {}
        Value::Null => tree.value = Value::Text(Arc::from("")),
        value => tree.value = Value::Text(go::display(value).into()),
    }
}

/// A path as Compose writes it where it decodes: `services[a].environment`.
fn decoded_name(path: &FieldPath) -> String {
    let mut name = String::new();
    for (depth, segment) in path.segments().iter().enumerate() {
        match segment {
            Segment::Key(key) if depth == 0 => name.push_str(key),
            Segment::Key(key) if depth == 1 => name.extend(["[", key, "]"]),
            Segment::Key(key) => name.extend([".", key]),
            Segment::Index(index) => name.extend(["[", &index.to_string(), "]"]),
        }
    }
    name
}
