//! `$NAME` and `${NAME…}` in a text: what Compose fills in, and how it reads what only looks like a variable.
//!
//! The forms are `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME-word}`, `${NAME:+word}`, `${NAME+word}`,
//! `${NAME:?message}`, `${NAME?message}`, where words are filled in too, and `$$` for a dollar. A `$` that begins none of
//! them stays; a `${` that begins none of them is an error.

mod pattern;
mod scan;
#[cfg(test)]
mod tests;
mod variables;

use crate::compose::go;
use scan::{Form, Operator, Scanner};
use std::fmt;
use std::sync::Arc;

pub use pattern::can_become;
pub use scan::Malformed;
pub use variables::{VariableUse, variables};

/// Words in words; no person writes more, and each level reads its text again.
const MAX_DEPTH: usize = 100;

/// Bytes of one text once it is filled in. A few lines of `A=$A$A` would otherwise fill the memory.
const MAX_LENGTH: usize = 16 << 20;

/// A text with its variables filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The text.
    pub text: String,
    /// The variables that were asked for, in the order in which Compose asks.
    pub uses: Vec<Use>,
}

/// One variable that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Its name.
    pub name: Arc<str>,
    /// Whether it is set, perhaps to nothing.
    pub found: bool,
    /// It is not set, and its form does not say what then: Compose warns and takes it as empty.
    pub is_blank: bool,
}

impl Use {
    /// What Compose says of a variable that [`is_blank`](Self::is_blank).
    pub fn warning(&self) -> String {
        format!(
            "The {} variable is not set. Defaulting to a blank string.",
            go::quote(&self.name)
        )
    }
}

/// Why a text cannot be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// A `${` begins no form.
    Invalid {
        /// The text that Compose names: the one given, or a part of it where the fault is in a word or behind one.
        template: Arc<str>,
        /// Where the `${` stands in the text given, in bytes.
        at: usize,
        /// What is wrong with it.
        fault: Malformed,
    },
    /// A variable that must be set is not.
    Required {
        /// Its name.
        name: Arc<str>,
        /// What the form says, filled in; may be empty.
        message: Arc<str>,
    },
    /// Words are nested too deeply.
    TooDeep,
    /// The text would become too long.
    TooLong,
}

/// As Compose says it where it does not name the place, as in an env file.
impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid { template, .. } => {
                write!(f, "Invalid template: {}", go::quote(template))
            }
            Self::Required { name, message } => {
                write!(f, "required variable {name} is missing a value")?;
                if message.is_empty() {
                    Ok(())
                } else {
                    write!(f, ": {message}")
                }
            }
            Self::TooDeep => write!(f, "variables nested more than {MAX_DEPTH} levels deep"),
            Self::TooLong => write!(
                f,
                "longer than {} MiB once its variables are filled in",
                MAX_LENGTH >> 20
            ),
        }
    }
}

impl std::error::Error for TemplateError {}

impl TemplateError {
    /// As Compose says it of a value of a project, such as `services.api.image`.
    pub fn phrase(&self, path: impl fmt::Display) -> String {
        match self {
            Self::Invalid { template, .. } => format!(
                "invalid interpolation format for {path}.\nYou may need to escape any $ with another $.\n{template}"
            ),
            _ => format!("error while interpolating {path}: {self}"),
        }
    }

    /// Why, in our words, where the phrase does not say it.
    pub fn why(&self) -> Option<String> {
        match self {
            Self::Invalid { fault, .. } => Some(fault.to_string()),
            _ => None,
        }
    }

    /// The same, said of the text that has the word which begins at `start`.
    fn moved(self, start: usize) -> Self {
        match self {
            Self::Invalid {
                template,
                at,
                fault,
            } => Self::Invalid {
                template,
                at: at + start,
                fault,
            },
            other => other,
        }
    }
}

