//! What is wrong with the file of a stack, as rows: above what runs, and whole in the Config tab.

use crate::app::state::App;
use crate::app::view::{Line, Problem, RowId, Tab, Tone, line};
use crate::app::wrap::wrap;
use crate::plan::reading::Reading;

impl App {
    /// What is wrong with the file of the stack that is selected, for these columns. None in the Config tab, which has it
    /// among the rest.
    pub(in crate::app) fn problem_rows(&self, columns: u16) -> Vec<Line> {
        match self.selected() {
            Some(RowId::Stack(id)) if self.detail.tab != Tab::Config => {
                let stack = self.domain.stack(&id);
                stack.map_or_else(Vec::new, |stack| rows(&stack.reading, columns))
            }
            _ => Vec::new(),
        }
    }

    pub(in crate::app) fn problem(&self) -> Problem {
        let area = self.layout.problem;
        if area.height == 0 {
            return Problem::default();
        }
        let mut rows = self.problem_rows(area.width);
        let room = usize::from(area.height - 1);
        let more = rows.len().saturating_sub(room);
        rows.truncate(room);
        Problem {
            rows,
            more: if more > 0 {
                format!("{more} more in Config")
            } else {
                String::new()
            },
        }
    }
}

/// The errors of files that cannot be used, in so many columns with air at both sides. That files are elsewhere is no
/// error: the headline says it.
pub(super) fn rows(reading: &Reading, columns: u16) -> Vec<Line> {
    let Reading::Broken(broken) = reading else {
        return Vec::new();
    };
    let columns = columns.saturating_sub(2);
    let mut rows = Vec::new();
    let mut is_first = true;
    for text in &broken.lines {
        let tone = if is_first { Tone::Warn } else { Tone::Normal };
        is_first = text.is_empty();
        if is_source(text) {
            // It is cut rather than broken: the caret stands below its character.
            rows.push(line(tone, text.clone()));
        } else {
            rows.extend(wrap(&line(tone, text.clone()), columns));
        }
    }
    rows
}

/// `12 |   web: {}`, and the line of the caret below it.
fn is_source(text: &str) -> bool {
    text.split_once(" | ")
        .is_some_and(|(number, _)| number.chars().all(|one| one.is_ascii_digit() || one == ' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::reading::Broken;
    use std::sync::Arc;

    #[test]
    fn words_are_wrapped_and_lines_of_the_file_are_not() {
        let text = "compose.yaml:3:5: what is wrong is said in so many words\n3 |     a-long-line: of-the-file\n  |     ^\n  hint: x";
        let broken = Broken {
            lines: text.lines().map(str::to_owned).collect(),
            ..Broken::default()
        };
        let rows = rows(&Reading::Broken(Arc::new(broken)), 32);
        let texts: Vec<String> = rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|(_, text)| text.as_str())
                    .collect::<String>()
            })
            .map(|row| row.trim_end().to_owned())
            .collect();
        assert_eq!(
            texts,
            [
                "compose.yaml:3:5: what is",
                "  wrong is said in so many",
                "  words",
                "3 |     a-long-line: of-the-file",
                "  |     ^",
                "  hint: x"
            ]
        );
        assert_eq!(rows[0][0].0, Tone::Warn);
        assert_eq!(rows[3][0].0, Tone::Normal);
    }
}
