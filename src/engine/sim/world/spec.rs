//! What containers are made of: images and create requests.

use crate::engine::request::{CreateRequest, HealthRequest, PortBinding};
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
}

/// A create request, with what only compose files ask for.
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
    pub(in crate::engine::sim) networks: Vec<(String, Vec<String>)>,
    pub(in crate::engine::sim) mounts: Vec<Mount>,
    pub(in crate::engine::sim) log_driver: String,
    pub(in crate::engine::sim) hostname: String,
}

impl Config {
    /// Merges a request over its image, as the engine does at creation.
    pub(in crate::engine::sim) fn new(spec: Spec, image: &Image, short_id: &str) -> Self {
        let request = spec.request;
        let mut env = spec.env;
        env.extend(request.env);
        for (name, value) in &image.env {
            if !env.iter().any(|(known, _)| known == name) {
                env.push((name.clone(), value.clone()));
            }
        }
        // A new entrypoint drops the image's command.
        let command = if !request.command.is_empty() {
            request.command
        } else if request.entrypoint.is_empty() {
            image.command.clone()
        } else {
            Vec::new()
        };
        let mut exposed = image.exposed.clone();
        exposed.extend(spec.exposed);
        exposed.sort_unstable();
        exposed.dedup();
        let first = if request.network.is_empty() {
            "bridge".to_owned()
        } else {
            request.network
        };
        let mut networks = vec![(first, request.aliases)];
        networks.extend(spec.more_networks);
        Self {
            image: request.image,
            entrypoint: if request.entrypoint.is_empty() {
                image.entrypoint.clone()
            } else {
                request.entrypoint
            },
            command,
            env,
            labels: request.labels,
            tty: request.tty,
            open_stdin: request.open_stdin,
            restart_policy: RestartPolicy {
                name: if request.restart_policy.name.is_empty() {
                    "no".to_owned()
                } else {
                    request.restart_policy.name
                },
                maximum_retries: request.restart_policy.maximum_retries,
            },
            health: HealthSpec::merge(request.health.as_ref(), image.health.as_ref()),
            stop_signal: request.stop_signal.or_else(|| image.stop_signal.clone()),
            stop_timeout: request.stop_timeout,
            ports: request.ports,
            exposed,
            memory_limit_bytes: request.memory_limit_bytes,
            cpu_limit: spec.cpu_limit,
            networks,
            mounts: spec.mounts,
            log_driver: if spec.log_driver.is_empty() {
                "json-file".to_owned()
            } else {
                spec.log_driver
            },
            hostname: if spec.hostname.is_empty() {
                short_id.to_owned()
            } else {
                spec.hostname
            },
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
