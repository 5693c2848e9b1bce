//! What containers are made of: images and create requests.

use crate::engine::request::CreateRequest;
use crate::engine::spec::{
    ContainerPort, ContainerSpec, EndpointSpec, HealthSpec as HealthRequest, LogSpec, MountSpec,
    PortBinding,
};
use crate::model::observed::{Mount, RestartPolicy};
use std::collections::BTreeMap;
use std::time::Duration;

/// An image of the simulated engine.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    /// `postgres:16`
    pub name: String,
    /// Variables, in order.
    pub env: Vec<(String, String)>,
    /// `ENTRYPOINT`
    pub entrypoint: Vec<String>,
    /// `CMD`
    pub command: Vec<String>,
    /// TCP ports that it exposes.
    pub exposed: Vec<u16>,
    /// `HEALTHCHECK`
    pub health: Option<HealthRequest>,
    /// Programs of the image: the beginning of a command line (`node worker.js`, or `node`), and the script that acts it.
    pub programs: BTreeMap<String, String>,
    /// Lists of lines that its scripts choose from.
    pub lists: BTreeMap<String, Vec<String>>,
    /// `STOPSIGNAL`
    pub stop_signal: Option<String>,
    /// `VOLUME`
    pub volumes: Vec<String>,
    /// What it is for; empty: the engine's, `linux/amd64`.
    pub platform: String,
    /// Another one is another content under the same name.
    pub revision: u64,
}

/// A container in few words, as the demo and the tests say it; the engine is given a [`ContainerSpec`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spec {
    /// What the API's request holds. Its `env` counts after [`Spec::env`].
    pub request: CreateRequest,
    /// Variables, in order.
    pub env: Vec<(String, String)>,
    /// Networks beyond the first, with aliases.
    pub more_networks: Vec<(String, Vec<String>)>,
    /// Mounted volumes and directories.
    pub mounts: Vec<Mount>,
    /// Empty: `json-file`.
    pub log_driver: String,
    /// Empty: the short id.
    pub hostname: String,
    /// Cores allowed; 0.0: no limit.
    pub cpu_limit: f64,
    /// Published over the image's, not on the host: `expose`.
    pub exposed: Vec<u16>,
}

impl From<CreateRequest> for Spec {
    fn from(request: CreateRequest) -> Self {
        Self {
            request,
            ..Self::default()
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "billionths of a core, of a few cores"
)]
impl From<Spec> for ContainerSpec {
    fn from(spec: Spec) -> Self {
        let mut whole = Self::from(spec.request);
        let later = std::mem::take(&mut whole.env.0);
        whole.env = spec.env.into_iter().collect();
        whole.env.0.extend(later);
        for (network, aliases) in spec.more_networks {
            let endpoint = EndpointSpec {
                aliases,
                ..EndpointSpec::default()
            };
            whole.endpoints.insert(network, endpoint);
        }
        whole.mounts = spec
            .mounts
            .into_iter()
            .map(|mount| MountSpec {
                source: if mount.kind == "volume" {
                    mount.name
                } else {
                    mount.source
                },
                kind: mount.kind,
                target: mount.target,
                read_only: mount.read_only,
                ..MountSpec::default()
            })
            .collect();
        whole.log = (!spec.log_driver.is_empty()).then(|| LogSpec {
            driver: spec.log_driver,
            ..LogSpec::default()
        });
        whole.hostname = spec.hostname;
        whole.nano_cpus = (spec.cpu_limit * 1e9) as i64;
        whole.exposed = spec
            .exposed
            .into_iter()
            .map(|number| ContainerPort {
                number,
                ..ContainerPort::default()
            })
            .collect();
        whole
    }
}

/// What a container runs: its entrypoint and command, the image's where it has none. A new entrypoint drops the image's
/// command.
pub(super) fn argv(spec: &ContainerSpec, image: &Image) -> Vec<String> {
    let (entrypoint, command) = words(spec, image);
    entrypoint.into_iter().chain(command).collect()
}

fn words(spec: &ContainerSpec, image: &Image) -> (Vec<String>, Vec<String>) {
    let command = spec.command.clone().filter(|words| !words.is_empty());
    let command = command.unwrap_or_else(|| {
        let keeps = spec.entrypoint.as_ref().is_none_or(Vec::is_empty);
        if keeps {
            image.command.clone()
        } else {
            Vec::new()
        }
    });
    let entrypoint = spec.entrypoint.clone();
    (
        entrypoint.unwrap_or_else(|| image.entrypoint.clone()),
        command,
    )
}

/// A health check with the engine's defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::engine::sim) struct HealthSpec {
    /// As the API has it: `["CMD-SHELL", "…"]`.
    pub(in crate::engine::sim) test: Vec<String>,
    pub(in crate::engine::sim) interval: Duration,
    pub(in crate::engine::sim) timeout: Duration,
    pub(in crate::engine::sim) retries: u64,
    pub(in crate::engine::sim) start_period: Duration,
}

impl HealthSpec {
    /// The request's over the image's, field by field; `None` where there is no check (`NONE`).
    pub(in crate::engine::sim) fn merge(
        request: Option<&HealthRequest>,
        image: Option<&HealthRequest>,
    ) -> Option<Self> {
        let test = request
            .map(|health| &health.test)
            .filter(|test| !test.is_empty())
            .or_else(|| image.map(|health| &health.test))
            .filter(|test| !test.is_empty())?
            .clone();
        if test.first().is_some_and(|word| word == "NONE") {
            return None;
        }
        let pick = |field: fn(&HealthRequest) -> Option<Duration>| {
            request
                .and_then(field)
                .or_else(|| image.and_then(field))
                .filter(|span| !span.is_zero())
        };
        let default = Duration::from_secs(30);
        Some(Self {
            test,
            interval: pick(|health| health.interval).unwrap_or(default),
            timeout: pick(|health| health.timeout).unwrap_or(default),
            retries: request
                .and_then(|health| health.retries)
                .or_else(|| image.and_then(|health| health.retries))
                .filter(|retries| *retries > 0)
                .unwrap_or(3),
            start_period: pick(|health| health.start_period).unwrap_or_default(),
        })
    }

