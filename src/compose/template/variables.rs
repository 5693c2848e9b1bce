//! Which variables a text asks for, whether or not they are set: `config --variables`.

use super::scan::{Form, Operator, Scanner};
use super::{MAX_DEPTH, TemplateError};
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

/// The variables of a text and of its words, in Compose's order: where one is named twice, the last counts.
///
/// # Errors
/// Words are nested too deeply.
pub fn variables(text: &str) -> Result<Vec<VariableUse>, TemplateError> {
    let mut found = Vec::new();
    collect(text, 0, &mut found)?;
    Ok(found)
}

fn collect(text: &str, depth: usize, found: &mut Vec<VariableUse>) -> Result<(), TemplateError> {
    if depth > MAX_DEPTH {
        return Err(TemplateError::TooDeep);
    }
    // Compose takes what stands behind a form with a word first, up to the last brace of the line.
    let mut waiting: Vec<(VariableUse, Range<usize>)> = Vec::new();
    let mut waiting_end = 0;
    for piece in Scanner::new(text) {
        if piece.start >= waiting_end {
            release(&mut waiting, text, depth, found)?;
        }
        match piece.form {
            Form::Dollar => {}
            Form::Plain { name } => found.push(VariableUse {
                name: Arc::from(name),
                ..VariableUse::default()
            }),
            Form::Invalid(_) => found.push(VariableUse::default()),
            Form::Operator {
                name,
                operator,
                word,
                line_end,
            } => {
                let mut variable = VariableUse {
                    name: Arc::from(name),
                    ..VariableUse::default()
                };
                let written = Arc::from(text.get(word.clone()).unwrap_or_default());
                let inner = match operator {
                    Operator::Required { .. } => {
                        variable.required = true;
                        0..0
                    }
                    Operator::Default { .. } => {
                        variable.default = written;
                        word
                    }
                    Operator::Alternative { .. } => {
                        variable.alternate = written;
                        word
                    }
                };
                waiting.push((variable, inner));
                waiting_end = line_end;
            }
        }
    }
    release(&mut waiting, text, depth, found)
}

fn release(
    waiting: &mut Vec<(VariableUse, Range<usize>)>,
    text: &str,
    depth: usize,
    found: &mut Vec<VariableUse>,
) -> Result<(), TemplateError> {
    while let Some((variable, word)) = waiting.pop() {
        found.push(variable);
        collect(text.get(word).unwrap_or_default(), depth + 1, found)?;
    }
    Ok(())
}
