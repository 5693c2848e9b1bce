//! Keys while something stands over the panes.

use crate::app::effect::{Effect, Effects};
use crate::app::key::{Key, KeyCode};
use crate::app::layout::{Area, modal_end};
use crate::app::modal::{Accept, Answer, Modal, Pick, Question};
use crate::app::state::App;
use crate::app::view::{RowId, Tone, line, line_width};
use crate::plan::act::Verb;
use crate::plan::news::{Connection, Foreground};

impl Modal {
    /// Text pasted into its input, if it has one.
    pub(super) fn paste(&mut self, text: &str) {
        match self {
            Self::Question(Question {
                accept: Accept::Name { typed, .. },
                ..
            }) => typed.insert(text),
            Self::Picker(picker) => {
                if let Some(input) = picker.input.as_mut() {
                    input.insert(text);
                    picker.narrow();
                }
            }
            _ => {}
        }
    }
}

impl App {
    pub(super) fn modal_key(&mut self, key: Key) -> Effects {
        match self.modals.last() {
            Some(Modal::Question(_)) => self.question_key(key),
            Some(Modal::Picker(_)) => self.picker_key(key),
            Some(Modal::Report(_)) => self.report_key(key),
            None => Effects::default(),
        }
    }

    fn question_key(&mut self, key: Key) -> Effects {
        let Some(Modal::Question(question)) = self.modals.last_mut() else {
            return Effects::default();
        };
        let plain = !key.ctrl && !key.alt;
        let last = question_end(question, self.layout.screen);
        if key.code == KeyCode::Esc {
            self.modals.pop();
            return Effects::redraw();
        }
        let accepted = match &mut question.accept {
            Accept::Name { expected, typed } => {
                if key.code != KeyCode::Enter {
                    typed.press(key);
                    None
                } else if typed.text() == expected {
                    Some(true)
                } else {
                    return Effects::redraw();
                }
            }
            accept => match key.code {
                KeyCode::Enter => Some(matches!(accept, Accept::Enter)),
                KeyCode::Char('y') if plain => Some(true),
                KeyCode::Char('n' | 'q') if plain => Some(false),
                KeyCode::Down | KeyCode::Char('j') => {
                    question.scroll = (question.scroll + 1).min(last);
                    None
                }
                KeyCode::Up | KeyCode::Char('k') => {
                    question.scroll = question.scroll.saturating_sub(1);
                    None
                }
                _ => None,
            },
        };
        match accepted {
            None => Effects::redraw(),
            Some(false) => {
                self.modals.pop();
                Effects::redraw()
            }
            Some(true) => match self.modals.pop() {
                Some(Modal::Question(question)) => self.answered(question),
                _ => Effects::redraw(),
            },
        }
    }

    fn answered(&mut self, question: Question) -> Effects {
        match question.answer {
            Answer::Apply(apply) => self.run(apply),
            Answer::Again(apply) => {
                let words = format!("stacktui runs in it. {} it all the same?", apply.verb);
                self.modals.push(Modal::Question(Question {
                    title: question.title,
                    lines: vec![line(Tone::Bad, words)],
                    accept: Accept::Yes,
                    answer: Answer::Apply(apply),
                    scroll: 0,
                }));
                Effects::redraw()
            }
            Answer::Attach(id) => {
                Effects::one(Effect::Suspend(Foreground::Attach(self.host.clone(), id)))
            }
            Answer::Quit => Effects::one(Effect::Quit),
        }
    }

