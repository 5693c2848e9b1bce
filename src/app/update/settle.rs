//! What follows from every change: where things stand, which log is followed, whose readings are taken, what is fetched.

use crate::app::domain::{Link, Stack};
use crate::app::effect::{Effect, Effects, LogQuery, LogSource};
use crate::app::layout::{Arrangement, Focus, Shape, layout};
use crate::app::logs::pane::Source;
use crate::app::rows::short_name;
use crate::app::state::{App, Run};
use crate::app::tasks::Purpose;
use crate::app::view::{RowId, Tab};
use crate::model::capabilities::Capability;
use crate::model::ids::{InstanceId, Manager, SubscriptionId};
use crate::plan::work::{ProjectLabels, Work};
use std::sync::Arc;

/// Streams of readings at a time; each costs the engine a collection a second.
const SAMPLED_AT_MOST: usize = 16;
/// Of these, so many places are for what is off the screen, each in its turn.
const SAMPLED_IN_TURN: usize = 4;
/// How long a turn is: several readings, and all turns of a usual server within the age at which readings are old.
const TURN_SECONDS: i64 = 5;
/// Logs followed at a time.
const FOLLOWED_AT_MOST: usize = 64;

impl App {
    /// Called after every message.
    pub(super) fn settle(&mut self) -> Effects {
        self.arrange();
        let mut effects = Effects::default();
        effects.merge(self.follow_selection());
        effects.merge(self.sample_visible());
        effects.merge(self.fetch(false));
        effects.merge(self.ask_projects());
        if self.surroundings.is_thrifty && self.detail.tab == Tab::Logs {
            let clock = self.clock.clone();
            self.logs.turn_page(self.log_room(), &clock);
        }
        effects
    }

    /// The screen has another size, or the first list came: well stacks are closed until all rows fit.
    pub(super) fn refit(&mut self) {
        self.arrange();
        self.fold_to_fit();
        self.list.set_rows(self.list_nodes());
        if self.last_key_at.is_none() {
            self.regroup(true);
        }
    }

    /// Places everything, and keeps cursors in their windows.
    pub(super) fn arrange(&mut self) {
        let count = |rows: usize| u16::try_from(rows).unwrap_or(u16::MAX);
        let mut arrangement = Arrangement {
            focus: self.focus,
            full_screen: self.full_screen,
            divider: self.divider,
            list_length: count(self.list.rows().len()),
            containers_length: count(self.containers.rows().len()),
            problem_length: 0,
        };
        let (width, height) = self.size;
        let mut found = layout(width, height, arrangement);
        arrangement.problem_length = count(self.problem_rows(found.body.width).len());
        if arrangement.problem_length > 0 {
            found = layout(width, height, arrangement);
        }
        if found.containers.is_none()
            && self.focus == Focus::Containers
            && found.shape != Shape::Wide
        {
            // The pane went with the columns that it stood in.
            self.set_focus(Focus::List);
            arrangement.focus = self.focus;
            found = layout(width, height, arrangement);
        }
        self.layout = found;
        self.list.scroll_to_cursor(found.list_rows.height);
        self.containers
            .scroll_to_cursor(found.containers_rows.height);
    }

