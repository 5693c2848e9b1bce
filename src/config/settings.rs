//! The settings themselves.

use serde::Serialize;

/// What a person can set, by file (`config.toml`), environment (`STACKTUI_…`) and option, in rising precedence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
pub struct Settings {
    /// `auto` (dark or light, as the terminal says), or the name of a theme.
    pub theme: String,
    /// Whether to use colours.
    pub color: ColorMode,
    /// Only ASCII in what the program itself draws.
    pub ascii: bool,
    /// Report the mouse to the program.
    pub mouse: bool,
    /// No change to anything.
    pub read_only: bool,
    /// Fewer bytes to the terminal; `auto` is on over SSH.
    pub low_bandwidth: Switch,
    /// Read CPU and memory of containers.
    pub stats: bool,
    /// Lines of a log to begin with.
    pub log_tail: u64,
    /// Memory for the lines of the log pane, in bytes.
    pub log_buffer_bytes: u64,
    /// Show stopped containers of no stack too.
    pub all: bool,
    /// What is asked before acting.
    pub confirm: Confirm,
}

/// Whether to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColorMode {
    /// On a terminal that can, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A switch that can decide by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Switch {
    /// By the surroundings.
    #[default]
    Auto,
    /// On.
    On,
    /// Off.
    Off,
}

/// What is asked, by danger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Confirm {
    /// Restart, stop, pause, kill.
    pub interrupting: Question,
    /// Remove.
    pub removing: Question,
}

/// How a question is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Not at all.
    None,
    /// Enter accepts.
    Enter,
    /// Enter refuses, `y` accepts.
    Yes,
    /// The name is typed.
    Name,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: "auto".to_owned(),
            color: ColorMode::Auto,
            ascii: false,
            mouse: false,
            read_only: false,
            low_bandwidth: Switch::Auto,
            stats: true,
            log_tail: 500,
            log_buffer_bytes: 8 << 20,
            all: false,
            confirm: Confirm {
                interrupting: Question::Enter,
                removing: Question::Yes,
            },
        }
    }
}
