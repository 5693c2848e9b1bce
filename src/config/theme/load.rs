//! Reading theme files: parents first, then what each changes; styles are resolved last, so that a child that changes
//! a palette name changes every style that uses it.

use super::style::{self, Depth};
use super::{SHIPPED, Theme, Token};
use crate::compose::sources::Sources;
use crate::config::located::{Located, did_you_mean, line_of};
use crate::model::log::{Colour, Sgr};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// Key of the list of styles of the names in a merged log.
const SOURCES: &str = "log.sources";
/// The largest theme file.
const LIMIT: u64 = 256 << 10;
/// Generations of themes that inherit from each other.
const MOST_PARENTS: usize = 8;

/// Why a theme cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// No such theme.
    #[error("there is no theme `{name}`")]
    Unknown {
        /// Asked for.
        name: String,
        /// The one probably meant, and those there are.
        hint: String,
    },
    /// The file is there and cannot be read.
    #[error("cannot read the theme `{file}`: {source}")]
    Unreadable {
        /// Which file.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// A line of it is wrong.
    #[error(transparent)]
    Wrong(#[from] Located),
    /// It inherits from itself.
    #[error("the theme `{0}` inherits from itself")]
    Circle(String),
}

impl ThemeError {
    /// What to do.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Unknown { hint, .. } => Some(hint),
            Self::Wrong(located) => located.hint.as_deref(),
            Self::Unreadable { .. } | Self::Circle(_) => None,
        }
    }
}

/// Loads a theme: a file of one's own, `NAME.toml` in `directory`, else a shipped one. Unknown tokens are warnings.
pub fn load(
    name: &str,
    directory: Option<&Path>,
    sources: &dyn Sources,
) -> Result<(Theme, Vec<Located>), ThemeError> {
    let mut merged = Merged::default();
    // Youngest first; each is a file's name and its text.
    let mut chain: Vec<Parsed> = Vec::new();
    let mut wanted = Some(name.to_owned());
    while let Some(name) = wanted {
        let is_own_parent = chain.last().is_some_and(|child| child.name == name);
        let (file, text, is_shipped) = find(&name, directory.filter(|_| !is_own_parent), sources)?;
        if chain.len() >= MOST_PARENTS || chain.iter().any(|one| one.file == file) {
            return Err(ThemeError::Circle(name));
        }
        let parsed = parse(&name, &file, &text, &mut merged.warnings)?;
        wanted = match &parsed.inherits {
            Some(parent) => Some(parent.clone()),
            None if is_shipped => None,
            None => Some("dark".to_owned()),
        };
        chain.push(parsed);
    }
    for parsed in chain.into_iter().rev() {
        merged.add(parsed)?;
    }
    merged.resolve(name)
}

/// A theme that comes with the program.
pub(super) fn shipped(name: &str) -> Result<Theme, ThemeError> {
    load(name, None, &crate::compose::sources::Memory::default()).map(|(theme, _)| theme)
}

