//! What is wrong or odd with a project, as a value: what, where, why, and what to do.

use crate::compose::origin::{Files, Origin, Place};
use crate::compose::path::FieldPath;
use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The project can be used.
    Warning,
    /// It cannot.
    Error,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in Compose's own words, so that scripts and habits keep working.
    pub phrase: String,
    /// Where it is written.
    pub at: Option<Place>,
    /// Which value of the project it is about.
    pub path: Option<FieldPath>,
    /// Why it is wrong, in our words.
    pub why: Option<String>,
    /// What to do: the nearest valid key, the form that is meant.
    pub hint: Option<String>,
    /// Other places that belong to it, each with what stands there.
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    /// An error.
    pub fn error(phrase: impl Into<String>) -> Self {
        Self::new(Severity::Error, phrase)
    }

    /// A warning.
    pub fn warning(phrase: impl Into<String>) -> Self {
        Self::new(Severity::Warning, phrase)
    }

    fn new(severity: Severity, phrase: impl Into<String>) -> Self {
        Self {
            severity,
            phrase: phrase.into(),
            at: None,
            path: None,
            why: None,
            hint: None,
            related: Vec::new(),
        }
    }

    /// Where a value is written.
    #[must_use]
    pub fn from_origin(self, origin: &Origin) -> Self {
        self.at(origin.place())
    }

    /// Where it is.
    #[must_use]
    pub fn at(mut self, at: impl Into<Option<Place>>) -> Self {
        self.at = at.into();
        self
    }

    /// Which value it is about.
    #[must_use]
    pub fn about(mut self, path: &FieldPath) -> Self {
        self.path = Some(path.clone());
        self
    }

    /// Why it is wrong.
    #[must_use]
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// What to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Another place that belongs to it.
    #[must_use]
    pub fn related(mut self, at: impl Into<Option<Place>>, what: impl Into<String>) -> Self {
        self.related.extend(at.into().map(|at| (at, what.into())));
        self
    }

    /// As text, with the line and a caret below the place.
    pub const fn located<'a>(&'a self, files: &'a Files) -> Located<'a> {
        Located {
            diagnostic: self,
            files,
        }
    }
}

/// [`Diagnostic::located`]: `compose.yaml:3:5: what is wrong`, the line, a caret, why, and what to do.
pub struct Located<'a> {
    diagnostic: &'a Diagnostic,
    files: &'a Files,
}

impl fmt::Display for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic {
            phrase,
            at,
            why,
            hint,
            related,
            ..
        } = self.diagnostic;
        if let Some(at) = at {
            write_name(f, *at, self.files)?;
            f.write_str(": ")?;
        }
        f.write_str(phrase)?;
        if let Some(at) = at {
            write_line(f, *at, self.files)?;
        }
        if let Some(why) = why {
            write!(f, "\n  {why}")?;
        }
        for (place, what) in related {
            f.write_str("\n  ")?;
            write_name(f, *place, self.files)?;
            write!(f, ": {what}")?;
        }
        if let Some(hint) = hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

fn write_name(f: &mut fmt::Formatter<'_>, at: Place, files: &Files) -> fmt::Result {
    if let Some(file) = files.get(at.file) {
        write!(f, "{}:", file.path.display())?;
    }
    write!(f, "{}:{}", at.span.line, at.span.column)
}

fn write_line(f: &mut fmt::Formatter<'_>, at: Place, files: &Files) -> fmt::Result {
    let index = usize::try_from(at.span.line.saturating_sub(1)).unwrap_or(usize::MAX);
    let Some(line) = files
        .get(at.file)
        .and_then(|file| file.text.lines().nth(index))
    else {
        return Ok(());
    };
    let number = at.span.line.to_string();
    let before = usize::try_from(at.span.column.saturating_sub(1)).unwrap_or(0);
    // Tabs are kept, so that the caret stands below its character.
    let indent: String = line
        .chars()
        .take(before)
        .map(|character| if character == '\t' { '\t' } else { ' ' })
        .collect();
    let pad = " ".repeat(number.len());
    write!(f, "\n{number} | {line}\n{pad} | {indent}^")
}

/// Findings so far. Stages add all that they find and go on; what comes after a stage with errors asks
/// [`Report::failed`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// In the order in which they were found.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds a finding, unless the same one is there.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether there is an error.
    pub fn failed(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}
