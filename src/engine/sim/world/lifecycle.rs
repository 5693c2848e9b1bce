//! From start to end: the rules that no client asks for by name.

use super::container::{Key, Output, Pending, Phase, Process};
use super::exec::is_known_command;
use super::usage::Usage;
use super::{Answer, Refusal, What, World};
use crate::engine::sim::script::parse::parse;
use crate::engine::sim::script::vm::{Reaction, Vm};
use crate::model::event::EventKind;
use crate::model::observed::Health;
use std::time::Duration;

/// First wait of a restart policy; doubles with each restart.
const FIRST_BACKOFF: Duration = Duration::from_millis(100);
/// Longest wait of a restart policy.
const LAST_BACKOFF: Duration = Duration::from_mins(1);
/// A run of this length ends the back-off.
const STEADY_RUN: Duration = Duration::from_secs(10);
/// From the start event until the program does its first step.
const PROGRAM_START: Duration = Duration::from_millis(2);

impl World {
    /// Starts the main process. A failure leaves its words in `State.Error` and the state as it was.
    pub(super) fn begin(&mut self, key: Key, by_request: bool) -> Answer<()> {
        let prepared = self.prepare(key);
        let Some(container) = self.containers.get_mut(&key) else {
            return Ok(());
        };
        if by_request {
            container.restart_count = 0;
            container.backoff = Duration::ZERO;
            container.manually_stopped = false;
        }
        if let Err((refusal, code)) = prepared {
            container.error.clone_from(&refusal.message);
            container.exit_code = code;
            container.phase = if container.started_at.is_none() {
                Phase::Created
            } else {
                Phase::Exited
            };
            container.bound.clear();
            return Err(refusal);
        }
        container.run += 1;
        container.phase = Phase::Running;
        container.error.clear();
        container.exit_code = 0;
        container.oom_killed = false;
        container.exits_for_good = false;
        container.started_at = Some(self.now);
        container.processes.clear();
        container.next_pid = 1;
        container.listening.clear();
        container.input.clear();
        container.usage = Usage::new(self.seed ^ key, self.now);
        container.health.turn += 1;
        container.health.running = None;
        container.health.failing_streak = 0;
        container.health.log.clear();
        container.health.status = if container.config.health.is_some() {
            Health::Starting
        } else {
            Health::None
        };
        let argv = container.config.argv();
        self.spawn(key, None, &argv, Output::Log, String::new(), PROGRAM_START);
        self.event(key, EventKind::Start, &[]);
        self.plan_probe(key);
        Ok(())
    }

    /// Finds the program and takes the ports; the error and the exit code that Docker gives it.
    fn prepare(&mut self, key: Key) -> Result<(), (Refusal, i64)> {
        self.bind_ports(key).map_err(|refusal| (refusal, 128))?;
        let Some(container) = self.containers.get(&key) else {
            return Ok(());
        };
        let argv = container.config.argv();
        let image = self.images.get(&container.config.image);
        if is_known_command(&argv, image) {
            return Ok(());
        }
        let program = argv.first().cloned().unwrap_or_default();
        let why = if program.contains('/') {
            format!("stat {program}: no such file or directory")
        } else {
            "executable file not found in $PATH".to_owned()
        };
        Err((
            Refusal::new(
                400,
                format!(
                    "failed to create shim task: OCI runtime create failed: runc create failed: unable to start \
                     container process: exec: \"{program}\": {why}: unknown"
                ),
            ),
            127,
        ))
    }

    /// Adds a process that runs a command after `delay`.
    pub(super) fn spawn(
        &mut self,
        key: Key,
        parent: Option<u32>,
        argv: &[String],
        output: Output,
        exec_id: String,
        delay: Duration,
    ) -> u32 {
        let Some(container) = self.containers.get_mut(&key) else {
            return 0;
        };
        let pid = container.next_pid;
        // Numbers of later processes are not all in a row on a real system either.
        container.next_pid += 1;
        let bootstrap = parse("exec \"$@\"").unwrap_or_default();
        let mut arguments = vec!["init".to_owned()];
        arguments.extend(argv.iter().cloned());
        let variables = container.config.env.iter().cloned().collect();
        let mut vm = Vm::new(bootstrap, arguments, variables);
        vm.set_pid(pid);
        container.processes.insert(
            pid,
            Process {
                parent,
                vm: Some(Box::new(vm)),
                command: argv.join(" "),
                started_at: self.now,
                turn: 0,
                leads: output != Output::Log,
                output,
                exec_id,
                wants_input: false,
                is_due: false,
            },
        );
        self.plan(delay, What::Run { key, pid, turn: 0 });
        pid
    }

    /// Variables that a process gets beside the container's.
    pub(super) fn add_variables(&mut self, key: Key, pid: u32, variables: &[(String, String)]) {
        let vm = self
            .containers
            .get_mut(&key)
            .and_then(|container| container.processes.get_mut(&pid))
            .and_then(|process| process.vm.as_mut());
        if let Some(vm) = vm {
            vm.add_variables(variables);
        }
    }