/// Names of all themes there are, sorted.
pub fn names(directory: Option<&Path>, sources: &dyn Sources) -> Vec<String> {
    let mut names: Vec<String> = directory
        .and_then(|directory| sources.list(directory).ok())
        .unwrap_or_default()
        .iter()
        .filter_map(|file| file.strip_suffix(".toml").map(str::to_owned))
        .chain(SHIPPED.map(|(name, _)| name.to_owned()))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// File name for messages, text, and whether it is shipped.
fn find(
    name: &str,
    directory: Option<&Path>,
    sources: &dyn Sources,
) -> Result<(String, String, bool), ThemeError> {
    // A name is no path: `../x` must not leave the directory.
    let is_plain = !name.is_empty() && !name.contains(['/', '\\', '\0']) && !name.starts_with('.');
    if let Some(directory) = directory.filter(|_| is_plain) {
        let path = directory.join(format!("{name}.toml"));
        let file = path.display().to_string();
        match sources.read(&path, LIMIT) {
            Ok(bytes) => {
                let text = String::from_utf8(bytes).map_err(|error| {
                    let at = error.utf8_error().valid_up_to();
                    let line = 1 + error
                        .as_bytes()
                        .iter()
                        .take(at)
                        .filter(|b| **b == b'\n')
                        .count();
                    Located::new(&file, line, "not UTF-8")
                })?;
                return Ok((file, text, false));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(ThemeError::Unreadable { file, source }),
        }
    }
    if let Some((_, text)) = SHIPPED.iter().find(|(shipped, _)| *shipped == name) {
        return Ok((format!("{name}.toml (built in)"), (*text).to_owned(), true));
    }
    let known = names(directory, sources);
    let there_are = format!("there are {}", known.join(", "));
    Err(ThemeError::Unknown {
        name: name.to_owned(),
        hint: match did_you_mean(name, known.iter().map(String::as_str)) {
            Some(near) => format!("{near} {there_are}"),
            None => there_are,
        },
    })
}

/// A text and where it stands.
#[derive(Clone, Debug)]
struct At<T> {
    value: T,
    file: String,
    line: usize,
}

impl<T> At<T> {
    fn wrong(&self, message: impl Into<String>) -> Located {
        Located::new(&self.file, self.line, message)
    }
}

/// One file, not yet understood.
#[derive(Debug, Default)]
struct Parsed {
    name: String,
    file: String,
    inherits: Option<String>,
    depth: Option<Depth>,
    palette: Vec<(String, At<String>)>,
    styles: Vec<(Token, At<String>)>,
    sources: Vec<At<String>>,
}

fn parse(
    name: &str,
    file: &str,
    text: &str,
    warnings: &mut Vec<Located>,
) -> Result<Parsed, Located> {
    let table = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        Located::new(file, line, error.message())
    })?;
    let mut parsed = Parsed {
        name: name.to_owned(),
        file: file.to_owned(),
        ..Parsed::default()
    };
    // Tables within tables are names with dots.
    let mut open: Vec<(String, &DeTable<'_>)> = vec![(String::new(), table.get_ref())];
    while let Some((prefix, table)) = open.pop() {
        for (key, value) in table {
            let line = line_of(text, key.span().start);
            let name = format!("{prefix}{}", key.get_ref());
            let at = |value: &str| At {
                value: value.to_owned(),
                file: file.to_owned(),
                line,
            };
            match (name.as_str(), value.get_ref()) {
                (_, DeValue::Table(inner)) => open.push((format!("{name}."), inner)),
                ("inherits", DeValue::String(parent)) => parsed.inherits = Some(parent.to_string()),
                ("colours", DeValue::String(depth)) => {
                    parsed.depth = Some(match depth.as_ref() {
                        "none" => Depth::None,
                        "16" => Depth::Sixteen,
                        "256" => Depth::Indexed,
                        "all" => Depth::True,
                        other => {
                            return Err(at(other)
                                .wrong(format!("`{other}` is no number of colours"))
                                .hint(Some("write `none`, `16`, `256` or `all`".to_owned())));
                        }
                    });
                }
                (SOURCES, DeValue::Array(list)) => {
                    parsed.sources.clear();
                    for item in list {
                        let Some(style) = item.get_ref().as_str() else {
                            return Err(at("").wrong(format!("`{SOURCES}` is a list of styles")));
                        };
                        parsed.sources.push(At {
                            line: line_of(text, item.span().start),
                            ..at(style)
                        });
                    }
                }
                (name, DeValue::String(_) | DeValue::Integer(_)) => {
                    // A bare number is an index of the 256-colour table.
                    let style = match value.get_ref() {
                        DeValue::Integer(index) => index.as_str(),
                        text => text.as_str().unwrap_or_default(),
                    };
                    if let Some(colour) = name.strip_prefix("palette.") {
                        parsed.palette.push((colour.to_owned(), at(style)));
                    } else if let Some(token) = Token::ALL.iter().find(|one| one.name() == name) {
                        parsed.styles.push((*token, at(style)));
                    } else {
                        warnings.push(unknown(name, &at("")));
                    }
                }
                (name, value) => {
                    let is_known = ["inherits", "colours", SOURCES].contains(&name)
                        || name.starts_with("palette.")
                        || Token::ALL.iter().any(|one| one.name() == name);
                    if is_known {
                        let message =
                            format!("`{name}` must be text, it is of type {}", value.type_str());
                        return Err(at("").wrong(message).hint(Some(
                            "a style is text as `red bold` or `#1a1b26 on 245`".to_owned(),
                        )));
                    }
                    warnings.push(unknown(name, &at("")));
                }
            }
        }
    }
    Ok(parsed)
}

fn unknown(name: &str, at: &At<String>) -> Located {
    let known = Token::ALL.iter().map(|token| token.name());
    at.wrong(format!("unknown token `{name}`"))
        .hint(did_you_mean(
            name,
            known.chain(["inherits", "colours", SOURCES]),
        ))
}

/// Several files over each other.
#[derive(Debug, Default)]
struct Merged {
    depth: Option<Depth>,
    palette: BTreeMap<String, Option<Colour>>,
    styles: BTreeMap<&'static str, At<String>>,
    sources: Vec<At<String>>,
    warnings: Vec<Located>,
}

impl Merged {
    fn add(&mut self, parsed: Parsed) -> Result<(), Located> {
        self.depth = parsed.depth.or(self.depth);
        for (name, at) in parsed.palette {
            let colour = style::colour(&at.value).map_err(|message| at.wrong(message))?;
            self.palette.insert(name, colour);
        }
        for (token, at) in parsed.styles {
            self.styles.insert(token.name(), at);
        }
        if !parsed.sources.is_empty() {
            self.sources = parsed.sources;
        }
        Ok(())
    }

    fn resolve(self, name: &str) -> Result<(Theme, Vec<Located>), ThemeError> {
        let read = |at: &At<String>| {
            style::style(&at.value, &self.palette).map_err(|message| at.wrong(message))
        };
        let mut styles = Vec::with_capacity(Token::ALL.len());
        for token in Token::ALL {
            styles.push(match self.styles.get(token.name()) {
                Some(at) => read(at)?,
                None => Sgr::default(),
            });
        }
        let mut sources = self
            .sources
            .iter()
            .map(read)
            .collect::<Result<Vec<_>, _>>()?;
        if sources.is_empty() {
            sources.push(Sgr::default());
        }
        let theme = Theme {
            name: name.to_owned(),
            styles,
            sources,
            depth: Depth::True,
        };
        Ok((theme.reduced(self.depth.unwrap_or_default()), self.warnings))
    }
}

#[cfg(test)]
mod tests;
