//! One simulated container and its processes.

use super::log_store::LogStore;
use super::spec::Config;
use super::usage::Usage;
use crate::engine::sim::script::vm::Vm;
use crate::model::observed::{Health, HealthProbe, Port};
use crate::model::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

/// Number of a container in its world; never used twice.
pub(in crate::engine::sim) type Key = u64;
/// Number of a call that ends later.
pub(in crate::engine::sim) type Ticket = u64;

/// What the engine's state word is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine::sim) enum Phase {
    Created,
    Running,
    Paused,
    Restarting,
    Exited,
}

/// A request that ends with the container's main process.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::engine::sim) enum Pending {
    Stop(Ticket),
    Restart(Ticket),
    Remove(Ticket),
}

/// Where a process writes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine::sim) enum Output {
    /// The container's log, and who is attached.
    Log,
    /// A session of `exec`.
    Session(u64),
    /// The running health check.
    Probe,
}

pub(in crate::engine::sim) struct Process {
    pub(in crate::engine::sim) parent: Option<u32>,
    /// Taken out while it runs.
    pub(in crate::engine::sim) vm: Option<Box<Vm>>,
    pub(in crate::engine::sim) command: String,
    pub(in crate::engine::sim) started_at: Timestamp,
    /// Counts up when it is scheduled anew: what was scheduled before is void.
    pub(in crate::engine::sim) turn: u64,
    pub(in crate::engine::sim) output: Output,
    /// First process of a session or a probe: its end is theirs.
    pub(in crate::engine::sim) leads: bool,
    pub(in crate::engine::sim) exec_id: String,
    /// Waits for standard input.
    pub(in crate::engine::sim) wants_input: bool,
    /// Its time came while the container was frozen.
    pub(in crate::engine::sim) is_due: bool,
}

/// State of the health check.
#[derive(Debug, Default)]
pub(in crate::engine::sim) struct HealthState {
    pub(in crate::engine::sim) status: Health,
    pub(in crate::engine::sim) failing_streak: u64,
    pub(in crate::engine::sim) log: VecDeque<HealthProbe>,
    /// Counts up when the checks stop or begin anew.
    pub(in crate::engine::sim) turn: u64,
    /// The check that runs: its process and what it printed so far.
    pub(in crate::engine::sim) running: Option<(u32, Timestamp, String)>,
}

pub(in crate::engine::sim) struct Container {
    pub(in crate::engine::sim) id: String,
    pub(in crate::engine::sim) name: String,
    pub(in crate::engine::sim) image_id: String,
    pub(in crate::engine::sim) created_at: Timestamp,
    pub(in crate::engine::sim) config: Config,
    pub(in crate::engine::sim) phase: Phase,
    pub(in crate::engine::sim) exit_code: i64,
    pub(in crate::engine::sim) error: String,
    pub(in crate::engine::sim) oom_killed: bool,
    pub(in crate::engine::sim) started_at: Option<Timestamp>,
    pub(in crate::engine::sim) finished_at: Option<Timestamp>,
    pub(in crate::engine::sim) restart_count: u64,
    /// Stopped or killed by request: `unless-stopped` does not start it again.
    pub(in crate::engine::sim) manually_stopped: bool,
    /// The next end is not followed by a restart.
    pub(in crate::engine::sim) exits_for_good: bool,
    pub(in crate::engine::sim) backoff: Duration,
    /// Counts the starts; what was planned for an earlier one is void.
    pub(in crate::engine::sim) run: u64,
    pub(in crate::engine::sim) processes: BTreeMap<u32, Process>,
    pub(in crate::engine::sim) next_pid: u32,
    pub(in crate::engine::sim) health: HealthState,
    pub(in crate::engine::sim) logs: LogStore,
    pub(in crate::engine::sim) usage: Usage,
    /// Written files, kept over restarts.
    pub(in crate::engine::sim) files: BTreeMap<String, String>,
    pub(in crate::engine::sim) listening: BTreeSet<u16>,
    /// Published ports, while it runs.
    pub(in crate::engine::sim) bound: Vec<Port>,
    /// Address in each network of its configuration, while it runs.
    pub(in crate::engine::sim) addresses: Vec<String>,
    pub(in crate::engine::sim) pending: Vec<Pending>,
    /// Volumes that go with it.
    pub(in crate::engine::sim) doomed_volumes: Vec<String>,
    /// Lines typed by who is attached; `None` is ctrl-d.
    pub(in crate::engine::sim) input: VecDeque<Option<String>>,
}

impl Container {
    pub(in crate::engine::sim) const fn is_up(&self) -> bool {
        matches!(self.phase, Phase::Running | Phase::Paused)
    }

    /// The image of `State.Running`: also true in back-off.
    pub(in crate::engine::sim) const fn counts_as_running(&self) -> bool {
        !matches!(self.phase, Phase::Created | Phase::Exited)
    }

    pub(in crate::engine::sim) fn short_id(&self) -> &str {
        self.id.get(..12).unwrap_or(&self.id)
    }

    /// The engine's word.
    pub(in crate::engine::sim) const fn state_word(&self) -> &'static str {
        match self.phase {
            Phase::Created => "created",
            Phase::Running => "running",
            Phase::Paused => "paused",
            Phase::Restarting => "restarting",
            Phase::Exited => "exited",
        }
    }
}
