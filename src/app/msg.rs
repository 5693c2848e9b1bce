//! Everything that can happen to the program, as one type.

use crate::app::key::Key;
use crate::model::capabilities::Capability;
use crate::model::event::EngineEvent;
use crate::model::ids::{Epoch, HostId, InstanceId, SubscriptionId, TaskId};
use crate::model::log::LogBatch;
use crate::model::observed::{Container, EngineInfo, Snapshot};
use crate::model::sample::Sample;
use crate::plan::work::{Outcome, Progress, WorkError};
use std::time::Duration;

/// Something happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse was used.
    Mouse(Mouse),
    /// The terminal has this size now: columns, rows.
    Resize(u16, u16),
    /// The terminal got or lost the focus.
    Focus(bool),
    /// News of a host.
    Host(HostId, HostMsg),
    /// News of followed logs.
    Logs(SubscriptionId, LogsMsg),
    /// New readings.
    Stats(HostId, Vec<Sample>),
    /// News of work.
    Task(TaskId, TaskMsg),
    /// A file that a stack comes from was read, or could not be.
    Project(ProjectMsg),
    /// A shell or an attached terminal was left; the screen is ours again.
    Resumed(Result<Option<i64>, String>),
    /// Text went to the clipboard, by this way, or could not.
    Copied(Result<&'static str, String>),
    /// Time passed; sent only while something on the screen shows a running time.
    Tick,
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

/// A compose file as far as it is known without loading it whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectMsg {
    /// The project's name, by Compose's rules.
    pub name: String,
    /// Its directory.
    pub working_dir: String,
    /// Its files, as found or given.
    pub files: Vec<String>,
    /// The services of the files, in order; or the located diagnostic, as text.
    pub services: Result<Vec<String>, String>,
    /// It is the one of the working directory or of `-f`, rather than one found by labels.
    pub is_here: bool,
    /// Its directory is not on this machine (gone, or the engine is elsewhere).
    pub is_missing: bool,
}

/// A use of the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// Column from the left, from 0.
    pub column: u16,
    /// Row from the top, from 0.
    pub row: u16,
    /// What.
    pub kind: MouseKind,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The wheel turned towards the person.
    ScrollDown,
    /// The wheel turned away.
    ScrollUp,
}
