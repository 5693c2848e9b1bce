//! Fills variables into the values of a document, and turns texts into the types that their fields have.

use crate::compose::boolean;
use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::environment::Environment;
use crate::compose::origin::{VariableSource, Via};
use crate::compose::path::{FieldPath, Segment};
use crate::compose::template::{self, Use};
use crate::compose::tree::{Tree, Value};
use std::sync::Arc;

/// What the text of a field becomes.
#[derive(Clone, Copy)]
enum Cast {
    Bool,
    Int,
    Float,
    Float32,
}

/// Fields of services that are no texts.
const OF_SERVICES: &[(&str, Cast)] = &[
    ("cpu_count", Cast::Int),
    ("cpu_percent", Cast::Float),
    ("cpu_period", Cast::Int),
    ("cpu_quota", Cast::Int),
    ("cpu_rt_period", Cast::Int),
    ("cpu_rt_runtime", Cast::Int),
    ("cpus", Cast::Float32),
    ("cpu_shares", Cast::Int),
    ("init", Cast::Bool),
    ("depends_on.*.required", Cast::Bool),
    ("depends_on.*.restart", Cast::Bool),
    ("deploy.replicas", Cast::Int),
    ("deploy.update_config.parallelism", Cast::Int),
    ("deploy.update_config.max_failure_ratio", Cast::Float),
    ("deploy.rollback_config.parallelism", Cast::Int),
    ("deploy.rollback_config.max_failure_ratio", Cast::Float),
    ("deploy.restart_policy.max_attempts", Cast::Int),
    ("deploy.placement.max_replicas_per_node", Cast::Int),
    ("healthcheck.retries", Cast::Int),
    ("healthcheck.disable", Cast::Bool),
    ("oom_kill_disable", Cast::Bool),
    ("oom_score_adj", Cast::Int),
    ("pids_limit", Cast::Int),
    ("ports.[].target", Cast::Int),
    ("privileged", Cast::Bool),
    ("read_only", Cast::Bool),
    ("scale", Cast::Int),
    ("stdin_open", Cast::Bool),
    ("tty", Cast::Bool),
    ("ulimits.*", Cast::Int),
    ("ulimits.*.hard", Cast::Int),
    ("ulimits.*.soft", Cast::Int),
    ("volumes.[].read_only", Cast::Bool),
    ("volumes.[].volume.nocopy", Cast::Bool),
];

/// Fields of other sections.
const OF_OTHERS: &[(&str, Cast)] = &[
    ("networks.*.external", Cast::Bool),
    ("networks.*.internal", Cast::Bool),
    ("networks.*.attachable", Cast::Bool),
    ("networks.*.enable_ipv4", Cast::Bool),
    ("networks.*.enable_ipv6", Cast::Bool),
    ("volumes.*.external", Cast::Bool),
    ("secrets.*.external", Cast::Bool),
    ("configs.*.external", Cast::Bool),
];

/// Fills all values of a document in.
pub fn apply(tree: &mut Tree, environment: &Environment, report: &mut Report) {
    let mut walk = Walk {
        environment,
        report,
        path: FieldPath::root(),
    };
    walk.value(tree);
}

/// Fills one text in, which stands at a path.
pub fn text(
    text: &str,
    path: &FieldPath,
    environment: &Environment,
) -> Result<String, Box<Diagnostic>> {
    template::substitute(text, &mut |name| lookup(environment, name))
        .map(|filled| filled.text)
        .map_err(|error| Box::new(Diagnostic::error(error.phrase(path)).about(path)))
}

fn lookup(environment: &Environment, name: &str) -> Option<Arc<str>> {
    environment
        .get(name)
        .map(|variable| Arc::clone(&variable.value))
}

struct Walk<'w> {
    environment: &'w Environment,
    report: &'w mut Report,
    path: FieldPath,
}

