//! Where one stream of a log ends and the next begins: no line twice, none lost.

use crate::model::log::{LogLine, LogStream};
use crate::model::time::Timestamp;

/// What was seen last. `since` of the API is inclusive, so the lines of the last moment come again.
#[derive(Debug, Default)]
pub(super) struct Seam {
    last: Option<Timestamp>,
    /// Lines of that very moment, which may come again.
    at_last: Vec<(LogStream, String)>,
    /// Lines of that moment that were expected again and did come.
    again: Vec<(LogStream, String)>,
    timeless: bool,
}

impl Seam {
    /// Lines after this moment are wanted.
    pub(super) fn after(since: Option<Timestamp>) -> Self {
        Self {
            // One nanosecond on: the moment itself was seen.
            last: since.map(|since| Timestamp(since.0.saturating_add(1))),
            ..Self::default()
        }
    }

    /// From where the next stream begins; lines that come again are now expected.
    pub(super) fn since(&mut self) -> Option<Timestamp> {
        self.again.clone_from(&self.at_last);
        self.last
    }

    /// Lines came, and none of them had a time.
    pub(super) const fn is_timeless(&self) -> bool {
        self.timeless
    }

    /// Whether the line was not seen before; notes it.
    pub(super) fn is_new(&mut self, line: &LogLine) -> bool {
        let Some(at) = line.at else {
            self.timeless = true;
            return true;
        };
        if self.last.is_some_and(|last| at < last) {
            // Lines of two streams may come slightly out of order inside one stream; only what a new stream repeats is
            // older than its `since`.
            return self.again.is_empty();
        }
        let key = (line.stream, line.text.text.clone());
        if self.last == Some(at) {
            if let Some(place) = self.again.iter().position(|seen| *seen == key) {
                self.again.swap_remove(place);
                return false;
            }
        } else {
            self.last = Some(at);
            self.at_last.clear();
            self.again.clear();
        }
        self.at_last.push(key);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::log::StyledText;

    fn line(at: i64, text: &str) -> LogLine {
        LogLine {
            at: Some(Timestamp(at)),
            stream: LogStream::Stdout,
            text: StyledText::plain(text),
        }
    }

    #[test]
    fn a_repeated_line_of_the_last_moment_is_dropped_once_for_each_time_it_was_seen() {
        let mut seam = Seam::default();
        for one in [line(1, "a"), line(2, "b"), line(2, "b"), line(2, "c")] {
            assert!(seam.is_new(&one));
        }
        assert_eq!(seam.since(), Some(Timestamp(2)));
        let fresh: Vec<bool> = [
            line(2, "b"),
            line(2, "b"),
            line(2, "c"),
            line(2, "b"),
            line(3, "b"),
        ]
        .iter()
        .map(|line| seam.is_new(line))
        .collect();
        assert_eq!(fresh, [false, false, false, true, true]);
    }

    #[test]
    fn equal_lines_of_one_stream_are_all_new() {
        let mut seam = Seam::default();
        assert!(seam.is_new(&line(1, "x")));
        assert!(seam.is_new(&line(1, "x")));
        assert!(seam.is_new(&line(0, "late")), "streams may cross a little");
    }
}
