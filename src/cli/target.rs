//! What the words of a command line mean: stacks, services, containers.

use crate::app::domain::{Host, Service, Stack};
use crate::cli::error::CliError;
use crate::config::located::did_you_mean;
use crate::model::ids::{InstanceId, Manager, ServiceId};
use std::collections::BTreeSet;

/// What one word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// As it was written.
    pub word: String,
    /// Services that are meant whole, also those that were never created.
    pub services: Vec<ServiceId>,
    /// Its containers, in the order of the list.
    pub ids: Vec<InstanceId>,
}

/// Reads all words; a container that several of them mean is there once, with the first.
///
/// # Errors
/// A word that means nothing, several things, or something without a container.
pub fn resolve_all(
    words: &[String],
    host: &Host,
    project: Option<&str>,
) -> Result<Vec<Target>, CliError> {
    let mut seen = BTreeSet::new();
    let mut targets = Vec::new();
    for word in words {
        let mut target = resolve(word, host, project)?;
        if target.ids.is_empty() {
            return Err(
                CliError::new(format!("`{word}` has no container")).with_hint(
                    "it is in the compose file, and was never created: `docker compose up -d`",
                ),
            );
        }
        target.ids.retain(|id| seen.insert(id.clone()));
        if !target.ids.is_empty() {
            targets.push(target);
        }
    }
    Ok(targets)
}

/// Reads one word; what was never created has no containers.
///
/// # Errors
/// A word that means nothing, or several things.
pub fn resolve(word: &str, host: &Host, project: Option<&str>) -> Result<Target, CliError> {
    match word.split_once('/') {
        Some((stack, "")) => Ok(whole(word, &one_stack(word, stack, host)?.services)),
        Some((stack, rest)) => {
            let (service, number) = match rest.split_once('/') {
                Some((service, number)) => (service, Some(number)),
                None => (rest, None),
            };
            let service = service_of(word, one_stack(word, stack, host)?, service)?;
            match number {
                None => Ok(whole(word, std::slice::from_ref(service))),
                Some(number) => Ok(single(word, replica(word, service, number, host)?)),
            }
        }
        None => bare(word, host, project),
    }
}

fn whole(word: &str, services: &[Service]) -> Target {
    Target {
        word: word.to_owned(),
        services: services.iter().map(|service| service.id.clone()).collect(),
        ids: services
            .iter()
            .flat_map(|service| service.instances.clone())
            .collect(),
    }
}

fn single(word: &str, id: InstanceId) -> Target {
    Target {
        word: word.to_owned(),
        services: Vec::new(),
        ids: vec![id],
    }
}

/// A service of the project in force, else a stack, else a container.
fn bare(word: &str, host: &Host, project: Option<&str>) -> Result<Target, CliError> {
    let in_force = project.and_then(|name| {
        let is_it =
            |stack: &&Stack| stack.id.manager == Manager::Compose && *stack.id.name == *name;
        host.stacks().iter().find(is_it)
    });
    if let Some(service) =
        in_force.and_then(|stack| stack.services.iter().find(|one| *one.id.name == *word))
    {
        return Ok(whole(word, std::slice::from_ref(service)));
    }
    if let Some(stack) = at_most_one_stack(word, word, host)? {
        return Ok(whole(word, &stack.services));
    }
    let containers = || host.instances().map(|(id, one)| (id, &one.container));
    if let Some((id, _)) = containers().find(|(id, one)| *one.name == *word || id.as_str() == word)
    {
        return Ok(single(word, id.clone()));
    }
    let is_id = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let by_id: Vec<_> = containers()
        .filter(|(id, _)| is_id && id.as_str().starts_with(word))
        .collect();
    match by_id.as_slice() {
        [(id, _)] => Ok(single(word, (*id).clone())),
        [] => Err(unknown(word, host)),
        many => {
            let names = many
                .iter()
                .map(|(id, one)| format!("{} ({})", one.name, id.short()));
            Err(ambiguous(word, &names.collect::<Vec<_>>()))
        }
    }
}

