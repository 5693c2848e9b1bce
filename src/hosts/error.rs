//! Why the settings do not lead to an engine.

use std::io;
use thiserror::Error;

/// A setting that cannot be used, with what to do about it in [`HostsError::hint`].
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum HostsError {
    /// Both given.
    #[error("`--host` and `--context` cannot be used together")]
    HostAndContext,
    /// No URL of an engine.
    #[error("`{url}` is no address of an engine: {reason}")]
    Address {
        /// As given.
        url: String,
        /// What is wrong with it.
        reason: String,
        /// What to do.
        hint: Option<String>,
    },
    /// `ssh://…`
    #[error("`{url}`: engines over SSH cannot be used yet")]
    Ssh {
        /// As given.
        url: String,
        /// The part that ssh takes: `deploy@web01`, with `-p PORT` before it where one is given.
        destination: String,
    },
    /// No docker context of this name.
    #[error("docker context `{name}` does not exist")]
    UnknownContext {
        /// As given.
        name: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// A context without an endpoint of docker.
    #[error("docker context `{name}` has no docker endpoint ({path})")]
    NoEndpoint {
        /// Its name.
        name: String,
        /// Its file.
        path: String,
    },
    /// A file of docker's is no JSON, or not of its form.
    #[error("cannot read {path}:{line}:{column}: {reason}")]
    Malformed {
        /// Which.
        path: String,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// A file of docker's cannot be read.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// Which.
        path: String,
        /// The system's words.
        reason: String,
    },
    /// `DOCKER_CUSTOM_HEADERS` is not of its form.
    #[error("DOCKER_CUSTOM_HEADERS is malformed: {0}")]
    Headers(String),
}

impl HostsError {
    /// What to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::HostAndContext => Some("give one of them".to_owned()),
            Self::Address { hint, .. } => hint.clone(),
            Self::Ssh { destination, .. } => Some(format!(
                "forward its socket, `ssh -fNL /tmp/engine.sock:/var/run/docker.sock {destination}`, and use \
                 `-H unix:///tmp/engine.sock`; or run stacktui on that host"
            )),
            Self::UnknownContext { known, .. } => Some(if known.is_empty() {
                "there is none but `default`".to_owned()
            } else {
                format!("there are `default`, {}", quoted(known))
            }),
            Self::NoEndpoint { .. } => Some("choose another context with -c".to_owned()),
            Self::Malformed { .. } => {
                Some("mend the file, or give the endpoint with -H".to_owned())
            }
            Self::Unreadable { .. } => {
                Some("check its permissions, or give the endpoint with -H".to_owned())
            }
            Self::Headers(_) => {
                Some("write it as `Name=value`, several with a comma between them".to_owned())
            }
        }
    }

    pub(super) fn malformed(path: &std::path::Path, error: &serde_json::Error) -> Self {
        let text = error.to_string();
        Self::Malformed {
            path: path.display().to_string(),
            line: error.line(),
            column: error.column(),
            reason: crate::model::text::sanitise(
                text.split(" at line ").next().unwrap_or_default(),
            ),
        }
    }

    pub(super) fn unreadable(path: &std::path::Path, error: &io::Error) -> Self {
        Self::Unreadable {
            path: path.display().to_string(),
            reason: error
                .to_string()
                .split(" (os error")
                .next()
                .unwrap_or_default()
                .to_lowercase(),
        }
    }
}

fn quoted(names: &[String]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
