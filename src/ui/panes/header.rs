//! The top line: whose machine, whether something is wrong, how busy it is, what is in force.

use crate::app::columns::line_width;
use crate::app::columns::width;
use crate::app::layout::Area;
use crate::app::view::{Header, Tone};
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;
use crate::ui::style;
use ratatui::style::Style;

/// Air between two groups.
const GAP: u16 = 3;
/// Between pieces at the right.
const BETWEEN: u16 = 2;
/// Between pieces at the left; behind the host's name it is air only.
const DOT: &str = " · ";

/// Draws it. What is wrong always has room; then the most important flag, the host, and what else fits.
pub(crate) fn draw(canvas: &mut Canvas<'_>, header: &Header, area: Area) {
    let Some(room) = area.width.checked_sub(2) else {
        return;
    };
    let attention = line_width(&header.attention).min(room);
    let mut free = room - attention;
    if attention > 0 {
        free = free.saturating_sub(GAP);
    }
    let rights: Vec<u16> = header
        .right
        .iter()
        .map(|(_, text)| width(text) + BETWEEN)
        .collect();
    let lefts: Vec<u16> = header
        .left
        .iter()
        .enumerate()
        .map(|(index, text)| width(text) + if index == 1 { 2 } else { width(DOT) })
        .collect();
    // How many from the end at the right, from the start at the left.
    let (mut right, mut left) = (0, 0);
    let mut host = lefts.first().copied().unwrap_or(0);
    // The host's name is cut rather than dropped: it says where one is.
    host = host.min((free / 2).max(8)).min(free);
    if host >= 4 {
        free -= host;
        left = 1;
    }
    while right < rights.len() || left < lefts.len() {
        let next_right = rights
            .len()
            .checked_sub(right + 1)
            .and_then(|index| rights.get(index));
        let next_left = lefts.get(left);
        // The first flag, then by turns.
        let takes_right = match (next_right, next_left) {
            (Some(_), None) => true,
            (Some(_), Some(_)) => right < left || right == 0,
            (None, _) => false,
        };
        match if takes_right { next_right } else { next_left } {
            Some(wanted) if *wanted <= free => free -= wanted,
            _ => break,
        }
        if takes_right {
            right += 1;
        } else {
            left += 1;
        }
    }

    let text = canvas.style(Token::HeaderText);
    let mut x = area.x + 1;
    for (index, piece) in header.left.iter().take(left).enumerate() {
        if index == 0 {
            let strong = canvas.style(Token::HeaderHost);
            x += canvas.name(x, area.y, host.max(1), piece, strong);
            continue;
        }
        x += if index == 1 {
            2
        } else {
            canvas.clip(x, area.y, 3, DOT, text)
        };
        x += canvas.text(x, area.y, room, piece, text);
    }
    let left_end = x;
    let mut x = area.x + area.width - 1;
    for (tone, piece) in header.right.iter().rev().take(right) {
        let columns = width(piece);
        x = x.saturating_sub(columns);
        let style = match tone {
            Tone::Normal => text,
            tone => canvas.style(style::tone(*tone)),
        };
        canvas.text(x, area.y, columns, piece, style);
        x = x.saturating_sub(BETWEEN);
    }
    let right_start = (x + BETWEEN).min(area.x + area.width - 1);
    if attention > 0 {
        // In the middle of the screen while it can, so that it does not wander with the numbers beside it.
        let middle = area.x + (area.width - attention) / 2;
        let first = if left == 0 {
            area.x + 1
        } else {
            left_end + GAP
        };
        let last = right_start.saturating_sub(attention + if right == 0 { 0 } else { GAP });
        let x = middle
            .min(last)
            .max(first)
            .min(area.x + 1 + room - attention);
        canvas.line(x, area.y, attention, &header.attention, Style::new());
    }
}
