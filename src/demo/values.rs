//! Values of compose files: variables, durations, sizes, words.

use crate::compose::node::{Fault, Node, Scalar, Value};
use crate::compose::template;
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
        words(&line).ok_or_else(|| Fault::new(node.span, "invalid command line string"))
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
        duration(&text).ok_or_else(|| {
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

fn duration(text: &str) -> Option<Duration> {
    let mut total = Duration::ZERO;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest
            .find(|character: char| !character.is_ascii_digit() && character != '.')
            .unwrap_or(rest.len());
        let (number, tail) = rest.split_at(digits);
        let letters = tail
            .find(|character: char| !character.is_alphabetic())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        let seconds = match unit {
            "us" | "µs" => 1e-6,
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return None,
        };
        let span = Duration::try_from_secs_f64(number.parse::<f64>().ok()? * seconds).ok()?;
        total = total.checked_add(span)?;
        rest = tail;
    }
    Some(total)
}

/// Splits a command line: blanks part words, quotes keep them together.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut current: Option<String> = None;
    let mut rest = line.chars();
    while let Some(character) = rest.next() {
        match character {
            ' ' | '\t' | '\n' => words.extend(current.take()),
            '\'' => {
                let word = current.get_or_insert_default();
                loop {
                    match rest.next()? {
                        '\'' => break,
                        character => word.push(character),
                    }
                }
            }
            '"' => {
                let word = current.get_or_insert_default();
                loop {
                    match rest.next()? {
                        '"' => break,
                        '\\' => word.push(rest.next()?),
                        character => word.push(character),
                    }
                }
            }
            '\\' => current.get_or_insert_default().push(rest.next()?),
            character => current.get_or_insert_default().push(character),
        }
    }
    words.extend(current);
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_words_are_read() {
        assert_eq!(duration("1m30s"), Some(Duration::from_secs(90)));
        assert_eq!(duration("1.5s"), Some(Duration::from_millis(1_500)));
        assert_eq!([duration("10"), duration(""), duration("5x")], [None; 3]);
        let expected = ["sh", "-c", "a b", "c\"d"].map(str::to_owned).to_vec();
        assert_eq!(words("sh -c 'a b' \"c\\\"d\""), Some(expected));
        assert_eq!(words("open 'quote"), None);
    }
}