    /// Follows the log of what is selected while it is shown.
    fn follow_selection(&mut self) -> Effects {
        let mut effects = Effects::default();
        let is_live = self
            .host()
            .is_some_and(super::super::domain::host::Host::is_live);
        let shown = self.detail.tab == Tab::Logs && self.layout.detail.is_some() && is_live;
        if !shown {
            if let Some(old) = self.logs.subscription.take() {
                effects.push(Effect::Unfollow(old));
            }
            return effects;
        }
        let Some(id) = self.selected() else {
            return effects;
        };
        let can_inspect = self
            .host()
            .is_some_and(|host| host.capabilities.missing(Capability::Containers).is_none());
        let instances: Vec<InstanceId> = self
            .log_instances(&id)
            .into_iter()
            .take(FOLLOWED_AT_MOST)
            .collect();
        // Whether it has a terminal decides how the log is read: the inspection must have come.
        let is_known = |id: &InstanceId| {
            self.instance(id)
                .is_some_and(|one| one.container.details.is_some())
        };
        if can_inspect && !instances.iter().all(is_known) {
            if self.logs.subject.as_ref() != Some(&id) {
                effects
                    .list
                    .extend(self.logs.subscription.take().map(Effect::Unfollow));
                self.logs.show(Some(id), Vec::new());
            }
            return effects;
        }
        let named = |id: &InstanceId| {
            let name = self.instance(id).map(short_name).unwrap_or_default();
            (id.clone(), Arc::<str>::from(name))
        };
        let wanted: Vec<(InstanceId, Arc<str>)> = instances.iter().map(named).collect();
        let same = self.logs.subject.as_ref() == Some(&id);
        let followed = |one: &InstanceId| {
            self.logs
                .sources
                .iter()
                .any(|source| source.instance_id == *one)
        };
        if same && self.logs.subscription.is_some() && instances.iter().all(followed) {
            return effects;
        }
        effects
            .list
            .extend(self.logs.subscription.take().map(Effect::Unfollow));
        if same && !self.logs.sources.is_empty() {
            let is_new = |id: &&InstanceId| !followed(id);
            let fresh: Vec<InstanceId> = instances.iter().filter(is_new).cloned().collect();
            self.logs.set_sources(wanted);
            self.mark_past(&fresh);
        } else {
            let sources = wanted.into_iter();
            let sources = sources.map(|(instance_id, name)| Source {
                instance_id,
                name,
                last_at: None,
                failure: None,
            });
            self.logs.show(Some(id), sources.collect());
            self.mark_past(&instances);
        }
        if instances.is_empty() {
            return effects;
        }
        self.next_subscription += 1;
        let subscription = SubscriptionId(self.next_subscription);
        self.logs.subscription = Some(subscription);
        let source = |id: &InstanceId| {
            let (since, seen) = self.logs.seen_of(id);
            LogSource {
                instance_id: id.clone(),
                tty: self
                    .instance(id)
                    .and_then(|one| one.container.details.as_ref())
                    .is_some_and(|details| details.tty),
                since,
                seen,
            }
        };
        let query = LogQuery {
            host: self.host.clone(),
            instances: instances.iter().map(source).collect(),
            tail: self.settings.log_tail,
        };
        effects.push(Effect::Follow(subscription, query));
        effects
    }

    /// Whose logs an object shows: a stack's merged; the loose group is no whole that has a log.
    fn log_instances(&self, id: &RowId) -> Vec<InstanceId> {
        match id {
            RowId::Stack(stack) if stack.manager == Manager::Loose => Vec::new(),
            other => self.instances_of(other),
        }
    }

    /// Reads stats of what is on the screen, and of others while there is room.
    fn sample_visible(&mut self) -> Effects {
        let Some(host) = self.host() else {
            return Effects::default();
        };
        let allowed = self.settings.stats
            && host.is_live()
            && host.capabilities.missing(Capability::Stats).is_none();
        let mut wanted: Vec<InstanceId> = Vec::new();
        if allowed {
            let runs = |id: &InstanceId| {
                host.instance(id)
                    .is_some_and(|one| one.container.is_running())
            };
            let selected = self
                .selected()
                .map(|id| self.instances_of(&id))
                .unwrap_or_default();
            let list = self.list.visible(self.layout.list_rows.height).iter();
            let list = list
                .filter(|node| node.depth > 0 || !node.is_open)
                .flat_map(|node| self.instances_of(&node.id));
            let pane = self
                .containers
                .visible(self.layout.containers_rows.height)
                .iter();
            let pane = pane.flat_map(|node| self.instances_of(&node.id));
            let seen = selected.into_iter().chain(pane).chain(list);
            let all = host.instances().map(|(id, _)| id.clone());
            for id in seen.filter(runs).take(SAMPLED_AT_MOST * 4) {
                if wanted.len() < SAMPLED_AT_MOST - SAMPLED_IN_TURN && !wanted.contains(&id) {
                    wanted.push(id);
                }
            }
            let rest: Vec<InstanceId> =
                all.filter(runs).filter(|id| !wanted.contains(id)).collect();
            let room = SAMPLED_AT_MOST - wanted.len();
            let turns = rest.len().div_ceil(room.max(1)).max(1);
            let turn = usize::try_from(self.now.seconds() / TURN_SECONDS).unwrap_or(0) % turns;
            wanted.extend(rest.into_iter().skip(turn * room).take(room));
            wanted.sort();
        }
        if wanted == self.sampled {
            return Effects::default();
        }
        self.sampled.clone_from(&wanted);
        let host_id = self.host.clone();
        if let Some(host) = self.domain.host(&host_id) {
            self.stats.keep(|id| {
                host.instance(id)
                    .is_some_and(|one| one.container.is_running())
            });
        }
        let mut effects = Effects::default();
        effects.push(Effect::Sample(host_id, wanted));
        effects
    }

