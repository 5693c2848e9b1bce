//! Signals, and stopping as any Unix program does.

use std::future::Future;
use std::io;

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// End; the exit code says by which signal: 128 and its number.
    End(u8),
    /// Give the terminal back and stop (SIGTSTP from outside; ctrl-z in the program is a key).
    Stop,
    /// We were stopped by force and go on: the terminal may be as a shell left it.
    Continued,
}

/// Where signals come from.
pub(crate) trait Signals {
    /// The next one. Cancel safe.
    fn next(&mut self) -> impl Future<Output = Signal>;
    /// Whether somebody could continue it, asked while the screen is still there.
    ///
    /// # Errors
    /// As text, where no shell could.
    fn may_stop(&self) -> Result<(), String> {
        Ok(())
    }
    /// Stops the program, with all of its job, until it is continued.
    ///
    /// # Errors
    /// As text, where it cannot be stopped.
    fn stop(&mut self) -> impl Future<Output = Result<(), String>>;
}

#[cfg(unix)]
pub(crate) use unix::ProcessSignals;

#[cfg(unix)]
mod unix {
    use super::{Signal, Signals, io};
    use crate::runtime::job;
    use futures_util::FutureExt;
    use rustix::process;
    use tokio::signal::unix::{self, SignalKind};

    /// The signals of this process.
    pub(crate) struct ProcessSignals {
        terminate: unix::Signal,
        hang_up: unix::Signal,
        interrupt: unix::Signal,
        stop: unix::Signal,
        cont: unix::Signal,
    }

    impl ProcessSignals {
        /// From now on signals are handled here. Inside of a tokio runtime.
        pub(crate) fn new() -> io::Result<Self> {
            Ok(Self {
                terminate: unix::signal(SignalKind::terminate())?,
                hang_up: unix::signal(SignalKind::hangup())?,
                interrupt: unix::signal(SignalKind::interrupt())?,
                stop: unix::signal(SignalKind::from_raw(process::Signal::TSTP.as_raw()))?,
                cont: unix::signal(SignalKind::from_raw(process::Signal::CONT.as_raw()))?,
            })
        }
    }

    impl Signals for ProcessSignals {
        async fn next(&mut self) -> Signal {
            tokio::select! {
                biased;
                _ = self.terminate.recv() => Signal::End(143),
                _ = self.hang_up.recv() => Signal::End(129),
                _ = self.interrupt.recv() => Signal::End(130),
                _ = self.stop.recv() => Signal::Stop,
                _ = self.cont.recv() => Signal::Continued,
            }
        }

        fn may_stop(&self) -> Result<(), String> {
            if job::is_orphaned() {
                return Err("no shell is there that could bring it back".to_owned());
            }
            Ok(())
        }

        async fn stop(&mut self) -> Result<(), String> {
            while self.cont.recv().now_or_never().is_some() {}
            // The whole job, as the terminal's driver does it; by force, since TSTP is handled here.
            process::kill_current_process_group(process::Signal::STOP)
                .map_err(|error| format!("cannot stop: {error}"))?;
            self.cont.recv().await;
            while self.stop.recv().now_or_never().is_some() {}
            Ok(())
        }
    }
}

#[cfg(windows)]
pub(crate) struct ProcessSignals;

#[cfg(windows)]
impl ProcessSignals {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self)
    }
}

#[cfg(windows)]
impl Signals for ProcessSignals {
    async fn next(&mut self) -> Signal {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Signal::End(130),
            Err(_) => std::future::pending().await,
        }
    }

    fn may_stop(&self) -> Result<(), String> {
        Err("this system cannot stop a program".to_owned())
    }

    async fn stop(&mut self) -> Result<(), String> {
        self.may_stop()
    }
}
