//! Parts of a service that images have, too, or that have several spellings.

use super::values::{Context, Read};
use crate::compose::node::{Fault, Node};
use crate::engine::sim::{Condition, Need};
use crate::engine::spec::HealthSpec;
use crate::model::observed::{Mount, RestartPolicy};

/// `healthcheck:`
pub(super) fn health(node: &Node, context: &Context<'_>) -> Read<Option<HealthSpec>> {
    let mut health = HealthSpec::default();
    for entry in node.entries().unwrap_or_default() {
        let value = &entry.value;
        match &*entry.key.text {
            "disable" if context.truth(value)? => {
                health.test = vec!["NONE".to_owned()];
                return Ok(Some(health));
            }
            "test" if value.items().is_some() => health.test = context.texts(value)?,
            "test" => health.test = vec!["CMD-SHELL".to_owned(), context.text(value)?],
            "interval" => health.interval = Some(context.duration(value)?),
            "timeout" => health.timeout = Some(context.duration(value)?),
            "start_period" => health.start_period = Some(context.duration(value)?),
            "retries" => health.retries = Some(context.number(value)?),
            _ => {}
        }
    }
    Ok((health != HealthSpec::default()).then_some(health))
}

/// `restart:`
pub(super) fn restart(node: &Node, context: &Context<'_>) -> Read<RestartPolicy> {
    let text = context.text(node)?;
    let (name, retries) = text.split_once(':').unwrap_or((&text, "0"));
    let maximum_retries = retries
        .parse()
        .map_err(|_not_a_number| Fault::new(node.span, format!("`{text}` is no restart policy")))?;
    Ok(RestartPolicy {
        name: name.to_owned(),
        maximum_retries,
    })
}

/// One entry of `depends_on:`.
pub(super) struct Dependency {
    pub(super) service: String,
    /// As the label has it.
    pub(super) condition: String,
    pub(super) restart: bool,
}

impl Dependency {
    /// What containers of that name must be.
    pub(super) fn need(&self, container: String) -> Need {
        Need {
            container,
            condition: match self.condition.as_str() {
                "service_healthy" => Condition::Healthy,
                "service_completed_successfully" => Condition::Completed,
                _ => Condition::Started,
            },
        }
    }
}

/// `depends_on:`, as a list or as a mapping.
pub(super) fn dependencies(node: &Node, context: &Context<'_>) -> Read<Vec<Dependency>> {
    let started = "service_started".to_owned();
    let Some(entries) = node.entries() else {
        let names = context.texts(node)?;
        return Ok(names
            .into_iter()
            .map(|service| Dependency {
                service,
                condition: started.clone(),
                restart: false,
            })
            .collect());
    };
    let mut all = Vec::new();
    for entry in entries {
        let field = |name: &str| entry.value.get(name);
        all.push(Dependency {
            service: entry.key.text.to_string(),
            condition: match field("condition") {
                Some(node) => context.text(node)?,
                None => started.clone(),
            },
            restart: match field("restart") {
                Some(node) => context.truth(node)?,
                None => false,
            },
        });
    }
    Ok(all)
}

/// One entry of `volumes:`; named ones get the project's prefix, relative paths its directory.
pub(super) fn mount(
    node: &Node,
    project: &str,
    directory: &str,
    context: &Context<'_>,
) -> Read<Mount> {
    let (source, target, read_only) = if node.entries().is_some() {
        let field = |name: &str| match node.get(name) {
            Some(value) => context.text(value),
            None => Ok(String::new()),
        };
        let read_only = match node.get("read_only") {
            Some(value) => context.truth(value)?,
            None => false,
        };
        (field("source")?, field("target")?, read_only)
    } else {
        let text = context.text(node)?;
        let mut parts = text.split(':');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(target), None, None) => (String::new(), target.to_owned(), false),
            (Some(source), Some(target), options) => (
                source.to_owned(),
                target.to_owned(),
                options.is_some_and(|options| options.split(',').any(|option| option == "ro")),
            ),
            _ => return Err(Fault::new(node.span, format!("invalid volume `{text}`"))),
        }
    };
    let is_path = source.starts_with(['/', '.', '~']);
    let (kind, name, source) = if is_path {
        let path = match source.strip_prefix("./") {
            Some(rest) => format!("{directory}/{rest}"),
            None => source,
        };
        ("bind", String::new(), path)
    } else {
        let name = if source.is_empty() {
            String::new()
        } else if project.is_empty() {
            source
        } else {
            format!("{project}_{source}")
        };
        let path = format!("/var/lib/docker/volumes/{name}/_data");
        ("volume", name, path)
    };
    Ok(Mount {
        kind: kind.to_owned(),
        source,
        name,
        target,
        read_only,
    })
}
