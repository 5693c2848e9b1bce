//! Versions of the Engine API: what an engine can do depends on it.

use std::fmt;

/// A version of the Engine API: 1.41.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApiVersion {
    /// 1.
    pub major: u16,
    /// 41.
    pub minor: u16,
}

impl ApiVersion {
    /// `1.minor`
    pub const fn one(minor: u16) -> Self {
        Self { major: 1, minor }
    }

    /// Reads `1.41`.
    pub fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.trim().trim_start_matches('v').split_once('.')?;
        Some(Self {
            major: major.parse().ok()?,
            minor: minor.parse().ok()?,
        })
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}
