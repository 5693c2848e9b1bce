//! Rows of the list and of the containers pane.

use crate::app::domain::{Host, Instance, Service, Stack, words};
use crate::app::list::Node;
use crate::app::state::App;
use crate::app::view::{Fold, Row, RowId};
use crate::model::ids::{InstanceId, Manager, StackId};
use crate::model::labels;
use crate::model::status::Status;
use crate::model::time::Timestamp;
use crate::model::units;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

impl App {
    /// The rows of the list that the filter passes and that are not folded away.
    pub(super) fn list_nodes(&self) -> Vec<Node> {
        let Some(host) = self.host() else {
            return Vec::new();
        };
        let wanted = self.filter.to_lowercase();
        let matches = |text: &str| wanted.is_empty() || text.to_lowercase().contains(&wanted);
        let mut nodes = Vec::new();
        for stack in host.stacks() {
            let whole = matches(&stack.id.name);
            let services: Vec<(&Service, Vec<&InstanceId>)> = stack
                .services
                .iter()
                .filter_map(|service| {
                    let hit = |id: &&InstanceId| {
                        host.instance(id)
                            .is_some_and(|one| matches(&one.container.name))
                    };
                    let hits: Vec<&InstanceId> = service.instances.iter().filter(hit).collect();
                    (whole || matches(&service.id.name) || !hits.is_empty())
                        .then_some((service, hits))
                })
                .collect();
            if !whole && services.is_empty() {
                continue;
            }
            let id = RowId::Stack(stack.id.clone());
            let is_open = !wanted.is_empty() || self.folds.is_open(&id);
            nodes.push(Node {
                id,
                depth: 0,
                can_open: !stack.services.is_empty(),
                is_open,
            });
            if !is_open {
                continue;
            }
            for (service, hits) in services {
                let id = RowId::Service(service.id.clone());
                let can_open = service.instances.len() > 1;
                let only_inner = !wanted.is_empty() && !whole && !matches(&service.id.name);
                let is_open = can_open && (only_inner || self.folds.is_open(&id));
                nodes.push(Node {
                    id,
                    depth: 1,
                    can_open,
                    is_open,
                });
                if is_open {
                    let shown = service
                        .instances
                        .iter()
                        .filter(|id| !only_inner || hits.contains(id));
                    nodes.extend(shown.map(|id| leaf(id, 2)));
                }
            }
        }
        nodes
    }

    /// The rows of the containers pane: of what the list's cursor is on.
    pub(super) fn container_nodes(&self) -> Vec<Node> {
        let Some(cursor) = self.list.cursor() else {
            return Vec::new();
        };
        let service;
        let of = match cursor {
            RowId::Instance(id) => match self.service_of(id) {
                Some(id) => {
                    service = RowId::Service(id);
                    &service
                }
                None => cursor,
            },
            other => other,
        };
        self.instances_of(of).iter().map(|id| leaf(id, 0)).collect()
    }

    /// The containers of an object, in the order of the list.
    pub(super) fn instances_of(&self, id: &RowId) -> Vec<InstanceId> {
        match id {
            RowId::Stack(id) => self
                .domain
                .stack(id)
                .map(|stack| stack.instances().cloned().collect())
                .unwrap_or_default(),
            RowId::Service(id) => self
                .domain
                .service(id)
                .map(|service| service.instances.clone())
                .unwrap_or_default(),
            RowId::Instance(id) => self.instance(id).map(|_| id.clone()).into_iter().collect(),
        }
    }

    /// The service that a container belongs to.
    pub(super) fn service_of(&self, id: &InstanceId) -> Option<crate::model::ids::ServiceId> {
        let stacks = self
            .host()?
            .stacks()
            .iter()
            .flat_map(|stack| &stack.services);
        stacks
            .into_iter()
            .find(|service| service.instances.contains(id))
            .map(|service| service.id.clone())
    }

    /// How an object is called: `shop`, `shop/api`, `shop-api-1`.
    pub(super) fn name_of(&self, id: &RowId) -> String {
        match id {
            RowId::Stack(id) => id.name.to_string(),
            RowId::Service(id) if id.stack.manager == Manager::Loose => id.name.to_string(),
            RowId::Service(id) => id.to_string(),
            RowId::Instance(id) => self.instance(id).map_or_else(
                || id.short().to_owned(),
                |one| one.container.name.to_string(),
            ),
        }
    }

