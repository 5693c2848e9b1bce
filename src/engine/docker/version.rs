//! Which version of the Engine API is spoken.

use crate::engine::error::EngineError;
use crate::model::api_version::ApiVersion;

/// The oldest that this program speaks (Docker 19.03).
pub(super) const OLDEST: ApiVersion = ApiVersion::one(40);
/// The newest that this program speaks: that of bollard's requests.
pub(super) const NEWEST: ApiVersion = ApiVersion::one(53);

/// The newest that both know. `wanted` (`DOCKER_API_VERSION`) is taken as it is.
pub(super) fn negotiate(
    engine: ApiVersion,
    wanted: Option<ApiVersion>,
) -> Result<ApiVersion, EngineError> {
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
pub(super) const fn packed(version: ApiVersion) -> u32 {
    (version.major as u32) << 16 | version.minor as u32
}

/// The inverse of [`packed`].
pub(super) const fn unpacked(packed: u32) -> ApiVersion {
    let [major_high, major_low, minor_high, minor_low] = packed.to_be_bytes();
    ApiVersion {
        major: u16::from_be_bytes([major_high, major_low]),
        minor: u16::from_be_bytes([minor_high, minor_low]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_that_both_know_is_spoken() {
        let negotiated = |engine: &str, wanted: Option<&str>| {
            negotiate(
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
        let version = ApiVersion::one(9);
        assert_eq!(unpacked(packed(version)), version);
        assert!(ApiVersion::parse("1.9") < ApiVersion::parse("1.41"));
    }
}
