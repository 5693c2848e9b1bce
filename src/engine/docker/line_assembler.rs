//! Bytes of one stream of a log to lines, in bounded memory.

use crate::model::log::{LogLine, LogStream, Sgr, Span};
use crate::model::text::styled;
use crate::model::time::Timestamp;

/// Longest line that is kept; the rest of it is dropped and the cut is marked.
pub(super) const LINE_LIMIT: usize = 64 << 10;
/// Where the engine splits a long line into entries of its own, each with a time before it.
const ENTRY_SIZE: usize = 16 << 10;
/// Longest spelling of a time that an engine writes.
const TIME_LIMIT: usize = 40;

/// Joins what belongs to one line.
#[derive(Debug)]
pub(super) struct LineAssembler {
    stream: LogStream,
    buffer: Vec<u8>,
    /// Where in the buffer an entry begins: there stands a time.
    entries: Vec<usize>,
    /// The rest of a line that was cut is being dropped.
    skipping: bool,
    /// Of the last line: an entry of several lines has one time only.
    last: Option<Timestamp>,
    /// Entries are not framed (a terminal): their times stand within the text.
    is_raw: bool,
}

impl LineAssembler {
    /// For a stream in frames, or for a terminal's raw one.
    pub(super) const fn new(stream: LogStream, is_raw: bool) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
            entries: Vec::new(),
            skipping: false,
            last: None,
            is_raw,
        }
    }

    /// Whether it reads a terminal's raw bytes.
    pub(super) const fn is_raw(&self) -> bool {
        self.is_raw
    }

    /// A frame begins: an entry of the log, with a time before its text.
    pub(super) fn begin_entry(&mut self) {
        let start = self.buffer.len();
        if !self.skipping && self.entries.last() != Some(&start) {
            self.entries.push(start);
        }
    }

    /// Takes bytes; lines that are complete now, or longer than is kept, are added to `out`.
    pub(super) fn push(&mut self, mut bytes: &[u8], out: &mut Vec<LogLine>) {
        while !bytes.is_empty() {
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let (part, rest) = bytes.split_at(end.unwrap_or(bytes.len()));
            bytes = rest.get(1..).unwrap_or_default();
            if !self.skipping {
                if self.is_raw && self.buffer.is_empty() {
                    self.entries.push(0);
                }
                let room = LINE_LIMIT.saturating_sub(self.buffer.len());
                self.buffer
                    .extend_from_slice(part.get(..room).unwrap_or(part));
                if part.len() > room {
                    self.skipping = true;
                    self.complete(true, out);
                }
            }
            if end.is_some() {
                if !self.skipping {
                    self.complete(false, out);
                }
                self.skipping = false;
            }
        }
    }

    /// The stream ended: what is there is a line.
    pub(super) fn finish(&mut self, out: &mut Vec<LogLine>) {
        if !self.buffer.is_empty() {
            self.complete(false, out);
        }
    }

    fn complete(&mut self, is_cut: bool, out: &mut Vec<LogLine>) {
        let mut text = Vec::with_capacity(self.buffer.len());
        let mut at = None;
        let mut from = 0;
        for index in 0..=self.entries.len() {
            let to = self
                .entries
                .get(index)
                .copied()
                .unwrap_or(self.buffer.len());
            let part = self.buffer.get(from..to).unwrap_or_default();
            // What stands before the first entry is the rest of one of several lines.
            if index == 0 {
                text.extend_from_slice(part);
            } else {
                let (time, part) = split_time(part);
                at = at.or(time);
                if self.is_raw {
                    append_raw(part, &mut text);
                } else {
                    text.extend_from_slice(part);
                }
            }
            from = to;
        }
        self.buffer.clear();
        self.buffer.shrink_to(ENTRY_SIZE);
        self.entries.clear();
        self.last = at.or(self.last);
        let mut text = styled(&String::from_utf8_lossy(&text));
        if is_cut {
            let start = u32::try_from(text.text.len()).unwrap_or(u32::MAX);
            let style = Sgr {
                dim: true,
                ..Sgr::default()
            };
            text.spans.push(Span { start, style });
            text.text.push_str(" … cut at 64 KiB");
        }
        out.push(LogLine {
            at: at.or(self.last),
            stream: self.stream,
            text,
        });
    }
}

/// A terminal's long line: after each 16 KiB there may stand the time of the next entry.
fn append_raw(mut part: &[u8], text: &mut Vec<u8>) {
    while let Some((entry, rest)) = part.split_at_checked(ENTRY_SIZE) {
        let (Some(_), rest) = split_time(rest) else {
            break;
        };
        text.extend_from_slice(entry);
        part = rest;
    }
    text.extend_from_slice(part);
}

