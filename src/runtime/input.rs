//! Where messages of the person come from.

use crate::app::msg::Msg;
use std::future::Future;
use std::io;

#[cfg(unix)]
pub(crate) use unix::{ASK, TerminalInput};
#[cfg(windows)]
pub(crate) use windows::TerminalInput;

/// Where messages of a person come from.
pub(crate) trait Input {
    /// The next one; `None` or an error: the terminal is gone. Cancel safe.
    fn next(&mut self) -> impl Future<Output = Option<io::Result<Msg>>>;
    /// The next one if it is there already.
    fn ready(&mut self) -> Option<io::Result<Msg>>;
    /// Stops reading, so that something else can.
    fn pause(&mut self);
    /// Reads again; what was typed in between and not read is dropped.
    fn resume(&mut self);
}

#[cfg(unix)]
mod unix {
    use super::{Input, Msg, io};
    use crate::runtime::decode::Decoder;
    use crate::runtime::keyboard::Keyboard;
    use futures_util::FutureExt;
    use std::time::Duration;
    use tokio::io::AsyncReadExt;
    use tokio::signal::unix::{Signal, SignalKind, signal};
    use tokio::time::{Instant, sleep_until};

    /// What asks for the colour of the background (OSC 11), and then for what every terminal answers (DA1).
    pub(crate) const ASK: &str = "\x1b]11;?\x07\x1b[c";
    /// An answer that has not come in this time is not waited for when the terminal is given away.
    const ANSWERS_WITHIN: Duration = Duration::from_secs(1);
    /// How long giving the terminal away waits for an answer: whoever has the terminal next would read it as keys.
    const LAST_WAIT: Duration = Duration::from_millis(120);

    /// The keyboard, mouse and size of the real terminal, read on the thread of the loop itself: no other has to be woken.
    pub(crate) struct TerminalInput {
        keyboard: Keyboard,
        decoder: Decoder,
        sizes: Signal,
        /// When what was begun is taken for whole.
        settles: Option<Instant>,
        /// When the terminal was asked something.
        asked_at: Option<Instant>,
        buffer: Vec<u8>,
    }

    impl TerminalInput {
        /// Starts reading. Inside of a tokio runtime.
        pub(crate) fn new() -> io::Result<Self> {
            Ok(Self {
                keyboard: Keyboard::open()?,
                decoder: Decoder::default(),
                sizes: signal(SignalKind::window_change())?,
                settles: None,
                asked_at: None,
                buffer: vec![0; 4 << 10],
            })
        }

        /// [`ASK`] was sent.
        pub(crate) fn asked(&mut self) {
            self.asked_at = Some(Instant::now());
        }

        /// Takes answers that are on their way, for a short time.
        fn take_answers(&mut self) {
            let Some(asked_at) = self.asked_at.take() else {
                return;
            };
            let deadline = Instant::now() + LAST_WAIT;
            while !self.decoder.is_identified() && asked_at.elapsed() < ANSWERS_WITHIN {
                let left = deadline.saturating_duration_since(Instant::now());
                match self.keyboard.read_within(left, &mut self.buffer) {
                    Some(count) => self
                        .decoder
                        .feed(self.buffer.get(..count).unwrap_or_default()),
                    None => return,
                }
            }
        }
    }

    impl Input for TerminalInput {
        async fn next(&mut self) -> Option<io::Result<Msg>> {
            loop {
                if let Some(msg) = self.decoder.next() {
                    return Some(Ok(msg));
                }
                if self.decoder.is_waiting() {
                    self.settles
                        .get_or_insert_with(|| Instant::now() + self.decoder.patience());
                } else {
                    self.settles = None;
                }
                let settles = self.settles;
                tokio::select! {
                    biased;
                    _ = self.sizes.recv() => match crossterm::terminal::size() {
                        Ok((columns, rows)) if columns > 0 && rows > 0 => {
                            return Some(Ok(Msg::Resize(columns, rows)));
                        }
                        _ => {}
                    },
                    count = self.keyboard.read(&mut self.buffer) => match count {
                        Ok(0) => return None,
                        Ok(count) => {
                            self.decoder.feed(self.buffer.get(..count).unwrap_or_default());
                            self.settles = None;
                        }
                        Err(error) => return Some(Err(error)),
                    },
                    () = sleep_until(settles.unwrap_or_else(Instant::now)), if settles.is_some() => {
                        self.decoder.settle();
                    }
                }
            }
        }

