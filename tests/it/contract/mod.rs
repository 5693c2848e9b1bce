//! What an engine does, held against the simulated engine always and against a real one where there is one: the
//! simulation cannot drift from what it stands for.
//!
//! Each test is one function over a [`Fixture`](crate::real_engine::fixture::Fixture), written once and run twice.
//! What podman does otherwise stands in [`PODMAN`].

mod events;
mod health;
mod logs;
mod refusals;
mod restarts;
mod sessions;
mod shell;
mod states;
mod stops;
mod usage;

use crate::real_engine::fixture::Fixture;
use futures_util::StreamExt;
use stacktui::engine::EventsRequest;
use stacktui::model::event::{EngineEvent, EventKind};
use stacktui::model::ids::InstanceId;
use std::time::Duration;

/// Where podman's Docker-compatible API differs: the test, and what is otherwise there. The test is not run there.
const PODMAN: [(&str, &str); 0] = [];

/// Why a test is not run on podman.
fn deviation(test: &str, fixture: &Fixture) -> Option<&'static str> {
    PODMAN
        .iter()
        .find(|(name, _)| *name == test && fixture.info.is_podman)
        .map(|(_, reason)| *reason)
}

/// Makes two tests of each function: one on the simulated engine, under paused time, and one on the real engine.
macro_rules! contract {
    ($($name:ident),+ $(,)?) => {
        mod simulated {
            $(
                #[tokio::test(start_paused = true)]
                async fn $name() {
                    crate::real_engine::fixture::with_simulation(stringify!($name), super::$name).await;
                }
            )+
        }
        mod real {
            $(
                #[tokio::test]
                async fn $name() {
                    let body = |fixture| async move {
                        match crate::contract::deviation(stringify!($name), fixture) {
                            None => super::$name(fixture).await,
                            Some(reason) => println!("podman differs: {reason}"),
                        }
                    };
                    crate::real_engine::fixture::with_engine(stringify!($name), body).await;
                }
            )+
        }
    };
}
use contract;

/// What happened to a container, in short words, from its creation until `last` came for the `count`th time. Checks of
/// health and the like are left out.
async fn history(fixture: &Fixture, id: &InstanceId, last: &str, count: usize) -> Vec<String> {
    let words = |event: &EngineEvent| match &event.kind {
        EventKind::Create => Some("create".to_owned()),
        EventKind::Start => Some("start".to_owned()),
        EventKind::Stop => Some("stop".to_owned()),
        EventKind::Restart => Some("restart".to_owned()),
        EventKind::Pause => Some("pause".to_owned()),
        EventKind::Unpause => Some("unpause".to_owned()),
        EventKind::Destroy => Some("destroy".to_owned()),
        EventKind::Oom => Some("oom".to_owned()),
        EventKind::Kill { signal } => Some(format!("kill {signal}")),
        EventKind::Die {
            exit_code: Some(code),
        } => Some(format!("die {code}")),
        EventKind::Health(health) => Some(health.word().to_owned()),
        _ => None,
    };
    let mut seen = Vec::new();
    let mut left = count;
    for event in all_events(fixture, id, |event| {
        left -= usize::from(words(event).as_deref() == Some(last));
        left == 0
    })
    .await
    {
        seen.extend(words(&event));
    }
    seen
}

/// Events of a container from its creation until one that `is_last`.
async fn all_events(
    fixture: &Fixture,
    id: &InstanceId,
    mut is_last: impl FnMut(&EngineEvent) -> bool,
) -> Vec<EngineEvent> {
    let created = match fixture.engine.inspect_container(id.as_str()).await {
        Ok(container) => container.created_at.unwrap(),
        // It is gone already; long enough ago for any test.
        Err(_) => now(fixture).await.before(Duration::from_mins(2)),
    };
    let request = EventsRequest {
        since: Some(created.before(Duration::from_secs(1))),
        until: None,
    };
    let mut events = fixture.engine.events(request).await.unwrap();
    let mut seen = Vec::new();
    let reading = async {
        while let Some(event) = events.next().await {
            let event = event.unwrap();
            if event.id == id.as_str() {
                let is_end = is_last(&event);
                seen.push(event);
                if is_end {
                    return;
                }
            }
        }
    };
    let in_time = tokio::time::timeout(crate::real_engine::fixture::DEADLINE, reading)
        .await
        .is_ok();
    assert!(in_time, "the last event never came: {seen:?}");
    seen
}

/// The engine's clock, from what it made last.
async fn now(fixture: &Fixture) -> stacktui::model::time::Timestamp {
    let list = fixture.engine.list_containers().await.unwrap();
    let newest = list
        .iter()
        .filter_map(|container| container.created_at)
        .max();
    newest.unwrap_or_default()
}
