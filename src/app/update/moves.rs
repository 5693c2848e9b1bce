//! Moving: the cursor, the focus, the tabs, scrolling.

use crate::app::effect::Effects;
use crate::app::layout::{Focus, Shape, table_rows};
use crate::app::state::App;
use crate::app::view::{RowId, Tab, Tone};

impl App {
    /// Rows of the pane that has the keys.
    const fn page_rows(&self) -> u16 {
        match self.focus {
            Focus::List => self.layout.list_rows.height,
            Focus::Containers => self.layout.containers_rows.height,
            Focus::Detail => self.layout.body.height,
        }
    }

    pub(super) fn move_by(&mut self, rows: isize) -> Effects {
        match self.focus {
            Focus::List => {
                self.list.step(rows);
                self.chooser = Focus::List;
                self.selection_moved();
            }
            Focus::Containers => {
                self.containers.step(rows);
                self.chooser = Focus::Containers;
            }
            Focus::Detail => self.scroll_detail(rows as i64),
        }
        Effects::redraw()
    }

    pub(super) fn move_pages(&mut self, halves: isize) -> Effects {
        let rows = isize::try_from(self.page_rows() / 2).unwrap_or(1).max(1);
        self.move_by(rows * halves)
    }

    pub(super) fn move_to_end(&mut self, last: bool) -> Effects {
        let far = if last { isize::MAX / 2 } else { isize::MIN / 2 };
        if self.focus == Focus::Detail && self.detail.tab == Tab::Logs {
            if last {
                self.logs.follow();
            } else {
                self.logs.to_top(self.log_room(), &self.clock.clone());
            }
            return Effects::redraw();
        }
        self.move_by(far)
    }

    /// Scrolls the body of the tab.
    pub(super) fn scroll_detail(&mut self, rows: i64) {
        let Some(id) = self.selected() else { return };
        let rows_usize = usize::try_from(rows.unsigned_abs()).unwrap_or(usize::MAX);
        let tab = self.detail.tab;
        let height = self.layout.body.height;
        let (length, height) = match tab {
            Tab::Logs => {
                self.logs.scroll(rows, self.log_room(), &self.clock.clone());
                return;
            }
            Tab::Env => {
                let last = self.env_rows(&id).len().saturating_sub(1);
                let cursor = self.detail.cursors.entry(id.clone()).or_insert(0);
                *cursor = if rows < 0 {
                    cursor.saturating_sub(rows_usize)
                } else {
                    cursor.saturating_add(rows_usize)
                };
                *cursor = (*cursor).min(last);
                let cursor = *cursor;
                // The window moves only where the cursor would leave it.
                let height = usize::from(table_rows(height, true, false)).max(1);
                let first = self.detail.scrolls.entry((id, tab)).or_insert(0);
                *first = (*first)
                    .min(cursor)
                    .max((cursor + 1).saturating_sub(height));
                return;
            }
            Tab::Stats => return,
            Tab::Config => (self.config_length(&id), height),
            Tab::Events => (self.events_length(&id), table_rows(height, true, false)),
            Tab::Top => {
                let has_note = self.instances_of(&id).len() > 1;
                (self.top_length(), table_rows(height, true, has_note))
            }
        };
        let last = length.saturating_sub(usize::from(height));
        let scroll = self.detail.scrolls.get(&(id.clone(), tab));
        let at = scroll.copied().unwrap_or(0).min(last);
        let to = if rows < 0 {
            at.saturating_sub(rows_usize)
        } else {
            at.saturating_add(rows_usize)
        };
        self.detail.scrolls.insert((id, tab), to.min(last));
    }

    /// The list's cursor stands elsewhere: the containers pane follows, and what was revealed is hidden again.
    pub(super) fn selection_moved(&mut self) {
        self.containers.set_rows(self.container_nodes());
        if self.chooser == Focus::List {
            self.containers.go_to(0);
        }
        self.detail.revealed.clear();
    }

    pub(super) fn set_focus(&mut self, focus: Focus) {
        self.focus = focus;
        if focus != Focus::Detail {
            self.chooser = focus;
        }
    }

    /// The next pane that this shape has.
    pub(super) fn turn_focus(&mut self, forward: bool) -> Effects {
        let all: &[Focus] = match self.layout.shape {
            Shape::Wide => &[Focus::List, Focus::Containers, Focus::Detail],
            _ => &[Focus::List, Focus::Detail],
        };
        let at = all
            .iter()
            .position(|focus| *focus == self.focus)
            .unwrap_or(0);
        let next = if forward { at + 1 } else { at + all.len() - 1 } % all.len();
        if let Some(focus) = all.get(next) {
            let keep = self.chooser;
            self.set_focus(*focus);
            // Looking at the detail of a container does not lose it.
            if *focus == Focus::Detail {
                self.chooser = keep;
            }
        }
        Effects::redraw()
    }

    /// `l`: opens a row, or goes from list to containers to detail.
    pub(super) fn go_in(&mut self) -> Effects {
        if self.focus == Focus::List
            && let Some(node) = self.list.current().cloned()
            && node.can_open
            && !node.is_open
            && !(self.layout.shape == Shape::Wide && matches!(node.id, RowId::Service(_)))
        {
            return self.fold(node.id, true);
        }
        if self.focus != Focus::Detail {
            self.focus = Focus::Detail;
        }
        Effects::redraw()
    }

