//! `.env` files, as far as settings of Compose itself need them: names, plain and quoted values, comments. What of it
//! goes into a model comes with the loader.

use crate::compose::fill::fill;
use std::collections::BTreeMap;

/// Reads the variables of a file; `outer` are those of the surroundings, which win. A line that cannot be read is left
/// out: the loader will say what is wrong with it.
pub fn variables(text: &str, outer: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut read: BTreeMap<String, String> = BTreeMap::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for line in text.lines() {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line).trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((name, value)) = line.split_once(['=', ':']) else {
            continue;
        };
        let name = name.trim();
        let lookup = |name: &str| {
            outer
                .get(name)
                .or_else(|| read.get(name))
                .map(String::as_str)
        };
        let value = value.trim();
        let value = if let Some(rest) = value.strip_prefix('\'') {
            rest.split('\'').next().map(str::to_owned)
        } else if let Some(rest) = value.strip_prefix('"') {
            rest.split('"').next().and_then(|inner| fill(inner, lookup))
        } else {
            let bare = value.split(" #").next().unwrap_or_default().trim_end();
            fill(bare, lookup)
        };
        if let Some(value) = value {
            read.insert(name.to_owned(), value);
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_and_quoted_values_are_read() {
        let outer = BTreeMap::from([("HOST".to_owned(), "outer".to_owned())]);
        let text = "\u{feff}# words\nA=1 # why\r\nexport B='$A # no'\nC=\"x ${A}\"\nD: yes\nE=${HOST}\nHOST=inner\nbad line\n";
        let read = variables(text, &outer);
        let pairs: Vec<(&str, &str)> = read
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("A", "1"),
                ("B", "$A # no"),
                ("C", "x 1"),
                ("D", "yes"),
                ("E", "outer"),
                ("HOST", "inner")
            ]
        );
    }
}
