//! A YAML document that can be changed and written again.

use stacktui::compose::node::{Node, Value};
use stacktui::compose::yaml;
use std::fmt::Write;

/// Larger ones are not varied.
const MOST_NODES: usize = 4_000;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Doc {
    Scalar(Scalar),
    List(Vec<Self>),
    Map(Vec<(Scalar, Self)>),
    /// `!reset` and the like, or `&anchor`, before a value.
    Marked(String, Box<Self>),
    /// `*name`
    Alias(String),
}

/// A scalar's text, and whether it stands without quotes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scalar {
    pub(crate) text: String,
    pub(crate) is_plain: bool,
}

/// A quoted text, or one that needs no quotes to be one.
pub(crate) fn text(text: impl Into<String>) -> Doc {
    Doc::Scalar(Scalar {
        text: text.into(),
        is_plain: false,
    })
}

/// A scalar without quotes.
pub(crate) fn plain(text: impl Into<String>) -> Doc {
    Doc::Scalar(key(text))
}

/// A key.
pub(crate) fn key(text: impl Into<String>) -> Scalar {
    Scalar {
        text: text.into(),
        is_plain: true,
    }
}

/// A mapping.
pub(crate) fn map<const N: usize>(entries: [(&str, Doc); N]) -> Doc {
    Doc::Map(entries.map(|(name, value)| (key(name), value)).into())
}

impl Doc {
    /// All documents of a file; `None` where it is no YAML, or too much.
    pub(crate) fn read(content: &[u8]) -> Option<Vec<Self>> {
        let documents = yaml::parse(str::from_utf8(content).ok()?).ok()?;
        let documents: Vec<Self> = documents.iter().map(of_node).collect();
        let nodes: usize = documents.iter().map(Self::count).sum();
        (nodes > 0 && nodes < MOST_NODES).then_some(documents)
    }

    /// As block YAML, or on one line as JSON would be.
    pub(crate) fn write(documents: &[Self], is_flow: bool) -> String {
        let mut out = String::new();
        for (at, document) in documents.iter().enumerate() {
            if at > 0 {
                out.push_str("---\n");
            }
            if is_flow {
                document.flow(&mut out);
                out.push('\n');
            } else if document.is_block() {
                document.block(0, &mut out);
            } else {
                document.flow(&mut out);
                out.push('\n');
            }
        }
        out
    }

    fn count(&self) -> usize {
        1 + match self {
            Self::List(items) => items.iter().map(Self::count).sum(),
            Self::Map(entries) => entries.iter().map(|(_, value)| value.count()).sum(),
            Self::Marked(_, value) => value.count(),
            _ => 0,
        }
    }

    pub(crate) fn entries(&self) -> Option<&Vec<(Scalar, Self)>> {
        match self {
            Self::Map(entries) => Some(entries),
            Self::Marked(_, value) => value.entries(),
            _ => None,
        }
    }

    pub(crate) fn entries_mut(&mut self) -> Option<&mut Vec<(Scalar, Self)>> {
        match self {
            Self::Map(entries) => Some(entries),
            Self::Marked(_, value) => value.entries_mut(),
            _ => None,
        }
    }

    pub(crate) fn items(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            Self::Marked(_, value) => value.items(),
            _ => None,
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let entry = self.entries()?.iter().find(|(key, _)| key.text == name);
        entry.map(|(_, value)| value)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        let entry = self
            .entries_mut()?
            .iter_mut()
            .find(|(key, _)| key.text == name);
        entry.map(|(_, value)| value)
    }

    /// The value under a key, made by `new` where there is none; `None` where this is no mapping.
    pub(crate) fn get_or(&mut self, name: &str, new: Self) -> Option<&mut Self> {
        let entries = self.entries_mut()?;
        if !entries.iter().any(|(key, _)| key.text == name) {
            entries.push((key(name), new));
        }
        self.get_mut(name)
    }

