//! Reports: text to read.

use super::{Place, frame, lower_edge, part_seen};
use crate::app::layout::{Area, modal_text};
use crate::app::modal::Report;
use crate::app::view::Line;
use crate::config::theme::Token;
use crate::ui::canvas::{Canvas, line_width};
use crate::ui::text::width;
use crate::ui::widgets::wrap;

/// Draws it.
pub(super) fn draw(canvas: &mut Canvas<'_>, report: &Report, screen: Area) {
    let (most_columns, most_rows) = modal_text(screen);
    let widest = report.lines.iter().map(line_width).max().unwrap_or(0);
    let columns = widest
        .max(width(&report.title) + 2)
        .max(40)
        .min(most_columns);
    let first = report.scroll.min(report.lines.len().saturating_sub(1));
    // As high as all of it: scrolling does not change the box.
    let all: usize = report
        .lines
        .iter()
        .take(usize::from(most_rows))
        .map(|line| {
            if line_width(line) <= columns {
                1
            } else {
                wrap::wrap(line, columns).len()
            }
        })
        .sum();
    let wanted = u16::try_from(all)
        .unwrap_or(u16::MAX)
        .clamp(1, most_rows.max(1));
    let inside = frame(
        canvas,
        screen,
        (columns, wanted),
        (&report.title, Token::ModalBorder),
        Place::Middle,
    );
    let plain = canvas.style(Token::ToneNormal);
    let mut y = inside.y;
    let end = inside.y + inside.height;
    let mut seen = 0;
    for line in report.lines.iter().skip(first) {
        let rows: Vec<Line> = wrap::wrap(line, inside.width);
        for row in &rows {
            if y < end {
                canvas.line(inside.x, y, inside.width, row, plain);
                y += 1;
            }
        }
        if y >= end {
            seen += 1;
            break;
        }
        seen += 1;
    }
    let part = part_seen(first, seen, report.lines.len());
    lower_edge(canvas, inside, &[("esc", "close")], &part);
    canvas.set_cursor(inside.x, inside.y);
}
