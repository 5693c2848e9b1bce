//! One process: a run of a [`Program`] that stops where it must wait and goes on when told.

use super::Program;
use super::host::Host;
use crate::model::log::LogStream;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// Deepest nesting of functions, traps and `eval`.
pub(super) const MAX_FRAMES: usize = 64;

/// Why a run stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine::sim) enum Outcome {
    /// Go on after this time.
    Sleep(Duration),
    /// Go on when [`Vm::child_ended`] or [`Vm::signal`] says so.
    Wait,
    /// Go on when standard input has something.
    Input,
    /// Go on soon: it has used its slice.
    Yield,
    /// Ended.
    Exit(i64),
    /// It holds more than it may.
    OutOfMemory,
}

/// What a signal did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine::sim) enum Reaction {
    /// Nothing.
    Ignored,
    /// Its trap will run when the current command ends.
    Noted,
    /// Its trap will run at once: run the process.
    Woken,
    /// It dies with this code.
    Dies(i64),
}

/// Where output goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Target {
    /// Standard output of the process.
    #[default]
    Out,
    /// Standard error of the process.
    Error,
    /// Nowhere.
    Null,
    /// Into [`Vm::captured`].
    Captured,
    /// At the end of a file.
    File(String),
}

/// Where a command reads from and writes to.
#[derive(Clone, Debug, Default)]
pub(super) struct Streams {
    pub(super) out: Target,
    pub(super) error: Target,
    /// Text that stands in for standard input.
    pub(super) input: Option<Arc<str>>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Waiting {
    /// `sleep`; a trap waits for its end, unless it is one of a program that minds its signals.
    Sleep { wakes: bool },
    /// A foreground child.
    Child(u32),
    /// `wait`: all background children.
    Jobs,
    /// `wait N`
    Job(u32),
    /// For ever.
    Forever,
    /// `read`, or the prompt of an interactive shell.
    Input,
}

pub(super) struct Frame {
    pub(super) program: Arc<Program>,
    pub(super) at: usize,
    pub(super) kind: FrameKind,
}

pub(super) enum FrameKind {
    Main,
    /// Restores the status.
    Trap(i64),
    /// Restores the arguments.
    Function(Vec<String>),
}

/// A trap: a script, or `None` for "ignore".
pub(super) type Trap = Option<Arc<Program>>;

/// Stages of a pipeline that still have to run.
pub(super) type Stages = VecDeque<Arc<Program>>;

#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of a process"
)]
pub(in crate::engine::sim) struct Vm {
    pub(super) frames: Vec<Frame>,
    pub(super) variables: BTreeMap<String, String>,
    /// Names of variables that programs of their own get.
    pub(super) exported: BTreeSet<String>,
    /// `$0`, `$1`, …
    pub(super) arguments: Vec<String>,
    pub(super) functions: BTreeMap<String, Arc<Program>>,
    pub(super) status: i64,
    pub(super) traps: BTreeMap<i64, Trap>,
    pub(super) pending: VecDeque<i64>,
    pub(super) loops: Vec<std::vec::IntoIter<String>>,
    pub(super) waiting: Option<Waiting>,
    /// Background children that run.
    pub(super) jobs: Vec<u32>,
    /// Statuses of background children that have ended, until `wait` asks.
    pub(super) ended_jobs: BTreeMap<u32, i64>,
    pub(super) last_job: u32,
    pub(super) stages: Stages,
    pub(super) streams: Streams,
    pub(super) captured: String,
    /// Own number in the container.
    pub(super) pid: u32,
    /// Reads commands from standard input.
    pub(super) interactive: bool,
    pub(super) prompted: bool,
    /// Runs inside a `$(…)`: nothing waits.
    pub(super) is_nested: bool,
    pub(super) depth: usize,
    /// `-e`
    pub(super) exits_on_failure: bool,
    /// Variables that a `read` waits to fill.
    pub(super) reads_into: Option<Vec<String>>,
    /// Ends when standard input ends: `cat`.
    pub(super) copies_input: bool,
    pub(super) exiting: Option<i64>,
}

/// What a command of the shell itself ends in.
pub(super) enum Flow {
    /// Its status.
    Done(i64),
    /// `sleep`; `wakes`: a trap runs at once.
    Sleep { span: Duration, wakes: bool },
    /// Blocks for ever.
    Forever,
    /// `wait`, of all or of one.
    Jobs(Option<u32>),
    /// `exit`
    Exit(i64),
    /// `return`
    Return(i64),
    /// `read`
    Read(Vec<String>),
    /// `cat` of standard input.
    Copy,
    /// `eval`, `.`: run in this very shell.
    Run(Arc<Program>),
    /// A program of its own.
    Start(Box<Vm>, String),
    /// `exec` of a program: it takes this one's place.
    Become(Box<Vm>),
}

impl Vm {
    pub(in crate::engine::sim) fn new(
        program: Arc<Program>,
        arguments: Vec<String>,
        variables: BTreeMap<String, String>,
    ) -> Self {
        Self {
            frames: vec![Frame {
                program,
                at: 0,
                kind: FrameKind::Main,
            }],
            exported: variables.keys().cloned().collect(),
            variables,
            arguments,
            functions: BTreeMap::new(),
            status: 0,
            traps: BTreeMap::new(),
            pending: VecDeque::new(),
            loops: Vec::new(),
            waiting: None,
            jobs: Vec::new(),
            ended_jobs: BTreeMap::new(),
            last_job: 0,
            stages: VecDeque::new(),
            streams: Streams {
                out: Target::Out,
                error: Target::Error,
                input: None,
            },
            captured: String::new(),
            pid: 1,
            interactive: false,
            prompted: false,
            is_nested: false,
            depth: 0,
            exits_on_failure: false,
            reads_into: None,
            copies_input: false,
            exiting: None,
        }
    }

