//! Where a command writes: data to the one, talk to the other.

use crate::compose::surroundings::Surroundings;
use crate::config::color::is_colored;
use crate::config::settings::{ColorMode, Settings};
use crate::model::log::{Colour, Sgr, StyledText};
use crate::model::status::{Status, Token};
use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, Write};

/// The ends of a command.
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub struct Console {
    /// Data.
    pub out: Box<dyn Write + Send>,
    /// Talk.
    pub err: Box<dyn Write + Send>,
    /// Colours in the data.
    pub is_colored: bool,
    /// Colours in the talk.
    pub is_talk_colored: bool,
    /// Only ASCII in what the program itself draws.
    pub is_ascii: bool,
    /// A person can be asked.
    pub can_ask: bool,
}

impl Console {
    /// The process's own.
    pub fn of_process(settings: &Settings, surroundings: &Surroundings) -> Self {
        let (out, err) = (io::stdout(), io::stderr());
        let colored = |is_terminal| is_colored(settings.color, surroundings, is_terminal);
        Self {
            is_colored: colored(out.is_terminal()),
            is_talk_colored: colored(err.is_terminal()),
            is_ascii: settings.ascii || !is_utf8(surroundings),
            can_ask: io::stdin().is_terminal() && err.is_terminal(),
            out: Box::new(BufWriter::new(out)),
            err: Box::new(err),
        }
    }

    /// The same without colours in the data, where a command's own option says so.
    pub const fn set_color(&mut self, mode: ColorMode) {
        match mode {
            ColorMode::Never => self.is_colored = false,
            ColorMode::Always => self.is_colored = true,
            ColorMode::Auto => {}
        }
    }

    /// One line of talk. That nobody can read it is no reason to fail.
    pub fn say(&mut self, text: &str) {
        let text = self.drawn(text);
        let _ = writeln!(self.err, "{text}");
    }

    /// `warning: …`
    pub fn warn(&mut self, text: &str) {
        let label = paint(self.is_talk_colored, "33", "warning:");
        self.say(&format!("{label} {text}"));
    }

    /// One line of data.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        let text = self.drawn(text);
        writeln!(self.out, "{text}")
    }

    /// What the program itself draws, in the characters that the terminal has.
    pub fn drawn(&self, text: &str) -> String {
        if !self.is_ascii || text.is_ascii() {
            return text.to_owned();
        }
        let mut plain = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '·' => plain.push('-'),
                '×' => plain.push('x'),
                '…' => plain.push_str("..."),
                '→' => plain.push_str("->"),
                '✓' => plain.push_str("ok"),
                '✗' => plain.push('!'),
                other => plain.push(other),
            }
        }
        plain
    }

    /// A state's sign, in its colour.
    pub fn sign(&self, status: &Status) -> String {
        paint(
            self.is_colored,
            status_color(status),
            status.glyph(self.is_ascii),
        )
    }
}

/// Whether the locale is UTF-8; without any it is C, and is not.
fn is_utf8(surroundings: &Surroundings) -> bool {
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| surroundings.get_filled(name))
        .is_some_and(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        })
        || cfg!(windows)
}

/// SGR parameters of a state.
pub fn status_color(status: &Status) -> &'static str {
    match status.token() {
        Token::Failing => "1;31",
        Token::Starting => "33",
        Token::Running => "32",
        Token::Paused => "36",
        Token::Stopped | Token::Absent => "2",
    }
}

/// Text with SGR parameters around it.
pub fn paint(on: bool, parameters: &str, text: &str) -> String {
    if on && !parameters.is_empty() && !text.is_empty() {
        format!("\u{1b}[{parameters}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// A line of a log with its own colours, or without.
pub fn styled(on: bool, line: &StyledText) -> String {
    if !on || line.spans.is_empty() {
        return line.text.clone();
    }
    let mut text = String::with_capacity(line.text.len() + 16 * line.spans.len());
    let mut from = 0;
    for span in &line.spans {
        let start = usize::try_from(span.start).unwrap_or(usize::MAX);
        text.push_str(line.text.get(from..start).unwrap_or_default());
        from = start.min(line.text.len());
        let _ = write!(text, "\u{1b}[0{}m", parameters(&span.style));
    }
    text.push_str(line.text.get(from..).unwrap_or_default());
    text.push_str("\u{1b}[0m");
    text
}

/// What follows the `0` that resets: `;1;31`.
fn parameters(style: &Sgr) -> String {
    let mut text = String::new();
    for (is_on, code) in [
        (style.bold, 1),
        (style.dim, 2),
        (style.italic, 3),
        (style.underlined, 4),
        (style.reversed, 7),
        (style.crossed_out, 9),
    ] {
        if is_on {
            let _ = write!(text, ";{code}");
        }
    }
    for (colour, base) in [(style.foreground, 38), (style.background, 48)] {
        let _ = match colour {
            // 30–37 and 90–97 are told apart from the 256-colour table: a terminal's palette may differ there.
            Some(Colour::Indexed(index @ 0..8)) => write!(text, ";{}", base - 8 + u32::from(index)),
            Some(Colour::Indexed(index @ 8..16)) => {
                write!(text, ";{}", base + 52 + u32::from(index) - 8)
            }
            Some(Colour::Indexed(index)) => write!(text, ";{base};5;{index}"),
            Some(Colour::Rgb(r, g, b)) => write!(text, ";{base};2;{r};{g};{b}"),
            None => Ok(()),
        };
    }
    text
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// What was written.
    #[derive(Clone, Default)]
    pub(crate) struct Written(Arc<Mutex<Vec<u8>>>);

    impl Written {
        pub(crate) fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// A console without colours, and what is written to it: data and talk.
    pub(crate) fn console() -> (Console, Written, Written) {
        let (out, err) = (Written::default(), Written::default());
        let console = Console {
            out: Box::new(out.clone()),
            err: Box::new(err.clone()),
            is_colored: false,
            is_talk_colored: false,
            is_ascii: false,
            can_ask: false,
        };
        (console, out, err)
    }

    #[test]
    fn colours_of_a_log_line_come_out_as_they_came_in() {
        let line = crate::model::text::styled(
            "plain \u{1b}[1;31mred\u{1b}[0m \u{1b}[38;5;200;104mx\u{1b}[38;2;1;2;3my",
        );
        assert_eq!(
            styled(true, &line),
            "plain \u{1b}[0;1;31mred\u{1b}[0m \u{1b}[0;38;5;200;104mx\u{1b}[0;38;2;1;2;3;104my\u{1b}[0m"
        );
        assert_eq!(styled(false, &line), "plain red xy");
    }

    #[test]
    fn without_utf8_only_ascii_is_drawn() {
        let (mut console, out, _) = console();
        console.is_ascii = true;
        console.line("exit 1 · 12× → web…").unwrap();
        assert_eq!(out.text(), "exit 1 - 12x -> web...\n");
        assert!(!is_utf8(&Surroundings::default().with("LANG", "C")));
        assert!(is_utf8(
            &Surroundings::default()
                .with("LANG", "C")
                .with("LC_ALL", "de_DE.UTF-8")
        ));
    }
}
