//! What a client may ask for: create, start, stop, kill, restart, pause, remove, rename.

use super::container::{Container, HealthState, Key, Pending, Phase, Ticket};
use super::log_store::LogStore;
use super::spec::{Config, argv};
use super::usage::Usage;
use super::{Answer, Refusal, What, World};
use crate::engine::spec::{ContainerSpec, FileSpec};
use crate::model::event::EventKind;
use crate::model::exit::signal_number;
use crate::model::observed::{DEFAULT_STOP_TIMEOUT, RestartPolicy};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

/// How a call went on: done, or its answer comes later.
pub(in crate::engine::sim) enum Course {
    Done,
    Later(Ticket),
}

impl World {
    pub(in crate::engine::sim) fn create(&mut self, mut spec: ContainerSpec) -> Answer<String> {
        self.fault_at("create", &spec.name)?;
        let image = self.image_for(&spec.image, &spec.platform)?;
        if spec.name.is_empty() {
            spec.name = self.invented_name();
        }
        let name = spec.name.clone();
        let is_valid = name.len() > 1
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
            && name
                .as_bytes()
                .first()
                .is_some_and(u8::is_ascii_alphanumeric);
        if !is_valid {
            return Err(Refusal::new(
                400,
                format!(
                    "Invalid container name ({name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
                ),
            ));
        }
        self.name_is_free(&name)?;
        let id = self.rng.hex_id();
        let short_id: String = id.chars().take(12).collect();
        let argv = argv(&spec, &image);
        if argv.is_empty() {
            return Err(Refusal::new(400, "No command specified"));
        }
        if let Some(signal) = &spec.stop_signal
            && signal_number(signal).is_none()
        {
            return Err(Refusal::new(400, format!("Invalid signal: {signal}")));
        }
        if let Some(other) = spec.network_mode.strip_prefix("container:") {
            self.find(other)?;
        }
        let mounts = self.mounts_of(&spec, &image);
        let config = Config::new(spec, &image, &short_id, mounts);
        let key = self.number();
        let usage = Usage::new(self.seed ^ key, self.now);
        self.containers.insert(
            key,
            Container {
                image_id: image.id(),
                id: id.clone(),
                name,
                created_at: self.now,
                config,
                phase: Phase::Created,
                exit_code: 0,
                error: String::new(),
                oom_killed: false,
                started_at: None,
                finished_at: None,
                restart_count: 0,
                manually_stopped: false,
                exits_for_good: false,
                backoff: Duration::ZERO,
                run: 0,
                processes: BTreeMap::new(),
                next_pid: 1,
                health: HealthState::default(),
                logs: LogStore::new(self.log_cap_bytes),
                usage,
                files: BTreeMap::new(),
                listening: BTreeSet::new(),
                bound: Vec::new(),
                addresses: Vec::new(),
                pending: Vec::new(),
                doomed_volumes: Vec::new(),
                input: VecDeque::new(),
            },
        );
        self.event(key, EventKind::Create, &[]);
        Ok(id)
    }

    fn name_is_free(&self, name: &str) -> Answer<()> {
        match self.containers.values().find(|other| other.name == name) {
            None => Ok(()),
            Some(other) => Err(Refusal::new(
                409,
                format!(
                    "Conflict. The container name \"/{name}\" is already in use by container \"{}\". You have to \
                     remove (or rename) that container to be able to reuse that name.",
                    other.id
                ),
            )),
        }
    }

    fn invented_name(&mut self) -> String {
        const FIRST: [&str; 8] = [
            "bold", "calm", "deft", "eager", "fond", "keen", "quiet", "wise",
        ];
        const SECOND: [&str; 8] = [
            "curie", "darwin", "euler", "hopper", "lovelace", "noether", "turing", "volta",
        ];
        loop {
            let pick = |drawn: u64| usize::try_from(drawn).unwrap_or(0);
            let first = FIRST[pick(self.rng.between(0, 7))];
            let second = SECOND[pick(self.rng.between(0, 7))];
            let name = format!("{first}_{second}{}", self.rng.between(1, 999));
            if self.name_is_free(&name).is_ok() {
                return name;
            }
        }
    }

    /// `Ok` also where it runs already (304).
    pub(in crate::engine::sim) fn start(&mut self, reference: &str) -> Answer<()> {
        let key = self.find(reference)?;
        match self.phase(key) {
            Phase::Paused => Err(Refusal::new(
                409,
                "cannot start a paused container, try unpause instead",
            )),
            Phase::Running => Ok(()),
            Phase::Restarting => {
                // A request does not wait for the back-off.
                self.begin(key, true)
            }
            Phase::Created | Phase::Exited => {
                self.fault("start", key)?;
                self.begin(key, true)
            }
        }
    }

