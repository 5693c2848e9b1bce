//! The state of the program: one owner, no locks.

use crate::app::clock::Clock;
use crate::app::domain::{Domain, Host, Instance};
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::app::layout::{Focus, Layout};
use crate::app::list::{Folds, List};
use crate::app::logs::LogPane;
use crate::app::modal::Modal;
use crate::app::notices::{self, Notice, Notices};
use crate::app::stats::Stats;
use crate::app::tasks::Tasks;
use crate::app::text_buffer::TextBuffer;
use crate::app::view::{Line, RowId, Tab, Tone, line};
use crate::config::settings::Settings;
use crate::model::ids::{HostId, InstanceId};
use crate::model::observed::{Container, EngineState, Health, ProcessTable};
use crate::model::time::Timestamp;
use crate::plan::work::ProjectLabels;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything that the program knows.
#[derive(Clone, Debug)]
pub struct App {
    /// Settings in force.
    pub settings: Settings,
    /// Keys in force.
    pub keymap: Keymap,
    /// What is special about where it runs.
    pub surroundings: Circumstances,
    /// What is known of the hosts.
    pub domain: Domain,
    /// The host on the screen.
    pub host: HostId,
    /// How times are shown.
    pub clock: Clock,
    /// What it told the person.
    pub notices: Notices,
    pub(super) now: Timestamp,
    pub(super) last_key_at: Option<Timestamp>,
    pub(super) size: (u16, u16),
    pub(super) layout: Layout,
    pub(super) focus: Focus,
    /// Which of the two lists decides what is selected.
    pub(super) chooser: Focus,
    pub(super) full_screen: bool,
    pub(super) divider: i16,
    pub(super) list: List,
    pub(super) containers: List,
    pub(super) folds: Folds,
    pub(super) filter: String,
    pub(super) marks: BTreeSet<RowId>,
    pub(super) prompt: Option<PromptFor>,
    pub(super) prompt_text: TextBuffer,
    /// Where the cursor stood when a filter was begun.
    pub(super) prompt_from: Option<RowId>,
    pub(super) pending_keys: Vec<Key>,
    pub(super) modals: Vec<Modal>,
    pub(super) detail: Detail,
    pub(super) logs: LogPane,
    pub(super) stats: Stats,
    pub(super) sampled: Vec<InstanceId>,
    pub(super) tasks: Tasks,
    pub(super) next_subscription: u64,
    /// Stacks whose files were asked for, by the project's name: as their labels were then.
    pub(super) asked_projects: BTreeMap<String, ProjectLabels>,
    pub(super) mouse: bool,
    pub(super) ticks: usize,
    pub(super) failing_before: BTreeSet<String>,
    pub(super) knows_failing: bool,
}

/// What is special about where the program runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// On the simulated engine.
    pub is_demo: bool,
    /// Spare bytes to the terminal.
    pub is_thrifty: bool,
    /// Only ASCII.
    pub is_ascii: bool,
    /// The container that the program itself runs in: its id or the beginning of it.
    pub own_container: Option<String>,
    /// Keys that leave an attached container running, as docker writes them: `ctrl-p,ctrl-q`.
    pub detach_keys: String,
    /// Says at the start what was wrong with settings, keys or theme.
    pub warnings: Vec<String>,
    /// Context chosen, for `@`.
    pub context: String,
}

/// What is being typed in the bottom line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PromptFor {
    /// The list's filter.
    Filter,
    /// The log's search.
    Search,
}

/// The detail pane.
#[derive(Clone, Debug, Default)]
pub(super) struct Detail {
    pub(super) tab: Tab,
    /// First visible line, by object and tab.
    pub(super) scrolls: BTreeMap<(RowId, Tab), usize>,
    /// Row of the cursor in the Env tab, by object.
    pub(super) cursors: BTreeMap<RowId, usize>,
    /// Variables shown in clear: container and name.
    pub(super) revealed: BTreeSet<(InstanceId, String)>,
    /// The Config tab's text, whose it is.
    pub(super) text: Option<(InstanceId, Result<Vec<String>, String>)>,
    /// The Top tab's processes.
    pub(super) top: Option<(InstanceId, Result<ProcessTable, String>)>,
    /// Which of them was asked for, and how the container was then.
    pub(super) asked: Option<(Tab, InstanceId, Run)>,
}

/// What of a container makes its inspection another one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    state: EngineState,
    health: Health,
    name: Arc<str>,
    started_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    restart_count: u64,
}

impl Run {
    /// As it is now.
    pub(super) fn of(container: &Container) -> Self {
        let details = container.details.as_deref();
        Self {
            state: container.state.clone(),
            health: container.health.clone(),
            name: container.name.clone(),
            started_at: details.and_then(|one| one.started_at),
            finished_at: details.and_then(|one| one.finished_at),
            restart_count: details.map_or(0, |one| one.restart_count),
        }
    }
}

