//! `$NAME` and `${NAME…}` in a text: the plain forms, enough for names and settings. What a model needs beyond them
//! (nesting, warnings, located errors) comes with the loader.

/// Fills in variables; `None` where a form is not understood or a required variable is missing. `$$` is a dollar.
pub fn fill<'v>(text: &str, lookup: impl Fn(&str) -> Option<&'v str>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            rest = after;
        } else if let Some(after) = after.strip_prefix('{') {
            let (inner, after) = after.split_once('}')?;
            braced(inner, &lookup, &mut out)?;
            rest = after;
        } else {
            let (name, after) = after.split_at(name_length(after));
            if name.is_empty() {
                out.push('$');
            } else {
                out.push_str(lookup(name).unwrap_or_default());
            }
            rest = after;
        }
    }
    out.push_str(rest);
    Some(out)
}

/// Appends the value of what stands in braces.
fn braced<'v>(
    inner: &str,
    lookup: &impl Fn(&str) -> Option<&'v str>,
    out: &mut String,
) -> Option<()> {
    let (name, change) = inner.split_at(name_length(inner));
    if name.is_empty() {
        return None;
    }
    let value = lookup(name);
    let (value, change) = match change.strip_prefix(':') {
        Some(change) => (value.filter(|value| !value.is_empty()), change),
        None => (value, change),
    };
    let word = change.get(1..).unwrap_or_default();
    match (change.chars().next(), value) {
        (None, _) if inner.len() == name.len() => out.push_str(value.unwrap_or_default()),
        (Some('-'), None) | (Some('+'), Some(_)) => out.push_str(word),
        (Some('-' | '?'), Some(value)) => out.push_str(value),
        (Some('+'), None) => {}
        _ => return None,
    }
    Some(())
}

fn name_length(text: &str) -> usize {
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return 0;
    }
    text.find(|character: char| character != '_' && !character.is_ascii_alphanumeric())
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composes_forms_are_filled_in() {
        let lookup = |name: &str| match name {
            "A" => Some("1"),
            "E" => Some(""),
            _ => None,
        };
        for (text, expected) in [
            ("$A-${A}", Some("1-1")),
            ("${X:-d}${E:-d}${E-d}", Some("dd")),
            ("${A:+set}${E:+set}${E+set}", Some("setset")),
            ("cost$$ $ $1", Some("cost$ $ $1")),
            ("${A:?gone}", Some("1")),
            ("${E:?gone}", None),
            ("${A/1/2}", None),
            ("${A:}", None),
            ("${1A}", None),
            ("${A", None),
        ] {
            assert_eq!(fill(text, lookup).as_deref(), expected, "{text}");
        }
    }
}
