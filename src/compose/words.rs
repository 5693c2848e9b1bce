//! A command line in one text, split into words as Compose splits `command` and `entrypoint`.
//!
//! It is no shell: what stands behind `|`, `&`, `;`, `<` or `>` is dropped, `$(…)` and `` `…` `` stay as they are, and
//! `#` begins no comment.

use thiserror::Error;

/// Why a command line cannot be split. The words are Compose's.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("invalid command line string")]
pub struct SplitError {
    /// Where in the text the fault begins, in bytes.
    pub at: usize,
    /// What is wrong, in our words.
    pub why: &'static str,
}

#[derive(Clone, Copy)]
enum Open {
    Single,
    Double,
    Backtick,
    Substitution,
}

impl Open {
    const fn why(self) -> &'static str {
        match self {
            Self::Single => "a `'` is not closed",
            Self::Double => "a `\"` is not closed",
            Self::Backtick => "a `` ` `` is not closed",
            Self::Substitution => "a `$(` is not closed",
        }
    }
}

/// Splits a command line.
///
/// # Errors
/// A quote, a backtick or a `$(` is not closed, a parenthesis stands outside of quotes, or the last character is a `\`.
pub fn split(text: &str) -> Result<Vec<String>, SplitError> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    // What is open, and since where.
    let mut open: Option<(Open, usize)> = None;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        let inside = open.map(|(open, _)| open);
        match (character, inside) {
            ('\\', None | Some(Open::Double | Open::Backtick | Open::Substitution)) => {
                let (_, escaped) = characters.next().ok_or(SplitError {
                    at,
                    why: "nothing follows the last `\\`",
                })?;
                let word = word.get_or_insert_default();
                match (inside, escaped) {
                    (Some(Open::Backtick | Open::Substitution), _) => word.extend(['\\', escaped]),
                    (_, 't') => word.push('\t'),
                    (_, 'n') => word.push('\n'),
                    _ => word.push(escaped),
                }
                continue;
            }
            (' ' | '\t' | '\r' | '\n', None) => {
                words.extend(word.take());
                continue;
            }
            ('"', None) => {
                open = Some((Open::Double, at));
                continue;
            }
            ('\'', None) => {
                open = Some((Open::Single, at));
                continue;
            }
            ('"', Some(Open::Double)) | ('\'', Some(Open::Single)) => {
                // Nothing in quotes is a word too.
                word.get_or_insert_default();
                open = None;
                continue;
            }
            ('`', None) => open = Some((Open::Backtick, at)),
            ('`', Some(Open::Backtick)) | (')', Some(Open::Substitution)) => open = None,
            ('(', None) if word.as_deref().is_some_and(|word| word.ends_with('$')) => {
                open = Some((Open::Substitution, at));
            }
            ('(' | ')', None) | ('(', Some(Open::Substitution)) => {
                return Err(SplitError {
                    at,
                    why: "a parenthesis must stand in quotes",
                });
            }
            ('|' | '&' | ';' | '<' | '>', None) => {
                // The number of a stream that is sent elsewhere.
                if character == '>' && word.as_deref().is_some_and(is_number) {
                    word = None;
                }
                break;
            }
            _ => {}
        }
        word.get_or_insert_default().push(character);
    }
    words.extend(word);
    match open {
        None => Ok(words),
        Some((open, at)) => Err(SplitError {
            at,
            why: open.why(),
        }),
    }
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn command_lines_are_split_as_compose_does() {
        for (text, expected) in [
            ("a  'b c' \"d'e\" f\\ g", vec!["a", "b c", "d'e", "f g"]),
            ("a'b'\"c\"d ''", vec!["abcd", ""]),
            ("\"a\\tb\\x\" 'a\\tb'", vec!["a\tbx", "a\\tb"]),
            ("a && b", vec!["a"]),
            ("a|b", vec!["a"]),
            ("| a", vec![]),
            ("a 2>b", vec!["a"]),
            ("a \"2\"3>b", vec!["a"]),
            ("a 2x>b", vec!["a", "2x"]),
            ("''>b", vec![""]),
            ("a 2<b", vec!["a", "2"]),
            ("\"a|b\" a\\|b", vec!["a|b", "a|b"]),
            ("$(a \"b | c) d", vec!["$(a \"b | c)", "d"]),
            ("`a 'b (c` d", vec!["`a 'b (c`", "d"]),
            ("`a\\`b\\n` $(\\))", vec!["`a\\`b\\n`", "$(\\))"]),
            ("'$'(a)", vec!["$(a)"]),
            ("a # b", vec!["a", "#", "b"]),
            ("a\u{a0}b\u{b}c", vec!["a\u{a0}b\u{b}c"]),
        ] {
            assert_eq!(
                split(text),
                Ok(expected.into_iter().map(String::from).collect()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_cannot_be_split_says_where_and_why() {
        for (text, at, why) in [
            ("a 'b", 2, "a `'` is not closed"),
            ("é \"b", 3, "a `\"` is not closed"),
            ("a `b", 2, "a `` ` `` is not closed"),
            ("a $(b", 3, "a `$(` is not closed"),
            ("a (b)", 2, "a parenthesis must stand in quotes"),
            ("a b)", 3, "a parenthesis must stand in quotes"),
            ("$(a (b))", 4, "a parenthesis must stand in quotes"),
            ("a\\", 1, "nothing follows the last `\\`"),
        ] {
            let error = split(text).unwrap_err();
            assert_eq!((error.at, error.why), (at, why), "{text}");
            assert_eq!(error.to_string(), "invalid command line string");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_split_or_refused(text in "([ab2]|[\"'`\\\\$()|&;<> \t\n]|.){0,40}") {
            if let Err(error) = split(&text) {
                prop_assert!(text.is_char_boundary(error.at));
            }
        }

        #[test]
        fn quoted_words_come_back(words in prop::collection::vec(any::<String>(), 0..6)) {
            let quoted: Vec<String> = words
                .iter()
                .map(|word| format!("'{}'", word.replace('\'', "'\\''")))
                .collect();
            prop_assert_eq!(split(&quoted.join(" ")), Ok(words));
        }
    }
}
