//! The bottom line: what the selection can do, or a line being typed; the last notice.

use crate::app::columns::width;
use crate::app::layout::{Area, Layout, Shape};
use crate::app::screen::{Footer, Prompt};
use crate::app::view::Hint;
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;
use crate::ui::style;
use crate::ui::widgets::input;

/// Air between two hints.
const BETWEEN: u16 = 2;

/// Draws it.
pub(crate) fn draw(canvas: &mut Canvas<'_>, footer: &Footer, layout: Layout) {
    let area = layout.footer;
    if area.width < 3 || area.height == 0 {
        return;
    }
    if let Some(prompt) = &footer.prompt {
        draw_prompt(canvas, prompt, area);
        return;
    }
    let mut room = area.width - 2;
    if let Some((tone, text)) = &footer.right {
        // News are worth more than hints that one knows, but not than all of them.
        let most = if footer.hints.is_empty() {
            room
        } else {
            room * 3 / 5
        };
        let columns = width(text).min(most);
        let style = canvas.style(style::tone(*tone));
        canvas.text(area.x + 1 + room - columns, area.y, columns, text, style);
        room = room.saturating_sub(columns + 3);
    }
    hints(
        canvas,
        &footer.hints,
        area.x + 1,
        area.y,
        room,
        layout.shape,
    );
}

/// Hints in so many columns, the first and the last before those between; as bare letters where there is no room.
fn hints(canvas: &mut Canvas<'_>, hints: &[Hint], x: u16, y: u16, room: u16, shape: Shape) {
    let full = |hint: &Hint| width(&hint.key) + 1 + width(&hint.label);
    let all: u16 = hints.iter().map(|hint| full(hint) + BETWEEN).sum();
    let is_short = shape == Shape::Tiny && all > room + BETWEEN;
    let columns = |hint: &Hint| {
        if is_short {
            width(&hint.key)
        } else {
            full(hint)
        }
    };
    let Some((last, others)) = hints.split_last() else {
        return;
    };
    let reserved = columns(last);
    if reserved > room {
        return;
    }
    let mut at = x;
    let mut free = room - reserved;
    let mut draw = |at: u16, hint: &Hint| {
        let key = canvas.style(Token::HintKey);
        let used = canvas.text(at, y, room, &hint.key, key);
        if is_short {
            return used;
        }
        let label = canvas.style(Token::HintLabel);
        used + 1 + canvas.text(at + used + 1, y, room, &hint.label, label)
    };
    for hint in others {
        let Some(left) = free.checked_sub(columns(hint) + BETWEEN) else {
            break;
        };
        free = left;
        at += draw(at, hint) + BETWEEN;
    }
    draw(at, last);
}

fn draw_prompt(canvas: &mut Canvas<'_>, prompt: &Prompt, area: Area) {
    let label = canvas.style(Token::InputLabel);
    let room = area.width - 2;
    let used = canvas.text(area.x + 1, area.y, room / 2, &prompt.label, label);
    let mut free = room.saturating_sub(used + 1);
    let note = width(&prompt.note);
    if note > 0 && note + 12 <= free {
        let dim = canvas.style(Token::ToneDim);
        canvas.right(area.x + 1, area.y, room, &prompt.note, dim);
        free -= note + 2;
    }
    let x = area.x + 1 + used + u16::from(width(&prompt.label) > 1);
    input::draw(canvas, x, area.y, free, &prompt.text, prompt.cursor);
}
