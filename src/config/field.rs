//! The settings by name: one table for the file, the environment, the options, `stacktui settings` and its generated
//! file.

use crate::config::located::did_you_mean;
use crate::config::settings::{ColorMode, Question, Settings, Switch};

/// One setting.
#[derive(Clone, Copy)]
pub struct Field {
    /// As the file writes it, tables with a dot: `confirm.removing`.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// What it says now, in the spelling of `set`.
    pub get: fn(&Settings) -> String,
    /// Takes a value that [`Kind::check`] let through.
    set: fn(&mut Settings, &str),
}

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Bool,
    /// A whole number from, to.
    Number(u64, u64),
    /// One of these words.
    Word(&'static [&'static str]),
    /// Any text but an empty one.
    Text,
}

const SWITCH: [&str; 3] = ["auto", "on", "off"];
const QUESTION: [&str; 4] = ["none", "enter", "yes", "name"];

/// All settings, in the order of the struct.
pub const FIELDS: [Field; 12] = [
    Field {
        name: "theme",
        kind: Kind::Text,
        get: |settings| settings.theme.clone(),
        set: |settings, value| value.clone_into(&mut settings.theme),
    },
    Field {
        name: "color",
        kind: Kind::Word(&["auto", "always", "never"]),
        get: |settings| color_word(settings.color).to_owned(),
        set: |settings, value| {
            settings.color = match value {
                "always" => ColorMode::Always,
                "never" => ColorMode::Never,
                _ => ColorMode::Auto,
            }
        },
    },
    Field {
        name: "ascii",
        kind: Kind::Bool,
        get: |settings| settings.ascii.to_string(),
        set: |settings, value| settings.ascii = value == "true",
    },
    Field {
        name: "mouse",
        kind: Kind::Bool,
        get: |settings| settings.mouse.to_string(),
        set: |settings, value| settings.mouse = value == "true",
    },
    Field {
        name: "read-only",
        kind: Kind::Bool,
        get: |settings| settings.read_only.to_string(),
        set: |settings, value| settings.read_only = value == "true",
    },
    Field {
        name: "low-bandwidth",
        kind: Kind::Word(&SWITCH),
        get: |settings| switch_word(settings.low_bandwidth).to_owned(),
        set: |settings, value| {
            settings.low_bandwidth = match value {
                "on" => Switch::On,
                "off" => Switch::Off,
                _ => Switch::Auto,
            }
        },
    },
    Field {
        name: "stats",
        kind: Kind::Bool,
        get: |settings| settings.stats.to_string(),
        set: |settings, value| settings.stats = value == "true",
    },
    Field {
        name: "log-tail",
        kind: Kind::Number(0, 1_000_000),
        get: |settings| settings.log_tail.to_string(),
        set: |settings, value| settings.log_tail = value.parse().unwrap_or(settings.log_tail),
    },
    Field {
        name: "log-buffer-bytes",
        kind: Kind::Number(64 << 10, 1 << 30),
        get: |settings| settings.log_buffer_bytes.to_string(),
        set: |settings, value| {
            settings.log_buffer_bytes = value.parse().unwrap_or(settings.log_buffer_bytes);
        },
    },
    Field {
        name: "all",
        kind: Kind::Bool,
        get: |settings| settings.all.to_string(),
        set: |settings, value| settings.all = value == "true",
    },
    Field {
        name: "confirm.interrupting",
        kind: Kind::Word(&QUESTION),
        get: |settings| question_word(settings.confirm.interrupting).to_owned(),
        set: |settings, value| settings.confirm.interrupting = question(value),
    },
    Field {
        name: "confirm.removing",
        kind: Kind::Word(&QUESTION),
        get: |settings| question_word(settings.confirm.removing).to_owned(),
        set: |settings, value| settings.confirm.removing = question(value),
    },
];

const fn color_word(color: ColorMode) -> &'static str {
    match color {
        ColorMode::Auto => "auto",
        ColorMode::Always => "always",
        ColorMode::Never => "never",
    }
}

