//! The way to the terminal, which may be slow or stand still.
//!
//! The terminal is opened once more for us alone, without waiting: an own open file, so that the flag does not reach the
//! shell that shares ours. What does not fit is kept, and until it is gone no new frame is made: a stopped terminal
//! (ctrl-s, a stuck line) neither stops the program nor piles up frames.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::time::Duration;

/// How long leaving may wait for a terminal that takes no bytes.
const PATIENCE: Duration = Duration::from_millis(400);

/// Ends a sequence in the middle of which bytes were dropped (CAN), and a frame that is shown as a whole.
const BROKEN_OFF: &[u8] = b"\x18\x1b[?2026l";

/// Where frames go.
pub(crate) struct Output {
    sink: Sink,
    pending: Vec<u8>,
    written: u64,
}

enum Sink {
    /// Writes what fits.
    #[cfg(unix)]
    Waitless(tokio::io::unix::AsyncFd<File>),
    /// Waits until all is written.
    Waiting(File),
    /// Keeps it, taking so many bytes at most; for tests.
    #[cfg(test)]
    Memory { taken: Vec<u8>, room: usize },
}

impl Output {
    /// The terminal of standard output. Inside of a tokio runtime.
    pub(crate) fn terminal() -> io::Result<Self> {
        Ok(Self::new(open_terminal()?))
    }

    /// For tests: in memory, with room for so many bytes before it stops taking any.
    #[cfg(test)]
    pub(crate) fn memory(room: usize) -> Self {
        Self::new(Sink::Memory {
            taken: Vec::new(),
            room,
        })
    }

    fn new(sink: Sink) -> Self {
        Self {
            sink,
            pending: Vec::new(),
            written: 0,
        }
    }

    /// Bytes handed over so far.
    pub(crate) const fn written(&self) -> u64 {
        self.written
    }

    /// Something is still to be written.
    pub(crate) const fn is_busy(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Writes, or keeps what the terminal does not take at once.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.written += bytes.len() as u64;
        if self.pending.is_empty() {
            let taken = self.sink.take(bytes)?;
            self.pending.extend(bytes.iter().skip(taken));
        } else {
            self.pending.extend_from_slice(bytes);
        }
        Ok(())
    }

