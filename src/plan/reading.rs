//! What came of reading the files of a project, as lists and panes show it.

use crate::compose::diagnostic::{Diagnostic, Severity};
use crate::compose::load::Loaded;
use crate::model::text::sanitise;
use std::path::Path;
use std::sync::Arc;

/// What is known of the files of a project.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Reading {
    /// They were not looked at.
    #[default]
    Unread,
    /// They are not to be had, for this reason: gone, or on another machine. Everything else goes on from labels.
    Missing(String),
    /// They have errors.
    Broken(Arc<Broken>),
    /// What they say.
    Read(Arc<Desired>),
}

/// Why the files of a project cannot be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Broken {
    /// The first error in one line: `compose.yaml:3:5: …`.
    pub short: String,
    /// Where that is, in two words: `line 3` of the project's first file, else `override.yaml:3`; empty where it is
    /// nowhere.
    pub place: String,
    /// All errors, and warnings behind them, as `config` prints them; paths as they are seen from the project's
    /// directory.
    pub lines: Vec<String>,
}

/// What the files of a project say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desired {
    /// Services that are on, in order.
    pub services: Vec<String>,
    /// Those that are off, each with its profiles.
    pub off: Vec<(String, Vec<String>)>,
    /// What is odd about the files, as [`Broken::lines`].
    pub warnings: Vec<String>,
    /// All of it.
    pub loaded: Loaded,
}

impl Reading {
    /// Only the names of services are known, as in tests.
    pub fn of_services<T: Into<String>>(names: impl IntoIterator<Item = T>) -> Self {
        Self::Read(Arc::new(Desired {
            services: names.into_iter().map(Into::into).collect(),
            ..Desired::default()
        }))
    }

    /// What loading came to, seen from `directory`.
    pub fn of_loaded(loaded: Loaded, directory: &Path) -> Self {
        let told = |severity: Severity| {
            let all = loaded.report.diagnostics.iter();
            all.filter(move |one| one.severity == severity)
        };
        let lines = |label: &str, one: &Diagnostic| {
            let text = one.located(&loaded.files).seen_from(directory).to_string();
            let text = format!("{label}{text}");
            // A tab becomes one column, in the line and below it alike.
            let plain = |line: &str| sanitise(&line.replace('\t', " "));
            text.lines().map(plain).collect::<Vec<String>>()
        };
        let warnings: Vec<String> = told(Severity::Warning)
            .flat_map(|one| lines("warning: ", one))
            .collect();
        if loaded.project.is_some() {
            return Self::Read(Arc::new(Desired::new(loaded, warnings)));
        }
        let mut all: Vec<String> = Vec::new();
        for error in told(Severity::Error) {
            if !all.is_empty() {
                all.push(String::new());
            }
            all.extend(lines("", error));
        }
        let first = told(Severity::Error).next();
        let place = first.and_then(|error| error.at).and_then(|at| {
            let path = &loaded.files.get(at.file)?.path;
            let is_first = loaded
                .options
                .files
                .first()
                .is_some_and(|first| first.path == *path);
            let line = at.span.line;
            Some(if is_first {
                format!("line {line}")
            } else {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                sanitise(&format!("{name}:{line}"))
            })
        });
        let short = all.first().cloned().unwrap_or_default();
        all.extend(warnings);
        Self::Broken(Arc::new(Broken {
            short,
            place: place.unwrap_or_default(),
            lines: all,
        }))
    }

    /// What they say, where they could be read.
    pub fn desired(&self) -> Option<&Desired> {
        match self {
            Self::Read(desired) => Some(desired),
            _ => None,
        }
    }

    /// Services that the files have and that are on.
    pub fn services(&self) -> &[String] {
        self.desired().map_or(&[], |desired| &desired.services)
    }

    /// What is wrong in two words, for a mark: `bad file`.
    pub const fn badge(&self) -> Option<&'static str> {
        match self {
            Self::Missing(_) => Some("no file"),
            Self::Broken(_) => Some("bad file"),
            Self::Unread | Self::Read(_) => None,
        }
    }

    /// Where that is, in two words; empty where it is nowhere.
    pub fn place(&self) -> &str {
        match self {
            Self::Broken(broken) => &broken.place,
            _ => "",
        }
    }

    /// Why the files cannot be used, in one line.
    pub fn problem(&self) -> Option<&str> {
        match self {
            Self::Missing(reason) => Some(reason),
            Self::Broken(broken) => Some(&broken.short),
            Self::Unread | Self::Read(_) => None,
        }
    }

    /// The same with all that belongs to it.
    pub fn problem_lines(&self) -> &[String] {
        match self {
            Self::Missing(reason) => std::slice::from_ref(reason),
            Self::Broken(broken) => &broken.lines,
            Self::Unread | Self::Read(_) => &[],
        }
    }
}

impl Desired {
    fn new(loaded: Loaded, warnings: Vec<String>) -> Self {
        let (services, off) = loaded
            .project
            .as_ref()
            .map_or_else(Default::default, |project| {
                let off = project.disabled_services.iter().map(|(name, service)| {
                    let profiles = service.profiles.iter().map(ToString::to_string);
                    (name.to_string(), profiles.collect())
                });
                let services = project.services.keys().map(ToString::to_string);
                (services.collect(), off.collect())
            });
        Self {
            services,
            off,
            warnings,
            loaded,
        }
    }
}
