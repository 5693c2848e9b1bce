//! Whether everything is there that services and jobs name.

use super::{Check, INVALID, entries, items, named_at};
use crate::compose::diagnostic::Diagnostic;
use crate::compose::go;
use crate::compose::origin::Place;
use crate::compose::path::FieldPath;
use crate::compose::tree::Tree;
use crate::model::text::nearest;

impl Check<'_> {
    pub(super) fn references(&mut self, name: &str, service: &Tree, path: &FieldPath) {
        let quoted = go::quote(name);
        self.contexts(&quoted, service, path);
        for (network, value) in entries(service.get("networks")) {
            let path = path.key("networks").key(network);
            self.resource(&quoted, "network", "networks", network, value, &path);
        }
        for (dependency, value) in entries(service.get("depends_on")) {
            let path = path.key("depends_on").key(dependency);
            self.dependency(&quoted, dependency, value, &path);
        }
        self.network_mode(service, path);
        for (index, volume) in items(service.get("volumes")).enumerate() {
            if volume.get("type").and_then(Tree::as_str) == Some("volume")
                && let Some(source) = volume.get("source")
                && let Some(named) = source.as_str().filter(|text| !text.is_empty())
            {
                let path = path.key("volumes").index(index).key("source");
                self.resource(&quoted, "volume", "volumes", named, source, &path);
            }
        }
        let build = service.get("build");
        let build_secrets = build.and_then(|build| build.get("secrets"));
        let build_path = path.key("build").key("secrets");
        self.files(
            &quoted,
            "build secret",
            "secrets",
            build_secrets,
            &build_path,
        );
        let configs = service.get("configs");
        self.files(&quoted, "config", "configs", configs, &path.key("configs"));
        for (model, value) in entries(service.get("models")) {
            let path = path.key("models").key(model);
            self.resource(&quoted, "model", "models", model, value, &path);
        }
        let secrets = service.get("secrets");
        self.files(&quoted, "secret", "secrets", secrets, &path.key("secrets"));
    }

    pub(super) fn job(&mut self, name: &str, job: &Tree) {
        let path = FieldPath::of(&["jobs", name, "depends_on"]);
        for (dependency, value) in entries(job.get("depends_on")) {
            // A job whose profile is off is not known at all, a service is.
            let service = self.stands("services", dependency);
            if service == Some(true)
                || service.is_none() && is_optional(value)
                || self.stands("jobs", dependency) == Some(true)
            {
                continue;
            }
            let phrase = format!(
                "job {} depends on undefined service or job {}: {INVALID}",
                go::quote(name),
                go::quote(dependency)
            );
            let error = self.advise(phrase, "services", dependency, service.is_none());
            self.add(error, value, &path.key(dependency));
        }
    }

    fn dependency(&mut self, service: &str, name: &str, value: &Tree, path: &FieldPath) {
        let state = self.stands("services", name);
        if state == Some(true) || state.is_none() && is_optional(value) {
            return;
        }
        let quoted = go::quote(name);
        let error = if self.stands("jobs", name) == Some(true) {
            Diagnostic::error(format!(
                "service {service} cannot depend on job {quoted}: services can only depend on other services: {INVALID}"
            ))
        } else {
            let phrase =
                format!("service {service} depends on undefined service {quoted}: {INVALID}");
            self.advise(phrase, "services", name, state.is_none())
        };
        self.add(error, value, path);
    }

    fn network_mode(&mut self, service: &Tree, path: &FieldPath) {
        let Some(mode) = service.get("network_mode") else {
            return;
        };
        let Some(other) = mode.as_str().and_then(|mode| mode.strip_prefix("service:")) else {
            return;
        };
        // Without normalisation no dependency stands for it, and even an optional one is not enough.
        let is_reported = service
            .get("depends_on")
            .and_then(|dependencies| dependencies.get(other))
            .is_some_and(|value| !is_optional(value));
        let state = self.stands("services", other);
        if state != Some(true) && !is_reported {
            let quoted = go::quote(other);
            let phrase = format!("service {quoted} not found for network_mode 'service:{other}'");
            let error = self.advise(phrase, "services", other, state.is_none());
            self.add(error, mode, &path.key("network_mode"));
        }
    }

    fn contexts(&mut self, service: &str, tree: &Tree, path: &FieldPath) {
        let build = tree.get("build");
        for (key, value) in entries(build.and_then(|build| build.get("additional_contexts"))) {
            let Some(target) = value
                .as_str()
                .and_then(|text| text.strip_prefix("service:"))
            else {
                continue;
            };
            let state = self.stands("services", target);
            let quoted = go::quote(target);
            let is_built = || {
                let other = self.section("services").and_then(|map| map.get(target));
                let build = other.and_then(|other| other.get("build"));
                build.is_some_and(|build| !build.is_null())
            };
            let error = if state != Some(true) {
                let phrase = format!(
                    "service {service} declares unknown service {quoted} as additional contexts {key}"
                );
                self.advise(phrase, "services", target, state.is_none())
            } else if is_built() {
                continue;
            } else {
                Diagnostic::error(format!(
                    "service {service} declares non-buildable service {quoted} as additional contexts {key}"
                ))
            };
            let path = path.key("build").key("additional_contexts").key(key);
            self.add(error, value, &path);
        }
    }

    /// Configs or secrets in a list.
    fn files(
        &mut self,
        service: &str,
        what: &str,
        section: &str,
        list: Option<&Tree>,
        path: &FieldPath,
    ) {
        for (index, item) in items(list).enumerate() {
            if let Some(source) = item.get("source")
                && let Some(name) = source.as_str()
            {
                let path = path.index(index).key("source");
                self.resource(service, what, section, name, source, &path);
            }
        }
    }

    fn resource(
        &mut self,
        service: &str,
        what: &str,
        section: &str,
        name: &str,
        value: &Tree,
        path: &FieldPath,
    ) {
        if self
            .section(section)
            .is_some_and(|map| map.contains_key(name))
        {
            return;
        }
        let phrase = format!("service {service} refers to undefined {what} {name}: {INVALID}");
        let error = self.advise(phrase, section, name, false);
        self.add(error, value, path);
    }

    /// An error about a name that is not there, with the name that was probably meant.
    fn advise(&self, phrase: String, section: &str, name: &str, is_off: bool) -> Diagnostic {
        let error = Diagnostic::error(phrase);
        if is_off {
            let hint = "enable its profile, or let the dependency be `required: false`";
            return error
                .why(format!(
                    "`{name}` is there, but none of its profiles is enabled"
                ))
                .hint(hint);
        }
        let known = entries(self.project.get(section)).map(|(known, _)| known);
        match nearest(name, known) {
            Some(meant) => error.hint(format!("did you mean `{meant}`?")),
            None if section == "services" => error,
            None => error.hint(format!("declare it under `{section}` at the top level")),
        }
    }

    fn add(&mut self, error: Diagnostic, value: &Tree, path: &FieldPath) {
        let place: Option<Place> = named_at(&value.origin);
        self.report.add(error.at(place).about(path));
    }
}

fn is_optional(dependency: &Tree) -> bool {
    use crate::compose::tree::Value;
    dependency
        .get("required")
        .is_some_and(|required| matches!(required.value, Value::Bool(false)))
}
