//! What a message of Compose says: its phrase, and the keys, paths and names in it.

/// Above a list of errors, of which each is a phrase of its own.
const HEADING: &str = "decoding failed due to the following error(s):";

/// Standard error without warnings and headings.
pub(crate) fn phrase(stderr: &str) -> String {
    let lines = stderr.lines();
    let lines = lines.filter(|line| !line.starts_with("level=") && *line != HEADING);
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Its warnings, each once, sorted.
pub(crate) fn warnings(stderr: &str) -> Vec<String> {
    let mut warnings: Vec<String> = stderr
        .lines()
        .filter_map(|line| {
            let text = line.strip_prefix("level=warning msg=")?;
            Some(unquoted(text))
        })
        .collect();
    warnings.sort();
    warnings.dedup();
    warnings
}

/// A Go string as it was before it was quoted (without quotes, where it needed none).
fn unquoted(text: &str) -> String {
    let Some(text) = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
    else {
        return text.to_owned();
    };
    let mut characters = text.chars();
    let mut plain = String::new();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '\\' => match characters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some(other) => other,
                None => '\\',
            },
            other => other,
        });
    }
    plain
}

/// The keys, paths and names in a phrase that our message does not have; where it has none, the phrase itself.
pub(crate) fn unnamed(phrase: &str, message: &str) -> Vec<String> {
    if is_about_yaml(phrase) {
        return lines_missing(phrase, message);
    }
    let ours = paths(message);
    let unknown_path = |path: &Vec<String>| !ours.iter().any(|other| has_prefix(other, path));
    let mut missing: Vec<String> = paths(phrase)
        .iter()
        .filter(|path| unknown_path(path))
        .map(|path| path.join("."))
        .collect();
    let quoted = quoted(phrase);
    let is_without_names = quoted.is_empty() && paths(phrase).is_empty();
    if is_without_names && !message.contains(phrase) {
        return vec![phrase.to_owned()];
    }
    missing.extend(
        quoted
            .into_iter()
            .filter(|name| !message.contains(name.as_str())),
    );
    missing
}

/// The words of another parser are not ours, but the line is.
fn is_about_yaml(phrase: &str) -> bool {
    phrase.contains("go-yaml load error") || phrase.contains("yaml: construct errors")
}

/// `go-yaml load error in parser at L3.C6-L4.C1: …`: a line from 3 to 4, or one beside them, as another parser may see
/// the same mistake a little earlier or later. Any line where the phrase has none.
fn lines_missing(phrase: &str, message: &str) -> Vec<String> {
    let numbers = |mark: &str| -> Vec<u32> {
        let parts = phrase.split(mark).skip(1);
        let digits = parts.map(|part| part.split(|c: char| !c.is_ascii_digit()).next());
        digits.filter_map(|digits| digits?.parse().ok()).collect()
    };
    let lines = [numbers(" L"), numbers("-L"), numbers("line ")].concat();
    let first = lines.iter().min().map_or(1, |line| line.saturating_sub(1));
    let last = lines.iter().max().map_or(1000, |line| line + 1);
    let mut near = first..=last;
    let is_near = near.any(|line| {
        message.contains(&format!(":{line}:")) || message.contains(&format!("line {line} "))
    });
    if is_near {
        Vec::new()
    } else {
        vec![format!("a line from {first} to {last}")]
    }
}

/// Where paths begin.
const SECTIONS: [&str; 10] = [
    "services", "networks", "volumes", "configs", "secrets", "models", "jobs", "include",
    "extends", "develop",
];

/// `services.a.ports.[0]`, `services[a].ports[0]`: as keys; `[]` for any item.
fn paths(text: &str) -> Vec<Vec<String>> {
    let is_part = |character: char| character.is_alphanumeric() || "._-[]".contains(character);
    text.split(|character| !is_part(character))
        .filter_map(|word| {
            let any = word.replace("[]", ".*");
            let keys: Vec<String> = any
                .split(['.', '[', ']'])
                .filter(|key| !key.is_empty())
                .map(str::to_owned)
                .collect();
            let is_path = keys.len() > 1 && SECTIONS.contains(&keys[0].as_str());
            is_path.then_some(keys)
        })
        .collect()
}

fn has_prefix(path: &[String], prefix: &[String]) -> bool {
    path.len() >= prefix.len()
        && (path.iter().zip(prefix)).all(|(key, other)| key == other || other == "*" || key == "*")
}

/// What stands in `"…"`, `'…'` and `` `…` ``, unless it is a path, which is compared as one.
fn quoted(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((at, quote)) = rest
        .char_indices()
        .find(|(_, c)| matches!(c, '"' | '\'' | '`'))
    {
        let after = &rest[at + 1..];
        let is_apostrophe = rest[..at].ends_with(|c: char| c.is_alphanumeric());
        match after.find(quote) {
            Some(end) if !is_apostrophe => {
                let name = &after[..end];
                if !name.is_empty() && !name.contains('\n') && paths(name).is_empty() {
                    names.push(name.to_owned());
                }
                rest = &after[end + 1..];
            }
            _ => rest = after,
        }
    }
    names
}

#[test]
fn a_message_has_to_name_what_composes_message_names() {
    let phrase = "services.a.build additional properties 'foo' not allowed";
    assert!(unnamed(phrase, "services.a.build.foo: there is no key `foo`").is_empty());
    assert_eq!(unnamed(phrase, "services.a: foo"), ["services.a.build"]);
    assert_eq!(unnamed(phrase, "services.a.build"), ["foo"]);
    let phrase = "'services[a].ports[0]' can't be \"x\" in services.b.[]";
    assert!(unnamed(phrase, "services.a.ports.0: x, services.b.7").is_empty());
}

#[test]
fn a_message_about_yaml_has_to_name_the_line() {
    let phrase =
        "go-yaml load error in scanner (while scanning a quoted scalar) at L3.C12-L4.C1: found: x";
    assert!(unnamed(phrase, "compose.yaml:5:1: what").is_empty());
    assert_eq!(
        unnamed(phrase, "compose.yaml:7:1: what"),
        ["a line from 2 to 5"]
    );
}

#[test]
fn warnings_are_read_as_they_were_before_they_were_quoted() {
    let stderr = "level=warning msg=\"The \\\"X\\\" variable\"\nlevel=warning msg=plain\nerror\n";
    assert_eq!(warnings(stderr), ["The \"X\" variable", "plain"]);
    assert_eq!(phrase(stderr), "error");
}
