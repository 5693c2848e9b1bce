//! Lines of logs: who wrote them, when, on which stream, in which colours.

use crate::model::ids::InstanceId;
use crate::model::time::Timestamp;

/// One line, sanitised: its text has no control character.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    /// The engine's time of the line; `None` only where the driver gives none.
    pub at: Option<Timestamp>,
    /// Where it was written to.
    pub stream: LogStream,
    /// The text and its colours.
    pub text: StyledText,
}

/// Where a line was written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogStream {
    /// Standard output, or a terminal, which has one stream only.
    Stdout,
    /// Standard error.
    Stderr,
    /// The engine's own words inside the log (frame type 3), or ours about it.
    Notice,
}

/// Lines of one container, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct LogBatch {
    /// Whose.
    pub instance_id: InstanceId,
    /// New lines.
    pub lines: Vec<LogLine>,
}

/// Text with styles from byte offsets on; before the first span it is plain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StyledText {
    /// Without any control character.
    pub text: String,
    /// By rising `start`; each holds up to the next.
    pub spans: Vec<Span>,
}

impl StyledText {
    /// Text without colours; it must be sanitised already.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            spans: Vec::new(),
        }
    }
}

/// A style from a byte offset on.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Byte offset into the text, on a character boundary.
    pub start: u32,
    /// Holds from there on.
    pub style: Sgr,
}

/// A colour of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Colour {
    /// 0–7 normal, 8–15 bright, 16–255 of the 256-colour table.
    Indexed(u8),
    /// 24 bits.
    Rgb(u8, u8, u8),
}

/// The state that SGR sequences (`CSI … m`, ECMA-48 8.3.117) build up. Blinking and concealing are left out on purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent attributes, as the standard has them"
)]
pub struct Sgr {
    /// `None`: the terminal's default.
    pub foreground: Option<Colour>,
    /// `None`: the terminal's default.
    pub background: Option<Colour>,
    /// 1
    pub bold: bool,
    /// 2
    pub dim: bool,
    /// 3
    pub italic: bool,
    /// 4
    pub underlined: bool,
    /// 7
    pub reversed: bool,
    /// 9
    pub crossed_out: bool,
}

impl Sgr {
    /// Applies the parameters of one sequence: digits, `;` and `:`. Unknown ones change nothing.
    pub fn apply(&mut self, parameters: &str) {
        let mut groups = parameters.split(';');
        while let Some(group) = groups.next() {
            let (code, rest) = group
                .split_once(':')
                .map_or((group, None), |(code, rest)| (code, Some(rest)));
            let code: u16 = if code.is_empty() {
                0
            } else {
                code.parse().unwrap_or(u16::MAX)
            };
            match code {
                0 => *self = Self::default(),
                1 => self.bold = true,
                2 => self.dim = true,
                3 => self.italic = true,
                4 => self.underlined = rest != Some("0"),
                7 => self.reversed = true,
                9 => self.crossed_out = true,
                21 => self.underlined = true,
                22 => (self.bold, self.dim) = (false, false),
                23 => self.italic = false,
                24 => self.underlined = false,
                27 => self.reversed = false,
                29 => self.crossed_out = false,
                30..=37 => self.foreground = indexed(code - 30),
                39 => self.foreground = None,
                40..=47 => self.background = indexed(code - 40),
                49 => self.background = None,
                90..=97 => self.foreground = indexed(code - 90 + 8),
                100..=107 => self.background = indexed(code - 100 + 8),
                38 | 48 => {
                    let colour = match rest {
                        Some(rest) => colour_of_colons(rest),
                        None => colour_of_groups(&mut groups),
                    };
                    if colour.is_some() {
                        *(if code == 38 {
                            &mut self.foreground
                        } else {
                            &mut self.background
                        }) = colour;
                    }
                }
                _ => {}
            }
        }
    }
}

fn indexed(number: u16) -> Option<Colour> {
    u8::try_from(number).ok().map(Colour::Indexed)
}

fn colour_of_groups<'a>(groups: &mut impl Iterator<Item = &'a str>) -> Option<Colour> {
    let mut byte = || groups.next().and_then(|group| group.parse::<u8>().ok());
    match byte()? {
        5 => byte().map(Colour::Indexed),
        2 => Some(Colour::Rgb(byte()?, byte()?, byte()?)),
        _ => None,
    }
}

/// `5:n`, `2:r:g:b`, or `2:colourspace:r:g:b`.
fn colour_of_colons(text: &str) -> Option<Colour> {
    let parts: Vec<&str> = text.split(':').collect();
    let byte = |index: usize| parts.get(index).and_then(|part| part.parse::<u8>().ok());
    match (byte(0)?, parts.len()) {
        (5, _) => byte(1).map(Colour::Indexed),
        (2, 4) => Some(Colour::Rgb(byte(1)?, byte(2)?, byte(3)?)),
        (2, _) => Some(Colour::Rgb(byte(2)?, byte(3)?, byte(4)?)),
        _ => None,
    }
}
