//! What the terminal can do, from the environment. Nothing is asked of the terminal itself: an answer would have to be
//! waited for.

use crate::config::settings::{ColorMode, Settings, Switch};
use crate::config::theme::Depth;

/// What the terminal and its surroundings allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub struct Capabilities {
    /// Colours.
    pub depth: Depth,
    /// The locale is UTF-8; else only ASCII is drawn.
    pub unicode: bool,
    /// Bytes are dear: over SSH, or as the settings say.
    pub thrifty: bool,
    /// tmux stands between, with a passthrough of its own.
    pub tmux: bool,
    /// The terminal is on another machine.
    pub ssh: bool,
}

impl Capabilities {
    /// Reads them from variables of the environment and the settings.
    ///
    /// # Errors
    /// `TERM=dumb`, or none at all: no cursor can be moved there. The text says what to use instead.
    pub fn detect(
        variable: &dyn Fn(&str) -> Option<String>,
        settings: &Settings,
    ) -> Result<Self, String> {
        let get = |name: &str| variable(name).filter(|value| !value.is_empty());
        let term = get("TERM").unwrap_or_default();
        if term == "dumb" || (term.is_empty() && cfg!(unix)) {
            let what = if term.is_empty() {
                "`TERM` is not set".to_owned()
            } else {
                format!("the terminal is `{term}`")
            };
            return Err(format!(
                "{what}: it cannot show a screen\nhint: `stacktui ps` and the other commands work here"
            ));
        }
        let ssh = get("SSH_CONNECTION").is_some() || get("SSH_TTY").is_some();
        Ok(Self {
            depth: depth(&get, &term, settings.color),
            unicode: !settings.ascii && is_utf8(&get),
            thrifty: match settings.low_bandwidth {
                Switch::On => true,
                Switch::Off => false,
                Switch::Auto => ssh,
            },
            tmux: get("TMUX").is_some() || term.starts_with("tmux"),
            ssh,
        })
    }
}

fn depth(get: &dyn Fn(&str) -> Option<String>, term: &str, mode: ColorMode) -> Depth {
    let can = if matches!(get("COLORTERM").as_deref(), Some("truecolor" | "24bit"))
        || term.ends_with("-direct")
        || cfg!(windows)
    {
        Depth::True
    } else if term.contains("256") || ["kitty", "alacritty", "foot", "ghostty"].contains(&term) {
        Depth::Indexed
    } else if term.starts_with("vt1") || term.starts_with("vt2") || term.ends_with("-m") {
        Depth::None
    } else {
        Depth::Sixteen
    };
    match mode {
        ColorMode::Never => Depth::None,
        ColorMode::Always => can.max(Depth::Sixteen),
        ColorMode::Auto if get("NO_COLOR").is_some() => Depth::None,
        ColorMode::Auto => can,
    }
}

/// The first of these that is set counts, as in setlocale(3). On Windows and macOS terminals speak UTF-8 anyway.
fn is_utf8(get: &dyn Fn(&str) -> Option<String>) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(get);
    match locale {
        Some(name) => {
            let name = name.to_ascii_lowercase();
            name.ends_with("utf-8")
                || name.ends_with("utf8")
                || name.contains("utf-8@")
                || name.contains("utf8@")
        }
        None => cfg!(any(windows, target_os = "macos")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(variables: &[(&str, &str)], settings: &Settings) -> Result<Capabilities, String> {
        let get = |name: &str| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        };
        Capabilities::detect(&get, settings)
    }

    #[test]
    fn a_terminal_that_cannot_move_its_cursor_is_refused_with_a_way_out() {
        let error = detect(&[("TERM", "dumb")], &Settings::default()).unwrap_err();
        assert!(
            error.contains("`dumb`") && error.contains("stacktui ps"),
            "{error}"
        );
        assert!(detect(&[], &Settings::default()).is_err() || cfg!(windows));
    }

    #[test]
    fn colours_come_from_colorterm_then_term_and_end_at_no_color() {
        let of =
            |variables: &[(&str, &str)]| detect(variables, &Settings::default()).unwrap().depth;
        assert_eq!(
            of(&[("TERM", "xterm"), ("COLORTERM", "truecolor")]),
            Depth::True
        );
        assert_eq!(of(&[("TERM", "xterm-256color")]), Depth::Indexed);
        assert_eq!(of(&[("TERM", "linux")]), Depth::Sixteen);
        assert_eq!(of(&[("TERM", "vt220")]), Depth::None);
        assert_eq!(
            of(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]),
            Depth::None
        );
        assert_eq!(
            of(&[("TERM", "xterm-256color"), ("NO_COLOR", "")]),
            Depth::Indexed
        );
    }

    #[test]
    fn a_setting_wins_over_no_color() {
        let settings = Settings {
            color: ColorMode::Always,
            ..Settings::default()
        };
        let found = detect(&[("TERM", "vt100"), ("NO_COLOR", "1")], &settings).unwrap();
        assert_eq!(found.depth, Depth::Sixteen);
    }

    #[test]
    fn only_a_utf8_locale_gets_more_than_ascii() {
        let of = |name: &str, value: &str| {
            detect(
                &[("TERM", "xterm"), (name, value), ("LANG", "C")],
                &Settings::default(),
            )
            .unwrap()
            .unicode
        };
        assert!(of("LC_ALL", "en_US.UTF-8"));
        assert!(of("LC_CTYPE", "C.utf8"));
        assert!(!of("LC_ALL", "de_DE.ISO-8859-1"));
        assert!(!of("LC_ALL", ""));
    }

    #[test]
    fn bytes_are_dear_over_ssh_unless_told_otherwise() {
        let variables = [("TERM", "xterm"), ("SSH_CONNECTION", "a 1 b 22")];
        let of = |low_bandwidth| {
            let settings = Settings {
                low_bandwidth,
                ..Settings::default()
            };
            detect(&variables, &settings).unwrap().thrifty
        };
        assert_eq!(
            [of(Switch::Auto), of(Switch::Off), of(Switch::On)],
            [true, false, true]
        );
    }
}
