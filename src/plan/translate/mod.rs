//! What the engine is asked to make for a service, a network or a volume of a project: the same as Compose 5.6.1 asks for.
//!
//! It stands in `plan` because it knows both vocabularies, Compose's and the engine's: the loader below need not know of
//! engines, and what applies a plan need not know of files. Pure; files (a profile of seccomp, a missing secret) are
//! looked at through [`Sources`] alone.
//!
//! What a service says of others (`network_mode: service:…`, `volumes_from`, `links`) is said of their containers, and
//! so is its hash: a container can be translated only once those are there, by whoever makes it.

mod addresses;
mod container;
mod devices;
mod files;
mod gates;
mod labels;
mod mounts;
mod networking;
mod ports;
mod resources;
mod security;
mod storage;

pub use container::{container, container_name, image_name};
pub use files::files;
pub use storage::{network, volume};

use crate::compose::diagnostic::Diagnostic;
use crate::compose::model::Text;
use crate::compose::options::ProjectOptions;
use crate::compose::path::FieldPath;
use crate::compose::project::Project;
use crate::compose::sources::Sources;
use crate::engine::spec::{ContainerSpec, EndpointSpec};
use crate::model::api_version::ApiVersion;
use crate::model::observed::{Container, Image};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The Compose whose rules these are; it stands in the label `com.docker.compose.version`.
pub const COMPOSE_VERSION: &str = "5.6.1";

/// What all of a project's containers are made with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The project, loaded.
    pub project: &'a Project,
    /// What was asked for: variables, files of variables, the form of names.
    pub options: &'a ProjectOptions,
    /// What the engine speaks.
    pub api: ApiVersion,
    /// Images that the project names and the engine has ([`crate::model::observed::Observed::images`]).
    pub images: &'a BTreeMap<Arc<str>, Image>,
    /// Variables for proxies, by docker's `config.json` and this engine's address; a service's own count more.
    pub proxies: &'a BTreeMap<String, String>,
    /// Where files are read.
    pub sources: &'a dyn Sources,
}

/// Which of a service's containers.
#[derive(Clone, Copy)]
pub struct Instance<'a> {
    /// From 1.
    pub number: u64,
    /// The name under which it is made; empty: its own ([`container_name`]). Its aliases have its own in any case.
    pub name: &'a str,
    /// The one that it replaces, whose anonymous volumes it takes over.
    pub replaces: Option<&'a Container>,
    /// The full id of the first container of another service, by name.
    pub first_container: &'a dyn Fn(&str) -> Option<Text>,
    /// The names of all containers of another service.
    pub container_names: &'a dyn Fn(&str) -> Vec<String>,
}

/// A container to be made, in as many calls as the engine needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Translated {
    /// It.
    pub spec: ContainerSpec,
    /// Networks that it joins after it was made and before it is started, by name: below API 1.44 it is made in one.
    pub joins: Vec<(String, EndpointSpec)>,
    /// What will not be as the project says.
    pub warnings: Vec<Diagnostic>,
}

/// Findings of a translation, and where in the service they are.
struct Findings {
    service: FieldPath,
    errors: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

impl Findings {
    fn of(kind: &str, name: &str) -> Self {
        Self {
            service: FieldPath::of(&[kind, name]),
            errors: Vec::new(),
            warnings: Vec::new(),
        }
    }

    fn path(&self, keys: &[&str]) -> FieldPath {
        keys.iter()
            .fold(self.service.clone(), |path, key| path.key(*key))
    }

    /// It cannot be made.
    fn refuse(&mut self, keys: &[&str], phrase: impl Into<String>) {
        let path = self.path(keys);
        self.errors.push(Diagnostic::error(phrase).about(&path));
    }

    /// It will not be as the project says.
    fn warn(&mut self, keys: &[&str], phrase: impl Into<String>) {
        let path = self.path(keys);
        self.warnings.push(Diagnostic::warning(phrase).about(&path));
    }
}

/// A mapping of the project as the engine's records have it.
fn map(mapping: &crate::compose::model::Mapping<Text>) -> BTreeMap<String, String> {
    mapping
        .iter()
        .map(|(key, value)| (key.to_string(), value.to_string()))
        .collect()
}

fn list(texts: &[Text]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests;
