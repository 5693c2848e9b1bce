//! What a command ends in when it does not end well.

use crate::config::LoadError;
use crate::engine::EngineError;
use crate::hosts::HostsError;
use crate::plan::news::HostError;
use crate::plan::projects::ProjectError;
use crate::plan::work::WorkError;
use std::fmt;
use std::io;

/// Why a command failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CliError {
    /// Something to tell, and what to do about it. Exit code 1.
    Failed {
        /// What happened, to what, why.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// All was told already. Exit code 1.
    Told,
    /// Whoever read our output has enough. No fault.
    Closed,
    /// Ended by a signal, with 128 and its number.
    Signal(u8),
}

impl CliError {
    /// Something to tell.
    pub fn new(message: impl Into<String>) -> Self {
        Self::Failed {
            message: message.into(),
            hint: None,
        }
    }

    /// The same with what to do.
    #[must_use]
    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        match self {
            Self::Failed { message, .. } => Self::Failed {
                message,
                hint: Some(hint.into()),
            },
            other => other,
        }
    }

    /// The program's exit code.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Failed { .. } | Self::Told => 1,
            Self::Closed => 0,
            Self::Signal(code) => *code,
        }
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { message, hint } => {
                write!(f, "error: {message}")?;
                match hint {
                    Some(hint) => write!(f, "\nhint: {hint}"),
                    None => Ok(()),
                }
            }
            Self::Told | Self::Closed | Self::Signal(_) => Ok(()),
        }
    }
}

impl std::error::Error for CliError {}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::new(format!("cannot write the output: {error}"))
        }
    }
}

impl From<LoadError> for CliError {
    fn from(error: LoadError) -> Self {
        Self::Failed {
            hint: error.hint().map(str::to_owned),
            message: error.to_string(),
        }
    }
}

impl From<HostsError> for CliError {
    fn from(error: HostsError) -> Self {
        Self::Failed {
            message: error.to_string(),
            hint: error.hint(),
        }
    }
}

impl From<ProjectError> for CliError {
    fn from(error: ProjectError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<EngineError> for CliError {
    fn from(error: EngineError) -> Self {
        Self::Failed {
            hint: error.hint().map(str::to_owned),
            message: error.to_string(),
        }
    }
}

impl From<WorkError> for CliError {
    fn from(error: WorkError) -> Self {
        Self::Failed {
            message: error.message,
            hint: error.hint,
        }
    }
}

impl From<HostError> for CliError {
    /// All that was tried, with who chose it.
    fn from(error: HostError) -> Self {
        let message = match error.tried.as_slice() {
            [] => error.chosen_by,
            [one] => format!(
                "no engine answers at `{}` ({}): {}",
                one.endpoint, error.chosen_by, one.reason
            ),
            many => {
                let lines: Vec<String> = many
                    .iter()
                    .map(|attempt| format!("  {}  {}", attempt.endpoint, attempt.reason))
                    .collect();
                format!(
                    "no engine answers ({}); tried\n{}",
                    error.chosen_by,
                    lines.join("\n")
                )
            }
        };
        Self::Failed {
            message,
            hint: error.hint.or_else(|| {
                Some(
                    "give an endpoint with -H or a context with -c, or see the demo with --demo"
                        .to_owned(),
                )
            }),
        }
    }
}
