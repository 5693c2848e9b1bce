//! Where the parts of a modal stand: `ui` draws with it, and clicks are told apart with it.

mod picker;
mod question;
mod report;

pub(crate) use picker::{Columns, PickerLayout};
pub(crate) use question::{NameLayout, QuestionLayout};
pub(crate) use report::ReportLayout;

use crate::app::columns::width;
use crate::app::key::{Key, KeyCode};
use crate::app::layout::Area;
use crate::app::modal::Modal;

/// A key that stands on the screen beside what it does; a click on the two is the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Button {
    /// `enter`
    pub(crate) key: &'static str,
    /// `yes`
    pub(crate) label: &'static str,
    /// The key itself.
    pub(crate) press: Key,
    /// One row; as wide as has room.
    pub(crate) area: Area,
}

/// A button that has no place yet.
#[derive(Clone, Copy, Debug)]
struct Label(&'static str, &'static str, Key);

const ENTER: Key = Key::plain(KeyCode::Enter);
const ESC: Key = Key::plain(KeyCode::Esc);
/// Columns between two buttons.
const BETWEEN: u16 = 3;

impl Label {
    fn width(&self) -> u16 {
        width(self.0) + 1 + width(self.1)
    }
}

/// Columns that buttons take side by side.
fn row_width(labels: &[Label]) -> u16 {
    let all: u16 = labels.iter().map(|label| label.width() + BETWEEN).sum();
    all.saturating_sub(BETWEEN)
}

/// Buttons side by side, as far as they have room.
fn row(labels: &[Label], x: u16, y: u16, room: u16) -> Vec<Button> {
    let mut used = 0;
    let mut out = Vec::new();
    for label @ Label(key, text, press) in labels {
        if used >= room {
            break;
        }
        let columns = label.width().min(room - used);
        out.push(Button {
            key,
            label: text,
            press: *press,
            area: Area::new(x + used, y, columns, 1),
        });
        used += columns + BETWEEN;
    }
    out
}

/// The lower edge of the box: buttons on the left where words leave room for them, words on the right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Edge {
    /// On the left.
    pub(crate) buttons: Vec<Button>,
    /// Where the words stand, with a blank at each side; empty where they have no room.
    pub(crate) words_area: Area,
    /// `3-12 of 40`
    pub(crate) words: String,
}

fn edge(inside: Area, labels: &[Label], words: String) -> Edge {
    let y = inside.y + inside.height;
    let mut out = Edge::default();
    let mut room = inside.width;
    let columns = width(&words) + 2;
    if !words.is_empty() && columns <= room {
        out.words_area = Area::new(inside.x + room - columns, y, columns, 1);
        out.words = words;
        room = room.saturating_sub(columns + 1);
    }
    if !labels.is_empty() && row_width(labels) + 2 <= room {
        out.buttons = row(labels, inside.x + 1, y, room - 2);
    }
    out
}

/// Where a box stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the middle.
    Middle,
    /// Its top stays where it is when its length changes.
    Top,
}

/// A box with a border, and what is in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    /// With its border.
    pub(crate) outer: Area,
    /// The text's area.
    pub(crate) inside: Area,
}

/// A box for so many columns and rows of text, never larger than the screen.
fn frame(screen: Area, (columns, rows): (u16, u16), place: Place) -> Frame {
    let box_width = columns.saturating_add(4).min(screen.width);
    let box_height = rows.saturating_add(2).min(screen.height);
    let free = screen.height - box_height;
    let y = match place {
        Place::Middle => free * 2 / 5,
        Place::Top => (free * 2 / 5).min(screen.height / 8),
    };
    let outer = Area::new(
        screen.x + (screen.width - box_width) / 2,
        screen.y + y,
        box_width,
        box_height,
    );
    let inside = Area::new(
        outer.x + 2,
        outer.y + 1,
        outer.width.saturating_sub(4),
        outer.height.saturating_sub(2),
    );
    Frame { outer, inside }
}

/// `3-12 of 40`, where not all of it is seen.
fn part_seen(first: usize, seen: usize, total: usize) -> String {
    if seen >= total {
        return String::new();
    }
    format!("{}-{} of {total}", first + 1, first + seen)
}

/// What of a modal is at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hit {
    /// Nothing of it: beside the box.
    Outside,
    /// Text, border.
    Inside,
    /// A button: this key.
    Press(Key),
    /// An entry of a picker: its position among those shown.
    Entry(usize),
}

/// What of a modal is under this cell.
pub(crate) fn hit(modal: &Modal, screen: Area, column: u16, row: u16) -> Hit {
    let (outer, buttons, entry) = match modal {
        Modal::Question(question) => {
            let found = QuestionLayout::of(question, screen);
            (found.frame.outer, found.buttons, None)
        }
        Modal::Picker(picker) => {
            let found = PickerLayout::of(picker, screen);
            let inner = found.frame.inside;
            let is_text = (inner.x.saturating_sub(1)..=inner.x + inner.width).contains(&column);
            let entry = found.entry_at(row).filter(|_| is_text);
            (found.frame.outer, found.edge.buttons, entry)
        }
        Modal::Report(report) => {
            let found = ReportLayout::of(report, screen);
            (found.frame.outer, found.edge.buttons, None)
        }
    };
    let button = buttons
        .iter()
        .find(|button| button.area.contains(column, row));
    match (button, entry) {
        (Some(button), _) => Hit::Press(button.press),
        (None, Some(position)) => Hit::Entry(position),
        (None, None) if outer.contains(column, row) => Hit::Inside,
        (None, None) => Hit::Outside,
    }
}
