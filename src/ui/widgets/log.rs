//! Rows of a log.

use crate::app::columns::width;
use crate::app::layout::{Area, LogColumns, log_columns};
use crate::app::view::{LogRow, LogRowKind};
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;
use crate::ui::style;
use ratatui::style::Style;

/// Columns of the rule before its words.
const LEAD: u16 = 3;

/// Draws rows of a log from the top of the area on.
pub(crate) fn draw(canvas: &mut Canvas<'_>, rows: &[LogRow], area: Area) {
    let rows = rows.get(..usize::from(area.height)).unwrap_or(rows);
    // Continuation rows have neither; the columns are those of the widest.
    let time = rows.iter().map(|row| width(&row.time)).max().unwrap_or(0);
    let source = rows
        .iter()
        .filter(|row| row.kind != LogRowKind::Event)
        .filter_map(|row| row.source.as_ref())
        .map(|(name, _)| width(name))
        .max()
        .unwrap_or(0);
    let columns = log_columns(area.width, time, source);
    for (y, row) in (area.y..).zip(rows) {
        match row.kind {
            LogRowKind::Event => event(canvas, row, area, y),
            LogRowKind::Out | LogRowKind::Err | LogRowKind::Notice => {
                line(canvas, row, &columns, area.x, y);
            }
        }
    }
}

fn line(canvas: &mut Canvas<'_>, row: &LogRow, columns: &LogColumns, x: u16, y: u16) {
    let dim = canvas.style(Token::LogTime);
    canvas.clip(x, y, columns.time, &row.time, dim);
    if row.kind == LogRowKind::Err {
        let bar = canvas.style(Token::LogError);
        canvas.put(x + columns.time, y, canvas.glyphs.error_bar, bar);
    }
    if let Some((name, index)) = &row.source {
        let style = style::style(canvas.theme().source(*index));
        // Names come padded to the longest.
        let name = name.trim_end();
        canvas.name(x + columns.source, y, columns.source_width, name, style);
    }
    let base = canvas.style(if row.kind == LogRowKind::Notice {
        Token::LogNotice
    } else {
        Token::ToneNormal
    });
    let (left, room) = (x + columns.text, columns.text_width);
    if room == 0 {
        return;
    }
    text(canvas, row, left, y, room, base);
    let found = canvas.style(Token::LogMatch);
    for (start, end) in &row.hits {
        let before = width(row.text.text.get(..*start).unwrap_or_default());
        let columns = width(row.text.text.get(*start..*end).unwrap_or_default());
        if before < room {
            let area = Area::new(left + before, y, columns.min(room - before), 1);
            canvas.restyle(area, found);
        }
    }
}

/// The text in its own colours; it ends in `…` where it has no room.
fn text(canvas: &mut Canvas<'_>, row: &LogRow, x: u16, y: u16, room: u16, base: Style) {
    let text = row.text.text.as_str();
    let is_cut = width(text) > room;
    let room = room - u16::from(is_cut);
    let mut used = 0;
    let mut from = 0;
    let mut style = base;
    for span in &row.text.spans {
        let start = span.start as usize;
        used += canvas.clip(
            x + used,
            y,
            room - used,
            text.get(from..start).unwrap_or_default(),
            style,
        );
        style = base.patch(style::style(&canvas.theme().of_log(&span.style)));
        from = start;
    }
    used += canvas.clip(
        x + used,
        y,
        room - used,
        text.get(from..).unwrap_or_default(),
        style,
    );
    if is_cut {
        let dim = canvas.style(Token::ToneDim);
        canvas.put(x + used, y, canvas.glyphs.cut, dim);
    }
}

/// A rule across the pane with what happened.
fn event(canvas: &mut Canvas<'_>, row: &LogRow, area: Area, y: u16) {
    let style = canvas.style(Token::LogEvent);
    let rule = canvas.style(Token::PaneBorder);
    canvas.repeat(area.x, y, area.width, canvas.glyphs.horizontal, rule);
    let end = area.x + area.width;
    let mut at = area.x + LEAD.min(area.width);
    let source = row.source.as_ref().map_or("", |(name, _)| name.trim_end());
    for word in [row.time.as_str(), source, row.text.text.as_str()] {
        if word.is_empty() || at + 2 >= end {
            continue;
        }
        canvas.put(at, y, " ", style);
        at += 1 + canvas.text(at + 1, y, end - at - 2, word, style);
    }
    if at > area.x + LEAD && at < end {
        canvas.put(at, y, " ", style);
    }
}
