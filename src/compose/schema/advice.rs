//! Why something does not fit, and what to do: in our words.

mod examples;
mod kind;
mod unknown;

use super::check::Fault;
use super::phrase;
use super::rule::{POLICIES, Pattern};
use crate::compose::path::FieldPath;
use crate::compose::tree::{Tree, Value};
use crate::model::text::nearest;
use examples::{example, snippet};

/// Texts longer than this are not repeated in a message.
const MOST_SHOWN: usize = 40;

/// Why it does not fit.
pub(super) fn why(fault: &Fault<'_>, path: &FieldPath, tree: &Tree) -> String {
    match fault {
        Fault::Type(rule) => {
            format!("expected {}, found {}", rule.types().in_words(), found(tree))
        }
        Fault::Unknown(map, name) => unknown::why(map, name),
        Fault::Missing(map, names) => {
            let needed = if map.either.is_empty() {
                all_of(names)
            } else {
                any_of(map.either)
            };
            let what = match path.last_key() {
                Some(key) => format!("`{key}`"),
                None if map.what.is_empty() => "this mapping".to_owned(),
                None => map.what.to_owned(),
            };
            format!("{what} needs {needed}")
        }
        Fault::Word(words) => format!("allowed: {}", any_of(words)),
        Fault::Form(Pattern::ContainerName) => {
            "a container's name has at least two characters: letters, digits, `_`, `.` and `-`, the first a letter or \
             a digit"
                .to_owned()
        }
        Fault::Form(_) => format!(
            "allowed: {} or a period as in `every_12h`",
            POLICIES.map(|policy| format!("`{policy}`")).join(", ")
        ),
        Fault::Below(..) | Fault::Above(..) => format!("found {}", found(tree)),
        Fault::Repeated(first, second) => {
            let item = tree.list().and_then(|items| items.get(*second));
            let item = item.map_or_else(String::new, |item| format!(" ({})", found(item)));
            format!(
                "items {} and {} are the same{item}, and each may be there once",
                first + 1,
                second + 1
            )
        }
        Fault::NotFinite(_) => "a compose file has only finite numbers".to_owned(),
    }
}

/// What to do.
pub(super) fn hint(fault: &Fault<'_>, path: &FieldPath, tree: &Tree) -> Option<String> {
    match fault {
        Fault::Type(rule) => Some(kind::hint(*rule, path, tree)),
        Fault::Unknown(map, name) => unknown::hint(map, name, tree),
        Fault::Missing(map, names) => {
            let add: Vec<String> = names
                .iter()
                .filter_map(|name| {
                    let path = path.key(*name);
                    let rule = map.rule_of(name)?;
                    Some(format!("`{}`", snippet(&path, &example(&path, rule))))
                })
                .collect();
            Some(format!("add {}", add.join(" and ")))
        }
        Fault::Word(words) => {
            let text = tree.as_str().unwrap_or_default();
            let near = nearest(text, words.iter().copied()).or_else(|| starting_like(text, words));
            Some(match near {
                Some(near) => format!("did you mean `{}`?", snippet(path, near)),
                None => format!("write for example `{}`", snippet(path, words.first()?)),
            })
        }
        Fault::Form(Pattern::PullPolicy) => {
            let text = tree.as_str().unwrap_or_default();
            let near = nearest(text, POLICIES).unwrap_or("always");
            Some(format!("write for example `{}`", snippet(path, near)))
        }
        Fault::Form(_) => {
            let text = phrase::text_of(tree)?;
            let name = as_name(&text);
            let name = if name.len() < 2 {
                format!("{name}-1")
            } else {
                name
            };
            Some(format!("write for example `{}`", snippet(path, &name)))
        }
        Fault::Below(least, None) => Some(format!("write a number from {least} on")),
        Fault::Below(least, Some(most)) | Fault::Above(least, most) => {
            Some(format!("write a number from {least} to {most}"))
        }
        Fault::NotFinite(_) => {
            Some("write a number, or put it in quotes to make it a text".to_owned())
        }
        Fault::Repeated(..) => Some("take one of them out".to_owned()),
    }
}

/// What to do about `services.image must be a mapping`: where a key of a service stands in the place of a service.
pub fn service_hint(phrase: &str) -> Option<String> {
    let key = phrase
        .strip_prefix("services.")?
        .strip_suffix(" must be a mapping")?;
    kind::without_name(key)
}

/// A value as a message shows it.
fn found(tree: &Tree) -> String {
    match &tree.value {
        Value::Bool(is_true) => format!("`{is_true}`"),
        Value::Int(number) => format!("the number `{number}`"),
        Value::Float(number) => {
            let number = number.to_string();
            if number.len() > MOST_SHOWN {
                "a number".to_owned()
            } else {
                format!("the number `{number}`")
            }
        }
        Value::Text(text) if text.is_empty() => "an empty text".to_owned(),
        Value::Text(text) if is_simple(text) => format!("the text `{text}`"),
        Value::Time(_) => "a date".to_owned(),
        _ => tree.kind().to_owned(),
    }
}

/// Whether a text can stand in a message, and between double quotes.
fn is_simple(text: &str) -> bool {
    text.len() <= MOST_SHOWN
        && !text.is_empty()
        && !text.contains(|c: char| c.is_control() || matches!(c, '"' | '\\' | '`'))
}

/// A word that begins as a longer one does, or the other way round.
fn starting_like(text: &str, words: &[&'static str]) -> Option<&'static str> {
    if text.len() < 3 {
        return None;
    }
    let text = text.to_lowercase();
    words
        .iter()
        .copied()
        .find(|word| word.contains(&text) || text.contains(word))
}

/// A name that the text may become: what no name can have is `-`.
fn as_name(text: &str) -> String {
    let name: String = text
        .trim()
        .chars()
        .take(MOST_SHOWN)
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' | '-' => c,
            _ => '-',
        })
        .collect();
    name.trim_start_matches(['-', '.', '_']).to_owned()
}

fn all_of(names: &[&str]) -> String {
    joined(names, "and")
}

fn any_of(names: &[&str]) -> String {
    joined(names, "or")
}

fn joined(names: &[&str], word: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} {word} {last}", first.join(", ")),
        None => String::new(),
    }
}
