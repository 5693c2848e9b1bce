//! Colours in as many bits as the terminal has.

use crate::runtime::capabilities::ColorDepth;
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

/// The colour as the terminal can show it.
pub(crate) fn reduce(color: Color, depth: ColorDepth) -> Color {
    match (depth, color) {
        (ColorDepth::None, _) => Color::Reset,
        (ColorDepth::Indexed, Color::Rgb(r, g, b)) => Color::Indexed(nearest_of_256([r, g, b])),
        (ColorDepth::Sixteen, Color::Rgb(r, g, b)) => Color::Indexed(nearest_of_16([r, g, b])),
        (ColorDepth::Sixteen, Color::Indexed(index @ 16..)) => {
            Color::Indexed(nearest_of_16(rgb_of_index(index)))
        }
        _ => color,
    }
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

type Rgb = [u8; 3];

/// xterm's defaults; a person's palette may differ, but not so that red is green.
const SIXTEEN: [Rgb; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn rgb_of_index(index: u8) -> Rgb {
    let step = |at: u8| STEPS.get(usize::from(at % 6)).copied().unwrap_or(0);
    match index {
        0..16 => SIXTEEN.get(usize::from(index)).copied().unwrap_or_default(),
        16..232 => {
            let cube = index - 16;
            [step(cube / 36), step(cube / 6), step(cube)]
        }
        232.. => [8 + (index - 232) * 10; 3],
    }
}

fn distance(a: Rgb, b: Rgb) -> u32 {
    a.into_iter()
        .zip(b)
        .map(|(a, b)| u32::from(a.abs_diff(b)).pow(2))
        .sum()
}

fn nearest(color: Rgb, among: impl Iterator<Item = u8>) -> u8 {
    among
        .min_by_key(|index| distance(color, rgb_of_index(*index)))
        .unwrap_or(7)
}

fn nearest_of_256(color: Rgb) -> u8 {
    nearest(color, 16..=255)
}

fn nearest_of_16(color: Rgb) -> u8 {
    nearest(color, 0..16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sgr(color: Color, depth: ColorDepth) -> String {
        let mut out = String::new();
        push_sgr(&mut out, reduce(color, depth), Ground::Fore);
        out
    }

    #[test]
    fn a_colour_is_written_in_what_the_terminal_has() {
        let orange = Color::Rgb(255, 135, 0);
        assert_eq!(sgr(orange, ColorDepth::True), ";38;2;255;135;0");
        assert_eq!(sgr(orange, ColorDepth::Indexed), ";38;5;208");
        assert_eq!(sgr(Color::Rgb(250, 10, 10), ColorDepth::Sixteen), ";91");
        assert_eq!(sgr(Color::Indexed(196), ColorDepth::Sixteen), ";91");
        assert_eq!(sgr(orange, ColorDepth::None), ";39");
        assert_eq!(sgr(Color::Red, ColorDepth::True), ";31");
    }

    #[test]
    fn greys_stay_grey() {
        for value in 0..=255 {
            let [r, g, b] = rgb_of_index(nearest_of_256([value; 3]));
            assert!(r == g && g == b, "{value}");
        }
    }
}
