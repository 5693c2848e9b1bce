//! What the log pane shows, and where it stands.

use crate::app::clock::Clock;
use crate::app::logs::level::Level;
use crate::app::logs::ring::{Entry, Ring};
use crate::app::logs::rows::Room;
use crate::app::logs::search::Pattern;
use crate::app::view::{LogRowKind, RowId};
use crate::model::event::EventKind;
use crate::model::ids::{InstanceId, SubscriptionId};
use crate::model::log::{LogBatch, LogStream, StyledText};
use crate::model::time::Timestamp;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

/// The log pane.
#[derive(Clone, Debug)]
pub struct LogPane {
    /// Whose log.
    pub subject: Option<RowId>,
    /// The running subscription; batches of others are ignored.
    pub subscription: Option<SubscriptionId>,
    /// Containers, in the order of their colours.
    pub sources: Vec<Source>,
    /// The lines.
    pub ring: Ring,
    /// Long lines go on in the next row.
    pub wrap: bool,
    /// Only lines as grave as this.
    pub level: Level,
    /// What is searched.
    pub search: Option<Pattern>,
    /// All that was asked for at first has come.
    pub is_caught_up: bool,
    /// Number after the lowest visible line; `None` follows.
    pub(super) bottom: Option<u64>,
    /// While following thriftily: the line on top. New lines fill the page below, then it turns.
    pub(super) page_top: Option<u64>,
    /// Lines that came since following ended.
    unseen: u64,
    /// Numbers of lines that match the search, oldest first.
    hits: VecDeque<u64>,
}

/// One container of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Which.
    pub instance_id: InstanceId,
    /// Its short name: without the stack's.
    pub name: Arc<str>,
    /// Time of its newest line.
    pub last_at: Option<Timestamp>,
    /// Why it cannot be read.
    pub failure: Option<String>,
}

/// A start is told of this late at most, mostly.
const START_TOLD_WITHIN: Duration = Duration::from_millis(400);
/// Source names take at most so many columns.
const NAME_COLUMNS: usize = 16;

impl LogPane {
    /// Empty, for so many bytes.
    pub const fn new(cap: usize) -> Self {
        Self {
            subject: None,
            subscription: None,
            sources: Vec::new(),
            ring: Ring::new(cap),
            wrap: false,
            level: Level::Other,
            search: None,
            is_caught_up: false,
            bottom: None,
            page_top: None,
            unseen: 0,
            hits: VecDeque::new(),
        }
    }

    /// Shows another object's log, from nothing.
    pub fn show(&mut self, subject: Option<RowId>, sources: Vec<Source>) {
        self.subject = subject;
        self.sources = sources;
        self.ring.clear();
        self.is_caught_up = false;
        self.hits.clear();
        self.follow();
    }

    /// The same object has other containers now: lines stay.
    pub fn set_sources(&mut self, sources: Vec<(InstanceId, Arc<str>)>) {
        for (instance_id, name) in sources {
            match self
                .sources
                .iter_mut()
                .find(|source| source.instance_id == instance_id)
            {
                Some(source) => source.failure = None,
                None => self.sources.push(Source {
                    instance_id,
                    name,
                    last_at: None,
                    failure: None,
                }),
            }
        }
    }

    /// Whether several containers are merged.
    pub const fn is_merged(&self) -> bool {
        self.sources.len() > 1
    }

    /// Whether new lines move the view.
    pub const fn is_following(&self) -> bool {
        self.bottom.is_none()
    }

    /// Follows from now on.
    pub const fn follow(&mut self) {
        self.bottom = None;
        self.page_top = None;
        self.unseen = 0;
    }

    /// Lines that came below the view.
    pub const fn unseen(&self) -> u64 {
        self.unseen
    }

    /// Whether a line passes the filter.
    pub(super) fn shows(&self, entry: &Entry) -> bool {
        entry.level >= self.level || entry.kind == LogRowKind::Event
    }

    /// Takes lines; says whether something visible changed.
    pub fn take(&mut self, batch: LogBatch) -> bool {
        let Some(index) = self
            .sources
            .iter()
            .position(|source| source.instance_id == batch.instance_id)
        else {
            return false;
        };
        let mut changed = false;
        for line in batch.lines {
            let kind = match line.stream {
                LogStream::Stdout => LogRowKind::Out,
                LogStream::Stderr => LogRowKind::Err,
                LogStream::Notice => LogRowKind::Notice,
            };
            if let Some(source) = self.sources.get_mut(index) {
                source.last_at = source.last_at.max(line.at);
            }
            let level = Level::of(&line.text.text);
            changed |= self.push(Entry {
                at: line.at,
                source: narrow(index),
                kind,
                level,
                text: line.text,
            });
        }
        changed
    }

