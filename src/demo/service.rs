//! One service of a compose file, as containers.

use super::fields::{Dependency, dependencies, health, mount, restart};
use super::ports::ports;
use super::values::{Context, Read};
use crate::compose::node::{Fault, Node};
use crate::engine::sim::{Action, Spec};
use std::time::Duration;

/// A service as the file has it, without what its stack adds.
#[derive(Default)]
pub(super) struct Service {
    /// One for each replica.
    pub(super) specs: Vec<Spec>,
    pub(super) container_name: Option<String>,
    pub(super) depends_on: Vec<Dependency>,
    /// Networks by their key, with aliases; empty: `default`.
    pub(super) networks: Vec<(String, Vec<String>)>,
    /// `host`, `none`, `bridge`
    pub(super) network_mode: Option<String>,
    /// Only started with a profile, so not here.
    pub(super) has_profile: bool,
    /// What a person did to it, and when.
    pub(super) history: Vec<(Duration, &'static str)>,
}

/// Reads a service; `project` and `directory` name its volumes.
pub(super) fn read(
    node: &Node,
    project: &str,
    directory: &str,
    context: &Context<'_>,
) -> Read<Service> {
    let mut service = Service::default();
    let mut spec = Spec::default();
    let mut replicas: u16 = 1;
    let mut ports_node = None;
    for entry in node.entries().unwrap_or_default() {
        let value = &entry.value;
        let request = &mut spec.request;
        match &*entry.key.text {
            "image" => request.image = context.text(value)?,
            "command" if !value.is_null() => request.command = context.command(value)?,
            "entrypoint" if !value.is_null() => request.entrypoint = context.command(value)?,
            "environment" => spec.env = context.pairs(value)?,
            "labels" => request.labels = context.pairs(value)?.into_iter().collect(),
            "restart" => request.restart_policy = restart(value, context)?,
            "healthcheck" => request.health = health(value, context)?,
            "tty" => request.tty = context.truth(value)?,
            "stdin_open" => request.open_stdin = context.truth(value)?,
            "stop_signal" => request.stop_signal = Some(context.text(value)?),
            "stop_grace_period" => request.stop_timeout = Some(context.duration(value)?),
            "mem_limit" => request.memory_limit_bytes = context.size(value)?,
            "cpus" => spec.cpu_limit = context.number(value)?,
            "hostname" => spec.hostname = context.text(value)?,
            "expose" => {
                for port in value.items().unwrap_or_default() {
                    let text = context.text(port)?;
                    let number = text.split('/').next().unwrap_or_default();
                    spec.exposed.extend(number.parse::<u16>().ok());
                }
            }
            "volumes" => {
                for item in value.items().unwrap_or_default() {
                    spec.mounts.push(mount(item, project, directory, context)?);
                }
            }
            "logging" => {
                if let Some(driver) = value.get("driver") {
                    spec.log_driver = context.text(driver)?;
                }
            }
            "deploy" => replicas = deploy(value, &mut spec, context)?.unwrap_or(replicas),
            "scale" => replicas = context.number(value)?,
            "ports" => ports_node = Some(value),
            "container_name" => service.container_name = Some(context.text(value)?),
            "depends_on" => service.depends_on = dependencies(value, context)?,
            "networks" => service.networks = networks(value, context)?,
            "network_mode" => service.network_mode = Some(context.text(value)?),
            "profiles" => service.has_profile = !context.texts(value)?.is_empty(),
            "x-demo" => service.history = history(value, context)?,
            // Everything else changes nothing that the simulation shows.
            _ => {}
        }
    }
    if spec.request.image.is_empty() {
        return Err(Fault::new(
            node.span,
            "a service of the demo needs an `image`",
        ));
    }
    for index in 0..replicas.min(100) {
        let mut replica = spec.clone();
        if let Some(node) = ports_node {
            replica.request.ports = ports(node, index, context)?;
        }
        service.specs.push(replica);
    }
    Ok(service)
}

/// `deploy:` — replicas and limits.
fn deploy(node: &Node, spec: &mut Spec, context: &Context<'_>) -> Read<Option<u16>> {
    let limits = node
        .get("resources")
        .and_then(|resources| resources.get("limits"));
    if let Some(memory) = limits.and_then(|limits| limits.get("memory")) {
        spec.request.memory_limit_bytes = context.size(memory)?;
    }
    if let Some(cpus) = limits.and_then(|limits| limits.get("cpus")) {
        spec.cpu_limit = context.number(cpus)?;
    }
    node.get("replicas")
        .map(|replicas| context.number(replicas))
        .transpose()
}

/// `networks:`, as a list or as a mapping with aliases.
fn networks(node: &Node, context: &Context<'_>) -> Read<Vec<(String, Vec<String>)>> {
    let Some(entries) = node.entries() else {
        let names = context.texts(node)?;
        return Ok(names.into_iter().map(|name| (name, Vec::new())).collect());
    };
    entries
        .iter()
        .map(|entry| {
            let aliases = match entry.value.get("aliases") {
                Some(aliases) => context.texts(aliases)?,
                None => Vec::new(),
            };
            Ok((entry.key.text.to_string(), aliases))
        })
        .collect()
}

/// `x-demo: [{after: 4m, do: stop}]`
fn history(node: &Node, context: &Context<'_>) -> Read<Vec<(Duration, &'static str)>> {
    let mut history = Vec::new();
    for item in node.items().unwrap_or_default() {
        let after = item
            .get("after")
            .ok_or_else(|| Fault::new(item.span, "`after` is missing"))?;
        let verb = item
            .get("do")
            .ok_or_else(|| Fault::new(item.span, "`do` is missing"))?;
        let text = context.text(verb)?;
        let known = VERBS.iter().find(|known| **known == text).ok_or_else(|| {
            Fault::new(
                verb.span,
                format!("`{text}` is none of {}", VERBS.join(", ")),
            )
        })?;
        history.push((context.duration(after)?, *known));
    }
    Ok(history)
}

const VERBS: [&str; 7] = [
    "start", "stop", "restart", "kill", "pause", "unpause", "remove",
];

/// The action behind a verb of `x-demo`.
pub(super) fn action(verb: &str, container: &str) -> Action {
    let name = container.to_owned();
    match verb {
        "stop" => Action::Stop(name),
        "restart" => Action::Restart(name),
        "kill" => Action::Kill(name, "SIGKILL".to_owned()),
        "pause" => Action::Pause(name),
        "unpause" => Action::Unpause(name),
        "remove" => Action::Remove(name),
        _ => Action::Start(name),
    }
}
