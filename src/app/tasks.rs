//! Work of ours under way: an overlay over the engine's states, never mixed into them.

use crate::model::ids::{HostId, InstanceId, TaskId};
use crate::model::time::Timestamp;
use crate::plan::{Op, Plan, StepState};
use std::collections::{BTreeMap, BTreeSet};

/// Work under way, by id.
#[derive(Clone, Debug, Default)]
pub struct Tasks {
    next: u64,
    running: BTreeMap<TaskId, Task>,
}

/// One piece of it.
#[derive(Clone, Debug)]
pub struct Task {
    /// Where.
    pub host: HostId,
    /// What it is for.
    pub purpose: Purpose,
    /// When it began, by our clock.
    pub since: Timestamp,
}

/// What a task is for.
#[derive(Clone, Debug)]
pub enum Purpose {
    /// A plan that a person accepted.
    Apply(Apply),
    /// Looking at a container.
    Look,
    /// The Config tab's text.
    InspectText(InstanceId),
    /// The Top tab's processes.
    Top(InstanceId),
    /// The last lines for the Why view.
    Why(InstanceId),
    /// Listing anew.
    Resync,
    /// Contexts to choose from.
    Contexts,
    /// Reading the files of a stack, by the project's name.
    Project(String),
    /// Saving a file.
    Save,
}

/// A plan under way.
#[derive(Clone, Debug)]
pub struct Apply {
    /// What was accepted.
    pub plan: Plan,
    /// How far each step is.
    pub states: Vec<StepState>,
    /// `restart`
    pub verb: &'static str,
    /// `restarting…`
    pub progress_words: String,
    /// `restarted`
    pub done_words: String,
    /// What it is done to, as the question named it: `shop/api`.
    pub target: String,
    /// A person asked to stop it after the running step.
    pub is_cancelled: bool,
}

impl Tasks {
    /// Begins a task.
    pub fn begin(&mut self, host: HostId, purpose: Purpose, since: Timestamp) -> TaskId {
        self.next += 1;
        let id = TaskId(self.next);
        self.running.insert(
            id,
            Task {
                host,
                purpose,
                since,
            },
        );
        id
    }

    /// Whether the contexts are being read.
    pub fn reads_contexts(&self) -> bool {
        self.running
            .values()
            .any(|task| matches!(task.purpose, Purpose::Contexts))
    }

    /// Whether the files of this project are being read.
    pub fn reads_project(&self, name: &str) -> bool {
        let reads = |task: &Task| matches!(&task.purpose, Purpose::Project(read) if read == name);
        self.running.values().any(reads)
    }

    /// The engine was left: what was only asked of it is not answered any more. Plans end all the same.
    pub fn forget_questions(&mut self) {
        self.running
            .retain(|_, task| matches!(task.purpose, Purpose::Apply(_)));
    }

    /// Ends a task.
    pub fn end(&mut self, id: TaskId) -> Option<Task> {
        self.running.remove(&id)
    }

    /// A task under way.
    pub fn get_mut(&mut self, id: TaskId) -> Option<&mut Task> {
        self.running.get_mut(&id)
    }

    /// All tasks under way.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (TaskId, &Task)> {
        self.running.iter().map(|(id, task)| (*id, task))
    }

    /// Plans under way, oldest first.
    pub fn applies(&self) -> impl DoubleEndedIterator<Item = (TaskId, &Apply)> {
        self.running
            .iter()
            .filter_map(|(id, task)| match &task.purpose {
                Purpose::Apply(apply) => Some((*id, apply)),
                _ => None,
            })
    }

    /// What is being done to a container: `restarting…`.
    pub fn pending(&self, instance_id: &InstanceId) -> Option<&str> {
        self.applies().find_map(|(_, apply)| {
            let is_open = |(index, step): (usize, &crate::plan::Step)| {
                let Op::Docker(op) = &step.op;
                op.instance_id() == instance_id
                    && matches!(
                        apply.states.get(index),
                        None | Some(StepState::Waiting | StepState::Running)
                    )
            };
            apply
                .plan
                .steps
                .iter()
                .enumerate()
                .any(is_open)
                .then_some(apply.progress_words.as_str())
        })
    }

    /// Whether a person's plan touches this container: what happens to it is then no news.
    pub fn is_ours(&self, instance_id: &InstanceId) -> bool {
        self.pending(instance_id).is_some()
    }

    /// Containers that are being started or restarted.
    pub fn starting(&self) -> BTreeSet<InstanceId> {
        let starts = self
            .applies()
            .filter(|(_, apply)| matches!(apply.verb, "start" | "restart"));
        starts
            .flat_map(|(_, apply)| apply.plan.steps.iter().zip(&apply.states))
            .filter(|(_, state)| **state == StepState::Running)
            .map(|(step, _)| {
                let Op::Docker(op) = &step.op;
                op.instance_id().clone()
            })
            .collect()
    }
}
