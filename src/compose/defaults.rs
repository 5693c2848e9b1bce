//! Values that nobody wrote and that have a default.

use crate::compose::origin::Origin;
use crate::compose::tree::{Map, Tree, Value};
use crate::compose::verbs;

/// Sets them, in services and jobs; not in hooks, as Compose does not.
pub fn apply(tree: &mut Tree) {
    for section in ["services", "jobs"] {
        for container in children(tree.get_mut(section)) {
            set_in(container);
        }
    }
}

fn set_in(container: &mut Tree) {
    if let Some(build) = container.get_mut("build").and_then(Tree::map_mut) {
        set(build, "context", || ".".into());
    }
    for secret in maps(container.get_mut("secrets")) {
        let source = verbs::as_text(secret.get("source").map(|source| &source.value));
        set(secret, "target", || format!("/run/secrets/{source}").into());
    }
    for port in maps(container.get_mut("ports")) {
        set(port, "protocol", || "tcp".into());
        set(port, "mode", || "ingress".into());
    }
    for volume in maps(container.get_mut("volumes")) {
        if let Some(bind) = volume.get_mut("bind").and_then(Tree::map_mut) {
            bind.entry("create_host_path".into())
                .or_insert_with(|| Tree::new(Value::Bool(true), Origin::default_value()));
        }
    }
    for request in maps(container.get_mut("gpus")) {
        set_count(request);
    }
    let devices = ["deploy", "resources", "reservations", "devices"]
        .into_iter()
        .try_fold(container, |tree, key| tree.get_mut(key));
    for request in maps(devices) {
        set_count(request);
    }
}

fn set_count(request: &mut Map) {
    if !request.contains_key("device_ids") {
        set(request, "count", || "all".into());
    }
}

fn set(map: &mut Map, key: &str, text: impl FnOnce() -> std::sync::Arc<str>) {
    if !map.contains_key(key) {
        map.insert(key.into(), Tree::text(text(), Origin::default_value()));
    }
}

/// What is in a list or a mapping.
fn children(tree: Option<&mut Tree>) -> impl Iterator<Item = &mut Tree> {
    let (list, map) = match tree.map(|tree| &mut tree.value) {
        Some(Value::List(list)) => (Some(list), None),
        Some(Value::Map(map)) => (None, Some(map)),
        _ => (None, None),
    };
    list.into_iter()
        .flatten()
        .chain(map.into_iter().flat_map(Map::values_mut))
}

fn maps(tree: Option<&mut Tree>) -> impl Iterator<Item = &mut Map> {
    children(tree).filter_map(Tree::map_mut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::sketch::{at, show, tree};

    #[test]
    fn services_and_jobs_get_defaults_and_hooks_do_not() {
        let container = "{build: {}, secrets: [{source: s}, {source: t, target: x}], ports: [{target: 1, mode: host}], \
                         gpus: [{driver: d}, {count: 1}, {device_ids: [i]}], volumes: [{bind: {}}, {volume: {}}], \
                         deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}}";
        let text = format!("services: {{a: {container}}}\njobs: {{j: {container}}}");
        let mut tree = tree(&text);
        apply(&mut tree);
        let expected = "{build: {context: .}, \
                        secrets: [{source: s, target: /run/secrets/s}, {source: t, target: x}], \
                        ports: [{target: 1, mode: host, protocol: tcp}], \
                        gpus: [{driver: d, count: all}, {count: 1}, {device_ids: [i]}], \
                        volumes: [{bind: {create_host_path: true}}, {volume: {}}], \
                        deploy: {resources: {reservations: {devices: [{capabilities: [gpu], count: all}]}}}}";
        assert_eq!(show(at(&tree, "services a")), expected);
        assert_eq!(show(at(&tree, "jobs j")), expected);
        let origin = &at(&tree, "services a build context").origin;
        assert_eq!(origin, &Origin::default_value());

        let text = format!("services: {{a: {{pre_start: [{container}]}}}}");
        let hook = crate::compose::sketch::tree(&text);
        let mut same = hook.clone();
        apply(&mut same);
        assert_eq!(same, hook);
    }
}
