//! What stands over the panes.

mod picker;
mod question;
mod report;

use crate::app::layout::Area;
use crate::app::modal::Modal;
use crate::app::modal_layout::{Button, Edge, Frame};
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;

/// Draws a modal over what is there; what is beside it stays as it is.
pub(crate) fn draw(canvas: &mut Canvas<'_>, modal: &Modal, screen: Area) {
    match modal {
        Modal::Question(found) => question::draw(canvas, found, screen),
        Modal::Picker(found) => picker::draw(canvas, found, screen),
        Modal::Report(found) => report::draw(canvas, found, screen),
    }
}

/// The box, with its title in the border.
fn draw_frame(canvas: &mut Canvas<'_>, frame: Frame, title: &str, border: Token) {
    let area = frame.outer;
    let fill = canvas.style(Token::ModalFill);
    canvas.clear(area, fill);
    let border = canvas.style(border);
    canvas.border(area, border);
    if !title.is_empty() && area.width > 6 {
        let style = canvas.style(Token::ModalTitle);
        canvas.put(area.x + 1, area.y, " ", style);
        let used = canvas.text(area.x + 2, area.y, area.width - 5, title, style);
        canvas.put(area.x + 2 + used, area.y, " ", style);
    }
}

/// Words at the left and the right end of the lower edge of the box, each with a blank at its sides.
fn draw_edge(canvas: &mut Canvas<'_>, edge: &Edge) {
    let words = edge.words_area;
    if words.width > 0 {
        let dim = canvas.style(Token::ToneDim);
        canvas.put(words.x, words.y, " ", dim);
        canvas.clip(words.x + 1, words.y, words.width, &edge.words, dim);
        canvas.put(words.x + words.width - 1, words.y, " ", dim);
    }
    if let (Some(first), Some(last)) = (edge.buttons.first(), edge.buttons.last()) {
        let label = canvas.style(Token::HintLabel);
        let columns = last.area.x + last.area.width - first.area.x + 2;
        let left = first.area.x.saturating_sub(1);
        canvas.repeat(left, first.area.y, columns, " ", label);
    }
    draw_buttons(canvas, &edge.buttons);
}

/// `enter yes   n no`
fn draw_buttons(canvas: &mut Canvas<'_>, buttons: &[Button]) {
    let (on, off) = (canvas.style(Token::HintKey), canvas.style(Token::HintLabel));
    for button in buttons {
        let Area { x, y, width, .. } = button.area;
        let used = canvas.text(x, y, width, button.key, on) + 1;
        let room = width.saturating_sub(used);
        canvas.text(x + used, y, room, button.label, off);
    }
}