    /// The state of an object.
    pub(super) fn status_of(&self, id: &RowId) -> Option<Status> {
        Some(match id {
            RowId::Stack(id) => self.domain.stack(id)?.status.clone(),
            RowId::Service(id) => self.domain.service(id)?.status.clone(),
            RowId::Instance(id) => self.instance(id)?.status.clone(),
        })
    }

    /// A row as it is drawn.
    pub(super) fn row(&self, node: &Node) -> Option<Row> {
        let host = self.host()?;
        let fold = match (node.can_open, node.is_open) {
            (false, _) => Fold::None,
            (true, true) => Fold::Open,
            (true, false) => Fold::Closed,
        };
        let mut row = match &node.id {
            RowId::Stack(id) => Self::stack_row(self.domain.stack(id)?),
            RowId::Service(id) => self.service_row(host, self.domain.service(id)?),
            RowId::Instance(id) => self.instance_row(host.instance(id)?),
        };
        row.id = node.id.clone();
        row.depth = node.depth;
        row.fold = fold;
        row.is_marked = self.marks.contains(&node.id);
        let instances = self.instances_of(&node.id);
        if let Some(pending) = instances.iter().find_map(|id| self.tasks.pending(id)) {
            pending.clone_into(&mut row.note);
            row.is_pending = true;
        }
        if instances.iter().any(|id| self.is_self(id)) && !matches!(node.id, RowId::Stack(_)) {
            "self".clone_into(&mut row.badge);
        }
        let sum = self.usage(&instances);
        row.cpu = sum.0.map(units::percent).unwrap_or_default();
        row.memory = sum.1.map(units::memory).unwrap_or_default();
        Some(row)
    }

    fn stack_row(stack: &Stack) -> Row {
        let badge = match stack.reading.badge() {
            Some(badge) => badge,
            None if stack.is_compose_v1 => "v1",
            None => "",
        };
        let word = stack.status.word();
        let place = stack.reading.place();
        Row {
            status: stack.status.clone(),
            name: stack.id.name.to_string(),
            ratio: stack.ratio(),
            note: match stack.id.manager {
                Manager::Swarm => format!("{word} · swarm"),
                Manager::Kubernetes => format!("{word} · kubernetes"),
                Manager::Loose if !stack.status.is_failing() => String::new(),
                // Where its file has an error.
                _ if !place.is_empty() => format!("{word} · {place}"),
                _ => word.to_owned(),
            },
            badge: badge.to_owned(),
            ..blank()
        }
    }

    fn service_row(&self, host: &Host, service: &Service) -> Row {
        let only = match service.instances.as_slice() {
            [only] => host.instance(only),
            _ => None,
        };
        let ratio = match &service.status {
            Status::Done | Status::Stopped | Status::NotCreated => String::new(),
            _ if service.id.stack.manager == Manager::Loose => String::new(),
            _ => words::ratio(service.up, service.wanted),
        };
        let note = words::service_note(service, host, self.engine_now());
        let instances = service.instances.iter().filter_map(|id| host.instance(id));
        let mut ports: Vec<u16> = instances
            .flat_map(|one| one.container.published_ports())
            .collect();
        ports.sort_unstable();
        ports.dedup();
        Row {
            status: service.status.clone(),
            name: service.id.name.to_string(),
            ratio,
            note,
            ports: show_ports(&ports),
            image: only
                .map(|one| one.container.image.to_string())
                .unwrap_or_default(),
            restarts: only
                .map(|one| restarts(one, self.engine_now()))
                .unwrap_or_default(),
            ..blank()
        }
    }

    fn instance_row(&self, instance: &Instance) -> Row {
        let container = &instance.container;
        let now = self.engine_now();
        Row {
            status: instance.status.clone(),
            name: container.name.to_string(),
            note: words::instance_note(instance, now),
            ports: show_ports(&container.published_ports()),
            image: container.image.to_string(),
            restarts: restarts(instance, now),
            badge: if container.is_oneoff() {
                "run".to_owned()
            } else {
                String::new()
            },
            ..blank()
        }
    }

