//! One connection of a watch, from the subscription to its loss.

use super::picture::{Picture, changes_state};
use super::{Connected, PAST_DOCKER, PAST_PODMAN, WatchSeat};
use crate::apply::Outlet;
use crate::engine::{Engine, EngineError, EventsRequest, Items};
use crate::model::capabilities::Capability;
use crate::model::event::{EngineEvent, EventKind};
use crate::model::ids::{Epoch, InstanceId};
use crate::model::observed::{Container, EngineInfo, Snapshot};
use crate::model::time::Timestamp;
use crate::plan::news::HostMsg;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, FuturesUnordered, ReadyChunks};
use futures_util::{FutureExt, StreamExt};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until, timeout};

/// Inspections at the same time.
const INSPECTIONS: usize = 8;
/// From an event to the look at its container: events come in groups.
const COALESCE: Duration = Duration::from_millis(100);
/// Past events that come in pieces are one message.
const PAST_PIECES: Duration = Duration::from_millis(50);
const PING_EVERY: Duration = Duration::from_secs(10);
const PING_LIMIT: Duration = Duration::from_secs(5);
const LIST_LIMIT: Duration = Duration::from_secs(30);
/// A net below the events.
const LIST_EVERY: Duration = Duration::from_mins(1);
/// Where there are no events.
const POLL_EVERY: Duration = Duration::from_secs(5);
/// In a poll, every so many lists all that runs is looked at: the list does not tell a restart.
const POLLS_PER_INSPECTION: u64 = 3;

/// How a session ended.
#[derive(Debug)]
pub(super) enum End {
    /// The connection is gone.
    Lost(EngineError),
    /// Somebody wants a new connection.
    Again,
    /// Nobody reads the news any more.
    NobodyListens,
}

/// An answer that came.
enum Answer {
    Inspected(InstanceId, Result<Container, EngineError>),
    Listed(Result<Vec<Container>, EngineError>),
    Info(Result<EngineInfo, EngineError>),
    Ping(Result<EngineInfo, EngineError>),
}

pub(super) struct Session<'a> {
    engine: Arc<dyn Engine>,
    info: Option<EngineInfo>,
    epoch: Epoch,
    outlet: &'a Outlet<HostMsg>,
    seat: &'a mut WatchSeat,
    picture: Picture,
    denied: BTreeSet<Capability>,
    answers: FuturesUnordered<BoxFuture<'static, Answer>>,
    queue: VecDeque<InstanceId>,
    inspecting: BTreeSet<InstanceId>,
    due: BTreeMap<InstanceId, Instant>,
    past: Vec<EngineEvent>,
    past_due: Option<Instant>,
    is_listing: bool,
    polls: u64,
}

type Step<T = ()> = Result<T, End>;

impl<'a> Session<'a> {
    pub(super) fn new(
        connected: Connected,
        epoch: Epoch,
        outlet: &'a Outlet<HostMsg>,
        seat: &'a mut WatchSeat,
    ) -> Self {
        Self {
            engine: connected.engine,
            info: connected.info,
            epoch,
            outlet,
            seat,
            picture: Picture::default(),
            denied: BTreeSet::new(),
            answers: FuturesUnordered::new(),
            queue: VecDeque::new(),
            inspecting: BTreeSet::new(),
            due: BTreeMap::new(),
            past: Vec::new(),
            past_due: None,
            is_listing: false,
            polls: 0,
        }
    }

    /// Runs until the end, and says whether a list was ever there.
    pub(super) async fn run(mut self, our_now: &(dyn Fn() -> Timestamp + Sync)) -> (End, bool) {
        let mut was_seen = false;
        match self.begin(our_now).await {
            Err(end) => (end, was_seen),
            Ok((events, subscribed_at)) => {
                was_seen = true;
                let end = match self.follow(events, subscribed_at).await {
                    Err(end) => end,
                    Ok(never) => match never {},
                };
                (end, was_seen)
            }
        }
    }

    /// Subscribes first, then lists: nothing can happen in between unseen.
    async fn begin(
        &mut self,
        our_now: &(dyn Fn() -> Timestamp + Sync),
    ) -> Step<(Option<Items<EngineEvent>>, Timestamp)> {
        let info = match self.info.take() {
            Some(info) => info,
            None => limited(PING_LIMIT, self.engine.ping())
                .await
                .map_err(End::Lost)?,
        };
        let subscribed_at = Timestamp(our_now().0.saturating_add(info.clock_offset_nanos));
        let past = if info.is_podman {
            PAST_PODMAN
        } else {
            PAST_DOCKER
        };
        let request = EventsRequest {
            since: Some(subscribed_at.before(past)),
            until: None,
        };
        let events = match limited(PING_LIMIT, self.engine.events(request)).await {
            Ok(events) => Some(events),
            Err(error @ EngineError::Unreachable { .. }) => return Err(End::Lost(error)),
            // The rest works without: lists are polled instead.
            Err(error) => {
                self.deny(Capability::Events, error.to_string()).await?;
                None
            }
        };
        let containers = match limited(LIST_LIMIT, self.engine.list_containers()).await {
            Ok(containers) => containers,
            Err(error) if error.is_lost() => return Err(End::Lost(error)),
            Err(error) => {
                self.deny(Capability::Containers, error.to_string()).await?;
                Vec::new()
            }
        };
        let listed = self.picture.relist(containers);
        self.queue.extend(listed.inspect);
        self.info = Some(info.clone());
        self.seat
            .engine
            .send_replace(Some(Arc::clone(&self.engine)));
        self.tell(HostMsg::Snapshot(
            self.epoch,
            Snapshot {
                engine: info,
                containers: listed.containers,
            },
        ))
        .await?;
        self.ask(|engine| async move { Answer::Info(engine.info().await) }.boxed());
        Ok((events, subscribed_at))
    }

