//! Rows of cells under titles.

use crate::app::columns::width;
use crate::app::layout::{Area, table_rows};
use crate::app::view::Table;
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;
use crate::ui::style;

/// Air between two columns.
const GAP: u16 = 2;
/// A column is not narrowed below this.
const LEAST: u16 = 6;

/// Draws a table; the hardware cursor goes to its row with the cursor if the pane has the keys.
pub(crate) fn draw(canvas: &mut Canvas<'_>, table: &Table, area: Area, is_focused: bool) {
    let has_titles = table.titles.iter().any(|title| !title.is_empty());
    let has_note = !table.note.is_empty();
    let most = usize::from(table_rows(area.height, has_titles, has_note));
    let rows = table.rows.get(..most).unwrap_or(&table.rows);
    let mut y = area.y;
    let places = places(table, rows, area.width);
    if has_titles && area.height > 0 {
        let style = canvas.style(Token::TableTitle);
        for (title, place) in table.titles.iter().zip(&places) {
            if place.is_right {
                canvas.right(area.x + place.x, y, place.columns, title, style);
            } else {
                canvas.text(area.x + place.x, y, place.columns, title, style);
            }
        }
        y += 1;
    }
    for (index, row) in rows.iter().enumerate() {
        for ((tone, cell), place) in row.iter().zip(&places) {
            let style = canvas.style(style::tone(*tone));
            let x = area.x + place.x;
            if place.is_right {
                canvas.right(x, y, place.columns, cell, style);
            } else {
                canvas.text(x, y, place.columns, cell, style);
            }
        }
        if table.cursor == Some(index) {
            canvas.select(Area::new(area.x, y, area.width, 1), is_focused);
            if is_focused {
                canvas.set_cursor(area.x, y);
            }
        }
        y += 1;
    }
    if has_note && area.height > 0 {
        let dim = canvas.style(Token::ToneDim);
        let y = area.y + area.height - 1;
        canvas.text(
            area.x + 1,
            y,
            area.width.saturating_sub(2),
            &table.note,
            dim,
        );
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    x: u16,
    columns: u16,
    is_right: bool,
}

fn places(table: &Table, rows: &[Vec<(crate::app::view::Tone, String)>], room: u16) -> Vec<Place> {
    let count = rows
        .iter()
        .map(Vec::len)
        .max()
        .unwrap_or(0)
        .max(table.titles.len());
    let mut places: Vec<Place> = (0..count)
        .map(|column| {
            let title = table.titles.get(column).map_or("", String::as_str);
            let cells = || {
                rows.iter()
                    .filter_map(|row| Some(row.get(column)?.1.as_str()))
            };
            let widest = cells().map(width).max().unwrap_or(0).max(width(title));
            Place {
                x: 0,
                columns: widest.min(room),
                is_right: column + 1 < count
                    && !title.is_empty()
                    && cells().any(|cell| !cell.is_empty())
                    && cells().all(is_figure),
            }
        })
        .collect();
    // Air at both sides.
    let room = room.saturating_sub(2);
    let gaps = GAP * u16::try_from(count.saturating_sub(1)).unwrap_or(0);
    // The last column takes the rest: at least a quarter of the pane, or all that it needs.
    let last = places.last().map_or(0, |place| place.columns).min(room / 4);
    let for_others = room.saturating_sub(gaps + last);
    let others = count.saturating_sub(1);
    let sum = |places: &[Place]| -> u16 {
        let columns = places.iter().take(others).map(|place| place.columns);
        columns.fold(0, u16::saturating_add)
    };
    while sum(&places) > for_others {
        // The widest gives one column after the other.
        let widest = places
            .iter_mut()
            .take(others)
            .max_by_key(|place| place.columns);
        match widest.filter(|place| place.columns > LEAST) {
            Some(place) => place.columns -= 1,
            None => break,
        }
    }
    let mut x = 1;
    for (index, place) in places.iter_mut().enumerate() {
        place.x = x;
        let left = (room + 1).saturating_sub(x);
        place.columns = if index + 1 == count {
            left
        } else {
            place.columns.min(left)
        };
        x = x.saturating_add(place.columns + GAP);
    }
    places
}

/// A number, maybe with a unit: such columns stand at their right edge.
fn is_figure(cell: &str) -> bool {
    cell.is_empty()
        || cell == "-"
        || cell.starts_with(|first: char| first.is_ascii_digit())
            && cell
                .chars()
                .all(|character| character.is_ascii_digit() || ".,:%KMGTPB".contains(character))
}
