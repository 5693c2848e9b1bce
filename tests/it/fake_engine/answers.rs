//! Whole answers: surprising ones, refused ones, and none.

use super::server::{FakeEngine, Step, chunked, json, send};
use stacktui::engine::{
    Engine, EngineError, EventsRequest, ExecRequest, LogsRequest, Observe, StatsMode,
};
use stacktui::model::capabilities::Capability;
use stacktui::model::ids::InstanceId;
use std::time::Duration;

const LOGS: LogsRequest = LogsRequest {
    follow: false,
    tail: None,
    since: None,
    until: None,
    tty: false,
};

#[tokio::test]
async fn an_unknown_state_is_shown_and_the_rest_of_the_list_too() {
    let fake = FakeEngine::start(|_| {
        json(
            "200 OK",
            r#"[{"Id":"a1","Names":["/one"],"State":"hibernating","Status":"Asleep","Ports":[{"Type":"quic","PrivatePort":7}],
                 "HostConfig":{"NetworkMode":["new","form"]},"Mounts":"none","Created":"soon"},
                {"Id":5},"nonsense",
                {"Id":"b2","Names":["/two"],"State":"running","Status":"Up 2 minutes (groggy)","Labels":null}]"#,
        )
    });
    let list = fake.connect().await.list_containers().await.unwrap();
    let seen: Vec<_> = list
        .iter()
        .map(|container| (&*container.name, container.state.word()))
        .collect();
    assert_eq!(seen[0], ("one", "hibernating"));
    assert_eq!(seen.last(), Some(&("two", "running")));
}

#[tokio::test]
async fn names_of_an_engine_cannot_steer_the_terminal() {
    let fake = FakeEngine::start(|_| {
        json(
            "200 OK",
            r#"[{"Id":"a1","Names":["/x\u001b]0;title\u0007"],"State":"run\u001b[2Jning","Labels":{"a":"\u009b1m"}}]"#,
        )
    });
    let list = fake.connect().await.list_containers().await.unwrap();
    let text = format!("{:?}", list[0]);
    let is_control = |character: char| character.is_control();
    assert!(!list[0].name.contains(is_control));
    assert!(!list[0].state.word().contains(is_control));
    assert!(!text.contains("u{9b}"), "{text}");
}

