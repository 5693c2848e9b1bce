//! One frame as a value: everything that `ui` draws, nothing that it would have to work out.
//!
//! [`crate::app::App::screen`] makes it anew for each frame, for visible rows only.

use crate::app::domain::Host;
use crate::app::layout::{Focus, Layout};
use crate::app::list::List;
use crate::app::modal::Modal;
use crate::app::state::App;
use crate::app::view::{Body, Header, Headline, Hint, Page, Problem, Row, Tab, Tone};

/// One frame.
#[derive(Clone, Debug)]
pub struct Screen<'a> {
    /// Where everything stands.
    pub layout: Layout,
    /// Which pane has the keys.
    pub focus: Focus,
    /// Only ASCII.
    pub ascii: bool,
    /// Which picture of the spinner; turns only while something of ours runs.
    pub spinner: usize,
    /// The top line.
    pub header: Header,
    /// In place of all panes.
    pub page: Option<Page>,
    /// Stacks and services.
    pub list: ListView,
    /// Containers of what is selected.
    pub containers: ListView,
    /// The detail pane's head.
    pub headline: Headline,
    /// What is wrong with the selection's file.
    pub problem: Problem,
    /// Its tab.
    pub tab: Tab,
    /// Its content; made only where the detail pane is shown.
    pub body: Body,
    /// The bottom line.
    pub footer: Footer,
    /// Over the panes, the last on top.
    pub modals: &'a [Modal],
}

/// A pane of rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListView {
    /// In its border or rule; may be empty.
    pub title: String,
    /// Visible rows, from the first visible one on.
    pub rows: Vec<Row>,
    /// Which of them has the cursor.
    pub cursor: Option<usize>,
    /// How many there are in all, and the first visible: for a mark on the border.
    pub total: usize,
    /// Index of the first visible row.
    pub first: usize,
    /// Stale: the engine is away; drawn dim.
    pub is_stale: bool,
    /// Said where there are no rows.
    pub if_empty: &'static str,
}

/// The bottom line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Footer {
    /// A line being typed (filter, search) in place of the hints.
    pub prompt: Option<Prompt>,
    /// What the selection can do now, most useful first.
    pub hints: Vec<Hint>,
    /// The last notice.
    pub right: Option<(Tone, String)>,
}

/// A line being typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Prompt {
    /// `/`
    pub label: String,
    /// So far.
    pub text: String,
    /// Columns before the cursor.
    pub cursor: usize,
    /// On the right: `3 of 41`, `enter keep  esc clear`.
    pub note: String,
}

impl App {
    /// The frame as it is now.
    pub fn screen(&self) -> Screen<'_> {
        let list = |list: &List, height: u16, title: String| {
            let nodes = list.visible(height);
            let rows: Vec<Row> = nodes.iter().filter_map(|node| self.row(node)).collect();
            ListView {
                title,
                cursor: list
                    .index()
                    .checked_sub(list.first())
                    .filter(|index| *index < rows.len()),
                rows,
                total: list.rows().len(),
                first: list.first(),
                is_stale: !self.host().is_some_and(Host::is_live),
                if_empty: if self.filter.is_empty() {
                    "nothing here"
                } else {
                    "no match"
                },
            }
        };
        let cursor = self
            .list
            .cursor()
            .map(|id| self.name_of(id))
            .unwrap_or_default();
        let layout = self.layout;
        let mut containers = list(
            &self.containers,
            layout.containers_rows.height,
            format!("Containers of {cursor}"),
        );
        if self.chooser != Focus::Containers {
            containers.cursor = None;
        }
        Screen {
            layout,
            focus: self.focus,
            ascii: self.surroundings.is_ascii,
            spinner: self.ticks,
            header: self.header(),
            page: self.page(),
            list: list(&self.list, layout.list_rows.height, "Stacks".to_owned()),
            containers,
            headline: self.headline(),
            problem: self.problem(),
            tab: self.detail.tab,
            body: if layout.detail.is_some() {
                self.body()
            } else {
                Body::Text(Vec::new())
            },
            footer: self.footer(),
            modals: &self.modals,
        }
    }
}
