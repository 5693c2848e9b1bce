//! The engine port over a [`World`], on tokio's clock.
#![expect(
    clippy::disallowed_methods,
    reason = "an adapter of the engine port spawns its own driver and pumps"
)]

use super::scenario::{Action, Fault, Scenario};
use super::world::{Refusal, Ticket, World};
use crate::engine::error::EngineError;
use crate::engine::{Reply, Result};
use crate::model::event::EngineEvent;
use crate::model::observed::EngineInfo;
use crate::model::text::sanitise;
use crate::model::time::Timestamp;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, sleep_until};

/// Events that a reader may be behind; one that is further behind is cut off and has to list anew, as with a
/// connection that broke.
const EVENT_BACKLOG: usize = 1024;
/// What happens within this time is told together.
const GRAIN: Duration = Duration::from_millis(10);

/// A simulated engine. Cheap to clone; all clones are the same engine.
///
/// Its clock is tokio's, so a call must be made on a tokio runtime with time enabled; under `tokio::time::pause` the
/// simulation runs as fast as it is waited for.
#[derive(Clone)]
pub struct SimEngine {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    state: Mutex<State>,
    /// Counts up whenever something has happened.
    revision: watch::Sender<u64>,
    pub(super) events: broadcast::Sender<EngineEvent>,
    /// Whether the engine can be reached.
    connected: watch::Sender<bool>,
    /// The driver is to look again.
    wake: Arc<Notify>,
    info: EngineInfo,
    writes: AtomicU64,
}

struct State {
    world: World,
    start: Timestamp,
    /// The moment of `start` on tokio's clock; set by the first call.
    origin: Option<Instant>,
    driver: Option<JoinHandle<()>>,
    driver_wakes_at: Option<Timestamp>,
    latency: Duration,
}

impl SimEngine {
    /// An engine on which `scenario` has run until `start`. Its clock stands at `start` until the first call.
    pub fn new(scenario: &Scenario, start: Timestamp, seed: u64) -> Self {
        let state = State {
            world: World::new(scenario, start, seed),
            start,
            origin: None,
            driver: None,
            driver_wakes_at: None,
            latency: Duration::ZERO,
        };
        Self {
            inner: Arc::new(Inner {
                state: Mutex::new(state),
                revision: watch::Sender::new(0),
                events: broadcast::Sender::new(EVENT_BACKLOG),
                connected: watch::Sender::new(true),
                wake: Arc::new(Notify::new()),
                info: scenario.engine.clone(),
                writes: AtomicU64::new(0),
            }),
        }
    }

    /// The next `call` (of those that [`Fault::call`] lists) on a container, network, volume or image of this name fails with status 500 and these words; an empty name is any container.
    pub fn fail_once(&self, call: &str, container: &str, message: &str) {
        self.fail_once_with(call, container, message, 500);
    }

    /// As [`Self::fail_once`], with another HTTP status.
    pub fn fail_once_with(&self, call: &str, container: &str, message: &str, status: u16) {
        let fault = Fault {
            call: call.to_owned(),
            container: container.to_owned(),
            message: message.to_owned(),
            status,
        };
        self.inner.with(|world| world.add_fault(fault));
    }

    /// From now on every call and every stream fails as if the engine were gone; what runs on it runs on.
    pub fn drop_connection(&self) {
        self.inner.connected.send_replace(false);
    }

    /// The engine answers again.
    pub fn restore(&self) {
        self.inner.connected.send_replace(true);
    }

    /// Every call takes so long before it does anything.
    pub fn set_latency(&self, latency: Duration) {
        self.inner.lock().latency = latency;
    }

    /// Somebody else does something, now.
    pub fn act(&self, action: Action) {
        self.inner.ensure_driver();
        self.inner.with(|world| world.act(action));
    }

    /// The engine's clock.
    pub fn now(&self) -> Timestamp {
        self.inner.with(|world| world.now())
    }

