//! Text by columns: how wide it is, and what of it is put on the screen.
//!
//! Terminals disagree about emoji made of several characters (joined by U+200D, with a variation selector, a skin
//! tone, a flag of two letters): one counts 2 columns where the other counts 6, and every border to the right breaks.
//! So such clusters are taken apart into characters that all terminals agree on.

use crate::app::view::Line;
use unicode_segmentation::{Graphemes, UnicodeSegmentation};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Most bytes of one cell: a letter with its marks; the marks of "zalgo" texts would pile up over other rows.
const MOST_BYTES: usize = 24;

/// The pieces that text is put on the screen in: what stands in one cell (or in two), and the columns it takes.
#[derive(Clone, Debug)]
pub(crate) struct Pieces<'a> {
    rest: &'a str,
    /// Where `rest` is not ASCII.
    graphemes: Option<Graphemes<'a>>,
    /// A cluster being taken apart.
    parts: &'a str,
    ascii: bool,
}

/// Takes text apart. With `ascii`, signs of our own are exchanged for ASCII ones of the same width; text of others in
/// other scripts stays.
pub(crate) fn pieces(text: &str, ascii: bool) -> Pieces<'_> {
    Pieces {
        rest: text,
        graphemes: (!text.is_ascii()).then(|| text.graphemes(true)),
        parts: "",
        ascii,
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (&'a str, u16);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(character) = self.parts.chars().next() {
                let (part, rest) = self.parts.split_at(character.len_utf8());
                self.parts = rest;
                if let Some(found) = lone(character, part) {
                    return Some(found);
                }
                continue;
            }
            let Some(graphemes) = &mut self.graphemes else {
                let (part, rest) = self.rest.split_at_checked(1)?;
                self.rest = rest;
                return Some((
                    if part < " " || part == "\u{7f}" {
                        "?"
                    } else {
                        part
                    },
                    1,
                ));
            };
            let cluster = graphemes.next()?;
            let mut characters = cluster.chars();
            let first = characters.next()?;
            if characters.next().is_none() {
                if self.ascii
                    && let Some(sign) = ascii_sign(first)
                {
                    return Some((sign, 1));
                }
                if let Some(found) = lone(first, cluster) {
                    return Some(found);
                }
            } else if cluster.len() > MOST_BYTES || cluster.chars().any(is_disputed) {
                self.parts = cluster;
            } else if let width @ 1.. = cluster.width() {
                return Some((cluster, u16::try_from(width).unwrap_or(1)));
            }
        }
    }
}

/// What is shown of a character on its own; nothing of one that has no width.
fn lone(character: char, text: &str) -> Option<(&str, u16)> {
    match character {
        '\u{1f1e6}'..='\u{1f1ff}' => {
            const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
            let index = character as usize - 0x1f1e6;
            LETTERS.get(index..=index).map(|letter| (letter, 1))
        }
        '\u{1f3fb}'..='\u{1f3ff}' => None,
        // The terminal library counts the half-width sound marks twice: the full-width ones mean the same.
        '\u{ff9e}' => Some(("゛", 2)),
        '\u{ff9f}' => Some(("゜", 2)),
        _ if character.is_control() => Some(("?", 1)),
        _ => match character.width() {
            None | Some(0) => None,
            Some(width) => Some((text, u16::try_from(width).unwrap_or(1))),
        },
    }
}

/// Characters whose clusters have different widths in different terminals.
fn is_disputed(character: char) -> bool {
    matches!(character,
        '\u{200d}' | '\u{ff9e}' | '\u{ff9f}' | '\u{20e3}' | '\u{fe0e}' | '\u{fe0f}'
        | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
        || character.is_control()
}

/// What stands for a sign of ours on a terminal with ASCII only; each one column wide, as the sign is.
pub(crate) fn ascii_sign(character: char) -> Option<&'static str> {
    Some(match character {
        '·' | '•' | '─' | '–' | '—' => "-",
        '×' | '✗' | '✘' => "x",
        '→' | '▸' | '›' | '»' | '≥' => ">",
        '←' | '‹' | '«' | '≤' => "<",
        '↑' => "^",
        '↓' | '▾' => "v",
        '…' | '◔' => "~",
        '▲' | '≠' => "!",
        'Δ' => "d",
        '●' | '✓' | '✔' => "*",
        '○' => "o",
        '◑' => "%",
        '‖' | '⏸' => "=",
        '±' => "#",
        '│' => "|",
        '’' | '‘' => "'",
        '“' | '”' => "\"",
        _ => return None,
    })
}

/// Columns that text takes.
pub(crate) fn width(text: &str) -> u16 {
    if text.is_ascii() {
        return u16::try_from(text.len()).unwrap_or(u16::MAX);
    }
    pieces(text, false).fold(0, |sum, (_, width)| sum.saturating_add(width))
}

