//! A person's keys: `keys.toml`, read but not yet understood. Which actions and keys there are is the screen's to know.
//!
//! ```toml
//! restart = "ctrl-r"
//! stop = ["s", "f9"]
//! remove = []          # no key at all
//! ```

use crate::config::located::{Located, line_of};
use toml::de::{DeTable, DeValue};

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnKeys {
    /// The action's name.
    pub action: String,
    /// Its keys in place of the default ones.
    pub keys: Vec<String>,
    /// `…/keys.toml:3`
    pub location: String,
}

/// Reads the file in its own order.
///
/// # Errors
/// No TOML, or a value that is neither text nor a list of texts.
pub(super) fn parse(file: &str, text: &str) -> Result<Vec<OwnKeys>, Located> {
    let table = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        Located::new(file, line, error.message())
    })?;
    let mut found = Vec::new();
    for (key, value) in table.get_ref() {
        let action = key.get_ref().to_string();
        let line = line_of(text, key.span().start);
        let wrong = |type_name: &str| {
            Located::new(
                file,
                line,
                format!("the keys of `{action}` cannot be of type {type_name}"),
            )
            .hint(Some(
                "write a key as `\"r\"`, or several as `[\"r\", \"ctrl-r\"]`".to_owned(),
            ))
        };
        let keys = match value.get_ref() {
            DeValue::String(key) => vec![key.to_string()],
            DeValue::Array(list) => list
                .iter()
                .map(|item| match item.get_ref() {
                    DeValue::String(key) => Ok(key.to_string()),
                    other => Err(wrong(other.type_str())),
                })
                .collect::<Result<_, _>>()?,
            other => return Err(wrong(other.type_str())),
        };
        let location = format!("{file}:{line}");
        found.push((
            line,
            OwnKeys {
                action,
                keys,
                location,
            },
        ));
    }
    found.sort_by_key(|(line, _)| *line);
    Ok(found.into_iter().map(|(_, keys)| keys).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_one_text_or_a_list_with_their_lines() {
        let text = "stop = [\"s\", \"f9\"]\n# mine\nrestart = \"ctrl-r\"\nremove = []\n";
        let found = parse("keys.toml", text).unwrap();
        let read: Vec<_> = found
            .iter()
            .map(|one| (one.action.as_str(), one.keys.len(), one.location.as_str()))
            .collect();
        assert_eq!(
            read,
            [
                ("stop", 2, "keys.toml:1"),
                ("restart", 1, "keys.toml:3"),
                ("remove", 0, "keys.toml:4")
            ]
        );
    }

    #[test]
    fn other_values_are_located_errors() {
        let error = parse("keys.toml", "\nrestart = 3\n").unwrap_err();
        assert_eq!(
            (error.line, error.message.as_str()),
            (2, "the keys of `restart` cannot be of type integer")
        );
        assert_eq!(parse("keys.toml", "a = \"x\"\nb = \n").unwrap_err().line, 2);
    }
}
