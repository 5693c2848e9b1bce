//! Follows the logs of containers: first what was asked for, then what comes, through restarts and lost connections.

mod seam;

use crate::apply::Outlet;
use crate::engine::{Engine, EngineError, Items, LogsRequest};
use crate::model::capabilities::Capability;
use crate::model::ids::InstanceId;
use crate::model::log::{LogBatch, LogLine};
use crate::ops::watch::WatchHandle;
use crate::plan::news::{LogQuery, LogSource, LogsMsg};
use futures_util::{StreamExt, future};
use seam::Seam;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

/// Lines of one message at most.
pub const BATCH_LINES: usize = 500;
/// Between two messages of one container at least, unless a batch is full.
const BATCH_SPAN: Duration = Duration::from_millis(50);
/// After a stream that broke while the connection stands.
const AGAIN: Duration = Duration::from_secs(1);

/// Follows all containers of `query` until `cancelled`, until nobody listens, or until nothing is left to follow. A full
/// outlet stops reading: the engine then waits for us, and the containers do not.
pub async fn follow(
    query: LogQuery,
    handle: WatchHandle,
    outlet: Outlet<LogsMsg>,
    cancelled: CancellationToken,
) {
    let tail = query.tail;
    let all = query.instances.into_iter().map(|source| {
        let follower = Follower {
            // Before the first request: a start that comes meanwhile is not missed.
            starts: handle.starts(),
            handle: handle.clone(),
            outlet: outlet.clone(),
            tail,
            seam: Seam::after(source.since, source.seen),
            source,
        };
        follower.run()
    });
    tokio::select! {
        () = cancelled.cancelled() => {}
        _ = future::join_all(all) => {}
    }
}

/// The last lines of a container, oldest first, and no more.
pub async fn last_lines(
    engine: &dyn Engine,
    id: &InstanceId,
    request: LogsRequest,
) -> Result<Vec<LogLine>, EngineError> {
    let mut stream = engine.logs(id, request).await?;
    let mut lines = Vec::new();
    while let Some(batch) = stream.next().await {
        lines.extend(batch?);
    }
    Ok(lines)
}

struct Follower {
    source: LogSource,
    tail: u64,
    handle: WatchHandle,
    starts: broadcast::Receiver<InstanceId>,
    outlet: Outlet<LogsMsg>,
    seam: Seam,
}

/// Why reading one stream ended.
enum Stop {
    /// The stream ended by itself.
    End,
    /// The engine refused, or the connection broke.
    Error(EngineError),
    /// Nobody listens.
    Deaf,
}

impl Follower {
    async fn run(mut self) {
        let mut has_past = false;
        while let Some(engine) = self.handle.connected().await {
            if !has_past {
                match self.read(&engine, false).await {
                    Stop::End => {
                        has_past = true;
                        let id = self.source.instance_id.clone();
                        if !self.outlet.send(LogsMsg::CaughtUp(id)).await {
                            return;
                        }
                    }
                    Stop::Error(error) => {
                        if !self.can_go_on(&engine, error).await {
                            return;
                        }
                        continue;
                    }
                    Stop::Deaf => return,
                }
            }
            let goes_on = match self.read(&engine, true).await {
                Stop::End => self.started_again(&engine).await,
                Stop::Error(error) => self.can_go_on(&engine, error).await,
                Stop::Deaf => false,
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Reads one stream to its end.
    async fn read(&mut self, engine: &Arc<dyn Engine>, follow: bool) -> Stop {
        let since = self.seam.since();
        let request = LogsRequest {
            follow,
            tail: match since {
                Some(_) => None,
                // Lines were seen that have no time: only what is new from here on.
                None if follow && self.seam.is_timeless() => Some(0),
                None if follow => None,
                // The last line is read all the same, and dropped: it says from where on lines are new.
                None => Some(self.tail.max(1)),
            },
            since,
            until: None,
            tty: self.source.tty,
        };
        let id = self.source.instance_id.clone();
        let stream = match engine.logs(&id, request).await {
            Ok(stream) => stream,
            Err(error) => return Stop::Error(error),
        };
        if !follow && since.is_none() && self.tail == 0 {
            return self.note(stream).await;
        }
        self.pass_on(stream).await
    }

    /// Takes notice of lines that nobody wants.
    async fn note(&mut self, mut stream: Items<Vec<LogLine>>) -> Stop {
        while let Some(batch) = stream.next().await {
            match batch {
                Ok(lines) => lines.iter().for_each(|line| {
                    self.seam.is_new(line);
                }),
                Err(error) => return Stop::Error(error),
            }
        }
        Stop::End
    }

    /// Passes lines on: at once after a pause, else in batches.
    async fn pass_on(&mut self, mut stream: Items<Vec<LogLine>>) -> Stop {
        let mut waiting: Vec<LogLine> = Vec::new();
        let mut not_before = Instant::now();
        loop {
            let stop = tokio::select! {
                biased;
                () = sleep_until(not_before), if !waiting.is_empty() => None,
                batch = stream.next() => match batch {
                    Some(Ok(lines)) => {
                        waiting.extend(lines.into_iter().filter(|line| self.seam.is_new(line)));
                        if waiting.len() < BATCH_LINES {
                            continue;
                        }
                        None
                    }
                    Some(Err(error)) => Some(Stop::Error(error)),
                    None => Some(Stop::End),
                },
            };
            while !waiting.is_empty() {
                let rest = waiting.split_off(waiting.len().min(BATCH_LINES));
                let lines = std::mem::replace(&mut waiting, rest);
                let instance_id = self.source.instance_id.clone();
                let batch = LogBatch { instance_id, lines };
                if !self.outlet.send(LogsMsg::Lines(batch)).await {
                    return Stop::Deaf;
                }
            }
            not_before = Instant::now() + BATCH_SPAN;
            if let Some(stop) = stop {
                return stop;
            }
        }
    }

    /// After the end of the log: waits for the container's next start. `false`: the watch ended.
    async fn started_again(&mut self, engine: &Arc<dyn Engine>) -> bool {
        let id = self.source.instance_id.clone();
        if !self.outlet.send(LogsMsg::Ended(id)).await {
            return false;
        }
        loop {
            tokio::select! {
                started = self.starts.recv() => match started {
                    Ok(id) if id == self.source.instance_id => return true,
                    Ok(_) => {}
                    // Starts were missed: look for ourselves.
                    Err(RecvError::Lagged(_)) => return true,
                    Err(RecvError::Closed) => return false,
                },
                // On another connection it may have started unseen.
                goes_on = self.handle.changed(engine) => return goes_on,
            }
        }
    }

    /// After an error: waits for another connection where this one broke, else says so. `false`: nothing more to follow.
    async fn can_go_on(&mut self, engine: &Arc<dyn Engine>, error: EngineError) -> bool {
        let id = self.source.instance_id.clone();
        match error {
            error if error.is_lost() => tokio::select! {
                goes_on = self.handle.changed(engine) => goes_on,
                // One stream may break alone.
                () = sleep(AGAIN) => true,
            },
            error if error.is_not_found() => {
                self.outlet.send(LogsMsg::Ended(id)).await;
                false
            }
            error => {
                if let EngineError::NotAllowed { capability, .. } = &error {
                    let capability: Capability = *capability;
                    self.handle.deny(capability, error.to_string());
                }
                self.outlet
                    .send(LogsMsg::Failed(id, error.to_string()))
                    .await;
                false
            }
        }
    }
}

#[cfg(test)]
mod tests;
