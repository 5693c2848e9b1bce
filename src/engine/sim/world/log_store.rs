//! The log of one container, as the `json-file` driver keeps it, capped.

use crate::model::log::LogStream;
use crate::model::time::Timestamp;
use std::collections::VecDeque;
use std::sync::Arc;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::engine::sim) struct Entry {
    pub(in crate::engine::sim) at: Timestamp,
    pub(in crate::engine::sim) stream: LogStream,
    pub(in crate::engine::sim) text: Arc<str>,
}

/// Lines with a running number, so that a reader can say where it was.
#[derive(Debug)]
pub(in crate::engine::sim) struct LogStore {
    entries: VecDeque<Entry>,
    /// Number of the first entry that is kept.
    first: u64,
    held_bytes: usize,
    cap_bytes: usize,
    /// What stands after the last line end, of standard output and of standard error.
    open: [String; 2],
}

/// What an entry takes besides its text, about.
const ENTRY_BYTES: usize = 48;
/// A line is cut here, as the reader of the real engine's log does.
const MAX_LINE_BYTES: usize = 64 << 10;

impl LogStore {
    pub(in crate::engine::sim) const fn new(cap_bytes: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            first: 0,
            held_bytes: 0,
            cap_bytes,
            open: [String::new(), String::new()],
        }
    }

    /// Adds text; only whole lines become entries.
    pub(in crate::engine::sim) fn write(&mut self, at: Timestamp, stream: LogStream, text: &str) {
        let slot = usize::from(stream == LogStream::Stderr);
        let mut rest = text;
        while let Some((line, tail)) = rest.split_once('\n') {
            let mut whole = std::mem::take(&mut self.open[slot]);
            whole.push_str(line);
            self.push(at, stream, &whole);
            rest = tail;
        }
        self.open[slot].push_str(rest);
        if self.open[slot].len() > MAX_LINE_BYTES {
            let whole = std::mem::take(&mut self.open[slot]);
            self.push(at, stream, &whole);
        }
    }

    /// The writer ended: an open line is a line.
    pub(in crate::engine::sim) fn flush(&mut self, at: Timestamp) {
        for (slot, stream) in [(0, LogStream::Stdout), (1, LogStream::Stderr)] {
            let open = std::mem::take(&mut self.open[slot]);
            if !open.is_empty() {
                self.push(at, stream, &open);
            }
        }
    }

    fn push(&mut self, at: Timestamp, stream: LogStream, line: &str) {
        let mut end = line.len().min(MAX_LINE_BYTES);
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        let text: Arc<str> = Arc::from(line.get(..end).unwrap_or_default());
        self.held_bytes += text.len() + ENTRY_BYTES;
        self.entries.push_back(Entry { at, stream, text });
        while self.held_bytes > self.cap_bytes
            && let Some(old) = self.entries.pop_front()
        {
            self.held_bytes -= old.text.len() + ENTRY_BYTES;
            self.first += 1;
        }
    }

    /// The number that the next line will get.
    pub(in crate::engine::sim) fn end(&self) -> u64 {
        self.first + self.entries.len() as u64
    }

    /// At most `most` entries from number `from` on; how many before them are gone; and the number to go on with.
    pub(in crate::engine::sim) fn read(&self, from: u64, most: usize) -> (u64, Vec<Entry>, u64) {
        let start = from.max(self.first);
        let skip = usize::try_from(start - self.first).unwrap_or(usize::MAX);
        let entries: Vec<Entry> = self.entries.iter().skip(skip).take(most).cloned().collect();
        let next = start + entries.len() as u64;
        (start - from.min(start), entries, next)
    }

    /// The number to begin with so that the last `tail` lines after `since` come.
    pub(in crate::engine::sim) fn start_for(
        &self,
        tail: Option<u64>,
        since: Option<Timestamp>,
    ) -> u64 {
        let by_time = since.map_or(self.first, |since| {
            self.first + self.entries.partition_point(|entry| entry.at < since) as u64
        });
        let by_tail = tail.map_or(self.first, |tail| self.end().saturating_sub(tail));
        by_time.max(by_tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(store: &LogStore, from: u64) -> Vec<String> {
        let (_, entries, _) = store.read(from, 100);
        entries.iter().map(|entry| entry.text.to_string()).collect()
    }

    #[test]
    fn pieces_become_lines_and_the_rest_is_a_line_at_the_end() {
        let mut store = LogStore::new(1 << 20);
        store.write(Timestamp(1), LogStream::Stdout, "a");
        store.write(Timestamp(2), LogStream::Stderr, "x\n");
        store.write(Timestamp(3), LogStream::Stdout, "b\nc");
        assert_eq!(texts(&store, 0), ["x", "ab"]);
        store.flush(Timestamp(4));
        assert_eq!(texts(&store, 0), ["x", "ab", "c"]);
    }

    #[test]
    fn a_full_store_drops_the_oldest_and_says_how_many() {
        let mut store = LogStore::new(10 * (ENTRY_BYTES + 2));
        for number in 10..40 {
            store.write(Timestamp(number), LogStream::Stdout, &format!("{number}\n"));
        }
        let (gone, entries, next) = store.read(0, 100);
        assert_eq!((gone, entries.len(), next), (20, 10, 30));
        assert_eq!(&*entries[0].text, "30");
    }

    #[test]
    fn tail_and_since_choose_the_later_start() {
        let mut store = LogStore::new(1 << 20);
        for number in 0..10 {
            store.write(Timestamp(number), LogStream::Stdout, "x\n");
        }
        assert_eq!(store.start_for(Some(3), None), 7);
        assert_eq!(store.start_for(None, Some(Timestamp(4))), 4);
        assert_eq!(store.start_for(Some(8), Some(Timestamp(4))), 4);
        assert_eq!(store.start_for(Some(0), None), 10);
    }
}
