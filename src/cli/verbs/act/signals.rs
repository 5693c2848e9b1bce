//! Signals that would end the process: while a plan runs, they end it after the step.

use crate::cli::error::CliError;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// From its making on, none of these signals ends the process by itself.
pub(super) struct Signals {
    #[cfg(unix)]
    all: [(u8, Signal); 3],
}

impl Signals {
    #[cfg(unix)]
    pub(super) fn new() -> Result<Self, CliError> {
        let listen = |code: u8, kind: SignalKind| {
            signal(kind)
                .map(|signal| (code, signal))
                .map_err(|error| CliError::new(format!("cannot listen for signals: {error}")))
        };
        Ok(Self {
            all: [
                listen(130, SignalKind::interrupt())?,
                listen(143, SignalKind::terminate())?,
                listen(129, SignalKind::hangup())?,
            ],
        })
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "other systems can fail here")]
    pub(super) fn new() -> Result<Self, CliError> {
        Ok(Self {})
    }

    /// The exit code of the next one. Cancel safe.
    #[cfg(unix)]
    pub(super) async fn next(&mut self) -> u8 {
        let [interrupt, terminate, hangup] = &mut self.all;
        tokio::select! {
            _ = interrupt.1.recv() => interrupt.0,
            _ = terminate.1.recv() => terminate.0,
            _ = hangup.1.recv() => hangup.0,
        }
    }

    #[cfg(not(unix))]
    pub(super) async fn next(&mut self) -> u8 {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        130
    }
}
