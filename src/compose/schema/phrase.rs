//! What Compose says of an error, in its own words.

use super::check::Fault;
use super::rule::{Rest, Types};
use crate::compose::go;
use crate::compose::path::FieldPath;
use crate::compose::tree::{Tree, Value};
use std::borrow::Cow;

/// Of a value whose type is none of those that Compose names.
pub(super) fn of_type(named: Types, path: &FieldPath) -> String {
    format!("{path} must be a {}", named.in_compose())
}

/// Of a fault at a path.
pub(super) fn of(fault: &Fault<'_>, path: &FieldPath, tree: &Tree) -> String {
    match fault {
        Fault::Type(rule) => of_type(rule.named_types(), path),
        Fault::Unknown(map, name) => match map.rest {
            Rest::ExtensionsOfParts => format!("{path} false schema"),
            _ => format!("{path} additional properties {} not allowed", quoted(name)),
        },
        Fault::Missing(_, names) => match names.as_slice() {
            [name] => format!("{path} missing property {}", quoted(name)),
            names => format!("{path} missing properties {}", list(names)),
        },
        Fault::Word([word]) => format!("{path} value must be {}", quoted(word)),
        Fault::Word(words) => format!("{path} value must be one of {}", list(words)),
        Fault::Form(pattern) => format!(
            "{path} {} does not match pattern {}",
            quoted(&text_of(tree).unwrap_or_default()),
            quoted(pattern.source())
        ),
        Fault::Below(least, _) => format!("{path} must be greater than or equal to {least}"),
        Fault::Above(_, most) => format!("{path} must be less than or equal to {most}"),
        Fault::Repeated(first, second) => {
            format!("{path} items at {first} and {second} are equal")
        }
        Fault::NotFinite(name) => format!("json: unsupported value: {name}"),
    }
}

/// The text that Compose hands to the schema: a date is one in RFC 3339.
pub(super) fn text_of(tree: &Tree) -> Option<Cow<'_, str>> {
    match &tree.value {
        Value::Text(text) => Some(Cow::Borrowed(text)),
        Value::Time(time) => Some(Cow::Owned(rfc3339(time))),
        _ => None,
    }
}

/// `2001-12-14 10:00:00 +0200 +0200` as `2001-12-14T10:00:00+02:00`.
fn rfc3339(time: &str) -> String {
    let mut parts = time.split(' ');
    let (day, clock) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let zone = parts.next().unwrap_or("+0000");
    match zone.split_at_checked(3) {
        Some(("+00" | "-00", "00")) | None => format!("{day}T{clock}Z"),
        Some((hours, minutes)) => format!("{day}T{clock}{hours}:{minutes}"),
    }
}

fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| self::quoted(word)).collect();
    quoted.join(", ")
}

/// As the schema library quotes: Go's escapes, between single quotes.
fn quoted(text: &str) -> String {
    let quoted = go::quote(text).replace("\\\"", "\"").replace('\'', "\\'");
    let inner = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    format!("'{}'", inner.unwrap_or(&quoted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_as_go_does() {
        assert_eq!(
            quoted("it's \"so\"\\\n\u{1b}é\u{a0}"),
            "'it\\'s \"so\"\\\\\\n\\x1bé\\u00a0'"
        );
    }

    #[test]
    fn dates_are_those_of_json() {
        assert_eq!(
            rfc3339("2001-12-14 00:00:00 +0000 UTC"),
            "2001-12-14T00:00:00Z"
        );
        assert_eq!(
            rfc3339("2001-12-14 10:00:00 +0200 +0200"),
            "2001-12-14T10:00:00+02:00"
        );
    }
}
