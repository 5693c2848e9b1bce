//! Logs, events, stats.

use super::fixture::{ALL_LINES, STAYS, collect, next, script_request, with_engine};
use futures_util::StreamExt;
use stacktui::engine::{CreateRequest, EventsRequest, LogsRequest, RemoveRequest, StatsMode};
use stacktui::model::event::EventKind;
use stacktui::model::log::LogStream;
use stacktui::model::time::Timestamp;

#[tokio::test]
async fn both_streams_of_a_log_are_told_apart() {
    with_engine(
        "both_streams_of_a_log_are_told_apart",
        |fixture| async move {
            let id = fixture
                .run_script(
                    "log",
                    "echo one; echo two >&2; printf '\\033[31mred\\033[0m\\n'; printf 'no end'",
                )
                .await;
            fixture.until_state(&id, "exited").await;
            let lines = fixture.log(&id, ALL_LINES).await;
            let mut seen: Vec<_> = lines
                .iter()
                .map(|line| (line.stream, line.text.text.as_str()))
                .collect();
            // The order between two streams is the engine's.
            seen.sort_by_key(|(stream, _)| *stream == LogStream::Stderr);
            assert_eq!(
                seen,
                [
                    (LogStream::Stdout, "one"),
                    (LogStream::Stdout, "red"),
                    (LogStream::Stdout, "no end"),
                    (LogStream::Stderr, "two"),
                ]
            );
            assert!(lines.iter().all(|line| line.at.is_some()));
        },
    )
    .await;
}

#[tokio::test]
async fn a_log_can_be_read_from_its_end_and_from_a_moment() {
    with_engine(
        "a_log_can_be_read_from_its_end_and_from_a_moment",
        |fixture| async move {
            let id = fixture
                .run_script("tail", "for n in 1 2 3 4 5; do echo $n; sleep 0.02; done")
                .await;
            fixture.until_state(&id, "exited").await;
            let all = fixture.log(&id, ALL_LINES).await;
            assert_eq!(all.len(), 5);
            let tail = LogsRequest {
                tail: Some(2),
                ..ALL_LINES
            };
            let tail = fixture.log(&id, tail).await;
            assert_eq!(tail, all[3..]);
            let since = LogsRequest {
                since: all[2].at.map(|at| Timestamp(at.0 + 1)),
                ..ALL_LINES
            };
            let since = fixture.log(&id, since).await;
            assert_eq!(since.last(), all.last());
            // Podman counts in seconds.
            if !fixture.info.is_podman {
                assert_eq!(since, all[3..]);
            }
        },
    )
    .await;
}

#[tokio::test]
async fn a_long_line_is_one_line() {
    with_engine("a_long_line_is_one_line", |fixture| async move {
        for tty in [false, true] {
            let request = CreateRequest {
                tty,
                ..script_request("head -c 40000 /dev/zero | tr '\\0' x; echo; echo after")
            };
            let id = fixture.run(&format!("long-{tty}"), request).await;
            fixture.until_state(&id, "exited").await;
            let lines = fixture.log(&id, LogsRequest { tty, ..ALL_LINES }).await;
            if tty && fixture.info.is_podman {
                // Podman puts a time before each piece that it read, wherever that was: not to be told from the text.
                assert_eq!(lines.len(), 2);
                continue;
            }
            let lengths: Vec<_> = lines.iter().map(|line| line.text.text.len()).collect();
            assert_eq!(lengths, [40_000, 5], "tty: {tty}");
            assert!(lines[0].text.text.bytes().all(|byte| byte == b'x'));
        }
    })
    .await;
}