    async fn follow(
        &mut self,
        events: Option<Items<EngineEvent>>,
        subscribed_at: Timestamp,
    ) -> Step<std::convert::Infallible> {
        let has_events = events.is_some();
        let mut events: ReadyChunks<Items<EngineEvent>> = events
            .unwrap_or_else(|| Box::pin(stream::pending()))
            .ready_chunks(256);
        let every = if has_events { LIST_EVERY } else { POLL_EVERY };
        let mut lists = interval_at(Instant::now() + every, every);
        lists.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut pings = interval_at(Instant::now() + PING_EVERY, PING_EVERY);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let resync = Arc::clone(&self.seat.resync);
        let reconnect = Arc::clone(&self.seat.reconnect);
        loop {
            self.send_for_details();
            let wake = self.due.values().chain(&self.past_due).min().copied();
            tokio::select! {
                chunk = events.next() => self.happened(chunk, subscribed_at).await?,
                Some(answer) = self.answers.next() => self.answered(answer).await?,
                () = sleep_until(wake.unwrap_or_else(Instant::now)), if wake.is_some() => self.due_now().await?,
                Some((capability, reason)) = self.seat.denials.recv() => self.deny(capability, reason).await?,
                _ = lists.tick() => {
                    if !has_events {
                        self.polls += 1;
                        if self.polls.is_multiple_of(POLLS_PER_INSPECTION) {
                            self.queue.extend(self.picture.restless());
                        }
                    }
                    self.list();
                }
                _ = pings.tick() => self.ask(|engine| async move {
                    Answer::Ping(limited(PING_LIMIT, engine.ping()).await)
                }.boxed()),
                () = resync.notified() => {
                    self.queue.extend(self.picture.restless());
                    self.list();
                }
                () = reconnect.notified() => return Err(End::Again),
            }
        }
    }

    fn ask(&self, call: impl FnOnce(Arc<dyn Engine>) -> BoxFuture<'static, Answer>) {
        self.answers.push(call(Arc::clone(&self.engine)));
    }

    fn list(&mut self) {
        if !std::mem::replace(&mut self.is_listing, true) {
            self.ask(|engine| {
                async move { Answer::Listed(limited(LIST_LIMIT, engine.list_containers()).await) }
                    .boxed()
            });
        }
    }

    fn send_for_details(&mut self) {
        if self.denied.contains(&Capability::Containers) {
            self.queue.clear();
        }
        let mut later = VecDeque::new();
        while self.inspecting.len() < INSPECTIONS {
            let Some(id) = self.queue.pop_front() else {
                break;
            };
            // An answer that is under way may have been made before what we were told of: ask again after it.
            if self.inspecting.contains(&id) {
                if !later.contains(&id) {
                    later.push_back(id);
                }
                continue;
            }
            self.inspecting.insert(id.clone());
            self.ask(move |engine| {
                async move {
                    let answer = limited(LIST_LIMIT, engine.inspect_container(id.as_str())).await;
                    Answer::Inspected(id, answer)
                }
                .boxed()
            });
        }
        self.queue.append(&mut later);
    }

    async fn happened(
        &mut self,
        chunk: Option<Vec<Result<EngineEvent, EngineError>>>,
        subscribed_at: Timestamp,
    ) -> Step {
        let Some(chunk) = chunk else {
            return Err(End::Lost(EngineError::Unreachable {
                reason: "the engine closed the connection".to_owned(),
                hint: None,
            }));
        };
        for event in chunk {
            let event = event.map_err(End::Lost)?;
            if self.picture.is_noise(&event) {
                continue;
            }
            if event.at < subscribed_at {
                self.past.push(event);
                self.past_due = Some(Instant::now() + PAST_PIECES);
                continue;
            }
            self.tell_past().await?;
            self.live(event).await?;
        }
        Ok(())
    }

    async fn live(&mut self, event: EngineEvent) -> Step {
        if event.is_container() {
            let id = InstanceId::from(&event.id);
            if event.kind == EventKind::Destroy {
                self.picture.forget(&id);
                self.due.remove(&id);
            } else if changes_state(&event.kind) {
                let at = Instant::now() + COALESCE;
                self.due.entry(id.clone()).or_insert(at);
            }
            if event.kind == EventKind::Start {
                // No receiver is no fault: no log is followed now.
                let _ = self.seat.starts.send(id);
            }
        }
        self.tell(HostMsg::Event(self.epoch, event)).await
    }

