//! One host: its containers, and the stacks that they make.

use crate::app::domain::project::Projects;
use crate::app::domain::stack::{self, Stack};
use crate::app::msg::ProjectMsg;
use crate::model::capabilities::Capabilities;
use crate::model::event::{EngineEvent, EventKind};
use crate::model::exit;
use crate::model::ids::{Epoch, HostId, InstanceId};
use crate::model::observed::{Container, EngineInfo, EngineState, Health, Snapshot};
use crate::model::status::{History, Status};
use crate::model::time::Timestamp;
use crate::plan::news::HostError;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// The connection to a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// First try, nothing known yet.
    Connecting,
    /// Everything shown is true.
    Live,
    /// What is shown was true at `since`.
    Lost {
        /// When it broke, by our clock.
        since: Timestamp,
        /// Why.
        error: HostError,
    },
}

/// One container and what was seen of it.
#[derive(Clone, Debug)]
pub struct Instance {
    /// As the engine shows it.
    pub container: Container,
    /// What its events tell.
    pub history: History,
    /// Its state, worked out by [`Host::refresh`].
    pub status: Status,
}

/// One host.
#[derive(Clone, Debug)]
pub struct Host {
    /// Which.
    pub id: HostId,
    /// The connection.
    pub link: Link,
    /// The engine.
    pub engine: EngineInfo,
    /// What the endpoint does not offer.
    pub capabilities: Capabilities,
    /// Compose files, by project.
    pub projects: Projects,
    epoch: Epoch,
    instances: BTreeMap<InstanceId, Instance>,
    early_history: BTreeMap<InstanceId, History>,
    events: VecDeque<EngineEvent>,
    starting: BTreeSet<InstanceId>,
    stacks: Vec<Stack>,
    is_listed: bool,
}

/// Events kept for the Events tab.
const EVENTS_KEPT: usize = 1_000;

impl Host {
    /// A host of which nothing is known.
    pub fn new(id: HostId) -> Self {
        Self {
            id,
            link: Link::Connecting,
            engine: EngineInfo::default(),
            capabilities: Capabilities::default(),
            projects: Projects::default(),
            epoch: Epoch::default(),
            instances: BTreeMap::new(),
            early_history: BTreeMap::new(),
            events: VecDeque::new(),
            starting: BTreeSet::new(),
            stacks: Vec::new(),
            is_listed: false,
        }
    }

    /// Whether the list came at least once.
    pub const fn is_listed(&self) -> bool {
        self.is_listed
    }

    /// Whether what is shown is true now.
    pub fn is_live(&self) -> bool {
        self.link == Link::Live
    }

    /// The engine's clock, by ours.
    pub const fn engine_time(&self, now: Timestamp) -> Timestamp {
        Timestamp(now.0.saturating_add(self.engine.clock_offset_nanos))
    }

    /// A container.
    pub fn instance(&self, id: &InstanceId) -> Option<&Instance> {
        self.instances.get(id)
    }

    /// All containers, by id.
    pub fn instances(&self) -> impl Iterator<Item = (&InstanceId, &Instance)> {
        self.instances.iter()
    }