#[tokio::test]
async fn a_followed_log_ends_with_its_container() {
    with_engine(
        "a_followed_log_ends_with_its_container",
        |fixture| async move {
            for tty in [false, true] {
                let request = CreateRequest {
                    tty,
                    ..script_request(
                        &format!("echo begin; trap 'echo end; exit 0' TERM; {STAYS}")
                            .replace("trap 'exit 143' TERM; ", ""),
                    )
                };
                let id = fixture.run(&format!("follow-{tty}"), request).await;
                let request = LogsRequest {
                    follow: true,
                    tty,
                    ..ALL_LINES
                };
                let mut items = fixture.engine.logs(&id, request).await.unwrap();
                let first = next(&mut items).await.unwrap();
                assert_eq!(first[0].text.text, "begin");
                fixture.engine.stop(&id, None).await.unwrap();
                let rest: Vec<_> = collect(items).await.into_iter().flatten().collect();
                assert_eq!(rest.last().unwrap().text.text, "end", "tty: {tty}");
            }
        },
    )
    .await;
}

#[tokio::test]
async fn events_tell_a_life_in_order() {
    with_engine("events_tell_a_life_in_order", |fixture| async move {
        let mut items = fixture
            .engine
            .events(EventsRequest::default())
            .await
            .unwrap();
        let id = fixture.create("life", script_request("exit 3")).await;
        fixture.engine.start(&id).await.unwrap();
        fixture.until_state(&id, "exited").await;
        fixture
            .engine
            .remove(&id, RemoveRequest::default())
            .await
            .unwrap();
        let mut kinds = Vec::new();
        let mut first = None;
        loop {
            let event = next(&mut items).await.unwrap();
            if event.id != id.as_str() || !event.is_container() {
                continue;
            }
            assert_eq!(event.name(), fixture.name("life"));
            first.get_or_insert(event.at);
            let is_end = event.kind == EventKind::Destroy;
            kinds.push(event.kind);
            if is_end {
                break;
            }
        }
        kinds.retain(|kind| !matches!(kind, EventKind::Other(_)));
        let expected = [
            EventKind::Create,
            EventKind::Start,
            EventKind::Die { exit_code: Some(3) },
            EventKind::Destroy,
        ];
        assert_eq!(kinds, expected);
        // The engine still keeps them.
        let past = EventsRequest {
            since: first.map(|at| Timestamp(at.0 - 1)),
            until: Some(Timestamp(first.unwrap().0 + 120_000_000_000)),
        };
        let mut past = fixture.engine.events(past).await.unwrap();
        loop {
            let event = next(&mut past).await.unwrap();
            if event.id == id.as_str() && event.kind == expected[2] {
                break;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn stats_are_read_once_or_followed() {
    with_engine("stats_are_read_once_or_followed", |fixture| async move {
        let id = fixture.run_script("busy", "while :; do :; done").await;
        fixture.until_state(&id, "running").await;
        let once = loop {
            let once = collect(fixture.engine.stats(&id, StatsMode::Once).await.unwrap()).await;
            assert_eq!(once.len(), 1);
            // The kernel counts the first pages late.
            if once[0].memory_used_bytes > 0 {
                break once;
            }
        };
        assert!(once[0].memory_limit_bytes > once[0].memory_used_bytes);
        assert!(once[0].pids >= 1);
        let mut items = fixture.engine.stats(&id, StatsMode::Stream).await.unwrap();
        let mut percent = None;
        // The first reading of a stream has nothing to compare with.
        for _ in 0..3 {
            percent = next(&mut items).await.unwrap().cpu_percent_of_one_core;
            if percent.is_some_and(|percent| percent > 0.0) {
                break;
            }
        }
        let percent = percent.unwrap();
        assert!(percent > 1.0 && percent < 150.0, "{percent}");
        drop(items);
        fixture.engine.kill(&id, "SIGKILL").await.unwrap();
        fixture.until_state(&id, "exited").await;
        let stopped = fixture.engine.stats(&id, StatsMode::Once).await;
        let readings = match stopped {
            Ok(items) => {
                items
                    .filter(|item| std::future::ready(item.is_ok()))
                    .count()
                    .await
            }
            Err(error) => {
                assert!(fixture.info.is_podman, "{error:?}");
                0
            }
        };
        assert_eq!(readings, 0, "what does not run has no reading");
    })
    .await;
}
