//! Makes text from outside harmless: names, labels, messages and logs cannot move the cursor, change the title, write
//! the clipboard or reorder what stands beside them.

use crate::model::log::{Sgr, Span, StyledText};

/// Replaces what a terminal would act on: control characters (line breaks too) become `�`, invisible and reordering
/// marks vanish. For names, labels and one-line messages.
pub fn sanitise(text: &str) -> String {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return text.to_owned();
    }
    text.chars()
        .filter_map(|character| match character {
            '\t' => Some(' '),
            character if character.is_control() => Some('\u{fffd}'),
            character if is_hidden(character) => None,
            character => Some(character),
        })
        .collect()
}

/// As [`sanitise`], but line breaks stay, and escape sequences are dropped whole. For messages and outputs of several
/// lines.
pub fn sanitise_lines(text: &str) -> String {
    text.lines()
        .map(|line| styled(line).text)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Marks that are invisible and change how the text around them is shown: bidirectional controls, zero-width
/// characters but for the joiner inside emoji, byte order marks, interlinear and tag characters.
pub const fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{061c}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Reads one line of a log: colours (SGR) are kept as spans, every other escape sequence (CSI, OSC, DCS, APC, charset,
/// C1) and control character is dropped, `\r` starts the line anew as a terminal would show it, tabs go to columns of 8.
pub fn styled(line: &str) -> StyledText {
    if line.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return StyledText {
            text: line.to_owned(),
            spans: Vec::new(),
        };
    }
    let mut out = StyledText::default();
    let mut style = Sgr::default();
    let mut columns = 0_usize;
    let mut rest = line.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\u{1b}' => match rest.next() {
                Some('[') => read_csi(&mut rest, &mut style, &mut out),
                Some(']' | 'P' | 'X' | '^' | '_') => skip_string(&mut rest),
                Some('(' | ')' | '*' | '+' | '-' | '.' | '/' | '#' | '%' | ' ') => {
                    rest.next();
                }
                _ => {}
            },
            '\u{9b}' => read_csi(&mut rest, &mut style, &mut out),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => skip_string(&mut rest),
            '\r' => {
                if rest.peek().is_some() {
                    out = StyledText::default();
                    columns = 0;
                    mark(&mut out, &style);
                }
            }
            '\t' => {
                let width = 8 - columns % 8;
                out.text.extend(std::iter::repeat_n(' ', width));
                columns += width;
            }
            character if character.is_control() || is_hidden(character) => {}
            character => {
                out.text.push(character);
                columns += 1;
            }
        }
    }
    out
}

/// Notes that from here on `style` holds.
fn mark(out: &mut StyledText, style: &Sgr) {
    let start = u32::try_from(out.text.len()).unwrap_or(u32::MAX);
    match out.spans.last_mut() {
        Some(last) if last.start == start => last.style = style.clone(),
        Some(last) if last.style == *style => {}
        None if *style == Sgr::default() => {}
        _ => out.spans.push(Span {
            start,
            style: style.clone(),
        }),
    }
}

fn read_csi(
    rest: &mut std::iter::Peekable<std::str::Chars<'_>>,
    style: &mut Sgr,
    out: &mut StyledText,
) {
    let mut parameters = String::new();
    while let Some(&character) = rest.peek() {
        match character {
            '\u{40}'..='\u{7e}' => {
                rest.next();
                if character == 'm'
                    && parameters
                        .chars()
                        .all(|byte| byte.is_ascii_digit() || matches!(byte, ';' | ':'))
                {
                    style.apply(&parameters);
                    mark(out, style);
                }
                return;
            }
            '\u{20}'..='\u{3f}' => {
                if parameters.len() < 64 {
                    parameters.push(character);
                }
                rest.next();
            }
            // Broken off: what follows is text again.
            _ => return,
        }
    }
}

/// Skips to the end of an OSC, DCS, SOS, PM or APC string: BEL, ST, or the end of the line.
fn skip_string(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    while let Some(character) = rest.next() {
        match character {
            '\u{7}' | '\u{9c}' => return,
            '\u{1b}' => {
                if rest.peek() == Some(&'\\') {
                    rest.next();
                }
                return;
            }
            _ => {}
        }
    }
}

/// How many single-character edits lie between two words, a swap of neighbours counting once (optimal string
/// alignment): for "did you mean".
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = changed.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// The candidate that `name` was probably meant to be: few edits away, or differing in case only.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody mistypes more than this, and it may be a whole file.
    let wanted: String = name.to_lowercase().chars().take(64).collect();
    let most = (wanted.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .map(|candidate| (distance(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(edits, _)| *edits <= most)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::log::Colour;

    #[test]
    fn distances_count_edits() {
        let of = |a, b| distance(a, b);
        assert_eq!(
            [
                of("", "abc"),
                of("restrat", "restart"),
                of("kitten", "sitting"),
                of("x", "x")
            ],
            [3, 1, 3, 0]
        );
    }

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        let names = ["state.failing", "state.running", "pane.border"];
        assert_eq!(nearest("state.faling", names), Some("state.failing"));
        assert_eq!(nearest("State.Running", names), Some("state.running"));
        assert_eq!(nearest("pane.bodrer", names), Some("pane.border"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest("", names), None);
    }

    #[test]
    fn names_cannot_carry_control_characters() {
        assert_eq!(sanitise("api\u{1b}]0;x\u{7}"), "api\u{fffd}]0;x\u{fffd}");
        assert_eq!(sanitise("a\u{202e}b\nc"), "ab\u{fffd}c");
    }

    #[test]
    fn colours_of_a_log_pass_and_nothing_else() {
        let line =
            "\u{1b}]52;c;aGk=\u{7}\u{1b}[31mred\u{1b}[0m\u{1b}[2J \u{1b}Pq#\u{1b}\\x\u{9b}1mb";
        let read = styled(line);
        assert_eq!(read.text, "red xb");
        let spans: Vec<_> = read
            .spans
            .iter()
            .map(|span| (span.start, span.style.foreground, span.style.bold))
            .collect();
        assert_eq!(
            spans,
            [
                (0, Some(Colour::Indexed(1)), false),
                (3, None, false),
                (5, None, true)
            ]
        );
    }

    #[test]
    fn a_carriage_return_leaves_the_last_state_of_the_line() {
        assert_eq!(styled("10%\r50%\r100%").text, "100%");
        assert_eq!(styled("done\r").text, "done");
    }

    #[test]
    fn long_colours_are_read_in_both_spellings() {
        for line in [
            "\u{1b}[38;2;1;2;3mx",
            "\u{1b}[38:2::1:2:3mx",
            "\u{1b}[38:2:1:2:3mx",
        ] {
            assert_eq!(
                styled(line).spans[0].style.foreground,
                Some(Colour::Rgb(1, 2, 3)),
                "{line:?}"
            );
        }
        assert_eq!(
            styled("\u{1b}[48;5;200mx").spans[0].style.background,
            Some(Colour::Indexed(200))
        );
    }
}
