//! A case's goldens against what the library says.

use super::case::Case;
use super::difference;
use super::kind::{Kind, LISTS};
use super::subject::{Accepted, Answer};
use super::uses;
use super::words;
use serde_json::Value;
use std::collections::BTreeMap;

/// How one kind came out.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// As Compose.
    Agrees,
    /// Otherwise: lines for a person.
    Differs(Vec<String>),
    /// There is nothing to compare, because the project was refused (or accepted) where Compose does otherwise.
    Unreached,
}

/// One verdict for each kind that the case has.
pub(crate) fn compare(case: &Case, answer: &Answer) -> BTreeMap<Kind, Verdict> {
    let verdicts = if case.facts.valid {
        valid(case, answer)
    } else {
        invalid(case, answer)
    };
    verdicts.into_iter().collect()
}

fn valid(case: &Case, answer: &Answer) -> Vec<(Kind, Verdict)> {
    let accepted = match answer {
        Answer::Accepted(accepted) => accepted,
        Answer::Refused(message) => {
            let lines = message.lines().map(str::to_owned).collect();
            let kinds = Kind::ALL.into_iter();
            let others = kinds.filter(|kind| case.goldens.contains_key(kind.name()));
            let others = others.map(|kind| (kind, Verdict::Unreached));
            return others
                .chain([(Kind::Accepted, Verdict::Differs(lines))])
                .collect();
        }
    };
    let mut verdicts = vec![(Kind::Accepted, Verdict::Agrees)];
    for kind in Kind::ALL {
        let golden = case.goldens.get(kind.name());
        if let Some(golden) = golden {
            let lines = lines(case, kind, golden, accepted);
            verdicts.push((kind, verdict(lines)));
        } else if case.goldens.contains_key(&format!("{}.error.json", kind.name()))
            // Here Compose's own writer of JSON fails, which is nothing to follow.
            && kind != Kind::Json
            && let Some(Ok(text)) = accepted.texts.get(&kind)
        {
            let lines = vec![format!("Compose fails at this output, got {text:?}")];
            verdicts.push((kind, Verdict::Differs(lines)));
        }
    }
    verdicts
}

fn invalid(case: &Case, answer: &Answer) -> Vec<(Kind, Verdict)> {
    let stderr = case.goldens.get("error.json").and_then(|golden| {
        let golden: Value = serde_json::from_str(golden).expect("error.json is JSON");
        golden["stderr"].as_str().map(str::to_owned)
    });
    let phrase = stderr.map(|stderr| words::phrase(&stderr));
    let Answer::Refused(message) = answer else {
        let phrase = phrase.unwrap_or_default();
        return vec![
            (
                Kind::Refused,
                Verdict::Differs(vec![format!("accepted, Compose says: {phrase}")]),
            ),
            (Kind::Named, Verdict::Unreached),
            (Kind::Phrase, Verdict::Unreached),
        ];
    };
    let mut verdicts = vec![(Kind::Refused, Verdict::Agrees)];
    // Where Compose names another of several errors each time there is no phrase to compare.
    if let Some(phrase) = phrase {
        let missing = words::unnamed(&phrase, message);
        let named = if missing.is_empty() {
            Vec::new()
        } else {
            said(
                &format!("`{}` is not named", missing.join("`, `")),
                &phrase,
                message,
            )
        };
        let has_phrase = message.contains(&phrase);
        let same = if has_phrase {
            Vec::new()
        } else {
            said("other words", &phrase, message)
        };
        verdicts.push((Kind::Named, verdict(named)));
        verdicts.push((Kind::Phrase, verdict(same)));
    }
    verdicts
}

fn said(what: &str, phrase: &str, message: &str) -> Vec<String> {
    let compose = phrase.lines().map(|line| format!("- {line}"));
    let ours = message.lines().map(|line| format!("+ {line}"));
    [what.to_owned()]
        .into_iter()
        .chain(compose)
        .chain(ours)
        .collect()
}

fn verdict(lines: Vec<String>) -> Verdict {
    if lines.is_empty() {
        Verdict::Agrees
    } else {
        Verdict::Differs(lines)
    }
}

fn lines(case: &Case, kind: Kind, golden: &str, accepted: &Accepted) -> Vec<String> {
    let is_unstable = case.facts.unstable.iter().any(|name| name == kind.name());
    match kind {
        Kind::Warnings => difference::of_sets(&words::warnings(golden), &accepted.warnings),
        Kind::Lists => lists(golden, accepted),
        _ => match accepted.texts.get(&kind) {
            None => vec!["not printed".to_owned()],
            Some(Err(message)) => vec![format!("fails: {message}")],
            Some(Ok(text)) if kind == Kind::Variables && is_unstable => {
                texts(kind, &uses::settled(case, golden, text), text, is_unstable)
            }
            Some(Ok(text)) => texts(kind, golden, text, is_unstable),
        },
    }
}

/// Where the lines of values end that went through Python's `splitlines` when the goldens were made.
const LINE_ENDS: [char; 10] = [
    '\n', '\r', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}',
];

fn texts(kind: Kind, golden: &str, text: &str, is_unstable: bool) -> Vec<String> {
    match kind {
        Kind::Json => {
            let golden = serde_json::from_str(golden).expect("config.json is JSON");
            match serde_json::from_str(text) {
                Err(error) => vec![format!("not JSON: {error}: {text:?}")],
                Ok(value) if is_unstable => difference::of_json(&sorted(golden), &sorted(value)),
                Ok(value) => difference::of_json(&golden, &value),
            }
        }
        Kind::Environment => {
            let ours = ["HOME=", "PATH=", "PWD="];
            let text = text.replace("\r\n", "\n");
            let kept = text
                .trim_end_matches('\n')
                .split(LINE_ENDS)
                .filter(|line| !ours.iter().any(|name| line.starts_with(name)));
            difference::of_text(&sorted_lines(golden.lines()), &sorted_lines(kept))
        }
        // Compose prints these in random order.
        Kind::Hash | Kind::Variables => {
            difference::of_text(&sorted_lines(golden.lines()), &sorted_lines(text.lines()))
        }
        _ if is_unstable => {
            difference::of_text(&sorted_lines(golden.lines()), &sorted_lines(text.lines()))
        }
        _ => difference::of_text(golden, text),
    }
}

fn lists(golden: &str, accepted: &Accepted) -> Vec<String> {
    let golden: BTreeMap<String, Value> = serde_json::from_str(golden).expect("lists.json is JSON");
    let mut lines = Vec::new();
    for name in LISTS {
        // An object: Compose fails at this list.
        let Some(Value::Array(expected)) = golden.get(name) else {
            continue;
        };
        let expected: Vec<String> = expected
            .iter()
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect();
        let actual = accepted.lists.get(name).cloned().unwrap_or_default();
        let mut in_order = actual.clone();
        in_order.sort();
        if in_order != expected {
            lines.push(format!("{name}: expected {expected:?}, got {actual:?}"));
        }
    }
    lines
}

pub(crate) fn sorted_lines<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut lines: Vec<&str> = lines.collect();
    lines.sort_unstable();
    lines.iter().flat_map(|line| [line, "\n"]).collect()
}

/// Lists in an order that does not depend on the one that they have.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(entries) => Value::Object(
            entries
                .into_iter()
                .map(|(key, value)| (key, sorted(value)))
                .collect(),
        ),
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(sorted).collect();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        other => other,
    }
}
