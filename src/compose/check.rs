//! What the schema cannot say about a project.

mod cycles;
mod mounts;
mod references;
mod services;
mod swarm;
mod values;

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::go;
use crate::compose::origin::{Origin, Place, Via};
use crate::compose::path::FieldPath;
use crate::compose::tree::{Map, Tree};
use std::collections::HashMap;
use std::sync::Arc;

pub use swarm::swarm_only;
pub use values::tree;

/// Checks of the normalised project: whether its services and resources fit together. `is_enabled` says which services
/// and jobs the profiles leave; only these are checked.
///
/// Where `scale` and `deploy` are both given, `deploy` takes the number of replicas of `scale`.
pub fn project(project: &mut Tree, is_enabled: &dyn Fn(&str) -> bool, report: &mut Report) {
    let mut check = Check {
        project,
        is_enabled,
        report,
    };
    check.unique_names();
    for (name, service) in check.enabled("services") {
        let path = FieldPath::of(&["services", name]);
        check.service(name, service, &path);
        check.references(name, service, &path);
        check.mounts(service, &path);
    }
    for (name, job) in check.enabled("jobs") {
        check.job(name, job);
    }
    check.secrets();
    check.cycles();
    services::settle_replicas(project, is_enabled);
}

/// Whether two enabled services want one name for their containers.
pub fn container_names(project: &Tree, is_enabled: &dyn Fn(&str) -> bool, report: &mut Report) {
    let mut taken: HashMap<&str, (&str, &Tree)> = HashMap::new();
    for (name, service) in entries(project.get("services")) {
        let Some(wanted) = service.get("container_name").filter(|_| is_enabled(name)) else {
            continue;
        };
        let Some(text) = wanted.as_str().filter(|text| !text.is_empty()) else {
            continue;
        };
        if let Some((other, first)) = taken.get(text) {
            let quoted = go::quote(text);
            let phrase = format!(
                "services.{name}: container name {quoted} is already in use by service {other}"
            );
            let error = Diagnostic::error(phrase)
                .at(cause(&wanted.origin))
                .about(&FieldPath::of(&["services", name, "container_name"]))
                .related(cause(&first.origin), format!("`{other}` has it here"))
                .hint("leave `container_name` out: containers get names of their own");
            report.add(error);
        } else {
            taken.insert(text, (name, wanted));
        }
    }
}

/// The end of messages about projects that are well-formed and make no sense.
const INVALID: &str = "invalid compose project";

struct Check<'a> {
    project: &'a Tree,
    is_enabled: &'a dyn Fn(&str) -> bool,
    report: &'a mut Report,
}

impl<'a> Check<'a> {
    fn section(&self, section: &str) -> Option<&'a Map> {
        self.project.get(section).and_then(Tree::map)
    }

    fn enabled(&self, section: &str) -> Vec<(&'a str, &'a Tree)> {
        entries(self.project.get(section))
            .filter(|(name, _)| (self.is_enabled)(name))
            .collect()
    }

    /// Whether it is there; `None`: only its profile is off.
    fn stands(&self, section: &str, name: &str) -> Option<bool> {
        let is_there = self
            .section(section)
            .is_some_and(|map| map.contains_key(name));
        match (is_there, (self.is_enabled)(name)) {
            (true, false) => None,
            (is_there, _) => Some(is_there),
        }
    }

    /// An error at a value.
    fn error(&mut self, error: Diagnostic, origin: &Origin, path: &FieldPath) {
        self.report.add(error.at(cause(origin)).about(path));
    }

    fn unique_names(&mut self) {
        let Some(services) = self.section("services") else {
            return;
        };
        for (name, job) in entries(self.project.get("jobs")) {
            if let Some(service) = services.get(name) {
                let quoted = go::quote(name);
                let phrase = format!(
                    "{quoted} is declared both as a service and a job: service and job names must be unique: {INVALID}"
                );
                let error = Diagnostic::error(phrase)
                    .related(named_at(&service.origin), "the service")
                    .at(named_at(&job.origin))
                    .about(&FieldPath::of(&["jobs", name]));
                self.report.add(error);
            }
        }
    }

    fn secrets(&mut self) {
        for (name, secret) in entries(self.project.get("secrets")) {
            let has = |key| {
                let text = secret.get(key).and_then(Tree::as_str);
                text.is_some_and(|text| !text.is_empty())
            };
            if is_true(secret.get("external")) || has("file") || has("environment") {
                continue;
            }
            let quoted = go::quote(name);
            let phrase =
                format!("secret {quoted} must declare either `file` or `environment`: {INVALID}");
            let path = FieldPath::of(&["secrets", name]);
            self.error(Diagnostic::error(phrase), &secret.origin, &path);
        }
    }
}

/// The entries of a mapping, in the order of the file.
fn entries(tree: Option<&Tree>) -> impl Iterator<Item = (&str, &Tree)> {
    tree.and_then(Tree::map)
        .into_iter()
        .flatten()
        .map(|(name, value): (&Arc<str>, &Tree)| (&**name, value))
}

/// The items of a list.
fn items(tree: Option<&Tree>) -> impl Iterator<Item = &Tree> {
    tree.and_then(Tree::list).into_iter().flatten()
}

fn is_true(tree: Option<&Tree>) -> bool {
    use crate::compose::tree::Value;
    match tree.map(|tree| &tree.value) {
        Some(Value::Bool(is_set)) => *is_set,
        Some(Value::Text(text)) => &**text == "true",
        _ => false,
    }
}

/// Where to point at: where it is written, or what it follows from.
fn cause(origin: &Origin) -> Option<Place> {
    origin.place().or_else(|| implied_from(origin))
}

/// The same, of a value whose key is what matters.
fn named_at(origin: &Origin) -> Option<Place> {
    origin.key.or_else(|| cause(origin))
}

fn implied_from(origin: &Origin) -> Option<Place> {
    origin.through.iter().rev().find_map(|via| match via {
        Via::Implied(place) => Some(*place),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
