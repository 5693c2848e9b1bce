//! What the calls of [`super::Engine`] are given.

use crate::engine::spec::{ContainerSpec, EndpointSpec, Env, HealthSpec, PortBinding};
use crate::model::observed::RestartPolicy;
use crate::model::time::Timestamp;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// Query of `GET /events`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventsRequest {
    /// Past events from here on, as far as the engine still keeps them.
    pub since: Option<Timestamp>,
    /// Ends there; `None` follows for ever.
    pub until: Option<Timestamp>,
}

/// Query of `GET /containers/{id}/logs`. Timestamps are always asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogsRequest {
    /// Stay for what comes; ends when the container stops.
    pub follow: bool,
    /// Last lines to begin with; `None`: all.
    pub tail: Option<u64>,
    /// Only lines after this moment. The API takes seconds and nanoseconds.
    pub since: Option<Timestamp>,
    /// Only lines before this moment.
    pub until: Option<Timestamp>,
    /// The container has a terminal: raw bytes instead of frames.
    pub tty: bool,
}

/// How stats are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatsMode {
    /// One reading each second, as the engine collects.
    Stream,
    /// One reading; costs the engine less. Its CPU percent is absent where the engine gives no earlier reading.
    Once,
}

/// A container in few words: the demo's and the tests'. [`ContainerSpec`] says all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateRequest {
    /// Container name; empty: the engine invents one.
    pub name: String,
    /// Image name.
    pub image: String,
    /// Replaces the image's entrypoint where not empty.
    pub entrypoint: Vec<String>,
    /// Replaces the image's command where not empty.
    pub command: Vec<String>,
    /// Added to the image's variables.
    pub env: BTreeMap<String, String>,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// With a terminal.
    pub tty: bool,
    /// Standard input stays open.
    pub open_stdin: bool,
    /// Restart policy.
    pub restart_policy: RestartPolicy,
    /// Health check; `None`: the image's.
    pub health: Option<HealthSpec>,
    /// `SIGTERM` by default.
    pub stop_signal: Option<String>,
    /// Time until SIGKILL.
    pub stop_timeout: Option<Duration>,
    /// Published ports.
    pub ports: Vec<PortBinding>,
    /// Memory limit; 0: none.
    pub memory_limit_bytes: u64,
    /// Network to attach to; empty: the default bridge.
    pub network: String,
    /// Names under which it is found in that network.
    pub aliases: Vec<String>,
}

impl From<CreateRequest> for ContainerSpec {
    fn from(request: CreateRequest) -> Self {
        let words = |words: Vec<String>| Some(words).filter(|words| !words.is_empty());
        let endpoint = EndpointSpec {
            aliases: request.aliases,
            ..EndpointSpec::default()
        };
        let has_endpoint = !request.network.is_empty() && !endpoint.aliases.is_empty();
        Self {
            name: request.name,
            image: request.image,
            entrypoint: words(request.entrypoint),
            command: words(request.command),
            env: request.env.into_iter().collect::<Env>(),
            labels: request.labels,
            tty: request.tty,
            open_stdin: request.open_stdin,
            restart_policy: request.restart_policy,
            health: request.health,
            stop_signal: request.stop_signal,
            stop_timeout: request.stop_timeout,
            ports: request.ports,
            memory_limit_bytes: i64::try_from(request.memory_limit_bytes).unwrap_or(i64::MAX),
            endpoints: has_endpoint
                .then(|| (request.network.clone(), endpoint))
                .into_iter()
                .collect(),
            network_mode: request.network,
            ..Self::default()
        }
    }
}

/// What a list is narrowed down to; nothing: everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Labels that each must have, with that value or with any.
    pub labels: Vec<(String, Option<String>)>,
}

impl ListFilter {
    /// What has a label of that value.
    pub fn label(key: &str, value: &str) -> Self {
        Self {
            labels: vec![(key.to_owned(), Some(value.to_owned()))],
        }
    }
}

/// Query and credentials of `POST /images/create`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PullRequest {
    /// `postgres:16`, `registry:5000/team/app@sha256:…`; without a tag: `latest`.
    pub image: String,
    /// `linux/arm64`; empty: the engine's.
    pub platform: String,
    /// Who asks, where the registry wants to know.
    pub auth: Option<RegistryAuth>,
}

/// Credentials for a registry, as `docker login` has them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RegistryAuth {
    /// Whom they are for: `registry.example.com`, `https://index.docker.io/v1/`.
    pub server: String,
    /// The user's name.
    pub username: String,
    /// The password.
    pub password: String,
    /// In place of name and password.
    pub identity_token: String,
}

/// Without the secrets.
impl fmt::Debug for RegistryAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistryAuth")
            .field("server", &self.server)
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

/// One line of a pull.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PullProgress {
    /// The layer that it is about; empty: the whole.
    pub layer: String,
    /// `Downloading`, `Extracting`, `Pull complete`, …, in the engine's words.
    pub status: String,
    /// Bytes so far, where the engine counts.
    pub current: Option<u64>,
    /// Bytes in all, where it knows.
    pub total: Option<u64>,
}

/// Query of `DELETE /containers/{id}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RemoveRequest {
    /// Kill it first where it runs; else a running one is a 409.
    pub force: bool,
    /// Its anonymous volumes too.
    pub volumes: bool,
}

/// Body of `POST /containers/{id}/exec`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExecRequest {
    /// Program and arguments.
    pub command: Vec<String>,
    /// With a terminal, of this size.
    pub terminal: Option<(u16, u16)>,
    /// Variables: `TERM`.
    pub env: Vec<(String, String)>,
    /// User; empty: the container's.
    pub user: String,
    /// Working directory; empty: the container's.
    pub working_dir: String,
    /// Keys that leave it running: `ctrl-p,ctrl-q`.
    pub detach_keys: String,
}

/// Query of `POST /containers/{id}/attach`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttachRequest {
    /// Send what is typed; only with a terminal or open standard input.
    pub input: bool,
    /// The container has a terminal: raw bytes instead of frames.
    pub tty: bool,
    /// Size of our terminal.
    pub size: (u16, u16),
    /// Keys that leave it running: `ctrl-p,ctrl-q`.
    pub detach_keys: String,
}
