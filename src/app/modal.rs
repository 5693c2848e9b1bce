//! What stands over the panes and takes the keys: a question, a picker, a report.

use crate::app::action::Action;
use crate::app::tasks::Apply;
use crate::app::text_buffer::TextBuffer;
use crate::app::view::{Line, RowId};
use crate::model::ids::InstanceId;
use crate::plan::work::ContextChoice;

/// Something over the panes.
#[derive(Clone, Debug)]
pub enum Modal {
    /// Asks before acting.
    Question(Question),
    /// A list to choose from, with or without a line to narrow it: palette, help, menu, signals, copy, contexts.
    Picker(Picker),
    /// Text to read: why it fails, the notices of this run.
    Report(Report),
}

/// A question, with what happens if one says yes.
#[derive(Clone, Debug)]
pub struct Question {
    /// `Restart shop/db?`
    pub title: String,
    /// What depends on it, what will be done, warnings.
    pub lines: Vec<Line>,
    /// How yes is said.
    pub accept: Accept,
    /// What yes does.
    pub answer: Answer,
    /// First visible of `lines`.
    pub scroll: usize,
}

/// How a question is accepted.
#[derive(Clone, Debug)]
pub enum Accept {
    /// `enter yes   n no`
    Enter,
    /// `y yes   enter no`
    Yes,
    /// The text must be typed: `type  shop  to go on:`
    Name {
        /// What.
        expected: String,
        /// So far.
        typed: Box<TextBuffer>,
    },
}

/// What a question leads to.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Run this plan.
    Apply(Apply),
    /// Give the terminal to the container's own; the lines said how to come back.
    Attach(InstanceId),
    /// A second question, for what is dangerous twice (our own container).
    Again(Apply),
    /// End the program although work goes on.
    Quit,
}

/// A list to choose from.
#[derive(Clone, Debug)]
pub struct Picker {
    /// In its border.
    pub title: String,
    /// Narrows the list; `None`: keys choose directly.
    pub input: Option<Box<TextBuffer>>,
    /// All entries.
    pub items: Vec<PickerItem>,
    /// Indices of those that match, best first.
    pub shown: Vec<usize>,
    /// Position in `shown`.
    pub cursor: usize,
    /// First visible position of `shown`.
    pub scroll: usize,
}

/// An entry of a picker.
#[derive(Clone, Debug, PartialEq)]
pub struct PickerItem {
    /// Key that chooses it, or that is bound to it: `r`.
    pub key: String,
    /// `restart`
    pub label: String,
    /// What it does.
    pub detail: String,
    /// Why it cannot be chosen now.
    pub disabled: Option<String>,
    /// A heading above it, where a new group begins.
    pub group: Option<String>,
    /// What choosing does.
    pub pick: Pick,
}

/// What choosing an entry does.
#[derive(Clone, Debug, PartialEq)]
pub enum Pick {
    /// Runs an action.
    Action(Action),
    /// Sends this signal to what is selected.
    Signal(&'static str),
    /// Copies this text.
    Copy(String),
    /// Connects to this context.
    Context(ContextChoice),
    /// Puts the cursor on this row.
    Row(RowId),
    /// Nothing: a line to read.
    Nothing,
}

/// Text to read.
#[derive(Clone, Debug)]
pub struct Report {
    /// In its border.
    pub title: String,
    /// All lines.
    pub lines: Vec<Line>,
    /// First visible one.
    pub scroll: usize,
    /// Whose report (it is filled in when answers come); `None` for notices.
    pub about: Option<InstanceId>,
}
