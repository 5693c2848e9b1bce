//! Plays the part of `docker compose up`: creates all, starts each when what it needs is so, looks every half second.

use super::{Action, Scenario};
use crate::engine::sim::world::{What, World};
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
                self.add_network(network);
            }
        }
        for planned in &scenario.containers {
            let pause = self.jitter(40, 160);
            self.advance_to(self.now().after(pause));
            if self.create(planned.spec.clone()).is_ok() && !planned.stays_created {
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
            Action::Remove(name) => self.remove(&name, true).map(|_| ()),
            Action::FailOnce(fault) => {
                self.add_fault(fault);
                Ok(())
            }
        };
    }
}
