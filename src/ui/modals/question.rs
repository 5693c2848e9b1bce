//! Questions: what will happen, and how yes is said.

use super::{Place, draw_keys, frame, keys_width, lower_edge, part_seen};
use crate::app::layout::{Area, modal_text};
use crate::app::modal::{Accept, Question};
use crate::app::text_buffer::TextBuffer;
use crate::app::view::Line;
use crate::config::theme::Token;
use crate::ui::canvas::{Canvas, line_width};
use crate::ui::text::width;
use crate::ui::widgets::{input, wrap};

const ENTER: [(&str, &str); 2] = [("enter", "yes"), ("n", "no")];
const YES: [(&str, &str); 2] = [("y", "yes"), ("enter", "no")];
const NO: [(&str, &str); 1] = [("esc", "no")];
const TYPE: &str = "type ";
const ON: &str = " to go on: ";

/// Draws it.
pub(super) fn draw(canvas: &mut Canvas<'_>, question: &Question, screen: Area) {
    let (most_columns, most_rows) = modal_text(screen);
    let widest = question.lines.iter().map(line_width).max().unwrap_or(0);
    let (answer, border) = match &question.accept {
        Accept::Enter => (keys_width(&ENTER), Token::RiskInterrupts),
        Accept::Yes => (keys_width(&YES), Token::RiskRemoves),
        Accept::Name { expected, .. } => (one_line(expected), Token::RiskLoses),
    };
    let columns = widest
        .max(answer)
        .max(width(&question.title) + 2)
        .max(32)
        .min(most_columns);
    let first = question.scroll.min(question.lines.len().saturating_sub(1));
    // Rows, each with the number of its line.
    let rows: Vec<(usize, Line)> = question
        .lines
        .iter()
        .enumerate()
        .skip(first)
        .flat_map(|(number, line)| {
            wrap::wrap(line, columns)
                .into_iter()
                .map(move |row| (number, row))
        })
        .collect();
    // The name on a line of its own where both have no room on one.
    let answers = match &question.accept {
        Accept::Name { .. } if answer > columns => 2,
        _ => 1,
    };
    let air = u16::from(!rows.is_empty());
    let wanted = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let inside = frame(
        canvas,
        screen,
        (columns, wanted.saturating_add(air + answers).min(most_rows)),
        (&question.title, border),
        Place::Middle,
    );
    let answers = answers.min(inside.height);
    let room = inside.height - answers;
    // The blank line goes before any of the text does.
    let shown = if wanted + air <= room {
        wanted
    } else {
        wanted.min(room)
    };
    let plain = canvas.style(Token::ToneNormal);
    for (y, (_, row)) in (inside.y..inside.y + shown).zip(&rows) {
        canvas.line(inside.x, y, inside.width, row, plain);
    }
    if let Some((last, _)) = usize::from(shown)
        .checked_sub(1)
        .and_then(|last| rows.get(last))
    {
        let seen = part_seen(first, last + 1 - first, question.lines.len());
        lower_edge(canvas, inside, &[], &seen);
    }
    let bottom = inside.y + inside.height - answers;
    if inside.height == 0 {
        return;
    }
    canvas.set_cursor(inside.x, bottom);
    match &question.accept {
        Accept::Enter => {
            draw_keys(canvas, inside.x, bottom, inside.width, &ENTER);
        }
        Accept::Yes => {
            draw_keys(canvas, inside.x, bottom, inside.width, &YES);
        }
        Accept::Name { expected, typed } => name(
            canvas,
            (expected, typed),
            Area::new(inside.x, bottom, inside.width, answers),
        ),
    }
}

/// Columns that the whole of the line with the name takes.
fn one_line(expected: &str) -> u16 {
    let typed = width(expected).max(10) + 1;
    width(TYPE) + width(expected) + width(ON) + typed + 3 + keys_width(&NO)
}

fn name(canvas: &mut Canvas<'_>, (expected, typed): (&str, &TextBuffer), area: Area) {
    let dim = canvas.style(Token::ToneDim);
    let strong = canvas.style(Token::ToneStrong);
    let mut x = area.x;
    let end = area.x + area.width;
    x += canvas.text(x, area.y, area.width, TYPE, dim);
    x += canvas.name(x, area.y, end.saturating_sub(x), expected, strong);
    x += canvas.text(x, area.y, end.saturating_sub(x), ON, dim);
    let (x, y) = if area.height > 1 {
        (area.x, area.y + 1)
    } else {
        (x, area.y)
    };
    let mut room = end.saturating_sub(x);
    let no = keys_width(&NO);
    if room > no + 6 {
        draw_keys(canvas, end - no, y, no, &NO);
        room -= no + 2;
    }
    input::draw(canvas, x, y, room, typed.text(), typed.cursor_column());
}