    /// Delivers a signal to the main process, with its event.
    pub(super) fn send(&mut self, key: Key, signal: i64) {
        self.event(
            key,
            EventKind::Kill {
                signal: signal.to_string(),
            },
            &[("signal", &signal.to_string())],
        );
        if signal == 9 {
            self.ended(key, 137, false);
            return;
        }
        let stop_signal = self
            .containers
            .get(&key)
            .and_then(|container| container.config.stop_signal.as_deref())
            .and_then(crate::model::exit::signal_number);
        if self.phase(key) == Phase::Paused && stop_signal.is_none_or(|number| number == signal) {
            self.thaw(key);
        }
        self.signal_process(key, 1, signal);
    }

    /// Delivers a signal to a process, where it is there.
    pub(super) fn signal_process(&mut self, key: Key, pid: u32, signal: i64) {
        let Some(process) = self
            .containers
            .get_mut(&key)
            .and_then(|container| container.processes.get_mut(&pid))
        else {
            return;
        };
        if signal == 9 {
            // From inside, process 1 cannot be killed.
            if pid != 1 {
                self.process_ended(key, pid, 137);
            }
            return;
        }
        let Some(vm) = process.vm.as_mut() else {
            return;
        };
        match vm.signal(signal, pid == 1) {
            Reaction::Ignored | Reaction::Noted => {}
            Reaction::Woken => self.wake(key, pid),
            Reaction::Dies(code) => self.process_ended(key, pid, code),
        }
    }

    pub(super) fn thaw(&mut self, key: Key) {
        let Some(container) = self.containers.get_mut(&key) else {
            return;
        };
        container.phase = Phase::Running;
        let due: Vec<u32> = container
            .processes
            .iter_mut()
            .filter_map(|(pid, process)| std::mem::take(&mut process.is_due).then_some(*pid))
            .collect();
        self.event(key, EventKind::Unpause, &[]);
        for pid in due {
            self.wake(key, pid);
        }
        self.plan_probe(key);
    }

    /// The main process ended: `oom`, `die`, and what follows.
    pub(super) fn ended(&mut self, key: Key, code: i64, by_memory: bool) {
        let now = self.now;
        let Some(container) = self.containers.get_mut(&key) else {
            return;
        };
        if !container.is_up() {
            return;
        }
        container.logs.flush(now);
        container.processes.clear();
        container.listening.clear();
        container.bound.clear();
        container.addresses.clear();
        container.exit_code = code;
        container.oom_killed |= by_memory;
        container.finished_at = Some(now);
        container.health.turn += 1;
        container.health.running = None;
        let ran = container
            .started_at
            .map_or(Duration::ZERO, |at| at.age(now));
        if ran >= STEADY_RUN {
            container.backoff = Duration::ZERO;
        }
        container.backoff = if container.backoff.is_zero() {
            FIRST_BACKOFF
        } else {
            (container.backoff * 2).min(LAST_BACKOFF)
        };
        let policy = &container.config.restart_policy;
        let restarts = !container.exits_for_good
            && match policy.name.as_str() {
                "always" => true,
                "unless-stopped" => !container.manually_stopped,
                "on-failure" => {
                    code != 0
                        && (policy.maximum_retries == 0
                            || container.restart_count < policy.maximum_retries)
                }
                _ => false,
            };
        let (run, backoff) = (container.run, container.backoff);
        if restarts {
            container.restart_count += 1;
            container.phase = Phase::Restarting;
            self.plan(backoff, What::Restart { key, run });
        } else {
            container.phase = Phase::Exited;
        }
        self.end_sessions(key);
        if by_memory {
            self.event(key, EventKind::Oom, &[]);
        }
        self.event(
            key,
            EventKind::Die {
                exit_code: Some(code),
            },
            &[("exitCode", &code.to_string())],
        );
        self.finish_pending(key);
    }

    pub(super) fn restart_by_policy(&mut self, key: Key, run: u64) {
        let is_due = self
            .containers
            .get(&key)
            .is_some_and(|container| container.run == run && container.phase == Phase::Restarting);
        if is_due {
            // A failure stands in `State.Error`; nobody asked, so nobody is told.
            let _ = self.begin(key, false);
        }
    }

    /// Answers what waited for the end.
    pub(super) fn finish_pending(&mut self, key: Key) {
        let Some(container) = self.containers.get_mut(&key) else {
            return;
        };
        let pending = std::mem::take(&mut container.pending);
        let mut removals = Vec::new();
        let mut restarts = Vec::new();
        for one in pending {
            match one {
                Pending::Stop(ticket) => {
                    self.event(key, EventKind::Stop, &[]);
                    self.close_ticket(ticket, Ok(()));
                }
                Pending::Restart(ticket) => restarts.push(ticket),
                Pending::Remove(ticket) => removals.push(ticket),
            }
        }
        if !restarts.is_empty() {
            self.event(key, EventKind::Stop, &[]);
            let answer = self.begin(key, true);
            if answer.is_ok() {
                self.event(key, EventKind::Restart, &[]);
            }
            for ticket in restarts {
                self.close_ticket(ticket, answer.clone());
            }
        }
        if !removals.is_empty() {
            self.destroy(key);
            for ticket in removals {
                self.close_ticket(ticket, Ok(()));
            }
        }
    }
}