const fn switch_word(switch: Switch) -> &'static str {
    match switch {
        Switch::Auto => "auto",
        Switch::On => "on",
        Switch::Off => "off",
    }
}

const fn question_word(question: Question) -> &'static str {
    match question {
        Question::None => "none",
        Question::Enter => "enter",
        Question::Yes => "yes",
        Question::Name => "name",
    }
}

fn question(word: &str) -> Question {
    match word {
        "none" => Question::None,
        "yes" => Question::Yes,
        "name" => Question::Name,
        _ => Question::Enter,
    }
}

impl Field {
    /// The setting of this name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.name == name)
    }

    /// Its environment variable: `STACKTUI_LOG_TAIL`.
    pub fn variable(&self) -> String {
        let name = self.name.replace(['-', '.'], "_").to_ascii_uppercase();
        format!("STACKTUI_{name}")
    }

    /// Sets it, or says what is wrong with the value and what it takes.
    pub fn set(&self, settings: &mut Settings, value: &str) -> Result<(), Wrong> {
        let value = self.kind.check(self.name, value)?;
        (self.set)(settings, &value);
        Ok(())
    }

    /// Its value as the file writes it.
    pub fn toml(&self, settings: &Settings) -> String {
        let value = (self.get)(settings);
        match self.kind {
            Kind::Bool | Kind::Number(..) => value,
            // A JSON string is a TOML string.
            Kind::Word(_) | Kind::Text => serde_json::Value::String(value).to_string(),
        }
    }
}

/// What is wrong with a value, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// `` `log-tail` is a number, not `many` ``
    pub message: String,
    /// What it takes.
    pub hint: Option<String>,
}

impl Kind {
    /// The value in the one spelling that setters know, or what is wrong with it.
    fn check(self, name: &str, value: &str) -> Result<String, Wrong> {
        let wrong = |message: String, hint: String| {
            Err(Wrong {
                message,
                hint: Some(hint),
            })
        };
        match self {
            Self::Bool => match value.to_ascii_lowercase().as_str() {
                "true" | "1" | "on" | "yes" => Ok("true".to_owned()),
                "false" | "0" | "off" | "no" => Ok("false".to_owned()),
                _ => wrong(
                    format!("`{name}` is `true` or `false`, not `{value}`"),
                    "write `true` or `false`".to_owned(),
                ),
            },
            Self::Number(least, most) => match value.replace('_', "").parse::<u64>() {
                Ok(number) if (least..=most).contains(&number) => Ok(number.to_string()),
                Ok(number) => wrong(
                    format!("`{name}` cannot be {number}"),
                    format!("write a whole number from {least} to {most}"),
                ),
                Err(_) => wrong(
                    format!("`{name}` is a whole number, not `{value}`"),
                    format!("write a whole number from {least} to {most}"),
                ),
            },
            Self::Word(words) => {
                let lower = value.to_ascii_lowercase();
                // A switch may be written as the boolean that it nearly is.
                let word = match lower.as_str() {
                    "true" if words.contains(&"on") => "on",
                    "false" if words.contains(&"off") => "off",
                    word => word,
                };
                if words.contains(&word) {
                    return Ok(word.to_owned());
                }
                let list = words
                    .iter()
                    .map(|word| format!("`{word}`"))
                    .collect::<Vec<_>>()
                    .join(", ");
                let near = did_you_mean(&lower, words.iter().copied());
                wrong(
                    format!("`{name}` cannot be `{value}`"),
                    match near {
                        Some(near) => format!("{near} it takes {list}"),
                        None => format!("it takes {list}"),
                    },
                )
            }
            Self::Text if value.trim().is_empty() => wrong(
                format!("`{name}` is empty"),
                "write a name, or leave the line out".to_owned(),
            ),
            Self::Text => Ok(value.to_owned()),
        }
    }
}
