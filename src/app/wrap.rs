//! Wrapping pieces of text at words, for modals and pages.

use crate::app::columns::{head, line_width, width};
use crate::app::view::{Line, Tone};

/// The rows that a line takes in so many columns: broken at spaces, at characters only where a word has no room; rows
/// after the first are indented as the first is, and a little more.
pub(crate) fn wrap(line: &Line, columns: u16) -> Vec<Line> {
    if columns == 0 || line_width(line) <= columns {
        return vec![line.clone()];
    }
    let indent = line.first().map_or(0, |(_, text)| {
        let spaces = text.len() - text.trim_start_matches(' ').len();
        u16::try_from(spaces).unwrap_or(0) + 2
    });
    let indent = if indent * 2 > columns { 0 } else { indent };
    let mut rows: Vec<Line> = Vec::new();
    let mut row: Line = Vec::new();
    let mut used = 0;
    for (tone, text) in line {
        for word in text.split_inclusive(' ') {
            let mut word = word;
            let bare = width(word.trim_end_matches(' '));
            if used > 0 && used + bare > columns && (bare <= columns - indent || used == columns) {
                rows.push(std::mem::take(&mut row));
                used = start(&mut row, indent);
            }
            while used + width(word.trim_end_matches(' ')) > columns {
                let (mut end, _) = head(word, columns - used);
                if end == 0 && used <= indent {
                    // Not even one character has room: it is dropped rather than tried for ever.
                    let (one, taken) = head(word, 2);
                    if one == 0 || taken > columns {
                        break;
                    }
                    end = one;
                }
                push(&mut row, *tone, word.get(..end).unwrap_or_default());
                word = word.get(end..).unwrap_or_default();
                rows.push(std::mem::take(&mut row));
                used = start(&mut row, indent);
            }
            // Spaces at the end of a row need no room.
            let (end, taken) = head(word, columns - used.min(columns));
            push(&mut row, *tone, word.get(..end).unwrap_or_default());
            used += taken;
        }
    }
    rows.push(row);
    rows
}

/// Begins a row after the first.
fn start(row: &mut Line, indent: u16) -> u16 {
    if indent > 0 {
        row.push((Tone::Normal, " ".repeat(usize::from(indent))));
    }
    indent
}

fn push(row: &mut Line, tone: Tone, text: &str) {
    match row.last_mut() {
        Some((last, so_far)) if *last == tone => so_far.push_str(text),
        _ => row.push((tone, text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::view::line;

    fn wrapped(text: &str, columns: u16) -> Vec<String> {
        wrap(&line(Tone::Normal, text), columns)
            .iter()
            .map(|row| row.iter().map(|(_, text)| text.as_str()).collect())
            .collect()
    }

    #[test]
    fn lines_break_at_words() {
        assert_eq!(
            wrapped("→ your user is not in the group", 14),
            ["→ your user is", "  not in the ", "  group"]
        );
        assert_eq!(wrapped("short", 14), ["short"]);
    }

    #[test]
    fn long_words_break_where_they_must() {
        assert_eq!(
            wrapped("unix:///var/run/docker.sock", 10)
                .concat()
                .replace(' ', ""),
            "unix:///var/run/docker.sock"
        );
        for text in [
            "日本日本日本日本 日本日本",
            "aaaaaaaaaaaa bbb",
            "   x yyyyyyyyyyyyyyyyyyyyyyyyy",
        ] {
            for columns in 1..20 {
                for row in wrapped(text, columns) {
                    assert!(width(&row) <= columns.max(2), "{text} {columns} {row:?}");
                }
            }
        }
    }

    #[test]
    fn tones_stay_with_their_words() {
        let line = vec![
            (Tone::Bad, "one two ".to_owned()),
            (Tone::Dim, "three".to_owned()),
        ];
        let rows = wrap(&line, 8);
        assert_eq!(
            rows.last().and_then(|row| row.last()),
            Some(&(Tone::Dim, "three".to_owned()))
        );
    }
}
