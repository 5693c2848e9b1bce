//! The terminal, borrowed from the person and given back as it was.

use crate::runtime::screen::{AnsiBackend, Output};
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};
use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::thread::{self, ThreadId};

/// What was switched on and has to be switched off. In the order of switching on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent modes of a terminal"
)]
struct Modes {
    raw: bool,
    alternate_screen: bool,
    bracketed_paste: bool,
    focus: bool,
    mouse: bool,
}

impl Modes {
    /// Bytes that switch on what is set here.
    fn enter(self) -> String {
        let mut out = String::new();
        for (is_set, on, _) in self.sequences() {
            if is_set {
                out.push_str(on);
            }
        }
        out
    }

    /// Bytes that switch off what is set here, in reverse; the pen is put down and the cursor shown.
    fn leave(self) -> String {
        let mut out = String::from("\x1b[m\x1b[?25h");
        for (is_set, _, off) in self.sequences().into_iter().rev() {
            if is_set {
                out.push_str(off);
            }
        }
        out
    }

    const fn sequences(self) -> [(bool, &'static str, &'static str); 4] {
        [
            (self.alternate_screen, "\x1b[?1049h\x1b[2J", "\x1b[?1049l"),
            (self.bracketed_paste, "\x1b[?2004h", "\x1b[?2004l"),
            (self.focus, "\x1b[?1004h", "\x1b[?1004l"),
            // Buttons and the wheel, no motion; positions as decimal numbers.
            (self.mouse, MOUSE_ON, MOUSE_OFF),
        ]
    }
}

const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Undoes what another program may have left behind: reports of the mouse, an alternate screen, line-drawing characters,
/// keys in application mode, inserting, no wrapping, a scrolling region. The cursor stays where it is: it is kept with the
/// shell's screen.
const SANE: &str = "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?47l\x1b(B\x0f\x1b[?1l\x1b>\x1b[4l\x1b[?7h\x1b7\x1b[r\x1b8";
/// Rows counted from that region's first; homes the cursor, so it has to wait for our own screen.
const ORIGIN_OFF: &str = "\x1b[?6l";

/// What the panic hook has to undo, and on which thread a panic ends the program.
static RESTORE: Mutex<Option<(ThreadId, Modes)>> = Mutex::new(None);

fn remember(modes: Modes) {
    if let Ok(mut restore) = RESTORE.lock() {
        *restore = (modes != Modes::default()).then(|| (thread::current().id(), modes));
    }
}

/// Whether the panic hook has undone it already.
fn was_given_back() -> bool {
    RESTORE.lock().is_ok_and(|restore| restore.is_none())
}

/// Restores the terminal before a panic of the thread that draws is reported; a panic of another thread is only logged,
/// because the screen is still ours and goes on. Call it after the hooks that print the report are installed.
pub fn install_panic_hook() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // `try_lock`: the panic may come from within.
        let restore = RESTORE.try_lock().ok().and_then(|mut modes| match *modes {
            Some((drawing, _)) if drawing == thread::current().id() => modes.take(),
            _ => None,
        });
        let is_ours = RESTORE.try_lock().is_ok_and(|modes| modes.is_some());
        if let Some((_, modes)) = restore {
            restore_now(modes);
        } else if is_ours {
            tracing::error!("{panic}");
            return;
        }
        report(panic);
    }));
}

fn restore_now(modes: Modes) {
    let mut out = io::stdout();
    let _ = out.write_all(modes.leave().as_bytes());
    let _ = out.flush();
    if modes.raw {
        let _ = crossterm::terminal::disable_raw_mode();
    }
}

/// Holds the terminal; gives it back when dropped.
pub(crate) struct TerminalGuard {
    terminal: Terminal<AnsiBackend>,
    /// What is switched on now; nothing while the terminal is given away.
    active: Modes,
    wants_mouse: bool,
}

impl TerminalGuard {
    /// Takes the terminal of standard output.
    ///
    /// # Errors
    /// Standard input or output is no terminal, or it cannot be set up; then it is as it was.
    pub(crate) fn enter(mouse: bool) -> io::Result<Self> {
        let size = terminal_size()?;
        let backend = AnsiBackend::new(Output::terminal()?, size);
        let mut guard = Self {
            terminal: Terminal::new(backend)?,
            active: Modes::default(),
            wants_mouse: mouse,
        };
        guard.take()?;
        Ok(guard)
    }

    fn take(&mut self) -> io::Result<()> {
        if self.active.raw {
            // Stopped by force and continued: a shell has set the modes that it likes, which crossterm does not know of.
            crossterm::terminal::disable_raw_mode()?;
        }
        self.active.raw = true;
        remember(self.active);
        crossterm::terminal::enable_raw_mode()?;
        self.active = Modes {
            raw: true,
            alternate_screen: true,
            bracketed_paste: true,
            focus: true,
            mouse: self.wants_mouse,
        };
        remember(self.active);
        let bytes = self.active.enter();
        // With the first frame, in one piece.
        self.terminal.backend_mut().control(bytes.as_bytes());
        Ok(())
    }

