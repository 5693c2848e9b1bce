//! States, and what lists and inspections show.

use super::{contract, expect_history};
use crate::real_engine::fixture::{ALL_LINES, Fixture, STAYS, script_request};
use stacktui::engine::CreateRequest;
use stacktui::model::observed::{EngineState, RestartPolicy};
use std::time::Duration;

contract!(
    a_container_goes_from_created_to_exited,
    a_start_of_what_runs_is_no_error,
    a_frozen_container_does_nothing_until_it_thaws,
    a_frozen_container_thaws_to_be_stopped,
    the_memory_limit_kills,
    an_inspection_shows_what_was_asked_for,
    a_container_is_found_by_name_and_by_the_beginning_of_its_id,
    an_inspection_can_be_read_as_text,
    a_test_image_fails_as_it_is_made_to,
);

async fn a_container_goes_from_created_to_exited(fixture: &'static Fixture) {
    let id = fixture
        .create("life", script_request("sleep 1; exit 9"))
        .await;
    let created = fixture.engine.inspect_container(id.as_str()).await.unwrap();
    assert_eq!(created.state, EngineState::Created);
    assert_eq!(created.exit_code(), None);
    let details = created.details.unwrap();
    assert_eq!((details.started_at, details.finished_at), (None, None));
    fixture.engine.start(&id).await.unwrap();
    let running = fixture.engine.inspect_container(id.as_str()).await.unwrap();
    assert_eq!(running.state, EngineState::Running);
    assert!(running.details.unwrap().started_at >= created.created_at);
    let exited = fixture.until_state(&id, "exited").await;
    assert_eq!(exited.exit_code(), Some(9));
    let details = exited.details.unwrap();
    assert!(details.finished_at > details.started_at);
    let listed = fixture.listed(&id).await;
    assert_eq!(
        (listed.state, listed.listed_exit_code),
        (EngineState::Exited, Some(9))
    );
}

async fn a_start_of_what_runs_is_no_error(fixture: &'static Fixture) {
    let id = fixture.run_script("twice", STAYS).await;
    fixture.engine.start(&id).await.unwrap();
    let running = fixture.until_state(&id, "running").await;
    assert_eq!(running.exit_code(), None);
}

async fn a_frozen_container_does_nothing_until_it_thaws(fixture: &'static Fixture) {
    let script = "while :; do echo tick; sleep 0.1; done";
    let id = fixture.run_script("ticks", script).await;
    fixture.until_first_line(&id).await;
    fixture.engine.pause(&id).await.unwrap();
    assert_eq!(fixture.listed(&id).await.state, EngineState::Paused);
    let before = fixture.log(&id, ALL_LINES).await.len();
    fixture.pass(1).await;
    let after = fixture.log(&id, ALL_LINES).await.len();
    assert!(after <= before + 1, "{before} {after}");
    fixture.engine.unpause(&id).await.unwrap();
    assert_eq!(fixture.listed(&id).await.state, EngineState::Running);
    fixture.until_lines(&id, after + 2).await;
    expect_history(fixture, &id, &["create", "start", "pause", "unpause"]).await;
}

async fn a_frozen_container_thaws_to_be_stopped(fixture: &'static Fixture) {
    let script = "trap 'exit 0' TERM; echo ready; while :; do sleep 0.1; done";
    let id = fixture.run_script("thaws", script).await;
    fixture.until_first_line(&id).await;
    fixture.engine.pause(&id).await.unwrap();
    fixture.engine.stop(&id, None).await.unwrap();
    let stopped = fixture.until_state(&id, "exited").await;
    assert_eq!(stopped.exit_code(), Some(0));
    expect_history(
        fixture,
        &id,
        &[
            "create", "start", "pause", "kill 15", "unpause", "die 0", "stop",
        ],
    )
    .await;
}

