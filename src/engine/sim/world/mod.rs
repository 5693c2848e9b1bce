//! The simulated engine: plain data and rules over a clock that is moved from outside.
//!
//! Everything that happens stands in one queue ordered by time; [`World::advance_to`] works it off. Requests change the
//! world at its present moment. No state is ever written from outside: a container is `unhealthy` because its check
//! failed, `restarting` because its program ended. Knows no runtime, no thread and no clock.

mod container;
mod exec;
mod health;
mod images;
mod inspect;
mod inspect_text;
mod lifecycle;
mod log_store;
mod mounts;
mod network;
mod process;
mod requests;
mod resources;
mod spec;
mod usage;
mod view;

pub(super) use container::{Container, Key, Ticket};
pub(super) use exec::SessionId;
pub(super) use log_store::Entry;
pub(super) use requests::Course;
pub(super) use resources::matches;
pub use spec::{Image, Spec};

use super::rng::Rng;
use super::scenario::{Action, Fault, Scenario};
use crate::model::event::{EngineEvent, EventKind};
use crate::model::labels::Labels;
use crate::model::time::Timestamp;
use exec::Session;
use resources::{Network, Volume};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// A request that the engine refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) message: String,
}

impl Refusal {
    fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
        }
    }
}

pub(super) type Answer<T> = Result<T, Refusal>;

/// What is planned.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// A process goes on.
    Run { key: Key, pid: u32, turn: u64 },
    /// A process sent another one a signal.
    Signal { key: Key, pid: u32, signal: i64 },
    /// The time to stop has passed.
    Grace { key: Key, run: u64 },
    /// The restart policy starts it.
    Restart { key: Key, run: u64 },
    /// The next health check.
    Probe { key: Key, turn: u64 },
    /// The health check has run too long.
    ProbeTimeout { key: Key, turn: u64, pid: u32 },
    /// An action of the scenario.
    Action(Action),
    /// Looks which of the scenario's containers can be started.
    Conduct,
}

/// Past events that the engine keeps, as Docker does.
const KEPT_EVENTS: usize = 256;

/// A Docker engine and all that is on it.
pub(super) struct World {
    now: Timestamp,
    rng: Rng,
    seed: u64,
    queue: BTreeMap<(Timestamp, u64), What>,
    sequence: u64,
    containers: BTreeMap<Key, Container>,
    images: BTreeMap<String, Image>,
    /// What can be pulled.
    registry: BTreeMap<String, Image>,
    /// In order of creation.
    networks: Vec<Network>,
    volumes: BTreeMap<String, Volume>,
    events: VecDeque<EngineEvent>,
    /// Events that nobody has taken yet.
    fresh_events: Vec<EngineEvent>,
    changed: bool,
    last_event_at: Timestamp,
    tickets: BTreeMap<Ticket, Option<Answer<()>>>,
    sessions: BTreeMap<SessionId, Session>,
    faults: Vec<Fault>,
    next_number: u64,
    log_cap_bytes: usize,
    memory_bytes: u64,
    /// Containers of the scenario that are still to be started.
    waiting: VecDeque<super::scenario::Planned>,
}

impl World {
    /// A world in which the scenario has run until `start`.
    pub(super) fn new(scenario: &Scenario, start: Timestamp, seed: u64) -> Self {
        let mut world = Self {
            now: start.before(scenario.past),
            rng: Rng::new(seed ^ 0x0073_7461_636b_7475),
            seed,
            queue: BTreeMap::new(),
            sequence: 0,
            containers: BTreeMap::new(),
            images: BTreeMap::new(),
            registry: BTreeMap::new(),
            networks: Vec::new(),
            volumes: BTreeMap::new(),
            events: VecDeque::new(),
            fresh_events: Vec::new(),
            changed: false,
            last_event_at: Timestamp::default(),
            tickets: BTreeMap::new(),
            sessions: BTreeMap::new(),
            faults: Vec::new(),
            next_number: 1,
            log_cap_bytes: scenario.log_cap_bytes,
            memory_bytes: scenario.engine.memory_bytes,
            waiting: VecDeque::new(),
        };
        for image in scenario
            .images
            .iter()
            .chain(&super::scenario::test_images())
        {
            world.images.insert(image.name.clone(), image.clone());
        }
        for image in &scenario.registry {
            world.registry.insert(image.name.clone(), image.clone());
        }
        world.add_own_networks();
        world.conduct(scenario);
        world.advance_to(start);
        world.fresh_events.clear();
        world
    }

    pub(super) const fn now(&self) -> Timestamp {
        self.now
    }

    /// When the next thing happens.
    pub(super) fn next_at(&self) -> Option<Timestamp> {
        self.queue.keys().next().map(|(at, _)| *at)
    }

    /// Lets everything happen that is due up to and including `to`.
    pub(super) fn advance_to(&mut self, to: Timestamp) {
        while let Some((&(at, sequence), _)) = self.queue.first_key_value()
            && at <= to
        {
            let Some(what) = self.queue.remove(&(at, sequence)) else {
                break;
            };
            self.now = self.now.max(at);
            self.happen(what);
        }
        self.now = self.now.max(to);
    }

    fn happen(&mut self, what: What) {
        self.touch();
        match what {
            What::Run { key, pid, turn } => self.run_process(key, pid, turn),
            What::Signal { key, pid, signal } => self.signal_process(key, pid, signal),
            What::Grace { key, run } => self.grace_is_over(key, run),
            What::Restart { key, run } => self.restart_by_policy(key, run),
            What::Probe { key, turn } => self.start_probe(key, turn),
            What::ProbeTimeout { key, turn, pid } => self.probe_timed_out(key, turn, pid),
            What::Action(action) => self.act(action),
            What::Conduct => self.start_waiting(),
        }
    }

