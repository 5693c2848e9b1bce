//! What stands in place of the panes: no engine, an empty one, a list that has not come yet; a terminal that is too
//! small for anything.

use crate::app::columns::line_width;
use crate::app::layout::{Area, Shape};
use crate::app::screen::Screen;
use crate::app::view::{Line, Page, Tone, line};
use crate::app::wrap::wrap;
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;
use crate::ui::panes::{containers, detail, list};

/// Draws the page.
pub(crate) fn draw(canvas: &mut Canvas<'_>, page: &Page, screen: &Screen<'_>) {
    match page {
        Page::NoEngine(lines) | Page::Empty(lines) => text(canvas, lines, main(screen)),
        Page::Loading(words) => loading(canvas, words, screen),
    }
}

/// The room between top and bottom line.
fn main(screen: &Screen<'_>) -> Area {
    let all = screen.layout.screen;
    Area::new(all.x, all.y + 1, all.width, all.height.saturating_sub(2))
}

/// Lines as one block in the upper middle; long ones are wrapped, for nothing of them may be missing.
fn text(canvas: &mut Canvas<'_>, lines: &[Line], area: Area) {
    let air = if area.width >= 60 { 2 } else { 1 };
    let room = area.width.saturating_sub(air * 2).min(100);
    let rows: Vec<Line> = lines.iter().flat_map(|line| wrap(line, room)).collect();
    let widest = rows.iter().map(line_width).max().unwrap_or(0).min(room);
    let count = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let left = area.x + (area.width.saturating_sub(widest) / 2).max(air);
    let top = area.y + area.height.saturating_sub(count) / 3;
    let plain = canvas.style(Token::ToneNormal);
    for (y, row) in (top..area.y + area.height).zip(&rows) {
        canvas.line(left, y, room, row, plain);
    }
    canvas.set_cursor(left.saturating_sub(1), top);
}

/// The frame that is about to be filled, so that nothing jumps when the list comes.
fn loading(canvas: &mut Canvas<'_>, words: &str, screen: &Screen<'_>) {
    const NAMES: [u16; 8] = [8, 5, 7, 6, 11, 7, 4, 9];
    const NOTES: [u16; 8] = [10, 12, 8, 7, 9, 6, 11, 8];
    let layout = &screen.layout;
    let is_wide = layout.shape == Shape::Wide;
    if let Some(area) = layout.list {
        if is_wide {
            list::frame(canvas, area, &screen.list.title, false);
        }
        let dim = canvas.style(Token::Placeholder);
        let rows = layout.list_rows;
        let sign = canvas.glyphs.placeholder;
        let columns = rows.width.saturating_sub(3);
        for (index, y) in (rows.y..rows.y + rows.height).take(NAMES.len()).enumerate() {
            let indent = if index % 4 == 0 { 2 } else { 4 };
            let name = NAMES[index].min(columns.saturating_sub(indent));
            canvas.repeat(rows.x + indent, y, name, sign, dim);
            let note = rows.x + indent + columns / 2;
            let room = (rows.x + columns).saturating_sub(note);
            canvas.repeat(note, y, NOTES[index].min(room), sign, dim);
        }
    }
    if let Some(area) = layout.containers {
        containers::frame(canvas, area, false, false);
    }
    let words = line(Tone::Dim, format!("{} {words}", canvas.spinner()));
    if let Some(area) = layout.detail {
        detail::frame(canvas, screen, area, false);
        detail::message(canvas, &words, layout.body);
    } else {
        detail::message(canvas, &words, main(screen));
    }
    canvas.set_cursor(layout.list_rows.x, layout.list_rows.y);
}

/// As much as has room.
pub(crate) fn too_small(canvas: &mut Canvas<'_>, area: Area) {
    let style = canvas.style(Token::ToneWarn);
    for (y, text) in
        (area.y..area.y + area.height).zip(["too small:", "at least", "20 columns", "and 4 rows"])
    {
        canvas.text(area.x, y, area.width, text, style);
    }
}
