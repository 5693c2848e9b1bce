//! YAML as a tree that knows where each piece stands.

use std::fmt;
use std::sync::Arc;

/// A place in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// First byte.
    pub start: usize,
    /// Past the last byte.
    pub end: usize,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it is written: for an alias, where the anchor's value is.
    pub span: Span,
    /// Its tag as written: `!reset`, `!override`, `!!str`, …
    pub tag: Option<Arc<str>>,
    /// The alias by which it came here: where `*name` is written.
    pub alias: Option<Span>,
    /// Nodes in it, itself included, as if aliases were written out.
    pub(super) weight: usize,
}

/// What a node is. Children are shared, so that aliases cost nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A scalar.
    Scalar(Scalar),
    /// A list.
    Sequence(Arc<Vec<Node>>),
    /// A mapping, in the order of the file; merged entries come last.
    Mapping(Arc<Vec<Entry>>),
}

/// A scalar before its type is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Quotes and escapes are undone.
    pub text: Arc<str>,
    /// Not quoted and no block: only then it can be a number, a truth value or null.
    pub is_plain: bool,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key's text.
    pub key: Scalar,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
    /// It came by a merge key: where `<<` is written.
    pub merged: Option<Span>,
}

impl Node {
    /// Entries of a mapping.
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// Items of a list.
    pub fn items(&self) -> Option<&[Self]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// A scalar's text; `None` for null.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) if !scalar.is_null() => Some(&scalar.text),
            _ => None,
        }
    }

    /// Null, written or left out.
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar(scalar) if scalar.is_null())
    }

    /// The value under a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()?
            .iter()
            .find(|entry| &*entry.key.text == key)
            .map(|entry| &entry.value)
    }

    /// `a mapping`, `a list`, `null`, `a scalar`: for messages.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Mapping(_) => "a mapping",
            Value::Sequence(_) => "a list",
            Value::Scalar(scalar) if scalar.is_null() => "null",
            Value::Scalar(_) => "a scalar",
        }
    }
}

impl Scalar {
    /// `~`, `null`, or nothing at all.
    pub fn is_null(&self) -> bool {
        self.is_plain && matches!(&*self.text, "" | "~" | "null" | "Null" | "NULL")
    }
}

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it is wrong.
    pub span: Span,
    /// What is wrong.
    pub message: String,
}

impl Fault {
    /// A fault at a place.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
        }
    }

    /// The fault with the file's name, its line and a caret below the place.
    pub fn located<'a>(&'a self, file: &'a str, text: &'a str) -> Located<'a> {
        Located {
            fault: self,
            file,
            text,
        }
    }
}

/// [`Fault::located`]: `compose.yaml:3:5: what is wrong`, the line, and a caret.
pub struct Located<'a> {
    fault: &'a Fault,
    file: &'a str,
    text: &'a str,
}

impl fmt::Display for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Span { line, column, .. } = self.fault.span;
        write!(f, "{}:{line}:{column}: {}", self.file, self.fault.message)?;
        let index = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
        let Some(source) = self.text.lines().nth(index) else {
            return Ok(());
        };
        let number = line.to_string();
        let before = usize::try_from(column.saturating_sub(1)).unwrap_or(0);
        // Tabs are kept, so that the caret stands below its character.
        let indent: String = source
            .chars()
            .take(before)
            .map(|character| if character == '\t' { '\t' } else { ' ' })
            .collect();
        let pad = " ".repeat(number.len());
        write!(f, "\n{number} | {source}\n{pad} | {indent}^")
    }
}