impl Walk<'_> {
    fn value(&mut self, tree: &mut Tree) {
        match &mut tree.value {
            Value::Map(map) => {
                for (key, value) in map {
                    self.path.push(Segment::Key(Arc::clone(key)));
                    self.value(value);
                    self.path.pop();
                }
            }
            Value::List(list) => {
                for (index, item) in list.iter_mut().enumerate() {
                    self.path.push(Segment::Index(index));
                    self.value(item);
                    self.path.pop();
                }
            }
            Value::Text(_) => self.text(tree),
            _ => {}
        }
    }

    fn text(&mut self, tree: &mut Tree) {
        let Value::Text(text) = &tree.value else {
            return;
        };
        let mut text = Arc::clone(text);
        if text.contains('$') {
            let environment = self.environment;
            match template::substitute(&text, &mut |name| lookup(environment, name)) {
                Ok(filled) => {
                    for used in &filled.uses {
                        if used.is_blank {
                            let warning = Diagnostic::warning(used.warning());
                            self.report
                                .add(warning.from_origin(&tree.origin).about(&self.path));
                        }
                        tree.origin.through.push(self.via(used));
                    }
                    text = Arc::from(filled.text);
                }
                Err(error) => {
                    let mut diagnostic = Diagnostic::error(error.phrase(&self.path))
                        .from_origin(&tree.origin)
                        .about(&self.path);
                    diagnostic.why = error.why();
                    self.report.add(diagnostic);
                    return;
                }
            }
        }
        tree.value = match self.cast() {
            None => Value::Text(text),
            Some(cast) => match cast.apply(&text) {
                Ok((value, warning)) => {
                    if let Some(warning) = warning {
                        self.report.add(
                            Diagnostic::warning(warning)
                                .from_origin(&tree.origin)
                                .about(&self.path),
                        );
                    }
                    value
                }
                Err(reason) => {
                    let phrase = format!(
                        "error while interpolating {}: failed to cast to expected type: {reason}",
                        self.path
                    );
                    let diagnostic = Diagnostic::error(phrase)
                        .from_origin(&tree.origin)
                        .about(&self.path)
                        .why(format!("{} is expected here", cast.expected()));
                    self.report.add(diagnostic);
                    return;
                }
            },
        };
    }

    fn via(&self, used: &Use) -> Via {
        let source = match self.environment.get(&used.name) {
            Some(variable) => variable.source.clone(),
            None if used.is_blank => VariableSource::Unset,
            None => VariableSource::Fallback,
        };
        Via::Variable {
            name: Arc::clone(&used.name),
            source,
        }
    }

    /// What the value at the path must be.
    fn cast(&self) -> Option<Cast> {
        let segments = self.path.segments();
        let (table, way) = match segments.first()? {
            Segment::Key(key) if &**key == "services" => (OF_SERVICES, segments.get(2..)?),
            Segment::Key(key)
                if matches!(&**key, "networks" | "volumes" | "secrets" | "configs") =>
            {
                (OF_OTHERS, segments)
            }
            _ => return None,
        };
        let found = table.iter().find(|(pattern, _)| matches(pattern, way));
        found.map(|(_, cast)| *cast)
    }
}

fn matches(pattern: &str, way: &[Segment]) -> bool {
    let mut steps = way.iter();
    let all = pattern.split('.').all(|part| match steps.next() {
        Some(Segment::Key(key)) => part == "*" || part == &**key,
        Some(Segment::Index(_)) => part == "*" || part == "[]",
        None => false,
    });
    all && steps.next().is_none()
}

impl Cast {
    /// The value, and what is odd about it.
    fn apply(self, text: &str) -> Result<(Value, Option<String>), String> {
        match self {
            Self::Bool => boolean::parse(text)
                .map(|(value, warning)| (Value::Bool(value), warning))
                .ok_or_else(|| format!("invalid boolean: {text}")),
            Self::Int => match text.strip_prefix('+').unwrap_or(text).parse::<i64>() {
                Ok(number) if !text.starts_with("+-") && !text.starts_with("++") => {
                    Ok((Value::Int(i128::from(number)), None))
                }
                Err(error)
                    if matches!(
                        error.kind(),
                        std::num::IntErrorKind::PosOverflow | std::num::IntErrorKind::NegOverflow
                    ) =>
                {
                    Err(format!(
                        "strconv.ParseInt: parsing \"{text}\": value out of range"
                    ))
                }
                _ => Err(format!(
                    "strconv.ParseInt: parsing \"{text}\": invalid syntax"
                )),
            },
            Self::Float | Self::Float32 => match text.parse::<f64>() {
                Ok(number) => Ok((Value::Float(number), None)),
                Err(_) => Err(format!(
                    "strconv.ParseFloat: parsing \"{text}\": invalid syntax"
                )),
            },
        }
    }

    const fn expected(self) -> &'static str {
        match self {
            Self::Bool => "`true` or `false`",
            Self::Int => "a whole number in decimal digits",
            Self::Float | Self::Float32 => "a number",
        }
    }
}
