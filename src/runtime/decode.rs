//! From the bytes of a terminal to keys, pastes, the mouse and the focus.
//!
//! Our own, because a reader must neither wait inside a sequence that a slow line has cut in two, nor spin when the
//! terminal goes away. Sequences: xterm's (ctlseqs), those of rxvt and the Linux console where they differ, and CSI u.

use crate::app::key::{Key, KeyCode};
use crate::app::msg::{Mouse, MouseKind, Msg};
use std::collections::VecDeque;
use std::time::Duration;

/// How long a lone escape waits for the rest of a sequence.
const ESCAPE_WAIT: Duration = Duration::from_millis(35);
/// How long an answer that was begun waits for its rest.
const ANSWER_WAIT: Duration = Duration::from_millis(500);
/// More is no paste of a person's; the rest is dropped.
const MOST_PASTED: usize = 1 << 20;
/// A sequence of more bytes than this is none.
const LONGEST_SEQUENCE: usize = 64;
const PASTE_ENDS: &[u8] = b"\x1b[201~";
const ESC: u8 = 0x1b;
const CTRL_C: u8 = 0x03;

/// Bytes so far, and what they have become.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    bytes: Vec<u8>,
    paste: Option<Vec<u8>>,
    done: VecDeque<Msg>,
    /// The terminal said what it is.
    is_identified: bool,
}

/// What the bytes at hand begin with.
enum Parsed {
    /// So many bytes are this.
    Msg(usize, Msg),
    /// So many bytes are nothing of ours.
    Skip(usize),
    /// The start of a paste, of so many bytes.
    Paste(usize),
    /// So many bytes say what the terminal is (DA1), which every terminal answers, behind other answers.
    Identity(usize),
    /// Not all is there.
    More,
}

impl Decoder {
    /// Takes what was read.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.work(false);
    }

    /// Nothing came for a while: a lone escape is the key, and what else was begun is given up.
    pub(crate) fn settle(&mut self) {
        self.work(true);
    }

    /// A sequence was begun that may also be a key.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.bytes.is_empty() && self.paste.is_none()
    }

    /// How long what was begun waits for its rest. A slow line tears sequences apart; a person does not feel it. Of what
    /// begins as an answer of the terminal the rest comes for certain, and would be taken for keys.
    pub(crate) fn patience(&self) -> Duration {
        match self.bytes.as_slice() {
            [ESC, b']', b'0'..=b'9', ..] | [ESC, b'[', b'?', ..] => ANSWER_WAIT,
            _ => ESCAPE_WAIT,
        }
    }

    /// Whether the terminal has said what it is: no answer to what was asked before is still to come.
    pub(crate) const fn is_identified(&self) -> bool {
        self.is_identified
    }

    /// The next message.
    pub(crate) fn next(&mut self) -> Option<Msg> {
        self.done.pop_front()
    }

    fn work(&mut self, is_all: bool) {
        let bytes = std::mem::take(&mut self.bytes);
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            if let Some(paste) = &mut self.paste {
                match take_paste(rest, paste) {
                    (used, true) => {
                        let text = self.paste.take().unwrap_or_default();
                        self.done.push_back(Msg::Paste(pasted(&text)));
                        rest = rest.get(used..).unwrap_or_default();
                    }
                    (used, false) => {
                        rest = rest.get(used..).unwrap_or_default();
                        break;
                    }
                }
                continue;
            }
            let used = match parse(rest, is_all) {
                Parsed::Msg(used, msg) => {
                    self.done.push_back(msg);
                    used
                }
                Parsed::Skip(used) => used,
                Parsed::Identity(used) => {
                    self.is_identified = true;
                    used
                }
                Parsed::Paste(used) => {
                    self.paste = Some(Vec::new());
                    used
                }
                Parsed::More if rest.len() > LONGEST_SEQUENCE => rest.len(),
                Parsed::More => break,
            };
            rest = rest.get(used..).unwrap_or_default();
        }
        self.bytes = rest.to_vec();
    }
}

