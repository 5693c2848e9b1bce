//! What an engine shows: the one picture of it that lists, plans and drift are views of.
//!
//! All text in here was sanitised at the engine's edge ([`crate::model::text::sanitise`]).

mod loose_end;
mod project;
mod resources;

pub use loose_end::{LooseEnd, kept_name, replacement_name};
pub use project::Observed;
pub use resources::{Image, ImageConfig, Manifest, Network, Platform, Pool, Volume};

use crate::model::api_version::ApiVersion;
use crate::model::ids::InstanceId;
use crate::model::labels::{self, Belonging, Labels};
use crate::model::time::Timestamp;
use serde::Serialize;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// One engine at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The engine itself.
    pub engine: EngineInfo,
    /// All containers, also those that do not run. Details may still be missing ([`Container::details`]).
    pub containers: Vec<Container>,
}

/// What the engine says of itself (`/_ping`, `/info`, `/version`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EngineInfo {
    /// Its host's name (`Name` of `/info`); empty until known.
    pub name: String,
    /// `28.5.2`; empty until known.
    pub version: String,
    /// The negotiated API version: `1.41`.
    pub api_version: String,
    /// The operating system in the engine's words.
    pub operating_system: String,
    /// Cores of the host; 0 until known.
    pub cpus: u64,
    /// Memory of the host; 0 until known.
    pub memory_bytes: u64,
    /// Podman's Docker-compatible API rather than Docker (`/_ping` has `Libpod-Api-Version`).
    pub is_podman: bool,
    /// The engine's clock minus ours, in nanoseconds, from the `Date` header.
    pub clock_offset_nanos: i64,
}

impl EngineInfo {
    /// The negotiated API version, where it is known.
    pub fn api(&self) -> Option<ApiVersion> {
        ApiVersion::parse(&self.api_version)
    }
}

/// One container: the fields of the list, and of the inspection once it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Container {
    /// Full id.
    pub id: InstanceId,
    /// Without the leading slash.
    pub name: Arc<str>,
    /// As the list names it: `postgres:16`, or an id where the tag has moved.
    pub image: Arc<str>,
    /// `sha256:…`
    pub image_id: Arc<str>,
    /// When it was created.
    pub created_at: Option<Timestamp>,
    /// The engine's state.
    pub state: EngineState,
    /// From the inspection, or read out of the list's status text until then.
    pub health: Health,
    /// All labels.
    pub labels: Labels,
    /// Published and exposed ports.
    pub ports: Vec<Port>,
    /// Mounted volumes and directories.
    pub mounts: Vec<Mount>,
    /// Networks it is attached to, or will be once it starts.
    pub networks: Vec<Attachment>,
    /// What only the inspection tells; `None` until it came or where it is not allowed.
    pub details: Option<Arc<Details>>,
    /// An exit code read from the list's status text (`Exited (1) 3 minutes ago`), until the inspection came.
    pub listed_exit_code: Option<i64>,
}

/// What `GET /containers/{id}/json` adds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// Of the last run; meaningless while it runs.
    pub exit_code: i64,
    /// The engine's words on a start that failed; else empty.
    pub error: String,
    /// Killed for its memory limit.
    pub oom_killed: bool,
    /// Of the last start; `None` if never started.
    pub started_at: Option<Timestamp>,
    /// Of the last end; `None` if it never ended. Before the start where it runs anew, and by milliseconds where docker
    /// stamped the start of a short life after its end.
    pub finished_at: Option<Timestamp>,
    /// Restarts by policy since the last start by request.
    pub restart_count: u64,
    /// What the engine does when it ends.
    pub restart_policy: RestartPolicy,
    /// The last health checks, oldest first.
    pub health_log: Vec<HealthProbe>,
    /// Failed checks in a row.
    pub failing_streak: u64,
    /// The health check's command; empty without one.
    pub health_test: Vec<String>,
    /// Variables of the container, image's included, in the engine's order. Secrets unmasked: mask where shown.
    pub env: Vec<(String, String)>,
    /// Has a terminal.
    pub tty: bool,
    /// Standard input is kept open.
    pub open_stdin: bool,
    /// Entrypoint and command together.
    pub command: Vec<String>,
    /// `Config.Image`: what it was asked to run.
    pub config_image: String,
    /// `SIGTERM` unless said otherwise.
    pub stop_signal: String,
    /// Time between the stop signal and SIGKILL; the engine's default is 10 s.
    pub stop_timeout: Option<Duration>,
    /// `json-file`, `local`, `journald`, `none`, …
    pub log_driver: String,
    /// 0 without a limit.
    pub memory_limit_bytes: u64,
    /// Cores allowed, from `NanoCpus`; 0.0 without a limit.
    pub cpu_limit: f64,
    /// `Config.Hostname`; a container's own short id unless set.
    pub hostname: String,
    /// `host`, `bridge`, `container:…`, or a network's name.
    pub network_mode: String,
}

