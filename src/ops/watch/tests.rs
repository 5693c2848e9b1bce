use super::*;
use crate::apply::fake::{Fake, container};
use crate::engine::EngineError;
use crate::model::event::{EngineEvent, EventKind};
use crate::model::labels::Labels;
use crate::model::observed::EngineState;
use crate::model::time::Timestamp;
use std::sync::Mutex;
use std::time::Duration;

/// Gives out engines in turn; where there is none, it cannot connect.
struct Turns(Mutex<Vec<Option<Arc<Fake>>>>);

impl Connector for Turns {
    fn connect(&self) -> BoxFuture<'_, Result<Connected, HostError>> {
        let next = {
            let mut turns = self.0.lock().unwrap();
            if turns.len() > 1 {
                turns.remove(0)
            } else {
                turns[0].clone()
            }
        };
        Box::pin(async move {
            let engine = next.ok_or_else(|| HostError {
                tried: vec![Attempt {
                    endpoint: "unix:///fake.sock".to_owned(),
                    reason: "connection refused".to_owned(),
                }],
                chosen_by: "default".to_owned(),
                hint: None,
                retry_in: None,
            })?;
            Ok(Connected {
                engine,
                info: None,
                endpoint: "unix:///fake.sock".to_owned(),
                chosen_by: "default".to_owned(),
            })
        })
    }
}

struct Watched {
    handle: WatchHandle,
    news: mpsc::Receiver<HostMsg>,
}

fn begin(turns: Vec<Option<Arc<Fake>>>) -> Watched {
    let (handle, seat) = channel();
    let (sender, news) = mpsc::channel(64);
    let connector = Arc::new(Turns(Mutex::new(turns)));
    #[expect(clippy::disallowed_methods, reason = "a test")]
    tokio::spawn(watch(
        connector,
        seat,
        Outlet::from(sender),
        CancellationToken::new(),
        Epoch(1),
    ));
    Watched { handle, news }
}

impl Watched {
    async fn until<T>(&mut self, mut wanted: impl FnMut(HostMsg) -> Option<T>) -> T {
        loop {
            let news = self.news.recv().await.expect("the watch goes on");
            if let Some(found) = wanted(news) {
                return found;
            }
        }
    }

    async fn snapshot(&mut self) -> (Epoch, Vec<String>) {
        self.until(|news| match news {
            HostMsg::Snapshot(epoch, snapshot) => Some((
                epoch,
                snapshot
                    .containers
                    .iter()
                    .map(|container| container.id.to_string())
                    .collect(),
            )),
            _ => None,
        })
        .await
    }

    async fn inspected(&mut self) -> Vec<Container> {
        self.until(|news| match news {
            HostMsg::Inspected(_, containers) => Some(containers),
            _ => None,
        })
        .await
    }
}

use crate::model::observed::Container;

fn event(id: &str, kind: EventKind, at: Timestamp) -> EngineEvent {
    EngineEvent {
        at,
        object: "container".to_owned(),
        id: id.to_owned(),
        kind,
        attributes: Labels::new(),
    }
}

const LATER: Timestamp = Timestamp(i64::MAX);

