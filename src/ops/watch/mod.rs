//! One host, watched: connect, subscribe, list, inspect, and keep it up through every loss.

mod backoff;
mod picture;
mod session;

use crate::apply::Outlet;
use crate::engine::Engine;
use crate::model::capabilities::Capability;
use crate::model::ids::{Epoch, InstanceId};
use crate::model::observed::EngineInfo;
use crate::model::time::Timestamp;
use crate::ops::glance::our_now;
use crate::plan::news::{Attempt, HostError, HostMsg};
use backoff::Backoff;
use futures_util::future::BoxFuture;
use session::{End, Session};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, broadcast, mpsc, watch};
use tokio_util::sync::CancellationToken;
use tracing::debug;

/// Makes a connection, as often as it is asked to. Of a real engine or of the simulated one.
pub trait Connector: Send + Sync {
    /// Tries every endpoint that the choice allows, in order. `retry_in` of the error is not looked at.
    fn connect(&self) -> BoxFuture<'_, Result<Connected, HostError>>;

    /// Our clock, by which the engine's offset counts. Of a simulated engine it is the simulation's.
    fn now(&self) -> Timestamp {
        our_now()
    }
}

/// A connection that answered.
#[derive(Clone)]
pub struct Connected {
    /// The engine.
    pub engine: Arc<dyn Engine>,
    /// What its `/_ping` said while connecting; `None` where nobody asked yet.
    pub info: Option<EngineInfo>,
    /// `unix:///var/run/docker.sock`
    pub endpoint: String,
    /// Which setting chose it.
    pub chosen_by: String,
}

impl fmt::Debug for Connected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connected")
            .field("endpoint", &self.endpoint)
            .field("chosen_by", &self.chosen_by)
            .finish_non_exhaustive()
    }
}

/// A watch that runs in [`watch()`], seen by those who use its connection. Cheap to clone.
#[derive(Clone)]
pub struct WatchHandle {
    engine: watch::Receiver<Option<Arc<dyn Engine>>>,
    starts: broadcast::Sender<InstanceId>,
    denials: mpsc::Sender<(Capability, String)>,
    resync: Arc<Notify>,
    reconnect: Arc<Notify>,
}

/// The other end of a [`WatchHandle`], for [`watch()`].
pub struct WatchSeat {
    engine: watch::Sender<Option<Arc<dyn Engine>>>,
    pub(in crate::ops) starts: broadcast::Sender<InstanceId>,
    denials: mpsc::Receiver<(Capability, String)>,
    resync: Arc<Notify>,
    reconnect: Arc<Notify>,
}

/// Docker keeps 256 events of whatever age; podman keeps all, and a week of them would be many.
pub(super) const PAST_DOCKER: Duration = Duration::from_hours(7 * 24);
pub(super) const PAST_PODMAN: Duration = Duration::from_mins(10);

/// Starts of containers that a slow listener may miss before it looks for itself.
const STARTS: usize = 256;

/// The two ends of a watch that is to begin.
pub fn channel() -> (WatchHandle, WatchSeat) {
    let (engine_sender, engine) = watch::channel(None);
    let (starts, _) = broadcast::channel(STARTS);
    // Full: somebody denied the same before; dropping is right.
    let (denials, denied) = mpsc::channel(8);
    let resync = Arc::new(Notify::new());
    let reconnect = Arc::new(Notify::new());
    let handle = WatchHandle {
        engine,
        starts: starts.clone(),
        denials,
        resync: Arc::clone(&resync),
        reconnect: Arc::clone(&reconnect),
    };
    let seat = WatchSeat {
        engine: engine_sender,
        starts,
        denials: denied,
        resync,
        reconnect,
    };
    (handle, seat)
}

impl WatchHandle {
    /// A handle on an engine that nobody watches: its containers are never seen to start again.
    pub fn fixed(engine: Arc<dyn Engine>) -> (Self, WatchSeat) {
        let (handle, seat) = channel();
        seat.engine.send_replace(Some(engine));
        (handle, seat)
    }

    /// The engine, while there is a connection.
    pub fn engine(&self) -> Option<Arc<dyn Engine>> {
        self.engine.borrow().clone()
    }

    /// Waits for a connection; `None` once the watch has ended.
    pub async fn connected(&self) -> Option<Arc<dyn Engine>> {
        let mut engine = self.engine.clone();
        let found = engine.wait_for(Option::is_some).await.ok()?;
        found.clone()
    }

    /// Waits until the connection is another one than `than`, or is lost; `false` once the watch has ended.
    pub async fn changed(&self, than: &Arc<dyn Engine>) -> bool {
        let mut engine = self.engine.clone();
        let is_other =
            |now: &Option<Arc<dyn Engine>>| now.as_ref().is_none_or(|now| !Arc::ptr_eq(now, than));
        engine.wait_for(is_other).await.is_ok()
    }

    /// Containers that start from now on.
    pub fn starts(&self) -> broadcast::Receiver<InstanceId> {
        self.starts.subscribe()
    }

    /// Tells that the endpoint does not offer this, as a call found out.
    pub fn deny(&self, capability: Capability, reason: String) {
        if self.denials.try_send((capability, reason)).is_err() {
            debug!("a denial was dropped: one of the same kind is waiting");
        }
    }

    /// List everything anew, at once.
    pub fn resync(&self) {
        self.resync.notify_one();
    }

    /// Connect anew, at once.
    pub fn reconnect(&self) {
        self.reconnect.notify_one();
    }
}

impl fmt::Debug for WatchHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WatchHandle")
    }
}

impl fmt::Debug for WatchSeat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WatchSeat")
    }
}

/// Watches a host until `cancelled`, or until nobody listens. Each connection is an [`Epoch`] of its own, `first` the
/// number of the first one: after another watch of the same host, greater than its last.
pub async fn watch(
    connector: Arc<dyn Connector>,
    mut seat: WatchSeat,
    outlet: Outlet<HostMsg>,
    cancelled: CancellationToken,
    first: Epoch,
) {
    tokio::select! {
        () = cancelled.cancelled() => {}
        () = keep_up(connector.as_ref(), &mut seat, &outlet, first) => {}
    }
    seat.engine.send_replace(None);
}

async fn keep_up(
    connector: &dyn Connector,
    seat: &mut WatchSeat,
    outlet: &Outlet<HostMsg>,
    first: Epoch,
) {
    let mut epoch = first;
    let mut backoff = Backoff::default();
    loop {
        if !outlet.send(HostMsg::Connecting).await {
            return;
        }
        let mut error = match connector.connect().await {
            Err(error) => error,
            Ok(connected) => {
                let (endpoint, chosen_by) =
                    (connected.endpoint.clone(), connected.chosen_by.clone());
                let (end, was_seen) = Session::new(connected, epoch, outlet, seat)
                    .run(&|| connector.now())
                    .await;
                seat.engine.send_replace(None);
                epoch = Epoch(epoch.0 + 1);
                if was_seen {
                    backoff = Backoff::default();
                }
                match end {
                    End::NobodyListens => return,
                    End::Again => continue,
                    End::Lost(error) => HostError {
                        tried: vec![Attempt {
                            endpoint,
                            reason: error.to_string(),
                        }],
                        chosen_by,
                        hint: error.hint().map(str::to_owned),
                        retry_in: None,
                    },
                }
            }
        };
        let wait = backoff.next();
        error.retry_in = Some(wait);
        if !outlet.send(HostMsg::Lost(error)).await {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = seat.reconnect.notified() => backoff = Backoff::default(),
        }
    }
}

#[cfg(test)]
mod tests;