fn one_stack<'a>(word: &str, name: &str, host: &'a Host) -> Result<&'a Stack, CliError> {
    at_most_one_stack(word, name, host)?.ok_or_else(|| {
        let names = host.stacks().iter().map(|stack| &*stack.id.name);
        let error = CliError::new(format!("there is no stack `{name}` on `{}`", host.id));
        with_near(error, name, names)
    })
}

fn at_most_one_stack<'a>(
    word: &str,
    name: &str,
    host: &'a Host,
) -> Result<Option<&'a Stack>, CliError> {
    let found: Vec<&Stack> = host
        .stacks()
        .iter()
        .filter(|stack| *stack.id.name == *name)
        .collect();
    match found.as_slice() {
        [] => Ok(None),
        [stack] => Ok(Some(stack)),
        many => {
            let kinds = many
                .iter()
                .map(|stack| format!("{name} ({})", manager_word(stack.id.manager)));
            Err(ambiguous(word, &kinds.collect::<Vec<_>>()))
        }
    }
}

const fn manager_word(manager: Manager) -> &'static str {
    match manager {
        Manager::Compose => "Compose project",
        Manager::Swarm => "Swarm stack",
        Manager::Kubernetes => "Kubernetes namespace",
        Manager::Loose => "containers of no stack",
    }
}

fn service_of<'a>(word: &str, stack: &'a Stack, name: &str) -> Result<&'a Service, CliError> {
    stack
        .services
        .iter()
        .find(|service| *service.id.name == *name)
        .ok_or_else(|| {
            let names = stack.services.iter().map(|service| &*service.id.name);
            let error = CliError::new(format!(
                "`{word}`: stack `{}` has no service `{name}`",
                stack.id.name
            ));
            with_near(error, name, names)
        })
}

fn replica(
    word: &str,
    service: &Service,
    number: &str,
    host: &Host,
) -> Result<InstanceId, CliError> {
    let number_of = |id: &InstanceId| host.instance(id).map(|one| one.container.number());
    let found = number.parse::<u64>().ok().and_then(|number| {
        service
            .instances
            .iter()
            .find(|id| number_of(id) == Some(number))
    });
    if let Some(id) = found {
        return Ok(id.clone());
    }
    let numbers: Vec<String> = service
        .instances
        .iter()
        .filter_map(number_of)
        .map(|number| number.to_string())
        .collect();
    let error = CliError::new(format!(
        "`{word}`: service `{}` has no container number `{number}`",
        service.id
    ));
    Err(if numbers.is_empty() {
        error
    } else {
        error.with_hint(format!("it has {}", numbers.join(", ")))
    })
}

fn unknown(word: &str, host: &Host) -> CliError {
    let services: Vec<String> = host
        .stacks()
        .iter()
        .flat_map(|stack| &stack.services)
        .filter(|service| *service.id.name == *word)
        .map(|service| format!("`{}`", service.id))
        .collect();
    let error = CliError::new(format!(
        "there is no stack and no container `{word}` on `{}`",
        host.id
    ));
    if !services.is_empty() {
        return error.with_hint(format!("a service is written as {}", services.join(", ")));
    }
    let names = host
        .stacks()
        .iter()
        .map(|stack| &*stack.id.name)
        .chain(host.containers().map(|container| &*container.name));
    with_near(error, word, names)
}

fn ambiguous(word: &str, meanings: &[String]) -> CliError {
    CliError::new(format!("`{word}` may mean {}", meanings.join(", ")))
        .with_hint("write more of it")
}

fn with_near<'a>(error: CliError, word: &str, names: impl Iterator<Item = &'a str>) -> CliError {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    match did_you_mean(word, names.iter().copied()) {
        Some(near) => error.with_hint(near),
        None if names.is_empty() => error,
        None => {
            names.truncate(12);
            error.with_hint(format!("there are {}", names.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests;
