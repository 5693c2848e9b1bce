//! A plan and its steps.

use crate::model::exit;
use crate::model::ids::{HostId, InstanceId};
use serde::Serialize;
use std::fmt;
use std::time::Duration;

/// Steps, their order and what each does. Acyclic; a step stands after all that it needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// Where.
    pub host: HostId,
    /// In an order in which they may run one after the other.
    pub steps: Vec<Step>,
}

/// Position of a step in its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct StepId(pub usize);

/// One call to the engine.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Its position.
    pub id: StepId,
    /// What it is done to, as people name it: `shop-api-1`.
    pub resource: String,
    /// `restart`, `stop`, …
    pub verb: &'static str,
    /// Why: `asked for`, `depends on shop/db`.
    pub cause: String,
    /// What it may cost.
    pub risk: Risk,
    /// Steps that must have succeeded before.
    pub needs: Vec<StepId>,
    /// The call itself, opaque to screens.
    #[serde(skip)]
    pub op: Op,
}

/// What a step may cost; the order is that of danger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// Nothing: start, unpause.
    None,
    /// A service is away for a while: stop, restart, pause, kill.
    Interrupts,
    /// Something is gone for good: remove.
    LosesData,
}

/// A call, by backend.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// To a Docker engine.
    Docker(DockerOp),
}

/// One request of the Engine API.
#[derive(Clone, Debug, PartialEq)]
pub enum DockerOp {
    /// `POST /containers/{id}/start`
    Start(InstanceId),
    /// `POST /containers/{id}/stop`; the container's own stop time where `grace` is `None`.
    Stop {
        /// Which.
        id: InstanceId,
        /// Time until SIGKILL as asked for.
        grace: Option<Duration>,
        /// Time until SIGKILL as the container has it: bounds the request, is not sent.
        own_grace: Duration,
    },
    /// `POST /containers/{id}/restart`, fields as of [`DockerOp::Stop`].
    Restart {
        /// Which.
        id: InstanceId,
        /// Time until SIGKILL as asked for.
        grace: Option<Duration>,
        /// As the container has it.
        own_grace: Duration,
    },
    /// `POST /containers/{id}/pause`
    Pause(InstanceId),
    /// `POST /containers/{id}/unpause`
    Unpause(InstanceId),
    /// `POST /containers/{id}/kill`
    Kill {
        /// Which.
        id: InstanceId,
        /// `SIGKILL`, …
        signal: String,
    },
    /// `DELETE /containers/{id}`
    Remove {
        /// Which.
        id: InstanceId,
        /// Kill it where it runs.
        force: bool,
        /// Its anonymous volumes too.
        volumes: bool,
    },
}

impl DockerOp {
    /// Whether the container ends by it, and stays so.
    pub fn ends_it(&self) -> bool {
        match self {
            Self::Stop { .. } => true,
            Self::Kill { signal, .. } => !exit::is_mild(signal),
            _ => false,
        }
    }

    /// The container it is about.
    pub const fn instance_id(&self) -> &InstanceId {
        match self {
            Self::Start(id)
            | Self::Pause(id)
            | Self::Unpause(id)
            | Self::Stop { id, .. }
            | Self::Restart { id, .. }
            | Self::Kill { id, .. }
            | Self::Remove { id, .. } => id,
        }
    }
}

/// How far a step is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Not begun.
    Waiting,
    /// Under way.
    Running,
    /// Done.
    Done,
    /// The engine refused, in its words.
    Failed(String),
    /// Not begun, because another failed or the plan was cancelled.
    Skipped,
}

impl Plan {
    /// The worst risk of all steps.
    pub fn risk(&self) -> Risk {
        self.steps
            .iter()
            .map(|step| step.risk)
            .max()
            .unwrap_or(Risk::None)
    }

    /// This plan, and then `next`: a step of it about the same thing waits for the last one here.
    #[must_use]
    pub fn then(mut self, next: Self) -> Self {
        let before = self.steps.len();
        for mut step in next.steps {
            step.id = StepId(step.id.0 + before);
            for need in &mut step.needs {
                need.0 += before;
            }
            let Op::Docker(op) = &step.op;
            let own = self.steps.iter().take(before).rev().find(|earlier| {
                let Op::Docker(earlier) = &earlier.op;
                earlier.instance_id() == op.instance_id()
            });
            step.needs.extend(own.map(|earlier| earlier.id));
            step.needs.sort();
            self.steps.push(step);
        }
        self
    }

    /// Whether nothing is to be done.
    pub const fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

impl fmt::Display for Plan {
    /// One line a step: `restart shop-api-1   asked for`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self
            .steps
            .iter()
            .map(|step| step.resource.chars().count())
            .max()
            .unwrap_or(0);
        for step in &self.steps {
            writeln!(
                f,
                "{:8} {:width$}  {}",
                step.verb, step.resource, step.cause
            )?;
        }
        Ok(())
    }
}
