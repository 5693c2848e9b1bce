//! Everything that can happen to the program, as one type.

use crate::app::key::Key;
use crate::model::ids::{HostId, SubscriptionId, TaskId};
use crate::model::sample::Sample;

pub use crate::plan::news::{Attempt, HostError, HostMsg, LogsMsg, ProjectMsg, TaskMsg};

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
    /// The terminal's background is light, or dark: its answer to our question.
    Background {
        /// Dark letters are read better on it.
        is_light: bool,
    },
    /// News of a host.
    Host(HostId, HostMsg),
    /// News of followed logs.
    Logs(SubscriptionId, LogsMsg),
    /// New readings.
    Stats(HostId, Vec<Sample>),
    /// News of work.
    Task(TaskId, TaskMsg),
    /// The projects to show, also where nothing of them runs, were read: these and no others.
    Projects(Vec<ProjectMsg>),
    /// A shell or an attached terminal was left; the screen is ours again.
    Resumed(Result<Option<i64>, String>),
    /// Text went to the clipboard, by this way, or could not.
    Copied(Result<&'static str, String>),
    /// The time zone of this machine.
    Zone(jiff::tz::TimeZone),
    /// Time passed; sent only while something on the screen shows a running time.
    Tick,
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
