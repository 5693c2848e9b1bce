//! Env files of `format: raw`: `NAME=value` a line, with nothing filled in, as `docker run --env-file` reads them.

use super::{Line, Lookup};
use crate::compose::node::{Fault, Span};
use std::sync::Arc;

/// Longer lines Compose does not read.
const MAX_LINE: usize = 64 * 1024 - 1;

/// Reads such a file. A name alone takes the value that `lookup` knows.
///
/// # Errors
/// The first fault, in Compose's words: what follows `failed to parse env_file FILE: `.
pub fn parse_raw(text: &str, lookup: &mut Lookup<'_>) -> Result<Vec<Line>, Fault> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (number, line) in (1..).zip(text.split('\n')) {
        let begin = start;
        start += line.len() + 1;
        if line.len() > MAX_LINE {
            return Err(Fault::new(
                span(number, 0, begin, begin + line.len()),
                "bufio.Scanner: token too long",
            ));
        }
        let mut content = line.strip_suffix('\r').unwrap_or(line);
        if number == 1 {
            content = content.strip_prefix('\u{feff}').unwrap_or(content);
        }
        let content = content.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let end = begin + line.strip_suffix('\r').unwrap_or(line).len();
        let from = end - content.len();
        let indent = line.get(..from - begin).unwrap_or_default().chars().count();
        let whole = span(number, indent, from, end);
        let (name, value) = match content.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (content, None),
        };
        if name.is_empty() {
            let message = format!("no variable name on line '{content}'");
            return Err(Fault::new(whole, message));
        }
        if name.contains([' ', '\t']) {
            let message = format!("variable '{name}' contains whitespaces");
            let at = Span {
                end: from + name.len(),
                ..whole
            };
            return Err(Fault::new(at, message));
        }
        let value_span = value.map(|value| {
            let before = indent + name.chars().count() + 1;
            span(number, before, end - value.len(), end)
        });
        let value = value.map(Arc::from).or_else(|| lookup(name));
        lines.push(Line {
            name: Arc::from(name),
            value,
            span: whole,
            value_span,
            uses: Vec::new(),
        });
    }
    Ok(lines)
}

fn span(line: u32, before: usize, start: usize, end: usize) -> Span {
    Span {
        line,
        column: u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1),
        start,
        end,
    }
}
