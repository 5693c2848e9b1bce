//! List, inspection, processes, and what the engine says of itself.

use super::fixture::{STAYS, script_request, with_engine};
use stacktui::engine::spec::HealthSpec;
use stacktui::engine::{CreateRequest, PortBinding};
use stacktui::model::observed::{EngineState, Health};
use std::collections::BTreeMap;
use std::time::Duration;

#[tokio::test]
async fn the_engine_says_what_it_is() {
    with_engine("the_engine_says_what_it_is", |fixture| async move {
        let info = fixture.engine.info().await.unwrap();
        assert!(!info.name.is_empty());
        assert!(info.cpus > 0 && info.memory_bytes > 0);
        assert_eq!(info.version, fixture.info.version);
        assert!(info.api_version.starts_with("1."), "{}", info.api_version);
        assert!(!info.operating_system.is_empty());
        // The engine runs on this machine's clock.
        assert_eq!(info.clock_offset_nanos, 0);
    })
    .await;
}

#[tokio::test]
async fn the_list_shows_what_was_created() {
    with_engine("the_list_shows_what_was_created", |fixture| async move {
        let request = CreateRequest {
            labels: BTreeMap::from([("com.example.x".to_owned(), "y z".to_owned())]),
            ports: vec![PortBinding {
                private: 8080,
                ..PortBinding::default()
            }],
            image: "stacktui/web:1".to_owned(),
            ..CreateRequest::default()
        };
        let id = fixture.run("web", request).await;
        let listed = fixture.listed(&id).await;
        assert_eq!(*listed.name, *fixture.name("web"));
        assert!(listed.image.ends_with("stacktui/web:1"), "{}", listed.image);
        assert!(listed.image_id.starts_with("sha256:"));
        assert_eq!(listed.state, EngineState::Running);
        assert_eq!(listed.label("com.example.x"), Some("y z"));
        assert!(listed.created_at.is_some());
        let inspected = fixture
            .until(&id, "healthy", |container| {
                container.health == Health::Healthy
            })
            .await;
        let listed = fixture.listed(&id).await;
        // Podman's list says nothing of health.
        if !fixture.info.is_podman {
            assert_eq!(listed.health, Health::Healthy);
        }
        assert_eq!(listed.ports, inspected.ports);
        assert!(!listed.published_ports().is_empty(), "{:?}", listed.ports);
        assert_eq!(listed.image_id, inspected.image_id);
        assert_eq!(listed.labels, inspected.labels);
        assert_eq!(listed.name, inspected.name);
        assert!(!inspected.details.unwrap().health_log.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_ended_container_has_its_exit_code_in_list_and_inspection() {
    with_engine(
        "an_ended_container_has_its_exit_code_in_list_and_inspection",
        |fixture| async move {
            let id = fixture.run_script("end", "exit 7").await;
            let ended = fixture.until_state(&id, "exited").await;
            assert_eq!(ended.exit_code(), Some(7));
            let details = ended.details.unwrap();
            // Not in which order: docker stamps the start of a short life after its end.
            assert!(details.started_at.is_some() && details.finished_at.is_some());
            assert_eq!(fixture.listed(&id).await.exit_code(), Some(7));
        },
    )
    .await;
}

#[tokio::test]
async fn an_inspection_has_the_details() {
    with_engine("an_inspection_has_the_details", |fixture| async move {
        let request = CreateRequest {
            entrypoint: vec!["sh".to_owned(), "-c".to_owned()],
            command: vec![STAYS.to_owned()],
            env: BTreeMap::from([("A".to_owned(), "b=c".to_owned())]),
            tty: true,
            open_stdin: true,
            stop_signal: Some("SIGINT".to_owned()),
            stop_timeout: Some(Duration::from_secs(3)),
            restart_policy: stacktui::model::observed::RestartPolicy {
                name: "on-failure".to_owned(),
                maximum_retries: 2,
            },
            memory_limit_bytes: 64 << 20,
            health: Some(HealthSpec {
                test: vec!["CMD".to_owned(), "true".to_owned()],
                interval: Some(Duration::from_mins(1)),
                ..HealthSpec::default()
            }),
            ..CreateRequest::default()
        };
        let id = fixture.create("details", request).await;
        let container = fixture
            .engine
            .inspect_container(&fixture.name("details"))
            .await
            .unwrap();
        assert_eq!(container.id, id);
        assert_eq!(container.state, EngineState::Created);
        let details = container.details.unwrap();
        assert!(details.env.contains(&("A".to_owned(), "b=c".to_owned())));
        assert!(details.tty && details.open_stdin);
        assert_eq!(details.stop_signal, "SIGINT");
        assert_eq!(details.stop_timeout, Some(Duration::from_secs(3)));
        assert_eq!(details.restart_policy.name, "on-failure");
        assert_eq!(details.restart_policy.maximum_retries, 2);
        assert_eq!(details.memory_limit_bytes, 64 << 20);
        assert_eq!(details.command, ["sh", "-c", STAYS]);
        assert_eq!(details.health_test, ["CMD", "true"]);
        assert!(details.config_image.ends_with("stacktui/test:1"));
        assert_eq!(details.started_at, None);
        assert!(!details.log_driver.is_empty());
        fixture.engine.start(&id).await.unwrap();
        let running = fixture.until_state(&id, "running").await;
        let details = running.details.unwrap();
        assert!(details.started_at.is_some());
        assert!(
            running
                .networks
                .iter()
                .any(|network| !network.ip_address.is_empty()),
            "{:?}",
            running.networks
        );
    })
    .await;
}

#[tokio::test]
async fn the_text_of_an_inspection_hides_secrets() {
    with_engine(
        "the_text_of_an_inspection_hides_secrets",
        |fixture| async move {
            let request = CreateRequest {
                env: BTreeMap::from([
                    ("DB_PASSWORD".to_owned(), "hunter2".to_owned()),
                    ("COLOUR".to_owned(), "blue".to_owned()),
                ]),
                ..CreateRequest::default()
            };
            let id = fixture.create("secret", request).await;
            let text = fixture.engine.inspect_text(id.as_str()).await.unwrap();
            assert!(!text.contains("hunter2"), "{text}");
            assert!(text.contains("DB_PASSWORD=•"), "{text}");
            assert!(text.contains("COLOUR=blue"), "{text}");
            assert!(text.starts_with("{\n  \""), "{text}");
        },
    )
    .await;
}

#[tokio::test]
async fn processes_are_listed_while_it_runs() {
    with_engine("processes_are_listed_while_it_runs", |fixture| async move {
        let id = fixture.run_script("top", "sleep 987 & wait").await;
        fixture.until_state(&id, "running").await;
        let table = fixture.until_process(&id, "sleep 987").await;
        assert!(table.titles.iter().any(|title| title == "PID"));
        assert!(table.rows.iter().all(|row| row.len() == table.titles.len()));
        fixture
            .engine
            .stop(&id, Some(Duration::from_secs(0)))
            .await
            .unwrap();
        let error = fixture.engine.top(&id).await.unwrap_err();
        assert!(error.is_conflict() || fixture.info.is_podman, "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    with_engine("what_does_not_exist_is_not_found", |fixture| async move {
        let id = "0123456789ab".into();
        let engine = &fixture.engine;
        assert!(
            engine
                .inspect_container("no/such")
                .await
                .unwrap_err()
                .is_not_found()
        );
        let errors = [
            engine.inspect_container("nope-nope").await.err(),
            engine.start(&id).await.err(),
            engine.stop(&id, None).await.err(),
            engine.kill(&id, "SIGTERM").await.err(),
            engine.top(&id).await.err(),
            engine.logs(&id, super::fixture::ALL_LINES).await.err(),
            engine.exec(&id, true_command()).await.err(),
        ];
        for error in errors {
            let error = error.expect("it fails");
            assert!(error.is_not_found(), "{error:?}");
            assert!(
                error
                    .to_string()
                    .to_lowercase()
                    .contains("no such container")
                    || fixture.info.is_podman,
                "{error}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_start_that_fails_leaves_its_reason() {
    with_engine(
        "a_start_that_fails_leaves_its_reason",
        |fixture| async move {
            let request = CreateRequest {
                entrypoint: vec!["/no/such/program".to_owned()],
                ..script_request("")
            };
            let id = fixture.create("broken", request).await;
            let error = fixture.engine.start(&id).await.unwrap_err();
            assert!(error.to_string().contains("/no/such/program"), "{error}");
            assert!(!error.to_string().contains('\n'));
            let container = fixture.until_state(&id, "created").await;
            assert!(
                container
                    .details
                    .unwrap()
                    .error
                    .contains("/no/such/program")
            );
        },
    )
    .await;
}

fn true_command() -> stacktui::engine::ExecRequest {
    stacktui::engine::ExecRequest {
        command: vec!["true".to_owned()],
        ..Default::default()
    }
}
