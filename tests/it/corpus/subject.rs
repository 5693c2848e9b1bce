//! What is tested: the one place that knows how the program loads a project and prints it.

use super::case::Case;
use super::kind::{Kind, LISTS};
use stacktui::compose::diagnostic::Severity;
use stacktui::compose::options::Asked;
use stacktui::testing::config::Asking;
use std::collections::BTreeMap;

/// What the program says to a case.
pub(crate) enum Answer {
    /// It loads.
    Accepted(Box<Accepted>),
    /// It does not: every error as the command prints it.
    Refused(String),
}

/// A project that loads.
#[derive(Default)]
pub(crate) struct Accepted {
    /// What each command prints, or how it fails.
    pub(crate) texts: BTreeMap<Kind, Result<String, String>>,
    /// Lists by their option, in the order in which they are printed.
    pub(crate) lists: BTreeMap<&'static str, Vec<String>>,
    /// Warnings, each once, sorted.
    pub(crate) warnings: Vec<String>,
}

/// Asks for everything of these kinds.
pub(crate) fn ask(case: &Case, kinds: &[Kind]) -> Answer {
    let facts = &case.facts;
    let asked = Asked {
        files: facts.files.clone(),
        project_name: facts.project_name.clone(),
        project_directory: facts.project_directory.clone().map(Into::into),
        env_files: facts.env_files.iter().map(Into::into).collect(),
        profiles: facts.profiles.clone(),
        ..Asked::default()
    };
    let asking = Asking::new(asked, case.sources(), case.surroundings());
    if let Err(message) = asking.print(&["--quiet"]) {
        return Answer::Refused(message);
    }
    let mut accepted = Accepted::default();
    for kind in kinds {
        if let Some(options) = kind.options() {
            accepted.texts.insert(*kind, asking.print(options));
        }
    }
    if kinds.contains(&Kind::Lists) {
        for name in LISTS {
            let printed = asking.print(&[&format!("--{name}")]);
            let lines = printed.unwrap_or_else(|message| message);
            let lines = lines.lines().map(str::to_owned).collect();
            accepted.lists.insert(name, lines);
        }
    }
    if kinds.contains(&Kind::Warnings) {
        let found = asking.load().report.diagnostics.into_iter();
        let found = found.filter(|diagnostic| diagnostic.severity == Severity::Warning);
        accepted.warnings = found.map(|diagnostic| diagnostic.phrase).collect();
        accepted.warnings.sort();
        accepted.warnings.dedup();
    }
    Answer::Accepted(Box::new(accepted))
}
