//! Restart policies and their back-off.

use super::{all_events, contract, expect_history};
use crate::real_engine::fixture::{Fixture, script_request};
use stacktui::engine::CreateRequest;
use stacktui::model::event::EventKind;
use stacktui::model::observed::RestartPolicy;
use std::time::Duration;

contract!(
    on_failure_tries_as_often_as_it_may,
    on_failure_is_content_with_success,
    always_starts_again_after_success,
    waits_double_from_start_to_start,
    a_stop_in_back_off_ends_it_without_a_death,
    a_kill_is_not_followed_by_a_restart,
    a_start_by_request_counts_anew,
    unless_stopped_stays_stopped,
);

fn with_policy(name: &str, maximum_retries: u64, script: &str) -> CreateRequest {
    CreateRequest {
        restart_policy: RestartPolicy {
            name: name.to_owned(),
            maximum_retries,
        },
        ..script_request(script)
    }
}

async fn on_failure_tries_as_often_as_it_may(fixture: &'static Fixture) {
    let id = fixture
        .run("tries", with_policy("on-failure", 2, "exit 3"))
        .await;
    let ended = fixture
        .until(&id, "given up", |container| {
            let details = container.details.as_ref().unwrap();
            details.restart_count == 2 && container.state.word() == "exited"
        })
        .await;
    assert_eq!(ended.exit_code(), Some(3));
    expect_history(
        fixture,
        &id,
        &[
            "create", "start", "die 3", "start", "die 3", "start", "die 3",
        ],
    )
    .await;
}

async fn on_failure_is_content_with_success(fixture: &'static Fixture) {
    let id = fixture
        .run("content", with_policy("on-failure", 0, "sleep 0.2"))
        .await;
    let ended = fixture.until_state(&id, "exited").await;
    fixture.pass(1).await;
    let later = fixture.engine.inspect_container(id.as_str()).await.unwrap();
    assert_eq!(later.state, ended.state);
    assert_eq!(later.details.unwrap().restart_count, 0);
}

async fn always_starts_again_after_success(fixture: &'static Fixture) {
    let id = fixture
        .run("always", with_policy("always", 0, "exit 0"))
        .await;
    let seen = fixture
        .until(&id, "started again", |container| {
            container.details.as_ref().unwrap().restart_count >= 2
        })
        .await;
    assert_eq!(seen.details.unwrap().restart_policy.name, "always");
    let begun = ["create", "start", "die 0", "start", "die 0", "start"];
    expect_history(fixture, &id, &begun).await;
}

async fn waits_double_from_start_to_start(fixture: &'static Fixture) {
    let id = fixture
        .run("waits", with_policy("always", 0, "exit 1"))
        .await;
    let mut deaths = 0;
    let events = all_events(fixture, &id, |event| {
        deaths += usize::from(event.kind == EventKind::Start);
        deaths == 6
    })
    .await;
    let mut waits = Vec::new();
    let mut died_at = None;
    for event in events {
        match event.kind {
            EventKind::Die { .. } => died_at = Some(event.at),
            EventKind::Start => waits.extend(died_at.map(|died_at| died_at.age(event.at))),
            _ => {}
        }
    }
    assert_eq!(waits.len(), 5);
    // 100 ms, doubling; a real engine takes time of its own to start, so there is only a lowest wait.
    for (index, wait) in waits.iter().enumerate() {
        let least = Duration::from_millis(95 << index);
        assert!(*wait >= least, "wait {index} was {wait:?}");
    }
    let state = fixture
        .until(&id, "in back-off", |container| {
            container.state.word() == "restarting"
        })
        .await;
    assert_eq!(state.exit_code(), Some(1));
}

/// Runs until it waits for a second at least.
async fn in_long_back_off(fixture: &Fixture, name: &str) -> stacktui::model::ids::InstanceId {
    let id = fixture.run(name, with_policy("always", 0, "exit 1")).await;
    fixture
        .until(&id, "in long back-off", |container| {
            let restarts = container.details.as_ref().unwrap().restart_count;
            restarts >= 5 && container.state.word() == "restarting"
        })
        .await;
    id
}

async fn a_stop_in_back_off_ends_it_without_a_death(fixture: &'static Fixture) {
    let id = in_long_back_off(fixture, "backoff").await;
    fixture.engine.stop(&id, None).await.unwrap();
    let stopped = fixture.until_state(&id, "exited").await;
    assert_eq!(stopped.exit_code(), Some(1));
    let seen = all_events(fixture, &id, |event| event.kind == EventKind::Stop).await;
    let before = &seen[seen.len() - 2].kind;
    assert_eq!(*before, EventKind::Die { exit_code: Some(1) });
    fixture.pass(4).await;
    let later = fixture.engine.inspect_container(id.as_str()).await.unwrap();
    assert_eq!(later.state.word(), "exited");
}

async fn a_kill_is_not_followed_by_a_restart(fixture: &'static Fixture) {
    let id = fixture
        .run("killed", with_policy("always", 0, "sleep 1000"))
        .await;
    fixture.until_state(&id, "running").await;
    fixture.engine.kill(&id, "SIGKILL").await.unwrap();
    fixture.until_state(&id, "exited").await;
    fixture.pass(1).await;
    let later = fixture.engine.inspect_container(id.as_str()).await.unwrap();
    assert_eq!(later.state.word(), "exited");
}

async fn a_start_by_request_counts_anew(fixture: &'static Fixture) {
    let id = in_long_back_off(fixture, "anew").await;
    fixture.engine.stop(&id, None).await.unwrap();
    fixture.until_state(&id, "exited").await;
    fixture.engine.start(&id).await.unwrap();
    let begun = fixture.engine.inspect_container(id.as_str()).await.unwrap();
    assert!(begun.details.unwrap().restart_count < 3);
}

async fn unless_stopped_stays_stopped(fixture: &'static Fixture) {
    let script = "trap 'exit 0' TERM; echo ready; while :; do sleep 0.1; done";
    let id = fixture
        .run("unless", with_policy("unless-stopped", 0, script))
        .await;
    fixture.until_first_line(&id).await;
    fixture.engine.stop(&id, None).await.unwrap();
    let stopped = fixture.until_state(&id, "exited").await;
    assert_eq!(stopped.exit_code(), Some(0));
    fixture.pass(1).await;
    let later = fixture.engine.inspect_container(id.as_str()).await.unwrap();
    assert_eq!(later.state.word(), "exited");
}
