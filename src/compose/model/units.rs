//! Numbers with units.

use crate::compose::bytes;
use crate::compose::decode::Decoder;
use crate::compose::duration;
use crate::compose::model::record::{Field, serialize_as_json};
use crate::compose::print::shape::{Shape, Style};
use crate::compose::tree::{Tree, Value};
use std::fmt;

/// A size in bytes. Printed as a text, for JSON's numbers are no 64 bits wide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes(pub i64);

impl Field for Bytes {
    fn is_omitted(&self, _: Style) -> bool {
        self.0 == 0
    }

    fn shape(&self, _: Style) -> Shape<'_> {
        Shape::text(self.0.to_string())
    }

    /// Any number that is not whole counts as 0, as in Compose.
    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &tree.value {
            Value::Int(number) => i64::try_from(*number).ok().map(Self),
            Value::Text(text) => match bytes::parse(text) {
                Ok(bytes) => Some(Self(bytes)),
                Err(error) => decoder.fail_with(tree, error, |diagnostic| {
                    diagnostic.hint("sizes are written `512m`, `1.5g` or in bytes")
                }),
            },
            _ => Some(Self(0)),
        }
    }
}

serialize_as_json!(Bytes);

/// A duration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration {
    /// May be below zero.
    pub nanoseconds: i64,
}

impl Duration {
    /// As the standard library has it; below zero is zero.
    pub const fn to_std(self) -> std::time::Duration {
        if self.nanoseconds < 0 {
            return std::time::Duration::ZERO;
        }
        std::time::Duration::from_nanos(self.nanoseconds.unsigned_abs())
    }
}

/// As Go prints it: `1m30s`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&duration::format(self.nanoseconds))
    }
}

impl Field for Duration {
    fn is_omitted(&self, _: Style) -> bool {
        self.nanoseconds == 0
    }

    fn shape(&self, _: Style) -> Shape<'_> {
        Shape::text(self.to_string())
    }

    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        match duration::parse(&Decoder::display(tree)) {
            Ok(nanoseconds) => Some(Self { nanoseconds }),
            Err(error) => decoder.fail_with(tree, error, |diagnostic| {
                diagnostic.hint("durations are written `500ms`, `10s` or `1m30s`")
            }),
        }
    }
}

serialize_as_json!(Duration);

/// The permissions of a file, printed in octal: `0440`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileMode(pub i64);

impl fmt::Display for FileMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "0{sign}{:o}", self.0.unsigned_abs())
    }
}

impl Field for FileMode {
    fn is_omitted(&self, _: Style) -> bool {
        false
    }

    fn shape(&self, _: Style) -> Shape<'_> {
        Shape::text(self.to_string())
    }

    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &tree.value {
            Value::Int(number) => i64::try_from(*number).ok().map(Self),
            Value::Text(text) => match i64::from_str_radix(text, 8) {
                Ok(mode) => Some(Self(mode)),
                Err(_) => decoder.fail(
                    tree,
                    format_args!("strconv.ParseInt: parsing {text:?}: invalid syntax"),
                ),
            },
            _ => decoder.fail(
                tree,
                format_args!("unexpected value type {} for mode", tree.kind()),
            ),
        }
    }
}

serialize_as_json!(FileMode);

/// What is on unless it is switched off: printed only when it is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptOut(pub bool);

impl Default for OptOut {
    fn default() -> Self {
        Self(true)
    }
}

impl Field for OptOut {
    fn is_omitted(&self, _: Style) -> bool {
        self.0
    }

    fn shape(&self, _: Style) -> Shape<'_> {
        Shape::Bool(self.0)
    }

    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        bool::decode(tree, decoder).map(Self)
    }
}

serialize_as_json!(OptOut);
