//! Styles and colours as theme files write them: `red bold`, `#c0caf5 on #283457`, `245 italic`.

use crate::model::log::{Colour, Sgr};
use crate::model::text::nearest;
use std::collections::BTreeMap;

/// Names of the 16 colours every terminal has, by index.
pub(super) const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];
const MODIFIERS: [&str; 6] = [
    "bold",
    "dim",
    "italic",
    "underlined",
    "reversed",
    "crossed-out",
];

/// Reads a colour: a name, an index of the 256-colour table, `#rrggbb`, or `default` (the terminal's own: `None`).
pub(super) fn colour(text: &str) -> Result<Option<Colour>, String> {
    if text == "default" {
        return Ok(None);
    }
    if let Some(index) = NAMES.iter().position(|name| *name == text) {
        return Ok(Some(Colour::Indexed(u8::try_from(index).unwrap_or(0))));
    }
    if let Some(digits) = text.strip_prefix('#') {
        let whole = (digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .then(|| u32::from_str_radix(digits, 16).ok())
            .flatten();
        return match whole.map(u32::to_be_bytes) {
            Some([_, red, green, blue]) => Ok(Some(Colour::Rgb(red, green, blue))),
            None => Err(format!("`{text}` is no colour: write `#rrggbb`")),
        };
    }
    if text.bytes().all(|digit| digit.is_ascii_digit()) && !text.is_empty() {
        return text
            .parse()
            .map(|index| Some(Colour::Indexed(index)))
            .map_err(|_out_of_range| format!("`{text}` is no colour: indices go from 0 to 255"));
    }
    Err(format!("unknown colour `{text}`"))
}

/// Reads a style: at most one colour, `on` and a background, and modifiers, in any order.
pub(super) fn style(text: &str, palette: &BTreeMap<String, Option<Colour>>) -> Result<Sgr, String> {
    let find = |word: &str| match palette.get(word) {
        Some(found) => Ok(*found),
        None => colour(word).map_err(|message| {
            let known = palette
                .keys()
                .map(String::as_str)
                .chain(NAMES)
                .chain(MODIFIERS);
            match nearest(word, known) {
                Some(near) if !word.starts_with('#') => {
                    format!("{message}, did you mean `{near}`?")
                }
                _ => message,
            }
        }),
    };
    let mut out = Sgr::default();
    let mut has_colour = false;
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "bold" => out.bold = true,
            "dim" => out.dim = true,
            "italic" => out.italic = true,
            "underlined" => out.underlined = true,
            "reversed" => out.reversed = true,
            "crossed-out" => out.crossed_out = true,
            "on" => {
                let word = words.next().ok_or("`on` without a colour behind it")?;
                out.background = find(word)?;
            }
            _ if has_colour => return Err(format!("a second colour `{word}`, write `on {word}`")),
            _ => {
                has_colour = true;
                out.foreground = find(word)?;
            }
        }
    }
    Ok(out)
}

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None at all, or none wanted (`NO_COLOR`): modifiers only.
    None,
    /// The 16 that every terminal has.
    Sixteen,
    /// The 256-colour table.
    Indexed,
    /// 24 bits.
    #[default]
    True,
}

/// The colour that such a terminal shows instead of this one.
pub(super) fn reduce(colour: Colour, depth: Depth) -> Option<Colour> {
    match (depth, colour) {
        (Depth::None, _) => None,
        (Depth::True, _) | (_, Colour::Indexed(0..=15)) | (Depth::Indexed, Colour::Indexed(_)) => {
            Some(colour)
        }
        (Depth::Indexed, Colour::Rgb(red, green, blue)) => {
            Some(Colour::Indexed(nearest_index([red, green, blue], 16..=255)))
        }
        (Depth::Sixteen, _) => Some(Colour::Indexed(nearest_index(rgb(colour), 0..=15))),
    }
}

fn nearest_index(wanted: [u8; 3], among: std::ops::RangeInclusive<u8>) -> u8 {
    among
        .min_by_key(|index| {
            let found = rgb(Colour::Indexed(*index));
            wanted
                .iter()
                .zip(found)
                .map(|(a, b)| u32::from(a.abs_diff(b)).pow(2))
                .sum::<u32>()
        })
        .unwrap_or(7)
}

/// Red, green and blue of a colour; the first 16 as xterm has them, where terminals differ.
pub fn rgb(colour: Colour) -> [u8; 3] {
    const FIRST: [[u8; 3]; 16] = [
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
    match colour {
        Colour::Rgb(red, green, blue) => [red, green, blue],
        Colour::Indexed(index @ 0..=15) => FIRST[usize::from(index)],
        Colour::Indexed(index @ 16..=231) => {
            let cube = index - 16;
            [cube / 36, cube / 6 % 6, cube % 6]
                .map(|step| if step == 0 { 0 } else { 55 + step * 40 })
        }
        Colour::Indexed(index) => [8 + (index - 232) * 10; 3],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_read_in_any_order_of_words() {
        let palette = BTreeMap::from([("sky".to_owned(), Some(Colour::Rgb(1, 2, 3)))]);
        let read = style("bold sky on 17 italic", &palette).unwrap();
        assert_eq!(read.foreground, Some(Colour::Rgb(1, 2, 3)));
        assert_eq!(read.background, Some(Colour::Indexed(17)));
        assert!(read.bold && read.italic && !read.dim);
        assert_eq!(style("", &palette), Ok(Sgr::default()));
        assert_eq!(style("default on default", &palette), Ok(Sgr::default()));
    }

    #[test]
    fn wrong_colours_are_named() {
        let none = BTreeMap::new();
        let said = |text| style(text, &none).unwrap_err();
        assert_eq!(said("gren"), "unknown colour `gren`, did you mean `green`?");
        assert_eq!(said("#12345"), "`#12345` is no colour: write `#rrggbb`");
        assert_eq!(said("#12é45"), "`#12é45` is no colour: write `#rrggbb`");
        assert_eq!(said("256"), "`256` is no colour: indices go from 0 to 255");
        assert_eq!(said("red blue"), "a second colour `blue`, write `on blue`");
        assert_eq!(said("red on"), "`on` without a colour behind it");
    }

    #[test]
    fn a_poor_terminal_gets_the_nearest_colour_it_has() {
        let orange = Colour::Rgb(255, 135, 0);
        assert_eq!(reduce(orange, Depth::True), Some(orange));
        assert_eq!(reduce(orange, Depth::Indexed), Some(Colour::Indexed(208)));
        assert_eq!(
            reduce(Colour::Rgb(250, 10, 10), Depth::Sixteen),
            Some(Colour::Indexed(9))
        );
        assert_eq!(
            reduce(Colour::Indexed(3), Depth::Sixteen),
            Some(Colour::Indexed(3))
        );
        assert_eq!(reduce(orange, Depth::None), None);
    }
}