async fn happens(fake: &Fake, event: EngineEvent) {
    let sender = fake.lock().events.clone().unwrap();
    sender.send(Ok(event)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn it_subscribes_before_it_lists_and_shows_the_list_before_the_details() {
    let fake = Fake::with(vec![container("a"), container("b")]);
    let mut watched = begin(vec![Some(Arc::clone(&fake))]);
    assert_eq!(watched.news.recv().await, Some(HostMsg::Connecting));
    let first = watched.news.recv().await;
    assert!(
        matches!(&first, Some(HostMsg::Snapshot(Epoch(1), snapshot)) if snapshot.containers.len() == 2),
        "{first:?}"
    );
    assert_eq!(fake.calls()[..3], ["ping", "events", "list"]);
    let mut details = Vec::new();
    while details.len() < 2 {
        details.extend(watched.inspected().await);
    }
    assert!(details.iter().all(|container| container.details.is_some()));
}

#[tokio::test(start_paused = true)]
async fn events_that_come_together_are_one_look() {
    let fake = Fake::with(vec![container("a")]);
    let mut watched = begin(vec![Some(Arc::clone(&fake))]);
    watched.inspected().await;
    for kind in [
        EventKind::Die { exit_code: Some(1) },
        EventKind::Stop,
        EventKind::Start,
    ] {
        happens(&fake, event("a", kind, LATER)).await;
    }
    fake.lock().containers[0].state = EngineState::Restarting;
    let seen = watched.inspected().await;
    assert_eq!(seen[0].state, EngineState::Restarting);
    let looks = fake
        .calls()
        .iter()
        .filter(|call| *call == "inspect a")
        .count();
    assert_eq!(looks, 2, "once at first, once for all three");
}

#[tokio::test(start_paused = true)]
async fn what_happened_before_is_told_as_past() {
    let fake = Fake::with(vec![container("a")]);
    let mut watched = begin(vec![Some(Arc::clone(&fake))]);
    watched.inspected().await;
    happens(&fake, event("a", EventKind::Stop, Timestamp(5))).await;
    happens(&fake, event("a", EventKind::Start, Timestamp(6))).await;
    let past = watched
        .until(|news| match news {
            HostMsg::PastEvents(_, events) => Some(events),
            _ => None,
        })
        .await;
    assert_eq!(past.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn after_a_loss_everything_is_listed_anew_under_a_new_epoch() {
    let first = Fake::with(vec![container("a")]);
    let second = Fake::with(vec![container("b")]);
    let mut watched = begin(vec![Some(Arc::clone(&first)), None, Some(second)]);
    assert_eq!(watched.snapshot().await, (Epoch(1), vec!["a".to_owned()]));
    let mut connection = watched.handle.clone();
    assert!(connection.engine.wait_for(Option::is_some).await.is_ok());
    first.lock().events = None;
    let mut reasons = Vec::new();
    let after = loop {
        match watched.news.recv().await.unwrap() {
            HostMsg::Lost(error) => {
                assert!(error.retry_in.is_some());
                assert!(watched.handle.engine().is_none());
                reasons.push(error.tried[0].reason.clone());
            }
            HostMsg::Snapshot(epoch, _) => break epoch,
            _ => {}
        }
    };
    assert_eq!(
        reasons,
        ["the engine closed the connection", "connection refused"]
    );
    assert_eq!(after, Epoch(2));
}

#[tokio::test(start_paused = true)]
async fn an_engine_that_stops_answering_is_lost_by_its_ping() {
    let fake = Fake::with(Vec::new());
    let mut watched = begin(vec![Some(Arc::clone(&fake))]);
    watched.snapshot().await;
    fake.hold("ping");
    let error = watched
        .until(|news| match news {
            HostMsg::Lost(error) => Some(error),
            _ => None,
        })
        .await;
    assert_eq!(error.tried[0].reason, "no answer within 5 s");
    assert_eq!(error.tried[0].endpoint, "unix:///fake.sock");
}

#[tokio::test(start_paused = true)]
async fn without_events_the_list_is_polled() {
    let fake = Fake::with(vec![container("a")]);
    fake.fail(
        "events",
        EngineError::NotAllowed {
            capability: Capability::Events,
            status: 403,
        },
    );
    let mut watched = begin(vec![Some(Arc::clone(&fake))]);
    let denied = watched
        .until(|news| match news {
            HostMsg::NotAllowed(capability, reason) => Some((capability, reason)),
            _ => None,
        })
        .await;
    assert_eq!(
        denied,
        (
            Capability::Events,
            "this endpoint does not allow events (403)".to_owned()
        )
    );
    watched.snapshot().await;
    let mut starts = watched.handle.starts();
    fake.lock().containers.push(container("b"));
    assert_eq!(watched.snapshot().await.1, ["a", "b"]);
    fake.lock().containers[0].state = EngineState::Exited;
    watched.snapshot().await;
    fake.lock().containers[0].state = EngineState::Running;
    watched.snapshot().await;
    assert_eq!(starts.try_recv(), Ok(InstanceId::from("a")));
}

#[tokio::test(start_paused = true)]
async fn a_list_without_news_is_not_told_and_one_with_news_is() {
    let fake = Fake::with(vec![container("a")]);
    let mut watched = begin(vec![Some(Arc::clone(&fake))]);
    watched.inspected().await;
    fake.called("list", 3).await;
    fake.lock().containers.push(container("b"));
    let mut snapshots = 0;
    watched
        .until(|news| match news {
            HostMsg::Snapshot(_, snapshot) => {
                snapshots += 1;
                assert!(snapshot.containers[0].details.is_some(), "details are kept");
                Some(())
            }
            _ => None,
        })
        .await;
    assert_eq!(snapshots, 1);
}

#[tokio::test(start_paused = true)]
async fn a_try_on_request_does_not_wait() {
    let fake = Fake::with(Vec::new());
    let mut watched = begin(vec![None, None, None, None, None, None, Some(fake)]);
    let mut longest = Duration::ZERO;
    for _ in 0..6 {
        let wait = watched
            .until(|news| match news {
                HostMsg::Lost(error) => error.retry_in,
                _ => None,
            })
            .await;
        longest = longest.max(wait);
    }
    assert!(longest > Duration::from_secs(10));
    let before = tokio::time::Instant::now();
    watched.handle.reconnect();
    watched.snapshot().await;
    assert!(before.elapsed() < Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_denial_found_elsewhere_is_told_once() {
    let fake = Fake::with(Vec::new());
    let mut watched = begin(vec![Some(fake)]);
    watched.snapshot().await;
    watched.handle.deny(Capability::Stats, "403".to_owned());
    watched
        .handle
        .deny(Capability::Stats, "403 again".to_owned());
    watched.handle.deny(Capability::Top, "403".to_owned());
    let mut seen = Vec::new();
    while seen.len() < 2 {
        seen.push(
            watched
                .until(|news| match news {
                    HostMsg::NotAllowed(capability, _) => Some(capability),
                    _ => None,
                })
                .await,
        );
    }
    assert_eq!(seen, [Capability::Stats, Capability::Top]);
}
