//! What is tested: the one place that knows how the library loads a project and prints it.

use super::case::Case;
use super::kind::Kind;
use std::collections::BTreeMap;

/// What the library says to a case.
pub(crate) enum Answer {
    /// It loads.
    Accepted(Box<Accepted>),
    /// It does not: every error as the command prints it, with what it is about.
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

/// Asks for everything that has a golden.
pub(crate) fn ask(case: &Case, kinds: &[Kind]) -> Answer {
    _ = (
        case.sources(),
        case.surroundings(),
        case.stdin(),
        case.global_arguments(),
        kinds,
    );
    Answer::Refused("projects are not loaded yet".to_owned())
}
