//! Checks of the merged tree, value by value.

use super::{entries, is_true, items};
use crate::compose::canonical::dotted;
use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::go;
use crate::compose::path::FieldPath;
use crate::compose::port_spec;
use crate::compose::tree::Tree;

/// Checks of the merged tree, before paths are resolved: each value by itself.
pub fn tree(tree: &Tree, report: &mut Report) {
    let mut values = Values { report };
    for (name, volume) in entries(tree.get("volumes")) {
        values.external(volume, &FieldPath::of(&["volumes", name]));
    }
    for (section, sources) in SOURCES {
        for (name, object) in entries(tree.get(section)) {
            values.one_source(object, sources, &FieldPath::of(&[section, name]));
        }
    }
    for (name, service) in entries(tree.get("services")) {
        values.service(service, &FieldPath::of(&["services", name]));
    }
}

/// What configs and secrets are made of.
const SOURCES: [(&str, &[&str]); 2] = [
    ("configs", &["file", "environment", "content"]),
    ("secrets", &["file", "environment"]),
];

struct Values<'a> {
    report: &'a mut Report,
}

impl Values<'_> {
    /// What is wrong with what stands at a path, where a value in it shows it.
    fn error(&mut self, problem: &str, tree: &Tree, path: &FieldPath) {
        let error = Diagnostic::error(format!("{}: {problem}", dotted(path)));
        self.report.add(error.from_origin(&tree.origin).about(path));
    }

    /// What is external is not made, so nothing says how.
    fn external(&mut self, volume: &Tree, path: &FieldPath) {
        if !is_true(volume.get("external")) {
            return;
        }
        for (key, value) in entries(Some(volume)) {
            if matches!(key, "name" | "external") || key.starts_with("x-") {
                continue;
            }
            let quoted = go::quote(key);
            let problem = format!("conflicting parameters \"external\" and {quoted} specified");
            self.error(&problem, value, path);
        }
    }

    fn one_source(&mut self, object: &Tree, sources: &[&str], path: &FieldPath) {
        let given: Vec<&Tree> = sources.iter().filter_map(|key| object.get(key)).collect();
        let all = sources.join("|");
        match *given.as_slice() {
            [_, second, ..] => {
                self.error(
                    &format!("{all} attributes are mutually exclusive"),
                    second,
                    path,
                );
            }
            [] if object.get("driver").is_none() && object.get("external").is_none() => {
                self.error(&format!("one of {all} must be set"), object, path);
            }
            _ => {}
        }
    }

    fn service(&mut self, service: &Tree, path: &FieldPath) {
        for (index, port) in items(service.get("ports")).enumerate() {
            let Some(ip) = port.get("host_ip") else {
                continue;
            };
            if let Some(text) = ip.as_str()
                && !port_spec::is_ip(text)
            {
                let path = path.key("ports").index(index);
                self.error(&format!("invalid ip address: {text}"), ip, &path);
            }
        }
        let rules = service
            .get("develop")
            .and_then(|develop| develop.get("watch"));
        for (index, rule) in items(rules).enumerate() {
            if let Some(watched) = rule.get("path")
                && watched.as_str() == Some("")
            {
                let path = path.key("develop").key("watch").index(index).key("path");
                self.error("value can't be blank", watched, &path);
            }
        }
        self.requests(service.get("gpus"), &path.key("gpus"));
        let mut devices = (Some(service), path.clone());
        for key in ["deploy", "resources", "reservations", "devices"] {
            devices = (devices.0.and_then(|tree| tree.get(key)), devices.1.key(key));
        }
        self.requests(devices.0, &devices.1);
    }

    fn requests(&mut self, requests: Option<&Tree>, path: &FieldPath) {
        for (index, request) in items(requests).enumerate() {
            if let Some(ids) = request.get("device_ids")
                && request.get("count").is_some()
            {
                let problem = r#""count" and "device_ids" attributes are exclusive"#;
                self.error(problem, ids, &path.index(index));
            }
        }
    }
}
