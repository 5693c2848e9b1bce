//! Questions.

use super::{
    BETWEEN, Button, ENTER, ESC, Edge, Frame, Label, Place, edge, frame, part_seen, row, row_width,
};
use crate::app::columns::{line_width, width};
use crate::app::key::Key;
use crate::app::layout::{Area, modal_text};
use crate::app::modal::{Accept, Question};
use crate::app::view::Line;
use crate::app::wrap::wrap;

const ENTER_ACCEPTS: [Label; 2] = [
    Label("enter", "yes", ENTER),
    Label("n", "no", Key::char('n')),
];
const YES_ACCEPTS: [Label; 2] = [
    Label("y", "yes", Key::char('y')),
    Label("enter", "no", ENTER),
];
const NO: [Label; 1] = [Label("esc", "no", ESC)];

/// Where the parts of a question stand.
#[derive(Clone, Debug)]
pub(crate) struct QuestionLayout {
    /// The box.
    pub(crate) frame: Frame,
    /// The rows of text that are seen, from the top of the box.
    pub(crate) rows: Vec<Line>,
    /// Which part of the text that is.
    pub(crate) edge: Edge,
    /// How yes and no are said.
    pub(crate) buttons: Vec<Button>,
    /// The row of the answers; may be no row at all.
    pub(crate) answers: Area,
    /// Where the name is typed, if one must be.
    pub(crate) name: Option<NameLayout>,
}

/// The line `type  shop  to go on: ▏`, in one row or in two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameLayout {
    /// What is typed, in the first row or below it.
    pub(crate) input: Area,
}

impl NameLayout {
    /// Before the name.
    pub(crate) const TYPE: &'static str = "type ";
    /// Behind it.
    pub(crate) const ON: &'static str = " to go on: ";

    /// Columns of all of it in one row.
    fn one_line(expected: &str) -> u16 {
        let typed = width(expected).max(10) + 1;
        width(Self::TYPE) + width(expected) + width(Self::ON) + typed + BETWEEN + row_width(&NO)
    }
}

impl QuestionLayout {
    /// On a screen of this size.
    pub(crate) fn of(question: &Question, screen: Area) -> Self {
        let (most_columns, most_rows) = modal_text(screen);
        let widest = question.lines.iter().map(line_width).max().unwrap_or(0);
        let answer = match &question.accept {
            Accept::Enter => row_width(&ENTER_ACCEPTS),
            Accept::Yes => row_width(&YES_ACCEPTS),
            Accept::Name { expected, .. } => NameLayout::one_line(expected),
        };
        let columns = widest
            .max(answer)
            .max(width(&question.title) + 2)
            .max(32)
            .min(most_columns);
        let first = question.scroll.min(question.lines.len().saturating_sub(1));
        // Rows, each with the number of its line.
        let mut rows: Vec<(usize, Line)> = question
            .lines
            .iter()
            .enumerate()
            .skip(first)
            .flat_map(|(number, line)| {
                wrap(line, columns)
                    .into_iter()
                    .map(move |row| (number, row))
            })
            .collect();
        // The name on a line of its own where both have no room on one.
        let answers = match &question.accept {
            Accept::Name { .. } if answer > columns => 2,
            _ => 1,
        };
        let air = u16::from(!rows.is_empty());
        let wanted = u16::try_from(rows.len()).unwrap_or(u16::MAX);
        let height = wanted.saturating_add(air + answers).min(most_rows);
        let frame = frame(screen, (columns, height), Place::Middle);
        let inside = frame.inside;
        let answers = answers.min(inside.height);
        // The blank line goes before any of the text does.
        rows.truncate(usize::from(inside.height - answers));
        let seen = rows.last().map_or(String::new(), |(last, _)| {
            part_seen(first, last + 1 - first, question.lines.len())
        });
        let answers = Area::new(
            inside.x,
            inside.y + inside.height - answers,
            inside.width,
            answers,
        );
        let (name, buttons) = match &question.accept {
            _ if answers.height == 0 => (None, Vec::new()),
            Accept::Enter => (
                None,
                row(&ENTER_ACCEPTS, answers.x, answers.y, answers.width),
            ),
            Accept::Yes => (None, row(&YES_ACCEPTS, answers.x, answers.y, answers.width)),
            Accept::Name { expected, .. } => {
                let (name, buttons) = name_and_no(expected, answers);
                (Some(name), buttons)
            }
        };
        Self {
            frame,
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            edge: edge(inside, &[], seen),
            buttons,
            answers,
            name,
        }
    }
}

fn name_and_no(expected: &str, answers: Area) -> (NameLayout, Vec<Button>) {
    let end = answers.x + answers.width;
    let (x, y) = if answers.height > 1 {
        (answers.x, answers.y + 1)
    } else {
        let before = width(NameLayout::TYPE) + width(expected) + width(NameLayout::ON);
        (answers.x + before.min(answers.width), answers.y)
    };
    let mut room = end - x;
    let no = row_width(&NO);
    let mut buttons = Vec::new();
    if room > no + 6 {
        buttons = row(&NO, end - no, y, no);
        room -= no + 2;
    }
    let input = Area::new(x, y, room, 1);
    (NameLayout { input }, buttons)
}