/// Moves bytes into the paste up to its end; how many were used, and whether the end was there.
fn take_paste(bytes: &[u8], paste: &mut Vec<u8>) -> (usize, bool) {
    let end = bytes
        .windows(PASTE_ENDS.len())
        .position(|window| window == PASTE_ENDS);
    let (text, used) = if let Some(at) = end {
        (at, at + PASTE_ENDS.len())
    } else {
        // The mark of the end may be cut in two.
        let kept = (1..PASTE_ENDS.len())
            .rev()
            .find(|length| bytes.ends_with(PASTE_ENDS.get(..*length).unwrap_or_default()))
            .unwrap_or(0);
        (bytes.len() - kept, bytes.len() - kept)
    };
    let room = MOST_PASTED.saturating_sub(paste.len());
    paste.extend(bytes.iter().take(text.min(room)));
    (used, end.is_some())
}

/// Terminals send lines of a paste with carriage returns.
fn pasted(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .replace("\r\n", "\n")
        .replace('\r', "\n")
}

fn parse(bytes: &[u8], is_all: bool) -> Parsed {
    match bytes {
        [ESC] | [ESC, ESC] if !is_all => Parsed::More,
        [ESC] => key(1, Key::plain(KeyCode::Esc)),
        [ESC, b'[', rest @ ..] => csi(rest, is_all),
        [ESC, b'O', rest @ ..] => match rest {
            [] if is_all => alt(bytes, is_all),
            [] => Parsed::More,
            [last, ..] => ss3(*last),
        },
        // Answers of the terminal: up to their end, BEL or ESC \.
        [ESC, b']' | b'P' | b'_' | b'^', rest @ ..] => match rest {
            [] if is_all => alt(bytes, is_all),
            [] => Parsed::More,
            _ => string(rest, is_all),
        },
        [ESC, ..] => alt(bytes, is_all),
        _ => plain(bytes, is_all),
    }
}

const fn key(used: usize, key: Key) -> Parsed {
    Parsed::Msg(used, Msg::Key(key))
}

/// A key behind an escape.
fn alt(bytes: &[u8], is_all: bool) -> Parsed {
    let rest = bytes.get(1..).unwrap_or_default();
    if rest.first() == Some(&CTRL_C) {
        // It quits whatever was pressed before it, also where a slow line hands on both at once.
        return key(1, Key::plain(KeyCode::Esc));
    }
    match parse(rest, is_all) {
        Parsed::Msg(used, Msg::Key(pressed)) if pressed.code != KeyCode::Esc => key(
            used + 1,
            Key {
                alt: true,
                ..pressed
            },
        ),
        Parsed::More => Parsed::More,
        // Two escapes, or an escape and something that is no key: the escape on its own.
        _ => key(1, Key::plain(KeyCode::Esc)),
    }
}

/// A character, or what control makes of one.
fn plain(bytes: &[u8], is_all: bool) -> Parsed {
    let Some(&first) = bytes.first() else {
        return Parsed::More;
    };
    let code = match first {
        b'\r' | b'\n' => KeyCode::Enter,
        b'\t' => KeyCode::Tab,
        0x7f | 0x08 => KeyCode::Backspace,
        0 => return key(1, Key::ctrl(' ')),
        0x01..=0x1a => return key(1, Key::ctrl(char::from(first - 1 + b'a'))),
        0x1c..=0x1f => return key(1, Key::ctrl(char::from(first - 0x1c + b'4'))),
        0x20..=0x7e => KeyCode::Char(char::from(first)),
        _ => {
            let length = match first {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => return Parsed::Skip(1),
            };
            let Some(encoded) = bytes.get(..length) else {
                return if is_all {
                    Parsed::Skip(bytes.len())
                } else {
                    Parsed::More
                };
            };
            match std::str::from_utf8(encoded)
                .ok()
                .and_then(|text| text.chars().next())
                // U+0080–U+009F: control characters of eight bits.
                .filter(|character| !character.is_control())
            {
                Some(character) => return key(length, Key::char(character)),
                None => return Parsed::Skip(1),
            }
        }
    };
    key(1, Key::plain(code))
}

