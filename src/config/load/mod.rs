//! Reading the layers: file, environment, options, each a patch over what is below it.

use crate::compose::sources::Sources;
use crate::compose::surroundings::Surroundings;
use crate::config::field::{FIELDS, Field, Wrong};
use crate::config::keys::{self, OwnKeys};
use crate::config::located::{Located, did_you_mean, line_of};
use crate::config::paths::Paths;
use crate::config::settings::Settings;
use crate::model::text::nearest;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// The largest settings or keys file.
pub(super) const LIMIT: u64 = 256 << 10;

/// Settings, and all that is to be said about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// In force.
    pub settings: Settings,
    /// Where each comes from, by [`Field::name`]; absent: the default.
    pub origins: BTreeMap<&'static str, Origin>,
    /// A person's keys, not yet checked against the actions.
    pub keys: Vec<OwnKeys>,
    /// What is wrong and does not stop anything.
    pub warnings: Vec<Located>,
    /// Where files are looked for.
    pub paths: Paths,
    /// The settings file, where one was read.
    pub file: Option<PathBuf>,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A line of the settings file.
    File {
        /// Which.
        file: String,
        /// From 1.
        line: usize,
    },
    /// An environment variable.
    Variable(String),
    /// An option of the command line: `--read-only`.
    Option(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { file, line } => write!(f, "{file}:{line}"),
            Self::Variable(name) => f.write_str(name),
            Self::Option(option) => f.write_str(option),
        }
    }
}

/// What the command line sets: the field's name, the option, and its value.
pub type Overrides = Vec<(&'static str, &'static str, String)>;

/// Why the settings cannot be used: all wrong values at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// Each with its place; never empty.
    pub faults: Vec<Located>,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, fault) in self.faults.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}: {}", fault.place(), fault.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadError {}

impl LoadError {
    /// What to do about the first fault that tells.
    pub fn hint(&self) -> Option<&str> {
        self.faults.iter().find_map(|fault| fault.hint.as_deref())
    }
}

/// Reads everything. `file` is that of `--config`, which must exist.
///
/// # Errors
/// Every value that is wrong, wherever it stands. What is unknown is a warning.
pub fn load(
    surroundings: &Surroundings,
    sources: &dyn Sources,
    file: Option<&Path>,
    overrides: &Overrides,
) -> Result<Loaded, LoadError> {
    let mut loaded = Loaded {
        paths: Paths::new(surroundings, file),
        ..Loaded::default()
    };
    let mut faults = Vec::new();
    if let Some(path) = loaded.paths.settings.clone() {
        match read(&path, sources, file.is_some()) {
            Ok(Some(text)) => {
                loaded.file = Some(path.clone());
                from_file(&mut loaded, &mut faults, &path.display().to_string(), &text);
            }
            Ok(None) => {}
            Err(fault) => faults.push(fault),
        }
    }
    from_variables(&mut loaded, &mut faults, surroundings);
    for (name, option, value) in overrides {
        if let Some(field) = Field::by_name(name) {
            let origin = Origin::Option(option);
            set(&mut loaded, &mut faults, field, value, origin, (option, 0));
        }
    }
    if let Some(path) = loaded.paths.keys() {
        match read(&path, sources, false) {
            Ok(Some(text)) => match keys::parse(&path.display().to_string(), &text) {
                Ok(keys) => loaded.keys = keys,
                Err(fault) => faults.push(fault),
            },
            Ok(None) => {}
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        Ok(loaded)
    } else {
        Err(LoadError { faults })
    }
}

/// The file's text; `None` where it is not there and need not be.
fn read(path: &Path, sources: &dyn Sources, must_exist: bool) -> Result<Option<String>, Located> {
    let file = path.display().to_string();
    let fault = |message: String| Located::new(&file, 1, message);
    match sources.read(path, LIMIT) {
        Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let before = error.as_bytes().iter().take(at);
            let line = 1 + before.filter(|byte| **byte == b'\n').count();
            Located::new(&file, line, "not UTF-8")
        }),
        Err(error)
            if !must_exist
                && matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
        {
            Ok(None)
        }
        Err(error) => Err(fault(format!("cannot read it: {error}"))),
    }
}

