//! Advice for a value of a wrong type.

use super::examples::{self, example, is_duration, quoted, snippet};
use super::{MOST_SHOWN, is_simple};
use crate::compose::path::FieldPath;
use crate::compose::schema::lookup::{item_of, maps_in};
use crate::compose::schema::rule::{Rule, Types};
use crate::compose::schema::table::SERVICE;
use crate::compose::tree::{Map, Tree, Value};

/// Of a mapping that should be a list, so many entries are repeated.
const MOST_ITEMS: usize = 3;

pub(super) fn hint(rule: Rule, path: &FieldPath, tree: &Tree) -> String {
    let types = rule.types();
    let write = |value: &str| format!("write `{}`", snippet(path, value));
    let in_quotes = |text: &str| format!("put it in quotes: `{}`", quoted(path, text));
    match &tree.value {
        Value::Null => {
            let example = snippet(path, &example(path, rule));
            format!("give it a value, as in `{example}`, or take it out")
        }
        Value::Int(number) if is_duration(path) && takes_text(rule) => {
            format!("{}: a duration has a unit", write(&format!("{number}s")))
        }
        Value::Int(number) if takes_text(rule) => in_quotes(&number.to_string()),
        Value::Float(number) if takes_text(rule) => {
            let number = number.to_string();
            if number.len() > MOST_SHOWN {
                "put it in quotes".to_owned()
            } else {
                in_quotes(&number)
            }
        }
        Value::Bool(is_true) if takes_text(rule) && !examples::is_known(path) => {
            in_quotes(&is_true.to_string())
        }
        Value::Text(text) if types.has(Types::LIST) && is_simple(text) => {
            let list = snippet(path, &format!("[\"{text}\"]"));
            format!("make it a list: `{list}`")
        }
        Value::Text(text) if types.has(Types::BOOL) && text.parse::<bool>().is_ok() => {
            format!("{}, without quotes", write(text))
        }
        Value::Text(text)
            if types.has(Types::NUMBER.or(Types::WHOLE)) && text.parse::<i64>().is_ok() =>
        {
            format!("{}, without quotes", write(text))
        }
        Value::Map(entries) if types.has(Types::LIST) => {
            as_list(rule, path, entries).unwrap_or_else(|| write(&example(path, rule)))
        }
        Value::Map(entries) if path.matches("*.*.environment.*") => flat(path, entries),
        _ if path.matches("services.*") => path
            .last_key()
            .and_then(without_name)
            .unwrap_or_else(|| write(&example(path, rule))),
        _ => write(&example(path, rule)),
    }
}

/// Whether any text may stand there.
fn takes_text(rule: Rule) -> bool {
    match rule {
        Rule::Is(types) => types.has(Types::TEXT),
        Rule::OneOf(forms) => forms.iter().any(|form| takes_text(*form)),
        _ => false,
    }
}

/// A mapping that forgot to be a list: of one such mapping, of its names, or of its pairs.
fn as_list(rule: Rule, path: &FieldPath, entries: &Map) -> Option<String> {
    let item = item_of(rule)?;
    let (first, value) = entries.first()?;
    if maps_in(item)
        .iter()
        .any(|map| map.names().any(|name| name == &**first))
    {
        return Some(format!("make it a list: put `- ` before `{first}`"));
    }
    if !item.types().has(Types::TEXT) || entries.keys().any(|key| !is_simple(key)) {
        return None;
    }
    let are_names = entries
        .values()
        .all(|value| value.is_null() || value.map().is_some());
    let items: Option<Vec<String>> = entries
        .iter()
        .take(MOST_ITEMS)
        .map(|(key, value)| match value.as_str() {
            _ if are_names => Some(key.to_string()),
            Some(text) if is_simple(text) => Some(format!("\"{key}:{text}\"")),
            _ => None,
        })
        .collect();
    let has_pairs = path.matches("*.*.volumes") || path.matches("*.*.ports");
    (are_names || (has_pairs && value.as_str().is_some())).then_some(())?;
    let dots = if entries.len() > MOST_ITEMS {
        ", …"
    } else {
        ""
    };
    let list = snippet(path, &format!("[{}{dots}]", items?.join(", ")));
    Some(format!("make it a list: `{list}`"))
}

/// Variables in a variable.
fn flat(path: &FieldPath, entries: &Map) -> String {
    let outer = path.last_key().unwrap_or_default();
    match entries.first() {
        Some((inner, _)) if is_simple(outer) && is_simple(inner) => {
            format!("variables do not nest: write `{outer}_{inner}: …`")
        }
        _ => "variables do not nest: write one key for each".to_owned(),
    }
}

/// A key of a service right below `services`.
pub(super) fn without_name(key: &str) -> Option<String> {
    SERVICE.names().find(|name| *name == key).map(|key| {
        format!(
            "`{key}` is a key of a service: is the line with the service's name missing above it?"
        )
    })
}
