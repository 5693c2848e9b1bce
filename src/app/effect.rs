//! What the state machine wants done: plain data, so that comparing it is the unit test.

use crate::model::ids::{HostId, InstanceId, SubscriptionId, TaskId};
use crate::plan::work::Work;

pub use crate::plan::news::{Connection, Foreground, LogQuery, LogSource};

/// Something to do outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Do this on that host and answer with [`crate::app::msg::Msg::Task`].
    Run(TaskId, HostId, Work),
    /// Stop it between two steps.
    Cancel(TaskId),
    /// Follow these logs and answer with [`crate::app::msg::Msg::Logs`].
    Follow(SubscriptionId, LogQuery),
    /// Stop following.
    Unfollow(SubscriptionId),
    /// Read stats of exactly these from now on; the rest stops.
    Sample(HostId, Vec<InstanceId>),
    /// Give the terminal away, and take it back.
    Suspend(Foreground),
    /// Put text on the clipboard.
    Copy(String),
    /// Connect again, at once.
    Reconnect(HostId),
    /// Leave this engine for another.
    Connect(Connection),
    /// Read the projects of here, as they are shown on this engine, and answer with [`crate::app::msg::Msg::Projects`].
    ReadProjects(Connection),
    /// Report the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Clear and draw everything.
    Repaint,
    /// End the program.
    Quit,
}

/// What one update asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effects {
    /// In order.
    pub list: Vec<Effect>,
    /// Whether and when to draw.
    pub redraw: Redraw,
}

/// Whether something on the screen changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Redraw {
    /// Nothing to draw.
    #[default]
    No,
    /// Data: with the next frame.
    Soon,
    /// The answer to a person's key: at once.
    Now,
}

impl Effects {
    /// Nothing but a frame at once.
    pub const fn redraw() -> Self {
        Self {
            list: Vec::new(),
            redraw: Redraw::Now,
        }
    }

    /// One effect and a frame at once.
    pub fn one(effect: Effect) -> Self {
        Self {
            list: vec![effect],
            redraw: Redraw::Now,
        }
    }

    /// Adds what another update asks for.
    pub fn merge(&mut self, other: Self) {
        self.list.extend(other.list);
        self.redraw = self.redraw.max(other.redraw);
    }

    /// Adds one effect.
    pub fn push(&mut self, effect: Effect) {
        self.list.push(effect);
    }
}
