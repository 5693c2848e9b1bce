//! Reports.

use super::{ESC, Edge, Frame, Label, Place, edge, frame, part_seen};
use crate::app::columns::{line_width, width};
use crate::app::layout::{Area, modal_text};
use crate::app::modal::Report;
use crate::app::view::Line;
use crate::app::wrap::wrap;

const CLOSE: [Label; 1] = [Label("esc", "close", ESC)];

/// Where the parts of a report stand.
#[derive(Clone, Debug)]
pub(crate) struct ReportLayout {
    /// The box.
    pub(crate) frame: Frame,
    /// The rows of text that are seen, from the top of the box.
    pub(crate) rows: Vec<Line>,
    /// How it is closed, and which part is seen.
    pub(crate) edge: Edge,
}

impl ReportLayout {
    /// On a screen of this size.
    pub(crate) fn of(report: &Report, screen: Area) -> Self {
        let (most_columns, most_rows) = modal_text(screen);
        let widest = report.lines.iter().map(line_width).max().unwrap_or(0);
        let columns = widest
            .max(width(&report.title) + 2)
            .max(40)
            .min(most_columns);
        let first = report.scroll.min(report.lines.len().saturating_sub(1));
        // As high as all of it: scrolling does not change the box.
        let all: usize = report
            .lines
            .iter()
            .take(usize::from(most_rows))
            .map(|line| {
                if line_width(line) <= columns {
                    1
                } else {
                    wrap(line, columns).len()
                }
            })
            .sum();
        let wanted = u16::try_from(all)
            .unwrap_or(u16::MAX)
            .clamp(1, most_rows.max(1));
        let frame = frame(screen, (columns, wanted), Place::Middle);
        let room = usize::from(frame.inside.height);
        let mut rows: Vec<Line> = Vec::new();
        let mut seen = 0;
        for line in report.lines.iter().skip(first) {
            seen += 1;
            rows.extend(wrap(line, frame.inside.width));
            if rows.len() >= room {
                rows.truncate(room);
                break;
            }
        }
        let part = part_seen(first, seen, report.lines.len());
        Self {
            frame,
            rows,
            edge: edge(frame.inside, &CLOSE, part),
        }
    }
}