    pub(in crate::engine::sim) fn stop(
        &mut self,
        reference: &str,
        grace: Option<Duration>,
    ) -> Answer<Course> {
        let key = self.find(reference)?;
        self.fault("stop", key)?;
        if !self.is_running(key) {
            return Ok(Course::Done);
        }
        let ticket = self.open_ticket();
        self.end(key, Pending::Stop(ticket), grace);
        Ok(Course::Later(ticket))
    }

    pub(in crate::engine::sim) fn restart(
        &mut self,
        reference: &str,
        grace: Option<Duration>,
    ) -> Answer<Course> {
        let key = self.find(reference)?;
        self.fault("restart", key)?;
        if !self.is_running(key) {
            self.begin(key, true)?;
            self.event(key, EventKind::Restart, &[]);
            return Ok(Course::Done);
        }
        let ticket = self.open_ticket();
        self.end(key, Pending::Restart(ticket), grace);
        Ok(Course::Later(ticket))
    }

    /// Sends the stop signal and lets the grace period run; what is pending comes after the end.
    fn end(&mut self, key: Key, pending: Pending, grace: Option<Duration>) {
        let Some(container) = self.containers.get_mut(&key) else {
            return;
        };
        container.pending.push(pending);
        container.manually_stopped = true;
        container.exits_for_good = true;
        if container.phase == Phase::Restarting {
            // Nothing runs: no signal, no `die`.
            container.phase = Phase::Exited;
            container.run += 1;
            self.finish_pending(key);
            return;
        }
        let grace = grace
            .or(container.config.stop_timeout)
            .unwrap_or(DEFAULT_STOP_TIMEOUT);
        let signal = container
            .config
            .stop_signal
            .as_deref()
            .and_then(signal_number)
            .unwrap_or(15);
        let run = container.run;
        self.plan(grace, What::Grace { key, run });
        self.send(key, signal);
    }

    pub(super) fn grace_is_over(&mut self, key: Key, run: u64) {
        let waits = self.containers.get(&key).is_some_and(|container| {
            container.run == run && container.is_up() && !container.pending.is_empty()
        });
        if waits {
            self.send(key, 9);
        }
    }

    pub(in crate::engine::sim) fn kill(&mut self, reference: &str, signal: &str) -> Answer<()> {
        let number = if signal.is_empty() {
            Some(9)
        } else {
            signal_number(signal)
        };
        let number =
            number.ok_or_else(|| Refusal::new(400, format!("Invalid signal: {signal}")))?;
        let key = self.find(reference)?;
        self.fault("kill", key)?;
        let Some(container) = self.containers.get_mut(&key) else {
            return Ok(());
        };
        if !container.counts_as_running() {
            return Err(Refusal::new(
                409,
                format!(
                    "Cannot kill container: {reference}: Container {} is not running",
                    container.id
                ),
            ));
        }
        let stop_signal = container
            .config
            .stop_signal
            .as_deref()
            .and_then(signal_number);
        if number == 9 || stop_signal.is_none_or(|stop_signal| stop_signal == number) {
            container.exits_for_good = true;
        }
        container.manually_stopped = true;
        if container.phase == Phase::Restarting {
            container.phase = Phase::Exited;
            container.run += 1;
            return Ok(());
        }
        self.send(key, number);
        Ok(())
    }

    pub(in crate::engine::sim) fn pause(&mut self, reference: &str) -> Answer<()> {
        let key = self.find(reference)?;
        self.fault("pause", key)?;
        let Some(container) = self.containers.get_mut(&key) else {
            return Ok(());
        };
        let id = container.id.clone();
        match container.phase {
            Phase::Paused => Err(Refusal::new(
                409,
                format!("Container {id} is already paused"),
            )),
            Phase::Restarting => Err(Refusal::new(
                409,
                format!("Container {id} is restarting, wait until the container is running"),
            )),
            Phase::Created | Phase::Exited => {
                Err(Refusal::new(409, format!("Container {id} is not running")))
            }
            Phase::Running => {
                container.phase = Phase::Paused;
                container.health.turn += 1;
                self.event(key, EventKind::Pause, &[]);
                Ok(())
            }
        }
    }

