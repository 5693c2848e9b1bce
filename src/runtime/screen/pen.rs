//! The pen: what the terminal will paint the next glyph with, changed by as few bytes as possible.

use super::color::{Ground, push_sgr};
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

/// Colours and attributes in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pen {
    fore: Color,
    back: Color,
    modifiers: Modifier,
}

/// Attributes that show on a blank.
const ON_BLANKS: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);
const CODES: [(Modifier, u8, u8); 8] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Pen {
    /// What a cell wants. A blank only cares for what shows on it: the rest stays as `current` has it.
    pub(crate) fn of(cell: &Cell, current: Self) -> Self {
        let wanted = Self {
            fore: cell.fg,
            back: cell.bg,
            modifiers: cell.modifier & !Modifier::RAPID_BLINK,
        };
        let visible = wanted.modifiers & ON_BLANKS;
        if cell.symbol() == " " && visible.is_empty() {
            Self {
                fore: current.fore,
                back: wanted.back,
                modifiers: current.modifiers & !ON_BLANKS,
            }
        } else {
            wanted
        }
    }

    /// Whether a blank painted with it is what an erased cell looks like.
    pub(crate) fn erases(self) -> bool {
        self.back == Color::Reset && !self.modifiers.intersects(ON_BLANKS)
    }

    /// Appends the bytes that turn this pen into `wanted`, and becomes it.
    pub(crate) fn become_pen(&mut self, wanted: Self, out: &mut Vec<u8>) {
        if *self == wanted {
            return;
        }
        if wanted == Self::default() {
            out.extend_from_slice(b"\x1b[m");
        } else {
            let change = self.change(wanted);
            // A leading `;` after nothing reads as 0: everything off, then what is wanted.
            let anew = Self::default().change(wanted);
            out.extend_from_slice(b"\x1b[");
            if anew.len() < change.len() {
                out.extend_from_slice(anew.as_bytes());
            } else {
                out.extend(change.bytes().skip(1));
            }
            out.push(b'm');
        }
        *self = wanted;
    }

    /// Parameters, each with a `;` before it.
    fn change(self, wanted: Self) -> String {
        let mut out = String::new();
        let gone = self.modifiers - wanted.modifiers;
        let mut come = wanted.modifiers - self.modifiers;
        let intensity = Modifier::BOLD | Modifier::DIM;
        if gone.intersects(intensity) {
            // One code takes away both.
            come |= wanted.modifiers & intensity;
        }
        let mut off_before = 0;
        for (modifier, _, off) in CODES {
            if gone.contains(modifier) && off != off_before {
                let _ = write!(out, ";{off}");
                off_before = off;
            }
        }
        for (modifier, on, _) in CODES {
            if come.contains(modifier) {
                let _ = write!(out, ";{on}");
            }
        }
        if self.fore != wanted.fore {
            push_sgr(&mut out, wanted.fore, Ground::Fore);
        }
        if self.back != wanted.back {
            push_sgr(&mut out, wanted.back, Ground::Back);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn change(from: Style, to: Style, symbol: &str) -> String {
        let pen = |style: Style, symbol: &str, current| {
            let mut cell = Cell::default();
            cell.set_symbol(symbol).set_style(style);
            Pen::of(&cell, current)
        };
        let mut current = pen(from, "x", Pen::default());
        let wanted = pen(to, symbol, current);
        let mut out = Vec::new();
        current.become_pen(wanted, &mut out);
        assert_eq!(current, wanted);
        String::from_utf8(out).unwrap().replace('\x1b', "^")
    }

    #[test]
    fn only_what_differs_is_written() {
        let red = Style::new().red();
        assert_eq!(change(red, red, "x"), "");
        assert_eq!(change(Style::new(), red, "x"), "^[31m");
        assert_eq!(change(red, red.bold(), "x"), "^[1m");
        assert_eq!(change(red.bold(), Style::new(), "x"), "^[m");
    }

    #[test]
    fn bold_survives_when_dim_goes() {
        let both = Style::new().bold().dim();
        assert_eq!(
            change(both.red(), Style::new().bold().red(), "x"),
            "^[22;1m"
        );
    }

    #[test]
    fn everything_off_first_where_that_is_shorter() {
        let from = Style::new().bold().italic().underlined().on_blue().red();
        assert_eq!(change(from, Style::new().green(), "x"), "^[;32m");
    }

    #[test]
    fn a_blank_changes_the_pen_only_for_what_shows() {
        assert_eq!(
            change(Style::new().red(), Style::new().green().bold(), " "),
            ""
        );
        assert_eq!(
            change(Style::new().red(), Style::new().on_blue(), " "),
            "^[44m"
        );
        assert_eq!(
            change(Style::new().red().reversed(), Style::new(), " "),
            "^[27m"
        );
        assert_eq!(
            change(Style::new(), Style::new().red().reversed(), " "),
            "^[7;31m"
        );
    }
}
