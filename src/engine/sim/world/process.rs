//! Running processes: their turns, children and ends.

use super::container::{Key, Output, Phase};
use super::view::View;
use super::{What, World};
use crate::engine::sim::script::vm::Outcome;
use crate::model::event::EventKind;
use std::time::Duration;

/// What a slice of pure computing takes.
const SLICE_TIME: Duration = Duration::from_millis(10);

impl World {
    /// Plans a process's next turn for now; what was planned for it is void.
    pub(super) fn wake(&mut self, key: Key, pid: u32) {
        self.plan_turn(key, pid, Duration::ZERO);
    }

    fn plan_turn(&mut self, key: Key, pid: u32, delay: Duration) {
        let Some(process) = self
            .containers
            .get_mut(&key)
            .and_then(|container| container.processes.get_mut(&pid))
        else {
            return;
        };
        process.turn += 1;
        let turn = process.turn;
        self.plan(delay, What::Run { key, pid, turn });
    }

    pub(super) fn run_process(&mut self, key: Key, pid: u32, turn: u64) {
        let Some(container) = self.containers.get_mut(&key) else {
            return;
        };
        let is_frozen = container.phase == Phase::Paused;
        let Some(process) = container
            .processes
            .get_mut(&pid)
            .filter(|process| process.turn == turn)
        else {
            return;
        };
        if is_frozen {
            process.is_due = true;
            return;
        }
        let Some(mut vm) = process.vm.take() else {
            return;
        };
        process.wants_input = false;
        let run = container.run;
        let mut view = View::new(self, key, pid);
        let outcome = vm.run(&mut view);
        let out_of_memory = view.out_of_memory || outcome == Outcome::OutOfMemory;
        // It may be gone: a process can end its own container.
        let Some(process) = self
            .containers
            .get_mut(&key)
            .filter(|container| container.run == run)
            .and_then(|container| container.processes.get_mut(&pid))
        else {
            return;
        };
        process.vm = Some(vm);
        if out_of_memory {
            self.out_of_memory(key, pid);
            return;
        }
        match outcome {
            Outcome::Sleep(span) => self.plan_turn(key, pid, span),
            Outcome::Yield => self.plan_turn(key, pid, SLICE_TIME),
            Outcome::Input => process.wants_input = true,
            Outcome::Wait | Outcome::OutOfMemory => {}
            Outcome::Exit(code) => self.process_ended(key, pid, code),
        }
    }

    /// The kernel takes the largest process: here the one that asked. Without a limit of the container's own, the
    /// engine reports no `oom`.
    fn out_of_memory(&mut self, key: Key, pid: u32) {
        let limited = self
            .containers
            .get(&key)
            .is_some_and(|container| container.config.memory_limit_bytes > 0);
        if pid == 1 {
            self.ended(key, 137, limited);
            return;
        }
        if limited {
            if let Some(container) = self.containers.get_mut(&key) {
                container.oom_killed = true;
            }
            self.event(key, EventKind::Oom, &[]);
        }
        self.process_ended(key, pid, 137);
    }

    /// A process ended: the container's end, a session's, a check's, or a child's.
    pub(super) fn process_ended(&mut self, key: Key, pid: u32, code: i64) {
        if pid == 1 {
            self.ended(key, code, false);
            return;
        }
        let Some(container) = self.containers.get_mut(&key) else {
            return;
        };
        let Some(mut process) = container.processes.remove(&pid) else {
            return;
        };
        for other in container.processes.values_mut() {
            if other.parent == Some(pid) {
                other.parent = None;
            }
        }
        let captured = process
            .vm
            .as_mut()
            .map(|vm| vm.take_captured())
            .unwrap_or_default();
        if let Some(parent) = process.parent {
            self.tell_parent(key, parent, pid, code, captured);
        }
        if process.leads {
            if !process.exec_id.is_empty() {
                self.event(
                    key,
                    EventKind::Other("exec_die".to_owned()),
                    &[
                        ("execID", &process.exec_id),
                        ("exitCode", &code.to_string()),
                    ],
                );
            }
            match process.output {
                Output::Session(session) => self.session_ended(session, Some(code)),
                Output::Probe => self.probe_ended(key, pid, code),
                Output::Log => {}
            }
        }
    }

    fn tell_parent(&mut self, key: Key, parent: u32, pid: u32, code: i64, captured: String) {
        let taken = self
            .containers
            .get_mut(&key)
            .and_then(|container| container.processes.get_mut(&parent))
            .and_then(|process| process.vm.take());
        let Some(mut vm) = taken else {
            return;
        };
        let goes_on = vm.child_ended(pid, code, captured, &mut View::new(self, key, parent));
        if let Some(process) = self
            .containers
            .get_mut(&key)
            .and_then(|container| container.processes.get_mut(&parent))
        {
            process.vm = Some(vm);
        }
        if goes_on {
            self.wake(key, parent);
        }
    }
}
