//! Whether to write colours.

use crate::compose::surroundings::Surroundings;
use crate::config::settings::ColorMode;

/// By the setting; where that is left to the surroundings: `NO_COLOR`, `CLICOLOR_FORCE`, `TERM=dumb`, and whether the
/// output is a terminal.
pub fn is_colored(mode: ColorMode, surroundings: &Surroundings, is_terminal: bool) -> bool {
    match mode {
        ColorMode::Always => true,
        ColorMode::Never => false,
        ColorMode::Auto => {
            if surroundings.get_filled("NO_COLOR").is_some() {
                false
            } else if surroundings
                .get_filled("CLICOLOR_FORCE")
                .is_some_and(|value| value != "0")
            {
                true
            } else {
                is_terminal && surroundings.get("TERM") != Some("dumb")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_counts_most_then_no_color() {
        let plain = Surroundings::default();
        let auto = |surroundings: &Surroundings, terminal| {
            is_colored(ColorMode::Auto, surroundings, terminal)
        };
        assert!(auto(&plain, true));
        assert!(!auto(&plain, false));
        let forced = plain.clone().with("CLICOLOR_FORCE", "1");
        assert!(auto(&forced, false));
        let none = forced.with("NO_COLOR", "1");
        assert!(!auto(&none, true));
        assert!(is_colored(ColorMode::Always, &none, false));
        assert!(!auto(&plain.clone().with("TERM", "dumb"), true));
        assert!(auto(&plain.with("NO_COLOR", ""), true));
    }
}
