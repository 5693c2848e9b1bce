//! The stream of events.

use super::{all_events, contract};
use crate::real_engine::fixture::{Fixture, STAYS, script_request};
use futures_util::StreamExt;
use stacktui::engine::{CreateRequest, EventsRequest};
use stacktui::model::event::EventKind;
use std::time::Duration;

contract!(
    an_event_names_its_container_and_carries_its_labels,
    what_happens_after_the_subscription_comes,
    past_events_end_where_they_were_asked_to,
    an_exec_is_told,
);

async fn an_event_names_its_container_and_carries_its_labels(fixture: &'static Fixture) {
    let request = CreateRequest {
        labels: [("owner".to_owned(), "ops".to_owned())].into(),
        ..script_request("exit 2")
    };
    let id = fixture.run("named", request).await;
    let events = all_events(fixture, &id, |event| {
        matches!(event.kind, EventKind::Die { .. })
    })
    .await;
    for event in &events {
        assert!(event.is_container());
        assert_eq!(event.name(), fixture.name("named"));
        assert_eq!(
            event.attributes.get("owner").map(|value| &**value),
            Some("ops")
        );
        assert!(event.attributes["image"].contains("stacktui/test:1"));
    }
    assert!(events.windows(2).all(|pair| pair[0].at < pair[1].at));
    let died = events.last().unwrap();
    assert_eq!(
        died.attributes.get("exitCode").map(|code| &**code),
        Some("2")
    );
}

async fn what_happens_after_the_subscription_comes(fixture: &'static Fixture) {
    let mut events = fixture
        .engine
        .events(EventsRequest::default())
        .await
        .unwrap();
    let id = fixture.run_script("later", STAYS).await;
    let mut kinds = Vec::new();
    let reading = async {
        while kinds.len() < 2 {
            let event = events.next().await.unwrap().unwrap();
            if event.id == id.as_str() && matches!(event.kind, EventKind::Create | EventKind::Start)
            {
                kinds.push(event.kind);
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), reading)
        .await
        .unwrap();
    assert_eq!(kinds, [EventKind::Create, EventKind::Start]);
}

async fn past_events_end_where_they_were_asked_to(fixture: &'static Fixture) {
    let id = fixture.run_script("past", "exit 0").await;
    let events = all_events(fixture, &id, |event| {
        matches!(event.kind, EventKind::Die { .. })
    })
    .await;
    let (first, last) = (events[0].at, events[events.len() - 1].at);
    let request = EventsRequest {
        since: Some(first),
        until: Some(last),
    };
    let stream = fixture.engine.events(request).await.unwrap();
    let reading = stream
        .filter_map(|event| async { event.ok() })
        .collect::<Vec<_>>();
    let past = tokio::time::timeout(Duration::from_secs(30), reading)
        .await
        .unwrap();
    assert!(past.iter().any(|event| event.id == id.as_str()));
    assert!(past.iter().all(|event| event.at <= last));
}

async fn an_exec_is_told(fixture: &'static Fixture) {
    let id = fixture.run_script("exec", STAYS).await;
    fixture.until_state(&id, "running").await;
    super::sessions::run(fixture, &id, &["sh", "-c", "exit 4"]).await;
    let is_end =
        |kind: &EventKind| matches!(kind, EventKind::Other(text) if text.starts_with("exec_die"));
    let events = all_events(fixture, &id, |event| is_end(&event.kind)).await;
    let words: Vec<String> = events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Other(text) if text.starts_with("exec_") => Some(text.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(
        words,
        [
            "exec_create: sh -c exit 4",
            "exec_start: sh -c exit 4",
            "exec_die"
        ]
    );
}
