//! Where a value stands in a project: `services.api.environment.DB_HOST`.

use std::fmt;
use std::sync::Arc;

/// One step into a mapping or a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// A key of a mapping.
    Key(Arc<str>),
    /// An item of a list, from 0.
    Index(usize),
}

/// The way from the root of a project to a value. Empty: the root.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath(Vec<Segment>);

impl FieldPath {
    /// The root.
    pub const fn root() -> Self {
        Self(Vec::new())
    }

    /// From keys, all of mappings.
    pub fn of(keys: &[&str]) -> Self {
        Self(
            keys.iter()
                .map(|key| Segment::Key(Arc::from(*key)))
                .collect(),
        )
    }

    /// One key further.
    #[must_use]
    pub fn key(&self, key: impl Into<Arc<str>>) -> Self {
        let mut path = self.clone();
        path.push(Segment::Key(key.into()));
        path
    }

    /// One item further.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        let mut path = self.clone();
        path.push(Segment::Index(index));
        path
    }

    /// Goes one step in, for walks that keep one path.
    pub fn push(&mut self, segment: Segment) {
        self.0.push(segment);
    }

    /// Goes one step out.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// All steps.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The last step's key; `None` for an item and for the root.
    pub fn last_key(&self) -> Option<&str> {
        match self.0.last() {
            Some(Segment::Key(key)) => Some(key),
            _ => None,
        }
    }

    /// Whether it is of the pattern's shape: keys divided by dots, where `*` is any key or item and `[]` any item.
    pub fn matches(&self, pattern: &str) -> bool {
        let mut steps = self.0.iter();
        for part in pattern.split('.') {
            let is_match = match steps.next() {
                Some(Segment::Key(key)) => part == "*" || part == &**key,
                Some(Segment::Index(_)) => part == "*" || part == "[]",
                None => false,
            };
            if !is_match {
                return false;
            }
        }
        steps.next().is_none()
    }
}

/// As Compose writes it in its messages: `services.a.ports.0`.
impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, segment) in self.0.iter().enumerate() {
            if number > 0 {
                f.write_str(".")?;
            }
            match segment {
                Segment::Key(key) => f.write_str(key)?,
                Segment::Index(index) => write!(f, "{index}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_steps_and_not_text() {
        let ports = FieldPath::of(&["services", "my.app", "ports"]);
        assert!(ports.matches("services.*.ports"));
        assert!(!ports.matches("services.*"));
        assert!(ports.index(0).matches("services.*.ports.[]"));
        assert!(ports.index(0).matches("services.*.ports.*"));
        assert!(!ports.key("a").matches("services.*.ports.[]"));
        assert_eq!(ports.index(2).to_string(), "services.my.app.ports.2");
    }
}
