//! The line discipline of a simulated terminal: echo, erase, ctrl-c, ctrl-d; and the keys that detach.

/// What typed bytes lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// A whole line.
    Line(String),
    /// ctrl-c
    Interrupt,
    /// ctrl-d on an empty line.
    End,
    /// The detach keys.
    Detach,
}

/// One terminal, or a plain stream of lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Tty {
    is_terminal: bool,
    line: Vec<u8>,
    /// Position in an escape sequence that is being skipped.
    escape: Escape,
    detach_keys: Vec<u8>,
    matched: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Escape {
    #[default]
    No,
    Began,
    Sequence,
}

/// Longest line.
const MAX_LINE_BYTES: usize = 4096;

impl Tty {
    pub(super) fn new(is_terminal: bool, detach_keys: &str) -> Self {
        Self {
            is_terminal,
            detach_keys: if is_terminal {
                keys(detach_keys)
            } else {
                Vec::new()
            },
            ..Self::default()
        }
    }

    /// Takes typed bytes; what is echoed goes to `echo`.
    pub(super) fn input(&mut self, bytes: &[u8], echo: &mut Vec<u8>) -> Vec<Typed> {
        let mut typed = Vec::new();
        for &byte in bytes {
            if self.detach_keys.get(self.matched) == Some(&byte) {
                self.matched += 1;
                if self.matched == self.detach_keys.len() {
                    typed.push(Typed::Detach);
                    return typed;
                }
                continue;
            }
            let held: Vec<u8> = self
                .detach_keys
                .iter()
                .take(std::mem::take(&mut self.matched))
                .copied()
                .collect();
            for byte in held.into_iter().chain([byte]) {
                self.one(byte, echo, &mut typed);
            }
        }
        typed
    }

    fn one(&mut self, byte: u8, echo: &mut Vec<u8>, typed: &mut Vec<Typed>) {
        if !self.is_terminal {
            if byte == b'\n' {
                typed.push(self.take_line());
            } else if self.line.len() < MAX_LINE_BYTES {
                self.line.push(byte);
            }
            return;
        }
        match (self.escape, byte) {
            (Escape::Began, b'[' | b'O') => self.escape = Escape::Sequence,
            (Escape::Began, _) | (Escape::Sequence, 0x40..=0x7e) => self.escape = Escape::No,
            (Escape::No, b'\r' | b'\n') => {
                echo.extend(b"\r\n");
                typed.push(self.take_line());
            }
            (Escape::No, 0x03) => {
                echo.extend(b"^C\r\n");
                self.line.clear();
                typed.push(Typed::Interrupt);
            }
            (Escape::No, 0x04) if self.line.is_empty() => {
                typed.push(Typed::End);
            }
            (Escape::No, 0x7f | 0x08) => {
                while let Some(last) = self.line.pop() {
                    if last & 0xc0 != 0x80 {
                        echo.extend(b"\x08 \x08");
                        break;
                    }
                }
            }
            (Escape::No, 0x15) => {
                let count = String::from_utf8_lossy(&self.line).chars().count();
                self.line.clear();
                for _ in 0..count {
                    echo.extend(b"\x08 \x08");
                }
            }
            (Escape::No, 0x1b) => self.escape = Escape::Began,
            (Escape::Sequence, _) | (Escape::No, 0..=0x1f) => {}
            (Escape::No, byte) => {
                if self.line.len() < MAX_LINE_BYTES {
                    self.line.push(byte);
                    echo.push(byte);
                }
            }
        }
    }

    fn take_line(&mut self) -> Typed {
        let line = std::mem::take(&mut self.line);
        Typed::Line(String::from_utf8_lossy(&line).into_owned())
    }

    /// An unfinished line at the end of the input.
    pub(super) fn rest(&mut self) -> Option<String> {
        if self.line.is_empty() {
            return None;
        }
        let line = std::mem::take(&mut self.line);
        Some(String::from_utf8_lossy(&line).into_owned())
    }
}

/// `ctrl-p,ctrl-q`, `a`, `ctrl-[` as bytes; empty: Docker's default.
fn keys(text: &str) -> Vec<u8> {
    let text = if text.is_empty() {
        "ctrl-p,ctrl-q"
    } else {
        text
    };
    text.split(',')
        .filter_map(|key| match key.strip_prefix("ctrl-") {
            Some(letter) => {
                let byte = letter.bytes().next()?.to_ascii_uppercase();
                Some(byte & 0x1f)
            }
            None => key.bytes().next(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(bytes: &[u8]) -> (Vec<Typed>, String) {
        let mut tty = Tty::new(true, "");
        let mut echo = Vec::new();
        let typed = tty.input(bytes, &mut echo);
        (typed, String::from_utf8_lossy(&echo).into_owned())
    }

    #[test]
    fn a_line_is_edited_and_echoed() {
        let (typed, echo) = run(b"lx\x7fs\r");
        assert_eq!(typed, [Typed::Line("ls".to_owned())]);
        assert_eq!(echo, "lx\u{8} \u{8}s\r\n");
    }

    #[test]
    fn a_character_of_several_bytes_is_erased_whole() {
        let (typed, _) = run("ä\u{7f}b\r".as_bytes());
        assert_eq!(typed, [Typed::Line("b".to_owned())]);
    }

    #[test]
    fn arrows_are_swallowed_and_control_keys_act() {
        let (typed, _) = run(b"\x1b[Aab\x03\x04");
        assert_eq!(typed, [Typed::Interrupt, Typed::End]);
    }

    #[test]
    fn the_detach_keys_detach_and_half_of_them_does_not() {
        assert_eq!(run(b"\x10\x11").0, [Typed::Detach]);
        assert_eq!(run(b"\x10a\r").0, [Typed::Line("a".to_owned())]);
    }
}