#[tokio::test]
async fn a_body_that_hangs_is_given_up() {
    let fake = FakeEngine::start(|_| {
        vec![
            Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{".to_vec()),
            Step::Hang,
        ]
    });
    let error = fake.connect().await.list_containers().await.unwrap_err();
    assert_eq!(error, EngineError::Timeout { seconds: 2 });
    fake.client_closed().await;
}

#[tokio::test]
async fn an_answer_that_never_comes_is_given_up() {
    let fake = FakeEngine::start(|_| vec![Step::Hang]);
    let engine = fake.connect().await;
    let id = InstanceId::from("a1");
    let timeout = EngineError::Timeout { seconds: 2 };
    assert_eq!(engine.list_containers().await.unwrap_err(), timeout);
    assert_eq!(engine.logs(&id, LOGS).await.err(), Some(timeout.clone()));
    assert_eq!(engine.start(&id).await.unwrap_err(), timeout);
}

#[tokio::test]
async fn a_stop_waits_for_the_grace_and_then_some() {
    let fake = FakeEngine::start(|_| vec![Step::Hang]);
    let engine = fake.connect().await;
    let error = engine
        .stop(&"a1".into(), Some(Duration::from_secs(1)))
        .await
        .unwrap_err();
    assert_eq!(error, EngineError::Timeout { seconds: 3 });
    assert_eq!(fake.seen(), ["POST /v1.41/containers/a1/stop?t=1"]);
}

#[tokio::test]
async fn the_containers_own_grace_is_asked_for_and_not_sent() {
    let fake = FakeEngine::start(|request| {
        if request.ends_with("/json") {
            json("200 OK", r#"{"Id":"a1","Config":{"StopTimeout":2}}"#)
        } else {
            vec![Step::Hang]
        }
    });
    let error = fake
        .connect()
        .await
        .stop(&"a1".into(), None)
        .await
        .unwrap_err();
    assert_eq!(error, EngineError::Timeout { seconds: 4 });
    assert_eq!(fake.seen()[1], "POST /v1.41/containers/a1/stop");
}

#[tokio::test]
async fn not_modified_is_done() {
    let fake = FakeEngine::start(|_| send("HTTP/1.1 304 Not Modified\r\n\r\n"));
    let engine = fake.connect().await;
    assert_eq!(engine.start(&"a1".into()).await, Ok(()));
    let grace = Some(Duration::ZERO);
    assert_eq!(engine.stop(&"a1".into(), grace).await, Ok(()));
}

#[tokio::test]
async fn a_proxy_takes_away_one_capability_each_and_nothing_else() {
    let fake = FakeEngine::start(|request| {
        let (_, route) = request.split_once("/v1.41").unwrap_or_default();
        match route.split('?').next().unwrap_or_default() {
            "/containers/json" => json("200 OK", "[]"),
            "/events" => {
                send("HTTP/1.0 403 Forbidden\r\nContent-Type: text/html\r\n\r\n<html>no</html>")
            }
            "/containers/a1/logs" => {
                send("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot found")
            }
            "/containers/a1/stats" => json("405 Method Not Allowed", ""),
            "/containers/a1/top" => json("501 Not Implemented", ""),
            _ => json("403 Forbidden", r#"{"message":"not for you"}"#),
        }
    });
    let engine = fake.connect().await;
    let id = InstanceId::from("a1");
    assert_eq!(engine.list_containers().await, Ok(vec![]));
    let exec = ExecRequest {
        command: vec!["sh".to_owned()],
        ..ExecRequest::default()
    };
    let refusals = [
        (
            Capability::Events,
            403,
            engine.events(EventsRequest::default()).await.err(),
        ),
        (Capability::Logs, 404, engine.logs(&id, LOGS).await.err()),
        (
            Capability::Stats,
            405,
            engine.stats(&id, StatsMode::Once).await.err(),
        ),
        (Capability::Top, 501, engine.top(&id).await.err()),
        (Capability::Info, 403, engine.info().await.err()),
        (Capability::Write, 403, engine.start(&id).await.err()),
        (Capability::Write, 403, engine.stop(&id, None).await.err()),
        (Capability::Exec, 403, engine.exec(&id, exec).await.err()),
    ];
    for (capability, status, error) in refusals {
        assert_eq!(error, Some(EngineError::NotAllowed { capability, status }));
    }
}

#[tokio::test]
async fn the_engines_own_words_are_kept() {
    let fake = FakeEngine::start(|_| {
        json(
            "409 Conflict",
            r#"{"message":"Container a1 is not running\u001b[31m"}"#,
        )
    });
    let engine = fake.connect().await;
    let expected = EngineError::Refused {
        status: 409,
        message: "Container a1 is not running".to_owned(),
    };
    let id = InstanceId::from("a1");
    assert_eq!(engine.kill(&id, "SIGTERM").await, Err(expected.clone()));
    assert_eq!(engine.top(&id).await, Err(expected));
}

#[tokio::test]
async fn an_answer_without_end_is_given_up_by_its_size() {
    let fake = FakeEngine::start(|_| {
        let mut script = vec![Step::Send(chunked())];
        let piece = super::server::chunk(&vec![b' '; 65_536]);
        script.push(Step::Repeat(piece, 1_100));
        script.push(Step::Hang);
        script
    });
    // Its own time: 70 MB go through a debug build.
    let options = stacktui::engine::docker::ConnectOptions::default();
    let (engine, _) = stacktui::engine::docker::DockerEngine::connect(&fake.endpoint(), &options)
        .await
        .unwrap();
    let error = engine.list_containers().await.unwrap_err();
    assert!(matches!(error, EngineError::Protocol(_)), "{error:?}");
    fake.client_closed().await;
}

#[tokio::test]
async fn reading_sends_nothing_that_writes() {
    let fake = FakeEngine::start(|_| json("200 OK", "[]"));
    let engine = fake.connect().await;
    let id = InstanceId::from("a1");
    let _answers = (
        engine.ping().await,
        engine.info().await,
        engine.list_containers().await,
        engine.inspect_container("a1").await,
        engine.inspect_text("a1").await,
        engine.events(EventsRequest::default()).await.is_ok(),
        engine.logs(&id, LOGS).await.is_ok(),
        engine.stats(&id, StatsMode::Stream).await.is_ok(),
        engine.top(&id).await,
    );
    let seen = fake.seen();
    assert!(seen.len() >= 8, "{seen:?}");
    assert!(
        seen.iter().all(|request| request.starts_with("GET ")),
        "{seen:?}"
    );
}

#[tokio::test]
async fn a_connection_that_is_not_handed_over_is_told() {
    let fake = FakeEngine::start(|request| {
        if request.ends_with("/exec") {
            json("201 Created", r#"{"Id":"e1"}"#)
        } else {
            json("200 OK", "")
        }
    });
    let exec = ExecRequest {
        command: vec!["sh".to_owned()],
        ..ExecRequest::default()
    };
    let error = fake.connect().await.exec(&"a1".into(), exec).await.err();
    assert!(
        matches!(&error, Some(EngineError::Protocol(text)) if text.contains("hand over")),
        "{error:?}"
    );
}