    pub(in crate::engine::sim) fn unpause(&mut self, reference: &str) -> Answer<()> {
        let key = self.find(reference)?;
        self.fault("unpause", key)?;
        match self.containers.get(&key) {
            Some(container) if container.phase != Phase::Paused => Err(Refusal::new(
                409,
                format!("Container {} is not paused", container.id),
            )),
            _ => {
                self.thaw(key);
                Ok(())
            }
        }
    }

    pub(in crate::engine::sim) fn remove(
        &mut self,
        reference: &str,
        force: bool,
        volumes: bool,
    ) -> Answer<Course> {
        let key = self.find(reference)?;
        self.fault("remove", key)?;
        let doomed = if volumes {
            self.anonymous_volumes(key)
        } else {
            Vec::new()
        };
        let Some(container) = self.containers.get_mut(&key) else {
            return Ok(Course::Done);
        };
        if container.counts_as_running() {
            if !force {
                let procedure = if container.phase == Phase::Paused {
                    "Unpause and then stop"
                } else {
                    "Stop"
                };
                return Err(Refusal::new(
                    409,
                    format!(
                        "You cannot remove a {} container {}. {procedure} the container before attempting removal \
                         or force remove",
                        container.state_word(),
                        container.id
                    ),
                ));
            }
            container.exits_for_good = true;
            container.manually_stopped = true;
            container.doomed_volumes.clone_from(&doomed);
            if container.is_up() {
                let ticket = self.number();
                self.tickets.insert(ticket, None);
                if let Some(container) = self.containers.get_mut(&key) {
                    container.pending.push(Pending::Remove(ticket));
                }
                self.send(key, 9);
                return Ok(Course::Later(ticket));
            }
        }
        if let Some(container) = self.containers.get_mut(&key) {
            container.doomed_volumes = doomed;
        }
        self.destroy(key);
        Ok(Course::Done)
    }

    pub(super) fn destroy(&mut self, key: Key) {
        self.event(key, EventKind::Destroy, &[]);
        if let Some(container) = self.containers.remove(&key) {
            for pending in container.pending {
                let (Pending::Stop(ticket) | Pending::Restart(ticket) | Pending::Remove(ticket)) =
                    pending;
                self.close_ticket(ticket, Ok(()));
            }
            self.end_sessions(key);
            for volume in container.doomed_volumes {
                // One that another container has by now stays.
                let _in_use = self.remove_volume(&volume, true);
            }
        }
    }

    /// `POST /containers/{id}/rename`
    pub(in crate::engine::sim) fn rename(&mut self, reference: &str, name: &str) -> Answer<()> {
        let key = self.find(reference)?;
        self.fault("rename", key)?;
        self.name_is_free(name)?;
        let Some(container) = self.containers.get_mut(&key) else {
            return Ok(());
        };
        let old = format!(
            "/{}",
            std::mem::replace(&mut container.name, name.to_owned())
        );
        self.event(key, EventKind::Rename, &[("oldName", &old)]);
        Ok(())
    }

    /// `POST /containers/{id}/update`
    pub(in crate::engine::sim) fn update_policy(
        &mut self,
        reference: &str,
        policy: RestartPolicy,
    ) -> Answer<()> {
        let key = self.find(reference)?;
        self.fault("update", key)?;
        if let Some(container) = self.containers.get_mut(&key) {
            container.config.restart_policy = policy;
        }
        self.event(key, EventKind::Update, &[]);
        Ok(())
    }

    /// Its exit code, once it does not run.
    pub(in crate::engine::sim) fn ended_with(&self, reference: &str) -> Answer<Option<i64>> {
        let key = self.find(reference)?;
        let container = self.containers.get(&key);
        Ok(container
            .filter(|container| !container.counts_as_running())
            .map(|container| container.exit_code))
    }

    /// `PUT /containers/{id}/archive`
    pub(in crate::engine::sim) fn put(&mut self, reference: &str, file: &FileSpec) -> Answer<()> {
        let key = self.find(reference)?;
        self.fault("put", key)?;
        if let Some(container) = self.containers.get_mut(&key) {
            let text = String::from_utf8_lossy(&file.content).into_owned();
            container.files.insert(file.path.clone(), text);
        }
        self.touch();
        Ok(())
    }

    pub(super) fn phase(&self, key: Key) -> Phase {
        self.containers
            .get(&key)
            .map_or(Phase::Exited, |container| container.phase)
    }

    pub(super) fn is_running(&self, key: Key) -> bool {
        self.containers
            .get(&key)
            .is_some_and(Container::counts_as_running)
    }
}
