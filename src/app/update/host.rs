//! News of a host.

use crate::app::domain::Link;
use crate::app::effect::{Effects, Redraw};
use crate::app::msg::HostMsg;
use crate::app::state::App;
use crate::app::view::{RowId, Tone};
use crate::model::event::{EngineEvent, EventKind};
use crate::model::ids::{HostId, InstanceId};
use crate::model::observed::Health;
use std::collections::BTreeSet;

impl App {
    pub(super) fn host_news(&mut self, id: &HostId, news: HostMsg) -> Effects {
        // A snapshot is what a person waits for; an event is soon enough with the next frame.
        let mut redraw = Redraw::Soon;
        let mut list = Vec::new();
        let first = self.domain.host(id).is_none_or(|host| !host.is_listed());
        let mut may_reorder = self.is_calm();
        match news {
            HostMsg::Connecting => {
                let host = self.domain.host_mut(id);
                if !host.is_listed() {
                    host.link = Link::Connecting;
                }
            }
            HostMsg::Snapshot(epoch, snapshot) => {
                let was_lost = matches!(self.domain.host_mut(id).link, Link::Lost { .. });
                self.domain.host_mut(id).take_snapshot(epoch, snapshot);
                if was_lost && !first {
                    self.notify(
                        Tone::Good,
                        "the engine answers again; everything was listed anew",
                        None,
                    );
                    list = self.read_projects().list;
                }
                redraw = Redraw::Now;
                may_reorder |= first;
                if first && self.filter.is_empty() {
                    // Keys pressed before there were rows have chosen none.
                    self.last_key_at = None;
                }
            }
            HostMsg::Inspected(epoch, containers) => {
                self.domain.host_mut(id).take_inspected(epoch, containers);
            }
            HostMsg::PastEvents(epoch, events) => {
                for event in self.domain.host_mut(id).take_past_events(epoch, events) {
                    self.mark_log(&event);
                }
            }
            HostMsg::Event(epoch, event) => {
                self.mark_log(&event);
                self.domain.host_mut(id).take_event(epoch, event);
            }
            HostMsg::Engine(epoch, engine) => self.domain.host_mut(id).take_engine(epoch, engine),
            HostMsg::NotAllowed(capability, reason) => {
                let text = format!("{}: {reason}", capability.name());
                if self
                    .domain
                    .host_mut(id)
                    .capabilities
                    .take_away(capability, reason)
                {
                    self.notify(Tone::Warn, text, Some("everything else works".to_owned()));
                }
            }
            HostMsg::Lost(error) => {
                let now = self.now;
                let host = self.domain.host_mut(id);
                let is_news = host.is_live();
                let reason = error
                    .tried
                    .last()
                    .map(|one| one.reason.clone())
                    .unwrap_or_default();
                host.link = Link::Lost { since: now, error };
                if is_news && host.is_listed() {
                    let text = format!("the engine does not answer: {reason}");
                    self.notify(
                        Tone::Bad,
                        text,
                        Some("what is shown is stale; reconnecting".to_owned()),
                    );
                }
                redraw = Redraw::Now;
            }
        }
        self.regroup(may_reorder);
        if first && self.host().is_some_and(crate::app::domain::Host::is_listed) {
            self.refit();
            if !self.filter.is_empty() {
                // Typed before there was anything to find.
                self.set_filter(self.filter.clone());
            }
        }
        Effects { list, redraw }
    }

    /// Works out stacks, states and rows anew.
    pub(super) fn regroup(&mut self, may_reorder: bool) {
        let starting = self.tasks.starting();
        let host = self.host.clone();
        self.domain.host_mut(&host).set_starting(starting);
        self.domain.refresh(self.now, may_reorder);
        if may_reorder {
            self.refold();
        }
        self.list.set_rows(self.list_nodes());
        if self.last_key_at.is_none() {
            self.select_first_failing();
        }
        self.containers.set_rows(self.container_nodes());
        let known: BTreeSet<RowId> = self
            .marks
            .iter()
            .filter(|id| self.status_of(id).is_some())
            .cloned()
            .collect();
        self.marks = known;
        self.tell_new_failures();
    }

    /// Until the first key the cursor is on the first failing service, else on the first row.
    fn select_first_failing(&mut self) {
        let failing = self.list.rows().iter().find(|node| {
            matches!(node.id, RowId::Service(_))
                && self
                    .status_of(&node.id)
                    .is_some_and(|status| status.is_failing())
        });
        match failing.map(|node| node.id.clone()) {
            Some(id) => {
                self.list.select(&id);
            }
            None => self.list.go_to(0),
        }
    }

    /// A notice where something begins to fail that did not before.
    fn tell_new_failures(&mut self) {
        let Some(host) = self.host() else { return };
        let failing: BTreeSet<String> = host
            .stacks()
            .iter()
            .flat_map(|stack| &stack.services)
            .filter(|service| service.status.is_failing())
            .filter(|service| {
                // What is under way is ours, and told at its end.
                let is_ours = service.instances.iter().any(|id| self.tasks.is_ours(id));
                !is_ours || self.failing_before.contains(&service.id.to_string())
            })
            .map(|service| service.id.to_string())
            .collect();
        let known = host.is_listed()
            && !host
                .instances()
                .any(|(_, one)| one.container.details.is_none());
        if !known {
            return;
        }
        let services = host.stacks().iter().flat_map(|stack| &stack.services);
        let fresh = services.filter(|one| {
            let id = one.id.to_string();
            failing.contains(&id) && !self.failing_before.contains(&id)
        });
        let told: Vec<String> = fresh
            .map(|one| {
                format!(
                    "{}: {}",
                    self.name_of(&RowId::Service(one.id.clone())),
                    one.status.word()
                )
            })
            .collect();
        self.failing_before = failing;
        // What failed before we came is on the screen already.
        if std::mem::replace(&mut self.knows_failing, true) {
            let hint = self
                .keymap
                .key_of(crate::app::action::Action::Why)
                .map(|key| format!("{key} says why"));
            for text in told {
                self.notify(Tone::Bad, text, hint.clone());
            }
        }
    }

    /// Draws what happened into the log that is shown.
    fn mark_log(&mut self, event: &EngineEvent) {
        if is_telling(event) {
            self.logs
                .mark(&InstanceId::from(&event.id), event.at, &event.kind);
        }
    }

    /// Draws what is known to have happened to these containers before their log was shown.
    pub(super) fn mark_past(&mut self, instances: &[InstanceId]) {
        let Some(host) = self.domain.host(&self.host) else {
            return;
        };
        for event in host.events().filter(|event| is_telling(event)) {
            let id = InstanceId::from(&event.id);
            if instances.contains(&id) {
                self.logs.mark(&id, event.at, &event.kind);
            }
        }
    }
}

/// Whether an event is worth a rule in the log.
fn is_telling(event: &EngineEvent) -> bool {
    let is_telling = matches!(
        event.kind,
        EventKind::Die { .. }
            | EventKind::Start
            | EventKind::Oom
            | EventKind::Pause
            | EventKind::Unpause
            | EventKind::Health(Health::Healthy | Health::Unhealthy)
    );
    event.is_container() && is_telling
}