    /// `h`: back to the list, to the stack's row, closes it.
    pub(super) fn go_out(&mut self) -> Effects {
        if self.focus == Focus::Detail {
            self.full_screen = false;
            self.focus = self.chooser;
            return Effects::redraw();
        }
        if self.focus == Focus::Containers {
            self.set_focus(Focus::List);
            return Effects::redraw();
        }
        let Some(node) = self.list.current().cloned() else {
            return Effects::redraw();
        };
        if node.can_open && node.is_open {
            if let RowId::Stack(_) = node.id {
                return self.fold(node.id, false);
            }
            return self.fold(node.id, false);
        }
        let before = self.list.rows().iter().take(self.list.index());
        if let Some(parent) = before
            .rev()
            .find(|other| other.depth < node.depth)
            .map(|other| other.id.clone())
        {
            self.list.select(&parent);
            self.selection_moved();
        }
        Effects::redraw()
    }

    /// Enter: opens or closes a stack, shows the detail of what has no rows below, fills the screen from the detail.
    pub(super) fn enter(&mut self) -> Effects {
        match self.focus {
            Focus::Detail => self.full_screen = !self.full_screen,
            Focus::Containers => self.focus = Focus::Detail,
            Focus::List => match self.list.current().cloned() {
                Some(node)
                    if matches!(node.id, RowId::Stack(_)) && self.layout.shape != Shape::Tiny =>
                {
                    return self.fold(node.id, !node.is_open);
                }
                Some(_) => self.focus = Focus::Detail,
                None => {}
            },
        }
        Effects::redraw()
    }

    fn fold(&mut self, id: RowId, open: bool) -> Effects {
        self.folds.set(id, open);
        self.list.set_rows(self.list_nodes());
        self.selection_moved();
        Effects::redraw()
    }

    /// Esc: takes back the last thing that was opened; never quits.
    pub(super) fn back(&mut self) -> Effects {
        if self.focus == Focus::Detail && self.logs.search.is_some() && self.detail.tab == Tab::Logs
        {
            self.logs.set_search(None);
        } else if self.full_screen {
            self.full_screen = false;
        } else if self.focus == Focus::Detail {
            self.focus = self.chooser;
        } else if self.focus == Focus::Containers {
            self.set_focus(Focus::List);
        } else if !self.marks.is_empty() {
            self.marks.clear();
        } else if !self.filter.is_empty() {
            self.clear_filter();
        }
        Effects::redraw()
    }

    /// Shows all rows again, the cursor stays on its row.
    pub(super) fn clear_filter(&mut self) {
        match self.list.cursor().cloned() {
            Some(id) => self.go_to(&id),
            None => self.set_filter(String::new()),
        }
    }

    pub(super) fn show_tab(&mut self, tab: Tab) -> Effects {
        self.detail.tab = tab;
        if self.layout.shape == Shape::Tiny {
            self.focus = Focus::Detail;
        }
        Effects::redraw()
    }

    pub(super) fn turn_tab(&mut self, forward: bool) -> Effects {
        let all = Tab::ALL;
        let at = all
            .iter()
            .position(|tab| *tab == self.detail.tab)
            .unwrap_or(0);
        let next = if forward { at + 1 } else { at + all.len() - 1 } % all.len();
        self.show_tab(all.get(next).copied().unwrap_or_default())
    }

    /// `n`: the next hit of a search that is on, else the next failing service, anywhere.
    pub(super) fn next(&mut self, forward: bool) -> Effects {
        if let Some(search) = self
            .logs
            .search
            .as_ref()
            .filter(|_| self.detail.tab == Tab::Logs)
        {
            if self.logs.hit_position().1 == 0 {
                let text = format!("no line has `{}`", search.text());
                self.notify(Tone::Warn, text, None);
                return Effects::redraw();
            }
            self.logs
                .go_to_hit(forward, self.log_room(), &self.clock.clone());
            return Effects::redraw();
        }
        let Some(host) = self.host() else {
            return Effects::redraw();
        };
        let services = host.stacks().iter().flat_map(|stack| &stack.services);
        let failing: Vec<RowId> = services
            .filter(|one| one.status.is_failing())
            .map(|one| RowId::Service(one.id.clone()))
            .collect();
        let order: Vec<RowId> = host
            .stacks()
            .iter()
            .flat_map(|stack| {
                let services = stack
                    .services
                    .iter()
                    .map(|one| RowId::Service(one.id.clone()));
                std::iter::once(RowId::Stack(stack.id.clone())).chain(services)
            })
            .collect();
        let here = match self.list.cursor() {
            Some(RowId::Instance(id)) => self.service_of(id).map(RowId::Service),
            other => other.cloned(),
        };
        let position = |id: &RowId| order.iter().position(|other| other == id);
        let at = here.as_ref().and_then(position);
        let found = if forward {
            let after = failing.iter().find(|id| position(id) > at);
            after.or_else(|| failing.first())
        } else {
            let before = failing.iter().rev().find(|id| position(id) < at);
            before.or_else(|| failing.last())
        };
        if let Some(id) = found.cloned() {
            self.go_to(&id);
            if self.focus == Focus::Containers {
                self.set_focus(Focus::List);
            }
        }
        Effects::redraw()
    }
}
