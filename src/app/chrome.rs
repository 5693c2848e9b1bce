//! The lines round the panes: header, hints, and the pages that stand in place of the panes.

use crate::app::action::Action;
use crate::app::domain::Link;
use crate::app::layout::{Focus, Shape};
use crate::app::screen::{Footer, Prompt};
use crate::app::state::{App, PromptFor};
use crate::app::view::{Header, Hint, Line, Page, Tab, Tone, line};
use crate::model::ids::{InstanceId, Manager};
use crate::model::units;
use crate::plan::news::HostError;

impl App {
    pub(super) fn header(&self) -> Header {
        let Some(host) = self.host() else {
            return Header::default();
        };
        let name = if host.engine.name.is_empty() {
            host.id.to_string()
        } else {
            host.engine.name.clone()
        };
        let mut left = vec![name];
        if host.is_listed() {
            let stacks = host
                .stacks()
                .iter()
                .filter(|stack| stack.id.manager != Manager::Loose)
                .count();
            let containers = host.instances().count();
            left.push(plural(stacks, "stack"));
            left.push(plural(containers, "container"));
            if !host.engine.version.is_empty() {
                let word = if host.engine.is_podman {
                    "podman"
                } else {
                    "engine"
                };
                let short: Vec<&str> = host.engine.version.split('.').take(2).collect();
                left.push(format!("{word} {}", short.join(".")));
            }
        }
        let glyph = if self.surroundings.is_ascii {
            "!"
        } else {
            "▲"
        };
        let failing = host.failing();
        let attention = match failing {
            _ if !host.is_listed() => Line::new(),
            0 => line(Tone::Good, "all well"),
            count => line(Tone::Bad, format!("{glyph} {count} failing")),
        };
        Header {
            left,
            attention,
            right: self.header_right(),
        }
    }

    fn header_right(&self) -> Vec<(Tone, String)> {
        let mut right = Vec::new();
        let Some(host) = self.host() else {
            return right;
        };
        let running: Vec<InstanceId> = host
            .instances()
            .filter(|(_, one)| one.container.is_running())
            .map(|(id, _)| id.clone())
            .collect();
        let known = running
            .iter()
            .filter(|id| self.stats.fresh(id, self.engine_now()).is_some())
            .count();
        if let (Some(cpu), Some(memory)) = self.usage(&running) {
            // Not all are read at once where there are many: then it is at least this.
            let about = match (known < running.len(), self.surroundings.is_ascii) {
                (false, _) => "",
                (true, true) => ">=",
                (true, false) => "≥",
            };
            right.push((Tone::Normal, format!("cpu {about}{}", units::percent(cpu))));
            let total = match host.engine.memory_bytes {
                0 => String::new(),
                total => format!("/{}", units::bytes(total)),
            };
            right.push((
                Tone::Normal,
                format!("mem {about}{}{total}", units::memory(memory)),
            ));
        }
        for (active, words) in [
            (self.surroundings.is_demo, "demo"),
            (self.mouse, "mouse"),
            (self.settings.read_only, "read-only"),
        ] {
            if active {
                right.push((Tone::Accent, words.to_owned()));
            }
        }
        if !self.marks.is_empty() {
            right.push((Tone::Accent, format!("{} marked", self.marks.len())));
        }
        if !self.filter.is_empty() && self.prompt != Some(PromptFor::Filter) {
            right.push((Tone::Accent, format!("/{}", self.filter)));
        }
        match &host.link {
            Link::Lost { error, since } if host.is_listed() => {
                let left = error
                    .retry_in
                    .map(|span| span.saturating_sub(since.age(self.now)).as_secs());
                let words = match left {
                    Some(0) => "stale · reconnecting".to_owned(),
                    Some(seconds) => format!("stale · reconnecting in {seconds}s"),
                    None => "stale".to_owned(),
                };
                right.push((Tone::Bad, words));
            }
            Link::Connecting if host.is_listed() => {
                right.push((Tone::Warn, "stale · reconnecting".to_owned()));
            }
            _ => {}
        }
        right
    }

    pub(super) fn footer(&self) -> Footer {
        let prompt = self.prompt.map(|kind| {
            let note = match kind {
                PromptFor::Filter => {
                    format!("{} rows   enter keep   esc clear", self.list.rows().len())
                }
                PromptFor::Search => {
                    let (at, of) = self.logs.hit_position();
                    format!("{at} of {of}   enter keep   esc clear")
                }
            };
            let text = self.prompt_text.text().to_owned();
            Prompt {
                label: "/".to_owned(),
                text,
                cursor: self.prompt_text.cursor_column(),
                note,
            }
        });
        let recent = self
            .notices
            .last()
            .filter(|notice| notice.at.age(self.now).as_secs() < 60);
        Footer {
            prompt,
            hints: self.hints(),
            right: recent.map(|notice| (notice.tone, notice.text.clone())),
        }
    }

