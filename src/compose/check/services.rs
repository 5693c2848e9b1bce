//! Whether what a service says of itself fits together.

use super::{Check, INVALID, cause, entries, items};
use crate::compose::bytes;
use crate::compose::diagnostic::Diagnostic;
use crate::compose::go;
use crate::compose::path::FieldPath;
use crate::compose::tree::{Tree, Value};

/// A limit that may stand in two places: its key in the service, which of `deploy.resources`, its key there, and how
/// the two are compared.
const LIMITS: [(&str, &str, &str, Amount); 4] = [
    ("cpus", "limits", "cpus", cpus),
    ("mem_limit", "limits", "memory", memory),
    ("mem_reservation", "reservations", "memory", memory),
    ("pids_limit", "limits", "pids", count),
];

/// A comparable number of a value; 0 where there is none.
type Amount = fn(Option<&Tree>) -> Option<f64>;

impl Check<'_> {
    pub(super) fn service(&mut self, name: &str, service: &Tree, path: &FieldPath) {
        self.source(name, service, path);
        if let Some(build) = service.get("build").filter(|build| !build.is_null()) {
            self.build(name, service, build, path);
        }
        if let Some(mode) = service.get("network_mode")
            && mode.as_str().is_some_and(|mode| !mode.is_empty())
            && let Some(networks) = service.get("networks")
            && entries(Some(networks)).next().is_some()
        {
            let phrase = format!(
                "service {name} declares mutually exclusive `network_mode` and `networks`: {INVALID}"
            );
            let error = Diagnostic::error(phrase)
                .related(cause(&networks.origin), "the networks")
                .hint("keep one of the two");
            self.error(error, &mode.origin, &path.key("network_mode"));
        }
        self.health(service, path);
        self.replicas(name, service, path);
        self.limits(name, service, path);
        self.watch(name, service, path);
    }

    fn source(&mut self, name: &str, service: &Tree, path: &FieldPath) {
        let has = |key| service.get(key).is_some_and(|value| !value.is_null());
        let has_image = service
            .get("image")
            .and_then(Tree::as_str)
            .is_some_and(|image| !image.is_empty());
        if !has_image && !has("build") && !has("provider") {
            let quoted = go::quote(name);
            let phrase = format!(
                "service {quoted} has neither an image nor a build context specified: {INVALID}"
            );
            let error = Diagnostic::error(phrase)
                .hint("`image` names one that is pulled, `build` the directory to make one from");
            let place = super::named_at(&service.origin);
            self.report.add(error.at(place).about(path));
        }
    }

    fn build(&mut self, name: &str, service: &Tree, build: &Tree, path: &FieldPath) {
        let is_set = |key| {
            let text = build.get(key).and_then(Tree::as_str);
            text.is_some_and(|text| !text.is_empty())
        };
        if is_set("dockerfile_inline") && is_set("dockerfile") {
            let quoted = go::quote(name);
            let phrase = format!(
                "service {quoted} declares mutualy exclusive dockerfile and dockerfile_inline: {INVALID}"
            );
            let path = path.key("build").key("dockerfile");
            let at = build.get("dockerfile").unwrap_or(build);
            self.error(Diagnostic::error(phrase), &at.origin, &path);
        }
        let Some(platform) = service.get("platform") else {
            return;
        };
        let Some(wanted) = platform.as_str().filter(|text| !text.is_empty()) else {
            return;
        };
        let mut platforms = items(build.get("platforms")).peekable();
        if platforms.peek().is_some() && !platforms.any(|item| item.as_str() == Some(wanted)) {
            let quoted = go::quote(wanted);
            let phrase = format!(
                "service.build.platforms MUST include service.platform {quoted}: {INVALID}"
            );
            let list = build.get("platforms").and_then(|list| cause(&list.origin));
            let error = Diagnostic::error(phrase).related(list, "the platforms it is built for");
            self.error(error, &platform.origin, &path.key("platform"));
        }
    }

    fn health(&mut self, service: &Tree, path: &FieldPath) {
        let test = service
            .get("healthcheck")
            .and_then(|check| check.get("test"));
        let Some(first) = items(test).next() else {
            return;
        };
        if !matches!(first.as_str(), Some("CMD" | "CMD-SHELL" | "NONE")) {
            let phrase = r#"healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE""#;
            let error = Diagnostic::error(phrase)
                .why("the first item says how the others are run")
                .hint("begin the list with `\"CMD\"`, or write one text, which the shell runs");
            let path = path.key("healthcheck").key("test").index(0);
            self.error(error, &first.origin, &path);
        }
    }

    fn replicas(&mut self, name: &str, service: &Tree, path: &FieldPath) {
        let scale = service.get("scale").filter(|scale| !scale.is_null());
        let deploy = service.get("deploy").filter(|deploy| !deploy.is_null());
        let replicas = deploy
            .and_then(|deploy| deploy.get("replicas"))
            .filter(|replicas| !replicas.is_null());
        let of = |tree: Option<&Tree>| tree.and_then(|tree| count(Some(tree)));
        if let (Some(ours), Some(theirs), Some(tree)) = (of(scale), of(replicas), scale)
            && differ(ours, theirs)
        {
            let phrase = format!(
                "services.{name}: can't set distinct values on 'scale' and 'deploy.replicas': {INVALID}"
            );
            let error = Diagnostic::error(phrase)
                .related(replicas.and_then(|tree| cause(&tree.origin)), "`replicas`");
            self.error(error, &tree.origin, &path.key("scale"));
        }
        let replicas_path = path.key("deploy").key("replicas");
        for (tree, key, path) in [
            (scale, "scale", path.key("scale")),
            (replicas, "deploy.replicas", replicas_path),
        ] {
            if let Some(tree) = tree
                && of(Some(tree)).is_some_and(|number| number < 0.0)
            {
                let phrase = format!("services.{name}.{key}: must be greater than or equal to 0");
                self.error(Diagnostic::error(phrase), &tree.origin, &path);
            }
        }
        let (many, key) = match scale {
            Some(_) => (of(scale), "scale"),
            None => (of(replicas), "deploy.replicas"),
        };
        if many.is_some_and(|many| many > 1.0)
            && let Some(own) = service.get("container_name")
            && own.as_str().is_some_and(|name| !name.is_empty())
        {
            // Compose has the two names the other way round.
            let phrase = format!(
                "services.{key}: can't set container_name and {name} as container name must be unique: {INVALID}"
            );
            let at = scale.or(replicas).and_then(|tree| cause(&tree.origin));
            let error = Diagnostic::error(phrase)
                .why(format!(
                    "`{name}` has several containers, and a name can be that of one"
                ))
                .related(at, "the number of containers")
                .hint("leave `container_name` out");
            self.error(error, &own.origin, &path.key("container_name"));
        }
    }

    fn limits(&mut self, name: &str, service: &Tree, path: &FieldPath) {
        let resources = service
            .get("deploy")
            .and_then(|deploy| deploy.get("resources"));
        for (key, part, below, amount) in LIMITS {
            let Some(part_tree) = resources
                .and_then(|resources| resources.get(part))
                .filter(|part| !part.is_null())
            else {
                continue;
            };
            let (Some(own), Some(theirs)) =
                (amount(service.get(key)), amount(part_tree.get(below)))
            else {
                continue;
            };
            if !differ(own, 0.0) || !differ(own, theirs) {
                continue;
            }
            let phrase = format!(
                "services.{name}: can't set distinct values on '{key}' and 'deploy.resources.{part}.{below}': {INVALID}"
            );
            let other = part_tree.get(below);
            let mut error = Diagnostic::error(phrase).related(
                cause(&other.unwrap_or(part_tree).origin),
                format!("`deploy.resources.{part}`"),
            );
            if other.is_none() {
                error = error
                    .why(format!(
                        "`deploy.resources.{part}` says no `{below}`, which counts as 0"
                    ))
                    .hint(format!("move `{key}` there, as `{below}`"));
            }
            if let Some(tree) = service.get(key) {
                self.error(error, &tree.origin, &path.key(key));
            }
        }
    }

    fn watch(&mut self, name: &str, service: &Tree, path: &FieldPath) {
        let rules = service
            .get("develop")
            .and_then(|develop| develop.get("watch"));
        for (index, rule) in items(rules).enumerate() {
            let text = |key| rule.get(key).and_then(Tree::as_str).unwrap_or_default();
            if text("target").is_empty() && !matches!(text("action"), "rebuild" | "restart") {
                let phrase = format!(
                    "services.{name}.develop.watch: target is required for non-rebuild actions: {INVALID}"
                );
                let path = path.key("develop").key("watch").index(index);
                self.error(Diagnostic::error(phrase), &rule.origin, &path);
            }
        }
    }
}

