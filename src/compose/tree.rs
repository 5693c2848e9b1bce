//! The tree that the stages of loading work on: typed values, each with its origin.

use crate::compose::origin::Origin;
use indexmap::IndexMap;
use std::sync::Arc;

/// A value and where it comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// What it is.
    pub value: Value,
    /// Where it comes from.
    pub origin: Origin,
}

/// Entries of a mapping, in the order of the file.
pub type Map = IndexMap<Arc<str>, Tree>;

/// What a value is, after YAML's rules for plain scalars as Compose applies them.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing: `~`, `null`, or left out.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number of 64 bits, signed or not.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(Arc<str>),
    /// A plain date, as Go prints it: `2001-12-14 00:00:00 +0000 UTC`. No text: where only texts may stand it is an error.
    Time(Arc<str>),
    /// A list.
    List(Vec<Tree>),
    /// A mapping.
    Map(Map),
}

impl Tree {
    /// A value from somewhere.
    pub const fn new(value: Value, origin: Origin) -> Self {
        Self { value, origin }
    }

    /// A text from somewhere.
    pub fn text(text: impl Into<Arc<str>>, origin: Origin) -> Self {
        Self::new(Value::Text(text.into()), origin)
    }

    /// Nothing, from somewhere.
    pub const fn null(origin: Origin) -> Self {
        Self::new(Value::Null, origin)
    }

    /// The entries of a mapping.
    pub const fn map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The entries of a mapping, to change them.
    pub const fn map_mut(&mut self) -> Option<&mut Map> {
        match &mut self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items of a list.
    pub fn list(&self) -> Option<&[Self]> {
        match &self.value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// The items of a list, to change them.
    pub const fn list_mut(&mut self) -> Option<&mut Vec<Self>> {
        match &mut self.value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// A text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Nothing.
    pub const fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The value under a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.map()?.get(key)
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        self.map_mut()?.get_mut(key)
    }

    /// What it is, for messages: `a mapping`, `a list`, `a text`, …
    pub const fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Int(_) | Value::Float(_) => "a number",
            Value::Text(_) => "a text",
            Value::Time(_) => "a date",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }
}
