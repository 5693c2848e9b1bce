//! Which services of a project are on: by profiles, and by name; and which resources they need.

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::tree::{Tree, Value};
use crate::model::text::nearest;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Names of services.
pub type Names = BTreeSet<Arc<str>>;

/// Services whose profiles are on; `*` is every profile, and a service without profiles is always on.
pub fn by_profiles(tree: &Tree, profiles: &[String]) -> Names {
    on(tree, "services", profiles)
}

/// The same of jobs.
pub fn jobs_by_profiles(tree: &Tree, profiles: &[String]) -> Names {
    on(tree, "jobs", profiles)
}

fn on(tree: &Tree, section: &str, profiles: &[String]) -> Names {
    let Some(containers) = tree.get(section).and_then(Tree::map) else {
        return Names::new();
    };
    containers
        .iter()
        .filter(|(_, container)| {
            let own = profiles_of(container);
            own.is_empty()
                || profiles
                    .iter()
                    .any(|profile| profile == "*" || own.contains(&profile.as_str()))
        })
        .map(|(name, _)| Arc::clone(name))
        .collect()
}

/// Adds services that count as enabled whatever their profiles, and what they cannot be without.
pub fn with_running(tree: &Tree, running: &[String], mut enabled: Names) -> Names {
    let services = tree.get("services").and_then(Tree::map);
    let mut next: Vec<Arc<str>> = running
        .iter()
        .map(|name| Arc::from(name.as_str()))
        .collect();
    while let Some(name) = next.pop() {
        let Some(service) = services.and_then(|services| services.get(&name)) else {
            continue;
        };
        if enabled.insert(name) {
            let needed = service.get("depends_on").and_then(Tree::map);
            let needed = needed
                .into_iter()
                .flatten()
                .filter(|(_, how)| is_required(how));
            next.extend(needed.map(|(name, _)| Arc::clone(name)));
        }
    }
    enabled
}

/// Whether a service cannot be without one that it depends on in this way.
fn is_required(how: &Tree) -> bool {
    !matches!(
        how.get("required"),
        Some(Tree {
            value: Value::Bool(false),
            ..
        })
    )
}

/// Leaves only these jobs. Other than services, those whose profiles are off are not known at all.
pub fn keep_jobs(tree: &mut Tree, enabled: &Names) {
    if let Some(root) = tree.map_mut()
        && let Some(jobs) = root.get_mut("jobs").and_then(Tree::map_mut)
    {
        jobs.retain(|name, _| enabled.contains(name));
        if jobs.is_empty() {
            root.shift_remove("jobs");
        }
    }
}

fn profiles_of(service: &Tree) -> Vec<&str> {
    let list = service
        .get("profiles")
        .and_then(Tree::list)
        .unwrap_or_default();
    list.iter().filter_map(Tree::as_str).collect()
}

/// Leaves only services that are named, and what they depend on. Naming one turns its profiles on. Dependencies on what
/// is off are dropped, as if they were not written.
pub fn services(
    tree: &mut Tree,
    named: &[String],
    profiles: &[String],
    enabled: Names,
    report: &mut Report,
) -> Names {
    if named.is_empty() {
        return enabled;
    }
    let enabled = with_profiles_of(tree, named, profiles, enabled);
    let Some(services) = tree.get_mut("services").and_then(Tree::map_mut) else {
        return enabled;
    };
    let mut wanted = Names::new();
    let mut next: Vec<(Arc<str>, bool)> = named
        .iter()
        .map(|name| (Arc::from(name.as_str()), true))
        .collect();
    while let Some((name, is_needed)) = next.pop() {
        if wanted.contains(&name) {
            continue;
        }
        let Some(service) = services.get(&name).filter(|_| enabled.contains(&name)) else {
            if is_needed {
                let mut diagnostic = Diagnostic::error(format!("no such service: {name}"));
                diagnostic.hint = nearest(&name, services.keys().map(|key| &**key))
                    .map(|nearest| format!("did you mean `{nearest}`?"));
                report.add(diagnostic);
            }
            continue;
        };
        if let Some(dependencies) = service.get("depends_on").and_then(Tree::map) {
            for (dependency, how) in dependencies {
                next.push((Arc::clone(dependency), is_required(how)));
            }
        }
        wanted.insert(name);
    }
    for service in services.values_mut() {
        if let Some(dependencies) = service.get_mut("depends_on").and_then(Tree::map_mut) {
            dependencies.retain(|name, _| wanted.contains(name));
        }
    }
    wanted
}

/// Profiles of a service that is named are on for all.
fn with_profiles_of(tree: &Tree, named: &[String], profiles: &[String], enabled: Names) -> Names {
    let mut profiles = profiles.to_vec();
    let before = profiles.len();
    for name in named {
        if enabled.contains(name.as_str()) {
            continue;
        }
        let service = tree.get("services").and_then(|services| services.get(name));
        profiles.extend(
            service
                .map(profiles_of)
                .unwrap_or_default()
                .into_iter()
                .map(str::to_owned),
        );
    }
    if profiles.len() == before {
        enabled
    } else {
        by_profiles(tree, &profiles)
    }
}

/// Drops networks, volumes, secrets, configs and models that no enabled service uses.
pub fn prune(tree: &mut Tree, enabled: &Names) {
    let mut used: [(&str, Names); 5] = ["networks", "volumes", "secrets", "configs", "models"]
        .map(|section| (section, Names::new()));
    if let Some(services) = tree.get("services").and_then(Tree::map) {
        for (_, service) in services
            .iter()
            .filter(|(name, _)| enabled.contains(&***name))
        {
            for (section, names) in &mut used {
                uses(service, section, names);
            }
        }
    }
    let Some(sections) = tree.map_mut() else {
        return;
    };
    for (section, names) in used {
        if let Some(entries) = sections.get_mut(section).and_then(Tree::map_mut) {
            entries.retain(|name, _| names.contains(name));
        }
    }
}

fn uses(service: &Tree, section: &str, names: &mut Names) {
    match section {
        "networks" | "models" => {
            if let Some(map) = service.get(section).and_then(Tree::map) {
                names.extend(map.keys().map(Arc::clone));
            }
        }
        "volumes" => {
            let volumes = service
                .get(section)
                .and_then(Tree::list)
                .unwrap_or_default();
            let mounted = volumes
                .iter()
                .filter(|volume| volume.get("type").and_then(Tree::as_str) == Some("volume"));
            names.extend(mounted.filter_map(source));
        }
        _ => {
            let files = service
                .get(section)
                .and_then(Tree::list)
                .unwrap_or_default();
            names.extend(files.iter().filter_map(source));
            if section == "secrets" {
                let build = service.get("build").and_then(|build| build.get("secrets"));
                names.extend(
                    build
                        .and_then(Tree::list)
                        .unwrap_or_default()
                        .iter()
                        .filter_map(source),
                );
            }
        }
    }
}

fn source(mount: &Tree) -> Option<Arc<str>> {
    mount.get("source").and_then(Tree::as_str).map(Arc::from)
}