    async fn due_now(&mut self) -> Step {
        let now = Instant::now();
        if self.past_due.is_some_and(|at| at <= now) {
            self.tell_past().await?;
        }
        let due: Vec<InstanceId> = self
            .due
            .iter()
            .filter(|(_, at)| **at <= now)
            .map(|(id, _)| id.clone())
            .collect();
        for id in due {
            self.due.remove(&id);
            self.queue.push_back(id);
        }
        Ok(())
    }

    async fn tell_past(&mut self) -> Step {
        self.past_due = None;
        if self.past.is_empty() {
            return Ok(());
        }
        let past = std::mem::take(&mut self.past);
        self.tell(HostMsg::PastEvents(self.epoch, past)).await
    }

    /// Takes the answer in, and all others that are there already: inspections go out together.
    async fn answered(&mut self, first: Answer) -> Step {
        let mut inspected = Vec::new();
        let mut next = Some(first);
        while let Some(answer) = next {
            match answer {
                Answer::Inspected(id, answer) => {
                    self.inspecting.remove(&id);
                    match answer {
                        Ok(container) => inspected.push(self.picture.inspected(container)),
                        // Gone: its event, or the next list, tells so.
                        Err(error) if error.is_not_found() => self.picture.forget(&id),
                        Err(EngineError::NotAllowed { status, .. }) => {
                            let reason = format!("inspecting containers is refused ({status})");
                            self.deny(Capability::Containers, reason).await?;
                        }
                        // The ping finds out whether the engine is lost; this container keeps its old details.
                        Err(error) => tracing::debug!(%id, %error, "cannot inspect"),
                    }
                }
                Answer::Listed(answer) => self.listed(answer).await?,
                Answer::Info(Ok(mut info)) => {
                    if let Some(pinged) = &self.info {
                        info.clock_offset_nanos = pinged.clock_offset_nanos;
                    }
                    self.info = Some(info.clone());
                    self.tell(HostMsg::Engine(self.epoch, info)).await?;
                }
                Answer::Info(Err(error)) if !error.is_lost() => {
                    self.deny(Capability::Info, error.to_string()).await?;
                }
                Answer::Info(Err(_)) => {}
                Answer::Ping(answer) => self.pinged(answer).await?,
            }
            self.send_for_details();
            next = self.answers.next().now_or_never().flatten();
        }
        if !inspected.is_empty() {
            self.tell(HostMsg::Inspected(self.epoch, inspected)).await?;
        }
        Ok(())
    }

    async fn listed(&mut self, answer: Result<Vec<Container>, EngineError>) -> Step {
        self.is_listing = false;
        let containers = match answer {
            Ok(containers) => containers,
            Err(error) if error.is_lost() => return Err(End::Lost(error)),
            Err(error) => {
                tracing::debug!(%error, "cannot list");
                return Ok(());
            }
        };
        let listed = self.picture.relist(containers);
        for id in listed.started {
            let _ = self.seat.starts.send(id);
        }
        self.queue.extend(listed.inspect);
        if listed.is_news {
            let engine = self.info.clone().unwrap_or_default();
            let containers = listed.containers;
            self.tell(HostMsg::Snapshot(
                self.epoch,
                Snapshot { engine, containers },
            ))
            .await?;
        }
        Ok(())
    }

    async fn pinged(&mut self, answer: Result<EngineInfo, EngineError>) -> Step {
        let pinged = match answer {
            Ok(pinged) => pinged,
            Err(error) if error.is_lost() => return Err(End::Lost(error)),
            Err(error) => {
                tracing::debug!(%error, "cannot ping");
                return Ok(());
            }
        };
        let Some(info) = &mut self.info else {
            return Ok(());
        };
        // The header counts whole seconds: less is no news.
        let moved = (pinged.clock_offset_nanos - info.clock_offset_nanos).abs();
        if moved > 2_000_000_000 {
            info.clock_offset_nanos = pinged.clock_offset_nanos;
            let info = info.clone();
            self.tell(HostMsg::Engine(self.epoch, info)).await?;
        }
        Ok(())
    }

    async fn deny(&mut self, capability: Capability, reason: String) -> Step {
        if self.denied.insert(capability) {
            self.tell(HostMsg::NotAllowed(capability, reason)).await?;
        }
        Ok(())
    }

    async fn tell(&mut self, news: HostMsg) -> Step {
        if self.outlet.send(news).await {
            Ok(())
        } else {
            Err(End::NobodyListens)
        }
    }
}

async fn limited<T>(
    limit: Duration,
    call: impl Future<Output = Result<T, EngineError>>,
) -> Result<T, EngineError> {
    timeout(limit, call).await.unwrap_or_else(|_| {
        Err(EngineError::Timeout {
            seconds: limit.as_secs(),
        })
    })
}
