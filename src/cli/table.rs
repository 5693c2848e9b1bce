//! Columns of text.

use unicode_width::UnicodeWidthStr;

/// Width of each column.
pub(super) fn widths<const N: usize>(rows: &[[String; N]]) -> [usize; N] {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    widths
}

/// One row, two spaces between columns, nothing at the end. `style` may put escape sequences around a cell's text.
pub(super) fn row<const N: usize>(
    cells: &[String; N],
    widths: &[usize; N],
    style: impl Fn(usize, &str) -> String,
) -> String {
    let mut text = String::new();
    let mut owed = 0;
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        if !cell.is_empty() {
            text.extend(std::iter::repeat_n(' ', owed));
            owed = 0;
            text.push_str(&style(column, cell));
        }
        owed += width.saturating_sub(cell.width()) + 2;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_cells_are_measured_and_nothing_trails() {
        let rows = [
            ["名前".to_owned(), "a".to_owned(), "x".to_owned()],
            ["b".to_owned(), String::new(), "y".to_owned()],
            ["c".to_owned(), String::new(), String::new()],
        ];
        let widths = widths(&rows);
        let lines = rows.map(|cells| row(&cells, &widths, |_, text| text.to_owned()));
        assert_eq!(lines, ["名前  a  x", "b        y", "c"]);
    }
}
