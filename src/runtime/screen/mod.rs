//! From cells to bytes: a [`Backend`] that remembers across frames where the terminal's cursor stands and what its pen is,
//! so that a changed cell costs a few bytes and an unchanged screen none.
//!
//! Escape-safe by construction: text reaches the terminal only as the symbol of a cell, and one with a control character
//! in it is not sent.

mod color;
mod output;
mod pen;

pub(crate) use output::Output;
#[cfg(unix)]
pub(crate) use output::reopen;

use pen::Pen;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use std::collections::BTreeSet;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// A frame of more bytes than this is bracketed, so that the terminal does not show half of it.
const SYNCHRONIZED_FROM: usize = 1024;
/// From so many blanks on, erasing is shorter than writing them and going on behind them.
const ERASE_FROM: u16 = 9;

/// Bytes of one frame, and what the terminal is like after them.
pub(crate) struct AnsiBackend {
    frame: Vec<u8>,
    output: Output,
    pen: Pen,
    size: Size,
    /// Where the terminal's cursor is; `None` where not sure: after the last column, or behind a glyph whose width
    /// terminals disagree about.
    at: Option<Position>,
    cursor_visible: bool,
    /// Where glyphs of two columns stand, as (row, column).
    wide: BTreeSet<(u16, u16)>,
    /// Where it shall stand after the frame.
    cursor_wanted: Option<Position>,
}

impl AnsiBackend {
    /// For a cleared screen of `size` with a visible cursor.
    pub(crate) fn new(output: Output, size: Size) -> Self {
        Self {
            frame: Vec::new(),
            output,
            pen: Pen::default(),
            size,
            at: None,
            cursor_visible: true,
            wide: BTreeSet::new(),
            cursor_wanted: None,
        }
    }

    /// Where bytes go.
    pub(crate) const fn output_mut(&mut self) -> &mut Output {
        &mut self.output
    }

    /// Where bytes go.
    pub(crate) const fn output(&self) -> &Output {
        &self.output
    }

    /// The terminal has another size; everything has to be drawn.
    pub(crate) fn set_size(&mut self, size: Size) {
        self.size = size;
        self.at = None;
    }

    /// Bytes that draw nothing, with the frame under way or on their own.
    pub(crate) fn control(&mut self, bytes: &[u8]) {
        self.frame.extend_from_slice(bytes);
    }

    /// Drops what was drawn and not yet sent.
    pub(crate) fn abandon_frame(&mut self) {
        self.frame.clear();
    }

    /// Something else wrote to the terminal: nothing is sure any more, the cursor is visible.
    pub(crate) fn forget(&mut self) {
        self.frame.extend_from_slice(b"\x1b[m");
        self.pen = Pen::default();
        self.at = None;
        self.cursor_visible = true;
        self.cursor_wanted = None;
    }

    fn move_to(&mut self, to: Position) {
        let Some(at) = self.at else {
            let _ = write!(self.frame, "\x1b[{};{}H", to.y + 1, to.x + 1);
            self.at = Some(to);
            return;
        };
        if at == to {
            return;
        }
        let _ = if at.y == to.y && to.x == 0 {
            write!(self.frame, "\r")
        } else if at.y == to.y && to.x > at.x {
            match to.x - at.x {
                1 => write!(self.frame, "\x1b[C"),
                columns => write!(self.frame, "\x1b[{columns}C"),
            }
        } else if at.y == to.y {
            match at.x - to.x {
                1 => write!(self.frame, "\x08"),
                columns => write!(self.frame, "\x1b[{columns}D"),
            }
        } else if to.x == 0 && to.y == at.y + 1 {
            write!(self.frame, "\r\n")
        } else if to.x == 0 && to.y == 0 {
            write!(self.frame, "\x1b[H")
        } else if to.x == at.x && to.y > at.y {
            write!(self.frame, "\x1b[{}B", to.y - at.y)
        } else {
            write!(self.frame, "\x1b[{};{}H", to.y + 1, to.x + 1)
        };
        self.at = Some(to);
    }

