//! What follows from what is written: implicit networks and dependencies, names, variables given by name alone.

mod dependencies;
mod hooks;

use crate::compose::diagnostic::Report;
use crate::compose::environment::Environment;
use crate::compose::origin::{Origin, Via};
use crate::compose::paths;
use crate::compose::tree::{Map, Tree, Value};
use std::sync::Arc;

/// Writes out what is implied.
pub fn apply(tree: &mut Tree, project_name: &str, environment: &Environment, report: &mut Report) {
    networks(tree);
    for section in ["services", "jobs"] {
        for container in maps(tree.get_mut(section)) {
            normalize(container, environment);
        }
    }
    hooks::complete(tree.get_mut("services"), report);
    for section in ["networks", "volumes", "configs", "secrets"] {
        name_by_key(tree.get_mut(section), project_name);
    }
}

fn maps(tree: Option<&mut Tree>) -> impl Iterator<Item = &mut Map> {
    tree.and_then(Tree::map_mut)
        .into_iter()
        .flat_map(Map::values_mut)
        .filter_map(Tree::map_mut)
}

/// Who names no network is in `default`, which is then a network of the project.
fn networks(tree: &mut Tree) {
    let mut uses_default = false;
    for section in ["services", "jobs"] {
        for container in maps(tree.get_mut(section)) {
            if container.contains_key("provider") || container.contains_key("network_mode") {
                continue;
            }
            let networks = container
                .entry("networks".into())
                .or_insert_with(|| Tree::new(Value::Map(Map::new()), Origin::default_value()));
            if let Some(map) = networks.map_mut() {
                if map.is_empty() {
                    map.insert("default".into(), Tree::null(Origin::default_value()));
                }
                uses_default |= map.contains_key("default");
            }
        }
    }
    if uses_default && let Some(root) = tree.map_mut() {
        let networks = root
            .entry("networks".into())
            .or_insert_with(|| Tree::new(Value::Map(Map::new()), Origin::default_value()));
        if let Some(map) = networks.map_mut() {
            map.entry("default".into())
                .or_insert_with(|| Tree::null(Origin::default_value()));
        }
    }
}

/// A service or a job.
fn normalize(container: &mut Map, environment: &Environment) {
    if let Some(policy) = container.get_mut("pull_policy")
        && policy.as_str() == Some("if_not_present")
    {
        policy.value = Value::Text("missing".into());
    }
    if let Some(build) = container.get_mut("build").and_then(Tree::map_mut) {
        let is_missing = |build: &Map, key| build.get(key).is_none_or(Tree::is_null);
        let default = |text| Tree::text(text, Origin::default_value());
        if is_missing(build, "context") {
            build.insert("context".into(), default("."));
        }
        if is_missing(build, "dockerfile") && is_missing(build, "dockerfile_inline") {
            build.insert("dockerfile".into(), default("Dockerfile"));
        }
        if let Some(args) = build.get_mut("args") {
            fill(args, environment, false);
        }
    }
    if let Some(variables) = container.get_mut("environment") {
        fill(variables, environment, true);
    }
    for volume in container
        .get_mut("volumes")
        .and_then(Tree::list_mut)
        .into_iter()
        .flatten()
    {
        if let Some(target) = volume.get_mut("target")
            && let Some(text) = target.as_str()
        {
            let clean = match paths::clean_text(text) {
                // As Go has it.
                clean if clean.is_empty() => ".".to_owned(),
                clean => clean,
            };
            target.value = Value::Text(clean.into());
        }
    }
    dependencies::imply(container);
}

/// Gives variables that are named alone their values from outside. Who has none there is dropped, or kept without.
fn fill(tree: &mut Tree, environment: &Environment, keep: bool) {
    match &mut tree.value {
        Value::Map(map) => map.retain(|name, value| {
            if !value.is_null() {
                return true;
            }
            let Some(variable) = environment.get(name) else {
                return keep;
            };
            value.value = Value::Text(variable.value.clone());
            value.origin.through.push(Via::Variable {
                name: name.clone(),
                source: variable.source.clone(),
            });
            true
        }),
        Value::List(list) => list.retain_mut(|item| {
            let Value::Text(text) = &item.value else {
                return false;
            };
            if text.contains('=') {
                return true;
            }
            let Some(variable) = environment.get(text) else {
                return keep;
            };
            let name = text.clone();
            item.value = Value::Text(format!("{name}={}", variable.value).into());
            item.origin.through.push(Via::Variable {
                name,
                source: variable.source.clone(),
            });
            true
        }),
        _ => {}
    }
}

/// What has no name of its own is called after its key: within the project, or as it is where it is external.
fn name_by_key(section: Option<&mut Tree>, project_name: &str) {
    let resources = section.and_then(Tree::map_mut).into_iter().flatten();
    for (key, resource) in resources {
        if resource.is_null() {
            resource.value = Value::Map(Map::new());
        }
        let Some(map) = resource.map_mut() else {
            continue;
        };
        if map.get("name").is_none_or(Tree::is_null) {
            let name: Arc<str> = if map.get("external").is_some_and(is_true) {
                key.clone()
            } else {
                format!("{project_name}_{key}").into()
            };
            map.insert("name".into(), Tree::text(name, Origin::default_value()));
        }
    }
}

fn is_true(tree: &Tree) -> bool {
    match &tree.value {
        Value::Bool(is_set) => *is_set,
        Value::Int(number) => *number == 1,
        Value::Text(text) => matches!(&**text, "1" | "t" | "T" | "true" | "TRUE" | "True"),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