impl Details {
    /// Why whoever attaches to it can only read; `None`: what is typed reaches it. Without a terminal the engine knows no
    /// keys to detach by, and nothing edits a line.
    pub const fn read_only_because(&self) -> Option<&'static str> {
        match (self.tty, self.open_stdin) {
            (true, true) => None,
            (true, false) => Some("its standard input is not open"),
            (false, true) => Some("it has no terminal"),
            (false, false) => Some("it has no terminal and no open standard input"),
        }
    }
}

/// The engine's own state word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineState {
    /// Never started, or its start failed.
    Created,
    /// Runs.
    Running,
    /// Frozen.
    Paused,
    /// Ended; the restart policy will start it again.
    Restarting,
    /// Being removed.
    Removing,
    /// Ended.
    Exited,
    /// Half removed.
    Dead,
    /// A word that this version does not know, shown as it is.
    Other(Arc<str>),
}

impl EngineState {
    /// Reads the engine's word; podman's `stopped` and `configured` are `exited` and `created`.
    pub fn from_word(word: &str) -> Self {
        match word {
            "created" | "configured" | "initialized" => Self::Created,
            "running" => Self::Running,
            "paused" => Self::Paused,
            "restarting" => Self::Restarting,
            "removing" => Self::Removing,
            "exited" | "stopped" => Self::Exited,
            "dead" => Self::Dead,
            other => Self::Other(Arc::from(other)),
        }
    }

    /// The engine's word.
    pub fn word(&self) -> &str {
        match self {
            Self::Created => "created",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Restarting => "restarting",
            Self::Removing => "removing",
            Self::Exited => "exited",
            Self::Dead => "dead",
            Self::Other(word) => word,
        }
    }
}

/// What the health check says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Health {
    /// There is none.
    #[default]
    None,
    /// No verdict yet.
    Starting,
    /// The last check passed.
    Healthy,
    /// As many failed in a row as `retries` says.
    Unhealthy,
    /// A word that this version does not know.
    Other(Arc<str>),
}

impl Health {
    /// Reads the engine's word; empty and `none` are no health check.
    pub fn from_word(word: &str) -> Self {
        match word {
            "" | "none" => Self::None,
            "starting" => Self::Starting,
            "healthy" => Self::Healthy,
            "unhealthy" => Self::Unhealthy,
            other => Self::Other(Arc::from(other)),
        }
    }

    /// The engine's word; `none` without a check.
    pub fn word(&self) -> &str {
        match self {
            Self::None => "none",
            Self::Starting => "starting",
            Self::Healthy => "healthy",
            Self::Unhealthy => "unhealthy",
            Self::Other(word) => word,
        }
    }
}

/// One run of a health check.
#[derive(Clone, Debug, PartialEq)]
pub struct HealthProbe {
    /// When it started.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// 0 is healthy.
    pub exit_code: i64,
    /// What it printed, sanitised, line breaks kept.
    pub output: String,
}

/// `HostConfig.RestartPolicy`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RestartPolicy {
    /// `no`, `always`, `unless-stopped`, `on-failure`, or an unknown word.
    pub name: String,
    /// For `on-failure`; 0 is without end.
    pub maximum_retries: u64,
}

impl RestartPolicy {
    /// `always` or `unless-stopped`: an exit with 0 is not an end.
    pub fn keeps_running(&self) -> bool {
        matches!(self.name.as_str(), "always" | "unless-stopped")
    }
}

/// `Mounts[]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mount {
    /// `bind`, `volume`, `tmpfs`, …
    pub kind: String,
    /// Path on the host.
    pub source: String,
    /// The volume's name; empty for binds.
    pub name: String,
    /// Path in the container.
    pub target: String,
    /// Not writable.
    pub read_only: bool,
}

