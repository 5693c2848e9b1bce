//! Lines typed at the bottom: the list's filter, the log's search.

use crate::app::effect::Effects;
use crate::app::key::{Key, KeyCode};
use crate::app::layout::Focus;
use crate::app::logs::search::Pattern;
use crate::app::state::{App, PromptFor};
use crate::app::text_buffer::TextBuffer;
use crate::app::view::Tab;

impl App {
    /// `/`: searches the log where it has the keys, else filters the list.
    pub(super) fn open_prompt(&mut self) -> Effects {
        let in_log = self.focus == Focus::Detail && self.detail.tab == Tab::Logs;
        let kind = if in_log {
            PromptFor::Search
        } else {
            if self.focus == Focus::Detail {
                self.set_focus(Focus::List);
            }
            PromptFor::Filter
        };
        self.prompt = Some(kind);
        self.prompt_from = self.list.cursor().cloned();
        // What is in force stays until something is typed in its place.
        self.prompt_text = TextBuffer::default();
        Effects::redraw()
    }

    pub(super) fn prompt_key(&mut self, key: Key) -> Effects {
        let Some(kind) = self.prompt else {
            return Effects::default();
        };
        match key.code {
            KeyCode::Enter => {
                self.prompt = None;
                if kind == PromptFor::Search {
                    self.logs
                        .go_to_hit(false, self.log_room(), &self.clock.clone());
                }
            }
            KeyCode::Esc => {
                self.prompt = None;
                self.prompt_text.clear();
                self.prompt_changed(kind);
                // As if it had not been begun.
                if kind == PromptFor::Filter
                    && let Some(from) = self.prompt_from.take()
                {
                    self.list.select(&from);
                    self.selection_moved();
                }
            }
            KeyCode::Down | KeyCode::Up if kind == PromptFor::Filter => {
                self.list
                    .step(if key.code == KeyCode::Down { 1 } else { -1 });
                self.selection_moved();
            }
            _ => {
                if self.prompt_text.press(key) {
                    self.prompt_changed(kind);
                }
            }
        }
        Effects::redraw()
    }

    pub(super) fn prompt_changed(&mut self, kind: PromptFor) {
        let text = self.prompt_text.text().to_owned();
        match kind {
            PromptFor::Filter => self.set_filter(text),
            PromptFor::Search => self.logs.set_search(Pattern::new(&text)),
        }
    }

    /// Filters the list; the cursor goes to the first row that matches by its own name.
    pub(super) fn set_filter(&mut self, text: String) {
        self.filter = text;
        self.list.set_rows(self.list_nodes());
        let wanted = self.filter.to_lowercase();
        if !wanted.is_empty() {
            let own_name = |id: &crate::app::view::RowId| {
                let name = self.name_of(id).to_lowercase();
                name.rsplit('/')
                    .next()
                    .is_some_and(|name| name.contains(&wanted))
            };
            let hit = self
                .list
                .rows()
                .iter()
                .rposition(|node| own_name(&node.id) && node.depth > 0);
            let first = self
                .list
                .rows()
                .iter()
                .position(|node| own_name(&node.id) && node.depth > 0);
            let stack = self.list.rows().iter().position(|node| own_name(&node.id));
            if let Some(index) = first.or(stack).filter(|_| hit.is_some() || stack.is_some()) {
                self.list.go_to(index);
            }
        }
        self.selection_moved();
    }

    pub(super) fn paste(&mut self, text: &str) -> Effects {
        if let Some(kind) = self.prompt {
            self.prompt_text.insert(text);
            self.prompt_changed(kind);
        } else if let Some(modal) = self.modals.last_mut() {
            modal.paste(text);
        }
        Effects::redraw()
    }
}
