//! What is to be said about a line of a settings file, and which name was probably meant.

use std::fmt;

use crate::model::text::nearest;

/// A finding in a file: a warning where the rest counts all the same, an error where it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The file as the person knows it: a path, or `dark.toml (built in)`.
    pub file: String,
    /// Its line, from 1; 0 where `file` is no file but a variable or an option.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Located {
    /// A finding without a hint.
    pub fn new(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line,
            message: message.into(),
            hint: None,
        }
    }

    /// `themes/mine.toml:3`, or the name alone of what has no lines.
    pub fn place(&self) -> String {
        match self.line {
            0 => self.file.clone(),
            line => format!("{}:{line}", self.file),
        }
    }

    /// The same with what to do.
    #[must_use]
    pub fn hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " (hint: {hint})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Located {}

/// The line of a byte offset, from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    1 + before
        .split(|byte| *byte == b'\n')
        .count()
        .saturating_sub(1)
}

/// ``did you mean `x`?`` for an unknown name, if one is near.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(name, candidates).map(|near| format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one() {
        assert_eq!([0, 1, 2, 3].map(|at| line_of("a\nb\n", at)), [1, 1, 2, 2]);
        assert_eq!(line_of("a\nb\n", 99), 3);
    }

    #[test]
    fn a_finding_reads_like_a_compiler_line() {
        let found = Located::new("themes/mine.toml", 3, "unknown token `x`")
            .hint(Some("did you mean `y`?".to_owned()));
        assert_eq!(
            found.to_string(),
            "themes/mine.toml:3: unknown token `x` (hint: did you mean `y`?)"
        );
    }
}
