//! Changes, and the errors of those that cannot be made.

use super::fixture::{STAYS, script_request, with_engine};
use stacktui::engine::{CreateRequest, EngineError, PortBinding, RemoveRequest};
use stacktui::model::observed::EngineState;
use std::time::Duration;

#[tokio::test]
async fn a_stop_asks_first_and_is_no_error_twice() {
    with_engine(
        "a_stop_asks_first_and_is_no_error_twice",
        |fixture| async move {
            let id = fixture.run_script("stop", STAYS).await;
            fixture.engine.start(&id).await.unwrap();
            fixture.until_state(&id, "running").await;
            fixture.engine.stop(&id, None).await.unwrap();
            let stopped = fixture.until_state(&id, "exited").await;
            assert_eq!(stopped.exit_code(), Some(143));
            fixture.engine.stop(&id, None).await.unwrap();
        },
    )
    .await;
}

#[tokio::test]
async fn a_stop_kills_after_its_grace() {
    with_engine("a_stop_kills_after_its_grace", |fixture| async move {
        let id = fixture
            .run_script("deaf", "trap '' TERM; while :; do sleep 1; done")
            .await;
        fixture
            .engine
            .stop(&id, Some(Duration::from_millis(500)))
            .await
            .unwrap();
        let stopped = fixture.until_state(&id, "exited").await;
        assert_eq!(stopped.exit_code(), Some(137));
        assert!(!stopped.details.unwrap().oom_killed);
    })
    .await;
}

#[tokio::test]
async fn a_stop_goes_on_when_nobody_waits_for_it() {
    with_engine(
        "a_stop_goes_on_when_nobody_waits_for_it",
        |fixture| async move {
            let id = fixture
                .run_script(
                    "unwatched",
                    "trap 'sleep 1; exit 5' TERM; while :; do sleep 0.1; done",
                )
                .await;
            fixture.until_state(&id, "running").await;
            let stop = fixture.engine.stop(&id, Some(Duration::from_secs(20)));
            let given_up = tokio::time::timeout(Duration::from_millis(500), stop).await;
            assert!(given_up.is_err());
            let stopped = fixture.until_state(&id, "exited").await;
            assert_eq!(stopped.exit_code(), Some(5), "it was not killed");
        },
    )
    .await;
}

#[tokio::test]
async fn a_restart_starts_anew() {
    with_engine("a_restart_starts_anew", |fixture| async move {
        let id = fixture.run_script("restart", STAYS).await;
        let before = fixture.until_state(&id, "running").await.details.unwrap();
        fixture.engine.restart(&id, None).await.unwrap();
        let after = fixture.until_state(&id, "running").await.details.unwrap();
        assert!(after.started_at > before.started_at);
    })
    .await;
}

#[tokio::test]
async fn a_frozen_container_thaws() {
    with_engine("a_frozen_container_thaws", |fixture| async move {
        let id = fixture.run_script("pause", STAYS).await;
        fixture.until_state(&id, "running").await;
        fixture.engine.pause(&id).await.unwrap();
        assert_eq!(fixture.listed(&id).await.state, EngineState::Paused);
        let twice = fixture.engine.pause(&id).await.unwrap_err();
        assert!(twice.is_conflict() || fixture.info.is_podman, "{twice:?}");
        fixture.engine.unpause(&id).await.unwrap();
        assert_eq!(fixture.listed(&id).await.state, EngineState::Running);
    })
    .await;
}

#[tokio::test]
async fn a_signal_is_delivered() {
    with_engine("a_signal_is_delivered", |fixture| async move {
        let id = fixture
            .run_script(
                "signal",
                "trap 'exit 42' USR1; echo ready; while :; do sleep 0.1; done",
            )
            .await;
        fixture.until_first_line(&id).await;
        fixture.engine.kill(&id, "SIGUSR1").await.unwrap();
        let ended = fixture.until_state(&id, "exited").await;
        assert_eq!(ended.exit_code(), Some(42));
        let error = fixture.engine.kill(&id, "SIGTERM").await.unwrap_err();
        assert!(error.is_conflict(), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn what_runs_is_removed_only_by_force() {
    with_engine("what_runs_is_removed_only_by_force", |fixture| async move {
        let id = fixture.run_script("remove", STAYS).await;
        let error = fixture
            .engine
            .remove(&id, RemoveRequest::default())
            .await
            .unwrap_err();
        assert!(error.is_conflict() || fixture.info.is_podman, "{error:?}");
        let force = RemoveRequest {
            force: true,
            volumes: true,
        };
        fixture.engine.remove(&id, force).await.unwrap();
        let gone = fixture.engine.inspect_container(id.as_str()).await;
        assert!(gone.unwrap_err().is_not_found());
    })
    .await;
}

#[tokio::test]
async fn a_taken_name_and_a_taken_port_are_told_in_the_engines_words() {
    with_engine(
        "a_taken_name_and_a_taken_port_are_told_in_the_engines_words",
        |fixture| async move {
            let publish = |public: Option<u16>| CreateRequest {
                ports: vec![PortBinding {
                    public: public.map(Into::into),
                    private: 80,
                    ..PortBinding::default()
                }],
                ..script_request(STAYS)
            };
            let id = fixture.run("first", publish(None)).await;
            let first = fixture
                .until(&id, "published", |container| {
                    !container.published_ports().is_empty()
                })
                .await;
            let twin = CreateRequest {
                name: fixture.name("first"),
                image: "stacktui/test:1".to_owned(),
                ..CreateRequest::default()
            };
            let error = fixture
                .engine
                .create_container(twin.into())
                .await
                .unwrap_err();
            assert!(error.is_conflict() || fixture.info.is_podman, "{error:?}");
            assert!(error.to_string().contains("already in use"), "{error}");
            let port = first.published_ports()[0];
            let second = fixture.create("second", publish(Some(port))).await;
            let error = fixture.engine.start(&second).await.unwrap_err();
            assert!(
                matches!(&error, EngineError::Refused { status: 500, message }
                    if message.contains("already allocated") || message.contains("in use")),
                "{error:?}"
            );
        },
    )
    .await;
}
