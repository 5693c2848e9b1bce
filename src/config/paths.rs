//! Where files of the program stand.

use crate::compose::surroundings::Surroundings;
use std::path::{Path, PathBuf};

/// Folders by the XDG rules, each with `stacktui` in it. A relative XDG variable is ignored, as the rules say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    /// `config.toml`, `keys.toml`, `themes/`. `None` where there is no home either.
    pub config: Option<PathBuf>,
    /// The settings file: of `--config`, else in `config`.
    pub settings: Option<PathBuf>,
    /// The journal, later; and what outlives a run.
    pub state: Option<PathBuf>,
    /// What may be deleted at any time.
    pub cache: Option<PathBuf>,
}

impl Paths {
    /// `file` is that of `--config`; keys and themes are looked for beside it.
    pub fn new(surroundings: &Surroundings, file: Option<&Path>) -> Self {
        let home = surroundings.home.as_deref();
        let folder = |variable: &str, fallback: &str| {
            surroundings
                .get_filled(variable)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
                .or_else(|| Some(home?.join(fallback)))
                .map(|path| path.join("stacktui"))
        };
        let file = file.map(|file| surroundings.cwd.join(file));
        let config = match &file {
            Some(file) => file.parent().map(Path::to_owned),
            None => match surroundings.get_filled("STACKTUI_CONFIG_DIR") {
                Some(path) => Some(surroundings.cwd.join(path)),
                None => folder("XDG_CONFIG_HOME", ".config"),
            },
        };
        Self {
            settings: file.or_else(|| Some(config.as_ref()?.join("config.toml"))),
            config,
            state: folder("XDG_STATE_HOME", ".local/state"),
            cache: folder("XDG_CACHE_HOME", ".cache"),
        }
    }

    /// `keys.toml`
    pub fn keys(&self) -> Option<PathBuf> {
        Some(self.config.as_ref()?.join("keys.toml"))
    }

    /// The folder of one's own themes.
    pub fn themes(&self) -> Option<PathBuf> {
        Some(self.config.as_ref()?.join("themes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn me() -> Surroundings {
        Surroundings {
            home: Some("/home/me".into()),
            cwd: "/srv/shop".into(),
            ..Surroundings::default()
        }
    }

    fn config(surroundings: &Surroundings, file: Option<&str>) -> String {
        let paths = Paths::new(surroundings, file.map(Path::new));
        paths.settings.unwrap_or_default().display().to_string()
    }

    #[test]
    fn the_nearest_setting_says_where_the_file_is() {
        assert_eq!(config(&me(), None), "/home/me/.config/stacktui/config.toml");
        let xdg = me().with("XDG_CONFIG_HOME", "/etc/mine");
        assert_eq!(config(&xdg, None), "/etc/mine/stacktui/config.toml");
        let own = xdg.with("STACKTUI_CONFIG_DIR", "conf");
        assert_eq!(config(&own, None), "/srv/shop/conf/config.toml");
        assert_eq!(config(&own, Some("my.toml")), "/srv/shop/my.toml");
    }

    #[test]
    fn without_a_home_there_is_no_file() {
        let nobody = Surroundings {
            cwd: "/".into(),
            ..Surroundings::default()
        };
        assert_eq!(Paths::new(&nobody, None), Paths::default());
        let relative = me().with("XDG_CONFIG_HOME", "here");
        assert_eq!(
            config(&relative, None),
            "/home/me/.config/stacktui/config.toml"
        );
    }
}
