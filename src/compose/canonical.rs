//! Short forms to long ones: `ports: ["80:80"]` to a list of mappings.
//!
//! What is written in a short form is the origin of each field made from it; what the short form leaves out and the long
//! one has is a default.

mod build;
mod lists;
mod mounts;
mod ports;

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::origin::Origin;
use crate::compose::path::{FieldPath, Segment};
use crate::compose::tree::{Map, Tree, Value};
use crate::compose::verbs;
use std::fmt::Write;
use std::sync::Arc;

/// Rewrites every short form to the long one. With `ignore_errors` a form that does not parse stays as it is: the tree
/// is not interpolated, and variables stand in it.
pub fn apply(tree: &mut Tree, ignore_errors: bool, report: &mut Report) {
    let mut forms = Forms {
        ignore_errors,
        report,
        path: FieldPath::root(),
        ports_left: Some(ports::MOST),
    };
    forms.at(tree, "services", |forms, services| {
        forms.each(services, |forms, service| {
            forms.table(service, &CONTAINER);
            forms.at(service, "pre_start", |forms, hooks| {
                forms.each(hooks, |forms, hook| forms.table(hook, &CONTAINER));
            });
        });
    });
    forms.at(tree, "jobs", |forms, jobs| {
        forms.each(jobs, |forms, job| {
            forms.table(job, &CONTAINER);
            forms.at(job, "triggers", |forms, triggers| {
                forms.at(triggers, "schedule", |forms, schedule| {
                    forms.each(schedule, lists::schedule);
                });
            });
        });
    });
    for section in ["volumes", "networks", "secrets", "configs"] {
        forms.at(tree, section, |forms, resources| {
            forms.each(resources, external);
        });
    }
}

/// Rewrites a value in place.
type Form = fn(&mut Forms<'_>, &mut Tree);

/// The keys of services, jobs and hooks before the start that have short forms.
const CONTAINER: [(&str, Form); 16] = [
    ("build", build::build),
    ("configs", |forms, list| forms.each(list, mounts::file)),
    ("depends_on", lists::depends_on),
    ("develop", lists::develop),
    ("devices", |forms, list| forms.each(list, mounts::device)),
    ("dns", lists::list),
    ("env_file", lists::env_file),
    ("extends", lists::extends),
    ("gpus", lists::gpus),
    ("label_file", lists::list),
    ("models", lists::names),
    ("networks", lists::names),
    ("ports", ports::ports),
    ("secrets", |forms, list| forms.each(list, mounts::file)),
    ("ulimits", |forms, map| forms.each(map, lists::ulimit)),
    ("volumes", |forms, list| forms.each(list, mounts::volume)),
];

/// The walk: where it is, and what it found.
struct Forms<'a> {
    ignore_errors: bool,
    report: &'a mut Report,
    path: FieldPath,
    /// So many ports may still be made; `None`: there were more.
    ports_left: Option<usize>,
}

impl Forms<'_> {
    /// Goes to a key, if it is there.
    fn at(&mut self, tree: &mut Tree, key: &str, form: impl FnOnce(&mut Self, &mut Tree)) {
        if let Some(value) = tree.get_mut(key) {
            self.path.push(Segment::Key(key.into()));
            form(self, value);
            self.path.pop();
        }
    }

    /// Goes to each value of a mapping or a list.
    fn each(&mut self, tree: &mut Tree, mut form: impl FnMut(&mut Self, &mut Tree)) {
        match &mut tree.value {
            Value::List(list) => {
                for (index, item) in list.iter_mut().enumerate() {
                    self.path.push(Segment::Index(index));
                    form(self, item);
                    self.path.pop();
                }
            }
            Value::Map(map) => {
                for (key, value) in map.iter_mut() {
                    self.path.push(Segment::Key(key.clone()));
                    form(self, value);
                    self.path.pop();
                }
            }
            _ => {}
        }
    }

    /// Rewrites the values of a mapping by their keys.
    fn table(&mut self, tree: &mut Tree, table: &[(&str, Form)]) {
        for (key, form) in table {
            self.at(tree, key, *form);
        }
    }

    /// What is wrong with a value, in Compose's words.
    fn error(&mut self, phrase: String, tree: &Tree) {
        let diagnostic = Diagnostic::error(phrase).about(&self.path);
        self.report.add(diagnostic.from_origin(&tree.origin));
    }

    /// The same, after the path and a colon.
    fn error_here(&mut self, problem: &str, tree: &Tree) {
        let phrase = format!("{}: {problem}", dotted(&self.path));
        self.error(phrase, tree);
    }

    /// A value of a type that has no form.
    fn wrong_type(&mut self, what: &str, tree: &Tree) {
        let problem = format!("invalid type {} for {what}", verbs::type_name(&tree.value));
        self.error_here(&problem, tree);
    }
}

/// A path as Compose names it in these stages: `services.a.ports.[]`, whichever item it is.
pub(super) fn dotted(path: &FieldPath) -> String {
    let mut text = String::new();
    for segment in path.segments() {
        if !text.is_empty() {
            text.push('.');
        }
        // Writing into a text cannot fail.
        let _ = match segment {
            Segment::Key(key) => text.write_str(key),
            Segment::Index(_) => text.write_str("[]"),
        };
    }
    text
}

/// Entries of a long form.
fn entries<const N: usize>(entries: [(&str, Tree); N]) -> Map {
    entries
        .into_iter()
        .map(|(key, tree)| (Arc::from(key), tree))
        .collect()
}

/// A text that nobody wrote.
fn default_text(text: &str) -> Tree {
    Tree::text(text, Origin::default_value())
}

/// `true` that nobody wrote.
fn default_true() -> Tree {
    Tree::new(Value::Bool(true), Origin::default_value())
}

/// `external: {name: x}`, which is older than `name`.
fn external(forms: &mut Forms<'_>, resource: &mut Tree) {
    let Some(map) = resource.map_mut() else {
        return;
    };
    let Some(external) = map.get_mut("external") else {
        return;
    };
    let Some(inner) = external.map() else {
        return;
    };
    let old = inner.get("name").cloned();
    external.value = Value::Bool(true);
    let Some(old) = old else {
        return;
    };
    let warning = format!(
        "{}: external.name is deprecated. Please set name and external: true",
        dotted(&forms.path)
    );
    let warning = Diagnostic::warning(warning).about(&forms.path);
    forms.report.add(warning.from_origin(&old.origin));
    match map.get("name") {
        None => {
            map.insert("name".into(), old);
        }
        Some(name) if name.value != old.value => {
            let phrase = format!(
                "{}: name and external.name conflict; only use name",
                dotted(&forms.path)
            );
            let error = Diagnostic::error(phrase)
                .from_origin(&old.origin)
                .about(&forms.path)
                .related(name.origin.place(), "the name");
            forms.report.add(error);
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests;