    /// All containers as the engine shows them.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        self.instances.values().map(|instance| &instance.container)
    }

    /// Stacks in the order of the list.
    pub fn stacks(&self) -> &[Stack] {
        &self.stacks
    }

    /// Events, oldest first.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = &EngineEvent> {
        self.events.iter()
    }

    /// Services that fail, and single containers under loose.
    pub fn failing(&self) -> usize {
        self.stacks
            .iter()
            .flat_map(|stack| &stack.services)
            .filter(|service| service.status.is_failing())
            .count()
    }

    /// The whole truth of a new connection. Older epochs are ignored; details already known stay until the inspection.
    pub fn take_snapshot(&mut self, epoch: Epoch, snapshot: Snapshot) {
        if epoch < self.epoch {
            return;
        }
        self.epoch = epoch;
        self.link = Link::Live;
        self.is_listed = true;
        self.take_engine(epoch, snapshot.engine);
        let mut known = std::mem::take(&mut self.instances);
        for mut container in snapshot.containers {
            let old = known.remove(&container.id);
            let same_run = |old: &Instance| old.container.state == container.state;
            if container.details.is_none()
                && let Some(old) = old.as_ref().filter(|old| same_run(old))
            {
                container.details.clone_from(&old.container.details);
            }
            let (history, status) = match old {
                Some(old) => (old.history, old.status),
                None => (
                    self.early_history.remove(&container.id).unwrap_or_default(),
                    Status::Running,
                ),
            };
            self.instances.insert(
                container.id.clone(),
                Instance {
                    container,
                    history,
                    status,
                },
            );
        }
    }

    /// Facts of the engine; what is empty in them is kept from before.
    pub fn take_engine(&mut self, epoch: Epoch, engine: EngineInfo) {
        if epoch < self.epoch {
            return;
        }
        let old = std::mem::replace(&mut self.engine, engine);
        let keep = |new: &mut String, old: String| {
            if new.is_empty() {
                *new = old;
            }
        };
        keep(&mut self.engine.name, old.name);
        keep(&mut self.engine.version, old.version);
        keep(&mut self.engine.api_version, old.api_version);
        keep(&mut self.engine.operating_system, old.operating_system);
        if self.engine.cpus == 0 {
            self.engine.cpus = old.cpus;
        }
        if self.engine.memory_bytes == 0 {
            self.engine.memory_bytes = old.memory_bytes;
        }
    }

    /// The inspection of containers, new ones too.
    pub fn take_inspected(&mut self, epoch: Epoch, containers: Vec<Container>) {
        if epoch < self.epoch {
            return;
        }
        for container in containers {
            self.take_container(container);
        }
    }

    /// One container as it is now.
    pub fn take_container(&mut self, mut container: Container) {
        if let Some(instance) = self.instances.get_mut(&container.id) {
            // An inspection may come before the ports are bound.
            if container.ports.is_empty() && container.is_running() {
                container.ports = std::mem::take(&mut instance.container.ports);
            }
            instance.container = container;
            return;
        }
        let history = self.early_history.remove(&container.id).unwrap_or_default();
        let id = container.id.clone();
        self.instances.insert(
            id,
            Instance {
                container,
                history,
                status: Status::Stopped,
            },
        );
    }

    /// A container is gone.
    pub fn remove(&mut self, id: &InstanceId) {
        self.instances.remove(id);
        self.early_history.remove(id);
    }

    /// What happened before we came, oldest first: tells what was stopped on purpose. Answers with those that were not
    /// known.
    pub fn take_past_events(&mut self, epoch: Epoch, events: Vec<EngineEvent>) -> Vec<EngineEvent> {
        if epoch < self.epoch {
            return Vec::new();
        }
        let newest_kept = self.events.back().map(|event| event.at);
        let mut fresh = Vec::new();
        for event in events {
            if newest_kept.is_some_and(|newest| event.at <= newest) {
                continue;
            }
            if event.is_container() {
                let id = InstanceId::from(&event.id);
                let history = match self.instances.get_mut(&id) {
                    Some(instance) => &mut instance.history,
                    None => self.early_history.entry(id).or_default(),
                };
                note(history, &event);
            }
            fresh.push(event.clone());
            self.keep_event(event);
        }
        self.early_history
            .retain(|id, _| !self.instances.contains_key(id));
        fresh
    }

    /// It happened now. The state is provisional until the inspection that follows: a `die` does not say whether the
    /// policy will start it again.
    pub fn take_event(&mut self, epoch: Epoch, event: EngineEvent) {
        if epoch < self.epoch {
            return;
        }
        if event.is_container() {
            let id = InstanceId::from(&event.id);
            if event.kind == EventKind::Destroy {
                self.remove(&id);
            }
            match self.instances.get_mut(&id) {
                Some(instance) => {
                    note(&mut instance.history, &event);
                    provisional(instance, &event);
                }
                None if event.kind != EventKind::Destroy => {
                    note(self.early_history.entry(id).or_default(), &event);
                }
                None => {}
            }
        }
        self.keep_event(event);
    }

    fn keep_event(&mut self, event: EngineEvent) {
        if self.events.len() == EVENTS_KEPT {
            self.events.pop_front();
        }
        self.events.push_back(event);
    }

    /// A compose file was read.
    pub fn take_project(&mut self, project: ProjectMsg) {
        self.projects.take(project);
    }

    /// Containers of which a start of ours is under way.
    pub fn set_starting(&mut self, starting: BTreeSet<InstanceId>) {
        self.starting = starting;
    }

    /// A stop of ours was done: that is known also where the engine does not tell of it, as podman now and then.
    pub fn note_stop(&mut self, id: &InstanceId) {
        if let Some(instance) = self.instances.get_mut(id) {
            instance.history.saw_stop();
        }
    }

    /// Forgets a container's restart rhythm, because a person started it anew.
    pub fn forget_restarts(&mut self, id: &InstanceId) {
        if let Some(instance) = self.instances.get_mut(id) {
            instance.history.forget_restarts();
        }
    }

    /// Works out states and stacks. `now` is our clock. The order of the list changes only where `may_reorder`.
    pub fn refresh(&mut self, now: Timestamp, may_reorder: bool) {
        let now = self.engine_time(now);
        for (id, instance) in &mut self.instances {
            instance.status = Status::of(
                &instance.container,
                &instance.history,
                self.starting.contains(id),
                now,
            );
        }
        self.stacks = stack::build(self, may_reorder);
    }
}

