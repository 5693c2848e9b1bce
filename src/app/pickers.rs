//! Lists to choose from: palette, help, menu of an object, signals, copy, contexts.

use crate::app::action::Action;
use crate::app::modal::{Modal, Pick, Picker, PickerItem};
use crate::app::state::App;
use crate::app::text_buffer::TextBuffer;
use crate::app::view::RowId;
use crate::model::exit::SIGNALS;
use crate::plan::work::ContextChoice;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// Signals on offer first, the usual ones with a letter.
const USUAL_SIGNALS: [(&str, &str, &str); 8] = [
    ("k", "SIGKILL", "end it at once, it cannot clean up"),
    ("t", "SIGTERM", "ask it to end"),
    ("i", "SIGINT", "as ctrl-c"),
    ("h", "SIGHUP", "often: read the configuration anew"),
    ("q", "SIGQUIT", "often: end and leave a dump"),
    ("1", "SIGUSR1", "what the program makes of it"),
    ("2", "SIGUSR2", "what the program makes of it"),
    ("c", "SIGCONT", "go on"),
];

impl Picker {
    fn new(title: impl Into<String>, narrows: bool, items: Vec<PickerItem>) -> Self {
        let input = narrows.then(Box::<TextBuffer>::default);
        let shown = (0..items.len()).collect();
        Self {
            title: title.into(),
            input,
            items,
            shown,
            cursor: 0,
            scroll: 0,
        }
    }

    /// The entry under the cursor.
    pub fn current(&self) -> Option<&PickerItem> {
        self.shown
            .get(self.cursor)
            .and_then(|index| self.items.get(*index))
    }

    /// Moves the cursor, round the ends.
    pub fn step(&mut self, rows: isize) {
        let count = self.shown.len();
        if count > 0 {
            let count = isize::try_from(count).unwrap_or(isize::MAX);
            let at = isize::try_from(self.cursor).unwrap_or(0);
            self.cursor = usize::try_from((at + rows).rem_euclid(count)).unwrap_or(0);
        }
    }

    /// Moves the window of this height so that the cursor lies in it.
    pub fn scroll_to_cursor(&mut self, height: usize) {
        let height = height.max(1);
        if self.cursor < self.scroll {
            self.scroll = self.cursor;
        } else if self.cursor >= self.scroll + height {
            self.scroll = self.cursor + 1 - height;
        }
    }

    /// Shows what matches the input, best first; headings vanish while there is input.
    pub fn narrow(&mut self) {
        let text = self
            .input
            .as_ref()
            .map(|input| input.text().trim().to_owned())
            .unwrap_or_default();
        (self.cursor, self.scroll) = (0, 0);
        if text.is_empty() {
            self.shown = (0..self.items.len()).collect();
            return;
        }
        let pattern = Pattern::parse(&text, CaseMatching::Smart, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, usize)> = Vec::new();
        for (index, item) in self.items.iter().enumerate() {
            let label = pattern.score(Utf32Str::new(&item.label, &mut buffer), &mut matcher);
            let detail = pattern.score(Utf32Str::new(&item.detail, &mut buffer), &mut matcher);
            // A hit in the name beats one in the description.
            let score = label.map(|score| score + 1_000).or(detail);
            scored.extend(score.map(|score| (score, index)));
        }
        scored.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
        self.shown = scored.into_iter().map(|(_, index)| index).collect();
    }
}

impl App {
    fn action_item(&self, action: Action, group: Option<String>) -> PickerItem {
        PickerItem {
            key: self.keymap.keys_of(action).join(" "),
            label: action.name().replace('-', " "),
            detail: action.doc().to_owned(),
            disabled: self.available(action).err(),
            group,
            pick: Pick::Action(action),
        }
    }

    /// All actions by group.
    pub(super) fn open_help(&mut self) {
        let mut last = None;
        let mut items = Vec::new();
        for action in Action::ALL {
            let group = action.group();
            let heading = (last != Some(group)).then(|| group.title().to_owned());
            last = Some(group);
            items.push(self.action_item(*action, heading));
        }
        self.modals
            .push(Modal::Picker(Picker::new("Help: enter runs", true, items)));
    }