    /// Gives the terminal back, with everything as it was. Taking it again is [`TerminalGuard::resume`].
    pub(crate) fn leave(&mut self) {
        if self.active == Modes::default() {
            return;
        }
        if was_given_back() {
            // By the panic hook: once more would put the cursor above its report.
            self.active = Modes::default();
            return;
        }
        let bytes = self.active.leave();
        let backend = self.terminal.backend_mut();
        backend.abandon_frame();
        backend.output_mut().send_last(bytes.as_bytes());
        if self.active.raw {
            let _ = crossterm::terminal::disable_raw_mode();
        }
        self.active = Modes::default();
        remember(self.active);
    }

    /// Takes the terminal again after [`TerminalGuard::leave`], or after something else may have changed it.
    pub(crate) fn resume(&mut self) -> io::Result<Size> {
        let backend = self.terminal.backend_mut();
        backend.abandon_frame();
        backend.control(SANE.as_bytes());
        self.take()?;
        self.terminal.backend_mut().control(ORIGIN_OFF.as_bytes());
        let size = terminal_size()?;
        self.resize(size)?;
        Ok(size)
    }

    /// The terminal has another size: the next frame draws everything.
    pub(crate) fn resize(&mut self, size: Size) -> io::Result<()> {
        self.terminal.backend_mut().set_size(size);
        self.repaint()
    }

    /// The next frame draws everything, whatever is on the screen.
    pub(crate) fn repaint(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().forget();
        self.terminal.autoresize()?;
        self.terminal.clear()
    }

    /// Has the mouse reported, or leaves it to the terminal.
    pub(crate) fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.wants_mouse = on;
        if !self.active.alternate_screen || self.active.mouse == on {
            return Ok(());
        }
        self.active.mouse = on;
        remember(self.active);
        self.send(if on { MOUSE_ON } else { MOUSE_OFF }.as_bytes())
    }

    /// Bytes that draw nothing: the clipboard, modes.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.terminal.backend_mut().output_mut().send(bytes)
    }

    /// Draws one frame.
    pub(crate) fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(view).map(|_| ())
    }

    /// The terminal has not yet taken what was sent.
    pub(crate) fn is_busy(&self) -> bool {
        self.terminal.backend().output().is_busy()
    }

    /// Waits until it has.
    pub(crate) async fn drained(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().output_mut().drained().await
    }

    /// Columns and rows as told last.
    pub(crate) fn size(&self) -> Size {
        self.terminal.size().unwrap_or_default()
    }

    /// Bytes sent so far.
    pub(crate) fn written(&self) -> u64 {
        self.terminal.backend().output().written()
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        self.leave();
    }
}

fn terminal_size() -> io::Result<Size> {
    let (columns, rows) = crossterm::terminal::size()?;
    // Some serial lines say 0×0.
    let or = |value: u16, usual| if value == 0 { usual } else { value };
    Ok(Size::new(or(columns, 80), or(rows, 24)))
}

/// Both ends are a terminal; else says which is not, and what to do.
///
/// # Errors
/// As text for the person.
pub fn check_terminal() -> Result<(), String> {
    for (name, is_terminal) in [
        ("input", io::stdin().is_terminal()),
        ("output", io::stdout().is_terminal()),
    ] {
        if !is_terminal {
            return Err(format!(
                "standard {name} is no terminal: the screen needs one\n\
                 hint: `stacktui ps` and the other commands work here; in a container use `docker run -it`"
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever was switched on is off afterwards, and nothing else is touched.
        #[test]
        fn any_modes_are_undone(alternate_screen: bool, bracketed_paste: bool, focus: bool, mouse: bool) {
            let modes = Modes { raw: true, alternate_screen, bracketed_paste, focus, mouse };
            let mut emulator = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
            emulator.process(b"before\r\n");
            emulator.process(modes.enter().as_bytes());
            prop_assert_eq!(emulator.screen().alternate_screen(), alternate_screen);
            prop_assert_eq!(emulator.screen().bracketed_paste(), bracketed_paste);
            emulator.process(b"\x1b[31;7m\x1b[?25l");
            emulator.process(modes.leave().as_bytes());
            let screen = emulator.screen();
            prop_assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
            prop_assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
            prop_assert!(!screen.inverse() && screen.fgcolor() == vt100::Color::Default);
            prop_assert!(screen.contents().starts_with("before"));
            prop_assert_eq!(modes.leave().contains("1004"), focus);
        }
    }
}