/// Columns of pieces of text.
pub(crate) fn line_width(line: &Line) -> u16 {
    line.iter()
        .fold(0, |sum, (_, text)| sum.saturating_add(width(text)))
}

/// The byte offset behind the longest beginning of text that has room, and its columns.
pub(crate) fn head(text: &str, columns: u16) -> (usize, u16) {
    if text.is_ascii() {
        let length = text.len().min(usize::from(columns));
        return (length, u16::try_from(length).unwrap_or(columns));
    }
    let (mut end, mut used) = (0, 0);
    for cluster in text.graphemes(true) {
        let width = width(cluster);
        if used + width > columns {
            break;
        }
        used += width;
        end += cluster.len();
    }
    (end, used)
}

/// The byte offset before the longest end of text that has room, and its columns.
pub(crate) fn tail(text: &str, columns: u16) -> (usize, u16) {
    if text.is_ascii() {
        let length = text.len().min(usize::from(columns));
        return (
            text.len() - length,
            u16::try_from(length).unwrap_or(columns),
        );
    }
    let (mut start, mut used) = (text.len(), 0);
    for cluster in text.graphemes(true).rev() {
        let width = width(cluster);
        if used + width > columns {
            break;
        }
        used += width;
        start -= cluster.len();
    }
    (start, used)
}

/// The two ends of a name that is cut in the middle: its beginning is its group, its end tells replicas apart.
/// `None` where all of it has room.
pub(crate) fn ends(text: &str, columns: u16) -> Option<(&str, &str)> {
    if width(text) <= columns {
        return None;
    }
    let room = columns.saturating_sub(1);
    let (end, used) = head(text, room.div_ceil(2));
    let (start, _) = tail(text, room.saturating_sub(used));
    Some((text.get(..end)?, text.get(start.max(end)..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        pieces(text, false).map(|(piece, _)| piece).collect()
    }

    #[test]
    fn wide_characters_take_two_columns() {
        for (text, columns) in [
            ("abc", 3),
            ("日本", 4),
            ("é", 1),
            ("e\u{301}", 1),
            ("한", 2),
            ("\u{1112}\u{1161}\u{11ab}", 2),
            ("ｱﾞ", 3),
            ("", 0),
        ] {
            assert_eq!(width(text), columns, "{text}");
        }
    }

    #[test]
    fn clusters_that_terminals_disagree_about_are_taken_apart() {
        for (text, left) in [
            ("\u{2764}\u{fe0f}", "\u{2764}"),
            ("👨\u{200d}👩\u{200d}👧", "👨👩👧"),
            ("👍🏽", "👍"),
            ("🇩🇪", "DE"),
            ("1\u{fe0f}\u{20e3}", "1"),
            ("ｶ\u{ff9e}", "ｶ゛"),
        ] {
            assert_eq!(shown(text), left);
        }
    }

    #[test]
    fn control_characters_never_pass() {
        assert_eq!(shown("a\u{1b}[31m\u{7f}\n"), "a?[31m??");
        assert_eq!(shown("é\u{9b}x\r\n"), "é?x??");
    }

    #[test]
    fn towers_of_marks_are_torn_down() {
        let tower = format!("z{}", "\u{301}".repeat(50));
        assert_eq!(shown(&tower), "z");
    }

    #[test]
    fn signs_of_ours_have_ascii_ones_and_other_scripts_stay() {
        let text: String = pieces("exit 1 · 12× → ▲ Δ 日本 Привет", true)
            .map(|(piece, _)| piece)
            .collect();
        assert_eq!(text, "exit 1 - 12x > ! d 日本 Привет");
    }

    #[test]
    fn names_are_cut_in_the_middle() {
        let cut = |text, columns| {
            ends(text, columns).map_or(text.to_owned(), |(head, tail)| format!("{head}…{tail}"))
        };
        assert_eq!(cut("shop-api-1", 10), "shop-api-1");
        assert_eq!(cut("shop-background-worker-12", 12), "shop-b…er-12");
        assert_eq!(cut("日本日本日本", 7), "日…日本");
        assert_eq!(cut("abc", 1), "…");
        assert_eq!(cut("abc", 2), "a…");
    }

    #[test]
    fn heads_and_tails_never_split_a_character() {
        let text = "a日本e\u{301}👍🏽z";
        for columns in 0..12 {
            let (end, used) = head(text, columns);
            assert!(used <= columns && text.is_char_boundary(end));
            let (start, used) = tail(text, columns);
            assert!(used <= columns && text.is_char_boundary(start));
        }
    }
}
