//! `GET /containers/{id}/logs`: frames or a terminal's raw bytes, to lines.

use crate::engine::docker::events::seconds;
use crate::engine::docker::line_assembler::LineAssembler;
use crate::engine::docker::transport::BodyStream;
use crate::engine::request::LogsRequest;
use crate::engine::{EngineError, Items};
use crate::model::log::{LogLine, LogStream};
use futures_util::stream;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use std::fmt::Write as _;

/// The query, with `?`. Times are always asked for.
pub(super) fn query(request: &LogsRequest) -> String {
    let mut query = "?stdout=1&stderr=1&timestamps=1".to_owned();
    if request.follow {
        query.push_str("&follow=1");
    }
    if let Some(tail) = request.tail {
        let _infallible = write!(query, "&tail={tail}");
    }
    for (name, moment) in [("since", request.since), ("until", request.until)] {
        if let Some(moment) = moment {
            let _infallible = write!(query, "&{name}={}", seconds(moment));
        }
    }
    query
}

/// How the bytes of a log are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// Not known before the first bytes.
    Unknown,
    Framed,
    Raw,
}

/// What the engine itself says (API 1.42 and later).
fn layout(headers: &HeaderMap) -> Layout {
    match headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    {
        Some("application/vnd.docker.multiplexed-stream") => Layout::Framed,
        Some("application/vnd.docker.raw-stream") => Layout::Raw,
        _ => Layout::Unknown,
    }
}

/// Reads the bytes of one log.
///
/// A frame is `[stream, 0, 0, 0, length (4 bytes, big endian)]` and a payload: one entry of the log (Engine API,
/// "Stream format"). Its payload is passed on as it comes, never gathered.
struct LogReader {
    layout: Layout,
    tty: bool,
    header: Vec<u8>,
    /// Bytes of the payload still to come.
    left: usize,
    current: usize,
    streams: [LineAssembler; 3],
}

const HEADER_SIZE: usize = 8;

impl LogReader {
    fn new(layout: Layout, tty: bool) -> Self {
        Self {
            layout,
            tty,
            header: Vec::with_capacity(HEADER_SIZE),
            left: 0,
            current: 0,
            streams: [LogStream::Stdout, LogStream::Stderr, LogStream::Notice]
                .map(|stream| LineAssembler::new(stream, false)),
        }
    }

    fn push(&mut self, bytes: &[u8], out: &mut Vec<LogLine>) -> Result<(), EngineError> {
        match self.layout {
            Layout::Raw => {
                self.raw(bytes, out);
                Ok(())
            }
            Layout::Framed => self.framed(bytes, out),
            Layout::Unknown => {
                self.header.extend_from_slice(bytes);
                if self.header.len() < 4 {
                    return Ok(());
                }
                // Before raw text stands a time, so that its first byte is a digit.
                let is_framed = matches!(self.header.as_slice(), [0..=3, 0, 0, 0, ..])
                    || (!self.tty && matches!(self.header.as_slice(), [_, 0, 0, 0, ..]));
                self.layout = if is_framed {
                    Layout::Framed
                } else {
                    Layout::Raw
                };
                let bytes = std::mem::take(&mut self.header);
                self.push(&bytes, out)
            }
        }
    }

    fn raw(&mut self, bytes: &[u8], out: &mut Vec<LogLine>) {
        let [stdout, ..] = &mut self.streams;
        if !stdout.is_raw() {
            *stdout = LineAssembler::new(LogStream::Stdout, true);
        }
        stdout.push(bytes, out);
    }

