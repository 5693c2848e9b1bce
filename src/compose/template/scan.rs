//! Finds the forms that begin with `$` in a text.

use std::fmt;
use std::ops::Range;

/// What begins with a `$`, and where it stands.
pub(super) struct Piece<'t> {
    /// Where the `$` is.
    pub(super) start: usize,
    /// Past the form.
    pub(super) end: usize,
    pub(super) form: Form<'t>,
}

pub(super) enum Form<'t> {
    /// `$$`
    Dollar,
    /// `$NAME` and `${NAME}`
    Plain { name: &'t str },
    /// `${NAME:-word}` and the like.
    Operator {
        name: &'t str,
        operator: Operator,
        /// Where the word stands.
        word: Range<usize>,
        /// Past the last `}` of the line.
        line_end: usize,
    },
    /// A `${` that begins no form.
    Invalid(Malformed),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    /// `-` and `:-`
    Default { colon: bool },
    /// `+` and `:+`
    Alternative { colon: bool },
    /// `?` and `:?`
    Required { colon: bool },
}

impl Operator {
    /// With a colon, a variable set to nothing is as good as not set.
    pub(super) const fn empty_is_unset(self) -> bool {
        let (Self::Default { colon } | Self::Alternative { colon } | Self::Required { colon }) =
            self;
        colon
    }

    /// The operator at the beginning of a text, and its length.
    fn at(text: &str) -> Option<(Self, usize)> {
        let rest = text.strip_prefix(':');
        let colon = rest.is_some();
        let operator = match rest.unwrap_or(text).as_bytes().first()? {
            b'-' => Self::Default { colon },
            b'+' => Self::Alternative { colon },
            b'?' => Self::Required { colon },
            _ => return None,
        };
        Some((operator, 1 + usize::from(colon)))
    }
}

/// What is wrong with a `${`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// No `}` follows on its line.
    Unclosed,
    /// `${}`
    NoName,
    /// What stands there cannot begin a name.
    Name(char),
    /// What stands behind the name is no operator.
    Operator {
        /// The name.
        name: String,
        /// What stands there.
        found: char,
    },
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unclosed => f.write_str("a `${` has no `}` on its line"),
            Self::NoName => f.write_str("`${}` names no variable"),
            Self::Name(found) => write!(
                f,
                "a variable's name begins with a letter or `_`, not with `{}`",
                found.escape_debug()
            ),
            Self::Operator { name, found } => write!(
                f,
                "`{}` after `{name}` is no operator; there are `:-` `-` `:+` `+` `:?` `?`",
                found.escape_debug()
            ),
        }
    }
}

/// Goes through the forms of a text, from the left.
pub(super) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// Where the line ends that was looked at last, and past its last `}`.
    line: Option<(usize, usize)>,
}

impl<'t> Scanner<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            line: None,
        }
    }

    fn rest(&self, from: usize) -> &'t str {
        self.text.get(from..).unwrap_or_default()
    }

    fn braced(&mut self, start: usize) -> Piece<'t> {
        let begin = start + 2;
        let inner = self.rest(begin);
        let (name, tail) = inner.split_at(name_length(inner));
        if !name.is_empty() {
            let name_end = begin + name.len();
            if let Some((operator, length)) = Operator::at(tail)
                && let Some(line_end) = self.last_brace(name_end + length)
            {
                let closing = closing_brace(self.text.get(start..line_end).unwrap_or_default());
                let closing = closing.map_or(line_end - 1, |closing| start + closing);
                return Piece {
                    start,
                    end: closing + 1,
                    form: Form::Operator {
                        name,
                        operator,
                        word: name_end + length..closing,
                        line_end,
                    },
                };
            }
            if tail.starts_with('}') {
                return Piece {
                    start,
                    end: name_end + 1,
                    form: Form::Plain { name },
                };
            }
        }
        Piece {
            start,
            end: begin,
            form: Form::Invalid(malformed(name, tail)),
        }
    }

    /// Past the last `}` of the line, if one stands at `from` or behind it.
    fn last_brace(&mut self, from: usize) -> Option<usize> {
        let past = match self.line {
            Some((end, past)) if from <= end => past,
            _ => {
                let rest = self.rest(from);
                let line = rest.split('\n').next().unwrap_or_default();
                let past = line.rfind('}').map_or(0, |brace| from + brace + 1);
                self.line = Some((from + line.len(), past));
                past
            }
        };
        (past > from).then_some(past)
    }
}

impl<'t> Iterator for Scanner<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        loop {
            let start = self.at + self.rest(self.at).find('$')?;
            let rest = self.rest(start + 1);
            let length = name_length(rest);
            let piece = if rest.starts_with('$') {
                Piece {
                    start,
                    end: start + 2,
                    form: Form::Dollar,
                }
            } else if rest.starts_with('{') {
                self.braced(start)
            } else if length > 0 {
                Piece {
                    start,
                    end: start + 1 + length,
                    form: Form::Plain {
                        name: rest.get(..length).unwrap_or_default(),
                    },
                }
            } else {
                self.at = start + 1;
                continue;
            };
            self.at = piece.end;
            return Some(piece);
        }
    }
}

fn malformed(name: &str, tail: &str) -> Malformed {
    match tail.chars().next() {
        None => Malformed::Unclosed,
        Some('}') => Malformed::NoName,
        Some(found) if name.is_empty() => Malformed::Name(found),
        Some(_) if Operator::at(tail).is_some() => Malformed::Unclosed,
        Some(found) => Malformed::Operator {
            name: name.to_owned(),
            found,
        },
    }
}

/// Bytes of the name at the beginning of a text.
fn name_length(text: &str) -> usize {
    // The two that are not of ASCII are `s` and `k` when case does not count, and it does not here.
    let is_letter = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '\u{17f}' | '\u{212a}');
    if !text.starts_with(is_letter) {
        return 0;
    }
    text.find(|c: char| !is_letter(c) && !c.is_ascii_digit())
        .unwrap_or(text.len())
}

/// Where the brace is closed that a form begins with. What stands right behind an opening brace is not looked at.
fn closing_brace(form: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut bytes = form.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'{' => {
                depth += 1;
                bytes.next();
            }
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}
