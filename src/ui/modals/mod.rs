//! What stands over the panes.

mod picker;
mod question;
mod report;

use crate::app::layout::Area;
use crate::app::modal::Modal;
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;
use crate::ui::text::width;

/// Draws a modal over what is there; what is beside it stays as it is.
pub(crate) fn draw(canvas: &mut Canvas<'_>, modal: &Modal, screen: Area) {
    match modal {
        Modal::Question(found) => question::draw(canvas, found, screen),
        Modal::Picker(found) => picker::draw(canvas, found, screen),
        Modal::Report(found) => report::draw(canvas, found, screen),
    }
}

/// Where a modal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the middle.
    Middle,
    /// Its top stays where it is when its length changes.
    Top,
}

/// A box for so many columns and rows of text, never larger than the screen. Returns the area for the text.
fn frame(
    canvas: &mut Canvas<'_>,
    screen: Area,
    (columns, rows): (u16, u16),
    (title, border): (&str, Token),
    place: Place,
) -> Area {
    let box_width = columns.saturating_add(4).min(screen.width);
    let box_height = rows.saturating_add(2).min(screen.height);
    let free = screen.height - box_height;
    let area = Area::new(
        screen.x + (screen.width - box_width) / 2,
        screen.y
            + match place {
                Place::Middle => free * 2 / 5,
                Place::Top => (free * 2 / 5).min(screen.height / 8),
            },
        box_width,
        box_height,
    );
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
    Area::new(
        area.x + 2,
        area.y + 1,
        area.width.saturating_sub(4),
        area.height.saturating_sub(2),
    )
}

/// Words at the left and the right end of the lower edge of the box around `inside`.
fn lower_edge(canvas: &mut Canvas<'_>, inside: Area, keys: &[(&str, &str)], right: &str) {
    let y = inside.y + inside.height;
    let mut room = inside.width;
    if !right.is_empty() && width(right) + 2 <= room {
        let dim = canvas.style(Token::ToneDim);
        let columns = width(right) + 2;
        let x = inside.x + room - columns;
        canvas.put(x, y, " ", dim);
        canvas.clip(x + 1, y, columns, right, dim);
        canvas.put(x + columns - 1, y, " ", dim);
        room = room.saturating_sub(columns + 1);
    }
    if !keys.is_empty() && keys_width(keys) + 2 <= room {
        let dim = canvas.style(Token::HintLabel);
        canvas.repeat(inside.x, y, keys_width(keys) + 2, " ", dim);
        draw_keys(canvas, inside.x + 1, y, room - 2, keys);
    }
}

/// Columns of `enter yes   n no`.
fn keys_width(keys: &[(&str, &str)]) -> u16 {
    let all: u16 = keys
        .iter()
        .map(|(key, label)| width(key) + width(label) + 4)
        .sum();
    all.saturating_sub(3)
}

/// `enter yes   n no`
fn draw_keys(canvas: &mut Canvas<'_>, x: u16, y: u16, room: u16, keys: &[(&str, &str)]) -> u16 {
    let (on, off) = (canvas.style(Token::HintKey), canvas.style(Token::HintLabel));
    let mut used = 0;
    for (index, (key, label)) in keys.iter().enumerate() {
        used += if index > 0 { 3 } else { 0 };
        if used >= room {
            break;
        }
        used += canvas.text(x + used, y, room - used, key, on);
        used += 1;
        used += canvas.text(x + used, y, room.saturating_sub(used), label, off);
    }
    used.min(room)
}

/// `3-12 of 40`, where not all of it is seen.
fn part_seen(first: usize, seen: usize, total: usize) -> String {
    if seen >= total {
        return String::new();
    }
    format!("{}-{} of {total}", first + 1, first + seen)
}
