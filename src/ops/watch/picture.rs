//! What a session knows of its containers: keeps details over lists that do not carry them, and says who must be looked
//! at again.

use crate::model::event::{EngineEvent, EventKind};
use crate::model::ids::InstanceId;
use crate::model::observed::{Container, EngineState, Health};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Containers by id.
#[derive(Debug, Default)]
pub(super) struct Picture {
    containers: BTreeMap<InstanceId, Container>,
}

/// What a new list changed.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Relisted {
    /// The list, with the details that still hold.
    pub(super) containers: Vec<Container>,
    /// Whether it differs from what was known.
    pub(super) is_news: bool,
    /// Those to be looked at.
    pub(super) inspect: Vec<InstanceId>,
    /// Those that run and did not before.
    pub(super) started: Vec<InstanceId>,
}

impl Picture {
    /// Takes in a list. Details stay where the list tells nothing else than they do.
    pub(super) fn relist(&mut self, listed: Vec<Container>) -> Relisted {
        let mut out = Relisted::default();
        let mut now = BTreeMap::new();
        out.is_news = listed.len() != self.containers.len();
        for mut container in listed {
            match self.containers.get(&container.id) {
                Some(known) => {
                    let is_same = known.state == container.state
                        && known.name == container.name
                        // An inspection may order ports in another way, and name those that are only exposed.
                        && known.published_ports() == container.published_ports()
                        && (container.health == Health::None || container.health == known.health);
                    if known.state != EngineState::Running
                        && container.state == EngineState::Running
                    {
                        out.started.push(container.id.clone());
                    }
                    if is_same {
                        container.details.clone_from(&known.details);
                        container.health = known.health.clone();
                    } else {
                        out.is_news = true;
                    }
                }
                None => out.is_news = true,
            }
            if container.details.is_none() {
                out.inspect.push(container.id.clone());
            }
            now.insert(container.id.clone(), container.clone());
            out.containers.push(container);
        }
        self.containers = now;
        out
    }

    /// Takes in an inspection; what it leaves empty stays as the list had it.
    pub(super) fn inspected(&mut self, mut container: Container) -> Container {
        if let Some(known) = self.containers.get(&container.id) {
            if container.image.is_empty() {
                container.image = Arc::clone(&known.image);
            }
            if container.labels.is_empty() {
                container.labels.clone_from(&known.labels);
            }
        }
        self.containers
            .insert(container.id.clone(), container.clone());
        container
    }

    /// Forgets a container that is gone.
    pub(super) fn forget(&mut self, id: &InstanceId) {
        self.containers.remove(id);
    }

    /// Those that can change without the list telling: what runs, or is about to.
    pub(super) fn restless(&self) -> Vec<InstanceId> {
        self.containers
            .values()
            .filter(|container| {
                matches!(
                    container.state,
                    EngineState::Running | EngineState::Restarting
                )
            })
            .map(|container| container.id.clone())
            .collect()
    }

    /// Whether an event is nothing to a person: the runs of health checks (three events each), and our own looking.
    pub(super) fn is_noise(&self, event: &EngineEvent) -> bool {
        let EventKind::Other(action) = &event.kind else {
            return false;
        };
        if !event.is_container() {
            return false;
        }
        if action == "top" || action.starts_with("exec_start") || action.starts_with("exec_die") {
            return true;
        }
        let Some(command) = action.strip_prefix("exec_create: ") else {
            return false;
        };
        let details = self
            .containers
            .get(&InstanceId::from(&event.id))
            .and_then(|container| container.details.as_ref());
        details.is_some_and(|details| match details.health_test.split_first() {
            Some((kind, rest)) if kind == "CMD" => command == rest.join(" "),
            // `CMD-SHELL` goes through the container's shell, `/bin/sh -c` unless the image says otherwise.
            Some((kind, rest)) if kind == "CMD-SHELL" => {
                !rest.is_empty() && command.ends_with(&rest.join(" "))
            }
            _ => false,
        })
    }
}

/// Whether the container must be looked at again after this.
pub(super) fn changes_state(kind: &EventKind) -> bool {
    match kind {
        EventKind::Create
        | EventKind::Start
        | EventKind::Die { .. }
        | EventKind::Stop
        | EventKind::Restart
        | EventKind::Pause
        | EventKind::Unpause
        | EventKind::Rename
        | EventKind::Oom
        | EventKind::Update
        | EventKind::Health(_) => true,
        EventKind::Kill { .. } | EventKind::Destroy | EventKind::Other(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::fake::container;
    use crate::model::observed::Details;
    use crate::model::time::Timestamp;

    fn detailed(id: &str) -> Container {
        Container {
            details: Some(Arc::new(Details {
                health_test: vec!["CMD-SHELL".into(), "wget -q localhost || exit 1".into()],
                ..Details::default()
            })),
            health: Health::Healthy,
            ..container(id)
        }
    }

    #[test]
    fn a_list_that_tells_nothing_new_keeps_the_details_and_is_no_news() {
        let mut picture = Picture::default();
        assert_eq!(
            picture.relist(vec![container("a")]).inspect,
            [InstanceId::from("a")]
        );
        picture.inspected(detailed("a"));
        let again = picture.relist(vec![container("a")]);
        assert!(!again.is_news);
        assert_eq!(again.inspect, []);
        assert_eq!(again.containers[0].health, Health::Healthy);
    }

    #[test]
    fn another_state_is_looked_at_again() {
        let mut picture = Picture::default();
        picture.relist(vec![container("a")]);
        picture.inspected(detailed("a"));
        let exited = Container {
            state: EngineState::Exited,
            ..container("a")
        };
        let after = picture.relist(vec![exited]);
        assert!(after.is_news);
        assert_eq!(after.inspect, [InstanceId::from("a")]);
        assert_eq!(
            picture.relist(vec![container("a")]).started,
            [InstanceId::from("a")]
        );
    }

    #[test]
    fn a_removed_container_is_news() {
        let mut picture = Picture::default();
        picture.relist(vec![container("a"), container("b")]);
        assert!(picture.relist(vec![container("a")]).is_news);
    }

    #[test]
    fn health_checks_are_noise_and_a_persons_exec_is_not() {
        let mut picture = Picture::default();
        picture.inspected(detailed("a"));
        let noise = |action: &str| {
            picture.is_noise(&EngineEvent {
                at: Timestamp::default(),
                object: "container".to_owned(),
                id: "a".to_owned(),
                kind: EventKind::Other(action.to_owned()),
                attributes: crate::model::labels::Labels::new(),
            })
        };
        assert!(noise("exec_create: /bin/sh -c wget -q localhost || exit 1"));
        assert!(noise("exec_die"));
        assert!(noise("top"));
        assert!(!noise("exec_create: sh"));
        assert!(!noise("resize"));
    }
}
