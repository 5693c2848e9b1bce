//! Plays the part of `docker compose up`: creates all, starts each when what it needs is so, looks every half second.

use super::{Action, Planned, Scenario};
use crate::engine::sim::world::{What, World};
use crate::engine::spec::{NetworkSpec, VolumeSpec};
use crate::model::labels;
use std::collections::BTreeMap;
use std::time::Duration;

/// How often Compose looks whether a dependency is ready.
const POLL: Duration = Duration::from_millis(500);

impl World {
    /// Creates the scenario's networks and containers, and plans the rest.
    pub(in crate::engine::sim) fn conduct(&mut self, scenario: &Scenario) {
        for planned in &scenario.containers {
            let networks = std::iter::once(&planned.spec.request.network)
                .chain(planned.spec.more_networks.iter().map(|(name, _)| name));
            for network in networks.filter(|name| !name.is_empty()) {
                let labels = labels_of(planned, network, labels::NETWORK);
                let spec = NetworkSpec {
                    name: network.clone(),
                    labels,
                    ..NetworkSpec::default()
                };
                let _there = self.create_network(spec);
            }
            for mount in planned
                .spec
                .mounts
                .iter()
                .filter(|one| one.kind == "volume")
            {
                let labels = labels_of(planned, &mount.name, labels::VOLUME);
                // One that is named by an id is made with its container.
                if !labels.is_empty() {
                    let spec = VolumeSpec {
                        name: mount.name.clone(),
                        labels,
                        ..VolumeSpec::default()
                    };
                    let _there = self.create_volume(spec);
                }
            }
        }
        for planned in &scenario.containers {
            let pause = self.jitter(40, 160);
            self.advance_to(self.now().after(pause));
            if self.create(planned.spec.clone().into()).is_ok() && !planned.stays_created {
                self.enqueue(planned.clone());
            }
        }
        for (after, action) in &scenario.actions {
            self.plan(*after, What::Action(action.clone()));
        }
        self.start_waiting();
    }

    /// Starts what can be started, one after the other.
    pub(in crate::engine::sim) fn start_waiting(&mut self) {
        let waiting = self.take_waiting();
        let mut rest = Vec::new();
        for planned in waiting {
            if planned.needs.iter().all(|need| self.is_met(need)) {
                let pause = self.jitter(60, 240);
                let name = planned.spec.request.name.clone();
                self.plan(pause, What::Action(Action::Start(name)));
            } else {
                rest.push(planned);
            }
        }
        if !rest.is_empty() {
            for planned in rest {
                self.enqueue(planned);
            }
            self.plan(POLL, What::Conduct);
        }
    }

    /// Does what a person did in the scenario; a refusal is as silent as it was then.
    pub(in crate::engine::sim) fn act(&mut self, action: Action) {
        let _ = match action {
            Action::Start(name) => self.start(&name),
            Action::Stop(name) => self.stop(&name, None).map(|_| ()),
            Action::Restart(name) => self.restart(&name, None).map(|_| ()),
            Action::Kill(name, signal) => self.kill(&name, &signal),
            Action::Pause(name) => self.pause(&name),
            Action::Unpause(name) => self.unpause(&name),
            Action::Remove(name) => self.remove(&name, true, false).map(|_| ()),
            Action::FailOnce(fault) => {
                self.add_fault(fault);
                Ok(())
            }
        };
    }
}

/// Compose's labels of what a project's container uses, by its name `project_key`; none of what has another name.
fn labels_of(planned: &Planned, name: &str, kind: &str) -> BTreeMap<String, String> {
    let project = planned.spec.request.labels.get(labels::PROJECT);
    let parts = project.and_then(|project| {
        let key = name.strip_prefix(project.as_str())?.strip_prefix('_')?;
        Some([(labels::PROJECT, project.as_str()), (kind, key)])
    });
    let entries = parts.into_iter().flatten();
    entries
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}