/// Function keys of the VT100: `ESC O x`.
fn ss3(last: u8) -> Parsed {
    match final_key(last) {
        Some(code) => key(3, Key::plain(code)),
        // The keypad in application mode.
        None if (b'j'..=b'y').contains(&last) => key(3, Key::char(char::from(last - 0x40))),
        None if last == b'M' => key(3, Key::plain(KeyCode::Enter)),
        None => Parsed::Skip(3),
    }
}

fn final_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

/// What stands behind `ESC [`: parameters, then a final byte.
fn csi(rest: &[u8], is_all: bool) -> Parsed {
    const INTRODUCER: usize = 2;
    // The Linux console's F1 to F5: `ESC [ [ A`.
    if let [b'[', tail @ ..] = rest {
        return match tail {
            [] if is_all => Parsed::Skip(3),
            [] => Parsed::More,
            [last @ b'A'..=b'E', ..] => key(4, Key::plain(KeyCode::F(last - b'A' + 1))),
            _ => Parsed::Skip(4),
        };
    }
    let Some(end) = rest.iter().position(|byte| !matches!(byte, 0x20..=0x3f)) else {
        return match rest {
            // Nothing else came: it was alt and the bracket.
            [] if is_all => key(
                2,
                Key {
                    alt: true,
                    ..Key::char('[')
                },
            ),
            _ if is_all => Parsed::Skip(INTRODUCER + rest.len()),
            _ => Parsed::More,
        };
    };
    let used = INTRODUCER + end + 1;
    let parameters = rest.get(..end).unwrap_or_default();
    let last = rest.get(end).copied().unwrap_or_default();
    if !matches!(last, 0x40..=0x7e) {
        // Cut off by another one.
        return Parsed::Skip(used - 1);
    }
    if last == b'M' && parameters.is_empty() {
        // The mouse as X10 reports it: three bytes follow. Not asked for.
        return if rest.len() < 4 && !is_all {
            Parsed::More
        } else {
            Parsed::Skip((INTRODUCER + 4).min(INTRODUCER + rest.len()))
        };
    }
    if let Some(numbers) = parameters.strip_prefix(b"<") {
        return mouse(used, numbers, last);
    }
    let numbers = numbers(parameters);
    let number = |at: usize| numbers.get(at).copied().unwrap_or(0);
    let code = match last {
        b'I' if parameters.is_empty() => return Parsed::Msg(used, Msg::Focus(true)),
        b'O' if parameters.is_empty() => return Parsed::Msg(used, Msg::Focus(false)),
        b'~' if number(0) == 200 => return Parsed::Paste(used),
        b'~' => tilde(number(0)),
        b'c' if parameters.starts_with(b"?") => return Parsed::Identity(used),
        b'Z' => {
            return key(
                used,
                Key {
                    shift: true,
                    ..Key::plain(KeyCode::Tab)
                },
            );
        }
        b'u' => unicode(number(0)),
        // The report of a cursor's place looks like F3 with modifiers.
        b'R' if !parameters.is_empty() && (number(0) != 1 || number(1) < 2) => None,
        _ => final_key(last),
    };
    match code {
        // The third state of CSI u is a release.
        Some(code) if !is_release(parameters) => key(used, modified(code, number(1))),
        _ => Parsed::Skip(used),
    }
}

fn numbers(parameters: &[u8]) -> Vec<u32> {
    parameters
        .split(|byte| *byte == b';')
        .map(|part| {
            part.iter()
                .take_while(|byte| byte.is_ascii_digit())
                .fold(0_u32, |sum, byte| {
                    sum.saturating_mul(10)
                        .saturating_add(u32::from(byte - b'0'))
                })
        })
        .collect()
}

fn is_release(parameters: &[u8]) -> bool {
    parameters
        .split(|byte| *byte == b';')
        .nth(1)
        .is_some_and(|part| part.ends_with(b":3"))
}