    /// CPU (percent of one core) and memory (bytes) of those containers whose readings are fresh.
    pub(super) fn usage(&self, instances: &[InstanceId]) -> (Option<f64>, Option<u64>) {
        let now = self.engine_now();
        let mut cpu = None;
        let mut memory = None;
        for sample in instances.iter().filter_map(|id| self.stats.fresh(id, now)) {
            if let Some(percent) = sample.cpu_percent_of_one_core {
                cpu = Some(cpu.unwrap_or(0.0) + percent);
            }
            memory = Some(memory.unwrap_or(0) + sample.memory_used_bytes);
        }
        (cpu, memory)
    }

    /// Closes well stacks from the bottom up until all rows fit; what a person opened or closed stays, and so does the
    /// stack that they stand in.
    pub(super) fn fold_to_fit(&mut self) {
        let height = usize::from(self.layout.list_rows.height).max(1);
        let kept = self.last_key_at.and_then(|_| self.stack_under_cursor());
        let Some(host) = self.host() else { return };
        let mut automatic = BTreeMap::new();
        let mut total: usize = host
            .stacks()
            .iter()
            .map(|stack| stack.services.len() + 1)
            .sum();
        for stack in host.stacks().iter().rev() {
            if total <= height {
                break;
            }
            let id = RowId::Stack(stack.id.clone());
            let is_kept = kept.as_ref() == Some(&stack.id) && self.folds.is_open(&id);
            if !stack.status.is_failing() && !stack.services.is_empty() && !is_kept {
                automatic.insert(id, false);
                total -= stack.services.len();
            }
        }
        self.folds.set_automatic(automatic);
    }

    /// Folds anew where other stacks are there, or others of their services, than when it was done last.
    pub(super) fn refold(&mut self) {
        let Some(host) = self.host().filter(|host| host.is_listed()) else {
            return;
        };
        // In whatever order: sorting alone folds nothing.
        let all = host.stacks().iter().fold(0_u64, |sum, stack| {
            let mut hasher = DefaultHasher::new();
            (&stack.id, stack.services.len()).hash(&mut hasher);
            sum.wrapping_add(hasher.finish())
        });
        if self.folds.is_made_for_others(all) {
            self.fold_to_fit();
        }
    }

    fn stack_under_cursor(&self) -> Option<StackId> {
        match self.list.cursor()? {
            RowId::Stack(id) => Some(id.clone()),
            RowId::Service(id) => Some(id.stack.clone()),
            RowId::Instance(id) => self.service_of(id).map(|service| service.stack),
        }
    }
}

/// `12×`, where the state in words does not say it.
fn restarts(instance: &Instance, now: Timestamp) -> String {
    if instance.status == Status::CrashLoop {
        return String::new();
    }
    words::restarts(instance, now).map_or_else(String::new, |count| format!("{count}×"))
}

fn leaf(id: &InstanceId, depth: u16) -> Node {
    Node {
        id: RowId::Instance(id.clone()),
        depth,
        can_open: false,
        is_open: false,
    }
}

/// `:80 :443`
fn show_ports(ports: &[u16]) -> String {
    ports
        .iter()
        .map(|port| format!(":{port}"))
        .collect::<Vec<_>>()
        .join(" ")
}

fn blank() -> Row {
    Row {
        id: RowId::Instance(InstanceId::from("")),
        depth: 0,
        fold: Fold::None,
        status: Status::NotCreated,
        name: String::new(),
        ratio: String::new(),
        note: String::new(),
        is_pending: false,
        is_marked: false,
        cpu: String::new(),
        memory: String::new(),
        ports: String::new(),
        image: String::new(),
        restarts: String::new(),
        badge: String::new(),
    }
}

/// The name of a container without its stack's: `api-1` of `shop-api-1`; in the loose group the name itself.
pub(super) fn short_name(instance: &Instance) -> String {
    let container = &instance.container;
    let stack = container.label(labels::PROJECT).unwrap_or_default();
    let rest = container
        .name
        .strip_prefix(stack)
        .filter(|_| !stack.is_empty());
    let rest = rest
        .and_then(|rest| rest.strip_prefix(['-', '_']))
        .filter(|rest| !rest.is_empty());
    rest.unwrap_or(&container.name).to_owned()
}
