//! What each action does.

use crate::app::action::Action;
use crate::app::effect::{Effect, Effects};
use crate::app::layout::Focus;
use crate::app::modal::{Accept, Answer, Modal, Question, Report};
use crate::app::notices;
use crate::app::state::App;
use crate::app::tasks::Purpose;
use crate::app::view::{RowId, Tab, Tone, line};
use crate::plan::news::{Connection, Foreground};
use crate::plan::work::Work;

impl App {
    #[expect(clippy::too_many_lines, reason = "one arm an action")]
    pub(super) fn perform(&mut self, action: Action) -> Effects {
        if let Some(verb) = Self::verb_of(action) {
            return self.act(&verb);
        }
        match action {
            Action::Down => self.move_by(1),
            Action::Up => self.move_by(-1),
            Action::HalfDown => self.move_pages(1),
            Action::HalfUp => self.move_pages(-1),
            Action::PageDown => self.move_pages(2),
            Action::PageUp => self.move_pages(-2),
            Action::Top => self.move_to_end(false),
            Action::Bottom => self.move_to_end(true),
            Action::In => self.go_in(),
            Action::Out => self.go_out(),
            Action::Enter if self.is_away() => Effects::one(Effect::Reconnect(self.host.clone())),
            Action::Enter => self.enter(),
            Action::NextPane => self.turn_focus(true),
            Action::PreviousPane => self.turn_focus(false),
            Action::NextTab => self.turn_tab(true),
            Action::PreviousTab => self.turn_tab(false),
            Action::TabLogs => self.show_tab(Tab::Logs),
            Action::TabStats => self.show_tab(Tab::Stats),
            Action::TabEnv => self.show_tab(Tab::Env),
            Action::TabConfig => self.show_tab(Tab::Config),
            Action::TabEvents => self.show_tab(Tab::Events),
            Action::TabTop => self.show_tab(Tab::Top),
            Action::Back => self.back(),
            Action::Filter => self.open_prompt(),
            Action::Next => self.next(true),
            Action::Previous => self.next(false),
            Action::Palette => self.opened(Self::open_palette),
            Action::Help => self.opened(Self::open_help),
            Action::Menu => self.opened(Self::open_menu),
            Action::Kill => self.opened(Self::open_signals),
            Action::Copy => self.opened(Self::open_copy),
            Action::Mark => self.mark(),
            Action::Unmark => {
                self.marks.clear();
                Effects::redraw()
            }
            Action::Pause => self.pause(),
            Action::Shell => self.shell(),
            Action::Attach => self.attach(),
            Action::Cancel => self.cancel(),
            Action::Why => self.open_why(),
            Action::Logs => self.look(Tab::Logs),
            Action::Env => self.look(Tab::Env),
            Action::Reveal => self.reveal(),
            Action::Level => {
                self.logs.level = self.logs.level.next();
                self.logs.follow();
                self.show_tab(Tab::Logs)
            }
            Action::Wrap => {
                self.logs.wrap = !self.logs.wrap;
                Effects::redraw()
            }
            Action::Time => {
                self.clock.turn();
                let word = self.clock.word();
                self.notify(Tone::Normal, word, None);
                Effects::redraw()
            }
            Action::Save => self.save(),
            Action::Notices => self.opened(Self::open_notices),
            Action::FullScreen => {
                self.full_screen = !self.full_screen;
                Effects::redraw()
            }
            Action::Narrower => self.move_divider(-2),
            Action::Wider => self.move_divider(2),
            Action::MouseToggle => {
                self.mouse = !self.mouse;
                let words = if self.mouse {
                    "the mouse is stacktui's; shift and drag selects text"
                } else {
                    "the mouse is the terminal's"
                };
                self.notify(Tone::Normal, words, None);
                Effects::one(Effect::Mouse(self.mouse))
            }
            Action::Refresh => {
                self.regroup(true);
                let task = self
                    .tasks
                    .begin(self.host.clone(), Purpose::Resync, self.now);
                let mut effects = self.read_projects();
                effects.push(Effect::Run(task, self.host.clone(), Work::Resync));
                effects
            }
            Action::Repaint => Effects::one(Effect::Repaint),
            Action::Contexts if self.tasks.reads_contexts() => Effects::redraw(),
            Action::Contexts => {
                let task = self
                    .tasks
                    .begin(self.host.clone(), Purpose::Contexts, self.now);
                Effects::one(Effect::Run(task, self.host.clone(), Work::Contexts))
            }
            Action::Demo => self.connect(Connection::Demo),
            Action::Suspend => Effects::one(Effect::Suspend(Foreground::Stop)),
            Action::Quit => self.quit(),
            Action::QuitNow => Effects::one(Effect::Quit),
            Action::Restart
            | Action::Stop
            | Action::Start
            | Action::Remove
            | Action::RemoveVolumes => Effects::default(),
        }
    }

    fn opened(&mut self, open: fn(&mut Self)) -> Effects {
        open(self);
        Effects::redraw()
    }

    /// No list has come, and none is on its way.
    fn is_away(&self) -> bool {
        self.host().is_none_or(|host| !host.is_listed())
    }

    /// `m`, `e`: a tab with the keys.
    fn look(&mut self, tab: Tab) -> Effects {
        self.detail.tab = tab;
        self.focus = Focus::Detail;
        Effects::redraw()
    }