/// `NetworkSettings.Networks{}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// The network's name.
    pub network: String,
    /// Its full id; empty in a container that was never started, and where it was made with a name.
    pub network_id: String,
    /// Address in it; empty while not running.
    pub ip_address: String,
    /// Names by which it is found there. Lists leave them out.
    pub aliases: Vec<String>,
}

/// One entry of the list's `Ports`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Port {
    /// In the container.
    pub private: u16,
    /// On the host, where published.
    pub public: Option<u16>,
    /// Address on the host: `0.0.0.0`, `::`; empty where not published.
    pub ip: String,
    /// `tcp`, `udp`, `sctp`.
    pub protocol: String,
}

impl fmt::Display for Port {
    /// As `docker ps` prints it: `0.0.0.0:8080->80/tcp`, `[::]:8080->80/tcp`, `80/tcp`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.public {
            Some(public) if self.ip.contains(':') => write!(
                f,
                "[{}]:{public}->{}/{}",
                self.ip, self.private, self.protocol
            ),
            Some(public) => write!(
                f,
                "{}:{public}->{}/{}",
                self.ip, self.private, self.protocol
            ),
            None => write!(f, "{}/{}", self.private, self.protocol),
        }
    }
}

impl Container {
    /// Where it belongs, by its labels.
    pub fn belonging(&self) -> Belonging {
        labels::belonging(&self.labels, &self.name)
    }

    /// A label's value.
    pub fn label(&self, key: &str) -> Option<&str> {
        self.labels.get(key).map(|value| &**value)
    }

    /// Replica number by Compose's label, else 0.
    pub fn number(&self) -> u64 {
        self.label(labels::NUMBER)
            .and_then(|number| number.parse().ok())
            .unwrap_or(0)
    }

    /// The service's name, of a container with that label.
    pub fn service(&self) -> Option<&str> {
        self.label(labels::SERVICE)
    }

    /// Compose's hash of what it was made from.
    pub fn config_hash(&self) -> Option<&str> {
        self.label(labels::CONFIG_HASH)
    }

    /// What its image was when it was made, by Compose's label.
    pub fn image_digest(&self) -> Option<&str> {
        self.label(labels::IMAGE)
    }

    /// Made by `up` or `create` for a service: no one-off one, no hook. Compose takes only what says so by `False`.
    pub fn is_service_container(&self) -> bool {
        self.config_hash().is_some() && self.label(labels::ONEOFF) == Some("False")
    }

    /// What a replacement that stopped half-way has left.
    pub fn loose_end(&self) -> Option<LooseEnd> {
        LooseEnd::of_name(&self.name)
    }

    /// Of `docker compose run`.
    pub fn is_oneoff(&self) -> bool {
        self.label(labels::ONEOFF) == Some("True")
    }

    /// Of the last run, where it has ended: from the inspection, else read from the list.
    pub fn exit_code(&self) -> Option<i64> {
        match self.state {
            EngineState::Exited | EngineState::Dead | EngineState::Restarting => self
                .details
                .as_ref()
                .map(|details| details.exit_code)
                .or(self.listed_exit_code),
            EngineState::Created => self
                .details
                .as_ref()
                .map(|details| details.exit_code)
                .filter(|code| *code != 0),
            _ => None,
        }
    }

    /// Runs right now, frozen or not.
    pub fn is_running(&self) -> bool {
        matches!(self.state, EngineState::Running | EngineState::Paused)
    }

    /// Runs, or is started again by its restart policy: not at rest.
    pub fn is_up(&self) -> bool {
        self.is_running() || self.state == EngineState::Restarting
    }

    /// Host ports, each once: `:8080 :8443`.
    pub fn published_ports(&self) -> Vec<u16> {
        let mut ports: Vec<u16> = self.ports.iter().filter_map(|port| port.public).collect();
        ports.sort_unstable();
        ports.dedup();
        ports
    }
}

/// One table of processes (`GET /containers/{id}/top`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProcessTable {
    /// `PID`, `USER`, `COMMAND`, … as the engine's `ps` names them.
    pub titles: Vec<String>,
    /// One row a process, as many cells as titles.
    pub rows: Vec<Vec<String>>,
}

/// The engine's default time between the stop signal and SIGKILL.
pub const DEFAULT_STOP_TIMEOUT: Duration = Duration::from_secs(10);
