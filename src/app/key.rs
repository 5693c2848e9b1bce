//! Keys as the program names them, independent of the terminal library.

use std::fmt;

/// One key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// With control.
    pub ctrl: bool,
    /// With alt.
    pub alt: bool,
    /// With shift; only for keys that have no shifted character (`shift-tab`, `shift-up`).
    pub shift: bool,
}

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyCode {
    /// A character, shifted where shift was held: `R`, `?`.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// F1–F24.
    F(u8),
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// A character without modifiers.
    pub const fn char(character: char) -> Self {
        Self::plain(KeyCode::Char(character))
    }

    /// Control and a character.
    pub const fn ctrl(character: char) -> Self {
        Self {
            code: KeyCode::Char(character),
            ctrl: true,
            alt: false,
            shift: false,
        }
    }

    /// Reads `r`, `R`, `ctrl-d`, `shift-tab`, `enter`, `space`, `f5`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut key = Self::plain(KeyCode::Esc);
        let mut rest = text;
        loop {
            if let Some(tail) = rest.strip_prefix("ctrl-").filter(|tail| !tail.is_empty()) {
                (key.ctrl, rest) = (true, tail);
            } else if let Some(tail) = rest.strip_prefix("alt-").filter(|tail| !tail.is_empty()) {
                (key.alt, rest) = (true, tail);
            } else if let Some(tail) = rest.strip_prefix("shift-").filter(|tail| !tail.is_empty()) {
                (key.shift, rest) = (true, tail);
            } else {
                break;
            }
        }
        let mut characters = rest.chars();
        key.code = match (characters.next(), characters.next()) {
            (Some(character), None) => KeyCode::Char(character),
            _ => NAMES
                .iter()
                .find(|(name, _)| *name == rest)
                .map(|(_, code)| *code)
                .or_else(|| {
                    rest.strip_prefix('f')?
                        .parse()
                        .ok()
                        .filter(|n| (1..=24).contains(n))
                        .map(KeyCode::F)
                })?,
        };
        if key.shift
            && let KeyCode::Char(character) = key.code
        {
            key.code = KeyCode::Char(character.to_uppercase().next().unwrap_or(character));
            key.shift = false;
        }
        Some(key)
    }

    /// Reads a sequence as key scripts write it: `jj<enter>r<ctrl-d>`; `<lt>` is `<`.
    pub fn parse_script(text: &str) -> Option<Vec<Self>> {
        let mut keys = Vec::new();
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            if character == '<' {
                let (name, tail) = rest.get(1..)?.split_once('>')?;
                keys.push(if name == "lt" {
                    Self::char('<')
                } else {
                    Self::parse(name)?
                });
                rest = tail;
            } else {
                keys.push(Self::char(character));
                rest = rest.get(character.len_utf8()..)?;
            }
        }
        Some(keys)
    }
}

const NAMES: [(&str, KeyCode); 17] = [
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("del", KeyCode::Delete),
    ("ins", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("plus", KeyCode::Char('+')),
    ("minus", KeyCode::Char('-')),
];

impl fmt::Display for Key {
    /// As [`Key::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.ctrl, "ctrl-"),
            (self.alt, "alt-"),
            (self.shift, "shift-"),
        ] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("space"),
            KeyCode::Char(character) => write!(f, "{character}"),
            KeyCode::F(number) => write!(f, "f{number}"),
            code => f.write_str(
                NAMES
                    .iter()
                    .find(|(_, named)| *named == code)
                    .map_or("?", |(name, _)| name),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_a_round_trip() {
        for text in [
            "r",
            "R",
            "?",
            "ctrl-d",
            "shift-tab",
            "enter",
            "space",
            "f5",
            "alt-x",
            "<",
            "-",
            "ctrl--",
        ] {
            assert_eq!(
                Key::parse(text).map(|key| key.to_string()).as_deref(),
                Some(text)
            );
        }
    }

    #[test]
    fn nonsense_is_no_key() {
        for text in ["", "ctrl-", "enterr", "f25", "hyper-x"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }

    #[test]
    fn scripts_are_sequences() {
        let keys = Key::parse_script("j<enter><lt><ctrl-c>");
        assert_eq!(
            keys,
            Some(vec![
                Key::char('j'),
                Key::plain(KeyCode::Enter),
                Key::char('<'),
                Key::ctrl('c')
            ])
        );
        assert_eq!(Key::parse_script("<nope>"), None);
    }
}
