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

#[derive(Clone, Copy, PartialEq, Eq)]
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

/// What is open, and since where. Quotes count within backticks, and backticks within `$(…)`.
#[derive(Default)]
struct State {
    open: Vec<(Open, usize)>,
}

impl State {
    fn has(&self, open: Open) -> bool {
        self.open.iter().any(|(other, _)| *other == open)
    }

    fn toggle(&mut self, open: Open, at: usize) {
        let before = self.open.len();
        self.open.retain(|(other, _)| *other != open);
        if self.open.len() == before {
            self.open.push((open, at));
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
    let mut state = State::default();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        let is_open = |open| state.has(open);
        match character {
            '\\' if !is_open(Open::Single) => {
                let (_, escaped) = characters.next().ok_or(SplitError {
                    at,
                    why: "nothing follows the last `\\`",
                })?;
                word.get_or_insert_default().push(match escaped {
                    't' => '\t',
                    'n' => '\n',
                    other => other,
                });
                continue;
            }
            '\\' => {
                word.get_or_insert_default().push('\\');
                continue;
            }
            ' ' | '\t' | '\r' | '\n' if state.open.is_empty() => {
                words.extend(word.take());
                continue;
            }
            '"' if !is_open(Open::Single) && !is_open(Open::Substitution) => {
                if is_open(Open::Double) {
                    word.get_or_insert_default();
                }
                state.toggle(Open::Double, at);
                continue;
            }
            '\'' if !is_open(Open::Double) && !is_open(Open::Substitution) => {
                if is_open(Open::Single) {
                    word.get_or_insert_default();
                }
                state.toggle(Open::Single, at);
                continue;
            }
            '`' if !is_open(Open::Single)
                && !is_open(Open::Double)
                && !is_open(Open::Substitution) =>
            {
                state.toggle(Open::Backtick, at);
            }
            '(' | ')'
                if !is_open(Open::Single) && !is_open(Open::Double) && !is_open(Open::Backtick) =>
            {
                let inside = is_open(Open::Substitution);
                let begins = word.as_deref().is_some_and(|word| word.ends_with('$'));
                if (character == '(') == inside || (character == '(' && !begins) {
                    return Err(SplitError {
                        at,
                        why: "a parenthesis must stand in quotes",
                    });
                }
                state.toggle(Open::Substitution, at);
            }
            '|' | '&' | ';' | '<' | '>' if state.open.is_empty() => {
                // The number of a stream that is sent elsewhere.
                if character == '>' && word.as_deref().is_some_and(begins_with_digit) {
                    word = None;
                }
                break;
            }
            _ => {}
        }
        word.get_or_insert_default().push(character);
    }
    words.extend(word);
    match state.open.first() {
        None => Ok(words),
        Some((open, at)) => Err(SplitError {
            at: *at,
            why: open.why(),
        }),
    }
}

fn begins_with_digit(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
}
