//! A frame as a picture: a buffer of cells becomes an SVG, each word at its column, in the theme's colours.

mod shape;

use crate::config::theme::{Theme, Token, rgb};
use crate::model::log::Colour;
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;

/// Width of a cell, in user units.
const CELL_WIDTH: f32 = 8.43;
/// Height of a cell.
const CELL_HEIGHT: f32 = 17.0;
/// Air around the screen.
const AIR: f32 = 10.0;
/// From the top of a cell to the line that letters stand on.
const BASELINE: f32 = 12.8;

/// Draws the buffer. The background is the theme's `picture`.
pub fn svg(buffer: &Buffer, theme: &Theme) -> String {
    let area = buffer.area;
    let picture = theme.style(Token::Picture);
    let default_ink = picture.foreground.map_or([0xc0; 3], rgb);
    let ground = picture.background.map_or([0x10; 3], rgb);
    let width = f32::from(area.width) * CELL_WIDTH + 2.0 * AIR;
    let height = f32::from(area.height) * CELL_HEIGHT + 2.0 * AIR;
    let mut out =
        String::with_capacity(64 * usize::from(area.width) * usize::from(area.height) / 4);
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.1} {height:.1}\" font-family=\"'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, monospace\" \
         font-size=\"14\" xml:space=\"preserve\">\n<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{}\"/>",
        hex(ground)
    );
    let ink = Ink {
        default_ink,
        ground,
    };
    for y in 0..area.height {
        row(&mut out, buffer, y, &ink);
    }
    out.push_str("</svg>\n");
    out
}

/// The terminal's own colours.
struct Ink {
    default_ink: [u8; 3],
    ground: [u8; 3],
}

impl Ink {
    /// Colour of the sign and, where there is one, of the fill behind it.
    fn of(&self, cell: &Cell) -> ([u8; 3], Option<[u8; 3]>) {
        let mut front = color(cell.fg).unwrap_or(self.default_ink);
        let mut back = color(cell.bg);
        if cell.modifier.contains(Modifier::REVERSED) {
            let fill = front;
            front = back.unwrap_or(self.ground);
            back = Some(fill);
        }
        if cell.modifier.contains(Modifier::DIM) {
            let behind = back.unwrap_or(self.ground);
            for (one, other) in front.iter_mut().zip(behind) {
                let mixed = (u16::from(*one) * 11 + u16::from(other) * 9) / 20;
                *one = u8::try_from(mixed).unwrap_or(*one);
            }
        }
        (front, back)
    }
}

fn row(out: &mut String, buffer: &Buffer, y: u16, ink: &Ink) {
    let area = buffer.area;
    let cells = || {
        (0..area.width).filter_map(|x| {
            let cell = buffer.cell((area.x + x, area.y + y))?;
            Some((x, cell))
        })
    };
    let top = AIR + f32::from(y) * CELL_HEIGHT;
    // Fills first, in runs.
    let mut run: Option<(u16, u16, [u8; 3])> = None;
    let mut flush = |run: Option<(u16, u16, [u8; 3])>| {
        if let Some((start, end, fill)) = run {
            let x = AIR + f32::from(start) * CELL_WIDTH;
            let columns = f32::from(end - start) * CELL_WIDTH;
            let fill = hex(fill);
            let _ = writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{columns:.1}\" height=\"{CELL_HEIGHT}\" fill=\"{fill}\"/>"
            );
        }
    };
    for (x, cell) in cells() {
        let (_, fill) = ink.of(cell);
        run = match (run, fill) {
            (Some((start, _, before)), Some(fill)) if before == fill => Some((start, x + 1, fill)),
            (before, fill) => {
                flush(before);
                fill.map(|fill| (x, x + 1, fill))
            }
        };
    }
    flush(run);
    // Words and shapes, each in runs of one style.
    let mut text = Run::default();
    let mut skip = 0;
    for (x, cell) in cells() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let symbol = cell.symbol();
        let columns = symbol.cell_width().max(1);
        skip = columns - 1;
        if symbol.trim().is_empty() && !cell.modifier.contains(Modifier::UNDERLINED) {
            continue;
        }
        let (front, _) = ink.of(cell);
        let style = (front, cell.modifier - Modifier::REVERSED - Modifier::DIM);
        if !text.takes(x, symbol, style) {
            text.flush(out, top);
        }
        text.push(x, columns, symbol, style);
    }
    text.flush(out, top);
}