    fn picker_key(&mut self, key: Key) -> Effects {
        let page = isize::try_from(self.layout.screen.height / 2)
            .unwrap_or(1)
            .max(1);
        let height = usize::from(self.layout.screen.height);
        let Some(Modal::Picker(picker)) = self.modals.last_mut() else {
            return Effects::default();
        };
        let narrows = picker.input.is_some();
        let letter = if let KeyCode::Char(letter) = key.code {
            Some(letter)
        } else {
            None
        };
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) => {
                self.modals.pop();
                return Effects::redraw();
            }
            (KeyCode::Enter, _) => return self.pick(),
            (KeyCode::Down | KeyCode::Tab, _) | (KeyCode::Char('n'), true) => picker.step(1),
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => picker.step(-1),
            (KeyCode::PageDown, _) => picker.step(page),
            (KeyCode::PageUp, _) => picker.step(-page),
            _ if narrows => {
                if picker.input.as_mut().is_some_and(|input| input.press(key)) {
                    picker.narrow();
                }
            }
            _ => {
                let shown = key.to_string();
                let hit = picker.shown.iter().position(|index| {
                    picker
                        .items
                        .get(*index)
                        .is_some_and(|item| item.key.split(' ').any(|key| key == shown))
                });
                match (hit, letter) {
                    (Some(index), _) => {
                        picker.cursor = index;
                        return self.pick();
                    }
                    (None, Some('j')) => picker.step(1),
                    (None, Some('k')) => picker.step(-1),
                    (None, Some('q' | 'x')) => {
                        self.modals.pop();
                        return Effects::redraw();
                    }
                    _ => {}
                }
            }
        }
        if let Some(Modal::Picker(picker)) = self.modals.last_mut() {
            picker.scroll_to_cursor(picker_rows(height));
        }
        Effects::redraw()
    }

    /// Chooses the entry under the cursor. One that cannot be chosen now says why and stays open.
    fn pick(&mut self) -> Effects {
        let Some(Modal::Picker(picker)) = self.modals.last() else {
            return Effects::default();
        };
        let Some(item) = picker.current().cloned() else {
            return Effects::redraw();
        };
        if let Some(reason) = item.disabled {
            let text = match item.pick {
                Pick::Action(action) => action.refusal(&reason),
                _ => format!("cannot {}: {reason}", item.label),
            };
            self.notify(Tone::Warn, text, None);
            return Effects::redraw();
        }
        self.modals.pop();
        match item.pick {
            Pick::Action(action) => self.try_action(action),
            Pick::Signal(signal) => self.act(&Verb::Kill {
                signal: signal.to_owned(),
            }),
            Pick::Copy(text) => Effects::one(Effect::Copy(text)),
            Pick::Context(choice) => self.connect(Connection::Context(choice.name)),
            Pick::Row(id) => {
                self.go_to(&id);
                Effects::redraw()
            }
            Pick::Nothing => Effects::redraw(),
        }
    }

    /// Puts the cursor on a row, opening what hides it.
    pub(super) fn go_to(&mut self, id: &RowId) {
        self.filter.clear();
        match id {
            RowId::Service(service) => self.folds.set(RowId::Stack(service.stack.clone()), true),
            RowId::Instance(instance) => {
                if let Some(service) = self.service_of(instance) {
                    self.folds.set(RowId::Stack(service.stack.clone()), true);
                    self.folds.set(RowId::Service(service), true);
                }
            }
            RowId::Stack(_) => {}
        }
        self.list.set_rows(self.list_nodes());
        if !self.list.select(id)
            && let RowId::Instance(instance) = id
            && let Some(service) = self.service_of(instance)
        {
            self.list.select(&RowId::Service(service));
        }
        self.chooser = crate::app::layout::Focus::List;
        self.selection_moved();
    }

    fn report_key(&mut self, key: Key) -> Effects {
        let screen = self.layout.screen;
        let page = usize::from(screen.height / 2).max(1);
        let Some(Modal::Report(report)) = self.modals.last_mut() else {
            return Effects::default();
        };
        let last = modal_end(screen, report.lines.iter().map(line_width));
        match (key.code, key.ctrl) {
            (KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q' | '!' | 'i'), false) => {
                self.modals.pop();
            }
            (KeyCode::Down | KeyCode::Char('j'), false) => {
                report.scroll = (report.scroll + 1).min(last);
            }
            (KeyCode::Up | KeyCode::Char('k'), false) => {
                report.scroll = report.scroll.saturating_sub(1);
            }
            (KeyCode::PageDown | KeyCode::Char(' '), false) | (KeyCode::Char('d'), true) => {
                report.scroll = (report.scroll + page).min(last);
            }
            (KeyCode::PageUp, false) | (KeyCode::Char('u'), true) => {
                report.scroll = report.scroll.saturating_sub(page);
            }
            (KeyCode::Home | KeyCode::Char('g'), false) => report.scroll = 0,
            (KeyCode::End | KeyCode::Char('G'), false) => report.scroll = last,
            _ => {}
        }
        Effects::redraw()
    }
}

/// The furthest that the text of a question scrolls.
pub(super) fn question_end(question: &Question, screen: Area) -> usize {
    // The answers and the air above them take two rows more.
    let room = Area {
        height: screen.height.saturating_sub(2),
        ..screen
    };
    modal_end(room, question.lines.iter().map(line_width))
}

/// Rows of a picker that are visible on a screen of this height, about: the layout keeps the cursor in sight.
pub(super) fn picker_rows(height: usize) -> usize {
    height.saturating_sub(6).max(1)
}
