//! What an engine's call can end in.

use crate::model::capabilities::Capability;
use thiserror::Error;

/// One call failed. The engine's own words are kept, sanitised.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum EngineError {
    /// Nothing answers at the endpoint: the socket is missing, refused, not permitted, or the TLS handshake failed.
    #[error("{reason}")]
    Unreachable {
        /// The system's words: `permission denied`, `connection refused`, …
        reason: String,
        /// What to do about it, where known.
        hint: Option<String>,
    },
    /// The engine answered with an error status.
    #[error("{message}")]
    Refused {
        /// HTTP status: 404 no such container, 409 conflict, 500 the engine failed, 403 a proxy forbids.
        status: u16,
        /// Its words.
        message: String,
    },
    /// No answer in time.
    #[error("no answer within {seconds} s")]
    Timeout {
        /// The limit that passed.
        seconds: u64,
    },
    /// The answer is not what the API documents.
    #[error("cannot read the engine's answer: {0}")]
    Protocol(String),
    /// The endpoint does not offer this (a restricted socket proxy).
    #[error("this endpoint does not allow {} ({status})", capability.name())]
    NotAllowed {
        /// Which part of the API.
        capability: Capability,
        /// 403 or 404 or 405 or 501.
        status: u16,
    },
}

impl EngineError {
    /// The connection is gone or never was, as against a call that was answered.
    pub const fn is_lost(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Timeout { .. })
    }

    /// 404: the object is gone.
    pub const fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// 409: the object is in another state than the call needs.
    pub const fn is_conflict(&self) -> bool {
        matches!(self, Self::Refused { status: 409, .. })
    }

    /// What to do, where the error itself tells.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Unreachable { hint, .. } => hint.as_deref(),
            _ => None,
        }
    }
}
