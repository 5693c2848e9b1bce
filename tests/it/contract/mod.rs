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
use stacktui::engine::{EngineError, EventsRequest};
use stacktui::model::event::{EngineEvent, EventKind};
use stacktui::model::ids::InstanceId;
use std::time::Duration;

/// Where podman's Docker-compatible API differs: the test, and what is otherwise there. The test is not run there.
const PODMAN: [(&str, &str); 11] = [
    ("an_exec_is_told", "it tells only of the end of an exec"),
    (
        "past_events_end_where_they_were_asked_to",
        "it reads the end in whole seconds",
    ),
    (
        "a_check_that_takes_too_long_fails",
        "it waits for the check, and notes nothing of it",
    ),
    (
        "a_log_can_begin_and_end_at_a_moment",
        "its moments are whole seconds",
    ),
    (
        "following_a_crash_loop_ends_with_the_run",
        "a followed log goes on over restarts",
    ),
    ("waits_double_from_start_to_start", AT_ONCE),
    ("a_stop_in_back_off_ends_it_without_a_death", AT_ONCE),
    ("a_start_by_request_counts_anew", AT_ONCE),
    (
        "a_frozen_container_thaws_to_be_stopped",
        "it refuses to stop what is paused",
    ),
    (
        "a_taken_port_fails_the_start_and_is_remembered",
        "it says so in words of its own, and remembers nothing",
    ),
    (
        "a_program_that_is_not_there_fails_the_start",
        "it says so in words of its own, as a fault of the server",
    ),
];
const AT_ONCE: &str = "it starts again at once: there is no back-off";

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

/// What happened to a container since its creation is this, in short words; checks of health and the like are left out.
/// The end of a process and of the stop that it was asked to by come in either order, and are taken as named here.
/// Podman tells of other steps.
async fn expect_history(fixture: &Fixture, id: &InstanceId, expected: &[&str]) {
    if fixture.info.is_podman {
        println!("podman differs: it tells of other steps");
        return;
    }
    let mut left = expected.len();
    let events = all_events(fixture, id, |event| {
        left -= usize::from(words(event).is_some());
        left == 0
    })
    .await;
    let mut seen: Vec<String> = events.iter().filter_map(words).collect();
    for index in 1..seen.len() {
        if seen[index - 1] == "stop" && seen[index].starts_with("die ") {
            seen.swap(index - 1, index);
        }
    }
    assert_eq!(seen, expected);
}

fn words(event: &EngineEvent) -> Option<String> {
    Some(match &event.kind {
        EventKind::Create => "create".to_owned(),
        EventKind::Start => "start".to_owned(),
        EventKind::Stop => "stop".to_owned(),
        EventKind::Restart => "restart".to_owned(),
        EventKind::Pause => "pause".to_owned(),
        EventKind::Unpause => "unpause".to_owned(),
        EventKind::Destroy => "destroy".to_owned(),
        EventKind::Oom => "oom".to_owned(),
        EventKind::Kill { signal } => format!("kill {signal}"),
        EventKind::Die {
            exit_code: Some(code),
        } => format!("die {code}"),
        EventKind::Health(health) => health.word().to_owned(),
        _ => return None,
    })
}

/// It was refused because of the state of things, in these words. Podman calls that a fault of the server, in words of
/// its own.
fn expect_conflict(fixture: &Fixture, error: &EngineError, words: &str) {
    if fixture.info.is_podman {
        assert!(
            matches!(error, EngineError::Refused { status: 409 | 500, message } if !message.is_empty()),
            "{error:?}"
        );
    } else {
        assert!(error.is_conflict(), "{error:?}");
        assert!(error.to_string().contains(words), "{error}");
    }
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