    /// The command to run.
    pub(in crate::engine::sim) fn command(&self) -> Vec<String> {
        match self.test.split_first() {
            Some((kind, rest)) if kind == "CMD-SHELL" => {
                vec!["/bin/sh".to_owned(), "-c".to_owned(), rest.join(" ")]
            }
            Some((kind, rest)) if kind == "CMD" => rest.to_vec(),
            _ => self.test.clone(),
        }
    }
}

/// What a container was made with, the image's part merged in.
#[derive(Clone, Debug)]
pub(in crate::engine::sim) struct Config {
    pub(in crate::engine::sim) image: String,
    pub(in crate::engine::sim) entrypoint: Vec<String>,
    pub(in crate::engine::sim) command: Vec<String>,
    pub(in crate::engine::sim) env: Vec<(String, String)>,
    pub(in crate::engine::sim) labels: BTreeMap<String, String>,
    pub(in crate::engine::sim) tty: bool,
    pub(in crate::engine::sim) open_stdin: bool,
    pub(in crate::engine::sim) restart_policy: RestartPolicy,
    pub(in crate::engine::sim) health: Option<HealthSpec>,
    pub(in crate::engine::sim) stop_signal: Option<String>,
    pub(in crate::engine::sim) stop_timeout: Option<Duration>,
    pub(in crate::engine::sim) ports: Vec<PortBinding>,
    pub(in crate::engine::sim) exposed: Vec<u16>,
    pub(in crate::engine::sim) memory_limit_bytes: u64,
    pub(in crate::engine::sim) cpu_limit: f64,
    pub(in crate::engine::sim) network_mode: String,
    pub(in crate::engine::sim) networks: Vec<(String, Vec<String>)>,
    pub(in crate::engine::sim) mounts: Vec<Mount>,
    pub(in crate::engine::sim) log_driver: String,
    pub(in crate::engine::sim) hostname: String,
}

impl Config {
    /// Merges a request over its image, as the engine does at creation.
    #[expect(
        clippy::cast_precision_loss,
        reason = "billionths of a core, of a few cores"
    )]
    pub(in crate::engine::sim) fn new(
        spec: ContainerSpec,
        image: &Image,
        short_id: &str,
        mounts: Vec<Mount>,
    ) -> Self {
        let (entrypoint, command) = words(&spec, image);
        let mut env: Vec<(String, String)> = Vec::new();
        for (name, value) in &spec.env.0 {
            env.retain(|(known, _)| known != name);
            env.extend(value.clone().map(|value| (name.clone(), value)));
        }
        for (name, value) in &image.env {
            if !spec.env.0.iter().any(|(known, _)| known == name) {
                env.push((name.clone(), value.clone()));
            }
        }
        let mut exposed = image.exposed.clone();
        exposed.extend(spec.exposed.iter().map(|port| port.number));
        exposed.sort_unstable();
        exposed.dedup();
        let mode = match spec.network_mode.as_str() {
            "" | "default" => "bridge",
            mode => mode,
        };
        let aliases = |name: &str| {
            let endpoint = spec.endpoints.get(name);
            endpoint
                .map(|endpoint| endpoint.aliases.clone())
                .unwrap_or_default()
        };
        // What shares another's network has none of its own.
        let main = (!mode.starts_with("container:")).then(|| (mode.to_owned(), aliases(mode)));
        let others = spec.endpoints.iter().filter(|(name, _)| *name != mode);
        let networks = main
            .into_iter()
            .chain(others.map(|(name, endpoint)| (name.clone(), endpoint.aliases.clone())))
            .collect();
        Self {
            entrypoint,
            command,
            env,
            network_mode: mode.to_owned(),
            networks,
            mounts,
            exposed,
            restart_policy: RestartPolicy {
                name: if spec.restart_policy.name.is_empty() {
                    "no".to_owned()
                } else {
                    spec.restart_policy.name
                },
                maximum_retries: spec.restart_policy.maximum_retries,
            },
            health: HealthSpec::merge(spec.health.as_ref(), image.health.as_ref()),
            stop_signal: spec.stop_signal.or_else(|| image.stop_signal.clone()),
            stop_timeout: spec.stop_timeout,
            ports: spec.ports,
            memory_limit_bytes: u64::try_from(spec.memory_limit_bytes).unwrap_or(0),
            cpu_limit: spec.nano_cpus as f64 / 1e9,
            log_driver: match spec.log {
                Some(log) if !log.driver.is_empty() => log.driver,
                _ => "json-file".to_owned(),
            },
            hostname: if spec.hostname.is_empty() {
                short_id.to_owned()
            } else {
                spec.hostname
            },
            image: spec.image,
            labels: spec.labels,
            tty: spec.tty,
            open_stdin: spec.open_stdin,
        }
    }

    /// Entrypoint and command together.
    pub(in crate::engine::sim) fn argv(&self) -> Vec<String> {
        self.entrypoint
            .iter()
            .chain(&self.command)
            .cloned()
            .collect()
    }
}
