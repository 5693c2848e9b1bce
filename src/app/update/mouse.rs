//! The mouse: a click selects, chooses or answers, the wheel scrolls what is under it.

use crate::app::effect::Effects;
use crate::app::key::{Key, KeyCode};
use crate::app::layout::{Focus, modal_end};
use crate::app::modal::Modal;
use crate::app::modal_layout::{Hit, hit};
use crate::app::msg::{Mouse, MouseKind};
use crate::app::state::App;
use crate::app::tabs;
use crate::app::view::line_width;

/// Rows a turn of the wheel.
const WHEEL: i64 = 3;

impl App {
    pub(super) fn mouse(&mut self, mouse: Mouse) -> Effects {
        self.last_key_at = Some(self.now);
        let wheel = match mouse.kind {
            MouseKind::ScrollDown => WHEEL,
            MouseKind::ScrollUp => -WHEEL,
            MouseKind::Press => 0,
        };
        if !self.modals.is_empty() {
            return if wheel == 0 {
                self.click_modal(mouse)
            } else {
                self.scroll_modal(wheel)
            };
        }
        let (column, row) = (mouse.column, mouse.row);
        let in_pane = |area: Option<crate::app::layout::Area>| {
            area.is_some_and(|area| area.contains(column, row))
        };
        if in_pane(self.layout.detail) {
            if wheel != 0 {
                self.scroll_detail(wheel);
            } else if row == self.layout.tabs.y {
                let title = self.headline().title;
                if let Some(tab) = tabs::tab_at(&self.layout, &title, self.detail.tab, column) {
                    return self.show_tab(tab);
                }
            } else {
                self.focus = Focus::Detail;
            }
        } else if in_pane(self.layout.containers)
            && row > self.layout.containers_rows.y.saturating_sub(1)
        {
            self.set_focus(Focus::Containers);
            let index = usize::from(row.saturating_sub(self.layout.containers_rows.y))
                + self.containers.first();
            if wheel != 0 {
                return self.move_by(isize::try_from(wheel).unwrap_or(0));
            }
            if index < self.containers.rows().len() {
                self.containers.go_to(index);
            }
        } else if in_pane(self.layout.list) {
            if wheel != 0 {
                self.set_focus(Focus::List);
                return self.move_by(isize::try_from(wheel).unwrap_or(0));
            }
            if let Some(id) = self.row_at(row) {
                // A second click on the row is enter.
                let again = self.list.cursor() == Some(&id) && self.focus == Focus::List;
                self.set_focus(Focus::List);
                self.list.select(&id);
                self.selection_moved();
                if again {
                    return self.enter();
                }
            }
        }
        Effects::redraw()
    }

    /// A click on an entry chooses it, on a key that stands there presses it, beside the box it is `esc`.
    fn click_modal(&mut self, mouse: Mouse) -> Effects {
        let Some(modal) = self.modals.last_mut() else {
            return Effects::default();
        };
        match hit(modal, self.layout.screen, mouse.column, mouse.row) {
            Hit::Outside => self.modal_key(Key::plain(KeyCode::Esc)),
            Hit::Inside => Effects::default(),
            Hit::Press(key) => self.modal_key(key),
            Hit::Entry(position) => {
                if let Modal::Picker(picker) = modal {
                    picker.cursor = position;
                }
                self.modal_key(Key::plain(KeyCode::Enter))
            }
        }
    }

    fn scroll_modal(&mut self, wheel: i64) -> Effects {
        let screen = self.layout.screen;
        let step = |at: usize, last: usize| {
            let rows = usize::try_from(wheel.unsigned_abs()).unwrap_or(0);
            let to = if wheel < 0 {
                at.saturating_sub(rows)
            } else {
                at + rows
            };
            to.min(last)
        };
        match self.modals.last_mut() {
            Some(Modal::Picker(picker)) => {
                picker.cursor = step(picker.cursor, picker.shown.len().saturating_sub(1));
                picker.scroll_to_cursor(super::modals::picker_rows(usize::from(screen.height)));
            }
            Some(Modal::Report(report)) => {
                let last = modal_end(screen, report.lines.iter().map(line_width));
                report.scroll = step(report.scroll, last);
            }
            Some(Modal::Question(question)) => {
                let last = super::modals::question_end(question, screen);
                question.scroll = step(question.scroll, last);
            }
            None => {}
        }
        Effects::redraw()
    }
}
