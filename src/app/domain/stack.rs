//! Containers grouped into services and stacks.

use crate::app::domain::host::Host;
use crate::app::domain::words;
use crate::model::ids::{InstanceId, Manager, ServiceId, StackId};
use crate::model::labels;
use crate::model::status::Status;
use crate::plan::reading::Reading;
use crate::plan::work::{ProjectLabels, listed};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A stack as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    /// Which.
    pub id: StackId,
    /// The worst of its services.
    pub status: Status,
    /// Its services in the order of the list.
    pub services: Vec<Service>,
    /// Replicas that run, and that should.
    pub up: usize,
    /// See [`Stack::up`].
    pub wanted: usize,
    /// Made by Compose v1.
    pub is_compose_v1: bool,
    /// Directory and files, from labels or from the file here.
    pub working_dir: String,
    /// Files, from labels or from the file here.
    pub config_files: Vec<String>,
    /// Files of variables, from labels.
    pub env_files: Vec<String>,
    /// What is known of its files.
    pub reading: Reading,
}

/// A service as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Which.
    pub id: ServiceId,
    /// Rolled up from its replicas.
    pub status: Status,
    /// Its containers: replicas by number, then one-off ones.
    pub instances: Vec<InstanceId>,
    /// Replicas that run.
    pub up: usize,
    /// Replicas that should run: those that are there and not at rest.
    pub wanted: usize,
}

/// How urgently a row wants to be seen; the order of the list.
const fn attention(status: &Status) -> u8 {
    match status {
        // One class: what fails changes between these, and rows are not to jump for that.
        Status::CrashLoop | Status::Unhealthy | Status::Failed => 0,
        Status::Degraded | Status::Starting | Status::Other(_) => 1,
        Status::Paused | Status::Running | Status::Healthy => 2,
        Status::Done | Status::Stopped => 3,
        Status::NotCreated => 4,
    }
}

/// Containers by service, by stack.
type Groups = BTreeMap<(Manager, Arc<str>), BTreeMap<Arc<str>, Vec<InstanceId>>>;

/// Groups the containers of a host. Unless `may_reorder`, rows keep the order that they had, new ones are put in.
pub fn build(host: &Host, may_reorder: bool) -> Vec<Stack> {
    let mut groups = Groups::new();
    for (id, instance) in host.instances() {
        let belonging = instance.container.belonging();
        let services = groups
            .entry((belonging.manager, belonging.stack))
            .or_default();
        services
            .entry(belonging.service)
            .or_default()
            .push(id.clone());
    }
    for project in host.projects.iter() {
        // A file that was found by labels adds to the stack of its containers; the one of here stands on its own.
        let key = (Manager::Compose, Arc::from(project.name.as_str()));
        if project.is_here || groups.contains_key(&key) {
            let services = groups.entry(key).or_default();
            for name in project.reading.services() {
                services.entry(Arc::from(name.as_str())).or_default();
            }
        }
    }
    let mut stacks: Vec<Stack> = groups
        .into_iter()
        .map(|((manager, name), services)| {
            stack(
                host,
                StackId {
                    host: host.id.clone(),
                    manager,
                    name,
                },
                services,
            )
        })
        .collect();
    let before: BTreeMap<&StackId, usize> = host
        .stacks()
        .iter()
        .enumerate()
        .map(|(index, stack)| (&stack.id, index))
        .collect();
    let frozen = !may_reorder && !before.is_empty();
    stacks.sort_by_cached_key(|stack| {
        let last = stack.id.manager == Manager::Loose && !stack.status.is_failing();
        let rank = if last { 5 } else { attention(&stack.status) };
        let index = frozen.then(|| before.get(&stack.id).copied()).flatten();
        // With frozen order a new stack goes behind those that stand already.
        (
            index.unwrap_or(if frozen { usize::MAX } else { 0 }),
            rank,
            stack.id.manager,
            stack.id.name.clone(),
        )
    });
    for stack in &mut stacks {
        let old = host
            .stacks()
            .iter()
            .find(|old| old.id == stack.id)
            .filter(|_| frozen);
        stack.services.sort_by_cached_key(|service| {
            let index =
                old.and_then(|old| old.services.iter().position(|other| other.id == service.id));
            let unknown = if old.is_some() { usize::MAX } else { 0 };
            (
                index.unwrap_or(unknown),
                attention(&service.status),
                service.id.name.clone(),
            )
        });
    }
    stacks
}

