//! Stop, kill, restart, and what the program makes of them.

use super::{contract, expect_history};
use crate::real_engine::fixture::{ALL_LINES, Fixture, STAYS};
use stacktui::model::observed::EngineState;
use std::time::Duration;

contract!(
    a_stop_asks_then_waits_for_the_end,
    a_program_that_ignores_the_signal_is_killed,
    a_first_process_without_a_trap_ignores_the_signal,
    a_trap_waits_for_the_command_that_runs,
    the_stop_signal_can_be_another,
    a_stop_of_what_has_ended_is_no_error,
    a_restart_stops_and_starts,
    a_restart_of_what_has_ended_starts_it,
    a_signal_reaches_the_program,
    a_kill_ends_it_at_once,
    a_program_that_dies_tells_nothing_but_that,
    removing_by_force_kills_first,
);

async fn a_stop_asks_then_waits_for_the_end(fixture: &'static Fixture) {
    let script = "trap 'exit 4' TERM; echo ready; while :; do sleep 0.1; done";
    let id = fixture.run_script("asked", script).await;
    fixture.until_first_line(&id).await;
    fixture.engine.stop(&id, None).await.unwrap();
    let stopped = fixture.until_state(&id, "exited").await;
    assert_eq!(stopped.exit_code(), Some(4));
    expect_history(
        fixture,
        &id,
        &["create", "start", "kill 15", "die 4", "stop"],
    )
    .await;
}

async fn a_program_that_ignores_the_signal_is_killed(fixture: &'static Fixture) {
    let script = "trap '' TERM; echo ready; while :; do sleep 0.1; done";
    let id = fixture.run_script("deaf", script).await;
    fixture.until_first_line(&id).await;
    let grace = Some(Duration::from_secs(1));
    fixture.engine.stop(&id, grace).await.unwrap();
    let stopped = fixture.until_state(&id, "exited").await;
    assert_eq!(stopped.exit_code(), Some(137));
    assert!(!stopped.details.unwrap().oom_killed);
    expect_history(
        fixture,
        &id,
        &["create", "start", "kill 15", "kill 9", "die 137", "stop"],
    )
    .await;
}

async fn a_first_process_without_a_trap_ignores_the_signal(fixture: &'static Fixture) {
    let id = fixture.run_script("first", "echo ready; sleep 1000").await;
    fixture.until_first_line(&id).await;
    let grace = Some(Duration::from_secs(1));
    fixture.engine.stop(&id, grace).await.unwrap();
    let stopped = fixture.until_state(&id, "exited").await;
    assert_eq!(stopped.exit_code(), Some(137));
}

async fn a_trap_waits_for_the_command_that_runs(fixture: &'static Fixture) {
    let script =
        "trap 'echo trapped; exit 7' TERM; echo ready; sh -c 'sleep 2; echo slept'; echo never";
    let id = fixture.run_script("patient", script).await;
    fixture.until_first_line(&id).await;
    fixture.engine.stop(&id, None).await.unwrap();
    let stopped = fixture.until_state(&id, "exited").await;
    assert_eq!(stopped.exit_code(), Some(7));
    // The order of what was said, and no clock: engines note the start of a container late.
    let lines: Vec<String> = fixture
        .log(&id, ALL_LINES)
        .await
        .into_iter()
        .map(|line| line.text.text)
        .collect();
    assert_eq!(lines, ["ready", "slept", "trapped"]);
}

async fn the_stop_signal_can_be_another(fixture: &'static Fixture) {
    let script = "trap 'exit 5' USR1; trap 'exit 6' TERM; echo ready; while :; do sleep 0.1; done";
    let request = stacktui::engine::CreateRequest {
        stop_signal: Some("SIGUSR1".to_owned()),
        ..crate::real_engine::fixture::script_request(script)
    };
    let id = fixture.run("signal", request).await;
    fixture.until_first_line(&id).await;
    fixture.engine.stop(&id, None).await.unwrap();
    let stopped = fixture.until_state(&id, "exited").await;
    assert_eq!(stopped.exit_code(), Some(5));
    assert_eq!(stopped.details.unwrap().stop_signal, "SIGUSR1");
}

