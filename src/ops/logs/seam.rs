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
    /// Lines before this moment were seen, or are not wanted.
    from: Option<Timestamp>,
    /// Lines of that moment that will come again.
    seen: usize,
    timeless: bool,
}

impl Seam {
    /// Lines from this moment on are wanted, of which the first `seen` of that very moment were seen.
    pub(super) fn after(since: Option<Timestamp>, seen: usize) -> Self {
        Self {
            last: since,
            from: since,
            seen,
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
        if self.from.is_some_and(|from| at < from) {
            return false;
        }
        if self.last.is_some_and(|last| at < last) {
            // Lines of two streams may come slightly out of order inside one stream; only what a new stream repeats is
            // older than its `since`.
            return self.again.is_empty();
        }
        let key = (line.stream, line.text.text.clone());
        if self.seen > 0 && self.from == Some(at) {
            self.seen -= 1;
            self.at_last.push(key);
            return false;
        }
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
    fn what_was_seen_before_the_first_stream_is_dropped_also_where_a_moment_is_a_second() {
        const SECOND: i64 = 1_000_000_000;
        let mut seam = Seam::after(Some(Timestamp(5 * SECOND)), 2);
        assert_eq!(seam.since(), Some(Timestamp(5 * SECOND)));
        let came = [
            // An engine that reads `since` in whole seconds sends more than was asked for.
            (line(4 * SECOND, "a"), false),
            (line(5 * SECOND, "b"), false),
            (line(5 * SECOND, "b"), false),
            (line(5 * SECOND, "b"), true),
            (line(6 * SECOND, "c"), true),
        ];
        for (line, is_new) in came {
            assert_eq!(seam.is_new(&line), is_new, "{line:?}");
        }
        // All of it was of one moment: it comes again behind a restart.
        let mut seam = Seam::after(Some(Timestamp(5 * SECOND)), 1);
        seam.is_new(&line(5 * SECOND, "begin"));
        assert_eq!(seam.since(), Some(Timestamp(5 * SECOND)));
        assert!(!seam.is_new(&line(5 * SECOND, "begin")));
        assert!(seam.is_new(&line(5 * SECOND, "begin")));
    }

    #[test]
    fn equal_lines_of_one_stream_are_all_new() {
        let mut seam = Seam::default();
        assert!(seam.is_new(&line(1, "x")));
        assert!(seam.is_new(&line(1, "x")));
        assert!(seam.is_new(&line(0, "late")), "streams may cross a little");
    }
}
