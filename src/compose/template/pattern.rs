//! What a text may become where some of its variables have other values.

use super::scan::Scanner;
use super::{substitute, variables};
use std::sync::Arc;

/// Whether a text can become `value`: a variable that `known` gives a value stands for that, any other for anything.
/// What is malformed can become nothing.
pub fn can_become(
    text: &str,
    value: &str,
    known: &mut dyn FnMut(&str) -> Option<Arc<str>>,
) -> bool {
    // Literal parts; between two of them anything may stand.
    let mut parts = vec![String::new()];
    let mut copied = 0;
    let add = |parts: &mut Vec<String>, text: &str| {
        if let Some(last) = parts.last_mut() {
            last.push_str(text);
        }
    };
    for piece in Scanner::new(text) {
        add(
            &mut parts,
            text.get(copied..piece.start).unwrap_or_default(),
        );
        copied = piece.end;
        let form = text.get(piece.start..piece.end).unwrap_or_default();
        let Ok(uses) = variables(form) else {
            return false;
        };
        if uses.iter().any(|one| one.name.is_empty()) {
            return false;
        }
        if uses.iter().any(|one| known(&one.name).is_none()) {
            parts.push(String::new());
            continue;
        }
        match substitute(form, known) {
            Ok(filled) => add(&mut parts, &filled.text),
            Err(_) => return false,
        }
    }
    add(&mut parts, text.get(copied..).unwrap_or_default());
    matches(&parts, value)
}

/// Whether a text is made of these parts with anything between them.
fn matches(parts: &[String], value: &str) -> bool {
    let Some(([first, between @ ..], last)) = parts.split_last().map(|(last, rest)| (rest, last))
    else {
        return parts.first().is_some_and(|only| only == value);
    };
    let Some(mut rest) = value.strip_prefix(first.as_str()) else {
        return false;
    };
    for part in between {
        match rest.split_once(part.as_str()) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn can(text: &str, value: &str) -> bool {
        can_become(text, value, &mut |name| {
            (name == "KNOWN").then(|| Arc::from("k"))
        })
    }

    #[test]
    fn unknown_variables_stand_for_anything_and_the_rest_for_itself() {
        assert!(can("plain", "plain") && !can("plain", "plan"));
        assert!(can("reg/app:$TAG", "reg/app:1.5") && !can("reg/app:$TAG", "other/app:1.5"));
        assert!(can("${A}-${B:-x}-end", "1-2-3-end") && !can("${A}-${B:-x}-end", "1-end"));
        assert!(can("$A", "") && can("$A$B", "x"));
    }

    #[test]
    fn known_variables_stand_for_their_values() {
        assert!(can("${KNOWN}/$A", "k/1") && !can("${KNOWN}/$A", "j/1"));
        assert!(can("${KNOWN:+alt}/$A", "alt/1") && can("${KNOWN:-$A}", "k"));
    }

    #[test]
    fn two_dollars_are_one_and_what_is_malformed_is_nothing() {
        assert!(can("$$A", "$A") && !can("$$A", "x"));
        assert!(!can("${", "x"));
    }
}
