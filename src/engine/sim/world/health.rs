//! Health checks, by the rules of Docker's `daemon/health.go`.

use super::container::{Key, Output, Phase};
use super::exec::is_known_command;
use super::{What, World};
use crate::model::event::EventKind;
use crate::model::observed::{Health, HealthProbe};
use std::time::Duration;

/// Between checks during the start period.
const START_INTERVAL: Duration = Duration::from_secs(5);
/// Checks that the engine remembers.
const KEPT_PROBES: usize = 5;

impl World {
    /// Plans the next check, where there is one to make.
    pub(super) fn plan_probe(&mut self, key: Key) {
        let Some(container) = self.containers.get(&key) else {
            return;
        };
        if container.phase != Phase::Running {
            return;
        }
        if let Some(health) = &container.config.health {
            let turn = container.health.turn;
            let in_start_period = container.health.status == Health::Starting
                && container
                    .started_at
                    .is_some_and(|at| at.age(self.now) < health.start_period);
            // Since 25.0, and where nothing else is said.
            let interval = if in_start_period {
                START_INTERVAL
            } else {
                health.interval
            };
            self.plan(interval, What::Probe { key, turn });
        }
    }

    pub(super) fn start_probe(&mut self, key: Key, turn: u64) {
        let Some(container) = self.containers.get(&key) else {
            return;
        };
        if container.health.turn != turn || container.phase != Phase::Running {
            return;
        }
        let Some(health) = container.config.health.clone() else {
            return;
        };
        let argv = health.command();
        let is_known = is_known_command(&argv, self.images.get(&container.config.image));
        let exec_id = self.rng.hex_id();
        for action in ["exec_create", "exec_start"] {
            let text = format!("{action}: {}", argv.join(" "));
            self.event(key, EventKind::Other(text), &[("execID", &exec_id)]);
        }
        let now = self.now;
        if !is_known {
            let program = argv.first().cloned().unwrap_or_default();
            if let Some(container) = self.containers.get_mut(&key) {
                container.health.running = Some((0, now, not_found(&program)));
            }
            self.probe_ended(key, 0, -1);
            return;
        }
        let pid = self.spawn(
            key,
            None,
            &argv,
            Output::Probe,
            exec_id,
            Duration::from_millis(1),
        );
        if let Some(container) = self.containers.get_mut(&key) {
            container.health.running = Some((pid, now, String::new()));
        }
        self.plan(health.timeout, What::ProbeTimeout { key, turn, pid });
    }

    pub(super) fn probe_timed_out(&mut self, key: Key, turn: u64, pid: u32) {
        let Some(container) = self.containers.get_mut(&key) else {
            return;
        };
        if container.health.turn != turn {
            return;
        }
        let timeout = container
            .config
            .health
            .as_ref()
            .map_or(Duration::ZERO, |health| health.timeout);
        let Some((running, _, printed)) = container.health.running.as_mut() else {
            return;
        };
        if *running != pid {
            return;
        }
        *printed = format!("Health check exceeded timeout ({timeout:?})");
        container.processes.remove(&pid);
        self.probe_ended(key, pid, -1);
    }

    pub(super) fn probe_ended(&mut self, key: Key, pid: u32, code: i64) {
        let now = self.now;
        let Some(container) = self.containers.get_mut(&key) else {
            return;
        };
        let Some(health) = container.config.health.clone() else {
            return;
        };
        match container.health.running.take() {
            Some((running, started_at, output)) if running == pid => {
                let state = &mut container.health;
                state.log.push_back(HealthProbe {
                    started_at: Some(started_at),
                    ended_at: Some(now),
                    exit_code: code,
                    output,
                });
                while state.log.len() > KEPT_PROBES {
                    state.log.pop_front();
                }
                let before = state.status.clone();
                if code == 0 {
                    state.failing_streak = 0;
                    state.status = Health::Healthy;
                } else {
                    let in_grace = before == Health::Starting
                        && container
                            .started_at
                            .is_some_and(|at| at.age(started_at) < health.start_period);
                    if !in_grace {
                        state.failing_streak += 1;
                        if state.failing_streak >= health.retries {
                            state.status = Health::Unhealthy;
                        }
                    }
                }
                let after = state.status.clone();
                if after != before {
                    self.event(key, EventKind::Health(after), &[]);
                }
                self.plan_probe(key);
            }
            other => container.health.running = other,
        }
    }
}

/// What the engine says where the program of an exec is not there.
pub(super) fn not_found(program: &str) -> String {
    let why = if program.contains('/') {
        format!("stat {program}: no such file or directory")
    } else {
        "executable file not found in $PATH".to_owned()
    };
    format!(
        "OCI runtime exec failed: exec failed: unable to start container process: exec: \"{program}\": {why}: unknown"
    )
}
