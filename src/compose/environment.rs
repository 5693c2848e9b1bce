//! The variables that a project is filled in with, each with who gave it.

use crate::compose::origin::VariableSource;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A variable's value and who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its value, which may be empty.
    pub value: Arc<str>,
    /// Who gave it.
    pub source: VariableSource,
}

/// Variables by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment(BTreeMap<Arc<str>, Variable>);

impl Environment {
    /// Those of the process.
    pub fn of_shell(variables: &BTreeMap<String, String>) -> Self {
        let entries = variables.iter().map(|(name, value)| {
            let variable = Variable {
                value: Arc::from(value.as_str()),
                source: VariableSource::Shell,
            };
            (Arc::from(name.as_str()), variable)
        });
        Self(entries.collect())
    }

    /// A variable, also where it is empty.
    pub fn get(&self, name: &str) -> Option<&Variable> {
        self.0.get(name)
    }

    /// A variable's value, also where it is empty.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.get(name).map(|variable| &*variable.value)
    }

    /// Sets a variable, whatever it was.
    pub fn set(&mut self, name: impl Into<Arc<str>>, variable: Variable) {
        self.0.insert(name.into(), variable);
    }

    /// Sets a variable that nobody gave yet.
    pub fn set_if_missing(&mut self, name: impl Into<Arc<str>>, variable: Variable) {
        self.0.entry(name.into()).or_insert(variable);
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Variable)> {
        self.0.iter()
    }
}
