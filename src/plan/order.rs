//! The order of services inside a stack, by the `depends_on` labels of its containers.

use crate::model::ids::Manager;
use crate::model::labels;
use crate::model::observed::Container;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which end of a dependency goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Start, restart.
    DependenciesFirst,
    /// Stop, remove.
    DependantsFirst,
    /// All at once.
    Together,
}

/// One container in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    /// Its position among the containers given.
    pub(super) index: usize,
    /// Positions in the order that must be done before; each smaller than its own.
    pub(super) needs: Vec<usize>,
}

/// Containers in an order in which they may be done one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Order {
    steps: Vec<Placed>,
}

/// A service of a stack, as labels name it.
type Service = (Manager, Arc<str>, Arc<str>);

impl Order {
    /// Orders `chosen`; `known` gives further services through which a dependency may lead. Cycles are cut where they
    /// close, in the order of names: an engine's labels may say anything.
    pub(super) fn of<'a>(
        chosen: &[&'a Container],
        known: impl IntoIterator<Item = &'a Container>,
        direction: Direction,
    ) -> Self {
        let mut edges: BTreeMap<Service, BTreeSet<Service>> = BTreeMap::new();
        for container in chosen.iter().copied().chain(known) {
            let service = service_of(container);
            let needs = edges.entry(service.clone()).or_default();
            if service.0 == Manager::Compose {
                needs.extend(
                    labels::dependencies(&container.labels)
                        .into_iter()
                        .map(|entry| (service.0, service.1.clone(), entry.service))
                        .filter(|other| *other != service),
                );
            }
        }
        let ranks = ranks(&edges);
        let mut indices: Vec<usize> = (0..chosen.len()).collect();
        let rank = |index: &usize| {
            chosen
                .get(*index)
                .and_then(|container| ranks.get(&service_of(container)))
                .copied()
                .unwrap_or(0)
        };
        indices.sort_by_key(|index| match direction {
            Direction::DependenciesFirst | Direction::Together => rank(index),
            Direction::DependantsFirst => usize::MAX - rank(index),
        });
        let mut places: BTreeMap<Service, Vec<usize>> = BTreeMap::new();
        for (place, index) in indices.iter().enumerate() {
            if let Some(container) = chosen.get(*index) {
                places.entry(service_of(container)).or_default().push(place);
            }
        }
        let mut needs = vec![BTreeSet::new(); indices.len()];
        if direction != Direction::Together {
            for (service, own) in &places {
                let of = nearest(service, &edges, &places);
                for other in of.iter().filter_map(|other| places.get(other)).flatten() {
                    for place in own {
                        // A later place is the closing edge of a cycle, and is cut.
                        let (late, early) = match direction {
                            Direction::DependantsFirst => (*other, *place),
                            _ => (*place, *other),
                        };
                        if early < late
                            && let Some(set) = needs.get_mut(late)
                        {
                            set.insert(early);
                        }
                    }
                }
            }
        }
        let steps = indices
            .into_iter()
            .zip(needs)
            .map(|(index, needs)| Placed {
                index,
                needs: needs.into_iter().collect(),
            })
            .collect();
        Self { steps }
    }

    /// In order.
    pub(super) fn steps(&self) -> &[Placed] {
        &self.steps
    }
}

fn service_of(container: &Container) -> Service {
    let belonging = container.belonging();
    (belonging.manager, belonging.stack, belonging.service)
}

/// Rank of each service: greater than those of all that it depends on, but for edges that close a cycle.
fn ranks(edges: &BTreeMap<Service, BTreeSet<Service>>) -> BTreeMap<Service, usize> {
    let mut ranks = BTreeMap::new();
    let mut open = BTreeSet::new();
    for root in edges.keys() {
        // An explicit stack: a long chain in labels must not exhaust ours.
        let mut path = vec![(root, false)];
        while let Some((service, is_left)) = path.pop() {
            if is_left {
                let next = ranks.len();
                ranks.entry(service.clone()).or_insert(next);
                continue;
            }
            if ranks.contains_key(service) || !open.insert(service) {
                continue;
            }
            path.push((service, true));
            for other in edges.get(service).into_iter().flatten().rev() {
                path.push((other, false));
            }
        }
    }
    ranks
}

/// The nearest chosen services that `service` depends on, through services that are not chosen.
fn nearest(
    service: &Service,
    edges: &BTreeMap<Service, BTreeSet<Service>>,
    chosen: &BTreeMap<Service, Vec<usize>>,
) -> BTreeSet<Service> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::from([service]);
    let mut open: Vec<&Service> = edges.get(service).into_iter().flatten().collect();
    while let Some(other) = open.pop() {
        if !seen.insert(other) {
            continue;
        }
        if chosen.contains_key(other) {
            found.insert(other.clone());
        } else {
            open.extend(edges.get(other).into_iter().flatten());
        }
    }
    found
}

/// A service that depends on one of the targets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependant {
    /// The stack of both.
    pub stack: Arc<str>,
    /// The service that depends.
    pub service: Arc<str>,
    /// The service that it depends on, one of the targets.
    pub of: Arc<str>,
    /// It restarts when that one is restarted (`restart: true`).
    pub restart: bool,
    /// Something of it runs, or is started again by its restart policy.
    pub is_up: bool,
}

impl Dependant {
    /// Whether the container is one of this service, started for it rather than by `run`.
    pub fn is(&self, container: &Container) -> bool {
        let (manager, stack, service) = service_of(container);
        manager == Manager::Compose
            && stack == self.stack
            && service == self.service
            && !container.is_oneoff()
    }
}

/// Which services depend, by their labels, on the targets' services; sorted, each pair once. Services that are targets
/// themselves are left out, and containers of `run`.
pub fn dependants(targets: &[&Container], all: &[Container]) -> Vec<Dependant> {
    let services: BTreeSet<Service> = targets
        .iter()
        .map(|container| service_of(container))
        .collect();
    let mut found: BTreeMap<(Service, Arc<str>), (bool, bool)> = BTreeMap::new();
    for container in all {
        let service = service_of(container);
        if service.0 != Manager::Compose || container.is_oneoff() || services.contains(&service) {
            continue;
        }
        for entry in labels::dependencies(&container.labels) {
            if services.contains(&(service.0, service.1.clone(), entry.service.clone())) {
                let key = (service.clone(), entry.service);
                let (restart, is_up) = found.entry(key).or_default();
                *restart |= entry.restart;
                *is_up |= container.is_up();
            }
        }
    }
    found
        .into_iter()
        .map(|(((_, stack, service), of), (restart, is_up))| Dependant {
            stack,
            service,
            of,
            restart,
            is_up,
        })
        .collect()
}
