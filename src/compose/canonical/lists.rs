//! Texts for lists, lists for mappings.

use super::build::{keyed, required, started};
use super::{Forms, default_text, default_true, entries};
use crate::compose::tree::{Map, Tree, Value};
use crate::compose::verbs;

/// One text for a list of one.
pub(super) fn list(_: &mut Forms<'_>, tree: &mut Tree) {
    if tree.as_str().is_some() {
        let item = tree.clone();
        tree.value = Value::List(vec![item]);
    }
}

/// A list of names for a mapping without values.
pub(super) fn names(_: &mut Forms<'_>, tree: &mut Tree) {
    if let Some(list) = tree.list() {
        let map = list.iter().filter_map(|item| {
            let name = item.as_str()?;
            Some((name.into(), Tree::null(keyed(&item.origin))))
        });
        tree.value = Value::Map(map.collect());
    }
}

/// A list of names for a mapping to conditions.
pub(super) fn depends_on(forms: &mut Forms<'_>, tree: &mut Tree) {
    match &mut tree.value {
        Value::Map(_) => forms.each(tree, |forms, dependency| {
            if let Some(map) = dependency.map_mut() {
                map.entry("condition".into())
                    .or_insert_with(|| default_text("service_started"));
                map.entry("required".into()).or_insert_with(default_true);
            } else {
                let value = verbs::as_text(Some(&dependency.value));
                forms.error_here(&format!("unsupported value {value}"), dependency);
            }
        }),
        Value::List(list) => {
            let map = list.iter().filter_map(|item| {
                let dependency = Tree::new(Value::Map(started()), keyed(&item.origin));
                Some((item.as_str()?.into(), dependency))
            });
            tree.value = Value::Map(map.collect());
        }
        _ => forms.wrong_type("depend_on", tree),
    }
}

/// Paths for a list of mappings.
pub(super) fn env_file(forms: &mut Forms<'_>, tree: &mut Tree) {
    match &mut tree.value {
        Value::Text(_) => {
            let mut item = tree.clone();
            item.value = Value::Map(required("path", tree));
            tree.value = Value::List(vec![item]);
        }
        Value::List(list) => {
            for item in list {
                match &mut item.value {
                    Value::Text(_) => item.value = Value::Map(required("path", item)),
                    Value::Map(map) => {
                        map.entry("required".into()).or_insert_with(default_true);
                    }
                    other => *other = Value::Null,
                }
            }
        }
        _ => forms.wrong_type("env_file", tree),
    }
}

/// The service alone for a mapping.
pub(super) fn extends(forms: &mut Forms<'_>, tree: &mut Tree) {
    match &tree.value {
        Value::Map(_) => {}
        Value::Text(_) => {
            let service = tree.clone();
            tree.value = Value::Map(entries([("service", service)]));
        }
        _ => forms.wrong_type("extends", tree),
    }
}

/// `all` for a list of one request.
pub(super) fn gpus(forms: &mut Forms<'_>, tree: &mut Tree) {
    match &tree.value {
        Value::List(_) => {}
        Value::Text(_) => {
            let mut request = tree.clone();
            let mut count = tree.clone();
            count.value = Value::Text("all".into());
            request.value = Value::Map(entries([("count", count)]));
            tree.value = Value::List(vec![request]);
        }
        _ => forms.wrong_type("gpus", tree),
    }
}

/// Has no short form, but only some types. A text is a variable that is not filled in yet.
pub(super) fn ulimit(forms: &mut Forms<'_>, tree: &mut Tree) {
    let is_fine = match &tree.value {
        Value::Map(_) => true,
        Value::Text(_) => forms.ignore_errors,
        other => verbs::type_name(other) == "int",
    };
    if !is_fine {
        forms.wrong_type("ulimits", tree);
    }
}

/// The time alone for a mapping.
pub(super) fn schedule(_: &mut Forms<'_>, tree: &mut Tree) {
    if tree.as_str().is_some() {
        let cron = tree.clone();
        tree.value = Value::Map(entries([("cron", cron)]));
    }
}

/// Patterns of watched files.
pub(super) fn develop(forms: &mut Forms<'_>, tree: &mut Tree) {
    forms.at(tree, "watch", |forms, rules| {
        forms.each(rules, |forms, rule| {
            forms.at(rule, "ignore", list);
            forms.at(rule, "include", list);
        });
    });
}

/// Long forms take the fields that a short one names.
pub(super) fn insert_text(map: &mut Map, key: &str, text: &str, from: &Tree) {
    if !text.is_empty() {
        map.insert(key.into(), Tree::text(text, from.origin.clone()));
    }
}
