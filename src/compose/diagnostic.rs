//! What is wrong or odd with a project, as a value: what, where, why, and what to do.

use crate::compose::origin::{Files, Origin, Place, VariableSource, Via};
use crate::compose::path::FieldPath;
use crate::model::text::sanitise;
use std::fmt;
use std::path::Path;

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

    /// Where a value is written, and by which ways it came to where it is used.
    #[must_use]
    pub fn from_origin(self, origin: &Origin) -> Self {
        self.at(origin.place()).ways_of(origin)
    }

    /// By which ways a value came to where it is used: the places that one has to look at besides its own.
    #[must_use]
    pub fn ways_of(mut self, origin: &Origin) -> Self {
        for via in &origin.through {
            let (at, what) = match via {
                Via::Alias(at) => (at, "used here, by an alias".to_owned()),
                Via::MergeKey(at) => (at, "merged in here".to_owned()),
                Via::Extends { service, at } => (at, format!("`{service}` is extended here")),
                Via::Include(at) => (at, "included here".to_owned()),
                Via::Variable {
                    name,
                    source: VariableSource::File(at),
                } => (at, format!("`{name}` is set here")),
                _ => continue,
            };
            if self.at != Some(*at) && !self.related.iter().any(|(place, _)| place == at) {
                self.related.push((*at, what));
            }
        }
        self
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
            base: None,
        }
    }
}

/// [`Diagnostic::located`]: `compose.yaml:3:5: what is wrong`, the line, a caret, why, and what to do.
pub struct Located<'a> {
    diagnostic: &'a Diagnostic,
    files: &'a Files,
    base: Option<&'a Path>,
}

impl<'a> Located<'a> {
    /// Files below this directory are named from there: `compose.yaml`, where the user stands beside it.
    #[must_use]
    pub const fn seen_from(mut self, directory: &'a Path) -> Self {
        self.base = Some(directory);
        self
    }

    fn write_name(&self, f: &mut fmt::Formatter<'_>, at: Place) -> fmt::Result {
        if let Some(file) = self.files.get(at.file) {
            let below = self.base.and_then(|base| file.path.strip_prefix(base).ok());
            write!(f, "{}:", below.unwrap_or(&file.path).display())?;
        }
        write!(f, "{}:{}", at.span.line, at.span.column)
    }
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
            self.write_name(f, *at)?;
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
            self.write_name(f, *place)?;
            write!(f, ": {what}")?;
        }
        if let Some(hint) = hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
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
    let column = usize::try_from(at.span.column.saturating_sub(1)).unwrap_or(0);
    // Of a long line only what stands around the place.
    let first = column.saturating_sub(SHOWN_BEFORE);
    let shown: String = line.chars().skip(first).take(SHOWN).collect();
    // Tabs are kept, so that the caret stands below its character.
    let indent: String = shown
        .chars()
        .take(column - first)
        .map(|character| if character == '\t' { '\t' } else { ' ' })
        .collect();
    let shown = sanitise(&shown.replace('\t', "\u{2409}")).replace('\u{2409}', "\t");
    let pad = " ".repeat(number.len());
    let mark = if first > 0 { "…" } else { "" };
    let space = if first > 0 { " " } else { "" };
    write!(f, "\n{number} | {mark}{shown}\n{pad} | {space}{indent}^")
}

/// Characters of a line that are shown, and how many of them stand before the place.
const SHOWN: usize = 160;
const SHOWN_BEFORE: usize = 100;

/// Findings of one severity that are kept: a file of megabytes may have as many faults as lines.
const MOST: usize = 1_000;

/// Findings so far. Stages add all that they find and go on; what comes after a stage with errors asks
/// [`Report::failed`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// In the order in which they were found.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds a finding, unless the same one is there, or more than anybody reads.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        if !self.is_full(diagnostic.severity) && !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether no more findings of a kind are kept.
    pub fn is_full(&self, severity: Severity) -> bool {
        let all = self.diagnostics.iter();
        self.diagnostics.len() >= MOST && all.filter(|one| one.severity == severity).count() >= MOST
    }

    /// Whether there is an error.
    pub fn failed(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::node::Span;
    use std::path::Path;

    fn shown(text: &str, column: u32) -> String {
        let mut files = Files::default();
        let file = files.add(Path::new("/a.yaml"), text);
        let span = Span {
            line: 1,
            column,
            ..Span::default()
        };
        let diagnostic = Diagnostic::error("wrong").at(Place { file, span });
        diagnostic.located(&files).to_string()
    }

    #[test]
    fn the_caret_stands_below_the_place() {
        assert_eq!(
            shown("\ta: b", 5),
            "/a.yaml:1:5: wrong\n1 | \ta: b\n  | \t   ^"
        );
    }

    #[test]
    fn a_long_line_is_shown_around_the_place() {
        let text = shown(&format!("{}!{}", "a".repeat(5000), "b".repeat(5000)), 5001);
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[1].chars().count() < 180, "{text}");
        let at = lines[2]
            .chars()
            .position(|character| character == '^')
            .unwrap();
        assert_eq!(lines[1].chars().nth(at), Some('!'), "{text}");
    }

    #[test]
    fn what_would_steer_the_terminal_is_not_shown() {
        assert!(!shown("a: \u{1b}[31m", 1).contains('\u{1b}'));
    }
}
