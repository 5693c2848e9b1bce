//! What an engine reports that happened.

use crate::model::labels::Labels;
use crate::model::observed::Health;
use crate::model::time::Timestamp;

/// One event of `GET /events`.
#[derive(Clone, Debug, PartialEq)]
pub struct EngineEvent {
    /// The engine's clock.
    pub at: Timestamp,
    /// `container`, `network`, `volume`, `image`, … as the engine writes it, sanitised.
    pub object: String,
    /// The object's id (containers: full id; images: name or digest; volumes: name).
    pub id: String,
    /// What happened.
    pub kind: EventKind,
    /// `Actor.Attributes`, sanitised: for containers `name`, `image`, and all labels.
    pub attributes: Labels,
}

impl EngineEvent {
    /// The object's name where the engine gave one, else its id.
    pub fn name(&self) -> &str {
        self.attributes
            .get("name")
            .map_or(self.id.as_str(), |name| name)
    }

    /// Whether this is about a container.
    pub fn is_container(&self) -> bool {
        self.object == "container"
    }
}

/// The actions that the program reacts to; any other is kept as its text.
///
/// Orders differ by cause (compose's `monitor.go`): a `die` without `stop` is not the user's; a restart by policy emits
/// no `restart`; `stop` and `die` come in either order; nothing comes during back-off.
#[derive(Clone, Debug, PartialEq)]
pub enum EventKind {
    /// `create`
    Create,
    /// `start`
    Start,
    /// `die`, with its `exitCode`.
    Die {
        /// `None` where the attribute is missing or no number.
        exit_code: Option<i64>,
    },
    /// `kill`: a signal was sent (also by `stop`).
    Kill {
        /// The number as text, as the engine gives it.
        signal: String,
    },
    /// `stop`
    Stop,
    /// `restart`: by request only.
    Restart,
    /// `pause`
    Pause,
    /// `unpause`
    Unpause,
    /// `destroy`
    Destroy,
    /// `rename`
    Rename,
    /// `oom`
    Oom,
    /// `update`
    Update,
    /// `health_status: …`, read by its prefix.
    Health(Health),
    /// Anything else, as the engine wrote it: `exec_create: sh`, `pull`, `top`, …
    Other(String),
}

impl EventKind {
    /// One or two words for lists: `died 1`, `killed 15`, `healthy`.
    pub fn words(&self) -> String {
        match self {
            Self::Create => "created".to_owned(),
            Self::Start => "started".to_owned(),
            Self::Die {
                exit_code: Some(code),
            } => format!("exited {code}"),
            Self::Die { exit_code: None } => "exited".to_owned(),
            Self::Kill { signal } => match signal
                .parse()
                .ok()
                .and_then(crate::model::exit::signal_name)
            {
                Some(name) => format!("sent {name}"),
                None => format!("sent signal {signal}"),
            },
            Self::Stop => "stopped".to_owned(),
            Self::Restart => "restarted".to_owned(),
            Self::Pause => "paused".to_owned(),
            Self::Unpause => "unpaused".to_owned(),
            Self::Destroy => "removed".to_owned(),
            Self::Rename => "renamed".to_owned(),
            Self::Oom => "out of memory".to_owned(),
            Self::Update => "updated".to_owned(),
            Self::Health(health) => health.word().to_owned(),
            Self::Other(text) => text.clone(),
        }
    }
}
