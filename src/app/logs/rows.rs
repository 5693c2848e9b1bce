//! Rows of the pane out of the ring: filtered, wrapped, anchored at the bottom or at the top.

use crate::app::clock::Clock;
use crate::app::layout::log_columns;
use crate::app::logs::pane::LogPane;
use crate::app::logs::ring::Entry;
use crate::app::view::{LogRow, LogRowKind};
use crate::model::log::{Span, StyledText};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Room for rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Columns for text, time and source included.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// Columns of a time: `12:01:04`.
const TIME_COLUMNS: u16 = 8;

impl LogPane {
    /// The rows that are visible now.
    pub fn rows(&self, room: Room, clock: &Clock) -> Vec<LogRow> {
        let height = usize::from(room.height);
        let columns = self.text_columns(room, clock);
        if let Some(top) = self.page_top.filter(|_| self.is_following()) {
            let mut rows = Vec::new();
            let below = self.ring.between(top, self.ring.end());
            for (_, entry) in below.filter(|(_, entry)| self.shows(entry)) {
                self.push_rows(entry, columns, clock, &mut rows);
            }
            if rows.len() <= height {
                // Pages turn where bytes are dear: a second is written once, by the first of its lines.
                let mut last = String::new();
                for row in &mut rows {
                    if row.time == last {
                        row.time.clear();
                    } else if !row.time.is_empty() {
                        last.clone_from(&row.time);
                    }
                }
                return rows;
            }
        }
        // From the bottom up, so that only visible lines are looked at.
        let end = self.bottom.unwrap_or_else(|| self.ring.end());
        let mut blocks: Vec<Vec<LogRow>> = Vec::new();
        let mut count = 0;
        let above = self.ring.between(0, end).rev();
        for (_, entry) in above.filter(|(_, entry)| self.shows(entry)) {
            if count >= height {
                break;
            }
            let mut block = Vec::new();
            self.push_rows(entry, columns, clock, &mut block);
            count += block.len();
            blocks.push(block);
        }
        let mut rows: Vec<LogRow> = blocks.into_iter().rev().flatten().collect();
        rows.drain(..rows.len().saturating_sub(height));
        // Near the top the page is not full from below, once lines are no longer wrapped or the pane is higher.
        for (_, entry) in self.ring.between(end, self.ring.end()) {
            if rows.len() >= height {
                break;
            }
            if self.shows(entry) {
                self.push_rows(entry, columns, clock, &mut rows);
            }
        }
        rows.truncate(height);
        rows
    }

    /// Rows that a line takes.
    pub(super) fn height_of(&self, entry: &Entry, columns: usize) -> usize {
        if self.wrap && entry.kind != LogRowKind::Event && entry.text.text.len() > columns {
            wrap(&entry.text.text, columns).len()
        } else {
            1
        }
    }

    /// Columns left for the text itself: what the view gives it.
    pub(super) fn text_columns(&self, room: Room, clock: &Clock) -> usize {
        let time = if clock.is_hidden() { 0 } else { TIME_COLUMNS };
        let source = if self.is_merged() {
            u16::try_from(self.source_width()).unwrap_or(u16::MAX)
        } else {
            0
        };
        usize::from(log_columns(room.width, time, source).text_width).max(1)
    }

    fn push_rows(&self, entry: &Entry, columns: usize, clock: &Clock, out: &mut Vec<LogRow>) {
        let hits = self
            .search
            .as_ref()
            .map(|pattern| pattern.ranges(&entry.text.text))
            .unwrap_or_default();
        let time = entry.at.map(|at| clock.wall(at)).unwrap_or_default();
        let source = self.is_merged().then(|| self.source_label(entry.source));
        let is_event = entry.kind == LogRowKind::Event;
        if !self.wrap || is_event || entry.text.text.len() <= columns {
            out.push(LogRow {
                time,
                source,
                kind: entry.kind,
                text: cut(&entry.text, columns),
                hits,
            });
            return;
        }
        for (index, (start, end)) in wrap(&entry.text.text, columns).into_iter().enumerate() {
            out.push(LogRow {
                time: if index == 0 {
                    time.clone()
                } else {
                    String::new()
                },
                source: source
                    .clone()
                    .map(|(name, colour)| (if index == 0 { name } else { String::new() }, colour)),
                kind: entry.kind,
                text: slice(&entry.text, start, end),
                hits: hits
                    .iter()
                    .filter(|(from, to)| *from < end && *to > start)
                    .map(|(from, to)| (from.max(&start) - start, to.min(&end) - start))
                    .collect(),
            });
        }
    }
}

/// A line that is not wrapped needs no more than the visible bytes: a long one is not copied whole.
fn cut(text: &StyledText, columns: usize) -> StyledText {
    // No grapheme that is drawn has more bytes a column than this.
    let limit = columns.saturating_mul(32);
    if text.text.len() <= limit {
        return text.clone();
    }
    let end = (0..=limit)
        .rev()
        .find(|end| text.text.is_char_boundary(*end))
        .unwrap_or(0);
    slice(text, 0, end)
}

/// Byte ranges of the rows of a wrapped text; breaks behind a space where one is near.
fn wrap(text: &str, columns: usize) -> Vec<(usize, usize)> {
    let mut rows = Vec::new();
    let (mut start, mut width) = (0, 0);
    let mut space: Option<(usize, usize)> = None;
    for (at, grapheme) in text.grapheme_indices(true) {
        let advance = grapheme.width();
        if width + advance > columns && at > start {
            match space
                .filter(|(end, _)| *end > start && width.saturating_sub(columns / 3) <= columns)
            {
                Some((end, before)) if before * 3 >= columns => {
                    rows.push((start, end));
                    width -= before;
                    start = end;
                }
                _ => {
                    rows.push((start, at));
                    (start, width) = (at, 0);
                }
            }
            space = None;
        }
        width += advance;
        if grapheme == " " {
            space = Some((at + 1, width));
        }
    }
    rows.push((start, text.len()));
    rows
}

/// A part of a text with the styles that hold in it.
fn slice(text: &StyledText, start: usize, end: usize) -> StyledText {
    let mut spans: Vec<Span> = Vec::new();
    for span in &text.spans {
        let at = span.start as usize;
        if at >= end {
            break;
        }
        if at <= start {
            spans.clear();
        }
        let start = u32::try_from(at.saturating_sub(start)).unwrap_or(u32::MAX);
        spans.push(Span {
            start,
            style: span.style.clone(),
        });
    }
    StyledText {
        text: text.text.get(start..end).unwrap_or_default().to_owned(),
        spans,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::styled;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn wrapping_loses_nothing_and_keeps_to_the_width(text in "[a-zé日👍 ]{0,120}", columns in 8_usize..40) {
            let rows = wrap(&text, columns);
            let joined: String = rows.iter().map(|(start, end)| text.get(*start..*end).unwrap()).collect();
            prop_assert_eq!(&joined, &text);
            for (start, end) in rows {
                prop_assert!(text.get(start..end).unwrap().trim_end().width() <= columns);
            }
        }
    }

    #[test]
    fn a_slice_keeps_the_colours_that_hold() {
        let text = styled("\u{1b}[31mredred\u{1b}[32mgreen");
        let part = slice(&text, 3, 8);
        assert_eq!(part.text, "redgr");
        assert_eq!(
            part.spans.iter().map(|span| span.start).collect::<Vec<_>>(),
            [0, 3]
        );
    }
}