fn from_file(loaded: &mut Loaded, faults: &mut Vec<Located>, file: &str, text: &str) {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            faults.push(Located::new(file, line, error.message()));
            return;
        }
    };
    let mut open: Vec<(String, &DeTable<'_>)> = vec![(String::new(), table.get_ref())];
    while let Some((prefix, table)) = open.pop() {
        for (key, value) in table {
            let name = format!("{prefix}{}", key.get_ref());
            let line = line_of(text, key.span().start);
            let is_table = FIELDS.iter().any(|field| {
                field
                    .name
                    .strip_prefix(&*name)
                    .is_some_and(|rest| rest.starts_with('.'))
            });
            match (Field::by_name(&name), value.get_ref()) {
                (None, DeValue::Table(inner)) if is_table => open.push((format!("{name}."), inner)),
                (Some(field), value) => {
                    let text = match value {
                        DeValue::String(text) => text.to_string(),
                        DeValue::Boolean(value) => value.to_string(),
                        DeValue::Integer(number) if number.radix() == 10 => {
                            number.as_str().to_owned()
                        }
                        DeValue::Integer(number) => {
                            u64::from_str_radix(number.as_str(), number.radix())
                                .map_or_else(|_| number.to_string(), |number| number.to_string())
                        }
                        other => {
                            let message =
                                format!("`{name}` cannot be of type {}", other.type_str());
                            faults.push(Located::new(file, line, message));
                            continue;
                        }
                    };
                    let origin = Origin::File {
                        file: file.to_owned(),
                        line,
                    };
                    set(loaded, faults, field, &text, origin, (file, line));
                }
                (None, _) => {
                    let names = FIELDS.iter().map(|field| field.name);
                    loaded.warnings.push(
                        Located::new(file, line, format!("unknown setting `{name}`"))
                            .hint(did_you_mean(&name, names)),
                    );
                }
            }
        }
    }
    faults.sort_by_key(|fault| fault.line);
    loaded.warnings.sort_by_key(|warning| warning.line);
}

/// Of all variables of ours.
const PREFIX: &str = "STACKTUI_";

/// Variables of ours that are no settings.
const OTHER_VARIABLES: [&str; 3] = ["STACKTUI_CONFIG_DIR", "STACKTUI_DEMO_", "STACKTUI_ENGINES"];

fn from_variables(loaded: &mut Loaded, faults: &mut Vec<Located>, surroundings: &Surroundings) {
    let own = surroundings
        .variables
        .iter()
        .filter(|(name, value)| name.starts_with(PREFIX) && !value.is_empty());
    for (name, value) in own {
        match FIELDS.iter().find(|field| field.variable() == *name) {
            Some(field) => {
                let origin = Origin::Variable(name.clone());
                set(loaded, faults, field, value, origin, (name, 0));
            }
            None if OTHER_VARIABLES.iter().any(|other| name.starts_with(other)) => {}
            None => {
                // Without what all have in common, which would make every name a near one.
                let bare = |name: &str| name.trim_start_matches(PREFIX).to_owned();
                let names: Vec<String> =
                    FIELDS.iter().map(|field| bare(&field.variable())).collect();
                let near = nearest(&bare(name), names.iter().map(String::as_str));
                let hint = near.map(|near| format!("did you mean `{PREFIX}{near}`?"));
                loaded
                    .warnings
                    .push(Located::new(name, 0, "no setting has this variable").hint(hint));
            }
        }
    }
}

fn set(
    loaded: &mut Loaded,
    faults: &mut Vec<Located>,
    field: &'static Field,
    value: &str,
    origin: Origin,
    (file, line): (&str, usize),
) {
    match field.set(&mut loaded.settings, value) {
        Ok(()) => {
            loaded.origins.insert(field.name, origin);
        }
        Err(Wrong { message, hint }) => {
            faults.push(Located::new(file, line, message).hint(hint));
        }
    }
}

#[cfg(test)]
mod tests;
