//! Variables of a container.

use super::wire::Unset;
use serde::{Serialize, Serializer};

/// Variables, in order; a name that comes twice has its last value. `None`: taken away from what the image has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Env(pub Vec<(String, Option<String>)>);

impl Unset for Env {
    fn is_unset(&self) -> bool {
        self.0.is_empty()
    }
}

/// A list of `NAME=value`, and of `NAME` alone.
impl Serialize for Env {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|(name, value)| match value {
            Some(value) => format!("{name}={value}"),
            None => name.clone(),
        }))
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Env {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(variables: I) -> Self {
        let set = |(name, value): (N, V)| (name.into(), Some(value.into()));
        Self(variables.into_iter().map(set).collect())
    }
}
