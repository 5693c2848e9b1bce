//! Colours as bytes. The theme has reduced them to what the terminal has.

use ratatui::style::Color;
use std::fmt::Write;

/// Which half of a cell a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    /// The glyph.
    Fore,
    /// What is behind it.
    Back,
}

/// Appends its SGR parameters, each with a `;` before it.
pub(crate) fn push_sgr(out: &mut String, color: Color, ground: Ground) {
    let (base, bright) = match ground {
        Ground::Fore => (30, 90),
        Ground::Back => (40, 100),
    };
    let _ = match (color, named(color)) {
        (_, Some(index @ 0..8)) => write!(out, ";{}", base + u16::from(index)),
        (_, Some(index)) => write!(out, ";{}", bright + u16::from(index - 8)),
        (Color::Indexed(index), _) => write!(out, ";{};5;{index}", base + 8),
        (Color::Rgb(r, g, b), _) => write!(out, ";{};2;{r};{g};{b}", base + 8),
        _ => write!(out, ";{}", base + 9),
    };
}

/// Its place among the sixteen, which have shorter codes.
fn named(color: Color) -> Option<u8> {
    Some(match color {
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
        Color::Indexed(index @ 0..16) => index,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_written_in_as_few_bytes_as_there_are() {
        for (color, ground, bytes) in [
            (Color::Rgb(255, 135, 0), Ground::Fore, ";38;2;255;135;0"),
            (Color::Indexed(208), Ground::Back, ";48;5;208"),
            (Color::Indexed(9), Ground::Fore, ";91"),
            (Color::LightRed, Ground::Back, ";101"),
            (Color::Red, Ground::Fore, ";31"),
            (Color::Reset, Ground::Fore, ";39"),
        ] {
            let mut out = String::new();
            push_sgr(&mut out, color, ground);
            assert_eq!(out, bytes);
        }
    }
}
