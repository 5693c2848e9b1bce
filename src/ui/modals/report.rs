//! Reports: text to read.

use super::{draw_edge, draw_frame};
use crate::app::layout::Area;
use crate::app::modal::Report;
use crate::app::modal_layout::ReportLayout;
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;

/// Draws it.
pub(super) fn draw(canvas: &mut Canvas<'_>, report: &Report, screen: Area) {
    let found = ReportLayout::of(report, screen);
    draw_frame(canvas, found.frame, &report.title, Token::ModalBorder);
    let inside = found.frame.inside;
    let plain = canvas.style(Token::ToneNormal);
    for (y, row) in (inside.y..inside.y + inside.height).zip(&found.rows) {
        canvas.line(inside.x, y, inside.width, row, plain);
    }
    draw_edge(canvas, &found.edge);
    canvas.set_cursor(inside.x, inside.y);
}
