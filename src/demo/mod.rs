//! The sample server: ordinary compose files and a description of images, turned into a [`Scenario`] of the simulated
//! engine. Change one of the files (`assets/demo`, or a copy named by `STACKTUI_DEMO_DIR`), and the demo shows it.
//!
//! A directory holds `images.yaml`, one directory with a `compose.yaml` for each stack, and `loose.yaml` for containers
//! of no stack. In a compose file, `x-demo: {created: false}` keeps a stack from being created, and a service's
//! `x-demo: [{after: 4m, do: stop}]` says what a person did to it in the simulated past.

mod assets;
mod fields;
mod images;
mod loose;
mod ports;
mod service;
mod stack;
mod values;

use crate::compose::node::{Fault, Node};
use crate::compose::sources::{FILE_LIMIT, Sources};
use crate::compose::surroundings::Surroundings;
use crate::compose::yaml;
use crate::engine::sim::Scenario;
use crate::plan::news::ProjectMsg;
use crate::plan::projects;
use crate::plan::reading::Reading;
use crate::plan::work::ProjectLabels;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// Names the directory of another sample server.
pub const DIRECTORY_VARIABLE: &str = "STACKTUI_DEMO_DIR";

/// How much has happened before the demo begins.
const PAST: Duration = Duration::from_mins(10);

/// A sample server.
#[derive(Clone, Debug, Default)]
pub struct Demo {
    /// What runs on it.
    pub scenario: Scenario,
    /// Its compose projects, also those of which nothing runs.
    pub projects: Vec<ProjectMsg>,
}

/// The built-in sample server. The seed counts where the engine is made ([`crate::engine::sim::SimEngine::new`]): it
/// chooses ids, times and what the programs write.
pub fn scenario() -> Scenario {
    built_in().scenario
}

/// The built-in projects, also those of which nothing runs.
pub fn projects() -> Vec<ProjectMsg> {
    built_in().projects
}

fn built_in() -> Demo {
    // A test holds that the built-in files can be read.
    load(
        &assets::built_in(),
        Path::new(assets::ROOT),
        &BTreeMap::new(),
    )
    .unwrap_or_default()
}

/// The sample server that `STACKTUI_DEMO_DIR` names, else the built-in one.
///
/// # Errors
/// What is wrong with a file of that directory, with its place.
pub fn chosen(surroundings: &Surroundings, sources: &dyn Sources) -> Result<Demo, String> {
    match surroundings.get_filled(DIRECTORY_VARIABLE) {
        Some(directory) => {
            let directory = surroundings.cwd.join(directory);
            load(sources, &directory, &surroundings.variables)
        }
        None => Ok(built_in()),
    }
}

/// Reads a sample server from a directory; `variables` fill the `${…}` of its compose files.
///
/// # Errors
/// What is wrong with one of its files, with its place.
pub fn load(
    sources: &dyn Sources,
    directory: &Path,
    variables: &BTreeMap<String, String>,
) -> Result<Demo, String> {
    let names = sources
        .list(directory)
        .map_err(|error| format!("cannot read `{}`: {error}", directory.display()))?;
    let images = read(sources, &directory.join("images.yaml"), images::images)?;
    let mut demo = Demo {
        scenario: Scenario {
            images,
            past: PAST,
            ..Scenario::default()
        },
        projects: Vec::new(),
    };
    let context = values::Context::new(variables);
    for name in names {
        let file = directory.join(&name).join("compose.yaml");
        if sources.is_file(&file) {
            read(sources, &file, |node| {
                stack::add(&mut demo, &name, node, &context)
            })?;
            if let Some(project) = demo.projects.last_mut() {
                project.reading = reading(&project.name, &file, sources, variables);
            }
        }
    }
    let loose = directory.join("loose.yaml");
    if sources.is_file(&loose) {
        read(sources, &loose, |node| {
            loose::add(&mut demo, node, &context)
        })?;
    }
    Ok(demo)
}

/// What a compose file of the demo says, to the loader of all compose files.
fn reading(
    name: &str,
    file: &Path,
    sources: &dyn Sources,
    variables: &BTreeMap<String, String>,
) -> Reading {
    let labels = ProjectLabels {
        name: name.to_owned(),
        working_dir: shown(file.parent().unwrap_or(file)),
        config_files: shown(file),
        ..ProjectLabels::default()
    };
    let surroundings = Surroundings {
        variables: variables.clone(),
        ..Surroundings::default()
    };
    projects::by_labels(&labels, &surroundings, sources).reading
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Reads one file and hands its first document over; a fault gets its place.
fn read<T>(
    sources: &dyn Sources,
    path: &Path,
    take: impl FnOnce(&Node) -> Result<T, Fault>,
) -> Result<T, String> {
    let bytes = sources
        .read(path, FILE_LIMIT)
        .map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    let text = String::from_utf8(bytes)
        .map_err(|_not_text| format!("`{}` is not UTF-8", path.display()))?;
    let located = |fault: &Fault| {
        fault
            .located(&path.display().to_string(), &text)
            .to_string()
    };
    let documents = yaml::parse(&text).map_err(|fault| located(&fault))?;
    let document = documents
        .first()
        .ok_or_else(|| format!("`{}` is empty", path.display()))?;
    take(document).map_err(|fault| located(&fault))
}

#[cfg(test)]
mod tests;