    /// Adds or replaces an entry of a mapping.
    pub(crate) fn set(&mut self, name: &str, value: Self) {
        if let Some(place) = self.get_or(name, Self::List(Vec::new())) {
            *place = value;
        }
    }

    /// A scalar's text.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    fn is_block(&self) -> bool {
        match self {
            Self::List(items) => !items.is_empty(),
            Self::Map(entries) => !entries.is_empty(),
            _ => false,
        }
    }

    fn block(&self, indent: usize, out: &mut String) {
        let pad = " ".repeat(indent);
        match self {
            Self::Map(entries) => {
                for (key, value) in entries {
                    out.push_str(&pad);
                    key.write(false, out);
                    out.push(':');
                    value.after(indent, out);
                }
            }
            Self::List(items) => {
                for item in items {
                    _ = write!(out, "{pad}-");
                    item.after(indent, out);
                }
            }
            _ => self.after(indent, out),
        }
    }

    /// What follows `key:` or `-`.
    fn after(&self, indent: usize, out: &mut String) {
        match self {
            Self::Marked(mark, value) => {
                _ = write!(out, " {mark}");
                value.after(indent, out);
            }
            _ if self.is_block() => {
                out.push('\n');
                self.block(indent + 2, out);
            }
            _ => {
                out.push(' ');
                self.flow(out);
                out.push('\n');
            }
        }
    }

    fn flow(&self, out: &mut String) {
        match self {
            Self::Scalar(scalar) => scalar.write(true, out),
            Self::Alias(name) => _ = write!(out, "*{name} "),
            Self::Marked(mark, value) => {
                _ = write!(out, "{mark} ");
                value.flow(out);
            }
            Self::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    item.flow(out);
                }
                out.push(']');
            }
            Self::Map(entries) => {
                out.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    key.write(true, out);
                    out.push_str(": ");
                    value.flow(out);
                }
                out.push('}');
            }
        }
    }
}

impl Scalar {
    fn write(&self, is_value: bool, out: &mut String) {
        let is_simple = self
            .text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._-/+".contains(c));
        let is_null = self.text.is_empty() && is_value;
        let starts_well = !self.text.starts_with(['-', '.']) || self.text.parse::<f64>().is_ok();
        if self.is_plain && is_simple && starts_well && (is_null || !self.text.is_empty()) {
            out.push_str(if is_null { "null" } else { &self.text });
        } else if self.is_plain && matches!(&*self.text, "~" | "<<") {
            out.push_str(&self.text);
        } else {
            // What is not simple is a text in any case, but for dates with times, which are rare enough.
            _ = write!(out, "{}", serde_json::Value::from(self.text.as_str()));
        }
    }
}

fn of_node(node: &Node) -> Doc {
    let of_scalar = |scalar: &stacktui::compose::node::Scalar| Scalar {
        text: scalar.text.to_string(),
        is_plain: scalar.is_plain,
    };
    let value = match &node.value {
        Value::Scalar(scalar) => Doc::Scalar(of_scalar(scalar)),
        Value::Sequence(items) => Doc::List(items.iter().map(of_node).collect()),
        Value::Mapping(entries) => Doc::Map(
            entries
                .iter()
                .map(|entry| (of_scalar(&entry.key), of_node(&entry.value)))
                .collect(),
        ),
    };
    match node.tag.as_deref() {
        Some(tag @ ("!reset" | "!override")) => Doc::Marked(tag.to_owned(), Box::new(value)),
        _ => value,
    }
}

#[test]
fn a_document_is_written_as_it_was_read() {
    let source = "services:\n  a:\n    image: \"x:1\"\n    cpus: 1.5\n    tty: true\n    x: null\n    ports:\n      -\n        target: 80\n      - 80-90\n    environment: {}\n    command: !reset null\n";
    let documents = Doc::read(source.as_bytes()).unwrap();
    assert_eq!(Doc::write(&documents, false), source);
    let flow = Doc::write(&documents, true);
    assert_eq!(Doc::read(flow.as_bytes()).unwrap(), documents, "{flow}");
}