async fn the_memory_limit_kills(fixture: &'static Fixture) {
    let request = CreateRequest {
        memory_limit_bytes: 8 << 20,
        ..script_request("x=a; while :; do x=$x$x; done")
    };
    let id = fixture.run("memory", request).await;
    let killed = fixture.until_state(&id, "exited").await;
    assert_eq!(killed.exit_code(), Some(137));
    let details = killed.details.unwrap();
    assert!(details.oom_killed);
    assert_eq!(details.memory_limit_bytes, 8 << 20);
    expect_history(fixture, &id, &["create", "start", "oom", "die 137"]).await;
}

async fn an_inspection_shows_what_was_asked_for(fixture: &'static Fixture) {
    let request = CreateRequest {
        env: [("B", "2"), ("A", "a=b c")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        labels: [("owner".to_owned(), "ops".to_owned())].into(),
        restart_policy: RestartPolicy {
            name: "on-failure".to_owned(),
            maximum_retries: 4,
        },
        stop_timeout: Some(Duration::from_secs(3)),
        ..script_request(STAYS)
    };
    let id = fixture.run("asked", request).await;
    let shown = fixture.until_state(&id, "running").await;
    assert_eq!(&*shown.name, fixture.name("asked"));
    assert!(shown.image.contains("stacktui/test:1"));
    assert!(
        shown
            .image_id
            .contains(|digit: char| digit.is_ascii_hexdigit())
    );
    assert_eq!(id.as_str().len(), 64);
    assert_eq!(shown.label("owner"), Some("ops"));
    let details = shown.details.unwrap();
    let variable = |name: &str| {
        let found = details.env.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    };
    assert_eq!(variable("A").as_deref(), Some("a=b c"));
    assert_eq!(variable("B").as_deref(), Some("2"));
    assert!(variable("PATH").unwrap_or_default().contains("/bin"));
    assert_eq!(details.command, ["sh", "-c", STAYS]);
    assert_eq!(details.restart_policy.name, "on-failure");
    assert_eq!(details.restart_policy.maximum_retries, 4);
    assert_eq!(details.stop_timeout, Some(Duration::from_secs(3)));
    assert_eq!(details.stop_signal, "SIGTERM");
    assert_eq!(details.hostname, id.short());
    assert!(!details.tty && !details.open_stdin);
    assert_eq!(shown.networks.len(), 1);
}

async fn a_container_is_found_by_name_and_by_the_beginning_of_its_id(fixture: &'static Fixture) {
    let id = fixture.create("found", script_request("true")).await;
    for reference in [fixture.name("found").as_str(), id.short(), id.as_str()] {
        let found = fixture.engine.inspect_container(reference).await.unwrap();
        assert_eq!(found.id, id);
    }
}

async fn an_inspection_can_be_read_as_text(fixture: &'static Fixture) {
    let request = CreateRequest {
        env: [("DB_PASSWORD".to_owned(), "hunter2".to_owned())].into(),
        ..script_request("true")
    };
    let id = fixture.create("text", request).await;
    let text = fixture.engine.inspect_text(id.as_str()).await.unwrap();
    assert!(text.contains(id.as_str()), "{text}");
    assert!(text.contains("\"RestartPolicy\""), "{text}");
    assert!(
        text.contains("DB_PASSWORD=") && !text.contains("hunter2"),
        "{text}"
    );
    assert!(text.lines().count() > 20);
}

async fn a_test_image_fails_as_it_is_made_to(fixture: &'static Fixture) {
    let request = CreateRequest {
        image: "stacktui/flaky:1".to_owned(),
        ..CreateRequest::default()
    };
    let id = fixture.run("flaky", request).await;
    let ended = fixture.until_state(&id, "exited").await;
    assert_eq!(ended.exit_code(), Some(1));
    let lines = fixture.log(&id, ALL_LINES).await;
    let texts: Vec<&str> = lines.iter().map(|line| line.text.text.as_str()).collect();
    assert_eq!(texts, ["starting", "failing"]);
}
