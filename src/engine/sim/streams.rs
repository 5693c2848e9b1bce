//! The streams of the port: events, logs, stats.

use super::adapter::Inner;
use super::world::{Entry, Key, Refusal};
use crate::engine::error::EngineError;
use crate::engine::{
    EventsRequest, Items, LogsRequest, PullProgress, PullRequest, Result, StatsMode,
};
use crate::model::event::EngineEvent;
use crate::model::log::{LogLine, LogStream, StyledText};
use crate::model::sample::Sample;
use crate::model::text::styled;
use crate::model::time::Timestamp;
use futures_util::stream;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, sleep, sleep_until};

/// Lines of one batch.
const BATCH: usize = 500;
/// Between two readings of a stats stream.
const STATS_INTERVAL: Duration = Duration::from_secs(1);

/// What an event stream is at.
struct Events {
    backlog: VecDeque<EngineEvent>,
    fresh: broadcast::Receiver<EngineEvent>,
    connection: watch::Receiver<bool>,
    until: Option<(Timestamp, Instant)>,
    ended: bool,
}

pub(super) async fn events(
    inner: &Arc<Inner>,
    request: EventsRequest,
) -> Result<Items<EngineEvent>> {
    let state = inner
        .call(|world| {
            // Subscribed and read under one lock: nothing is missed and nothing comes twice.
            let fresh = inner.events.subscribe();
            let now = world.now();
            let backlog = request
                .since
                .map(|since| world.past_events(since, request.until))
                .unwrap_or_default();
            Ok(Events {
                backlog: backlog.into(),
                fresh,
                connection: inner.connection(),
                until: request
                    .until
                    .map(|until| (until, Instant::now() + until.age(now))),
                ended: false,
            })
        })
        .await?;
    Ok(Box::pin(stream::unfold(state, |mut state| async move {
        let item = state.next().await?;
        Some((item, state))
    })))
}

impl Events {
    async fn next(&mut self) -> Option<Result<EngineEvent>> {
        if self.ended {
            return None;
        }
        if let Some(event) = self.backlog.pop_front() {
            return Some(Ok(event));
        }
        let end = self.until.map(|(_, at)| at);
        let received = tokio::select! {
            biased;
            () = lost(&mut self.connection) => {
                self.ended = true;
                return Some(Err(Inner::lost()));
            }
            received = self.fresh.recv() => received,
            () = sleep_until(end.unwrap_or_else(Instant::now)), if end.is_some() => return None,
        };
        match received {
            Ok(event) if self.until.is_some_and(|(until, _)| event.at > until) => None,
            Ok(event) => Some(Ok(event)),
            Err(RecvError::Lagged(count)) => {
                self.ended = true;
                Some(Err(EngineError::Unreachable {
                    reason: format!("{count} events were lost: read too slowly"),
                    hint: None,
                }))
            }
            Err(RecvError::Closed) => None,
        }
    }
}

/// Returns when the engine cannot be reached.
async fn lost(connection: &mut watch::Receiver<bool>) {
    loop {
        if !*connection.borrow_and_update() {
            return;
        }
        if connection.changed().await.is_err() {
            return;
        }
    }
}

/// What a log stream is at.
struct Logs {
    inner: Arc<Inner>,
    key: Key,
    /// The run of the container that is followed.
    run: Option<u64>,
    cursor: u64,
    until: Option<Timestamp>,
    revisions: watch::Receiver<u64>,
    connection: watch::Receiver<bool>,
    ended: bool,
}

pub(super) async fn logs(
    inner: &Arc<Inner>,
    reference: &str,
    request: LogsRequest,
) -> Result<Items<Vec<LogLine>>> {
    let state = inner
        .call(|world| {
            let key = world.find(reference)?;
            let Some(container) = world.container(key) else {
                return Err(refusal_gone(reference));
            };
            if container.config.log_driver == "none" {
                return Err(Refusal {
                    status: 501,
                    message: "configured logging driver does not support reading".to_owned(),
                });
            }
            Ok(Logs {
                inner: Arc::clone(inner),
                key,
                // In back-off nothing is followed: the log of the last run has ended.
                run: (request.follow && container.is_up()).then_some(container.run),
                cursor: container.logs.start_for(request.tail, request.since),
                until: request.until,
                revisions: inner.revisions(),
                connection: inner.connection(),
                ended: false,
            })
        })
        .await?;
    Ok(Box::pin(stream::unfold(state, |mut state| async move {
        let item = state.next().await?;
        Some((item, state))
    })))
}

fn refusal_gone(reference: &str) -> Refusal {
    Refusal {
        status: 404,
        message: format!("No such container: {reference}"),
    }
}

