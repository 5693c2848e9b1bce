//! Lists of a project: one a line, sorted.

use crate::compose::environment::{Environment, Variable};
use crate::compose::hash;
use crate::compose::model::Mapping;
use crate::compose::project::Project;
use crate::compose::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn lines(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().map(|item| item + "\n").collect()
}

/// Names of services, volumes or networks.
pub(super) fn keys<T>(mapping: &Mapping<T>) -> String {
    let names: BTreeSet<&str> = mapping.keys().map(|name| &**name).collect();
    lines(names.into_iter().map(str::to_owned))
}

/// The same where there is a tree alone.
pub(super) fn names_in(tree: Option<&Tree>, key: &str) -> String {
    let map = tree.and_then(|tree| tree.get(key)?.map());
    let names: BTreeSet<&str> = map.into_iter().flatten().map(|(name, _)| &**name).collect();
    lines(names.into_iter().map(str::to_owned))
}

/// What the models of a project are, not how they are called.
pub(super) fn models(project: &Project) -> String {
    let mut models: Vec<(&str, &str)> = project
        .models
        .iter()
        .map(|(name, model)| (&**name, &*model.model))
        .filter(|(_, model)| !model.is_empty())
        .collect();
    models.sort_unstable();
    lines(models.into_iter().map(|(_, model)| model.to_owned()))
}

/// Services and their hashes.
pub(super) fn hashes(project: &Project) -> String {
    let hashes: BTreeSet<String> = project
        .services
        .iter()
        .map(|(name, service)| format!("{name} {}", hash::service(service)))
        .collect();
    lines(hashes)
}

/// Profiles of all services, enabled or not.
pub(super) fn profiles(project: &Project) -> String {
    let profiles: BTreeSet<String> = project
        .services
        .values()
        .chain(project.disabled_services.values())
        .flat_map(|service| service.profiles.iter().map(ToString::to_string))
        .collect();
    lines(profiles)
}

/// Images of services, each followed by those of what runs before it starts; then those of jobs.
pub(super) fn images(project: &Project, separator: char) -> String {
    let own = |name: &str, image: &str| match image {
        "" => format!("{}{separator}{name}", project.name),
        image => image.to_owned(),
    };
    let services: BTreeMap<&str, Vec<String>> = project
        .services
        .iter()
        .map(|(name, service)| {
            let own = own(name, &service.container.image);
            let hooks = service.pre_start.iter().map(|hook| &*hook.container.image);
            let others = hooks.filter(|image| !image.is_empty() && *image != own);
            let others: Vec<String> = others.map(str::to_owned).collect();
            (&**name, std::iter::once(own).chain(others).collect())
        })
        .collect();
    let jobs: BTreeMap<&str, String> = project
        .jobs
        .iter()
        .map(|(name, job)| (&**name, own(name, &job.container.image)))
        .collect();
    lines(services.into_values().flatten().chain(jobs.into_values()))
}

/// What the files are filled in with.
pub(super) fn environment(environment: &Environment) -> String {
    let entry = |(name, variable): (&Arc<str>, &Variable)| format!("{name}={}", variable.value);
    lines(environment.iter().map(entry))
}