    fn framed(&mut self, mut bytes: &[u8], out: &mut Vec<LogLine>) -> Result<(), EngineError> {
        while !bytes.is_empty() {
            if self.left == 0 {
                let wanted = HEADER_SIZE - self.header.len();
                let (head, rest) = bytes.split_at(wanted.min(bytes.len()));
                self.header.extend_from_slice(head);
                bytes = rest;
                let [stream, 0, 0, 0, length @ ..] = self.header.as_slice() else {
                    if self.header.len() < 4 {
                        return Ok(());
                    }
                    return Err(EngineError::Protocol("the log lost its frames".to_owned()));
                };
                let Ok(length) = <[u8; 4]>::try_from(length) else {
                    return Ok(());
                };
                self.left = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
                // 0 is standard input, shown by `attach`; 3 and what a later engine may add are not the container's.
                self.current = match stream {
                    0 | 1 => 0,
                    2 => 1,
                    _ => 2,
                };
                self.header.clear();
                if let Some(assembler) = self.streams.get_mut(self.current) {
                    assembler.begin_entry();
                }
            } else {
                let (payload, rest) = bytes.split_at(self.left.min(bytes.len()));
                self.left -= payload.len();
                bytes = rest;
                if let Some(assembler) = self.streams.get_mut(self.current) {
                    assembler.push(payload, out);
                }
            }
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut Vec<LogLine>) {
        if self.layout == Layout::Unknown && !self.header.is_empty() {
            let bytes = std::mem::take(&mut self.header);
            self.raw(&bytes, out);
        }
        for assembler in &mut self.streams {
            assembler.finish(out);
        }
    }
}

/// The lines of a body as they come. Lines that were complete before a broken connection come before its error.
pub(super) fn items(body: BodyStream, tty: bool) -> Items<Vec<LogLine>> {
    struct State {
        body: Option<BodyStream>,
        reader: LogReader,
        error: Option<EngineError>,
    }
    let state = State {
        reader: LogReader::new(layout(&body.headers), tty),
        body: Some(body),
        error: None,
    };
    Box::pin(stream::unfold(state, |mut state| async move {
        loop {
            if let Some(error) = state.error.take() {
                state.body = None;
                return Some((Err(error), state));
            }
            let mut lines = Vec::new();
            match state.body.as_mut()?.next().await {
                Some(Ok(bytes)) => state.error = state.reader.push(&bytes, &mut lines).err(),
                Some(Err(error)) => {
                    state.reader.finish(&mut lines);
                    state.error = Some(error);
                }
                None => {
                    state.reader.finish(&mut lines);
                    state.body = None;
                }
            }
            if !lines.is_empty() {
                return Some((Ok(lines), state));
            }
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: &str = "2026-11-24T07:40:40.000000001Z";

    fn frame(stream: u8, text: &str) -> Vec<u8> {
        let mut bytes = vec![stream, 0, 0, 0];
        bytes.extend_from_slice(&u32::try_from(text.len()).unwrap().to_be_bytes());
        bytes.extend_from_slice(text.as_bytes());
        bytes
    }

    fn read(tty: bool, pieces: &[&[u8]]) -> Vec<(LogStream, String)> {
        let mut reader = LogReader::new(Layout::Unknown, tty);
        let mut out = Vec::new();
        for piece in pieces {
            reader.push(piece, &mut out).unwrap();
        }
        reader.finish(&mut out);
        out.into_iter()
            .map(|line| (line.stream, line.text.text))
            .collect()
    }

    #[test]
    fn streams_are_told_apart_however_the_bytes_are_cut() {
        let bytes = [
            frame(1, &format!("{TIME} out\n")),
            frame(2, &format!("{TIME} err\n")),
            frame(1, ""),
            frame(3, "the engine says no\n"),
        ]
        .concat();
        let expected = [
            (LogStream::Stdout, "out".to_owned()),
            (LogStream::Stderr, "err".to_owned()),
            (LogStream::Notice, "the engine says no".to_owned()),
        ];
        for cut in 0..bytes.len() {
            let (a, b) = bytes.split_at(cut);
            assert_eq!(read(false, &[a, b]), expected, "cut at {cut}");
        }
    }

    #[test]
    fn a_terminals_log_is_recognised_by_its_bytes() {
        let text = format!("{TIME} hi\r\n");
        for tty in [true, false] {
            assert_eq!(
                read(tty, &[text.as_bytes()]),
                [(LogStream::Stdout, "hi".to_owned())]
            );
        }
        let framed = frame(1, &format!("{TIME} hi\n"));
        assert_eq!(
            read(true, &[&framed]),
            [(LogStream::Stdout, "hi".to_owned())]
        );
    }

    #[test]
    fn a_log_that_lost_its_frames_is_an_error_and_not_a_flood() {
        let mut reader = LogReader::new(Layout::Framed, false);
        let mut out = Vec::new();
        let result = reader.push(b"hello, world", &mut out);
        assert!(matches!(result, Err(EngineError::Protocol(_))));
        assert!(out.is_empty());
    }

    #[test]
    fn the_query_asks_for_times_and_nanoseconds() {
        let request = LogsRequest {
            follow: true,
            tail: Some(500),
            since: Some(crate::model::time::Timestamp(1_500_000_000_000_000_001)),
            until: None,
            tty: false,
        };
        assert_eq!(
            query(&request),
            "?stdout=1&stderr=1&timestamps=1&follow=1&tail=500&since=1500000000.000000001"
        );
    }
}