fn tilde(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        // The numbers have gaps where the VT220's keyboard had them.
        11..=15 => function(number - 10)?,
        17..=21 => function(number - 11)?,
        23..=26 => function(number - 12)?,
        28 | 29 => function(number - 13)?,
        31..=34 => function(number - 14)?,
        _ => return None,
    })
}

fn function(number: u32) -> Option<KeyCode> {
    u8::try_from(number).ok().map(KeyCode::F)
}

fn unicode(number: u32) -> Option<KeyCode> {
    Some(match number {
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        9 => KeyCode::Tab,
        8 | 127 => KeyCode::Backspace,
        _ => KeyCode::Char(char::from_u32(number).filter(|character| !character.is_control())?),
    })
}

/// With the modifiers as xterm counts them: one more than shift 1, alt 2, control 4.
fn modified(code: KeyCode, parameter: u32) -> Key {
    let bits = parameter.saturating_sub(1);
    let mut key = Key {
        code,
        ctrl: bits & 4 != 0,
        alt: bits & 2 != 0,
        shift: bits & 1 != 0,
    };
    if let (KeyCode::Char(character), true) = (key.code, key.shift) {
        key.code = KeyCode::Char(character.to_uppercase().next().unwrap_or(character));
        key.shift = false;
    }
    key
}

/// `CSI < button ; column ; row M`, or `m` where it is let go.
fn mouse(used: usize, parameters: &[u8], last: u8) -> Parsed {
    let numbers = numbers(parameters);
    let &[button, column, row] = numbers.as_slice() else {
        return Parsed::Skip(used);
    };
    // Shift, alt and control are added to the button as 4, 8 and 16.
    let kind = match button & !(4 | 8 | 16) {
        0 if last == b'M' => MouseKind::Press,
        64 => MouseKind::ScrollUp,
        65 => MouseKind::ScrollDown,
        _ => return Parsed::Skip(used),
    };
    let place = |number: u32| u16::try_from(number.saturating_sub(1)).unwrap_or(u16::MAX);
    Parsed::Msg(
        used,
        Msg::Mouse(Mouse {
            column: place(column),
            row: place(row),
            kind,
        }),
    )
}

/// An OSC, DCS, APC or PM string: the colour of the background, or what nobody asked for, which is skipped.
fn string(rest: &[u8], is_all: bool) -> Parsed {
    let end = rest.iter().position(|byte| matches!(*byte, 0x07 | ESC));
    let whole = |at: usize, used: usize| match background(rest.get(..at).unwrap_or_default()) {
        Some(is_light) => Parsed::Msg(used, Msg::Background { is_light }),
        None => Parsed::Skip(used),
    };
    match end.and_then(|at| Some((at, rest.get(at)?, rest.get(at + 1)))) {
        Some((at, 0x07, _)) => whole(at, 2 + at + 1),
        Some((at, _, Some(b'\\'))) => whole(at, 2 + at + 2),
        Some((at, _, Some(_))) => Parsed::Skip(2 + at),
        _ if is_all => Parsed::Skip(2 + rest.len()),
        _ => Parsed::More,
    }
}

/// Whether `11;rgb:RRRR/GGGG/BBBB` (one to four hexadecimal digits each) is light.
fn background(answer: &[u8]) -> Option<bool> {
    let text = std::str::from_utf8(answer).ok()?.strip_prefix("11;")?;
    let (_, parts) = text
        .split_once(':')
        .filter(|(kind, _)| kind.starts_with("rgb"))?;
    let mut parts = parts.split('/');
    let mut part = || {
        let digits = parts
            .next()
            .filter(|digits| (1..=4).contains(&digits.len()))?;
        let most = (1_u32 << (4 * digits.len())) - 1;
        Some(u32::from_str_radix(digits, 16).ok()? * 1_000 / most)
    };
    let (red, green, blue) = (part()?, part()?, part()?);
    // As bright as people see the three (ITU-R BT.709), in thousandths.
    let brightness = (red * 213 + green * 715 + blue * 72) / 1_000;
    Some(brightness > 500)
}

#[cfg(test)]
mod tests;
