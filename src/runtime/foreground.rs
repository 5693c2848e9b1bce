//! The person's terminal and a program in a container, joined: bytes both ways, the size followed, no screen of ours.

use crate::engine::{Session, SessionEnds};
use crate::runtime::keyboard::Keyboard;
use crate::runtime::screen::Output;
use std::future::Future;
use std::io;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

/// How keys reach the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typing {
    /// Each as it is pressed: the program has a terminal.
    Raw,
    /// Not at all; ctrl-c leaves.
    Off,
}

/// Joins them until the program ends, or its output does; its exit code. Dropped, the terminal is as before.
pub(crate) async fn join(
    mut session: Box<dyn Session>,
    typing: Typing,
) -> Result<Option<i64>, String> {
    let ends = session
        .take_ends()
        .ok_or_else(|| "the session has no ends".to_owned())?;
    let failed = |error: io::Error| format!("the terminal failed: {error}");
    let _raw = (typing == Typing::Raw)
        .then(RawMode::enter)
        .transpose()
        .map_err(failed)?;
    let mut output = Output::terminal().map_err(failed)?;
    let sizes = Sizes::new().map_err(failed)?;
    if typing == Typing::Off {
        copy(
            session.as_ref(),
            ends,
            tokio::io::empty(),
            &mut output,
            sizes,
        )
        .await
    } else {
        let keyboard = Keyboard::open().map_err(failed)?;
        copy(session.as_ref(), ends, keyboard, &mut output, sizes).await
    }
}

/// Where new sizes of the terminal come from.
trait Resizes {
    /// The next one.
    fn next(&mut self) -> impl Future<Output = (u16, u16)>;
}

async fn copy(
    session: &dyn Session,
    ends: SessionEnds,
    mut keyboard: impl AsyncRead + Unpin,
    output: &mut Output,
    mut sizes: impl Resizes,
) -> Result<Option<i64>, String> {
    let SessionEnds {
        output: mut printed,
        mut input,
    } = ends;
    let printing = async {
        let mut buffer = vec![0; 16 << 10];
        loop {
            let count = printed.read(&mut buffer).await.unwrap_or(0);
            let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else {
                return Ok(());
            };
            output.send(bytes)?;
            output.drained().await?;
        }
    };
    let typing = async {
        let mut buffer = vec![0; 4 << 10];
        while let Ok(count @ 1..) = keyboard.read(&mut buffer).await {
            let Some(bytes) = buffer.get(..count) else {
                break;
            };
            if input.write_all(bytes).await.is_err() || input.flush().await.is_err() {
                break;
            }
        }
        let _ = input.shutdown().await;
        // What it prints is still to come.
        std::future::pending::<()>().await;
    };
    let resizing = async {
        loop {
            let (columns, rows) = sizes.next().await;
            // It may have ended just now.
            let _ = session.resize(columns, rows).await;
        }
    };
    let printed: io::Result<()> = tokio::select! {
        printed = printing => printed,
        () = typing => Ok(()),
        () = resizing => Ok(()),
    };
    printed.map_err(|error| format!("the terminal failed: {error}"))?;
    session.exit_code().await.map_err(|error| error.to_string())
}

/// Raw mode until dropped.
struct RawMode;

impl RawMode {
    fn enter() -> io::Result<Self> {
        crossterm::terminal::enable_raw_mode()?;
        Ok(Self)
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        let _ = crossterm::terminal::disable_raw_mode();
    }
}

#[cfg(unix)]
mod sizes {
    use super::{Resizes, io};
    use tokio::signal::unix::{Signal, SignalKind, signal};

    /// Sizes at SIGWINCH.
    pub(super) struct Sizes(Signal);

    impl Sizes {
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self(signal(SignalKind::window_change())?))
        }
    }

    impl Resizes for Sizes {
        async fn next(&mut self) -> (u16, u16) {
            self.0.recv().await;
            crossterm::terminal::size().unwrap_or((80, 24))
        }
    }
}
use sizes::Sizes;

#[cfg(windows)]
mod sizes {
    use super::{Resizes, io};

    /// There is no signal: looks twice a second.
    pub(super) struct Sizes((u16, u16));

    impl Sizes {
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self(crossterm::terminal::size()?))
        }
    }

    impl Resizes for Sizes {
        async fn next(&mut self) -> (u16, u16) {
            loop {
                tokio::time::sleep(std::time::Duration::from_millis(500)).await;
                match crossterm::terminal::size() {
                    Ok(size) if size != self.0 => {
                        self.0 = size;
                        return size;
                    }
                    _ => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Reply;
    use std::sync::Mutex;
    use tokio::io::{DuplexStream, duplex};

    /// Echoes in capitals what it reads, until `q`.
    struct Echo {
        ends: Option<DuplexStream>,
        sizes: Mutex<Vec<(u16, u16)>>,
    }

    impl Session for Echo {
        fn take_ends(&mut self) -> Option<SessionEnds> {
            let (output, input) = tokio::io::split(self.ends.take()?);
            Some(SessionEnds {
                output: Box::new(output),
                input: Box::new(input),
            })
        }
        fn resize(&self, columns: u16, rows: u16) -> Reply<'_, ()> {
            self.sizes.lock().unwrap().push((columns, rows));
            Box::pin(async { Ok(()) })
        }
        fn exit_code(&self) -> Reply<'_, Option<i64>> {
            Box::pin(async { Ok(Some(3)) })
        }
    }

    struct Once(Option<(u16, u16)>);

    impl Resizes for Once {
        async fn next(&mut self) -> (u16, u16) {
            match self.0.take() {
                Some(size) => size,
                None => std::future::pending().await,
            }
        }
    }

    #[tokio::test]
    async fn bytes_go_both_ways_and_the_exit_code_comes_back() {
        let (ours, mut theirs) = duplex(64);
        let mut session = Echo {
            ends: Some(ours),
            sizes: Mutex::default(),
        };
        let ends = session.take_ends().unwrap();
        let (mut person, keyboard) = duplex(64);
        let mut output = Output::memory(10_000);
        let program = async move {
            let mut buffer = [0; 1];
            while theirs.read(&mut buffer).await.unwrap() == 1 && buffer != *b"q" {
                theirs
                    .write_all(&buffer.map(|byte| byte.to_ascii_uppercase()))
                    .await
                    .unwrap();
            }
        };
        let typing = async {
            // More than any buffer between the two holds.
            person
                .write_all("abc".repeat(500).as_bytes())
                .await
                .unwrap();
            person.write_all(b"q").await.unwrap();
        };
        let joined = copy(&session, ends, keyboard, &mut output, Once(Some((132, 43))));
        let (code, (), ()) = tokio::join!(joined, program, typing);
        assert_eq!(code, Ok(Some(3)));
        assert_eq!(output.take_written(0), "ABC".repeat(500).as_bytes());
        assert_eq!(*session.sizes.lock().unwrap(), [(132, 43)]);
    }
}