    /// Asks for the files of stacks whose labels are new, once; the demo's are known.
    fn ask_projects(&mut self) -> Effects {
        let mut effects = Effects::default();
        let Some(host) = self.host().filter(|_| !self.surroundings.is_demo) else {
            return effects;
        };
        let is_found = |stack: &&Stack| {
            let known = host.projects.get(&stack.id.name);
            stack.id.manager == Manager::Compose
                && !stack.config_files.is_empty()
                && !known.is_some_and(|project| project.is_here)
                && !self.tasks.reads_project(&stack.id.name)
        };
        let stacks = host.stacks().iter().filter(is_found);
        let is_new = |labels: &ProjectLabels| self.asked_projects.get(&labels.name) != Some(labels);
        let wanted: Vec<ProjectLabels> = stacks.map(Stack::labels).filter(is_new).collect();
        for labels in wanted {
            let purpose = Purpose::Project(labels.name.clone());
            self.asked_projects
                .insert(labels.name.clone(), labels.clone());
            let task = self.tasks.begin(self.host.clone(), purpose, self.now);
            effects.push(Effect::Run(task, self.host.clone(), Work::Project(labels)));
        }
        effects
    }

    /// Asks for what the tab shows of its container, once, or again.
    pub(super) fn fetch(&mut self, again: bool) -> Effects {
        let mut effects = Effects::default();
        let tab = self.detail.tab;
        let is_live = self.host().is_some_and(|host| host.link == Link::Live);
        if !matches!(tab, Tab::Config | Tab::Top) || self.layout.detail.is_none() || !is_live {
            self.detail.asked = None;
            return effects;
        }
        let Some(subject) = self
            .selected()
            .filter(|id| !matches!(id, RowId::Stack(_)) || tab == Tab::Top)
        else {
            return effects;
        };
        let Some(id) = self.subject_of(&subject) else {
            return effects;
        };
        let Some(container) = self.instance(&id).map(|one| &one.container) else {
            return effects;
        };
        let is_offered = |what| {
            self.host()
                .is_some_and(|host| host.capabilities.missing(what).is_none())
        };
        if tab == Tab::Top && !(container.is_running() && is_offered(Capability::Top)) {
            return effects;
        }
        let asked = Some((tab, id.clone(), Run::of(container)));
        if self.detail.asked == asked && !again {
            return effects;
        }
        let (purpose, work) = match tab {
            Tab::Top => (Purpose::Top(id.clone()), Work::Top(id)),
            _ => (Purpose::InspectText(id.clone()), Work::InspectText(id)),
        };
        let busy = self.tasks.iter().any(|(_, task)| {
            matches!((&task.purpose, &purpose), (Purpose::Top(a), Purpose::Top(b)) | (Purpose::InspectText(a), Purpose::InspectText(b)) if a == b)
        });
        // An answer that is under way may be older than what changed: it is asked for again behind it.
        if !busy {
            self.detail.asked = asked;
            let task = self.tasks.begin(self.host.clone(), purpose, self.now);
            effects.push(Effect::Run(task, self.host.clone(), work));
        }
        effects
    }
}
