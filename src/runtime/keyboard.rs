//! The bytes that a terminal sends.

#[cfg(unix)]
pub(crate) use unix::Keyboard;
#[cfg(windows)]
pub(crate) use windows::Keyboard;

#[cfg(unix)]
mod unix {
    use crate::runtime::screen::reopen;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::OFlags;
    use rustix::termios::{QueueSelector, tcflush};
    use std::fs::File;
    use std::io;
    use std::os::fd::AsFd;
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};
    use std::time::Duration;
    use tokio::io::unix::AsyncFd;
    use tokio::io::{AsyncRead, Interest, ReadBuf};

    /// Standard input, read only while somebody waits for it: nothing is taken from who reads it next.
    pub(crate) struct Keyboard {
        file: AsyncFd<File>,
        /// Reading never waits: an open file of our own. Else a short read is the sign that nothing is left.
        waitless: bool,
    }

    impl Keyboard {
        /// Inside of a tokio runtime.
        pub(crate) fn open() -> io::Result<Self> {
            let stdin = io::stdin();
            let (terminal, waitless) = match reopen(stdin.as_fd(), OFlags::RDONLY) {
                Ok(file) => (file, true),
                // After `su` the terminal is not ours to open.
                Err(_) => (File::from(stdin.as_fd().try_clone_to_owned()?), false),
            };
            #[expect(
                deprecated,
                reason = "the other constructor is unsafe; a `File` that is moved in stays open as long as it is needed"
            )]
            let file = AsyncFd::with_interest(terminal, Interest::READABLE)?;
            Ok(Self { file, waitless })
        }

        /// Drops what was typed and not read.
        pub(crate) fn flush(&self) {
            let _ = tcflush(self.file.get_ref(), QueueSelector::IFlush);
        }

        /// Reads what comes within this time, holding up everything else; `None` where nothing did.
        pub(crate) fn read_within(&self, time: Duration, buffer: &mut [u8]) -> Option<usize> {
            let mut file = self.file.get_ref();
            let time = Timespec::try_from(time).ok()?;
            let mut ready = [PollFd::new(file, PollFlags::IN)];
            poll(&mut ready, Some(&time))
                .ok()
                .filter(|count| *count > 0)?;
            io::Read::read(&mut file, buffer)
                .ok()
                .filter(|count| *count > 0)
        }
    }

    impl AsyncRead for Keyboard {
        fn poll_read(
            self: Pin<&mut Self>,
            context: &mut Context<'_>,
            buffer: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            loop {
                let mut guard = ready!(self.file.poll_read_ready(context))?;
                let room = buffer.initialize_unfilled();
                let wanted = room.len();
                match io::Read::read(&mut self.file.get_ref(), room) {
                    Ok(count) => {
                        if !self.waitless && count < wanted {
                            guard.clear_ready();
                        }
                        buffer.advance(count);
                        return Poll::Ready(Ok(()));
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => guard.clear_ready(),
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Poll::Ready(Err(error)),
                }
            }
        }
    }
}

#[cfg(windows)]
mod windows {
    use std::io;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use tokio::io::{AsyncRead, ReadBuf, Stdin};

    /// Standard input; a thread reads it ahead.
    pub(crate) struct Keyboard(Stdin);

    impl Keyboard {
        /// Inside of a tokio runtime.
        #[expect(clippy::unnecessary_wraps, reason = "as on other systems")]
        pub(crate) fn open() -> io::Result<Self> {
            Ok(Self(tokio::io::stdin()))
        }
    }

    impl AsyncRead for Keyboard {
        fn poll_read(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
            buffer: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            Pin::new(&mut self.0).poll_read(context, buffer)
        }
    }
}
