//! Answers that come over time.

use super::server::{END, FakeEngine, Step, chunk, chunked, frame};
use futures_util::StreamExt;
use stacktui::engine::{EngineError, EventsRequest, LogsRequest, Observe, StatsMode};
use stacktui::model::event::EventKind;
use stacktui::model::log::LogStream;

const TIME: &str = "2026-11-24T07:40:40.000000001Z";
const FOLLOW: LogsRequest = LogsRequest {
    follow: true,
    tail: None,
    since: None,
    until: None,
    tty: false,
};

#[tokio::test]
async fn an_unknown_event_takes_no_other_away() {
    let fake = FakeEngine::start(|_| {
        let lines = concat!(
            r#"{"Type":"pod","Action":"evict","Actor":{"ID":"p"},"timeNano":1}"#,
            "\n",
            r#"{"Type":["new"],"Action":{"verb":"x"}}"#,
            "\n",
            "not even json\n",
            r#"{"Type":"container","Action":"die","Actor":{"ID":"a1","Attributes":{"exitCode":"1"}},"timeNano":2}"#,
            "\n"
        );
        vec![
            Step::Send(chunked()),
            Step::Send(chunk(lines.as_bytes())),
            Step::Send(END.to_vec()),
        ]
    });
    let items = fake
        .connect()
        .await
        .events(EventsRequest::default())
        .await
        .unwrap();
    let events: Vec<_> = items.map(Result::unwrap).collect().await;
    let kinds: Vec<_> = events
        .iter()
        .map(|event| (event.object.as_str(), event.kind.clone()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("pod", EventKind::Other("evict".to_owned())),
            ("container", EventKind::Die { exit_code: Some(1) })
        ]
    );
}

#[tokio::test]
async fn a_stream_that_breaks_off_gives_what_came_and_then_its_error() {
    let fake = FakeEngine::start(|request| {
        let mut bytes = chunked();
        if request.contains("/logs") {
            bytes.extend(chunk(
                &[
                    frame(1, &format!("{TIME} whole\n")),
                    frame(2, &format!("{TIME} half")),
                ]
                .concat(),
            ));
        } else {
            bytes.extend(chunk(
                b"{\"Type\":\"container\",\"Action\":\"start\"}\n{\"Ty",
            ));
        }
        vec![Step::Send(bytes)]
    });
    let engine = fake.connect().await;
    let mut logs = engine.logs(&"a1".into(), FOLLOW).await.unwrap();
    let mut lines = Vec::new();
    let error = loop {
        match logs.next().await.expect("an error comes before the end") {
            Ok(batch) => lines.extend(batch),
            Err(error) => break error,
        }
    };
    assert!(error.is_lost(), "{error:?}");
    assert!(logs.next().await.is_none(), "the error is the last");
    let lines: Vec<_> = lines
        .iter()
        .map(|line| (line.stream, line.text.text.as_str()))
        .collect();
    assert_eq!(
        lines,
        [(LogStream::Stdout, "whole"), (LogStream::Stderr, "half")]
    );
    let mut events = engine.events(EventsRequest::default()).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().kind, EventKind::Start);
    assert!(events.next().await.unwrap().unwrap_err().is_lost());
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_line_of_32_megabytes_is_cut_and_the_log_goes_on() {
    for tty in [false, true] {
        let fake = FakeEngine::start(move |_| {
            let piece = "x".repeat(65_536);
            let (first, piece, last) = if tty {
                (
                    format!("{TIME} ").into_bytes(),
                    piece.into_bytes(),
                    format!("\r\n{TIME} next\r\n").into_bytes(),
                )
            } else {
                (
                    frame(1, &format!("{TIME} ")),
                    frame(1, &piece),
                    [frame(1, "\n"), frame(1, &format!("{TIME} next\n"))].concat(),
                )
            };
            vec![
                Step::Send(chunked()),
                Step::Send(chunk(&first)),
                Step::Repeat(chunk(&piece), 512),
                Step::Send(chunk(&last)),
                Step::Send(END.to_vec()),
            ]
        });
        let request = LogsRequest { tty, ..FOLLOW };
        let items = fake
            .connect()
            .await
            .logs(&"a1".into(), request)
            .await
            .unwrap();
        let lines: Vec<_> = items.map(Result::unwrap).collect::<Vec<_>>().await.concat();
        assert_eq!(lines.len(), 2, "tty: {tty}");
        assert!(lines[0].text.text.ends_with("… cut at 64 KiB"));
        assert!(lines[0].text.text.len() < 65_700);
        assert_eq!(lines[1].text.text, "next");
    }
}

#[tokio::test]
async fn an_event_of_32_megabytes_is_skipped() {
    let fake = FakeEngine::start(|_| {
        vec![
            Step::Send(chunked()),
            Step::Repeat(chunk(&vec![b'{'; 65_536]), 512),
            Step::Send(chunk(b"\n{\"Type\":\"container\",\"Action\":\"stop\"}\n")),
            Step::Send(END.to_vec()),
        ]
    });
    let items = fake
        .connect()
        .await
        .events(EventsRequest::default())
        .await
        .unwrap();
    let kinds: Vec<_> = items.map(|event| event.unwrap().kind).collect().await;
    assert_eq!(kinds, [EventKind::Stop]);
}

#[tokio::test]
async fn a_log_without_frames_where_there_should_be_some_is_an_error() {
    let fake = FakeEngine::start(|_| {
        let mut bytes = chunked();
        bytes.extend(chunk(&frame(1, &format!("{TIME} fine\n"))));
        bytes.extend(chunk(b"<html>the proxy gave up</html>"));
        vec![Step::Send(bytes), Step::Hang]
    });
    let mut items = fake
        .connect()
        .await
        .logs(&"a1".into(), FOLLOW)
        .await
        .unwrap();
    assert_eq!(items.next().await.unwrap().unwrap().len(), 1);
    let error = items.next().await.unwrap().unwrap_err();
    assert!(matches!(error, EngineError::Protocol(_)), "{error:?}");
    assert!(items.next().await.is_none());
    fake.client_closed().await;
}

#[tokio::test]
async fn a_stream_that_is_dropped_closes_its_connection() {
    let fake = FakeEngine::start(|_| {
        let mut bytes = chunked();
        bytes.extend(chunk(b"{\"read\":\"2026-11-24T07:40:41Z\"}\n"));
        vec![Step::Send(bytes), Step::Hang]
    });
    let mut items = fake
        .connect()
        .await
        .stats(&"a1".into(), StatsMode::Stream)
        .await
        .unwrap();
    assert!(items.next().await.unwrap().is_ok());
    drop(items);
    fake.client_closed().await;
}

#[tokio::test]
async fn a_flood_that_nobody_reads_stays_with_the_engine() {
    let fake = FakeEngine::start(|_| {
        let line = frame(1, &format!("{TIME} {}\n", "x".repeat(1_000)));
        vec![
            Step::Send(chunked()),
            Step::Repeat(chunk(&line), usize::MAX),
        ]
    });
    let mut items = fake
        .connect()
        .await
        .logs(&"a1".into(), FOLLOW)
        .await
        .unwrap();
    let first = items.next().await.unwrap().unwrap();
    assert!(first.len() < 5_000, "{} lines at once", first.len());
    drop(items);
    fake.client_closed().await;
}
