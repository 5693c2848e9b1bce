//! What the program told the person in this run.

use crate::app::view::Tone;
use crate::model::time::Timestamp;
use std::collections::VecDeque;

/// Title of the list of all of them.
pub(super) const TITLE: &str = "Notices";

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// When, by our clock.
    pub at: Timestamp,
    /// Good, bad, or neither.
    pub tone: Tone,
    /// What happened, to what, why.
    pub text: String,
    /// What to do.
    pub hint: Option<String>,
}

/// The last notices.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    list: VecDeque<Notice>,
}

const KEPT: usize = 500;

impl Notices {
    /// Adds one. The same text again only renews the time.
    pub fn push(&mut self, notice: Notice) {
        if let Some(last) = self.list.back_mut().filter(|last| last.text == notice.text) {
            last.at = notice.at;
            return;
        }
        if self.list.len() == KEPT {
            self.list.pop_front();
        }
        self.list.push_back(notice);
    }

    /// Oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Notice> {
        self.list.iter()
    }

    /// The newest.
    pub fn last(&self) -> Option<&Notice> {
        self.list.back()
    }
}
