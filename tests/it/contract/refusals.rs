//! What an engine refuses, with which status and in which words.

use super::{contract, expect_conflict, expect_history};
use crate::real_engine::fixture::{ALL_LINES, Fixture, STAYS, script_request};
use stacktui::engine::{
    CreateRequest, EngineError, ExecRequest, PortBinding, RemoveRequest, StatsMode,
};
use stacktui::model::ids::InstanceId;

contract!(
    what_is_not_there_is_a_404_everywhere,
    what_does_not_run_is_a_409,
    what_runs_is_not_removed,
    what_is_frozen_takes_no_commands,
    a_name_is_given_once,
    a_taken_port_fails_the_start_and_is_remembered,
    a_program_that_is_not_there_fails_the_start,
    unknown_signals_and_images_are_refused,
);

fn status(error: &EngineError) -> u16 {
    match error {
        EngineError::Refused { status, .. } => *status,
        other => panic!("refused is expected, not {other:?}"),
    }
}

async fn what_is_not_there_is_a_404_everywhere(fixture: &'static Fixture) {
    let id = InstanceId::from(fixture.name("nobody"));
    let engine = &fixture.engine;
    let errors = [
        engine.start(&id).await.unwrap_err(),
        engine.stop(&id, None).await.unwrap_err(),
        engine.restart(&id, None).await.unwrap_err(),
        engine.pause(&id).await.unwrap_err(),
        engine.unpause(&id).await.unwrap_err(),
        engine.kill(&id, "SIGKILL").await.unwrap_err(),
        engine
            .remove(&id, RemoveRequest::default())
            .await
            .unwrap_err(),
        engine.inspect_container(id.as_str()).await.unwrap_err(),
        engine.inspect_text(id.as_str()).await.unwrap_err(),
        engine.top(&id).await.unwrap_err(),
        engine.logs(&id, ALL_LINES).await.err().unwrap(),
        engine.stats(&id, StatsMode::Once).await.err().unwrap(),
        engine.exec(&id, command(&["true"])).await.err().unwrap(),
    ];
    for error in errors {
        assert!(error.is_not_found(), "{error:?}");
        assert!(
            error
                .to_string()
                .to_lowercase()
                .contains("no such container")
                || error.to_string().contains("no container"),
            "{error}"
        );
    }
}

fn command(words: &[&str]) -> ExecRequest {
    ExecRequest {
        command: words.iter().map(|word| (*word).to_owned()).collect(),
        ..ExecRequest::default()
    }
}

async fn what_does_not_run_is_a_409(fixture: &'static Fixture) {
    let id = fixture.create("still", script_request(STAYS)).await;
    let engine = &fixture.engine;
    let errors = [
        engine.pause(&id).await.unwrap_err(),
        engine.kill(&id, "SIGTERM").await.unwrap_err(),
        engine.top(&id).await.unwrap_err(),
        engine.exec(&id, command(&["true"])).await.err().unwrap(),
    ];
    for error in errors {
        expect_conflict(fixture, &error, "not running");
    }
}

async fn what_runs_is_not_removed(fixture: &'static Fixture) {
    let id = fixture.run_script("runs", STAYS).await;
    fixture.until_state(&id, "running").await;
    let error = fixture
        .engine
        .remove(&id, RemoveRequest::default())
        .await
        .unwrap_err();
    expect_conflict(fixture, &error, "running");
}

async fn what_is_frozen_takes_no_commands(fixture: &'static Fixture) {
    let id = fixture.run_script("frozen", STAYS).await;
    fixture.until_state(&id, "running").await;
    let engine = &fixture.engine;
    engine.pause(&id).await.unwrap();
    let errors = [
        engine.pause(&id).await.unwrap_err(),
        engine.start(&id).await.unwrap_err(),
        engine.exec(&id, command(&["true"])).await.err().unwrap(),
    ];
    for error in errors {
        expect_conflict(fixture, &error, "paused");
    }
}

async fn a_name_is_given_once(fixture: &'static Fixture) {
    let id = fixture.create("twin", script_request("true")).await;
    let twin = CreateRequest {
        name: fixture.name("twin"),
        image: "stacktui/test:1".to_owned(),
        ..CreateRequest::default()
    };
    let error = fixture
        .engine
        .create_container(twin.into())
        .await
        .unwrap_err();
    expect_conflict(fixture, &error, "already in use");
    assert!(error.to_string().contains(id.as_str()), "{error}");
}

fn publishing(public: Option<u16>) -> CreateRequest {
    CreateRequest {
        ports: vec![PortBinding {
            public: public.map(Into::into),
            private: 80,
            protocol: "tcp".to_owned(),
            ..PortBinding::default()
        }],
        ..script_request(STAYS)
    }
}

async fn a_taken_port_fails_the_start_and_is_remembered(fixture: &'static Fixture) {
    let holder = fixture.run("holder", publishing(None)).await;
    let port = fixture
        .until(&holder, "published", |container| {
            !container.published_ports().is_empty()
        })
        .await
        .published_ports()[0];
    let second = fixture.create("second", publishing(Some(port))).await;
    let error = fixture.engine.start(&second).await.unwrap_err();
    assert_eq!(status(&error), 500);
    let words = format!("{port} failed: port is already allocated");
    assert!(error.to_string().contains(&words), "{error}");
    let failed = fixture
        .engine
        .inspect_container(second.as_str())
        .await
        .unwrap();
    assert_eq!(failed.state.word(), "created");
    assert_eq!(failed.exit_code(), Some(128));
    assert!(failed.details.unwrap().error.contains(&words));
    assert!(fixture.listed(&second).await.published_ports().is_empty());
    let force = RemoveRequest {
        force: true,
        volumes: false,
    };
    fixture.engine.remove(&holder, force).await.unwrap();
    fixture.engine.start(&second).await.unwrap();
    let started = fixture.until_state(&second, "running").await;
    assert_eq!(started.published_ports(), [port]);
    assert_eq!(started.details.unwrap().error, "");
    expect_history(fixture, &second, &["create", "start"]).await;
}

async fn a_program_that_is_not_there_fails_the_start(fixture: &'static Fixture) {
    let request = CreateRequest {
        command: vec!["nosuchprogram".to_owned()],
        ..CreateRequest::default()
    };
    let id = fixture.create("absent", request).await;
    let error = fixture.engine.start(&id).await.unwrap_err();
    assert_eq!(status(&error), 400);
    assert!(
        error
            .to_string()
            .contains("exec: \"nosuchprogram\": executable file not found in $PATH"),
        "{error}"
    );
    let failed = fixture.engine.inspect_container(id.as_str()).await.unwrap();
    assert_eq!(failed.state.word(), "created");
    assert_eq!(failed.exit_code(), Some(127));
    assert!(failed.details.unwrap().error.contains("nosuchprogram"));
}

async fn unknown_signals_and_images_are_refused(fixture: &'static Fixture) {
    let id = fixture.run_script("signal", STAYS).await;
    fixture.until_state(&id, "running").await;
    let error = fixture.engine.kill(&id, "SIGNOPE").await.unwrap_err();
    assert!(error.to_string().contains("SIGNOPE"), "{error}");
    assert!((400..=500).contains(&status(&error)), "{error:?}");
    let request = CreateRequest {
        name: fixture.name("imageless"),
        image: "stacktui/nosuchimage:1".to_owned(),
        ..CreateRequest::default()
    };
    let error = fixture
        .engine
        .create_container(request.into())
        .await
        .unwrap_err();
    assert!(error.is_not_found(), "{error:?}");
    assert!(
        error.to_string().contains("stacktui/nosuchimage:1"),
        "{error}"
    );
}
