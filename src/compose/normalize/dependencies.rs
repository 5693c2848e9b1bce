//! Dependencies that nobody wrote: on services that are linked, whose namespaces or whose volumes are used.

use crate::compose::origin::Origin;
use crate::compose::tree::{Map, Tree, Value};

const NAMESPACES: [&str; 5] = ["network_mode", "ipc", "pid", "uts", "cgroup"];

/// Adds them to what is written.
pub(super) fn imply(container: &mut Map) {
    let mut implied: Vec<(String, bool, Origin)> = Vec::new();
    let mut add = |name: &str, restarts: bool, from: &Tree| {
        let origin = Origin::implied_by(&from.origin);
        implied.push((name.to_owned(), restarts, origin));
    };
    for (link, text) in texts(container.get("links")) {
        // With more colons than one Compose takes all of it for the name.
        match text.split_once(':') {
            Some((service, alias)) if !alias.contains(':') => add(service, true, link),
            _ => add(text, true, link),
        }
    }
    for key in NAMESPACES {
        if let Some(mode) = container.get(key)
            && let Some(service) = mode.as_str().and_then(|text| text.strip_prefix("service:"))
        {
            add(service, true, mode);
        }
    }
    for (from, text) in texts(container.get("volumes_from")) {
        if !text.starts_with("container:") {
            add(text.split(':').next().unwrap_or_default(), false, from);
        }
    }
    let Some((_, _, first)) = implied.first() else {
        return;
    };
    let first = first.clone();
    let dependencies = container
        .entry("depends_on".into())
        .or_insert_with(|| Tree::new(Value::Map(Map::new()), first));
    let Some(dependencies) = dependencies.map_mut() else {
        return;
    };
    for (service, restarts, origin) in implied {
        if !dependencies.contains_key(service.as_str()) {
            dependencies.insert(service.into(), dependency(restarts, &origin));
        }
    }
}

/// A list's texts, each with its value.
fn texts(list: Option<&Tree>) -> impl Iterator<Item = (&Tree, &str)> {
    list.and_then(Tree::list)
        .into_iter()
        .flatten()
        .filter_map(|item| Some((item, item.as_str()?)))
}

fn dependency(restarts: bool, origin: &Origin) -> Tree {
    let field = |value| Tree::new(value, origin.clone());
    let map = Map::from([
        (
            "condition".into(),
            field(Value::Text("service_started".into())),
        ),
        ("restart".into(), field(Value::Bool(restarts))),
        ("required".into(), field(Value::Bool(true))),
    ]);
    field(Value::Map(map))
}