async fn a_stop_of_what_has_ended_is_no_error(fixture: &'static Fixture) {
    let id = fixture.run_script("ended", "exit 0").await;
    fixture.until_state(&id, "exited").await;
    fixture.engine.stop(&id, None).await.unwrap();
    fixture.engine.start(&id).await.unwrap();
    fixture.until_state(&id, "exited").await;
    expect_history(
        fixture,
        &id,
        &["create", "start", "die 0", "start", "die 0"],
    )
    .await;
}

async fn a_restart_stops_and_starts(fixture: &'static Fixture) {
    let script = "trap 'exit 143' TERM; echo ready; while :; do sleep 0.1; done";
    let id = fixture.run_script("again", script).await;
    let before = fixture.until_state(&id, "running").await.details.unwrap();
    // Until the shell has set its trap, a signal is lost.
    fixture.until_first_line(&id).await;
    fixture.engine.restart(&id, None).await.unwrap();
    let after = fixture.until_state(&id, "running").await.details.unwrap();
    assert!(after.started_at > before.started_at);
    assert_eq!(after.restart_count, 0);
    expect_history(
        fixture,
        &id,
        &[
            "create", "start", "kill 15", "die 143", "stop", "start", "restart",
        ],
    )
    .await;
}

async fn a_restart_of_what_has_ended_starts_it(fixture: &'static Fixture) {
    let id = fixture
        .create("never", crate::real_engine::fixture::script_request(STAYS))
        .await;
    fixture.engine.restart(&id, None).await.unwrap();
    fixture.until_state(&id, "running").await;
    expect_history(fixture, &id, &["create", "start", "restart"]).await;
}

async fn a_signal_reaches_the_program(fixture: &'static Fixture) {
    let script =
        "trap 'echo hup' HUP; trap 'exit 42' USR1; echo ready; while :; do sleep 0.1; done";
    let id = fixture.run_script("signals", script).await;
    fixture.until_first_line(&id).await;
    fixture.engine.kill(&id, "HUP").await.unwrap();
    fixture.until_lines(&id, 2).await;
    fixture.engine.kill(&id, "SIGUSR1").await.unwrap();
    let ended = fixture.until_state(&id, "exited").await;
    assert_eq!(ended.exit_code(), Some(42));
    expect_history(
        fixture,
        &id,
        &["create", "start", "kill 1", "kill 10", "die 42"],
    )
    .await;
}

async fn a_kill_ends_it_at_once(fixture: &'static Fixture) {
    let id = fixture.run_script("killed", STAYS).await;
    fixture.until_state(&id, "running").await;
    fixture.engine.kill(&id, "SIGKILL").await.unwrap();
    let ended = fixture.until_state(&id, "exited").await;
    assert_eq!(ended.exit_code(), Some(137));
    expect_history(fixture, &id, &["create", "start", "kill 9", "die 137"]).await;
}

async fn a_program_that_dies_tells_nothing_but_that(fixture: &'static Fixture) {
    let id = fixture.run_script("crash", "sleep 0.2; exit 3").await;
    let ended = fixture.until_state(&id, "exited").await;
    assert_eq!(ended.exit_code(), Some(3));
    assert_eq!(ended.state, EngineState::Exited);
    assert!(ended.details.unwrap().finished_at.is_some());
    expect_history(fixture, &id, &["create", "start", "die 3"]).await;
}

async fn removing_by_force_kills_first(fixture: &'static Fixture) {
    let id = fixture.run_script("force", STAYS).await;
    fixture.until_state(&id, "running").await;
    // So that the events can be asked for afterwards.
    let other = fixture.run_script("other", STAYS).await;
    let force = stacktui::engine::RemoveRequest {
        force: true,
        volumes: false,
    };
    fixture.engine.remove(&id, force).await.unwrap();
    let gone = fixture.engine.inspect_container(id.as_str()).await;
    assert!(gone.unwrap_err().is_not_found());
    expect_history(
        fixture,
        &id,
        &["create", "start", "kill 9", "die 137", "destroy"],
    )
    .await;
    fixture
        .engine
        .inspect_container(other.as_str())
        .await
        .unwrap();
}
