//! Lists to choose from: palette, help, menus.

use super::{Place, frame, lower_edge};
use crate::app::layout::{Area, modal_text};
use crate::app::modal::{Picker, PickerItem};
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;
use crate::ui::text::width;
use crate::ui::widgets::input;

/// Air between two columns.
const GAP: u16 = 2;

/// Widths of the columns, over all entries: typing does not move them.
#[derive(Clone, Copy, Debug)]
struct Columns {
    key: u16,
    label: u16,
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
    const fn before_label(self) -> u16 {
        if self.key == 0 { 0 } else { self.key + GAP }
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

/// Draws it.
pub(super) fn draw(canvas: &mut Canvas<'_>, picker: &Picker, screen: Area) {
    let (most_columns, most_rows) = modal_text(screen);
    let columns = Columns::of(&picker.items, most_columns);
    let typed = picker.input.as_ref();
    let is_narrowed = typed.is_some_and(|typed| !typed.text().is_empty());
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
    let head = if typed.is_some() { 2 } else { 0 };
    let wanted = u16::try_from(picker.items.len() + groups)
        .unwrap_or(u16::MAX)
        .max(1)
        .saturating_add(head);
    let inside = frame(
        canvas,
        screen,
        (text_columns, wanted.min(most_rows)),
        (&picker.title, Token::ModalBorder),
        if typed.is_some() {
            Place::Top
        } else {
            Place::Middle
        },
    );
    let rows = Area {
        y: inside.y + head.min(inside.height),
        height: inside.height.saturating_sub(head),
        ..inside
    };
    let found = Rows {
        picker,
        columns,
        has_groups: !is_narrowed,
    };
    let selected = found.draw(canvas, rows);
    let part = if picker.shown.is_empty() {
        String::new()
    } else {
        format!("{} of {}", picker.cursor + 1, picker.shown.len())
    };
    lower_edge(
        canvas,
        inside,
        &[("enter", "choose"), ("esc", "back")],
        &part,
    );
    if let Some(y) = selected {
        canvas.set_cursor(inside.x, y);
    }
    if let Some(typed) = typed.filter(|_| inside.height > 0) {
        let label = canvas.style(Token::InputLabel);
        canvas.put(inside.x, inside.y, canvas.glyphs.prompt, label);
        if inside.height > 1 {
            let signs = canvas.glyphs;
            let border = canvas.style(Token::ModalBorder);
            let left = inside.x.saturating_sub(2);
            let joints = [signs.joint_left, signs.joint_right];
            canvas.edge(left, inside.y + 1, inside.width + 4, joints, border);
        }
        let room = inside.width.saturating_sub(2);
        let cursor = typed.cursor_column();
        input::draw(canvas, inside.x + 2, inside.y, room, typed.text(), cursor);
    }
}

struct Rows<'a> {
    picker: &'a Picker,
    columns: Columns,
    has_groups: bool,
}

impl Rows<'_> {
    fn item(&self, position: usize) -> Option<&PickerItem> {
        self.picker.items.get(*self.picker.shown.get(position)?)
    }

    fn heading(&self, position: usize) -> Option<&str> {
        self.item(position)?
            .group
            .as_deref()
            .filter(|_| self.has_groups)
    }

    /// The first visible position: that of the state, moved so far that the cursor is in sight.
    fn first(&self, room: usize) -> usize {
        let cursor = self.picker.cursor;
        let rows = |position: usize| 1 + usize::from(self.heading(position).is_some());
        let mut used = 0;
        let mut least = cursor;
        for position in (0..=cursor).rev() {
            used += rows(position);
            if used > room {
                break;
            }
            least = position;
        }
        self.picker.scroll.clamp(least, cursor)
    }

    /// Draws the visible entries; returns the row of the cursor.
    fn draw(&self, canvas: &mut Canvas<'_>, area: Area) -> Option<u16> {
        let mut y = area.y;
        let end = area.y + area.height;
        let mut selected = None;
        if self.picker.shown.is_empty() && y < end {
            let dim = canvas.style(Token::ToneDim);
            canvas.text(area.x, y, area.width, "nothing matches", dim);
        }
        for position in self.first(usize::from(area.height))..self.picker.shown.len() {
            if y >= end {
                break;
            }
            if let Some(heading) = self.heading(position)
                && y + 1 < end
            {
                let style = canvas.style(Token::ModalGroup);
                canvas.text(area.x, y, area.width, heading, style);
                y += 1;
            }
            let Some(item) = self.item(position) else {
                continue;
            };
            self.entry(canvas, item, area, y);
            if position == self.picker.cursor {
                let line = Area::new(area.x.saturating_sub(1), y, area.width + 2, 1);
                canvas.select(line, true);
                selected = Some(y);
            }
            y += 1;
        }
        selected
    }

    fn entry(&self, canvas: &mut Canvas<'_>, item: &PickerItem, area: Area, y: u16) {
        let is_off = item.disabled.is_some();
        let dim = canvas.style(Token::ToneDim);
        let (key, label) = if is_off {
            (dim, dim)
        } else {
            (
                canvas.style(Token::HintKey),
                canvas.style(Token::ToneNormal),
            )
        };
        canvas.text(area.x, y, self.columns.key.min(area.width), &item.key, key);
        let at = self.columns.before_label().min(area.width);
        let room = self.columns.label.min(area.width - at);
        canvas.text(area.x + at, y, room, &item.label, label);
        let at = (at + self.columns.label + GAP).min(area.width);
        let detail = item.disabled.as_deref().unwrap_or(&item.detail);
        canvas.text(area.x + at, y, area.width - at, detail, dim);
    }
}