    /// Marks the row and goes to the next, or takes the mark away.
    fn mark(&mut self) -> Effects {
        let list = if self.focus == Focus::Containers {
            &self.containers
        } else {
            &self.list
        };
        if let Some(id) = list.cursor().cloned()
            && !self.marks.remove(&id)
        {
            self.marks.insert(id);
        }
        if self.focus == Focus::Detail {
            Effects::redraw()
        } else {
            self.move_by(1)
        }
    }

    /// Shows or hides the secret under the cursor of the Env tab.
    fn reveal(&mut self) -> Effects {
        let Some(id) = self.selected() else {
            return Effects::redraw();
        };
        let rows = self.env_rows(&id);
        let cursor = self
            .detail
            .cursors
            .get(&id)
            .copied()
            .unwrap_or(0)
            .min(rows.len().saturating_sub(1));
        if let Some(row) = rows.get(cursor) {
            let key = (row.instance_id.clone(), row.name.clone());
            if !self.detail.revealed.remove(&key) {
                self.detail.revealed.insert(key);
            }
        }
        Effects::redraw()
    }

    /// Stops the newest plan between two steps.
    fn cancel(&mut self) -> Effects {
        let Some(task) = self.tasks.applies().next_back().map(|(id, _)| id) else {
            return Effects::redraw();
        };
        if let Some(crate::app::tasks::Task {
            purpose: Purpose::Apply(apply),
            ..
        }) = self.tasks.get_mut(task)
        {
            apply.is_cancelled = true;
        }
        self.notify(Tone::Warn, "stops after the steps that run", None);
        Effects::one(Effect::Cancel(task))
    }

    fn save(&mut self) -> Effects {
        let name = self
            .logs
            .subject
            .as_ref()
            .map(|id| self.name_of(id))
            .unwrap_or_default();
        let safe = |character: char| {
            if character.is_alphanumeric() || "-_.".contains(character) {
                character
            } else {
                '-'
            }
        };
        let name: String = name.chars().map(safe).collect();
        let text = self.logs.text(&self.clock);
        let task = self.tasks.begin(self.host.clone(), Purpose::Save, self.now);
        let work = Work::SaveFile {
            name: format!("{name}.log"),
            text,
        };
        Effects::one(Effect::Run(task, self.host.clone(), work))
    }

    /// Files of stacks are read again; what was said of them stays until then.
    pub(super) fn read_projects(&mut self) -> Effects {
        self.asked_projects.clear();
        let here = if self.surroundings.is_demo {
            Connection::Demo
        } else {
            Connection::Context(self.surroundings.context.clone())
        };
        Effects::one(Effect::ReadProjects(here))
    }

    fn open_notices(&mut self) {
        self.modals.push(Modal::Report(Report {
            title: notices::TITLE.to_owned(),
            lines: self.notice_lines(),
            scroll: 0,
            about: None,
        }));
    }

    /// Beyond its ends the divider does not move, not even unseen.
    fn move_divider(&mut self, by: i16) -> Effects {
        let before = (self.divider, self.layout);
        self.divider = self.divider.saturating_add(by);
        self.arrange();
        if self.layout == before.1 {
            self.divider = before.0;
        }
        Effects::redraw()
    }

    /// Clears a filter first; asks while work goes on.
    fn quit(&mut self) -> Effects {
        if !self.filter.is_empty() {
            self.clear_filter();
            return Effects::redraw();
        }
        let names: Vec<String> = self
            .tasks
            .applies()
            .map(|(_, one)| format!("{} {}", one.verb, one.target))
            .collect();
        if names.is_empty() {
            return Effects::one(Effect::Quit);
        }
        let mut lines: Vec<_> = names
            .into_iter()
            .map(|name| line(Tone::Normal, name))
            .collect();
        lines.push(line(
            Tone::Dim,
            "what the engine has begun it goes on with; what was not begun is left out",
        ));
        self.modals.push(Modal::Question(Question {
            title: "Quit while this is under way?".to_owned(),
            lines,
            accept: Accept::Yes,
            answer: Answer::Quit,
            scroll: 0,
        }));
        Effects::redraw()
    }

    /// Leaves this engine for another.
    pub(super) fn connect(&mut self, connection: Connection) -> Effects {
        self.domain.forget(&self.host);
        let name = match &connection {
            Connection::Context(name) => name.clone(),
            Connection::Demo => "demo".to_owned(),
        };
        self.surroundings.is_demo = connection == Connection::Demo;
        self.surroundings.context.clone_from(&name);
        self.host = crate::model::ids::HostId::from(name);
        self.domain.host_mut(&self.host);
        self.marks.clear();
        self.last_key_at = None;
        self.failing_before.clear();
        self.knows_failing = false;
        self.sampled.clear();
        self.asked_projects.clear();
        self.tasks.forget_questions();
        self.stats = crate::app::stats::Stats::default();
        self.detail = crate::app::state::Detail::default();
        self.set_focus(Focus::List);
        self.full_screen = false;
        self.set_filter(String::new());
        Effects::one(Effect::Connect(connection))
    }

    /// What the list's row at a place of the screen is.
    pub(super) fn row_at(&self, row: u16) -> Option<RowId> {
        let index = self.list.first() + usize::from(row.checked_sub(self.layout.list_rows.y)?);
        self.list.rows().get(index).map(|node| node.id.clone())
    }
}
