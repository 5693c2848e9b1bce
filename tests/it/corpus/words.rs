//! What a message of Compose says: its phrase, and the keys, paths and names in it.

/// Standard error without warnings.
pub(crate) fn phrase(stderr: &str) -> String {
    let lines = stderr.lines().filter(|line| !line.starts_with("level="));
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

/// The keys, paths and names in a phrase that our message does not have.
pub(crate) fn unnamed(phrase: &str, message: &str) -> Vec<String> {
    let ours = paths(message);
    let unknown_path = |path: &Vec<String>| !ours.iter().any(|other| has_prefix(other, path));
    let mut missing: Vec<String> = paths(phrase)
        .iter()
        .filter(|path| unknown_path(path))
        .map(|path| path.join("."))
        .collect();
    let quoted = quoted(phrase).into_iter();
    missing.extend(quoted.filter(|name| !message.contains(name.as_str())));
    missing
}

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
fn warnings_are_read_as_they_were_before_they_were_quoted() {
    let stderr = "level=warning msg=\"The \\\"X\\\" variable\"\nlevel=warning msg=plain\nerror\n";
    assert_eq!(warnings(stderr), ["The \"X\" variable", "plain"]);
    assert_eq!(phrase(stderr), "error");
}
