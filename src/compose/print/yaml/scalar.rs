//! How a text is written: plain, in quotes or as a block.

use super::resolve::{is_special_in_yaml_11, is_text};

/// The ways to write a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    /// As it is.
    Plain,
    /// In single quotes.
    Single,
    /// In double quotes, with escapes.
    Double,
    /// As a block, `|`.
    Literal,
}

/// What the characters of a text allow.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one a style")]
pub(super) struct Analysis {
    /// It has line breaks, of any kind.
    pub(super) has_breaks: bool,
    is_plain_allowed: bool,
    is_single_allowed: bool,
    is_literal_allowed: bool,
}

/// How a text is written. A key that is written before its colon, on one line, `is_simple_key`.
pub(super) fn quoting(text: &str, analysis: Analysis, is_simple_key: bool) -> Quoting {
    let wished = if text.contains('\n') {
        if text.len() > 1 && !text.chars().all(char::is_whitespace) {
            Quoting::Literal
        } else {
            Quoting::Double
        }
    } else if is_special_in_yaml_11(text) {
        Quoting::Single
    } else if is_text(text) {
        Quoting::Plain
    } else {
        Quoting::Double
    };
    let wished = if is_simple_key && analysis.has_breaks {
        Quoting::Double
    } else {
        wished
    };
    match wished {
        Quoting::Plain if analysis.is_plain_allowed => Quoting::Plain,
        Quoting::Plain | Quoting::Single if analysis.is_single_allowed => Quoting::Single,
        Quoting::Literal if analysis.is_literal_allowed && !is_simple_key => Quoting::Literal,
        _ => Quoting::Double,
    }
}

/// The kinds of white space that rules are about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Space,
    Break,
    Other,
}

/// What the characters of a text allow.
pub(super) fn analyze(text: &str) -> Analysis {
    // The beginning and the end of a document.
    let mut has_indicators = text.starts_with("---") || text.starts_with("...");
    let mut has_breaks = false;
    let mut has_unprintable = false;
    let mut has_tab = false;
    let mut has_space_before_break = false;
    let mut has_space_after_break = false;
    let mut last = Last::Other;
    let mut is_after_blank = true;
    let mut characters = text.chars().peekable();
    let mut is_first = true;
    while let Some(character) = characters.next() {
        let is_before_blank = characters
            .peek()
            .is_none_or(|next| matches!(next, ' ' | '\t'));
        has_indicators |= match character {
            ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
            | '`' => is_first,
            '?' | '-' => is_first && is_before_blank,
            ':' => is_before_blank,
            '#' => is_after_blank,
            _ => false,
        };
        has_tab |= character == '\t';
        has_unprintable |= character != '\t' && !is_printable(character);
        if character == ' ' {
            has_space_after_break |= last == Last::Break;
            last = Last::Space;
        } else if is_break(character) {
            has_breaks = true;
            has_space_before_break |= last == Last::Space;
            last = Last::Break;
        } else {
            last = Last::Other;
        }
        is_after_blank = matches!(character, ' ' | '\t' | '\0') || is_break(character);
        is_first = false;
    }
    let is_white = |character: char| character == ' ' || is_break(character);
    let has_white_end = text.starts_with(is_white) || text.ends_with(is_white);
    let is_single_allowed =
        !(has_space_after_break || has_space_before_break || has_tab || has_unprintable);
    Analysis {
        has_breaks,
        is_plain_allowed: is_single_allowed && !has_white_end && !has_breaks && !has_indicators,
        is_single_allowed,
        is_literal_allowed: !(text.is_empty()
            || text.ends_with(' ')
            || has_space_before_break
            || has_unprintable),
    }
}

/// The library knows no characters beyond the first 65536.
pub(super) const fn is_printable(character: char) -> bool {
    matches!(
        character,
        '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}'
    )
}

pub(super) const fn is_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