/// Where both are given, they are one.
pub(super) fn settle_replicas(project: &mut Tree, is_enabled: &dyn Fn(&str) -> bool) {
    let services = project.get_mut("services").and_then(Tree::map_mut);
    for (name, service) in services.into_iter().flatten() {
        if !is_enabled(name) {
            continue;
        }
        let Some(scale) = service.get("scale").filter(|tree| !tree.is_null()).cloned() else {
            continue;
        };
        if let Some(deploy) = service.get_mut("deploy").and_then(Tree::map_mut) {
            deploy.insert("replicas".into(), scale);
        }
    }
}

fn differ(one: f64, other: f64) -> bool {
    (one - other).abs() > 0.0
}

/// `None`: it is no number, and found to be none elsewhere.
fn count(tree: Option<&Tree>) -> Option<f64> {
    number(tree, |text| text.parse::<i64>().ok().map(exact))
}

fn memory(tree: Option<&Tree>) -> Option<f64> {
    number(tree, |text| bytes::parse(text).ok().map(exact))
}

/// With the precision of Compose.
fn cpus(tree: Option<&Tree>) -> Option<f64> {
    let number = number(tree, |text| go::parse_float32(text).ok().map(f64::from))?;
    #[expect(clippy::cast_possible_truncation, reason = "Compose compares 32 bits")]
    let short = number as f32;
    Some(f64::from(short))
}

fn number(tree: Option<&Tree>, parse: impl Fn(&str) -> Option<f64>) -> Option<f64> {
    match tree.map(|tree| &tree.value) {
        None | Some(Value::Null) => Some(0.0),
        Some(Value::Int(number)) => Some(exact(i64::try_from(*number).unwrap_or(i64::MAX))),
        Some(Value::Float(number)) => Some(*number),
        Some(Value::Text(text)) => parse(text),
        _ => None,
    }
}

/// Numbers beyond 53 bits are compared without their last bits, which tells apart all sizes up to 8 PiB.
#[expect(clippy::cast_precision_loss, reason = "said above")]
const fn exact(number: i64) -> f64 {
    number as f64
}
