//! Logs.

use super::contract;
use crate::real_engine::fixture::{ALL_LINES, Fixture, collect, next, script_request};
use stacktui::engine::{CreateRequest, LogsRequest};
use stacktui::model::log::{Colour, LogLine, LogStream};
use std::time::Duration;

contract!(
    streams_are_told_apart_and_times_rise,
    a_tail_is_the_end_of_it,
    a_log_can_begin_and_end_at_a_moment,
    a_terminal_has_one_stream,
    following_goes_on_until_the_container_stops,
    following_a_crash_loop_ends_with_the_run,
    a_line_without_its_end_is_a_line,
    colours_stay_and_other_escapes_go,
    the_log_stays_when_the_container_ended,
);

fn texts(lines: &[LogLine]) -> Vec<&str> {
    lines.iter().map(|line| line.text.text.as_str()).collect()
}

async fn ended(
    fixture: &Fixture,
    name: &str,
    request: CreateRequest,
) -> stacktui::model::ids::InstanceId {
    let id = fixture.run(name, request).await;
    fixture.until_state(&id, "exited").await;
    id
}

async fn streams_are_told_apart_and_times_rise(fixture: &'static Fixture) {
    let script = "echo one; sleep 0.2; echo two >&2; sleep 0.2; echo three";
    let id = ended(fixture, "streams", script_request(script)).await;
    let lines = fixture.log(&id, ALL_LINES).await;
    assert_eq!(texts(&lines), ["one", "two", "three"]);
    let streams: Vec<LogStream> = lines.iter().map(|line| line.stream).collect();
    assert_eq!(
        streams,
        [LogStream::Stdout, LogStream::Stderr, LogStream::Stdout]
    );
    // Podman's are exact to a second.
    let rise = |pair: &[LogLine]| pair[0].at < pair[1].at || fixture.info.is_podman;
    assert!(lines.windows(2).all(rise));
}

async fn a_tail_is_the_end_of_it(fixture: &'static Fixture) {
    let script = "for n in 1 2 3 4 5; do echo $n; done";
    let id = ended(fixture, "tail", script_request(script)).await;
    let tail = |count| LogsRequest {
        tail: Some(count),
        ..ALL_LINES
    };
    assert_eq!(texts(&fixture.log(&id, tail(2)).await), ["4", "5"]);
    assert_eq!(texts(&fixture.log(&id, tail(0)).await), [""; 0]);
    assert_eq!(
        texts(&fixture.log(&id, tail(99)).await),
        ["1", "2", "3", "4", "5"]
    );
}

async fn a_log_can_begin_and_end_at_a_moment(fixture: &'static Fixture) {
    let script = "for n in 1 2 3; do echo $n; sleep 0.3; done";
    let id = ended(fixture, "moment", script_request(script)).await;
    let lines = fixture.log(&id, ALL_LINES).await;
    let second = lines[1].at;
    let from = LogsRequest {
        since: second,
        ..ALL_LINES
    };
    assert_eq!(texts(&fixture.log(&id, from).await), ["2", "3"]);
    let until = LogsRequest {
        until: second.map(|at| at.after(Duration::from_millis(1))),
        ..ALL_LINES
    };
    assert_eq!(texts(&fixture.log(&id, until).await), ["1", "2"]);
}

async fn a_terminal_has_one_stream(fixture: &'static Fixture) {
    let request = CreateRequest {
        tty: true,
        ..script_request("echo one; echo two >&2")
    };
    let id = ended(fixture, "terminal", request).await;
    let lines = fixture
        .log(
            &id,
            LogsRequest {
                tty: true,
                ..ALL_LINES
            },
        )
        .await;
    assert_eq!(texts(&lines), ["one", "two"]);
    assert!(lines.iter().all(|line| line.stream == LogStream::Stdout));
}

async fn following_goes_on_until_the_container_stops(fixture: &'static Fixture) {
    let script = "trap 'echo bye; exit 0' TERM; echo begun; sleep 0.5; echo more; while :; do sleep 0.1; done";
    let id = fixture.run_script("follow", script).await;
    let request = LogsRequest {
        follow: true,
        ..ALL_LINES
    };
    let mut items = fixture.engine.logs(&id, request).await.unwrap();
    let mut lines = Vec::new();
    while lines.len() < 2 {
        lines.extend(next(&mut items).await.unwrap());
    }
    fixture.engine.stop(&id, None).await.unwrap();
    lines.extend(collect(items).await.into_iter().flatten());
    assert_eq!(texts(&lines), ["begun", "more", "bye"]);
}

async fn following_a_crash_loop_ends_with_the_run(fixture: &'static Fixture) {
    let request = CreateRequest {
        restart_policy: stacktui::model::observed::RestartPolicy {
            name: "always".to_owned(),
            maximum_retries: 0,
        },
        ..script_request("echo run; sleep 2; exit 1")
    };
    let id = fixture.run("loop", request).await;
    fixture.until_state(&id, "running").await;
    let request = LogsRequest {
        follow: true,
        ..ALL_LINES
    };
    let items = fixture.engine.logs(&id, request).await.unwrap();
    let lines: Vec<LogLine> = collect(items).await.into_iter().flatten().collect();
    assert_eq!(texts(&lines), ["run"]);
}

async fn a_line_without_its_end_is_a_line(fixture: &'static Fixture) {
    let id = ended(fixture, "open", script_request("echo a; printf open")).await;
    assert_eq!(texts(&fixture.log(&id, ALL_LINES).await), ["a", "open"]);
}

async fn colours_stay_and_other_escapes_go(fixture: &'static Fixture) {
    let script = "printf '\\033[31mred\\033[0m\\033[2J\\033]0;title\\007 plain\\n'";
    let id = ended(fixture, "colours", script_request(script)).await;
    let lines = fixture.log(&id, ALL_LINES).await;
    assert_eq!(texts(&lines), ["red plain"]);
    assert_eq!(
        lines[0].text.spans[0].style.foreground,
        Some(Colour::Indexed(1))
    );
}

async fn the_log_stays_when_the_container_ended(fixture: &'static Fixture) {
    let id = ended(fixture, "stays", script_request("echo once; sleep 0.3")).await;
    fixture.engine.start(&id).await.unwrap();
    fixture
        .until(&id, "ended again", |container| {
            let details = container.details.as_ref().unwrap();
            container.state.word() == "exited" && details.finished_at > details.started_at
        })
        .await;
    assert_eq!(texts(&fixture.log(&id, ALL_LINES).await), ["once", "once"]);
}
