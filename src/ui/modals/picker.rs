//! Lists to choose from: palette, help, menus.

use super::{draw_edge, draw_frame};
use crate::app::layout::Area;
use crate::app::modal::{Picker, PickerItem};
use crate::app::modal_layout::{Columns, PickerLayout};
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::input;

/// Draws it.
pub(super) fn draw(canvas: &mut Canvas<'_>, picker: &Picker, screen: Area) {
    let found = PickerLayout::of(picker, screen);
    draw_frame(canvas, found.frame, &picker.title, Token::ModalBorder);
    let inside = found.frame.inside;
    let area = found.rows_area;
    if picker.shown.is_empty() && area.height > 0 {
        let dim = canvas.style(Token::ToneDim);
        canvas.text(area.x, area.y, area.width, "nothing matches", dim);
    }
    draw_edge(canvas, &found.edge);
    for row in &found.rows {
        let Some(item) = picker
            .shown
            .get(row.position)
            .and_then(|index| picker.items.get(*index))
        else {
            continue;
        };
        if row.is_heading {
            let style = canvas.style(Token::ModalGroup);
            let heading = item.group.as_deref().unwrap_or_default();
            canvas.text(area.x, row.y, area.width, heading, style);
            continue;
        }
        entry(canvas, item, found.columns, area, row.y);
        if row.position == picker.cursor {
            let line = Area::new(area.x.saturating_sub(1), row.y, area.width + 2, 1);
            canvas.select(line, true);
            canvas.set_cursor(inside.x, row.y);
        }
    }
    if let Some(typed) = picker.input.as_ref().filter(|_| inside.height > 0) {
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

fn entry(canvas: &mut Canvas<'_>, item: &PickerItem, columns: Columns, area: Area, y: u16) {
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
    canvas.text(area.x, y, columns.key.min(area.width), &item.key, key);
    let at = columns.before_label().min(area.width);
    let room = columns.label.min(area.width - at);
    canvas.text(area.x + at, y, room, &item.label, label);
    let at = columns.before_detail().min(area.width);
    let detail = item.disabled.as_deref().unwrap_or(&item.detail);
    canvas.text(area.x + at, y, area.width - at, detail, dim);
}