/// Fills in the variables of a text. `lookup` is asked for each variable that counts, in Compose's order: for one that
/// stands in a word only when the word is used.
///
/// # Errors
/// The first one, from the left.
pub fn substitute(
    text: &str,
    lookup: &mut dyn FnMut(&str) -> Option<Arc<str>>,
) -> Result<Filled, TemplateError> {
    let mut filler = Filler {
        lookup,
        length: 0,
        uses: Vec::new(),
    };
    let text = filler.fill(text, 0)?;
    Ok(Filled {
        text,
        uses: filler.uses,
    })
}

struct Filler<'l> {
    lookup: &'l mut dyn FnMut(&str) -> Option<Arc<str>>,
    /// Bytes written so far, on all levels.
    length: usize,
    uses: Vec<Use>,
}

impl Filler<'_> {
    fn fill(&mut self, text: &str, depth: usize) -> Result<String, TemplateError> {
        if depth > MAX_DEPTH {
            return Err(TemplateError::TooDeep);
        }
        let mut out = String::new();
        let mut copied = 0;
        // What stands behind a form with a word, up to the last brace of its line, is a text of its own to Compose.
        let mut behind = 0..0;
        for piece in Scanner::new(text) {
            let before = text.get(copied..piece.start).unwrap_or_default();
            self.push(&mut out, before)?;
            copied = piece.end;
            match piece.form {
                Form::Dollar => self.push(&mut out, "$")?,
                Form::Plain { name } => {
                    let value = self.ask(name, true);
                    self.push(&mut out, value.as_deref().unwrap_or_default())?;
                }
                Form::Invalid(fault) => {
                    let template = if behind.contains(&piece.start) {
                        text.get(behind).unwrap_or_default()
                    } else {
                        text
                    };
                    return Err(TemplateError::Invalid {
                        template: Arc::from(template),
                        at: piece.start,
                        fault,
                    });
                }
                Form::Operator {
                    name,
                    operator,
                    word,
                    line_end,
                } => {
                    let value = self.ask(name, false);
                    let start = word.start;
                    let word = text.get(word).unwrap_or_default();
                    let value = self
                        .operate(name, operator, value, word, depth)
                        .map_err(|error| error.moved(start))?;
                    self.push(&mut out, &value)?;
                    behind = piece.end..line_end;
                }
            }
        }
        self.push(&mut out, text.get(copied..).unwrap_or_default())?;
        Ok(out)
    }

    /// The value of a form with a word.
    fn operate(
        &mut self,
        name: &str,
        operator: Operator,
        value: Option<Arc<str>>,
        word: &str,
        depth: usize,
    ) -> Result<Arc<str>, TemplateError> {
        let counts = value
            .as_deref()
            .is_some_and(|value| !(operator.empty_is_unset() && value.is_empty()));
        match (operator, value) {
            (Operator::Default { .. } | Operator::Required { .. }, Some(value)) if counts => {
                Ok(value)
            }
            (Operator::Default { .. }, _) => Ok(Arc::from(self.fill(word, depth + 1)?)),
            (Operator::Required { .. }, _) => Err(TemplateError::Required {
                name: Arc::from(name),
                message: Arc::from(self.fill(word, depth + 1)?),
            }),
            (Operator::Alternative { .. }, _) if counts => {
                Ok(Arc::from(self.fill(word, depth + 1)?))
            }
            (Operator::Alternative { .. }, _) => Ok(Arc::from("")),
        }
    }

    fn ask(&mut self, name: &str, is_plain: bool) -> Option<Arc<str>> {
        let value = (self.lookup)(name);
        self.uses.push(Use {
            name: Arc::from(name),
            found: value.is_some(),
            is_blank: is_plain && value.is_none(),
        });
        value
    }

    fn push(&mut self, out: &mut String, text: &str) -> Result<(), TemplateError> {
        self.length = self.length.saturating_add(text.len());
        if self.length > MAX_LENGTH {
            return Err(TemplateError::TooLong);
        }
        out.push_str(text);
        Ok(())
    }
}