    /// How many calls that change something were made, refused ones too.
    pub fn write_calls(&self) -> u64 {
        self.inner.writes.load(Ordering::Relaxed)
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings the world up to now, works on it, and tells what happened.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut World) -> R) -> R {
        let mut state = self.lock();
        let now = state.now();
        state.world.advance_to(now);
        let mut told = self.tell(&mut state);
        let answer = work(&mut state.world);
        told |= self.tell(&mut state);
        let sooner = match (state.world.next_at(), state.driver_wakes_at) {
            (Some(next), Some(planned)) => next < planned,
            (Some(_), None) => true,
            (None, _) => false,
        };
        drop(state);
        if told {
            self.revision.send_modify(|revision| *revision += 1);
        }
        if sooner {
            self.wake.notify_one();
        }
        answer
    }

    fn tell(&self, state: &mut State) -> bool {
        for event in state.world.take_events() {
            // Without a reader there is nobody to tell.
            let _ = self.events.send(event);
        }
        state.world.take_changed()
    }

    /// The driver lets things happen when their time comes. It starts with the first call, on that call's runtime, and
    /// ends with the engine.
    pub(super) fn ensure_driver(self: &Arc<Self>) {
        let mut state = self.lock();
        if state
            .driver
            .as_ref()
            .is_some_and(|driver| !driver.is_finished())
        {
            return;
        }
        state.origin.get_or_insert_with(Instant::now);
        state.driver = Some(tokio::spawn(drive(
            Arc::downgrade(self),
            Arc::clone(&self.wake),
        )));
    }

    pub(super) fn revisions(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    pub(super) fn connection(&self) -> watch::Receiver<bool> {
        self.connected.subscribe()
    }

    pub(super) fn lost() -> EngineError {
        EngineError::Unreachable {
            reason: "connection refused".to_owned(),
            hint: Some("the simulated engine was taken away".to_owned()),
        }
    }

    /// One call: waits its latency, then does its work at once.
    pub(super) async fn call<R>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut World) -> Result<R, Refusal>,
    ) -> Result<R> {
        self.ensure_driver();
        let latency = self.lock().latency;
        if !latency.is_zero() {
            sleep(latency).await;
        }
        if !*self.connected.borrow() {
            return Err(Self::lost());
        }
        self.with(work).map_err(refused)
    }

    /// The answer of a call that takes its time.
    pub(super) async fn answer(self: &Arc<Self>, ticket: Ticket) -> Result<()> {
        self.until(|world| world.take_answer(ticket).transpose())
            .await
    }

    /// Looks whenever something has happened, until there is an answer.
    pub(super) async fn until<R>(
        self: &Arc<Self>,
        mut look: impl FnMut(&mut World) -> Result<Option<R>, Refusal>,
    ) -> Result<R> {
        self.ensure_driver();
        let mut revisions = self.revisions();
        let mut connection = self.connection();
        loop {
            if let Some(answer) = self.with(&mut look).map_err(refused)? {
                return Ok(answer);
            }
            if !*connection.borrow_and_update() {
                return Err(Self::lost());
            }
            tokio::select! {
                _ = revisions.changed() => {}
                _ = connection.changed() => {}
            }
        }
    }

    pub(super) fn note_write(&self) {
        self.writes.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) const fn info(&self) -> &EngineInfo {
        &self.info
    }
}

impl State {
    fn now(&self) -> Timestamp {
        self.origin
            .map_or(self.start, |origin| self.start.after(origin.elapsed()))
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(driver) = state.driver.take() {
            driver.abort();
        }
    }
}

pub(super) fn refused(Refusal { status, message }: Refusal) -> EngineError {
    EngineError::Refused {
        status,
        message: sanitise(&message),
    }
}

async fn drive(engine: Weak<Inner>, wake: Arc<Notify>) {
    loop {
        let Some(inner) = engine.upgrade() else {
            return;
        };
        let next = inner.with(|world| world.next_at());
        let at = {
            let mut state = inner.lock();
            state.driver_wakes_at = next;
            let origin = state.origin;
            next.zip(origin)
                .map(|(next, origin)| (origin + next.age(state.start)).max(Instant::now() + GRAIN))
        };
        drop(inner);
        match at {
            Some(at) => {
                tokio::select! {
                    () = sleep_until(at) => {}
                    () = wake.notified() => {}
                }
            }
            None => wake.notified().await,
        }
    }
}

/// A boxed call.
pub(super) fn reply<'a, T>(future: impl Future<Output = Result<T>> + Send + 'a) -> Reply<'a, T> {
    Box::pin(future)
}