impl App {
    /// A program that knows nothing yet.
    pub fn new(
        host: HostId,
        settings: Settings,
        keymap: Keymap,
        clock: Clock,
        surroundings: Circumstances,
    ) -> Self {
        let cap = usize::try_from(settings.log_buffer_bytes).unwrap_or(usize::MAX);
        let mut domain = Domain::default();
        domain.host_mut(&host);
        Self {
            mouse: settings.mouse,
            settings,
            keymap,
            surroundings,
            domain,
            host,
            clock,
            notices: Notices::default(),
            now: Timestamp::default(),
            last_key_at: None,
            size: (80, 24),
            layout: Layout::default(),
            focus: Focus::List,
            chooser: Focus::List,
            full_screen: false,
            divider: 0,
            list: List::default(),
            containers: List::default(),
            folds: Folds::default(),
            filter: String::new(),
            marks: BTreeSet::new(),
            prompt: None,
            prompt_text: TextBuffer::default(),
            prompt_from: None,
            pending_keys: Vec::new(),
            modals: Vec::new(),
            detail: Detail::default(),
            logs: LogPane::new(cap),
            stats: Stats::default(),
            sampled: Vec::new(),
            tasks: Tasks::default(),
            next_subscription: 0,
            asked_projects: BTreeMap::new(),
            ticks: 0,
            failing_before: BTreeSet::new(),
            knows_failing: false,
        }
    }

    /// The host on the screen, where it is known.
    pub fn host(&self) -> Option<&Host> {
        self.domain.host(&self.host)
    }

    /// The engine's clock of the host on the screen.
    pub(super) fn engine_now(&self) -> Timestamp {
        self.host()
            .map_or(self.now, |host| host.engine_time(self.now))
    }

    /// A container of the host on the screen.
    pub(super) fn instance(&self, id: &InstanceId) -> Option<&Instance> {
        self.host()?.instance(id)
    }

    /// What keys act on and the detail pane shows.
    pub fn selected(&self) -> Option<RowId> {
        let inner = (self.chooser == Focus::Containers)
            .then(|| self.containers.cursor())
            .flatten();
        inner.or_else(|| self.list.cursor()).cloned()
    }

    /// Whether this is the container that the program itself runs in.
    pub(super) fn is_self(&self, id: &InstanceId) -> bool {
        let own = self.surroundings.own_container.as_deref();
        own.is_some_and(|own| own.len() >= 12 && id.as_str().starts_with(own))
    }

    /// Tells the person something.
    pub(super) fn notify(&mut self, tone: Tone, text: impl Into<String>, hint: Option<String>) {
        self.notices.push(Notice {
            at: self.now,
            tone,
            text: text.into(),
            hint,
        });
        let lines = self.notice_lines();
        if let Some(Modal::Report(report)) = self.modals.last_mut()
            && report.title == notices::TITLE
        {
            // It is being read: the newest comes above, and what was read stays where it is.
            if report.scroll > 0 {
                report.scroll += lines.len().saturating_sub(report.lines.len());
            }
            report.lines = lines;
        }
    }

    /// All notices of this run, newest first.
    pub(super) fn notice_lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for notice in self.notices.iter().rev() {
            let time = self.clock.wall(notice.at);
            lines.push(vec![
                (Tone::Dim, format!("{time}  ")),
                (notice.tone, notice.text.clone()),
            ]);
            lines.extend(
                notice
                    .hint
                    .iter()
                    .map(|hint| line(Tone::Dim, format!("          {hint}"))),
            );
        }
        if lines.is_empty() {
            lines.push(line(Tone::Dim, "nothing yet"));
        }
        lines
    }

    /// Whether time shows on the screen, so that ticks are wanted: ages below a minute, work of ours, a reconnection
    /// that counts down, processes, readings that grow old.
    pub fn wants_tick(&self) -> bool {
        let Some(host) = self.host() else {
            return false;
        };
        let now = self.engine_now();
        let is_young = |at: Option<Timestamp>| at.is_some_and(|at| at.age(now).as_secs() < 70);
        let young = |instance: &Instance| {
            instance.container.details.as_ref().is_some_and(|details| {
                is_young(details.started_at) || is_young(details.finished_at)
            })
        };
        let recent_notice = self
            .notices
            .last()
            .is_some_and(|notice| notice.at.age(self.now).as_secs() < 60);
        let sorting_waits = self
            .last_key_at
            .is_some_and(|at| at.age(self.now).as_secs() < 3);
        !host.is_live()
            || recent_notice
            || sorting_waits
            || self.tasks.iter().next().is_some()
            || (self.detail.tab == Tab::Top && self.layout.detail.is_some())
            || host.instances().any(|(_, instance)| young(instance))
    }
}
