//! News that operations produce and things they are asked to keep up, as plain data: so that `ops` names no `app`, and `app`
//! no `ops`.

use crate::model::capabilities::Capability;
use crate::model::event::EngineEvent;
use crate::model::ids::{Epoch, HostId, InstanceId};
use crate::model::log::LogBatch;
use crate::model::observed::{Container, EngineInfo, Snapshot};
use crate::model::time::Timestamp;
use crate::plan::reading::Reading;
use crate::plan::work::{Outcome, Progress, ProjectLabels, WorkError};
use std::time::Duration;

/// Another engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Connection {
    /// A docker context by name.
    Context(String),
    /// The simulated one.
    Demo,
}

/// What takes the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Foreground {
    /// A shell in a container.
    Shell(HostId, InstanceId),
    /// The container's own terminal; `detach_keys` as docker writes them.
    Attach(HostId, InstanceId),
    /// The shell that started us (ctrl-z).
    Stop,
}

/// Logs to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogQuery {
    /// On which host.
    pub host: HostId,
    /// Whose, with the moment after which lines are wanted (`None`: the last `tail` lines).
    pub instances: Vec<LogSource>,
    /// Lines to begin with.
    pub tail: u64,
}

/// One container to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSource {
    /// Which.
    pub instance_id: InstanceId,
    /// It has a terminal.
    pub tty: bool,
    /// Lines from this moment on only.
    pub since: Option<Timestamp>,
    /// So many lines of that very moment were seen: they come again. Podman's moments are as long as a second.
    pub seen: usize,
}

/// News of a host.
#[derive(Clone, Debug, PartialEq)]
pub enum HostMsg {
    /// Trying to connect.
    Connecting,
    /// A connection was made and everything was listed: the truth from now on.
    Snapshot(Epoch, Snapshot),
    /// Details of these containers.
    Inspected(Epoch, Vec<Container>),
    /// Events of the past, as far as the engine keeps them; they tell why something stopped.
    PastEvents(Epoch, Vec<EngineEvent>),
    /// It happened now.
    Event(Epoch, EngineEvent),
    /// Facts that came later than the first snapshot: `/info`.
    Engine(Epoch, EngineInfo),
    /// The endpoint does not offer this; everything else works.
    NotAllowed(Capability, String),
    /// Cannot connect, or the connection broke.
    Lost(HostError),
}

/// Why a host cannot be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostError {
    /// Where it was tried, in order, with the reason of each.
    pub tried: Vec<Attempt>,
    /// Which setting chose the endpoint: `default; no -H, no DOCKER_HOST, no context set`.
    pub chosen_by: String,
    /// What to do.
    pub hint: Option<String>,
    /// Until the next try; `None`: only on request.
    pub retry_in: Option<Duration>,
}

/// One endpoint that did not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// `unix:///var/run/docker.sock`
    pub endpoint: String,
    /// `permission denied`
    pub reason: String,
}

/// News of followed logs.
#[derive(Clone, Debug, PartialEq)]
pub enum LogsMsg {
    /// Lines.
    Lines(LogBatch),
    /// All that was asked for at first is there.
    CaughtUp(InstanceId),
    /// The container's log ended (it stopped); it is followed again when it starts.
    Ended(InstanceId),
    /// It cannot be read, in the engine's words.
    Failed(InstanceId, String),
}

/// News of work.
#[derive(Clone, Debug, PartialEq)]
pub enum TaskMsg {
    /// It goes on.
    Progress(Progress),
    /// It ended.
    Done(Result<Outcome, WorkError>),
    /// It panicked: a fault of the program; the rest goes on.
    Panicked(String),
}

/// A compose project as far as its files tell.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectMsg {
    /// The project's name, by Compose's rules.
    pub name: String,
    /// Its directory.
    pub working_dir: String,
    /// Its files, as found or given.
    pub files: Vec<String>,
    /// What they say, or why that is not known.
    pub reading: Reading,
    /// It is the one of the working directory or of `-f`, rather than one found by labels.
    pub is_here: bool,
}

impl ProjectMsg {
    /// What the labels alone tell, the files not looked at.
    pub fn unread(labels: &ProjectLabels) -> Self {
        Self {
            name: labels.name.clone(),
            working_dir: labels.working_dir.clone(),
            files: labels.files().map(str::to_owned).collect(),
            reading: Reading::Unread,
            is_here: false,
        }
    }
}
