//! Volumes, devices, and files of configs and secrets.

use super::lists::insert_text;
use super::{Forms, default_text, default_true, entries};
use crate::compose::origin::Origin;
use crate::compose::paths;
use crate::compose::tree::{Map, Tree, Value};
use crate::compose::verbs;
use crate::compose::volume_spec::{self, Mount};

/// `SOURCE:TARGET:OPTIONS`.
pub(super) fn volume(forms: &mut Forms<'_>, tree: &mut Tree) {
    match &tree.value {
        Value::Map(_) => {}
        Value::Text(text) => match volume_spec::parse(text) {
            Ok(mount) => tree.value = Value::Map(long(&mount, tree)),
            Err(_) if forms.ignore_errors => {}
            Err(problem) => forms.error(problem, tree),
        },
        _ => forms.wrong_type("service volume mount", tree),
    }
}

fn long(mount: &Mount, tree: &Tree) -> Map {
    let kind = if mount.is_bind() { "bind" } else { "volume" };
    let implied = Origin::implied_by(&tree.origin);
    let mut map = entries([("type", Tree::text(kind, implied.clone()))]);
    insert_text(&mut map, "source", &mount.source, tree);
    insert_text(&mut map, "target", &paths::clean_text(&mount.target), tree);
    let set = || Tree::new(Value::Bool(true), tree.origin.clone());
    if mount.is_read_only {
        map.insert("read_only".into(), set());
    }
    let mut bind = Map::new();
    insert_text(
        &mut bind,
        "selinux",
        mount.selinux.unwrap_or_default(),
        tree,
    );
    insert_text(
        &mut bind,
        "propagation",
        mount.propagation.unwrap_or_default(),
        tree,
    );
    if mount.is_bind() {
        bind.insert("create_host_path".into(), default_true());
    }
    if !bind.is_empty() {
        map.insert("bind".into(), Tree::new(Value::Map(bind), implied.clone()));
    }
    if mount.is_nocopy || !mount.is_bind() && !mount.is_bare {
        let mut volume = Map::new();
        if mount.is_nocopy {
            volume.insert("nocopy".into(), set());
        }
        map.insert("volume".into(), Tree::new(Value::Map(volume), implied));
    }
    map
}

/// `SOURCE:TARGET:PERMISSIONS`.
pub(super) fn device(forms: &mut Forms<'_>, tree: &mut Tree) {
    let text = match &tree.value {
        Value::Map(_) => return,
        Value::Text(text) => text.clone(),
        _ => return forms.wrong_type("service volume mount", tree),
    };
    let parts: Vec<&str> = text.splitn(4, ':').collect();
    let (source, target, permissions) = match *parts.as_slice() {
        [source] => (source, source, None),
        [source, target] => (source, target, None),
        [source, target, permissions] => (source, target, Some(permissions)),
        _ if forms.ignore_errors => ("", "", None),
        _ => {
            let phrase = format!("confusing device mapping, please use long syntax: {text}");
            return forms.error(phrase, tree);
        }
    };
    let target = if target.is_empty() { source } else { target };
    let written = |text: &str| Tree::text(text, tree.origin.clone());
    tree.value = Value::Map(entries([
        ("source", written(source)),
        ("target", written(target)),
        (
            "permissions",
            permissions.map_or_else(|| default_text("rwm"), written),
        ),
    ]));
}

/// The source alone of a config or a secret.
pub(super) fn file(forms: &mut Forms<'_>, tree: &mut Tree) {
    match &tree.value {
        Value::Map(_) => {}
        Value::Text(_) => {
            let source = tree.clone();
            tree.value = Value::Map(entries([("source", source)]));
        }
        other => {
            let problem = format!("unsupported type {}", verbs::type_name(other));
            forms.error_here(&problem, tree);
        }
    }
}
