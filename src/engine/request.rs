//! What the calls of [`super::Engine`] are given.

use crate::model::observed::RestartPolicy;
use crate::model::time::Timestamp;
use std::collections::BTreeMap;
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

/// Body of `POST /containers/create`: what the program itself and its tests need so far; all absent fields are the
/// engine's defaults.
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
    pub health: Option<HealthRequest>,
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

/// `Healthcheck` of a create request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HealthRequest {
    /// `["CMD", …]`, `["CMD-SHELL", "…"]` or `["NONE"]`.
    pub test: Vec<String>,
    /// Between checks; the engine's default is 30 s.
    pub interval: Option<Duration>,
    /// Of one check; default 30 s.
    pub timeout: Option<Duration>,
    /// Failures in a row until unhealthy; default 3.
    pub retries: Option<u64>,
    /// In which failures do not count; default 0.
    pub start_period: Option<Duration>,
}

/// One published port.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PortBinding {
    /// Address on the host; empty: all.
    pub ip: String,
    /// On the host; `None`: any free one.
    pub public: Option<u16>,
    /// In the container.
    pub private: u16,
    /// `tcp` or `udp`.
    pub protocol: String,
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
