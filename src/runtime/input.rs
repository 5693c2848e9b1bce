//! From the terminal library's events to messages.

use crate::app::key::{Key, KeyCode};
use crate::app::msg::{Mouse, MouseKind, Msg};
use crossterm::event::{
    Event, EventStream, KeyCode as Code, KeyEvent, KeyEventKind, KeyModifiers, MouseButton,
    MouseEventKind,
};
use futures_util::{FutureExt, StreamExt};
use std::future::Future;
use std::io;

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

/// The keyboard, mouse and size of the real terminal.
pub(crate) struct TerminalInput {
    stream: Option<EventStream>,
}

impl TerminalInput {
    /// Starts reading.
    pub(crate) fn new() -> Self {
        Self {
            stream: Some(EventStream::new()),
        }
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
        // `None` of a stream that ended comes again with `next`.
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

/// A key press as the program names it. Releases, which some terminals report, are none.
fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let (code, shift) = match event.code {
        // Shift is in the character already; some terminals report the modifier on top of it.
        Code::Char(character) if shift => (
            KeyCode::Char(character.to_uppercase().next().unwrap_or(character)),
            false,
        ),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn named(code: Code, modifiers: KeyModifiers) -> String {
        key(KeyEvent::new(code, modifiers)).map_or("-".to_owned(), |key| key.to_string())
    }

    #[test]
    fn keys_have_the_names_of_the_key_file() {
        assert_eq!(named(Code::Char('r'), KeyModifiers::NONE), "r");
        assert_eq!(named(Code::Char('R'), KeyModifiers::SHIFT), "R");
        assert_eq!(named(Code::Char('r'), KeyModifiers::SHIFT), "R");
        assert_eq!(named(Code::Char('?'), KeyModifiers::SHIFT), "?");
        assert_eq!(named(Code::Char('d'), KeyModifiers::CONTROL), "ctrl-d");
        assert_eq!(named(Code::BackTab, KeyModifiers::SHIFT), "shift-tab");
        assert_eq!(named(Code::Up, KeyModifiers::SHIFT), "shift-up");
        assert_eq!(named(Code::Char(' '), KeyModifiers::NONE), "space");
        assert_eq!(named(Code::CapsLock, KeyModifiers::NONE), "-");
    }

    #[test]
    fn a_release_is_no_press_and_a_repeat_is_one() {
        let event = |kind| KeyEvent::new_with_kind(Code::Char('j'), KeyModifiers::NONE, kind);
        assert_eq!(key(event(KeyEventKind::Release)), None);
        assert_eq!(key(event(KeyEventKind::Repeat)), Some(Key::char('j')));
    }
}
