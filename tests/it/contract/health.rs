//! Health checks.

use super::sessions::run;
use super::{contract, expect_history};
use crate::real_engine::fixture::{Fixture, STAYS, script_request};
use stacktui::engine::CreateRequest;
use stacktui::engine::spec::HealthSpec;
use stacktui::model::observed::{Container, Health};
use std::time::Duration;

contract!(
    a_check_that_passes_makes_it_healthy,
    checks_that_fail_in_a_row_make_it_unhealthy,
    failures_in_the_start_period_do_not_count,
    a_check_that_takes_too_long_fails,
    a_check_without_its_program_fails,
    the_image_brings_a_check_and_it_can_be_switched_off,
    a_restart_begins_anew,
);

fn checked(test: &[&str], script: &str) -> CreateRequest {
    CreateRequest {
        health: Some(HealthSpec {
            test: test.iter().map(|word| (*word).to_owned()).collect(),
            interval: Some(Duration::from_millis(500)),
            timeout: Some(Duration::from_secs(5)),
            retries: Some(2),
            start_period: None,
            start_interval: None,
        }),
        ..script_request(script)
    }
}

async fn until_health(
    fixture: &Fixture,
    id: &stacktui::model::ids::InstanceId,
    health: Health,
) -> Container {
    fixture
        .until(id, health.word(), |container| container.health == health)
        .await
}

async fn a_check_that_passes_makes_it_healthy(fixture: &'static Fixture) {
    let request = checked(&["CMD-SHELL", "echo fine; exit 0"], STAYS);
    let id = fixture.run("passes", request).await;
    let begun = fixture.engine.inspect_container(id.as_str()).await.unwrap();
    assert!(
        matches!(begun.health, Health::Starting | Health::Healthy),
        "{:?}",
        begun.health
    );
    let healthy = until_health(fixture, &id, Health::Healthy).await;
    let details = healthy.details.unwrap();
    assert_eq!(details.failing_streak, 0);
    assert_eq!(details.health_test, ["CMD-SHELL", "echo fine; exit 0"]);
    let probe = details.health_log.last().unwrap();
    assert_eq!((probe.exit_code, probe.output.trim_end()), (0, "fine"));
    assert!(probe.ended_at >= probe.started_at);
    expect_history(fixture, &id, &["create", "start", "healthy"]).await;
    // Podman's list leaves it out.
    if !fixture.info.is_podman {
        assert_eq!(fixture.listed(&id).await.health, Health::Healthy);
    }
}

async fn checks_that_fail_in_a_row_make_it_unhealthy(fixture: &'static Fixture) {
    let script = "touch /tmp/fine; sleep 1000";
    let request = checked(&["CMD-SHELL", "echo looking; [ -f /tmp/fine ]"], script);
    let id = fixture.run("fails", request).await;
    until_health(fixture, &id, Health::Healthy).await;
    run(fixture, &id, &["rm", "/tmp/fine"]).await;
    let unhealthy = until_health(fixture, &id, Health::Unhealthy).await;
    let details = unhealthy.details.unwrap();
    assert!(details.failing_streak >= 2);
    assert!(details.health_log.len() <= 5);
    assert_eq!(details.health_log.last().unwrap().exit_code, 1);
    assert_eq!(unhealthy.state.word(), "running");
    run(fixture, &id, &["touch", "/tmp/fine"]).await;
    until_health(fixture, &id, Health::Healthy).await;
    expect_history(
        fixture,
        &id,
        &["create", "start", "healthy", "unhealthy", "healthy"],
    )
    .await;
}

async fn failures_in_the_start_period_do_not_count(fixture: &'static Fixture) {
    let mut request = checked(&["CMD-SHELL", "[ -f /tmp/fine ]"], "sleep 1000");
    if let Some(health) = &mut request.health {
        health.start_period = Some(Duration::from_mins(1));
    }
    let id = fixture.run("patience", request).await;
    let tried = fixture
        .until(&id, "tried three times", |container| {
            let log = &container.details.as_ref().unwrap().health_log;
            log.len() >= 3 && log.iter().all(|probe| probe.exit_code == 1)
        })
        .await;
    assert_eq!(tried.health, Health::Starting);
    assert_eq!(tried.details.unwrap().failing_streak, 0);
    run(fixture, &id, &["touch", "/tmp/fine"]).await;
    until_health(fixture, &id, Health::Healthy).await;
    expect_history(fixture, &id, &["create", "start", "healthy"]).await;
}

async fn a_check_that_takes_too_long_fails(fixture: &'static Fixture) {
    let mut request = checked(&["CMD", "sleep", "30"], STAYS);
    if let Some(health) = &mut request.health {
        health.timeout = Some(Duration::from_secs(1));
        health.retries = Some(1);
    }
    let id = fixture.run("slow", request).await;
    let unhealthy = until_health(fixture, &id, Health::Unhealthy).await;
    let details = unhealthy.details.unwrap();
    let probe = details.health_log.last().unwrap();
    assert_eq!(probe.exit_code, -1);
    assert!(
        probe.output.contains("exceeded timeout (1s)"),
        "{}",
        probe.output
    );
}

async fn a_check_without_its_program_fails(fixture: &'static Fixture) {
    let id = fixture
        .run("absent", checked(&["CMD", "nosuchprogram"], STAYS))
        .await;
    let unhealthy = until_health(fixture, &id, Health::Unhealthy).await;
    let details = unhealthy.details.unwrap();
    let probe = details.health_log.last().unwrap();
    assert_ne!(probe.exit_code, 0);
    // Podman keeps its own words to itself.
    if !fixture.info.is_podman {
        assert!(probe.output.contains("nosuchprogram"), "{}", probe.output);
    }
}

async fn the_image_brings_a_check_and_it_can_be_switched_off(fixture: &'static Fixture) {
    let of_image = CreateRequest {
        image: "stacktui/web:1".to_owned(),
        ..CreateRequest::default()
    };
    let without = CreateRequest {
        health: Some(HealthSpec {
            test: vec!["NONE".to_owned()],
            ..HealthSpec::default()
        }),
        ..of_image.clone()
    };
    let checked = fixture.run("image", of_image).await;
    let without = fixture.run("without", without).await;
    let healthy = until_health(fixture, &checked, Health::Healthy).await;
    assert!(healthy.ports.iter().any(|port| port.private == 8080));
    let unchecked = fixture
        .engine
        .inspect_container(without.as_str())
        .await
        .unwrap();
    assert_eq!(unchecked.health, Health::None);
}

async fn a_restart_begins_anew(fixture: &'static Fixture) {
    let id = fixture.run("anew", checked(&["CMD", "true"], STAYS)).await;
    let before = until_health(fixture, &id, Health::Healthy).await;
    fixture.engine.restart(&id, None).await.unwrap();
    let after = until_health(fixture, &id, Health::Healthy).await;
    let started_at = |container: Container| container.details.unwrap().started_at;
    assert!(started_at(after) > started_at(before));
    expect_history(
        fixture,
        &id,
        &[
            "create", "start", "healthy", "kill 15", "die 143", "stop", "start", "restart",
            "healthy",
        ],
    )
    .await;
}