        fn ready(&mut self) -> Option<io::Result<Msg>> {
            // `None` of a terminal that is gone comes again with `next`.
            self.next().now_or_never().flatten()
        }

        fn pause(&mut self) {
            // Nobody reads while nobody waits.
            self.take_answers();
        }

        fn resume(&mut self) {
            self.keyboard.flush();
            self.decoder = Decoder::default();
            self.settles = None;
        }
    }
}

#[cfg(windows)]
mod windows {
    use super::{Input, Msg, io};
    use crate::app::key::{Key, KeyCode};
    use crate::app::msg::{Mouse, MouseKind};
    use crossterm::event::{
        Event, EventStream, KeyCode as Code, KeyEvent, KeyEventKind, KeyModifiers, MouseButton,
        MouseEventKind,
    };
    use futures_util::{FutureExt, StreamExt};

    /// The console's events.
    pub(crate) struct TerminalInput {
        stream: Option<EventStream>,
    }

    impl TerminalInput {
        /// Starts reading.
        #[expect(clippy::unnecessary_wraps, reason = "as on other systems")]
        pub(crate) fn new() -> io::Result<Self> {
            Ok(Self {
                stream: Some(EventStream::new()),
            })
        }
    }

    impl Input for TerminalInput {
        async fn next(&mut self) -> Option<io::Result<Msg>> {
            loop {
                match self.stream.as_mut()?.next().await? {
                    Ok(event) => {
                        if let Some(msg) = message(event) {
                            return Some(Ok(msg));
                        }
                    }
                    Err(error) => return Some(Err(error)),
                }
            }
        }

        fn ready(&mut self) -> Option<io::Result<Msg>> {
            self.next().now_or_never().flatten()
        }

        fn pause(&mut self) {
            // Its thread ends; two readers would take keys from each other.
            self.stream = None;
        }

        fn resume(&mut self) {
            while crossterm::event::poll(std::time::Duration::ZERO).unwrap_or(false) {
                if crossterm::event::read().is_err() {
                    break;
                }
            }
            self.stream = Some(EventStream::new());
        }
    }

    /// The message an event makes; `None`: nothing of ours.
    fn message(event: Event) -> Option<Msg> {
        match event {
            Event::Key(event) => key(event).map(Msg::Key),
            Event::Paste(text) => Some(Msg::Paste(text)),
            Event::Resize(columns, rows) => Some(Msg::Resize(columns, rows)),
            Event::FocusGained => Some(Msg::Focus(true)),
            Event::FocusLost => Some(Msg::Focus(false)),
            Event::Mouse(event) => {
                let kind = match event.kind {
                    MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
                    MouseEventKind::ScrollDown => MouseKind::ScrollDown,
                    MouseEventKind::ScrollUp => MouseKind::ScrollUp,
                    _ => return None,
                };
                Some(Msg::Mouse(Mouse {
                    column: event.column,
                    row: event.row,
                    kind,
                }))
            }
        }
    }

    /// A key press as the program names it. The console reports releases, too; they are none.
    fn key(event: KeyEvent) -> Option<Key> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let shift = event.modifiers.contains(KeyModifiers::SHIFT);
        let (code, shift) = match event.code {
            // Shift is in the character already.
            Code::Char(character) => (KeyCode::Char(character), false),
            Code::BackTab => (KeyCode::Tab, true),
            Code::Enter => (KeyCode::Enter, shift),
            Code::Esc => (KeyCode::Esc, shift),
            Code::Tab => (KeyCode::Tab, shift),
            Code::Backspace => (KeyCode::Backspace, shift),
            Code::Delete => (KeyCode::Delete, shift),
            Code::Insert => (KeyCode::Insert, shift),
            Code::Up => (KeyCode::Up, shift),
            Code::Down => (KeyCode::Down, shift),
            Code::Left => (KeyCode::Left, shift),
            Code::Right => (KeyCode::Right, shift),
            Code::Home => (KeyCode::Home, shift),
            Code::End => (KeyCode::End, shift),
            Code::PageUp => (KeyCode::PageUp, shift),
            Code::PageDown => (KeyCode::PageDown, shift),
            Code::F(number) => (KeyCode::F(number), shift),
            _ => return None,
        };
        Some(Key {
            code,
            ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
            alt: event.modifiers.contains(KeyModifiers::ALT),
            shift,
        })
    }
}
