//! Which variables a text asks for, whether or not they are set: `config --variables`.

use super::scan::{Form, Operator, Scanner};
use super::{MAX_DEPTH, MAX_LENGTH, TemplateError};
use std::ops::Range;
use std::sync::Arc;

/// A variable that a text asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VariableUse {
    /// Its name; empty for a `${` that begins no form.
    pub name: Arc<str>,
    /// It must be set.
    pub required: bool,
    /// What counts in its place, as written; empty where there is nothing.
    pub default: Arc<str>,
    /// What counts where it is set, as written; empty where there is nothing.
    pub alternate: Arc<str>,
}

impl VariableUse {
    /// Adds what another use of the same variable says; what is there already stays.
    pub fn merge(&mut self, other: &Self) {
        self.required |= other.required;
        if self.default.is_empty() {
            self.default = Arc::clone(&other.default);
        }
        if self.alternate.is_empty() {
            self.alternate = Arc::clone(&other.alternate);
        }
    }
}

/// The variables of a text and of its words, in Compose's order: for uses of the same variable, see
/// [`VariableUse::merge`].
///
/// # Errors
/// Words are nested too deeply, or are too long together.
pub fn variables(text: &str) -> Result<Vec<VariableUse>, TemplateError> {
    let mut collector = Collector::default();
    collector.collect(text, 0)?;
    Ok(collector.found)
}

#[derive(Default)]
struct Collector {
    found: Vec<VariableUse>,
    /// Bytes of all words, those in words counted again.
    length: usize,
}

impl Collector {
    fn collect(&mut self, text: &str, depth: usize) -> Result<(), TemplateError> {
        if depth > MAX_DEPTH {
            return Err(TemplateError::TooDeep);
        }
        // Compose takes what stands behind a form with a word first, up to the last brace of the line.
        let mut waiting: Vec<(VariableUse, Range<usize>)> = Vec::new();
        let mut waiting_end = 0;
        for piece in Scanner::new(text) {
            if piece.start >= waiting_end {
                self.release(&mut waiting, text, depth)?;
            }
            match piece.form {
                Form::Dollar => {}
                Form::Plain { name } => self.found.push(VariableUse {
                    name: Arc::from(name),
                    ..VariableUse::default()
                }),
                Form::Invalid(_) => self.found.push(VariableUse::default()),
                Form::Operator {
                    name,
                    operator,
                    word,
                    line_end,
                } => {
                    let written = text.get(word.clone()).unwrap_or_default();
                    self.length += written.len();
                    if self.length > MAX_LENGTH {
                        return Err(TemplateError::TooLong);
                    }
                    let mut variable = VariableUse {
                        name: Arc::from(name),
                        ..VariableUse::default()
                    };
                    let inner = match operator {
                        Operator::Required { .. } => {
                            variable.required = true;
                            0..0
                        }
                        Operator::Default { .. } => {
                            variable.default = Arc::from(written);
                            word
                        }
                        Operator::Alternative { .. } => {
                            variable.alternate = Arc::from(written);
                            word
                        }
                    };
                    waiting.push((variable, inner));
                    waiting_end = line_end;
                }
            }
        }
        self.release(&mut waiting, text, depth)
    }

    fn release(
        &mut self,
        waiting: &mut Vec<(VariableUse, Range<usize>)>,
        text: &str,
        depth: usize,
    ) -> Result<(), TemplateError> {
        while let Some((variable, word)) = waiting.pop() {
            self.found.push(variable);
            self.collect(text.get(word).unwrap_or_default(), depth + 1)?;
        }
        Ok(())
    }
}
