//! Values of compose files: variables, durations, sizes, words.

use crate::compose::node::{Fault, Node, Scalar, Value};
use crate::compose::{duration, template, words};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// What values are read with.
pub(super) struct Context<'a> {
    variables: &'a BTreeMap<String, String>,
}

pub(super) type Read<T> = Result<T, Fault>;

impl<'a> Context<'a> {
    pub(super) const fn new(variables: &'a BTreeMap<String, String>) -> Self {
        Self { variables }
    }

    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// A scalar's text, its `${…}` filled in; null is empty.
    pub(super) fn text(&self, node: &Node) -> Read<String> {
        match &node.value {
            Value::Scalar(scalar) if scalar.is_null() => Ok(String::new()),
            Value::Scalar(Scalar { text, .. }) => {
                template::substitute(text, &mut |name| self.variable(name).map(Arc::from))
                    .map(|filled| filled.text)
                    .map_err(|error| Fault::new(node.span, error.to_string()))
            }
            _ => Err(Fault::new(
                node.span,
                format!("a text is expected, not {}", node.kind()),
            )),
        }
    }

    /// A list of texts, or one text.
    pub(super) fn texts(&self, node: &Node) -> Read<Vec<String>> {
        match node.items() {
            Some(items) => items.iter().map(|item| self.text(item)).collect(),
            None if node.is_null() => Ok(Vec::new()),
            None => Ok(vec![self.text(node)?]),
        }
    }

    /// A command: a list, or a line split into words at blanks and quotes.
    pub(super) fn command(&self, node: &Node) -> Read<Vec<String>> {
        if node.items().is_some() {
            return self.texts(node);
        }
        let line = self.text(node)?;
        words::split(&line).map_err(|error| Fault::new(node.span, error.to_string()))
    }

    /// `{A: 1}` or `[A=1]`; a name without value takes the surroundings', or is left out.
    pub(super) fn pairs(&self, node: &Node) -> Read<Vec<(String, String)>> {
        let mut pairs = Vec::new();
        if let Some(entries) = node.entries() {
            for entry in entries {
                let name = entry.key.text.to_string();
                if entry.value.is_null() {
                    pairs.extend(
                        self.variable(&name)
                            .map(|value| (name.clone(), value.to_owned())),
                    );
                } else {
                    pairs.push((name, self.text(&entry.value)?));
                }
            }
        } else {
            for line in self.texts(node)? {
                match line.split_once('=') {
                    Some((name, value)) => pairs.push((name.to_owned(), value.to_owned())),
                    None => pairs.extend(
                        self.variable(&line)
                            .map(|value| (line.clone(), value.to_owned())),
                    ),
                }
            }
        }
        Ok(pairs)
    }

    /// `1m30s`, `500ms`, `10s`.
    pub(super) fn duration(&self, node: &Node) -> Read<Duration> {
        let text = self.text(node)?;
        let nanoseconds = duration::parse(&text).ok();
        nanoseconds
            .and_then(|nanoseconds| u64::try_from(nanoseconds).ok())
            .map(Duration::from_nanos)
            .ok_or_else(|| {
                Fault::new(
                    node.span,
                    format!("`{text}` is no duration; write it as `1m30s`"),
                )
            })
    }

    pub(super) fn number<T: std::str::FromStr>(&self, node: &Node) -> Read<T> {
        let text = self.text(node)?;
        text.trim()
            .parse()
            .map_err(|_not_a_number| Fault::new(node.span, format!("`{text}` is no number here")))
    }

    /// `512M`, `1g`, or bytes.
    pub(super) fn size(&self, node: &Node) -> Read<u64> {
        let text = self.text(node)?;
        crate::engine::sim::size(&text).ok_or_else(|| {
            Fault::new(
                node.span,
                format!("`{text}` is no size; write it as `512M`"),
            )
        })
    }

    pub(super) fn truth(&self, node: &Node) -> Read<bool> {
        let text = self.text(node)?;
        match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "on" => Ok(true),
            "false" | "no" | "n" | "off" => Ok(false),
            _ => Err(Fault::new(
                node.span,
                format!("`{text}` is neither `true` nor `false`"),
            )),
        }
    }
}
