//! The build of a service.

use super::{Form, Forms, default_text, entries, lists, mounts};
use crate::compose::go;
use crate::compose::origin::Origin;
use crate::compose::tree::{Map, Tree, Value};
use crate::compose::verbs;

const BUILD: [(&str, Form); 6] = [
    ("additional_contexts", contexts),
    ("provenance", text),
    ("sbom", text),
    ("secrets", |forms, list| forms.each(list, mounts::file)),
    ("ssh", ssh),
    ("ulimits", |forms, map| forms.each(map, lists::ulimit)),
];

/// A build by its context alone.
pub(super) fn build(forms: &mut Forms<'_>, tree: &mut Tree) {
    match &tree.value {
        Value::Map(_) => forms.table(tree, &BUILD),
        Value::Text(_) => {
            let context = tree.clone();
            tree.value = Value::Map(entries([("context", context)]));
        }
        _ => forms.wrong_type("build", tree),
    }
}

/// `true` and `false` are texts here.
fn text(_: &mut Forms<'_>, tree: &mut Tree) {
    if tree.as_str().is_none() {
        tree.value = Value::Text(go::display(&tree.value).into());
    }
}

/// `NAME=CONTEXT` to a mapping.
fn contexts(forms: &mut Forms<'_>, tree: &mut Tree) {
    let list = match &tree.value {
        Value::Map(_) => return,
        Value::List(list) => list,
        other => {
            let problem = format!("invalid type {}", verbs::type_name(other));
            return forms.error_here(&problem, tree);
        }
    };
    let mut map = Map::with_capacity(list.len());
    for item in list {
        let text = item.as_str().unwrap_or_default();
        if let Some((name, context)) = text.split_once('=') {
            map.insert(name.into(), Tree::text(context, keyed(&item.origin)));
        } else if forms.ignore_errors {
            return;
        } else {
            let problem = format!("invalid value {text}, expected key=value");
            forms.error_here(&problem, item);
        }
    }
    tree.value = Value::Map(map);
}

/// `NAME=KEY`, or `default`, to a mapping.
fn ssh(forms: &mut Forms<'_>, tree: &mut Tree) {
    let list = match &tree.value {
        Value::Map(_) => return,
        Value::List(list) => list,
        _ => return forms.wrong_type("ssh", tree),
    };
    let mut map = Map::with_capacity(list.len());
    for item in list {
        let Some(text) = item.as_str() else {
            let name = verbs::type_name(&item.value);
            forms.error(format!("invalid ssh key type {name}"), item);
            continue;
        };
        match text.split_once('=') {
            Some((id, path)) => {
                map.insert(id.into(), Tree::text(path, keyed(&item.origin)));
            }
            None if text == "default" => {
                map.insert(text.into(), Tree::null(keyed(&item.origin)));
            }
            None if forms.ignore_errors => return,
            None => forms.error(format!("invalid ssh key {}", go::quote(text)), item),
        }
    }
    tree.value = Value::Map(map);
}

/// An item of a list that became an entry: its key stands where it stands itself.
pub(super) fn keyed(origin: &Origin) -> Origin {
    Origin {
        key: origin.at,
        ..origin.clone()
    }
}

/// The long form of what a path or a name says alone.
pub(super) fn required(key: &str, tree: &Tree) -> Map {
    let mut map = entries([(key, tree.clone())]);
    map.insert("required".into(), super::default_true());
    map
}

/// The condition of a dependency of which only the name is written.
pub(super) fn started() -> Map {
    entries([
        ("condition", default_text("service_started")),
        ("required", super::default_true()),
    ])
}