/// What an event tells of a container's past.
fn note(history: &mut History, event: &EngineEvent) {
    match &event.kind {
        EventKind::Kill { signal } if exit::is_mild(signal) => history.saw_signal(event.at),
        EventKind::Kill { .. } | EventKind::Stop => history.saw_stop(),
        EventKind::Die { exit_code } => history.saw_die(event.at, *exit_code),
        EventKind::Start => history.saw_start(event.at),
        _ => {}
    }
}

/// What the engine will most probably show, until it was asked.
fn provisional(instance: &mut Instance, event: &EngineEvent) {
    let container = &mut instance.container;
    let will_restart = |container: &Container| {
        container.details.as_ref().is_some_and(|details| {
            let policy = &details.restart_policy;
            let retries_left =
                policy.maximum_retries == 0 || details.restart_count < policy.maximum_retries;
            policy.keeps_running()
                || policy.name == "on-failure" && details.exit_code != 0 && retries_left
        })
    };
    match &event.kind {
        EventKind::Start | EventKind::Unpause => {
            container.state = EngineState::Running;
            if event.kind == EventKind::Start
                && let Some(details) = container.details.as_mut()
            {
                Arc::make_mut(details).started_at = Some(event.at);
                if container.health != Health::None {
                    container.health = Health::Starting;
                }
            }
        }
        EventKind::Pause => container.state = EngineState::Paused,
        EventKind::Die { exit_code } => {
            if let Some(details) = container.details.as_mut() {
                let details = Arc::make_mut(details);
                details.exit_code = exit_code.unwrap_or(details.exit_code);
                details.finished_at = Some(event.at);
            }
            container.listed_exit_code = *exit_code;
            let restarting = !instance.history.stopped_on_purpose && will_restart(container);
            container.state = if restarting {
                EngineState::Restarting
            } else {
                EngineState::Exited
            };
        }
        EventKind::Oom => {
            if let Some(details) = container.details.as_mut() {
                Arc::make_mut(details).oom_killed = true;
            }
        }
        EventKind::Health(health) => container.health = health.clone(),
        EventKind::Rename => {
            if let Some(name) = event.attributes.get("name") {
                container.name = name.clone();
            }
        }
        _ => {}
    }
}