fn stack(host: &Host, id: StackId, services: BTreeMap<Arc<str>, Vec<InstanceId>>) -> Stack {
    let project = host
        .projects
        .get(&id.name)
        .filter(|_| id.manager == Manager::Compose);
    let services: Vec<Service> = services
        .into_iter()
        .map(|(name, instances)| {
            service(
                host,
                ServiceId {
                    stack: id.clone(),
                    name,
                },
                instances,
            )
        })
        .collect();
    let counted = |service: &&Service| !service.status.is_at_rest();
    let labelled = services
        .iter()
        .flat_map(|service| &service.instances)
        .find_map(|instance| {
            let container = &host.instance(instance)?.container;
            container.label(labels::WORKING_DIR).map(|_| container)
        });
    let any = services
        .iter()
        .flat_map(|service| &service.instances)
        .find_map(|instance| host.instance(instance));
    let label = |key| labelled.and_then(|container| container.label(key));
    let parts = |label: &str| listed(label).map(str::to_owned).collect();
    let working_dir = label(labels::WORKING_DIR)
        .map(str::to_owned)
        .or_else(|| project.map(|project| project.working_dir.clone()))
        .unwrap_or_default();
    let config_files = match label(labels::CONFIG_FILES) {
        Some(files) => parts(files),
        None => project
            .map(|project| project.files.clone())
            .unwrap_or_default(),
    };
    Stack {
        status: Status::roll_up(services.iter().map(|service| &service.status)),
        up: services
            .iter()
            .filter(counted)
            .map(|service| service.up)
            .sum(),
        wanted: services
            .iter()
            .filter(counted)
            .map(|service| service.wanted.max(1))
            .sum(),
        is_compose_v1: any
            .is_some_and(|instance| labels::is_compose_v1(&instance.container.labels)),
        working_dir,
        config_files,
        env_files: label(labels::ENVIRONMENT_FILES).map_or_else(Vec::new, parts),
        reading: project
            .map(|project| project.reading.clone())
            .unwrap_or_default(),
        services,
        id,
    }
}

fn service(host: &Host, id: ServiceId, mut instances: Vec<InstanceId>) -> Service {
    instances.sort_by_cached_key(|instance| {
        host.instance(instance).map(|instance| {
            let container = &instance.container;
            (
                container.is_oneoff(),
                container.number(),
                container.name.clone(),
            )
        })
    });
    let mut statuses: Vec<&Status> = Vec::new();
    for instance in instances
        .iter()
        .filter_map(|instance| host.instance(instance))
    {
        if !instance.container.is_oneoff() {
            statuses.push(&instance.status);
        }
    }
    if statuses.is_empty() {
        // Only one-off containers: the service is what they are.
        statuses = instances
            .iter()
            .filter_map(|instance| Some(&host.instance(instance)?.status))
            .collect();
    }
    let wanted = statuses
        .iter()
        .filter(|status| !status.is_at_rest())
        .count();
    let up = statuses.iter().filter(|status| status.is_up()).count();
    Service {
        status: Status::of_service(statuses, Some(wanted)),
        up,
        wanted,
        instances,
        id,
    }
}

impl Stack {
    /// All its containers, in the order of the list.
    pub fn instances(&self) -> impl Iterator<Item = &InstanceId> {
        self.services.iter().flat_map(|service| &service.instances)
    }

    /// Where its containers say that its files are.
    pub fn labels(&self) -> ProjectLabels {
        let created = |service: &&Service| !service.instances.is_empty();
        let services = self.services.iter().filter(created);
        let mut services: Vec<String> = services.map(|one| one.id.name.to_string()).collect();
        services.sort();
        ProjectLabels {
            name: self.id.name.to_string(),
            working_dir: self.working_dir.clone(),
            config_files: self.config_files.join(","),
            env_files: self.env_files.join(","),
            services,
        }
    }

    /// `3/4`; of the loose group the number alone.
    pub fn ratio(&self) -> String {
        if self.id.manager == Manager::Loose {
            return self.services.len().to_string();
        }
        words::ratio(self.up, self.wanted)
    }
}
