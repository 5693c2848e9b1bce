//! Whether an action can be done now, and why not.

use crate::app::action::Action;
use crate::app::state::App;
use crate::app::view::{RowId, Tab};
use crate::model::capabilities::Capability;
use crate::model::ids::InstanceId;
use crate::model::observed::{Container, EngineState};
use crate::plan::act::{self, Verb};

/// `Err` carries the reason, as it stands in menu and notice.
pub(super) type Available = Result<(), String>;

impl App {
    /// What the next action is done to: the marked rows, else the selection.
    pub(super) fn targets(&self) -> Vec<RowId> {
        if self.marks.is_empty() {
            self.selected().into_iter().collect()
        } else {
            self.marks.iter().cloned().collect()
        }
    }

    /// The containers of the targets, each once. One-off ones only where they were chosen themselves.
    pub(super) fn target_instances(&self) -> Vec<InstanceId> {
        let mut out: Vec<InstanceId> = Vec::new();
        for target in self.targets() {
            for id in self.instances_of(&target) {
                let is_oneoff = self
                    .instance(&id)
                    .is_some_and(|one| one.container.is_oneoff());
                let chosen = matches!(target, RowId::Instance(_)) || !is_oneoff;
                if chosen && !out.contains(&id) {
                    out.push(id);
                }
            }
        }
        out
    }

    /// How the targets are called together: `shop/api`, `3 services`.
    pub(super) fn target_name(&self) -> String {
        let targets = self.targets();
        match targets.as_slice() {
            [one] => self.name_of(one),
            many => {
                let all = |kind: fn(&RowId) -> bool| many.iter().all(kind);
                let word = if all(|id| matches!(id, RowId::Stack(_))) {
                    "stacks"
                } else if all(|id| matches!(id, RowId::Service(_))) {
                    "services"
                } else if all(|id| matches!(id, RowId::Instance(_))) {
                    "containers"
                } else {
                    "objects"
                };
                format!("{} {word}", many.len())
            }
        }
    }

    /// The one container that a shell, attach or the Config tab is about: the selection's first that runs, else its first.
    pub(super) fn subject_instance(&self) -> Option<InstanceId> {
        self.subject_of(&self.selected()?)
    }

    /// Whether an action can be done now.
    pub(super) fn available(&self, action: Action) -> Available {
        if action.is_write() && self.settings.read_only {
            return Err("read-only".to_owned());
        }
        let Some(host) = self.host() else {
            return Err("no host".to_owned());
        };
        let needs_engine = action.is_of_object()
            && !matches!(
                action,
                Action::Logs | Action::Env | Action::Copy | Action::Mark | Action::Why
            );
        if needs_engine && !host.is_live() {
            return Err("the engine does not answer".to_owned());
        }
        let is_about = action.is_of_object() || action == Action::Menu;
        if is_about && self.selected().is_none() && self.marks.is_empty() {
            return Err("nothing is selected".to_owned());
        }
        if let Some(reason) =
            capability(action).and_then(|capability| host.capabilities.missing(capability))
        {
            return Err(reason.to_owned());
        }
        match action {
            Action::Start => self.any_target(&Verb::Start),
            Action::Stop => self.any_target(&Verb::Stop),
            Action::Restart => self.any_target(&Verb::Restart),
            Action::Pause => self
                .any_target(&Verb::Pause)
                .or_else(|reason| self.any_target(&Verb::Unpause).map_err(|_paused| reason)),
            Action::Kill => self.any_target(&Verb::Kill {
                signal: "SIGKILL".to_owned(),
            }),
            Action::Remove | Action::RemoveVolumes => self.any_target(&Verb::Remove {
                force: true,
                volumes: action == Action::RemoveVolumes,
            }),
            Action::Shell => self.running_subject("a shell needs a running container"),
            Action::Attach => self.running_subject("there is nothing to attach to"),
            Action::Why => match self.failing_subject() {
                Some(_) => Ok(()),
                None => Err(format!("`{}` does not fail", self.target_name())),
            },
            Action::Next | Action::Previous
                if self.logs.search.is_none() && host.failing() == 0 =>
            {
                Err("nothing fails".to_owned())
            }
            Action::Cancel if self.tasks.applies().next().is_none() => {
                Err("nothing is under way".to_owned())
            }
            Action::Save if self.detail.tab != Tab::Logs || self.logs.ring.is_empty() => {
                Err("there is none on the screen".to_owned())
            }
            Action::Reveal if self.detail.tab != Tab::Env => {
                Err("secrets are in the tab Env".to_owned())
            }
            Action::Unmark if self.marks.is_empty() => Err("nothing is marked".to_owned()),
            Action::Demo if self.surroundings.is_demo => Err("this is the demo".to_owned()),
            _ => Ok(()),
        }
    }

    /// Whether a verb makes sense for one of the targets.
    fn any_target(&self, verb: &Verb) -> Available {
        let instances = self.target_instances();
        let containers: Vec<&Container> = instances
            .iter()
            .filter_map(|id| self.instance(id))
            .map(|one| &one.container)
            .collect();
        let reasons: Vec<Available> = containers
            .iter()
            .map(|container| act::applies(verb, container))
            .collect();
        match reasons.as_slice() {
            [] => Err(format!("`{}` has no container", self.target_name())),
            [one] => one.clone(),
            many if many.iter().any(Result::is_ok) => Ok(()),
            many => {
                let first = many
                    .iter()
                    .find_map(|reason| reason.clone().err())
                    .unwrap_or_default();
                Err(format!("{first}, and so the others"))
            }
        }
    }

    fn running_subject(&self, reason: &str) -> Available {
        let subject = self
            .subject_instance()
            .and_then(|id| self.instance(&id).map(|one| &one.container));
        match subject {
            None => Err(format!("`{}` has no container", self.target_name())),
            Some(container) if container.state == EngineState::Paused => {
                Err(format!("`{}` is paused", container.name))
            }
            Some(container) if !container.is_running() => {
                Err(format!("`{}` does not run; {reason}", container.name))
            }
            Some(_) => Ok(()),
        }
    }

    /// The worst failing container of the selection.
    pub(super) fn failing_subject(&self) -> Option<InstanceId> {
        let instances = self.instances_of(&self.selected()?);
        instances
            .into_iter()
            .filter(|id| self.instance(id).is_some_and(|one| one.status.is_failing()))
            .min_by_key(|id| self.instance(id).map_or(u8::MAX, |one| one.status.rank()))
    }
}

/// What an endpoint must offer for an action.
const fn capability(action: Action) -> Option<Capability> {
    Some(match action {
        Action::Start
        | Action::Stop
        | Action::Restart
        | Action::Pause
        | Action::Kill
        | Action::Remove
        | Action::RemoveVolumes => Capability::Write,
        Action::Shell | Action::Attach => Capability::Exec,
        _ => return None,
    })
}
