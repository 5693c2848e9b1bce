//! Differences between a golden and what came, so that a person sees them.

use serde_json::Value;
use std::fmt::Write;

/// Lines that say where two documents differ: `services.a.ports[0].published: expected "80", got 80`. Empty: they do not.
pub(crate) fn of_json(expected: &Value, actual: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare("", expected, actual, &mut lines);
    lines
}

fn compare(path: &str, expected: &Value, actual: &Value, lines: &mut Vec<String>) {
    match (expected, actual) {
        (Value::Object(left), Value::Object(right)) => {
            for (key, value) in left {
                let path = below(path, key);
                match right.get(key) {
                    Some(other) => compare(&path, value, other, lines),
                    None => lines.push(format!("{path}: missing, expected {}", short(value))),
                }
            }
            for (key, value) in right.iter().filter(|(key, _)| !left.contains_key(*key)) {
                lines.push(format!(
                    "{}: not expected, got {}",
                    below(path, key),
                    short(value)
                ));
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            for (at, (value, other)) in left.iter().zip(right).enumerate() {
                compare(&format!("{path}[{at}]"), value, other, lines);
            }
            for (at, value) in left.iter().enumerate().skip(right.len()) {
                lines.push(format!("{path}[{at}]: missing, expected {}", short(value)));
            }
            for (at, value) in right.iter().enumerate().skip(left.len()) {
                lines.push(format!("{path}[{at}]: not expected, got {}", short(value)));
            }
        }
        _ if expected == actual => {}
        _ => lines.push(format!(
            "{path}: expected {}, got {}",
            short(expected),
            short(actual)
        )),
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Lines of a text that came otherwise: `-` expected, `+` got, with the line before each group. Empty: the texts are equal.
pub(crate) fn of_text(expected: &str, actual: &str) -> Vec<String> {
    if expected == actual {
        return Vec::new();
    }
    let left: Vec<&str> = expected.split('\n').collect();
    let right: Vec<&str> = actual.split('\n').collect();
    let before = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let most = left.len().min(right.len()) - before;
    let after = (left.iter().rev().zip(right.iter().rev()))
        .take(most)
        .take_while(|(a, b)| a == b)
        .count();
    let mut lines = Vec::new();
    if let Some(line) = before.checked_sub(1).map(|at| left[at]) {
        lines.push(format!("line {before}:   {line:?}"));
    }
    let (left, right) = (
        &left[before..left.len() - after],
        &right[before..right.len() - after],
    );
    // What is common in the middle is found for texts of ordinary size; else all of it is shown as changed.
    if left.len() * right.len() > 4_000_000 {
        lines.extend(left.iter().map(|line| format!("- {line:?}")));
        lines.extend(right.iter().map(|line| format!("+ {line:?}")));
        return lines;
    }
    lines.extend(longest_common(left, right));
    lines
}

fn longest_common(left: &[&str], right: &[&str]) -> Vec<String> {
    let width = right.len() + 1;
    let mut common = vec![0_u32; (left.len() + 1) * width];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            common[i * width + j] = if left[i] == right[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < left.len() || j < right.len() {
        let is_common = i < left.len() && j < right.len() && left[i] == right[j];
        if is_common {
            (i, j) = (i + 1, j + 1);
        } else if j == right.len()
            || i < left.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]
        {
            lines.push(format!("- {:?}", left[i]));
            i += 1;
        } else {
            lines.push(format!("+ {:?}", right[j]));
            j += 1;
        }
    }
    lines
}

/// Items of two sets that are in one only.
pub(crate) fn of_sets(expected: &[String], actual: &[String]) -> Vec<String> {
    let missing = expected.iter().filter(|item| !actual.contains(item));
    let added = actual.iter().filter(|item| !expected.contains(item));
    missing
        .map(|item| format!("- {item}"))
        .chain(added.map(|item| format!("+ {item}")))
        .collect()
}

/// Indented, and cut after so many lines.
pub(crate) fn shown(lines: &[String], most: usize) -> String {
    let mut text = String::new();
    for line in lines.iter().take(most) {
        _ = writeln!(text, "      {line}");
    }
    if lines.len() > most {
        _ = writeln!(text, "      … and {} more lines", lines.len() - most);
    }
    text
}

#[test]
fn a_difference_names_its_path_and_both_values() {
    let expected = serde_json::json!({"a": {"ports": [{"published": "80"}], "x": null}});
    let actual = serde_json::json!({"a": {"ports": [{"published": 80}, 1]}, "b": 1});
    assert_eq!(
        of_json(&expected, &actual),
        [
            "a.ports[0].published: expected \"80\", got 80",
            "a.ports[1]: not expected, got 1",
            "a.x: missing, expected null",
            "b: not expected, got 1",
        ]
    );
    assert!(of_json(&expected, &expected).is_empty());
}

#[test]
fn a_difference_of_texts_shows_the_lines_that_changed_and_the_one_before() {
    assert_eq!(
        of_text("a\nb\nc\nd\n", "a\nc\nx\nd\n"),
        ["line 1:   \"a\"", "- \"b\"", "+ \"x\""]
    );
    assert_eq!(of_text("a\n", "a"), ["line 1:   \"a\"", "- \"\""]);
    assert!(of_text("a\n", "a\n").is_empty());
}
