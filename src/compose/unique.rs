//! Lists that hold each thing once: the last one counts, in the place of the first.

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::origin::Via;
use crate::compose::path::{FieldPath, Segment};
use crate::compose::tree::{Tree, Value};
use crate::compose::verbs;
use crate::compose::volume_spec;
use std::collections::HashMap;

/// What two items of a list have in common when they are the same thing; or what is wrong with an item, in Compose's
/// words, where the first `{}` stands for its path.
type Identity = fn(&Value) -> Result<String, String>;

/// Lists of a service.
const SERVICE: [(&str, Identity); 20] = [
    ("annotations", name),
    ("cap_add", name),
    ("cap_drop", name),
    ("configs", config),
    ("devices", device),
    ("dns", name),
    ("dns_opt", name),
    ("dns_search", name),
    ("env_file", env_file),
    ("environment", name),
    ("expose", expose),
    ("labels", name),
    ("links", name),
    ("ports", port),
    ("profiles", name),
    ("secrets", secret),
    ("sysctls", name),
    ("tmpfs", name),
    ("volumes", volume),
    ("deploy.labels", name),
];
const MERGED: [(&str, Identity); 10] = [
    ("annotations", name),
    ("dns", name),
    ("dns_opt", name),
    ("dns_search", name),
    ("env_file", env_file),
    ("environment", name),
    ("label_file", name),
    ("labels", name),
    ("sysctls", name),
    ("tmpfs", name),
];
const BUILD: [(&str, Identity); 5] = [
    ("args", name),
    ("additional_contexts", name),
    ("platform", name),
    ("tags", name),
    ("labels", name),
];
const SERVICE_NETWORK: [(&str, Identity); 2] = [("aliases", name), ("link_local_ips", name)];
const NETWORK: [(&str, Identity); 2] = [("labels", name), ("ipam.options", name)];

/// Removes from lists what a later item of the list redefines.
pub fn apply(tree: &mut Tree, report: &mut Report) {
    each(tree, "services", |service, path| {
        lists(service, path, &SERVICE, report);
        if let Some(build) = service.get_mut("build") {
            lists(build, &path.key("build"), &BUILD, report);
        }
        let networks = path.key("networks");
        for (name, network) in entries(service.get_mut("networks")) {
            lists(network, &networks.key(name), &SERVICE_NETWORK, report);
        }
    });
    each(tree, "networks", |network, path| {
        lists(network, path, &NETWORK, report);
    });
}

/// Makes lists of a hook unique that are made of two, of which these are the keys: lists of names, values and files.
pub(super) fn merged(hook: &mut Tree, keys: &[&str], path: &FieldPath, report: &mut Report) {
    for (key, identity) in MERGED.iter().filter(|(key, _)| keys.contains(key)) {
        if let Some(list) = hook.get_mut(key).and_then(Tree::list_mut) {
            make_unique(list, &path.key(*key), *identity, report);
        }
    }
}

fn each(tree: &mut Tree, section: &str, mut visit: impl FnMut(&mut Tree, &FieldPath)) {
    let path = FieldPath::of(&[section]);
    for (name, entry) in entries(tree.get_mut(section)) {
        visit(entry, &path.key(name));
    }
}

fn entries(tree: Option<&mut Tree>) -> impl Iterator<Item = (std::sync::Arc<str>, &mut Tree)> {
    tree.and_then(Tree::map_mut)
        .into_iter()
        .flatten()
        .map(|(name, entry)| (name.clone(), entry))
}

/// Makes the lists below a mapping unique; a key may be of two steps, divided by a dot.
fn lists(tree: &mut Tree, path: &FieldPath, table: &[(&str, Identity)], report: &mut Report) {
    for (keys, identity) in table {
        let mut path = path.clone();
        let mut found = Some(&mut *tree);
        for key in keys.split('.') {
            path.push(Segment::Key(key.into()));
            found = found.and_then(|tree| tree.get_mut(key));
        }
        if let Some(list) = found.and_then(Tree::list_mut) {
            make_unique(list, &path, *identity, report);
        }
    }
}

