//! Lines in order of time, the oldest given up when their bytes pass the cap.

use crate::app::logs::level::Level;
use crate::app::view::LogRowKind;
use crate::model::log::{Span, StyledText};
use crate::model::time::Timestamp;
use std::collections::VecDeque;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The engine's time.
    pub at: Option<Timestamp>,
    /// Index of the container in the pane's sources.
    pub source: u16,
    /// What kind of line.
    pub kind: LogRowKind,
    /// How grave.
    pub level: Level,
    /// The text.
    pub text: StyledText,
}

impl Entry {
    /// Memory that it takes, with the allocator's share.
    fn cost(&self) -> usize {
        size_of::<Self>()
            + self.text.text.capacity()
            + self.text.spans.capacity() * size_of::<Span>()
            + 32
    }
}

/// Lines, each with a number that never changes while it is kept.
#[derive(Clone, Debug, Default)]
pub struct Ring {
    entries: VecDeque<Entry>,
    first: u64,
    bytes: usize,
    cap: usize,
    evicted: u64,
}

/// How far a late line is put back among its elders.
const REACH: usize = 4_096;

impl Ring {
    /// An empty one for so many bytes.
    pub const fn new(cap: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            first: 0,
            bytes: 0,
            cap,
            evicted: 0,
        }
    }

    /// Number of the oldest line.
    pub const fn first(&self) -> u64 {
        self.first
    }

    /// Number after the newest line.
    pub fn end(&self) -> u64 {
        self.first + self.entries.len() as u64
    }

    /// Lines kept.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Lines given up.
    pub const fn evicted(&self) -> u64 {
        self.evicted
    }

    /// Bytes taken, at most the cap (or one line).
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// A line by its number.
    pub fn get(&self, number: u64) -> Option<&Entry> {
        self.entries
            .get(usize::try_from(number.checked_sub(self.first)?).ok()?)
    }

    /// Lines with their numbers, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, &Entry)> + ExactSizeIterator {
        let first = self.first;
        self.entries
            .iter()
            .enumerate()
            .map(move |(index, entry)| (first + index as u64, entry))
    }

    /// Lines with numbers from `from` up to below `to`, without going over the others.
    pub fn between(&self, from: u64, to: u64) -> impl DoubleEndedIterator<Item = (u64, &Entry)> {
        let place = |number: u64| {
            usize::try_from(number.saturating_sub(self.first))
                .unwrap_or(usize::MAX)
                .min(self.entries.len())
        };
        let (start, end) = (place(from), place(to));
        let first = self.first + start as u64;
        let range = self.entries.range(start.min(end)..end);
        range
            .enumerate()
            .map(move |(index, entry)| (first + index as u64, entry))
    }

    /// Puts a line in by its time, behind those of the same time; gives its number. Numbers of younger lines rise by one.
    pub fn push(&mut self, entry: Entry) -> u64 {
        let late =
            |other: &Entry| matches!((other.at, entry.at), (Some(other), Some(at)) if other > at);
        let behind = self
            .entries
            .iter()
            .rev()
            .take(REACH)
            .take_while(|other| late(other))
            .count();
        let index = self.entries.len() - behind;
        self.bytes += entry.cost();
        if behind == 0 {
            self.entries.push_back(entry);
        } else {
            self.entries.insert(index, entry);
        }
        let number = self.first + index as u64;
        while self.bytes > self.cap && self.entries.len() > 1 {
            if let Some(old) = self.entries.pop_front() {
                self.bytes -= old.cost();
            }
            self.first += 1;
            self.evicted += 1;
        }
        number
    }

    /// Forgets all lines.
    pub fn clear(&mut self) {
        *self = Self::new(self.cap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(at: i64, text: &str) -> Entry {
        Entry {
            at: Some(Timestamp(at)),
            source: 0,
            kind: LogRowKind::Out,
            level: Level::Other,
            text: StyledText::plain(text),
        }
    }

    proptest! {
        #[test]
        fn the_cap_holds_and_the_order_is_that_of_time(lines in prop::collection::vec((0_i64..50, "[a-z]{0,200}"), 1..200)) {
            let mut ring = Ring::new(4_000);
            for (at, text) in &lines {
                ring.push(entry(*at, text));
                prop_assert!(ring.bytes() <= 4_000);
                prop_assert_eq!(ring.bytes(), ring.iter().map(|(_, entry)| entry.cost()).sum::<usize>());
            }
            prop_assert_eq!(ring.evicted() + ring.len() as u64, lines.len() as u64);
            let times: Vec<_> = ring.iter().map(|(_, entry)| entry.at).collect();
            prop_assert!(times.is_sorted());
        }
    }

    #[test]
    fn a_part_is_found_by_its_numbers() {
        let mut ring = Ring::new(3_000);
        for at in 0..100 {
            ring.push(entry(at, "x"));
        }
        let numbers = |from, to| {
            ring.between(from, to)
                .map(|(number, _)| number)
                .collect::<Vec<_>>()
        };
        assert!(ring.first() > 0);
        assert_eq!(numbers(97, u64::MAX), [97, 98, 99]);
        assert_eq!(numbers(0, ring.first() + 1), [ring.first()]);
        assert_eq!(numbers(98, 98), Vec::<u64>::new());
        assert_eq!(numbers(200, 300), Vec::<u64>::new());
    }

    #[test]
    fn numbers_stay_while_lines_are_kept() {
        let mut ring = Ring::new(1 << 20);
        for at in 0..10 {
            ring.push(entry(at, "x"));
        }
        assert_eq!(ring.get(7).and_then(|entry| entry.at), Some(Timestamp(7)));
        assert_eq!(ring.get(10), None);
    }
}
