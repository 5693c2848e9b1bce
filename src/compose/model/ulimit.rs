//! Limits of a process.

use crate::compose::decode::Decoder;
use crate::compose::model::record::Field;
use crate::compose::model::scalar::Entry;
use crate::compose::print::shape::{Shape, Style};
use crate::compose::tree::{Tree, Value};

/// A limit: one for both, or two of its own. All 0 is printed as if nothing was set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ulimit {
    /// Soft and hard limit in one; 0: they are told apart.
    pub single: i64,
    /// Until here a process may raise its limit by itself.
    pub soft: i64,
    /// The end.
    pub hard: i64,
}

impl Ulimit {
    /// Soft and hard, however they were written.
    pub const fn limits(self) -> (i64, i64) {
        if self.single == 0 {
            (self.soft, self.hard)
        } else {
            (self.single, self.single)
        }
    }
}

impl Entry for Ulimit {
    fn entry_shape(&self, style: Style) -> Shape<'_> {
        if self.single != 0 {
            return self.single.shape(style);
        }
        let is_printed = |limit: &i64| style == Style::Yaml || *limit != 0;
        let members = [("soft", &self.soft), ("hard", &self.hard)]
            .into_iter()
            .filter(|(_, limit)| is_printed(limit))
            .map(|(name, limit)| (name.into(), limit.shape(style)));
        Shape::Record(members.collect())
    }

    fn decode_entry(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Value::Map(entries) = &tree.value else {
            let single = i64::decode(tree, decoder)?;
            return Some(Self {
                single,
                ..Self::default()
            });
        };
        let mut limit = Self::default();
        if let Some(soft) = entries.get("soft") {
            limit.soft = i64::decode(soft, decoder)?;
        }
        if let Some(hard) = entries.get("hard") {
            limit.hard = i64::decode(hard, decoder)?;
        }
        Some(limit)
    }
}

impl serde::Serialize for Ulimit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.entry_shape(Style::Json).serialize(serializer)
    }
}
