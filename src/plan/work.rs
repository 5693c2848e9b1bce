//! Work that the state machine asks for and what comes back of it: plain data, so that it names no operation.

use crate::model::ids::InstanceId;
use crate::model::log::LogLine;
use crate::model::observed::{Container, ProcessTable};
use crate::plan::news::ProjectMsg;
use crate::plan::step::{Plan, StepId, StepState};

/// Something to do, on one host.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// Run a plan.
    Apply(Plan),
    /// Look at one container anew, at once. After events the watch does so by itself.
    Inspect(InstanceId),
    /// Its inspection as text, for the Config tab.
    InspectText(InstanceId),
    /// Its processes.
    Top(InstanceId),
    /// Its last lines, for the Why view.
    LastLines(InstanceId, u64),
    /// List everything anew.
    Resync,
    /// The docker contexts that can be chosen.
    Contexts,
    /// Read the files that a stack's labels name.
    Project(ProjectLabels),
    /// Save text to a new file in the working directory; refuses to overwrite.
    SaveFile {
        /// Wanted name; made unique with a number.
        name: String,
        /// What to write.
        text: String,
    },
}

/// News of work under way.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// A step of a plan changed its state.
    Step(StepId, StepState),
}

/// How work ended, if it did not fail as a whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The plan ended; the state of each step. Failed ones carry the engine's words.
    Applied(Vec<StepState>),
    /// A container as it is now; `None`: it is gone.
    Inspected(InstanceId, Option<Box<Container>>),
    /// Indented JSON.
    InspectText(InstanceId, String),
    /// Its processes.
    Top(InstanceId, ProcessTable),
    /// Oldest first.
    LastLines(InstanceId, Vec<LogLine>),
    /// The list was read again (it comes as a snapshot).
    Resynced,
    /// What can be chosen.
    Contexts(Vec<ContextChoice>),
    /// What the files say, or why they cannot be read.
    Project(ProjectMsg),
    /// Under which name.
    Saved(String),
}

/// Where the labels of a stack say that its files are; perhaps on another machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProjectLabels {
    /// The project's name.
    pub name: String,
    /// Its directory.
    pub working_dir: String,
    /// Its files, joined by commas.
    pub config_files: String,
    /// Files of variables that were named, joined by commas; empty: `.env` of the directory counts.
    pub env_files: String,
    /// Services that have containers: they count as enabled, for profiles are in no label.
    pub services: Vec<String>,
}

impl ProjectLabels {
    /// Its files.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        listed(&self.config_files)
    }

    /// Its files of variables.
    pub fn env_files(&self) -> impl Iterator<Item = &str> {
        listed(&self.env_files)
    }
}

/// The parts of a label that joins them by commas.
pub fn listed(label: &str) -> impl Iterator<Item = &str> {
    label.split(',').filter(|part| !part.is_empty())
}

/// A docker context on offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextChoice {
    /// Its name; `default` is the environment's or the default socket.
    pub name: String,
    /// Where it leads, or why it cannot be read.
    pub endpoint: String,
    /// The one in force in docker's own configuration.
    pub is_current: bool,
}

/// Why work failed as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkError {
    /// The engine's or the system's words.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}