/// Cells side by side that are written as one: ASCII in one style, or one shape.
#[derive(Default)]
struct Run {
    style: ([u8; 3], Modifier),
    /// First column, and the one behind the last.
    span: (u16, u16),
    signs: String,
    /// The sign of which there are several, if they are one shape.
    shape: Option<bool>,
}

impl Run {
    /// Whether this sign goes on what is there.
    fn takes(&self, x: u16, symbol: &str, style: ([u8; 3], Modifier)) -> bool {
        let is_next = self.span.1 == x && self.style == style && !self.signs.is_empty();
        is_next
            && match (self.shape, shape::is_shape(symbol)) {
                // Other signs may come from another font with other widths.
                (None, None) => self.signs.is_ascii() && symbol.is_ascii(),
                (Some(true), Some(true)) => self.signs == symbol,
                _ => false,
            }
    }

    fn push(&mut self, x: u16, columns: u16, symbol: &str, style: ([u8; 3], Modifier)) {
        if self.signs.is_empty() {
            self.style = style;
            self.span.0 = x;
            self.shape = shape::is_shape(symbol);
            self.signs.push_str(symbol);
        } else if self.shape.is_none() {
            self.signs.push_str(symbol);
        }
        self.span.1 = x + columns;
    }

    fn flush(&mut self, out: &mut String, top: f32) {
        if self.signs.is_empty() {
            return;
        }
        let (front, modifier) = self.style;
        let (start, end) = self.span;
        let x = AIR + f32::from(start) * CELL_WIDTH;
        let fill = hex(front);
        if self.shape.is_some() {
            shape::draw(out, &self.signs, (x, top), end - start, &fill);
        } else {
            let y = top + BASELINE;
            let columns = f32::from(end - start) * CELL_WIDTH;
            let _ = write!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{fill}\"");
            if end - start > 1 {
                let _ = write!(out, " textLength=\"{columns:.1}\"");
            }
            for (held, text) in [
                (Modifier::BOLD, " font-weight=\"bold\""),
                (Modifier::ITALIC, " font-style=\"italic\""),
                (Modifier::UNDERLINED, " text-decoration=\"underline\""),
                (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
            ] {
                if modifier.contains(held) {
                    out.push_str(text);
                }
            }
            out.push('>');
            for character in self.signs.chars() {
                escape(out, character);
            }
            out.push_str("</text>\n");
        }
        self.signs.clear();
    }
}

fn escape(out: &mut String, character: char) {
    match character {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        _ => out.push(character),
    }
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn color(color: Color) -> Option<[u8; 3]> {
    let index = match color {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => return Some([red, green, blue]),
        Color::Indexed(index) => index,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    Some(rgb(Colour::Indexed(index)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn words_and_signs_stand_at_their_columns() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
        buffer.set_string(0, 0, "a<b 日x──", Style::new().fg(Color::Rgb(1, 2, 3)));
        let picture = svg(&buffer, &Theme::default());
        for part in [
            "<text x=\"10.0\" y=\"22.8\" fill=\"#010203\" textLength=\"25.3\">a&lt;b</text>",
            "<text x=\"43.7\" y=\"22.8\" fill=\"#010203\" textLength=\"16.9\">日</text>",
            "<text x=\"60.6\" y=\"22.8\" fill=\"#010203\">x</text>",
            "<rect x=\"69.0\" y=\"17.9\" width=\"16.9\" height=\"1.2\" fill=\"#010203\"/>",
        ] {
            assert!(picture.contains(part), "{part}\n{picture}");
        }
    }

    #[test]
    fn fills_are_runs_and_reversed_cells_are_filled() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        buffer.set_style(Rect::new(1, 0, 3, 1), Style::new().bg(Color::Rgb(9, 9, 9)));
        buffer.set_style(
            Rect::new(4, 0, 2, 1),
            Style::new().add_modifier(Modifier::REVERSED),
        );
        let picture = svg(&buffer, &Theme::default());
        assert_eq!(picture.matches("<rect x=").count(), 2, "{picture}");
        assert!(
            picture.contains("width=\"25.3\" height=\"17\" fill=\"#090909\""),
            "{picture}"
        );
    }
}
