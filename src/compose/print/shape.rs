//! What the printers print: a value without types of its own, the way Go's encoders would walk it.

use crate::compose::model::Text;
use crate::compose::tree::{Tree, Value};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::borrow::Cow;

/// For whom a value is laid out: Compose leaves out other members, and names a few otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// JSON: `config --format json`, and what hashes are made of.
    Json,
    /// YAML: `config`.
    Yaml,
}

/// A value to print.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape<'a> {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// A number of 32 bits: printed with as many digits as those need.
    Single(f32),
    /// A number of 64 bits.
    Double(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// A date, as in [`Value::Time`].
    Time(&'a str),
    /// A list.
    List(Vec<Self>),
    /// Members in an order of their own.
    Record(Vec<Member<'a>>),
    /// Entries that are printed sorted: each printer has its own order.
    Map(Vec<Member<'a>>),
}

/// A key and its value.
pub type Member<'a> = (Cow<'a, str>, Shape<'a>);

impl<'a> Shape<'a> {
    /// A text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// A list of texts.
    pub fn texts(texts: &'a [Text]) -> Self {
        Self::List(texts.iter().map(|text| Self::text(&**text)).collect())
    }
}

impl<'a> From<&'a Tree> for Shape<'a> {
    fn from(tree: &'a Tree) -> Self {
        match &tree.value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => Self::Int(*value),
            Value::Float(value) => Self::Double(*value),
            Value::Text(text) => Self::text(&**text),
            Value::Time(text) => Self::Time(text),
            Value::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Map(entries) => Self::Map(
                entries
                    .iter()
                    .map(|(key, value)| (Cow::from(&**key), Self::from(value)))
                    .collect(),
            ),
        }
    }
}

/// Entries in the order of their bytes, as Go's JSON has them.
pub fn sorted_by_bytes<'m, 'a>(entries: &'m [Member<'a>]) -> Vec<&'m Member<'a>> {
    let mut sorted: Vec<_> = entries.iter().collect();
    sorted.sort_by(|(left, _), (right, _)| left.cmp(right));
    sorted
}

impl Serialize for Shape<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => match (i64::try_from(*value), u64::try_from(*value)) {
                (Ok(value), _) => serializer.serialize_i64(value),
                (_, Ok(value)) => serializer.serialize_u64(value),
                _ => serializer.serialize_i128(*value),
            },
            Self::Single(value) => serializer.serialize_f32(*value),
            Self::Double(value) => serializer.serialize_f64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Time(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Record(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Self::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in sorted_by_bytes(entries) {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}
