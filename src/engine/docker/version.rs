//! Versions of the Engine API and their negotiation.

use crate::engine::error::EngineError;
use std::fmt;

/// A version of the Engine API: 1.41.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ApiVersion {
    pub(super) major: u16,
    pub(super) minor: u16,
}

/// The oldest that this program speaks (Docker 19.03).
pub(super) const OLDEST: ApiVersion = ApiVersion {
    major: 1,
    minor: 40,
};
/// The newest that this program speaks: that of bollard's requests.
pub(super) const NEWEST: ApiVersion = ApiVersion {
    major: 1,
    minor: 53,
};

impl ApiVersion {
    /// Reads `1.41`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.trim().trim_start_matches('v').split_once('.')?;
        Some(Self {
            major: major.parse().ok()?,
            minor: minor.parse().ok()?,
        })
    }

    /// The newest that both know. `wanted` (`DOCKER_API_VERSION`) is taken as it is.
    pub(super) fn negotiate(engine: Self, wanted: Option<Self>) -> Result<Self, EngineError> {
        if let Some(wanted) = wanted {
            return Ok(wanted);
        }
        if engine < OLDEST {
            return Err(EngineError::Protocol(format!(
                "it speaks API {engine}, and this program needs {OLDEST} or later (Docker 19.03)"
            )));
        }
        Ok(engine.min(NEWEST))
    }

    /// Both halves in one number, for an atomic.
    pub(super) const fn packed(self) -> u32 {
        (self.major as u32) << 16 | self.minor as u32
    }

    /// The inverse of [`ApiVersion::packed`].
    pub(super) const fn unpacked(packed: u32) -> Self {
        let [major_high, major_low, minor_high, minor_low] = packed.to_be_bytes();
        Self {
            major: u16::from_be_bytes([major_high, major_low]),
            minor: u16::from_be_bytes([minor_high, minor_low]),
        }
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_that_both_know_is_spoken() {
        let negotiated = |engine: &str, wanted: Option<&str>| {
            ApiVersion::negotiate(
                ApiVersion::parse(engine).unwrap(),
                wanted.and_then(ApiVersion::parse),
            )
            .map(|version| version.to_string())
        };
        assert_eq!(negotiated("1.41", None).as_deref(), Ok("1.41"));
        assert_eq!(negotiated("1.99", None).as_deref(), Ok("1.53"));
        assert_eq!(negotiated("2.0", None).as_deref(), Ok("1.53"));
        assert_eq!(negotiated("1.51", Some("1.44")).as_deref(), Ok("1.44"));
        assert!(negotiated("1.38", None).is_err());
    }

    #[test]
    fn packing_loses_nothing() {
        let version = ApiVersion { major: 1, minor: 9 };
        assert_eq!(ApiVersion::unpacked(version.packed()), version);
        assert!(ApiVersion::parse("1.9") < ApiVersion::parse("1.41"));
    }
}