    pub(super) fn plan(&mut self, delay: Duration, what: What) {
        self.sequence += 1;
        self.queue
            .insert((self.now.after(delay), self.sequence), what);
    }

    pub(super) fn enqueue(&mut self, planned: super::scenario::Planned) {
        self.waiting.push_back(planned);
    }

    pub(super) fn take_waiting(&mut self) -> VecDeque<super::scenario::Planned> {
        std::mem::take(&mut self.waiting)
    }

    /// A short time that belongs to the seed.
    pub(super) const fn jitter(&mut self, low_ms: u64, high_ms: u64) -> Duration {
        Duration::from_millis(self.rng.between(low_ms, high_ms))
    }

    fn number(&mut self) -> u64 {
        self.next_number += 1;
        self.next_number
    }

    /// Notes an event of a container; times rise strictly, as they do on a real engine.
    fn event(&mut self, key: Key, kind: EventKind, more: &[(&str, &str)]) {
        let Some(container) = self.containers.get(&key) else {
            return;
        };
        let mut attributes: Labels = container
            .config
            .labels
            .iter()
            .map(|(name, value)| (Arc::from(name.as_str()), Arc::from(value.as_str())))
            .collect();
        attributes.insert(Arc::from("name"), Arc::from(container.name.as_str()));
        attributes.insert(
            Arc::from("image"),
            Arc::from(container.config.image.as_str()),
        );
        for (name, value) in more {
            attributes.insert(Arc::from(*name), Arc::from(*value));
        }
        let id = container.id.clone();
        self.note("container", id, kind, attributes);
    }

    fn note(&mut self, object: &str, id: String, kind: EventKind, attributes: Labels) {
        let at = self.now.max(Timestamp(self.last_event_at.0 + 1_000));
        self.last_event_at = at;
        self.touch();
        let event = EngineEvent {
            at,
            object: object.to_owned(),
            id,
            kind,
            attributes,
        };
        if self.events.len() == KEPT_EVENTS {
            self.events.pop_front();
        }
        self.events.push_back(event.clone());
        self.fresh_events.push(event);
    }

    /// Whether anything happened since the last call.
    pub(super) const fn take_changed(&mut self) -> bool {
        std::mem::replace(&mut self.changed, false)
    }

    /// Something happened that somebody may wait for.
    pub(super) const fn touch(&mut self) {
        self.changed = true;
    }

    /// Events since the last call.
    pub(super) fn take_events(&mut self) -> Vec<EngineEvent> {
        std::mem::take(&mut self.fresh_events)
    }

    /// Past events, as far as they are kept.
    pub(super) fn past_events(
        &self,
        since: Timestamp,
        until: Option<Timestamp>,
    ) -> Vec<EngineEvent> {
        self.events
            .iter()
            .filter(|event| event.at >= since && until.is_none_or(|until| event.at <= until))
            .cloned()
            .collect()
    }

    /// Containers, newest first, as the engine lists them.
    pub(super) fn containers(&self) -> impl Iterator<Item = &Container> {
        self.containers.values().rev()
    }

    pub(super) fn container(&self, key: Key) -> Option<&Container> {
        self.containers.get(&key)
    }

    /// Something of one container.
    pub(super) fn inspect<R>(
        &self,
        reference: &str,
        read: impl FnOnce(&Container) -> R,
    ) -> Answer<R> {
        let key = self.find(reference)?;
        self.containers
            .get(&key)
            .map(read)
            .ok_or_else(|| Refusal::new(404, format!("No such container: {reference}")))
    }

    /// By full id, name, or a beginning of the id that is one container's only.
    pub(super) fn find(&self, reference: &str) -> Answer<Key> {
        let bare = reference.strip_prefix('/').unwrap_or(reference);
        let exact = self
            .containers
            .iter()
            .find(|(_, container)| container.id == bare)
            .or_else(|| {
                self.containers
                    .iter()
                    .find(|(_, container)| container.name == bare)
            });
        if let Some((key, _)) = exact {
            return Ok(*key);
        }
        let mut by_prefix = self
            .containers
            .iter()
            .filter(|(_, container)| !bare.is_empty() && container.id.starts_with(bare));
        match (by_prefix.next(), by_prefix.next()) {
            (Some((key, _)), None) => Ok(*key),
            (Some(_), Some(_)) => Err(Refusal::new(
                400,
                format!("Multiple IDs found with provided prefix: {bare}"),
            )),
            (None, _) => Err(Refusal::new(404, format!("No such container: {reference}"))),
        }
    }

    /// The answer of a call that ended later; `None`: not yet.
    pub(super) fn take_answer(&mut self, ticket: Ticket) -> Option<Answer<()>> {
        if self.tickets.get(&ticket)?.is_some() {
            self.tickets.remove(&ticket).flatten()
        } else {
            None
        }
    }

    fn open_ticket(&mut self) -> Ticket {
        let ticket = self.number();
        self.tickets.insert(ticket, None);
        ticket
    }

    fn close_ticket(&mut self, ticket: Ticket, answer: Answer<()>) {
        self.touch();
        self.tickets.insert(ticket, Some(answer));
    }

    /// Fails the next such call.
    pub(super) fn add_fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    fn fault(&mut self, call: &str, key: Key) -> Answer<()> {
        match self.containers.get(&key) {
            Some(container) => self.fault_at(call, &container.name.clone()),
            None => Ok(()),
        }
    }

    fn fault_at(&mut self, call: &str, name: &str) -> Answer<()> {
        let found = self.faults.iter().position(|fault| {
            fault.call == call && (fault.container == name || fault.container.is_empty())
        });
        match found {
            Some(index) => {
                let fault = self.faults.remove(index);
                Err(Refusal::new(fault.status, fault.message))
            }
            None => Ok(()),
        }
    }
}