    /// A shell that reads its commands from standard input.
    pub(in crate::engine::sim) fn interactive(variables: BTreeMap<String, String>) -> Self {
        let mut vm = Self::new(Arc::default(), vec!["sh".to_owned()], variables);
        vm.interactive = true;
        vm
    }

    pub(in crate::engine::sim) const fn set_pid(&mut self, pid: u32) {
        self.pid = pid;
    }

    /// A copy of this shell that runs `program`: for `( … )`, `&`, pipelines and `$(…)`. Traps are not handed on, but
    /// ignored signals are.
    pub(super) fn fork(&self, program: Arc<Program>) -> Self {
        let mut child = Self::new(program, self.arguments.clone(), self.variables.clone());
        child.exported.clone_from(&self.exported);
        child.functions.clone_from(&self.functions);
        child.traps = self
            .traps
            .iter()
            .filter(|(_, trap)| trap.is_none())
            .map(|(signal, _)| (*signal, None))
            .collect();
        child.streams = self.streams.clone();
        child.status = self.status;
        child.is_nested = self.is_nested;
        child.depth = self.depth + 1;
        child
    }

    /// As [`Self::fork`], for a program of its own: it gets exported variables only, and no functions.
    pub(super) fn launch(&self, program: Arc<Program>) -> Self {
        let mut child = self.fork(program);
        child.functions.clear();
        let exported = &self.exported;
        child.variables.retain(|name, _| exported.contains(name));
        child
    }

    /// Variables beside those that it was made with.
    pub(in crate::engine::sim) fn add_variables(&mut self, variables: &[(String, String)]) {
        for (name, value) in variables {
            self.exported.insert(name.clone());
            self.variables.insert(name.clone(), value.clone());
        }
    }

    pub(super) fn write(&mut self, target: &Target, text: &str, host: &mut dyn Host) {
        match target {
            Target::Out => host.write(LogStream::Stdout, text),
            Target::Error => host.write(LogStream::Stderr, text),
            Target::Null => {}
            Target::Captured => {
                if self.captured.len() < 1 << 20 {
                    self.captured.push_str(text);
                }
            }
            Target::File(path) => {
                host.write_file(path, text, true);
            }
        }
    }

    /// Complains on standard error.
    pub(super) fn complain(&mut self, message: &str, host: &mut dyn Host) {
        let target = self.streams.error.clone();
        self.write(&target, &format!("{message}\n"), host);
    }

    /// Hands over the end of a child; says whether this process can go on.
    pub(in crate::engine::sim) fn child_ended(
        &mut self,
        pid: u32,
        status: i64,
        captured: String,
        host: &mut dyn Host,
    ) -> bool {
        if self.jobs.contains(&pid) {
            self.jobs.retain(|job| *job != pid);
            if self.ended_jobs.len() < 100 {
                self.ended_jobs.insert(pid, status);
            }
        }
        if self.waiting == Some(Waiting::Job(pid)) {
            self.waiting = None;
            self.status = status;
            return true;
        }
        if self.waiting == Some(Waiting::Child(pid)) {
            self.waiting = None;
            self.status = status;
            if self.stages.is_empty() {
                let target = self.streams.out.clone();
                if !captured.is_empty() {
                    self.write(&target, &captured, host);
                }
            } else {
                self.next_stage(Some(captured), host);
            }
            return self.waiting.is_none();
        }
        if self.waiting == Some(Waiting::Jobs) && self.jobs.is_empty() {
            self.waiting = None;
            self.status = 0;
            return true;
        }
        false
    }

    /// What its captured output was, at its end.
    pub(in crate::engine::sim) fn take_captured(&mut self) -> String {
        std::mem::take(&mut self.captured)
    }

    /// A signal other than SIGKILL and SIGSTOP arrives; process 1 of a container has no default actions.
    pub(in crate::engine::sim) fn signal(&mut self, signal: i64, is_init: bool) -> Reaction {
        match self.traps.get(&signal) {
            Some(None) => return Reaction::Ignored,
            Some(Some(_)) => {
                self.pending.push_back(signal);
                let wakes = matches!(
                    self.waiting,
                    Some(
                        Waiting::Jobs
                            | Waiting::Job(_)
                            | Waiting::Forever
                            | Waiting::Input
                            | Waiting::Sleep { wakes: true }
                    )
                );
                if wakes {
                    self.waiting = None;
                    self.reads_into = None;
                    self.status = 128 + signal;
                    return Reaction::Woken;
                }
                return Reaction::Noted;
            }
            None => {}
        }
        // SIGCHLD, SIGCONT, SIGURG, SIGWINCH
        if is_init || matches!(signal, 17 | 18 | 23 | 28) {
            return Reaction::Ignored;
        }
        if self.interactive {
            if signal != 2 {
                return Reaction::Ignored;
            }
            self.frames.clear();
            self.loops.clear();
            self.stages.clear();
            self.waiting = None;
            self.reads_into = None;
            self.copies_input = false;
            self.prompted = false;
            self.status = 130;
            return Reaction::Woken;
        }
        Reaction::Dies(128 + signal)
    }
}