impl Logs {
    async fn next(&mut self) -> Option<Result<Vec<LogLine>>> {
        loop {
            if self.ended {
                return None;
            }
            if !*self.connection.borrow_and_update() {
                self.ended = true;
                return Some(Err(Inner::lost()));
            }
            self.revisions.borrow_and_update();
            let (key, run, cursor) = (self.key, self.run, self.cursor);
            let read = self.inner.with(|world| {
                let container = world.container(key)?;
                let follows = run == Some(container.run) && container.is_up();
                Some((container.logs.read(cursor, BATCH), follows))
            });
            // The container was removed.
            let ((gone, entries, next), follows) = read?;
            self.cursor = next;
            let is_past_end = |entry: &Entry| self.until.is_some_and(|until| entry.at > until);
            let reached_end = entries.iter().any(is_past_end);
            let mut lines: Vec<LogLine> = Vec::with_capacity(entries.len() + 1);
            if gone > 0 && cursor > 0 {
                lines.push(LogLine {
                    at: None,
                    stream: LogStream::Notice,
                    text: StyledText::plain(format!(
                        "{gone} lines were dropped before they were read"
                    )),
                });
            }
            lines.extend(
                entries
                    .iter()
                    .filter(|entry| !is_past_end(entry))
                    .map(|entry| LogLine {
                        at: Some(entry.at),
                        stream: entry.stream,
                        text: styled(&entry.text),
                    }),
            );
            self.ended = reached_end || (entries.is_empty() && !follows);
            if !lines.is_empty() {
                return Some(Ok(lines));
            }
            if self.ended {
                return None;
            }
            tokio::select! {
                _ = self.revisions.changed() => {}
                () = lost(&mut self.connection) => {}
            }
        }
    }
}

/// What a stats stream is at.
struct Stats {
    inner: Arc<Inner>,
    key: Key,
    readings: u64,
    is_stream: bool,
    connection: watch::Receiver<bool>,
    ended: bool,
}

pub(super) async fn stats(
    inner: &Arc<Inner>,
    reference: &str,
    mode: StatsMode,
) -> Result<Items<Sample>> {
    let state = inner
        .call(|world| {
            Ok(Stats {
                inner: Arc::clone(inner),
                key: world.find(reference)?,
                readings: 0,
                is_stream: mode == StatsMode::Stream,
                connection: inner.connection(),
                ended: false,
            })
        })
        .await?;
    Ok(Box::pin(stream::unfold(state, |mut state| async move {
        let item = state.next().await?;
        Some((item, state))
    })))
}

impl Stats {
    async fn next(&mut self) -> Option<Result<Sample>> {
        loop {
            if self.ended || (!self.is_stream && self.readings > 0) {
                return None;
            }
            if self.readings > 0 {
                tokio::select! {
                    () = sleep(STATS_INTERVAL) => {}
                    () = lost(&mut self.connection) => {}
                }
            }
            if !*self.connection.borrow_and_update() {
                self.ended = true;
                return Some(Err(Inner::lost()));
            }
            let (key, with_cpu) = (self.key, self.readings > 0);
            self.readings += 1;
            // `None`: it was removed.
            let sample = self.inner.with(|world| world.sample(key, with_cpu))?;
            // A container that does not run has no readings; the stream waits for it, as the engine's does.
            if sample.pids > 0 || !self.is_stream {
                return Some(Ok(sample));
            }
        }
    }
}

/// Layers of every simulated image.
const LAYERS: [&str; 2] = ["1f0c5e7d3a9b", "8b2d4c6e0f1a"];
/// Bytes of each layer, and how long each part of it takes.
const LAYER_BYTES: u64 = 4 << 20;
const LAYER_PARTS: u64 = 4;
const LAYER_PART: Duration = Duration::from_millis(150);

/// A pull: looks the image up, and lets its layers come one after the other.
pub(super) async fn pull(inner: &Arc<Inner>, request: PullRequest) -> Result<Items<PullProgress>> {
    let (image, is_here) = inner.call(|world| world.begin_pull(&request.image)).await?;
    let line = |layer: &str, status: String| PullProgress {
        layer: layer.to_owned(),
        status,
        ..PullProgress::default()
    };
    let tag = image.name.rsplit(':').next().unwrap_or_default();
    let mut lines = VecDeque::from([line(tag, format!("Pulling from {}", image.name))]);
    for layer in LAYERS {
        if is_here {
            lines.push_back(line(layer, "Already exists".to_owned()));
            continue;
        }
        lines.extend((1..=LAYER_PARTS).map(|part| PullProgress {
            current: Some(LAYER_BYTES / LAYER_PARTS * part),
            total: Some(LAYER_BYTES),
            ..line(layer, "Downloading".to_owned())
        }));
        lines.push_back(line(layer, "Pull complete".to_owned()));
    }
    let status = if is_here {
        "Status: Image is up to date for"
    } else {
        "Status: Downloaded newer image for"
    };
    let last = line("", format!("{status} {}", image.name));
    let inner = Arc::clone(inner);
    let state = (inner, lines, Some((image, last)));
    Ok(Box::pin(stream::unfold(
        state,
        |(inner, mut lines, mut end)| async move {
            if !*inner.connection().borrow() {
                return end
                    .take()
                    .map(|_| (Err(Inner::lost()), (inner, lines, None)));
            }
            if let Some(line) = lines.pop_front() {
                if line.total.is_some() {
                    sleep(LAYER_PART).await;
                }
                return Some((Ok(line), (inner, lines, end)));
            }
            let (image, last) = end.take()?;
            inner.with(|world| world.finish_pull(image));
            Some((Ok(last), (inner, lines, None)))
        },
    )))
}
