//! Lists to choose from.

use super::{ENTER, ESC, Edge, Frame, Label, Place, edge, frame};
use crate::app::columns::width;
use crate::app::layout::{Area, modal_text};
use crate::app::modal::{Picker, PickerItem};

const CHOOSE: [Label; 2] = [Label("enter", "choose", ENTER), Label("esc", "back", ESC)];
/// Air between two columns.
const GAP: u16 = 2;
/// Rows of the line being typed and the rule below it.
const HEAD: u16 = 2;

/// Widths of the columns, over all entries: typing does not move them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Columns {
    /// Of the keys.
    pub(crate) key: u16,
    /// Of the labels.
    pub(crate) label: u16,
    detail: u16,
}

impl Columns {
    fn of(items: &[PickerItem], most: u16) -> Self {
        let widest = |cell: &dyn Fn(&PickerItem) -> u16| items.iter().map(cell).max().unwrap_or(0);
        let key = widest(&|item| width(&item.key)).min(12);
        let label = widest(&|item| width(&item.label)).min((most / 2).max(12));
        let detail = widest(&|item| {
            let reason = item.disabled.as_deref().unwrap_or("");
            width(&item.detail).max(width(reason))
        });
        Self { key, label, detail }
    }

    /// Columns of key and the air behind it.
    pub(crate) const fn before_label(self) -> u16 {
        if self.key == 0 { 0 } else { self.key + GAP }
    }

    /// Columns before the detail.
    pub(crate) const fn before_detail(self) -> u16 {
        self.before_label() + self.label + GAP
    }

    const fn all(self) -> u16 {
        let detail = if self.detail == 0 {
            0
        } else {
            GAP + self.detail
        };
        self.before_label() + self.label + detail
    }
}

/// What stands in a row of a picker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PickerRow {
    /// Row of the screen.
    pub(crate) y: u16,
    /// Whose, among those shown.
    pub(crate) position: usize,
    /// The heading above it, rather than the entry itself.
    pub(crate) is_heading: bool,
}

/// Where the parts of a picker stand.
#[derive(Clone, Debug)]
pub(crate) struct PickerLayout {
    /// The box.
    pub(crate) frame: Frame,
    /// Rows of entries and headings that are seen.
    pub(crate) rows: Vec<PickerRow>,
    /// Their area.
    pub(crate) rows_area: Area,
    /// Their columns.
    pub(crate) columns: Columns,
    /// How to go on, and where the cursor is.
    pub(crate) edge: Edge,
}

impl PickerLayout {
    /// On a screen of this size.
    pub(crate) fn of(picker: &Picker, screen: Area) -> Self {
        let (most_columns, most_rows) = modal_text(screen);
        let columns = Columns::of(&picker.items, most_columns);
        let typed = picker.input.as_ref();
        let text_columns = columns
            .all()
            .max(width(&picker.title) + 2)
            .max(if typed.is_some() { 48 } else { 32 })
            .min(most_columns);
        // Sized to all entries: the box does not change while one types.
        let groups = picker
            .items
            .iter()
            .filter(|item| item.group.is_some())
            .count();
        let head = if typed.is_some() { HEAD } else { 0 };
        let wanted = u16::try_from(picker.items.len() + groups)
            .unwrap_or(u16::MAX)
            .max(1)
            .saturating_add(head);
        let place = if typed.is_some() {
            Place::Top
        } else {
            Place::Middle
        };
        let frame = frame(screen, (text_columns, wanted.min(most_rows)), place);
        let inside = frame.inside;
        let rows_area = Area {
            y: inside.y + head.min(inside.height),
            height: inside.height.saturating_sub(head),
            ..inside
        };
        let part = if picker.shown.is_empty() {
            String::new()
        } else {
            format!("{} of {}", picker.cursor + 1, picker.shown.len())
        };
        Self {
            frame,
            rows: rows(picker, rows_area),
            rows_area,
            columns,
            edge: edge(inside, &CHOOSE, part),
        }
    }

    /// The position of the entry in a row of the screen.
    pub(crate) fn entry_at(&self, row: u16) -> Option<usize> {
        let found = self
            .rows
            .iter()
            .find(|one| one.y == row && !one.is_heading)?;
        Some(found.position)
    }
}

/// Whether a heading stands above an entry; none does among those that match what was typed.
fn has_heading(picker: &Picker, position: usize) -> bool {
    let typed = picker.input.as_ref();
    typed.is_none_or(|typed| typed.text().is_empty())
        && picker
            .shown
            .get(position)
            .and_then(|index| picker.items.get(*index))
            .is_some_and(|item| item.group.is_some())
}

/// The first visible position: that of the state, moved so far that the cursor is in sight.
fn first(picker: &Picker, room: usize) -> usize {
    let cursor = picker.cursor;
    let mut used = 0;
    let mut least = cursor;
    for position in (0..=cursor).rev() {
        used += 1 + usize::from(has_heading(picker, position));
        if used > room {
            break;
        }
        least = position;
    }
    picker.scroll.clamp(least, cursor)
}

fn rows(picker: &Picker, area: Area) -> Vec<PickerRow> {
    let mut out = Vec::new();
    let mut y = area.y;
    let end = area.y + area.height;
    for position in first(picker, usize::from(area.height))..picker.shown.len() {
        if y < end && y + 1 < end && has_heading(picker, position) {
            out.push(PickerRow {
                y,
                position,
                is_heading: true,
            });
            y += 1;
        }
        if y >= end {
            break;
        }
        out.push(PickerRow {
            y,
            position,
            is_heading: false,
        });
        y += 1;
    }
    out
}
