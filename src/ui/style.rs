//! From the theme's styles to the terminal library's.

use crate::app::view::Tone;
use crate::config::theme::{Theme, Token};
use crate::model::log::{Colour, Sgr};
use crate::model::status;
use ratatui::style::{Color, Modifier, Style};

/// A style as the terminal library has it.
pub(crate) fn style(sgr: &Sgr) -> Style {
    let mut out = Style::new();
    if let Some(colour) = sgr.foreground {
        out = out.fg(color(colour));
    }
    if let Some(colour) = sgr.background {
        out = out.bg(color(colour));
    }
    let modifiers = [
        (sgr.bold, Modifier::BOLD),
        (sgr.dim, Modifier::DIM),
        (sgr.italic, Modifier::ITALIC),
        (sgr.underlined, Modifier::UNDERLINED),
        (sgr.reversed, Modifier::REVERSED),
        (sgr.crossed_out, Modifier::CROSSED_OUT),
    ];
    for (held, modifier) in modifiers {
        if held {
            out = out.add_modifier(modifier);
        }
    }
    out
}

/// The first 16 by name: terminals let people choose those, the 256-colour sequence would too, but is longer.
fn color(colour: Colour) -> Color {
    const FIRST: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    match colour {
        Colour::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
        Colour::Indexed(index) => FIRST
            .get(usize::from(index))
            .copied()
            .unwrap_or(Color::Indexed(index)),
    }
}

/// What a tone is painted as.
pub(crate) const fn tone(tone: Tone) -> Token {
    match tone {
        Tone::Normal => Token::ToneNormal,
        Tone::Dim => Token::ToneDim,
        Tone::Strong => Token::ToneStrong,
        Tone::Good => Token::ToneGood,
        Tone::Warn => Token::ToneWarn,
        Tone::Bad => Token::ToneBad,
        Tone::Accent => Token::ToneAccent,
    }
}

/// What a state is painted as.
pub(crate) const fn state(token: status::Token) -> Token {
    match token {
        status::Token::Failing => Token::StateFailing,
        status::Token::Starting => Token::StateStarting,
        status::Token::Running => Token::StateRunning,
        status::Token::Stopped => Token::StateStopped,
        status::Token::Paused => Token::StatePaused,
        status::Token::Absent => Token::StateAbsent,
    }
}

/// The theme's style for a token.
pub(crate) fn of(theme: &Theme, token: Token) -> Style {
    style(theme.style(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_keep_colours_and_modifiers() {
        let sgr = Sgr {
            foreground: Some(Colour::Indexed(1)),
            background: Some(Colour::Rgb(1, 2, 3)),
            bold: true,
            crossed_out: true,
            ..Sgr::default()
        };
        let expected = Style::new()
            .fg(Color::Red)
            .bg(Color::Rgb(1, 2, 3))
            .add_modifier(Modifier::BOLD | Modifier::CROSSED_OUT);
        assert_eq!(style(&sgr), expected);
        assert_eq!(style(&Sgr::default()), Style::new());
    }
}
