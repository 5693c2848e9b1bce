//! Reads the use of a few containers: streams for those on screen, and none for the rest, since they cost the engine.
#![expect(
    clippy::disallowed_methods,
    reason = "one task a stream, ended with the sampler"
)]

use crate::apply::Outlet;
use crate::engine::{EngineError, StatsMode};
use crate::model::ids::InstanceId;
use crate::model::sample::Sample;
use crate::ops::watch::WatchHandle;
use futures_util::StreamExt;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

/// Streams at the same time: those first in the set.
pub const STREAMS: usize = 16;
/// A container that left the set is read on for so long: the cursor often comes back.
const GRACE: Duration = Duration::from_secs(5);
/// Between two messages.
const EVERY: Duration = Duration::from_secs(1);
/// After a stream that ended while its container is still wanted.
const AGAIN: Duration = Duration::from_secs(5);

/// Newest readings, by container.
type Newest = Arc<Mutex<BTreeMap<InstanceId, Sample>>>;

/// Reads what `wanted` holds, most wanted first, and tells the newest readings once a second, where there are any. Ends
/// with `cancelled`, with the sender of `wanted`, or when nobody listens.
pub async fn sample(
    mut wanted: watch::Receiver<Vec<InstanceId>>,
    handle: WatchHandle,
    outlet: Outlet<Vec<Sample>>,
    cancelled: CancellationToken,
) {
    let newest = Newest::default();
    let mut streams: BTreeMap<InstanceId, Running> = BTreeMap::new();
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        arrange(&mut streams, &wanted.borrow_and_update(), &handle, &newest);
        tokio::select! {
            () = cancelled.cancelled() => return,
            changed = wanted.changed() => if changed.is_err() { return },
            _ = ticks.tick(), if !streams.is_empty() => {
                let samples: Vec<Sample> = std::mem::take(
                    &mut *newest.lock().unwrap_or_else(PoisonError::into_inner),
                )
                .into_values()
                .collect();
                if !samples.is_empty() && !outlet.send(samples).await {
                    return;
                }
            }
        }
    }
}

/// One stream; ends when dropped.
struct Running {
    task: AbortHandle,
    unwanted_since: Option<Instant>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Begins what is missing and ends what nobody wants any more.
fn arrange(
    streams: &mut BTreeMap<InstanceId, Running>,
    wanted: &[InstanceId],
    handle: &WatchHandle,
    newest: &Newest,
) {
    let chosen: BTreeSet<&InstanceId> = wanted.iter().take(STREAMS).collect();
    let now = Instant::now();
    for (id, stream) in streams.iter_mut() {
        if chosen.contains(id) {
            stream.unwanted_since = None;
        } else {
            stream.unwanted_since.get_or_insert(now);
        }
    }
    let unwanted = streams
        .values()
        .filter(|stream| stream.unwanted_since.is_some())
        .count();
    let crowded = unwanted + chosen.len() > STREAMS;
    streams.retain(|_, stream| {
        stream
            .unwanted_since
            .is_none_or(|since| !crowded && now.duration_since(since) < GRACE)
    });
    for id in chosen {
        if !streams.contains_key(id) {
            let reading = read(id.clone(), handle.clone(), Arc::clone(newest));
            let stream = Running {
                task: tokio::spawn(reading).abort_handle(),
                unwanted_since: None,
            };
            streams.insert(id.clone(), stream);
        }
    }
}

/// Reads one container for ever: through its restarts, and through lost connections.
async fn read(id: InstanceId, handle: WatchHandle, newest: Newest) {
    let mut starts = handle.starts();
    while let Some(engine) = handle.connected().await {
        let end = async {
            let mut stream = engine.stats(&id, StatsMode::Stream).await?;
            while let Some(sample) = stream.next().await {
                newest
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(id.clone(), sample?);
            }
            Ok::<(), EngineError>(())
        }
        .await;
        match end {
            Err(error) if error.is_not_found() => return,
            Err(error @ EngineError::NotAllowed { capability, .. }) => {
                handle.deny(capability, error.to_string());
                if !handle.changed(&engine).await {
                    return;
                }
            }
            _ => {
                let started = async {
                    // Any error means that starts were missed, which is as good as one.
                    while starts.recv().await.is_ok_and(|started| started != id) {}
                };
                tokio::select! {
                    () = started => {}
                    goes_on = handle.changed(&engine) => if !goes_on { return },
                    () = sleep(AGAIN) => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