/// Takes `2026-11-24T07:40:40.123456789Z ` off the front.
fn split_time(bytes: &[u8]) -> (Option<Timestamp>, &[u8]) {
    let head = bytes.get(..TIME_LIMIT).unwrap_or(bytes);
    // A line without text may end with its time.
    let end = head
        .iter()
        .position(|byte| *byte == b' ')
        .unwrap_or(head.len());
    let time = bytes
        .get(..end)
        .and_then(|time| std::str::from_utf8(time).ok())
        .map(|time| time.trim_end_matches('\r'))
        .and_then(Timestamp::parse);
    match time {
        Some(_) => (time, bytes.get(end + 1..).unwrap_or_default()),
        None => (None, bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: &str = "2026-11-24T07:40:40.000000001Z";

    fn at() -> Option<Timestamp> {
        Timestamp::parse(TIME)
    }

    fn framed(entries: &[&str]) -> Vec<LogLine> {
        let mut assembler = LineAssembler::new(LogStream::Stdout, false);
        let mut out = Vec::new();
        for entry in entries {
            assembler.begin_entry();
            assembler.push(entry.as_bytes(), &mut out);
        }
        assembler.finish(&mut out);
        out
    }

    fn raw(pieces: &[&[u8]]) -> Vec<LogLine> {
        let mut assembler = LineAssembler::new(LogStream::Stdout, true);
        let mut out = Vec::new();
        for piece in pieces {
            assembler.push(piece, &mut out);
        }
        assembler.finish(&mut out);
        out
    }

    #[test]
    fn parts_of_a_split_line_are_joined_and_their_times_taken_out() {
        let long = "a".repeat(ENTRY_SIZE);
        let lines = framed(&[
            &format!("{TIME} {long}"),
            &format!("{TIME} {long}"),
            &format!("{TIME} end\n"),
            &format!("{TIME} next\n"),
        ]);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].text.text, format!("{long}{long}end"));
        assert_eq!(lines[1].text.text, "next");
        assert_eq!(lines[1].at, at());
    }

    #[test]
    fn an_entry_of_several_lines_has_one_time() {
        let lines = framed(&[&format!("{TIME} one\n  two\n\nfour")]);
        let texts: Vec<_> = lines.iter().map(|line| line.text.text.as_str()).collect();
        assert_eq!(texts, ["one", "  two", "", "four"]);
        assert!(lines.iter().all(|line| line.at == at()));
    }

    #[test]
    fn a_text_that_begins_like_a_time_loses_only_the_engines_own() {
        let lines = framed(&[&format!("{TIME} 2020-01-01T00:00:00Z x\n")]);
        assert_eq!(lines[0].text.text, "2020-01-01T00:00:00Z x");
    }

    #[test]
    fn empty_lines_stay() {
        let lines = framed(&[&format!("{TIME} \n"), &format!("{TIME}\n")]);
        assert_eq!(lines.len(), 2);
        assert!(
            lines
                .iter()
                .all(|line| line.text.text.is_empty() && line.at == at())
        );
    }

    #[test]
    fn a_terminals_lines_are_cut_anywhere_and_joined() {
        let text = format!("{TIME} héllo\r\n{TIME} \u{1b}[31mred\u{1b}[0m\r\n");
        for cut in 0..text.len() {
            let (a, b) = text.as_bytes().split_at(cut);
            let lines = raw(&[a, b]);
            let texts: Vec<_> = lines.iter().map(|line| line.text.text.as_str()).collect();
            assert_eq!(texts, ["héllo", "red"], "cut at {cut}");
        }
    }

    #[test]
    fn a_terminals_long_line_loses_the_times_inside() {
        let long = "b".repeat(ENTRY_SIZE);
        let lines = raw(&[format!("{TIME} {long}{TIME} {long}{TIME} end\r\n").as_bytes()]);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].text.text, format!("{long}{long}end"));
    }

    #[test]
    fn a_line_without_end_is_cut_marked_and_held_in_bounded_memory() {
        let mut assembler = LineAssembler::new(LogStream::Stderr, false);
        let mut out = Vec::new();
        assembler.begin_entry();
        assembler.push(format!("{TIME} ").as_bytes(), &mut out);
        for _ in 0..512 {
            assembler.push(&vec![b'x'; 65_536], &mut out);
            assembler.begin_entry();
            assert!(assembler.buffer.capacity() <= 2 * LINE_LIMIT);
            assert!(assembler.entries.len() < 8);
        }
        assert_eq!(out.len(), 1, "it is shown at once, not at its end");
        assert!(out[0].text.text.ends_with("… cut at 64 KiB"));
        assert!(out[0].text.text.len() <= LINE_LIMIT + 32);
        assembler.push(b"x\n", &mut out);
        assembler.begin_entry();
        assembler.push(format!("{TIME} next\n").as_bytes(), &mut out);
        assert_eq!(out.len(), 2);
        assert_eq!(out[1].text.text, "next");
        assert_eq!(out[1].stream, LogStream::Stderr);
    }
}