fn make_unique(list: &mut Vec<Tree>, path: &FieldPath, identity: Identity, report: &mut Report) {
    let mut kept: Vec<Tree> = Vec::with_capacity(list.len());
    let mut places: HashMap<String, usize> = HashMap::with_capacity(list.len());
    for (index, mut item) in std::mem::take(list).into_iter().enumerate() {
        match identity(&item.value) {
            Err(problem) => {
                let phrase = problem.replacen("{}", &format!("{path}.[{index}]"), 1);
                let diagnostic = Diagnostic::error(phrase).about(&path.index(index));
                report.add(diagnostic.from_origin(&item.origin));
                kept.push(item);
            }
            Ok(key) => {
                if let Some(former) = places.get(&key).and_then(|place| kept.get_mut(*place)) {
                    if let Some(place) = former.origin.place()
                        && item.origin.place() != Some(place)
                    {
                        item.origin = item.origin.via(Via::Override(place));
                    }
                    *former = item;
                } else {
                    places.insert(key, kept.len());
                    kept.push(item);
                }
            }
        }
    }
    *list = kept;
}

/// `NAME` of `NAME=value`.
fn name(item: &Value) -> Result<String, String> {
    match item {
        Value::Text(text) => Ok(text
            .split_once('=')
            .map_or(&**text, |(name, _)| name)
            .to_owned()),
        other => Err(format!("{{}}: unexpected type {}", verbs::type_name(other))),
    }
}

fn volume(item: &Value) -> Result<String, String> {
    match item {
        Value::Map(_) => target(item, "volume"),
        Value::Text(text) => volume_spec::parse(text).map(|mount| mount.target),
        _ => Ok(String::new()),
    }
}

fn device(item: &Value) -> Result<String, String> {
    match item {
        Value::Map(_) => target(item, "device"),
        Value::Text(text) => {
            let mut parts = text.split(':');
            let source = parts.next().unwrap_or_default();
            Ok(parts.next().unwrap_or(source).to_owned())
        }
        _ => Ok(String::new()),
    }
}

fn target(item: &Value, what: &str) -> Result<String, String> {
    match field(item, "target") {
        Some(Value::Text(target)) => Ok(target.to_string()),
        _ => Err(format!("service {what} {{}} is missing a mount target")),
    }
}

fn field<'a>(item: &'a Value, key: &str) -> Option<&'a Value> {
    match item {
        Value::Map(map) => map.get(key).map(|tree| &tree.value),
        _ => None,
    }
}

fn expose(item: &Value) -> Result<String, String> {
    match item {
        Value::Text(text) => Ok(text.to_string()),
        Value::Int(number) => Ok(number.to_string()),
        other => Err(unsupported(other)),
    }
}

fn unsupported(item: &Value) -> String {
    format!(
        "{{}}: unsupported expose value {}",
        verbs::as_text(Some(item))
    )
}

fn config(item: &Value) -> Result<String, String> {
    file_mount(item, "")
}

fn secret(item: &Value) -> Result<String, String> {
    file_mount(item, "/run/secrets")
}

fn file_mount(item: &Value, directory: &str) -> Result<String, String> {
    match item {
        Value::Text(text) => Ok(format!("{directory}/{text}")),
        Value::Map(map) => Ok(match map.get("target") {
            Some(target) => verbs::as_text(Some(&target.value)),
            None => format!("{directory}/{}", verbs::as_text(field(item, "source"))),
        }),
        other => Err(unsupported(other)),
    }
}

/// Compose prints the parts with verbs for texts and numbers, so that `80` and `"80"` are two ports, and a long port is
/// never the same as a short one before that is rewritten.
fn port(item: &Value) -> Result<String, String> {
    match item {
        Value::Int(number) => Ok(number.to_string()),
        Value::Text(text) => Ok(text.to_string()),
        Value::Map(_) => {
            let Some(target) = field(item, "target") else {
                return Err("service ports {} is missing a target port".to_owned());
            };
            let or = |key, default: &str| match field(item, key) {
                None => default.to_owned(),
                value => verbs::as_text(value),
            };
            Ok(format!(
                "{}:{}:{}/{}",
                or("host_ip", "0.0.0.0"),
                verbs::as_text(field(item, "published")),
                verbs::as_number(Some(target)),
                or("protocol", "tcp"),
            ))
        }
        _ => Ok(String::new()),
    }
}

fn env_file(item: &Value) -> Result<String, String> {
    match item {
        Value::Text(text) => Ok(text.to_string()),
        Value::Map(map) => match map.get("path") {
            Some(path) => Ok(verbs::as_text(Some(&path.value))),
            None => Err("environment path attribute {} is missing".to_owned()),
        },
        _ => Ok(String::new()),
    }
}

#[cfg(test)]
mod tests;