    /// What the selection can do now, most useful first.
    fn hints(&self) -> Vec<Hint> {
        if !self.pending_keys.is_empty() {
            return match self.keymap.resolve(&self.pending_keys) {
                crate::app::keymap::Resolution::Pending(next) => {
                    let hint = |(key, action): (crate::app::key::Key, Action)| Hint {
                        key: key.to_string(),
                        label: action.label().to_owned(),
                    };
                    next.into_iter().map(hint).collect()
                }
                _ => Vec::new(),
            };
        }
        if self.page().is_some() {
            return self.hints_for(&[
                Action::Enter,
                Action::Contexts,
                Action::Demo,
                Action::Notices,
                Action::Help,
                Action::Quit,
            ]);
        }
        let status = self.selected().and_then(|id| self.status_of(&id));
        let mut wanted: Vec<Action> = Vec::new();
        if self.focus == Focus::Detail {
            match self.detail.tab {
                Tab::Logs => wanted.extend([
                    Action::FullScreen,
                    Action::Filter,
                    Action::Level,
                    Action::Wrap,
                    Action::Time,
                    Action::Bottom,
                    Action::Save,
                ]),
                Tab::Env => wanted.extend([Action::Reveal, Action::FullScreen]),
                _ => wanted.extend([Action::FullScreen, Action::NextTab]),
            }
            wanted.push(Action::Back);
        }
        if self.tasks.applies().next().is_some() {
            wanted.push(Action::Cancel);
        }
        match status {
            Some(status) if status.is_failing() => {
                wanted.extend([
                    Action::Restart,
                    Action::Why,
                    Action::Logs,
                    Action::Stop,
                    Action::Shell,
                ]);
            }
            Some(status) if status.is_at_rest() => {
                wanted.extend([Action::Start, Action::Logs, Action::Remove]);
            }
            Some(_) => wanted.extend([
                Action::Restart,
                Action::Stop,
                Action::Logs,
                Action::Shell,
                Action::Env,
            ]),
            None => {}
        }
        wanted.extend([
            Action::Menu,
            Action::Filter,
            Action::Next,
            Action::Palette,
            Action::Help,
        ]);
        self.hints_for(&wanted)
    }

    fn hints_for(&self, wanted: &[Action]) -> Vec<Hint> {
        let mut seen: Vec<Action> = Vec::new();
        for action in wanted {
            if !seen.contains(action) && self.available(*action).is_ok() {
                seen.push(*action);
            }
        }
        let hint = |action: &Action| {
            let label = match action {
                Action::Next if self.logs.search.is_none() => "next failing",
                Action::Enter if self.page().is_some() => "retry",
                Action::Bottom => "follow",
                Action::Filter if self.focus == Focus::Detail => "search",
                other => other.label(),
            };
            Some(Hint {
                key: self.keymap.key_of(*action)?,
                label: label.to_owned(),
            })
        };
        seen.iter().filter_map(hint).collect()
    }

    /// What stands in place of the panes.
    pub(super) fn page(&self) -> Option<Page> {
        if self.layout.shape == Shape::TooSmall {
            return None;
        }
        let host = self.host()?;
        if host.is_listed() {
            let nothing = host.stacks().is_empty() && self.filter.is_empty();
            return (nothing && host.is_live()).then(|| Page::Empty(self.empty_lines()));
        }
        match &host.link {
            Link::Lost { error, since } => {
                let left = error
                    .retry_in
                    .map(|span| span.saturating_sub(since.age(self.now)).as_secs());
                Some(Page::NoEngine(self.no_engine_lines(error, left)))
            }
            _ => Some(Page::Loading("connecting…".to_owned())),
        }
    }

    fn no_engine_lines(&self, error: &HostError, left: Option<u64>) -> Vec<Line> {
        let mut lines = vec![line(Tone::Strong, "No Docker engine answers."), Line::new()];
        let width = error
            .tried
            .iter()
            .map(|one| one.endpoint.chars().count())
            .max()
            .unwrap_or(0);
        for (index, attempt) in error.tried.iter().enumerate() {
            let head = if index == 0 { "tried  " } else { "       " };
            lines.push(vec![
                (Tone::Dim, head.to_owned()),
                (Tone::Normal, format!("{:width$}   ", attempt.endpoint)),
                (Tone::Bad, attempt.reason.clone()),
            ]);
        }
        lines.push(line(Tone::Dim, format!("       ({})", error.chosen_by)));
        lines.push(Line::new());
        let arrow = if self.surroundings.is_ascii {
            "->"
        } else {
            "→"
        };
        for (index, hint) in error.hint.iter().flat_map(|hint| hint.lines()).enumerate() {
            let head = if index == 0 {
                format!("{arrow} ")
            } else {
                "  ".to_owned()
            };
            lines.push(vec![(Tone::Accent, head), (Tone::Normal, hint.to_owned())]);
        }
        lines.push(Line::new());
        let key = |action| self.keymap.key_of(action).unwrap_or_default();
        let mut keys = Line::new();
        for (action, label) in [
            (Action::Enter, "retry"),
            (Action::Contexts, "choose a context"),
            (Action::Demo, "open the demo"),
            (Action::Quit, "quit"),
        ] {
            keys.push((Tone::Accent, key(action)));
            keys.push((Tone::Normal, format!(" {label}    ")));
        }
        lines.push(keys);
        if let Some(seconds) = left {
            lines.push(Line::new());
            lines.push(line(Tone::Dim, format!("trying again in {seconds} s")));
        }
        lines
    }

    fn empty_lines(&self) -> Vec<Line> {
        let key = |action| self.keymap.key_of(action).unwrap_or_default();
        vec![
            line(Tone::Strong, "Nothing runs on this engine."),
            Line::new(),
            line(
                Tone::Normal,
                "There is no container, and no compose file in this directory or above it.",
            ),
            Line::new(),
            vec![
                (Tone::Accent, "stacktui -f compose.yaml".to_owned()),
                (Tone::Dim, "   point it at a file".to_owned()),
            ],
            vec![
                (Tone::Accent, key(Action::Demo)),
                (
                    Tone::Dim,
                    "   open the demo: a sample server in this process".to_owned(),
                ),
            ],
            vec![
                (Tone::Accent, key(Action::Contexts)),
                (Tone::Dim, "   choose another engine".to_owned()),
            ],
            Line::new(),
            line(
                Tone::Dim,
                "what is started anywhere on this engine appears here by itself",
            ),
        ]
    }
}

pub(super) fn plural(count: usize, word: &str) -> String {
    if count == 1 {
        format!("1 {word}")
    } else {
        format!("{count} {word}s")
    }
}
