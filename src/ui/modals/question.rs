//! Questions: what will happen, and how yes is said.

use super::{draw_buttons, draw_edge, draw_frame};
use crate::app::layout::Area;
use crate::app::modal::{Accept, Question};
use crate::app::modal_layout::{NameLayout, QuestionLayout};
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::input;

/// Draws it.
pub(super) fn draw(canvas: &mut Canvas<'_>, question: &Question, screen: Area) {
    let found = QuestionLayout::of(question, screen);
    let border = match &question.accept {
        Accept::Enter => Token::RiskInterrupts,
        Accept::Yes => Token::RiskRemoves,
        Accept::Name { .. } => Token::RiskLoses,
    };
    draw_frame(canvas, found.frame, &question.title, border);
    let inside = found.frame.inside;
    let plain = canvas.style(Token::ToneNormal);
    for (y, row) in (inside.y..).zip(&found.rows) {
        canvas.line(inside.x, y, inside.width, row, plain);
    }
    draw_edge(canvas, &found.edge);
    let answers = found.answers;
    if answers.height == 0 {
        return;
    }
    canvas.set_cursor(answers.x, answers.y);
    draw_buttons(canvas, &found.buttons);
    if let (Accept::Name { expected, typed }, Some(NameLayout { input: at })) =
        (&question.accept, found.name)
    {
        let dim = canvas.style(Token::ToneDim);
        let strong = canvas.style(Token::ToneStrong);
        let end = answers.x + answers.width;
        let mut x = answers.x;
        x += canvas.text(x, answers.y, answers.width, NameLayout::TYPE, dim);
        x += canvas.name(x, answers.y, end.saturating_sub(x), expected, strong);
        canvas.text(x, answers.y, end.saturating_sub(x), NameLayout::ON, dim);
        let cursor = typed.cursor_column();
        input::draw(canvas, at.x, at.y, at.width, typed.text(), cursor);
    }
}
