//! A line being typed.

use crate::app::columns::{head, width};
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;

/// Draws the text so that the cursor (columns before it) is in sight, and puts the hardware cursor there.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    x: u16,
    y: u16,
    columns: u16,
    text: &str,
    cursor: usize,
) {
    if columns == 0 {
        return;
    }
    let style = canvas.style(Token::InputText);
    let cursor = u16::try_from(cursor).unwrap_or(u16::MAX).min(width(text));
    // The cursor itself needs a column behind the text.
    let hidden = (cursor + 1).saturating_sub(columns);
    // A wide character at the edge is hidden as a whole.
    let (mut start, mut gone) = head(text, hidden);
    if gone < hidden {
        (start, gone) = head(text, hidden + 1);
    }
    canvas.clip(x, y, columns, text.get(start..).unwrap_or_default(), style);
    canvas.set_cursor(x + cursor.saturating_sub(gone), y);
}