    /// Up to which moment a container's lines were taken, and how many of that very moment.
    pub fn seen_of(&self, instance_id: &InstanceId) -> (Option<Timestamp>, usize) {
        let is_it = |source: &Source| source.instance_id == *instance_id;
        let Some(index) = self.sources.iter().position(is_it) else {
            return (None, 0);
        };
        let last_at = self.sources.get(index).and_then(|source| source.last_at);
        let Some(last) = last_at else {
            return (None, 0);
        };
        let entries = self.ring.iter().rev().map(|(_, entry)| entry);
        let seen = entries
            .take_while(|entry| entry.at.is_none_or(|at| at >= last))
            .filter(|entry| {
                entry.source == narrow(index)
                    && entry.kind != LogRowKind::Event
                    && entry.at == last_at
            })
            .count();
        // The line itself, if it was given up.
        (last_at, seen.max(1))
    }

    /// Draws a rule where something happened to one of the containers; `false` if it is none of them.
    pub fn mark(&mut self, instance_id: &InstanceId, at: Timestamp, kind: &EventKind) -> bool {
        let Some(index) = self
            .sources
            .iter()
            .position(|source| source.instance_id == *instance_id)
        else {
            return false;
        };
        let source = narrow(index);
        let at = if *kind == EventKind::Start {
            self.begun_at(source, at)
        } else {
            at
        };
        let text = StyledText::plain(kind.words());
        self.push(Entry {
            at: Some(at),
            source,
            kind: LogRowKind::Event,
            level: Level::Other,
            text,
        })
    }

    /// Where the rule of a start stands: the engine tells of it a little after the first lines were written. Not before
    /// what happened last, though.
    fn begun_at(&self, source: u16, told_at: Timestamp) -> Timestamp {
        let entries = self.ring.iter().rev().map(|(_, entry)| entry);
        let last = entries
            .filter(|entry| entry.source == source && entry.kind == LogRowKind::Event)
            .find_map(|entry| entry.at.filter(|at| *at < told_at));
        let early = told_at.before(START_TOLD_WITHIN);
        last.map_or(early, |last| last.max(early))
    }

    fn push(&mut self, entry: Entry) -> bool {
        let visible = self.shows(&entry);
        let is_hit = self
            .search
            .as_ref()
            .is_some_and(|pattern| pattern.is_in(&entry.text.text));
        let number = self.ring.push(entry);
        let was_last = number + 1 == self.ring.end();
        if !was_last {
            // Put in between: the numbers behind it have moved.
            for hit in self.hits.iter_mut().rev().take_while(|hit| **hit >= number) {
                *hit += 1;
            }
            if let Some(bottom) = self.bottom.as_mut().filter(|bottom| **bottom > number) {
                *bottom += 1;
            }
        }
        if is_hit {
            let at = self.hits.partition_point(|hit| *hit < number);
            self.hits.insert(at, number);
        }
        while self
            .hits
            .front()
            .is_some_and(|hit| *hit < self.ring.first())
        {
            self.hits.pop_front();
        }
        if let Some(bottom) = self.bottom.as_mut() {
            *bottom = (*bottom).max(self.ring.first() + 1);
            self.unseen += u64::from(visible);
        }
        visible
    }

    /// Scrolls by whole lines, up if negative; reaching the end follows again.
    pub fn scroll(&mut self, lines: i64, room: Room, clock: &Clock) {
        let columns = self.text_columns(room, clock);
        let from = self.bottom.unwrap_or_else(|| self.ring.end());
        let steps = usize::try_from(lines.unsigned_abs()).unwrap_or(usize::MAX);
        let visible = |(number, entry): (u64, &Entry)| self.shows(entry).then_some(number);
        let target = if lines < 0 {
            self.ring
                .between(0, from)
                .rev()
                .filter_map(visible)
                .nth(steps)
                .map_or(self.ring.first(), |n| n + 1)
        } else {
            let found = self
                .ring
                .between(from, self.ring.end())
                .filter_map(visible)
                .nth(steps.saturating_sub(1));
            found.map_or_else(|| self.ring.end(), |number| number + 1)
        };
        self.stand_at(target.max(self.lowest_full_page(room, columns)));
    }

    /// To the oldest line.
    pub fn to_top(&mut self, room: Room, clock: &Clock) {
        let columns = self.text_columns(room, clock);
        self.stand_at(self.lowest_full_page(room, columns));
    }

    fn stand_at(&mut self, end: u64) {
        if end >= self.ring.end() {
            self.follow();
        } else {
            self.bottom = Some(end);
            self.page_top = None;
        }
    }