    fn put(&mut self, position: Position, cell: &Cell) {
        self.move_to(position);
        let wanted = Pen::of(cell, self.pen);
        let symbol = printable(cell.symbol());
        let is_wide = symbol.len() > 1 && symbol.width() > 1;
        if self.breaks_a_wide_glyph(position, is_wide) && !wanted.erases() {
            // The terminal blanks its other half with the pen in force, and nobody draws over that.
            self.pen.become_pen(Pen::default(), &mut self.frame);
            let blanks: &[u8] = if is_wide { b"  \x08\x08" } else { b" \x08" };
            self.frame.extend_from_slice(blanks);
        }
        self.pen.become_pen(wanted, &mut self.frame);
        self.frame.extend_from_slice(symbol.as_bytes());
        if is_wide {
            self.wide.insert((position.y, position.x));
        }
        let next = position.x + 1;
        let is_sure = symbol.len() == 1 || (!is_wide && symbol.chars().count() == 1);
        self.at = (is_sure && next < self.size.width).then_some(Position::new(next, position.y));
    }

    /// Whether a glyph written there covers only the first half of one of two columns.
    fn breaks_a_wide_glyph(&mut self, at: Position, is_wide: bool) -> bool {
        if self.wide.is_empty() {
            return false;
        }
        let here = self.wide.remove(&(at.y, at.x));
        if is_wide {
            self.wide.remove(&(at.y, at.x + 1))
        } else {
            here
        }
    }

    /// Writes a run of blanks of one look.
    fn blanks(&mut self, run: Run) {
        let Run {
            from,
            length,
            cell: Some(cell),
        } = run
        else {
            return;
        };
        let wanted = Pen::of(&cell, self.pen);
        let to_the_end = from.x + length >= self.size.width;
        if wanted.erases() && (length >= ERASE_FROM || (to_the_end && length > 3)) {
            self.move_to(from);
            self.pen.become_pen(wanted, &mut self.frame);
            let erased = from.x..from.x + length;
            self.wide
                .retain(|(row, column)| *row != from.y || !erased.contains(column));
            let _ = if to_the_end {
                write!(self.frame, "\x1b[K")
            } else {
                write!(self.frame, "\x1b[{length}X")
            };
        } else {
            for x in from.x..from.x + length {
                self.put(Position::new(x, from.y), &cell);
            }
        }
    }
}

/// Blanks next to each other that look the same.
#[derive(Default)]
struct Run {
    from: Position,
    length: u16,
    cell: Option<Cell>,
}

impl Run {
    fn takes(&self, position: Position, cell: &Cell) -> bool {
        self.cell.as_ref() == Some(cell)
            && position.y == self.from.y
            && position.x == self.from.x + self.length
    }
}

/// The symbol, unless there is something in it that a terminal would act upon.
fn printable(symbol: &str) -> &str {
    if symbol.is_empty() {
        " "
    } else if symbol.chars().any(char::is_control) {
        "?"
    } else {
        symbol
    }
}

impl Backend for AnsiBackend {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut run = Run::default();
        for (x, y, cell) in content {
            let position = Position::new(x, y);
            if cell.symbol() == " " {
                if run.takes(position, cell) {
                    run.length += 1;
                } else {
                    self.blanks(std::mem::take(&mut run));
                    run = Run {
                        from: position,
                        length: 1,
                        cell: Some(cell.clone()),
                    };
                }
            } else {
                self.blanks(std::mem::take(&mut run));
                self.put(position, cell);
            }
        }
        self.blanks(run);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor_wanted = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor_wanted = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        // Only whole screens are cleared here.
        self.pen.become_pen(Pen::default(), &mut self.frame);
        self.frame.extend_from_slice(b"\x1b[2J");
        self.wide.clear();
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.cursor_wanted {
            Some(position) => {
                if self.at != Some(position) {
                    self.move_to(position);
                }
                if !self.cursor_visible {
                    self.frame.extend_from_slice(b"\x1b[?25h");
                    self.cursor_visible = true;
                }
            }
            None if self.cursor_visible => {
                self.frame.extend_from_slice(b"\x1b[?25l");
                self.cursor_visible = false;
            }
            None => {}
        }
        if self.frame.is_empty() {
            return Ok(());
        }
        if self.frame.len() > SYNCHRONIZED_FROM {
            self.frame.splice(0..0, *b"\x1b[?2026h");
            self.frame.extend_from_slice(b"\x1b[?2026l");
        }
        let sent = self.output.send(&self.frame);
        self.frame.clear();
        sent
    }
}

#[cfg(test)]
mod tests;
