//! What surrounds the process, as a value: loaders are given it and never read the process themselves, so that a test
//! or a preview can stand anywhere.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// Variables and places of the person who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The environment.
    pub variables: BTreeMap<String, String>,
    /// Home directory, where there is one.
    pub home: Option<PathBuf>,
    /// Current directory, absolute.
    pub cwd: PathBuf,
    /// Numeric user id; `None` where the system has none.
    pub uid: Option<u32>,
}

impl Surroundings {
    /// A variable's value; also where it is set and empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// A variable's value unless it is empty.
    pub fn get_filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// The same with one variable set; for tests and previews.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }
}
