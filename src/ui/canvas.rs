//! Where everything is drawn: a buffer of cells, with the theme and the set of signs. Text is cut to its columns and
//! nothing is written outside of the buffer, whatever is asked.

use crate::app::columns::{ends, line_width, pieces, width};
use crate::app::layout::Area;
use crate::app::view::Line;
use crate::config::theme::{Theme, Token};
use crate::ui::glyphs::{Glyphs, glyphs};
use crate::ui::style;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

/// A buffer with what is needed to draw on it.
pub(crate) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
    /// The signs in use.
    pub(crate) glyphs: &'static Glyphs,
    ascii: bool,
    /// Which picture of the spinner.
    spinner: usize,
    /// Where the hardware cursor is to stand.
    cursor: Option<(u16, u16)>,
}

impl<'a> Canvas<'a> {
    /// Draws on this buffer.
    pub(crate) fn new(
        buffer: &'a mut Buffer,
        theme: &'a Theme,
        ascii: bool,
        spinner: usize,
    ) -> Self {
        Self {
            buffer,
            theme,
            glyphs: glyphs(ascii),
            ascii,
            spinner,
            cursor: None,
        }
    }

    /// The theme.
    pub(crate) const fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// Whether only ASCII signs are drawn.
    pub(crate) const fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// The theme's style.
    pub(crate) fn style(&self, token: Token) -> Style {
        style::of(self.theme, token)
    }

    /// The spinner's picture of now.
    pub(crate) fn spinner(&self) -> &'static str {
        let pictures = self.glyphs.spinner;
        pictures
            .get(self.spinner % pictures.len().max(1))
            .copied()
            .unwrap_or(" ")
    }

    /// Puts the hardware cursor here; the last call counts.
    pub(crate) fn set_cursor(&mut self, x: u16, y: u16) {
        if self.buffer.area.contains((x, y).into()) {
            self.cursor = Some((x, y));
        }
    }

    /// Where the hardware cursor is to stand.
    pub(crate) const fn cursor(&self) -> Option<(u16, u16)> {
        self.cursor
    }

    /// One sign.
    pub(crate) fn put(&mut self, x: u16, y: u16, sign: &str, style: Style) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            // Nothing of what stood there before stays but the fill: a dim border would make its title dim.
            cell.set_symbol(sign);
            cell.fg = style.fg.unwrap_or(Color::Reset);
            cell.modifier = style.add_modifier;
            if let Some(fill) = style.bg {
                cell.bg = fill;
            }
        }
    }

    /// A sign repeated to the right.
    pub(crate) fn repeat(&mut self, x: u16, y: u16, columns: u16, sign: &str, style: Style) {
        for column in x..x.saturating_add(columns).min(self.buffer.area.right()) {
            self.put(column, y, sign, style);
        }
    }

    /// Text in at most so many columns, as much of it as has room. Returns the columns used.
    pub(crate) fn clip(&mut self, x: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
        let columns = columns.min(self.buffer.area.right().saturating_sub(x));
        let mut used = 0;
        for (piece, wide) in pieces(text, self.ascii) {
            if used + wide > columns {
                break;
            }
            self.put(x + used, y, piece, style);
            // The second half of a wide character: no sign of its own.
            for half in 1..wide {
                self.put(x + used + half, y, " ", style);
            }
            used += wide;
        }
        used
    }

    /// Text in at most so many columns; where it is cut it ends in `…`. Returns the columns used.
    pub(crate) fn text(&mut self, x: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
        if columns == 0 || width(text) <= columns {
            return self.clip(x, y, columns, text, style);
        }
        let used = self.clip(x, y, columns - 1, text, style);
        self.put(x + used, y, self.glyphs.cut, style);
        used + 1
    }

    /// A name in at most so many columns; where it is cut `…` stands in its middle. Returns the columns used.
    pub(crate) fn name(&mut self, x: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
        match ends(text, columns) {
            None => self.clip(x, y, columns, text, style),
            Some(_) if columns == 0 => 0,
            Some((start, end)) => {
                let mut used = self.clip(x, y, columns, start, style);
                self.put(x + used, y, self.glyphs.cut, style);
                used += 1;
                used + self.clip(x + used, y, columns - used.min(columns), end, style)
            }
        }
    }

    /// Text at the right end of so many columns.
    pub(crate) fn right(&mut self, x: u16, y: u16, columns: u16, text: &str, style: Style) {
        let free = columns.saturating_sub(width(text));
        self.text(x + free, y, columns - free, text, style);
    }

    /// Pieces of text with their tones over a style. Returns the columns used.
    pub(crate) fn line(&mut self, x: u16, y: u16, columns: u16, line: &Line, over: Style) -> u16 {
        let is_cut = line_width(line) > columns;
        let room = columns.saturating_sub(u16::from(is_cut));
        let mut used = 0;
        let mut last = over;
        for (tone, text) in line {
            if used >= room && is_cut {
                break;
            }
            last = over.patch(self.style(style::tone(*tone)));
            used += self.clip(x + used, y, room - used, text, last);
        }
        if is_cut && columns > 0 {
            self.put(x + used, y, self.glyphs.cut, last);
            used += 1;
        }
        used
    }

    /// Changes the style of what is drawn there already.
    pub(crate) fn restyle(&mut self, area: Area, style: Style) {
        self.buffer.set_style(rect(area), style);
    }

    /// The row of the cursor, over its whole line.
    pub(crate) fn select(&mut self, area: Area, is_focused: bool) {
        let token = if is_focused {
            Token::SelectionFocused
        } else {
            Token::SelectionUnfocused
        };
        let style = self.style(token).remove_modifier(Modifier::DIM);
        self.restyle(area, style);
    }

    /// Empties a rectangle, and what would reach into it from the left.
    pub(crate) fn clear(&mut self, area: Area, style: Style) {
        for y in area.y..area.y.saturating_add(area.height) {
            if let Some(left) = area.x.checked_sub(1)
                && let Some(cell) = self.buffer.cell_mut((left, y))
                && width(cell.symbol()) > 1
            {
                cell.set_symbol(" ");
            }
            for x in area.x..area.x.saturating_add(area.width) {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
        }
    }

    /// A rounded border.
    pub(crate) fn border(&mut self, area: Area, style: Style) {
        if area.width < 2 || area.height < 2 {
            return;
        }
        let signs = self.glyphs;
        let (right, bottom) = (area.x + area.width - 1, area.y + area.height - 1);
        self.edge(
            area.x,
            area.y,
            area.width,
            [signs.top_left, signs.top_right],
            style,
        );
        self.sides(area, style);
        self.edge(
            area.x,
            bottom,
            area.width,
            [signs.bottom_left, signs.bottom_right],
            style,
        );
        debug_assert!(right >= area.x);
    }

    /// A horizontal edge between two corners.
    pub(crate) fn edge(&mut self, x: u16, y: u16, columns: u16, corners: [&str; 2], style: Style) {
        let Some(inner) = columns.checked_sub(2) else {
            return;
        };
        self.put(x, y, corners[0], style);
        self.repeat(x + 1, y, inner, self.glyphs.horizontal, style);
        self.put(x + 1 + inner, y, corners[1], style);
    }

    /// The vertical edges of a border, without its corners.
    pub(crate) fn sides(&mut self, area: Area, style: Style) {
        if area.width < 2 {
            return;
        }
        for y in area.y + 1..(area.y + area.height).saturating_sub(1) {
            self.put(area.x, y, self.glyphs.vertical, style);
            self.put(area.x + area.width - 1, y, self.glyphs.vertical, style);
        }
    }

    /// The mark of what part of a list is seen, in a column of `rows` cells: nothing if all of it is.
    pub(crate) fn thumb(&mut self, x: u16, y: u16, rows: u16, first: usize, total: usize) {
        let shown = usize::from(rows);
        if total <= shown || rows < 2 {
            return;
        }
        let length = (shown * shown / total).clamp(1, shown - 1);
        let start = (first * (shown - length))
            .div_ceil(total - shown)
            .min(shown - length);
        let style = self.style(Token::PaneThumb);
        for row in start..start + length {
            let row = u16::try_from(row).unwrap_or(0);
            self.put(x, y + row, self.glyphs.thumb, style);
        }
    }
}

fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::view::Tone;
    use ratatui::buffer::CellWidth;

    fn drawn(width: u16, height: u16, draw: impl FnOnce(&mut Canvas<'_>)) -> Vec<String> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let theme = Theme::default();
        draw(&mut Canvas::new(&mut buffer, &theme, false, 0));
        (0..height)
            .map(|y| (0..width).map(|x| buffer[(x, y)].symbol()).collect())
            .collect()
    }

    #[test]
    fn what_is_cut_says_so() {
        let rows = drawn(8, 5, |canvas| {
            let plain = Style::new();
            canvas.text(0, 0, 8, "exactly8", plain);
            canvas.text(0, 1, 8, "more than 8", plain);
            canvas.name(0, 2, 8, "shop-worker-12", plain);
            canvas.text(0, 3, 5, "日本語", plain);
            let line = vec![
                (Tone::Bad, "crash".to_owned()),
                (Tone::Dim, " loop".to_owned()),
            ];
            canvas.line(0, 4, 8, &line, plain);
        });
        assert_eq!(
            rows,
            ["exactly8", "more th…", "shop…-12", "日 本 …   ", "crash l…"]
        );
    }

    #[test]
    fn nothing_is_written_outside() {
        drawn(4, 2, |canvas| {
            let plain = Style::new();
            canvas.text(3, 1, 900, "long text", plain);
            canvas.text(9, 9, 9, "long text", plain);
            canvas.border(Area::new(2, 1, 60, 60), plain);
            canvas.right(0, 0, 50, "x", plain);
            canvas.clear(Area::new(3, 0, 500, 500), plain);
            canvas.restyle(Area::new(3, 0, 500, 500), plain);
            canvas.thumb(3, 0, 40, 3, 90);
        });
    }

    #[test]
    fn clearing_takes_wide_characters_away_that_reach_in() {
        let rows = drawn(6, 1, |canvas| {
            canvas.clip(0, 0, 6, "日本語", Style::new());
            canvas.clear(Area::new(3, 0, 2, 1), Style::new());
        });
        assert_eq!(rows, ["日     "]);
    }

    #[test]
    fn the_thumb_is_at_the_ends_only_at_the_ends() {
        let column = |first| drawn(1, 4, |canvas| canvas.thumb(0, 0, 4, first, 40)).concat();
        assert_eq!(column(0), "┃   ");
        assert_eq!(column(1), " ┃  ");
        assert_eq!(column(36), "   ┃");
        assert_eq!(
            drawn(1, 4, |canvas| canvas.thumb(0, 0, 4, 0, 4)).concat(),
            "    "
        );
    }

    #[test]
    fn each_piece_is_as_wide_as_the_library_thinks() {
        let text = "a日é👨\u{200d}👩🇩🇪1\u{fe0f}\u{20e3}👍🏽ｶ\u{ff9e}\u{7}\u{301}x\u{300}ก\u{e33}";
        for (piece, columns) in pieces(text, false) {
            assert_eq!(piece.cell_width(), columns, "{piece:?}");
            assert!(!piece.contains(char::is_control));
        }
    }
}
