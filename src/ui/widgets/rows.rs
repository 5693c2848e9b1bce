//! Rows of the list and of the containers pane.

use crate::app::columns::width as width_of;
use crate::app::layout::Area;
use crate::app::screen::ListView;
use crate::app::view::{Fold, Row, RowId};
use crate::config::theme::Token;
use crate::model::status;
use crate::ui::canvas::Canvas;
use crate::ui::style;
use crate::ui::widgets::columns::{Columns, columns};
use ratatui::style::Style;

/// Draws the rows; the hardware cursor goes to the row with the cursor if the pane has the keys.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    view: &ListView,
    area: Area,
    is_focused: bool,
    empty: &str,
) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    let shown = view
        .rows
        .get(..usize::from(area.height))
        .unwrap_or(&view.rows);
    let found = columns(shown, area.width);
    for (y, (index, row)) in (area.y..).zip(shown.iter().enumerate()) {
        draw_row(canvas, row, &found, area.x, y, area.width);
        let line = Area::new(area.x, y, area.width, 1);
        if view.is_stale {
            let stale = canvas.style(Token::RowStale);
            canvas.restyle(line, stale);
        }
        if view.cursor == Some(index) {
            canvas.select(line, is_focused);
            if is_focused {
                canvas.set_cursor(area.x, y);
            }
        }
    }
    if shown.is_empty() {
        let dim = canvas.style(Token::ToneDim);
        canvas.text(area.x + 1, area.y, area.width.saturating_sub(2), empty, dim);
        if is_focused {
            canvas.set_cursor(area.x, area.y);
        }
    }
}

fn draw_row(canvas: &mut Canvas<'_>, row: &Row, columns: &Columns, x: u16, y: u16, width: u16) {
    if row.is_marked {
        let style = canvas.style(Token::RowMark);
        canvas.put(x, y, canvas.glyphs.mark, style);
    }
    let state = canvas.style(style::state(row.status.token()));
    let (mut at, room) = columns.name;
    let end = x + at + room.min(width.saturating_sub(at));
    at += x + row.depth.saturating_sub(columns.base) * columns.step;
    if columns.fold > 0 && at < end {
        let sign = match row.fold {
            Fold::None => " ",
            Fold::Open => canvas.glyphs.open,
            Fold::Closed => canvas.glyphs.closed,
        };
        let dim = canvas.style(Token::ToneDim);
        canvas.put(at, y, sign, dim);
        at += columns.fold;
    }
    if at < end {
        canvas.put(at, y, row.status.glyph(canvas.is_ascii()), state);
        at += 2;
    }
    let token = match row.id {
        RowId::Stack(_) => Token::RowStack,
        RowId::Service(_) | RowId::Instance(_) => Token::RowName,
    };
    let style = canvas.style(token);
    canvas.name(at, y, end.saturating_sub(at), &row.name, style);

    let number = canvas.style(Token::RowNumber);
    let detail = canvas.style(Token::RowDetail);
    for (column, text, style) in [
        (columns.ratio, &row.ratio, number),
        (columns.cpu, &row.cpu, number),
        (columns.memory, &row.memory, number),
        (columns.restarts, &row.restarts, detail),
        (columns.badge, &row.badge, badge(canvas, &row.badge)),
    ] {
        if let Some((from, columns)) = column {
            canvas.right(x + from, y, columns, text, style);
        }
    }
    if let Some((from, columns)) = columns.ports {
        canvas.text(x + from, y, columns, &row.ports, detail);
    }
    if let Some((from, columns)) = columns.image {
        canvas.name(x + from, y, columns, &row.image, detail);
    }
    if let Some((from, mut room)) = columns.note {
        // A badge is rare and short: where it has no column it stands at the end of the words.
        let own = width_of(&row.badge) + 1;
        if columns.badge.is_none() && own > 1 && room > own + 4 {
            let style = badge(canvas, &row.badge);
            canvas.right(x + from, y, room, &row.badge, style);
            room -= own;
        }
        note(canvas, row, x + from, y, room, state);
    }
}

fn note(canvas: &mut Canvas<'_>, row: &Row, x: u16, y: u16, columns: u16, state: Style) {
    if row.is_pending {
        let style = canvas.style(Token::RowPending);
        let spinner = canvas.spinner();
        canvas.put(x, y, spinner, style);
        canvas.text(x + 2, y, columns.saturating_sub(2), &row.note, style);
        return;
    }
    // Only what is not as it should be has a colour.
    let style = match row.status.token() {
        status::Token::Failing | status::Token::Starting | status::Token::Paused => state,
        status::Token::Running | status::Token::Stopped | status::Token::Absent => {
            canvas.style(Token::ToneDim)
        }
    };
    canvas.text(x, y, columns, &row.note, style);
}

fn badge(canvas: &Canvas<'_>, text: &str) -> Style {
    canvas.style(if text.contains('Δ') {
        Token::StateDrift
    } else {
        Token::ToneDim
    })
}
