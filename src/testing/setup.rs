//! How a played session begins.

use crate::app::keymap::Keymap;
use crate::app::state::Circumstances;
use crate::compose::sources::Memory;
use crate::config::settings::Settings;
use crate::config::theme::Theme;
use crate::engine::sim::Scenario;
use crate::plan::news::ProjectMsg;
use crate::plan::work::ContextChoice;

/// How a session is set up.
pub struct Setup {
    /// Columns and rows.
    pub size: (u16, u16),
    /// The server.
    pub scenario: Scenario,
    /// Settings in force.
    pub settings: Settings,
    /// Keys in force.
    pub keymap: Keymap,
    /// What is special about where it runs.
    pub circumstances: Circumstances,
    /// The connection itself refuses writes, as `--read-only` has it.
    pub is_guarded: bool,
    /// Contexts to choose from; each leads to a small server of its own.
    pub contexts: Vec<ContextChoice>,
    /// Compose files of here.
    pub projects: Vec<ProjectMsg>,
    /// Compose files that labels name; `None`: they are not looked at.
    pub files: Option<Memory>,
    /// The engine cannot be reached at first.
    pub starts_away: bool,
    /// How everything is painted.
    pub theme: Theme,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            size: (120, 36),
            scenario: crate::testing::server::shop(),
            settings: Settings::default(),
            keymap: Keymap::default(),
            circumstances: Circumstances {
                detach_keys: "ctrl-p,ctrl-q".to_owned(),
                ..Circumstances::default()
            },
            is_guarded: false,
            contexts: Vec::new(),
            projects: Vec::new(),
            files: None,
            starts_away: false,
            theme: Theme::default(),
        }
    }
}