    /// The first end at which the page is full.
    fn lowest_full_page(&self, room: Room, columns: usize) -> u64 {
        let mut rows = 0;
        for (number, entry) in self.ring.iter().filter(|(_, entry)| self.shows(entry)) {
            rows += self.height_of(entry, columns);
            if rows >= usize::from(room.height) {
                return number + 1;
            }
        }
        self.ring.end()
    }

    /// While following thriftily: turns the page when it is full, so that most lines cost only themselves.
    pub fn turn_page(&mut self, room: Room, clock: &Clock) {
        if !self.is_following() {
            return;
        }
        let columns = self.text_columns(room, clock);
        let height = usize::from(room.height);
        let fits = |top: u64| {
            let below = self
                .ring
                .iter()
                .rev()
                .take_while(|(number, _)| *number >= top);
            let mut rows = 0;
            for (_, entry) in below.filter(|(_, entry)| self.shows(entry)) {
                rows += self.height_of(entry, columns);
                if rows > height {
                    return false;
                }
            }
            true
        };
        if self
            .page_top
            .is_some_and(|top| top >= self.ring.first() && fits(top))
        {
            return;
        }
        let keep = if self.page_top.is_some() {
            height / 3
        } else {
            height
        };
        let mut rows = 0;
        let mut top = self.ring.end();
        for (number, entry) in self
            .ring
            .iter()
            .rev()
            .filter(|(_, entry)| self.shows(entry))
        {
            rows += self.height_of(entry, columns);
            if rows > keep {
                break;
            }
            top = number;
        }
        self.page_top = Some(top);
    }

    /// Searches for this from now on; `None` ends the search.
    pub fn set_search(&mut self, pattern: Option<Pattern>) {
        self.hits = match &pattern {
            Some(pattern) => {
                let found = self
                    .ring
                    .iter()
                    .filter(|(_, entry)| pattern.is_in(&entry.text.text));
                found.map(|(number, _)| number).collect()
            }
            None => VecDeque::new(),
        };
        self.search = pattern;
    }

    /// Goes to the next hit in this direction from where the view ends; wraps round.
    pub fn go_to_hit(&mut self, forward: bool, room: Room, clock: &Clock) {
        let end = self.bottom.unwrap_or_else(|| self.ring.end());
        let columns = self.text_columns(room, clock);
        let lowest = self.lowest_full_page(room, columns);
        let hit = if forward {
            self.hits
                .iter()
                .find(|hit| **hit >= end)
                .or_else(|| self.hits.front())
        } else {
            self.hits
                .iter()
                .rev()
                .find(|hit| **hit + 1 < end)
                .or_else(|| self.hits.back())
        };
        if let Some(hit) = hit.copied() {
            self.bottom = Some((hit + 1).max(lowest));
            self.page_top = None;
        }
    }

    /// `3 of 41` for the hit at or above the lowest visible line.
    pub fn hit_position(&self) -> (usize, usize) {
        let end = self.bottom.unwrap_or_else(|| self.ring.end());
        (self.hits.partition_point(|hit| *hit < end), self.hits.len())
    }

    /// The visible kind of lines as text, for a file.
    pub fn text(&self, clock: &Clock) -> String {
        let mut out = String::new();
        for (_, entry) in self.ring.iter().filter(|(_, entry)| self.shows(entry)) {
            let parts = [
                entry.at.map(|at| clock.stamp(at)).unwrap_or_default(),
                if self.is_merged() {
                    self.source_label(entry.source).0
                } else {
                    String::new()
                },
                entry.text.text.clone(),
            ];
            out.push_str(
                &parts
                    .iter()
                    .filter(|part| !part.is_empty())
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(" "),
            );
            out.push('\n');
        }
        out
    }

    /// Columns for source names.
    pub(super) fn source_width(&self) -> usize {
        self.sources
            .iter()
            .map(|source| source.name.width())
            .max()
            .unwrap_or(0)
            .min(NAME_COLUMNS)
    }

    /// A source's name, padded, and the index of its colour.
    pub(super) fn source_label(&self, source: u16) -> (String, usize) {
        let index = usize::from(source);
        let name = self.sources.get(index).map_or("", |source| &source.name);
        let mut label = String::new();
        for grapheme in unicode_segmentation::UnicodeSegmentation::graphemes(name, true) {
            if label.width() + grapheme.width() > NAME_COLUMNS {
                break;
            }
            label.push_str(grapheme);
        }
        label.extend(std::iter::repeat_n(
            ' ',
            self.source_width().saturating_sub(label.width()),
        ));
        (label, index)
    }
}

fn narrow(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests;
