//! Reading JSON of an engine that may be newer, older or another than any we know: a value of an unexpected type is as
//! if it were absent, and takes nothing else away.

use crate::model::labels::Labels;
use crate::model::text::sanitise;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A value, or its default where what stands there cannot be read as one.
pub(super) fn value<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let raw = <&RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(raw.get()).unwrap_or_default())
}

/// A list; items that cannot be read are left out. `null` is an empty list.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let raw = <&RawValue>::deserialize(deserializer)?;
    Ok(items(raw.get()))
}

/// As [`list`], of a text of JSON.
pub(super) fn items<T: DeserializeOwned>(text: &str) -> Vec<T> {
    serde_json::from_str::<Vec<&RawValue>>(text)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|item| serde_json::from_str(item.get()).ok())
        .collect()
}

/// An object; entries that cannot be read are left out. `null` is an empty one.
pub(super) fn map<'de, D, T>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let raw = <&RawValue>::deserialize(deserializer)?;
    Ok(
        serde_json::from_str::<BTreeMap<String, &RawValue>>(raw.get())
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(key, item)| Some((key, serde_json::from_str(item.get()).ok()?)))
            .collect(),
    )
}

/// The keys of an object, in one harmless line each. `null` has none.
pub(super) fn keys<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    let entries: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
    Ok(entries.into_keys().map(|key| sanitise(&key)).collect())
}

/// A text in one harmless line; a number or a truth value is taken as its text, anything else as empty.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    raw_text(deserializer).map(|text| sanitise(&text))
}

/// As [`text`], not sanitised: for what is parsed further.
pub(super) fn raw_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?.get();
    Ok(match raw.as_bytes().first() {
        Some(b'"') => serde_json::from_str(raw).unwrap_or_default(),
        Some(b'{' | b'[' | b'n') | None => String::new(),
        _ => raw.to_owned(),
    })
}

/// Labels or attributes, keys and values sanitised; values may be texts or numbers.
pub(super) fn labels<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Labels, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    let entries: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
    Ok(entries
        .into_iter()
        .map(|(key, value)| {
            let value = raw_text(value).unwrap_or_default();
            (Arc::from(sanitise(&key)), Arc::from(sanitise(&value)))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Probe {
        #[serde(deserialize_with = "value")]
        number: i64,
        #[serde(deserialize_with = "list")]
        list: Vec<u16>,
        #[serde(deserialize_with = "map")]
        map: BTreeMap<String, bool>,
        #[serde(deserialize_with = "text")]
        text: String,
        #[serde(deserialize_with = "labels")]
        labels: Labels,
    }

    fn read(text: &str) -> Probe {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_value_of_a_wrong_type_takes_nothing_else_away() {
        let probe = read(
            r#"{"number":"x","list":[1,"two",3,null],"map":{"a":true,"b":7},"text":15,"new":{"deep":[1]}}"#,
        );
        assert_eq!(probe.number, 0);
        assert_eq!(probe.list, [1, 3]);
        assert_eq!(probe.map.len(), 1);
        assert_eq!(probe.text, "15");
    }

    #[test]
    fn null_and_absent_are_empty() {
        let null = read(r#"{"number":null,"list":null,"map":null,"text":null,"labels":null}"#);
        assert_eq!(null, Probe::default());
        assert_eq!(read("{}"), Probe::default());
    }

    #[test]
    fn labels_are_harmless_and_may_be_numbers() {
        let probe = read(r#"{"labels":{"a\u001b":"x\u0007","n":1,"none":null}}"#);
        let entries: Vec<_> = probe
            .labels
            .iter()
            .map(|(key, value)| (&**key, &**value))
            .collect();
        assert_eq!(
            entries,
            [("a\u{fffd}", "x\u{fffd}"), ("n", "1"), ("none", "")]
        );
    }
}
