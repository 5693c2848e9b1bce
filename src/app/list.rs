//! The one list machine: a cursor that is an id, a window on the rows, and what is open.

use crate::app::view::RowId;
use std::collections::BTreeMap;

/// A list of rows with a cursor. The cursor survives sorting; when its row goes, the nearest one is taken.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// All rows, in order.
    rows: Vec<Node>,
    cursor: Option<RowId>,
    index: usize,
    first: usize,
}

/// A row's place in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Whose row.
    pub id: RowId,
    /// 0 is outermost.
    pub depth: u16,
    /// Whether it has rows below it.
    pub can_open: bool,
    /// Whether it shows them.
    pub is_open: bool,
}

impl List {
    /// New rows; the cursor stays on its row, or goes to the nearest by the former order.
    pub fn set_rows(&mut self, rows: Vec<Node>) {
        let same = self
            .cursor
            .as_ref()
            .and_then(|cursor| rows.iter().position(|row| row.id == *cursor));
        let index = same.unwrap_or_else(|| {
            let depth = self.current().map_or(0, |row| row.depth);
            // The row before it that is still there, by the old order; then what follows it, unless that lies further
            // out: of the last row of a stack the row before it takes the place.
            let mut before = self.rows.iter().take(self.index).rev();
            let left = before.find_map(|old| rows.iter().position(|row| row.id == old.id));
            left.map_or(0, |left| {
                let follows = rows.get(left + 1).is_some_and(|row| row.depth >= depth);
                if follows { left + 1 } else { left }
            })
        });
        self.rows = rows;
        self.set_index(index);
    }

    fn set_index(&mut self, index: usize) {
        self.index = index.min(self.rows.len().saturating_sub(1));
        self.cursor = self.rows.get(self.index).map(|row| row.id.clone());
    }

    /// The row under the cursor.
    pub const fn cursor(&self) -> Option<&RowId> {
        self.cursor.as_ref()
    }

    /// Its position.
    pub const fn index(&self) -> usize {
        self.index
    }

    /// All rows.
    pub fn rows(&self) -> &[Node] {
        &self.rows
    }

    /// The row under the cursor with its place.
    pub fn current(&self) -> Option<&Node> {
        self.rows.get(self.index)
    }

    /// Position of the first visible row.
    pub const fn first(&self) -> usize {
        self.first
    }

    /// Rows in a window of this height.
    pub fn visible(&self, height: u16) -> &[Node] {
        let end = (self.first + usize::from(height)).min(self.rows.len());
        self.rows.get(self.first..end).unwrap_or_default()
    }

    /// Moves the cursor by rows, not past the ends.
    pub fn step(&mut self, rows: isize) {
        self.set_index(self.index.saturating_add_signed(rows));
    }

    /// Moves the cursor to a position.
    pub fn go_to(&mut self, index: usize) {
        self.set_index(index);
    }

    /// Moves the cursor to a row; `false` if it is not there.
    pub fn select(&mut self, id: &RowId) -> bool {
        let found = self.rows.iter().position(|row| row.id == *id);
        if let Some(index) = found {
            self.set_index(index);
        }
        found.is_some()
    }

    /// Moves the window so that the cursor lies in it.
    pub fn scroll_to_cursor(&mut self, height: u16) {
        let height = usize::from(height).max(1);
        let last_first = self.rows.len().saturating_sub(height);
        self.first = self.first.min(last_first);
        if self.index < self.first {
            self.first = self.index;
        } else if self.index >= self.first + height {
            self.first = self.index + 1 - height;
        }
    }
}

/// What a person opened or closed; what they did not touch is decided by room.
#[derive(Clone, Debug, Default)]
pub struct Folds {
    chosen: BTreeMap<RowId, bool>,
    automatic: BTreeMap<RowId, bool>,
    /// Which stacks the choice by room was made for.
    made_for: u64,
}

impl Folds {
    /// Whether the choice by room was made for other stacks than these; from now on it counts as made for them.
    pub fn is_made_for_others(&mut self, stacks: u64) -> bool {
        std::mem::replace(&mut self.made_for, stacks) != stacks
    }

    /// Whether a row shows what is below it.
    pub fn is_open(&self, id: &RowId) -> bool {
        let stack = matches!(id, RowId::Stack(_));
        self.chosen
            .get(id)
            .or_else(|| self.automatic.get(id))
            .copied()
            .unwrap_or(stack)
    }

    /// A person's choice.
    pub fn set(&mut self, id: RowId, open: bool) {
        self.chosen.insert(id, open);
    }

    /// The choice by room, in place of the former one.
    pub fn set_automatic(&mut self, automatic: BTreeMap<RowId, bool>) {
        self.automatic = automatic;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::InstanceId;

    fn nodes(names: &str) -> Vec<Node> {
        let node = |name: char| Node {
            id: RowId::Instance(InstanceId::from(name.to_string())),
            depth: 0,
            can_open: false,
            is_open: false,
        };
        names.chars().map(node).collect()
    }

    fn under(list: &List) -> String {
        match list.cursor() {
            Some(RowId::Instance(id)) => id.to_string(),
            _ => String::new(),
        }
    }

    #[test]
    fn the_cursor_follows_its_row_and_else_goes_to_the_nearest() {
        let mut list = List::default();
        list.set_rows(nodes("abcde"));
        list.step(2);
        assert_eq!(under(&list), "c");
        list.set_rows(nodes("ecba"));
        assert_eq!((under(&list).as_str(), list.index()), ("c", 1));
        list.set_rows(nodes("eba"));
        assert_eq!(under(&list), "b");
        list.set_rows(Vec::new());
        assert_eq!(list.cursor(), None);
        list.set_rows(nodes("x"));
        assert_eq!(under(&list), "x");
    }

    #[test]
    fn the_window_holds_the_cursor() {
        let mut list = List::default();
        list.set_rows(nodes("abcdefghij"));
        list.step(7);
        list.scroll_to_cursor(3);
        assert_eq!(list.first(), 5);
        list.step(-7);
        list.scroll_to_cursor(3);
        assert_eq!(list.first(), 0);
        list.step(99);
        list.scroll_to_cursor(3);
        list.set_rows(nodes("ab"));
        list.scroll_to_cursor(3);
        assert_eq!((list.first(), list.visible(3).len()), (0, 2));
    }
}