    /// Waits until the terminal has taken everything.
    pub(crate) async fn drained(&mut self) -> io::Result<()> {
        while self.is_busy() {
            #[cfg(unix)]
            if let Sink::Waitless(file) = &self.sink {
                let mut ready = file.writable().await?;
                let taken = match ready.try_io(|file| file.get_ref().write(&self.pending)) {
                    Ok(taken) => taken?,
                    Err(_would_block) => continue,
                };
                self.pending.drain(..taken);
                continue;
            }
            self.retry()?;
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    /// Sends what gives the terminal back, and waits a short while for it. What it has not taken of a frame is dropped: it
    /// would be gone at once. One that stands still loses what is under way to it, too, rather than these bytes.
    pub(crate) fn send_last(&mut self, bytes: &[u8]) {
        let mut last = Vec::new();
        if self.is_busy() {
            last.extend_from_slice(BROKEN_OFF);
            self.pending.clear();
        }
        last.extend_from_slice(bytes);
        let sent = self.send(&last);
        if sent.is_ok() && !self.is_drained_within(PATIENCE) {
            self.sink.discard();
            self.pending.clear();
            let _ = self.send(&[BROKEN_OFF, bytes].concat());
        }
        self.pending.clear();
    }

    fn is_drained_within(&mut self, time: Duration) -> bool {
        let mut waited = Duration::ZERO;
        let pause = Duration::from_millis(5);
        while self.is_busy() && waited < time && self.retry().is_ok() {
            if self.is_busy() {
                std::thread::sleep(pause);
                waited += pause;
            }
        }
        !self.is_busy()
    }

    fn retry(&mut self) -> io::Result<()> {
        let taken = self.sink.take(&self.pending)?;
        self.pending.drain(..taken);
        Ok(())
    }

    #[cfg(test)]
    pub(crate) fn take_written(&mut self, more_room: usize) -> Vec<u8> {
        match &mut self.sink {
            Sink::Memory { taken, room } => {
                *room += more_room;
                std::mem::take(taken)
            }
            #[cfg(unix)]
            Sink::Waitless(_) => Vec::new(),
            Sink::Waiting(_) => Vec::new(),
        }
    }
}

impl Sink {
    /// Drops what was handed over and is not yet on its way.
    fn discard(&mut self) {
        match self {
            #[cfg(unix)]
            Self::Waitless(file) => {
                let _ = rustix::termios::tcflush(
                    file.get_ref(),
                    rustix::termios::QueueSelector::OFlush,
                );
            }
            Self::Waiting(_) => {}
            #[cfg(test)]
            Self::Memory { taken, room } => {
                *room += taken.len();
                taken.clear();
            }
        }
    }

    /// How many bytes were taken; 0 where the terminal takes none now.
    fn take(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut done = 0;
        while let Some(rest) = bytes.get(done..).filter(|rest| !rest.is_empty()) {
            let taken = match self {
                #[cfg(unix)]
                Self::Waitless(file) => file.get_ref().write(rest),
                Self::Waiting(file) => file.write(rest),
                #[cfg(test)]
                Self::Memory { taken, room } => {
                    let fits = rest.len().min(*room);
                    taken.extend(rest.iter().take(fits));
                    *room -= fits;
                    if fits == 0 {
                        Err(ErrorKind::WouldBlock.into())
                    } else {
                        Ok(fits)
                    }
                }
            };
            match taken {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(count) => done += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // Also on a waiting one: another program may have left its terminal so.
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }
}

#[cfg(unix)]
fn open_terminal() -> io::Result<Sink> {
    use std::os::fd::AsFd;
    #[expect(
        deprecated,
        reason = "the other constructor is unsafe; a `File` that is moved in stays open as long as it is needed"
    )]
    let register =
        |file| tokio::io::unix::AsyncFd::with_interest(file, tokio::io::Interest::WRITABLE);
    let waitless = reopen(io::stdout().as_fd(), rustix::fs::OFlags::WRONLY).and_then(register);
    match waitless {
        Ok(file) => Ok(Sink::Waitless(file)),
        // After `su` the terminal is not ours to open.
        Err(_) => Ok(Sink::Waiting(File::from(
            io::stdout().as_fd().try_clone_to_owned()?,
        ))),
    }
}

/// Opens the terminal behind a descriptor once more, for us alone and without waiting.
#[cfg(unix)]
pub(crate) fn reopen(
    terminal: std::os::fd::BorrowedFd<'_>,
    access: rustix::fs::OFlags,
) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let name = rustix::termios::ttyname(terminal, Vec::new())?;
    let flags = access | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(&*name, flags, Mode::empty())?))
}

#[cfg(windows)]
fn open_terminal() -> io::Result<Sink> {
    use std::os::windows::io::AsHandle;
    Ok(Sink::Waiting(File::from(
        io::stdout().as_handle().try_clone_to_owned()?,
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_stopped_terminal_does_not_take_is_kept_in_order() {
        let mut output = Output::memory(3);
        output.send(b"abcdef").unwrap();
        output.send(b"gh").unwrap();
        assert!(output.is_busy());
        assert_eq!(output.take_written(100), b"abc");
        output.retry().unwrap();
        assert_eq!(output.take_written(0), b"defgh");
        assert!(!output.is_busy());
        assert_eq!(output.written(), 8);
    }

    #[tokio::test]
    async fn draining_ends_when_the_terminal_has_taken_all() {
        let mut output = Output::memory(2);
        output.send(b"abc").unwrap();
        output.take_written(10);
        output.drained().await.unwrap();
        assert_eq!(output.take_written(0), b"c");
    }

    #[test]
    fn the_last_bytes_come_instead_of_what_a_stopped_terminal_has_not_taken() {
        let mut output = Output::memory(60);
        output.send("frame ".repeat(50).as_bytes()).unwrap();
        assert!(output.is_busy());
        output.send_last(b"\x1b[?1049l");
        assert!(!output.is_busy());
        assert_eq!(output.take_written(0), b"\x18\x1b[?2026l\x1b[?1049l");
    }

    #[test]
    fn the_last_bytes_come_alone_to_a_terminal_that_takes_them() {
        let mut output = Output::memory(1000);
        output.send(b"frame").unwrap();
        output.send_last(b"\x1b[?1049l");
        assert_eq!(output.take_written(0), b"frame\x1b[?1049l");
    }
}