    /// All actions, those that can be done now first, and all rows to go to.
    pub(super) fn open_palette(&mut self) {
        let mut items: Vec<PickerItem> = Action::ALL
            .iter()
            .map(|action| self.action_item(*action, None))
            .collect();
        items.sort_by_key(|item| item.disabled.is_some());
        if let Some(host) = self.host() {
            for stack in host.stacks() {
                let ids = std::iter::once(RowId::Stack(stack.id.clone())).chain(
                    stack
                        .services
                        .iter()
                        .map(|service| RowId::Service(service.id.clone())),
                );
                for id in ids {
                    items.push(PickerItem {
                        key: String::new(),
                        label: format!("go to {}", self.name_of(&id)),
                        detail: self
                            .status_of(&id)
                            .map(|status| status.word().to_owned())
                            .unwrap_or_default(),
                        disabled: None,
                        group: None,
                        pick: Pick::Row(id),
                    });
                }
            }
        }
        self.modals
            .push(Modal::Picker(Picker::new("Command", true, items)));
    }

    /// What can be done to the targets, and why not the rest.
    pub(super) fn open_menu(&mut self) {
        let actions = Action::ALL.iter().filter(|action| action.is_of_object());
        let items = actions
            .map(|action| self.action_item(*action, None))
            .collect();
        self.modals
            .push(Modal::Picker(Picker::new(self.target_name(), false, items)));
    }

    /// Signals to send to the targets.
    pub(super) fn open_signals(&mut self) {
        let item = |key: &str, name: &'static str, detail: &str| PickerItem {
            key: key.to_owned(),
            label: name.to_owned(),
            detail: detail.to_owned(),
            disabled: None,
            group: None,
            pick: Pick::Signal(name),
        };
        let mut items: Vec<PickerItem> = USUAL_SIGNALS
            .iter()
            .map(|(key, name, detail)| item(key, name, detail))
            .collect();
        let usual = |name: &str| USUAL_SIGNALS.iter().any(|(_, other, _)| *other == name);
        items.extend(
            SIGNALS
                .iter()
                .filter(|(_, name)| !usual(name))
                .map(|(_, name)| item("", name, "")),
        );
        self.modals.push(Modal::Picker(Picker::new(
            format!("Signal for {}", self.target_name()),
            false,
            items,
        )));
    }

    /// Texts of the selection to copy.
    pub(super) fn open_copy(&mut self) {
        let Some(id) = self.selected() else { return };
        let subject = self
            .subject_instance()
            .and_then(|id| self.instance(&id).map(|one| one.container.clone()));
        let mut items = Vec::new();
        let mut offer = |key: &str, label: &str, text: String| {
            if !text.is_empty() {
                items.push(PickerItem {
                    key: key.to_owned(),
                    label: label.to_owned(),
                    detail: text.clone(),
                    disabled: None,
                    group: None,
                    pick: Pick::Copy(text),
                });
            }
        };
        offer("n", "name", self.name_of(&id));
        if let Some(container) = subject {
            offer("c", "container name", container.name.to_string());
            offer("i", "id", container.id.to_string());
            offer("s", "short id", container.id.short().to_owned());
            offer("m", "image", container.image.to_string());
            offer(
                "p",
                "ports",
                container
                    .ports
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", "),
            );
            let addresses: Vec<&str> = container
                .networks
                .iter()
                .map(|one| one.ip_address.as_str())
                .filter(|one| !one.is_empty())
                .collect();
            offer("a", "address", addresses.join(", "));
        }
        self.modals
            .push(Modal::Picker(Picker::new("Copy", false, items)));
    }

    /// Docker contexts to choose from.
    pub(super) fn open_contexts(&mut self, choices: Vec<ContextChoice>) {
        let items = choices.into_iter().map(|choice| PickerItem {
            key: String::new(),
            label: choice.name.clone(),
            detail: choice.endpoint.clone(),
            disabled: None,
            group: choice.is_current.then(|| "current".to_owned()),
            pick: Pick::Context(choice),
        });
        let picker = Picker::new("Connect to a docker context", true, items.collect());
        self.modals.push(Modal::Picker(picker));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrowing_puts_the_best_first() {
        let item = |label: &str| PickerItem {
            key: String::new(),
            label: label.to_owned(),
            detail: "restarts nothing".to_owned(),
            disabled: None,
            group: None,
            pick: Pick::Nothing,
        };
        let mut picker = Picker::new("x", true, ["stop", "restart", "start"].map(item).to_vec());
        if let Some(input) = picker.input.as_mut() {
            input.insert("rst");
        }
        picker.narrow();
        assert_eq!(
            picker.current().map(|item| item.label.as_str()),
            Some("restart")
        );
        picker.step(-1);
        assert_eq!(picker.cursor, picker.shown.len() - 1);
    }
}
