//! The detail pane: whose it is, the tabs, the state in words, and the content of the tab.

use super::list::border;
use crate::app::layout::{Area, Shape};
use crate::app::screen::Screen;
use crate::app::view::{Body, Headline, Line, Tab};
use crate::config::theme::Token;
use crate::ui::canvas::{Canvas, fitting, line_width};
use crate::ui::text::width;
use crate::ui::widgets::{chart, log, table, wrap};
use ratatui::style::Style;

/// Draws the pane.
pub(crate) fn draw(canvas: &mut Canvas<'_>, screen: &Screen<'_>, is_focused: bool) {
    let Some(area) = screen.layout.detail else {
        return;
    };
    frame(canvas, screen, area, is_focused);
    headline(canvas, &screen.headline, screen.layout.headline, is_focused);
    body(canvas, &screen.body, screen.layout.body, is_focused);
}

/// Border or rules, title, tabs, and the words in the corner.
pub(crate) fn frame(canvas: &mut Canvas<'_>, screen: &Screen<'_>, area: Area, is_focused: bool) {
    let style = canvas.style(border(is_focused));
    let signs = canvas.glyphs;
    let layout = &screen.layout;
    let corner = &screen.headline.corner;
    let end = if layout.shape == Shape::Wide {
        canvas.border(area, style);
        let rule = layout.body.y.saturating_sub(1);
        if rule > area.y && rule + 1 < area.y + area.height {
            let joints = [signs.joint_left, signs.joint_right];
            canvas.edge(area.x, rule, area.width, joints, style);
        }
        let bottom = (area.y + area.height).saturating_sub(1);
        right_in_edge(
            canvas,
            corner,
            area.x + 2,
            bottom,
            area.width.saturating_sub(4),
        );
        layout.tabs.x + layout.tabs.width.saturating_sub(1)
    } else {
        canvas.repeat(area.x, layout.tabs.y, area.width, signs.horizontal, style);
        layout.tabs.x + layout.tabs.width
    };
    let x = layout.tabs.x + 1;
    let room = end.saturating_sub(x + 1);
    let used = tabs(
        canvas,
        (&screen.headline.title, screen.tab),
        (x, layout.tabs.y, room),
        style,
        is_focused,
    );
    if layout.shape != Shape::Wide {
        // There is no lower border.
        let free = room.saturating_sub(used + 2);
        if width(corner) + 2 <= free {
            right_in_edge(canvas, corner, x + used + 2, layout.tabs.y, free);
        }
    }
}

/// ` words ` at the right end of an edge, one sign before its corner.
fn right_in_edge(canvas: &mut Canvas<'_>, text: &str, x: u16, y: u16, columns: u16) {
    if text.is_empty() || columns < 6 {
        return;
    }
    let style = canvas.style(Token::PaneCorner);
    let taken = (width(text) + 2).min(columns);
    let x = x + columns - taken;
    canvas.put(x, y, " ", style);
    let used = canvas.text(x + 1, y, taken - 2, text, style);
    canvas.put(x + 1 + used, y, " ", style);
}

/// How much of the tabs' names is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    /// ` Logs │ Stats │▌Env▐│ …`
    Airy,
    /// `Logs│Stats│▌Env▐│…`
    Tight,
    /// `L│S│▌Env▐│…`
    Letters,
    /// `▌Env▐`
    One,
}

impl Names {
    fn columns(self, active: Tab) -> u16 {
        let of = |tab: Tab| {
            let name = width(tab.title());
            match self {
                _ if tab == active => name + 2,
                Self::Airy => name + 2,
                Self::Tight => name,
                Self::Letters => 1,
                Self::One => 0,
            }
        };
        let separators = if self == Self::One { 0 } else { 5 };
        Tab::ALL.into_iter().map(of).sum::<u16>() + separators
    }
}

/// Title and tabs in an edge. Returns the columns used.
fn tabs(
    canvas: &mut Canvas<'_>,
    (title, active): (&str, Tab),
    (x, y, room): (u16, u16, u16),
    edge: Style,
    is_focused: bool,
) -> u16 {
    let wanted = width(title);
    // The title keeps 16 columns while the tabs have another way.
    let names = [Names::Airy, Names::Tight, Names::Letters]
        .into_iter()
        .find(|names| names.columns(active) + wanted.min(16) + 4 <= room)
        .unwrap_or(Names::One);
    let mut used = 0;
    let mut free = room.saturating_sub(names.columns(active) + 2);
    if !title.is_empty() && free >= 4 {
        free = free.saturating_sub(2);
        let style = canvas.style(if is_focused {
            Token::PaneTitleFocused
        } else {
            Token::PaneTitle
        });
        canvas.put(x, y, " ", style);
        used += 1 + canvas.name(x + 1, y, free.min(wanted), title, style);
        canvas.put(x + used, y, " ", style);
        // Two signs of the edge, one where there is little room.
        used += if names == Names::Airy && free > wanted {
            3
        } else {
            2
        };
    }
    let (on, off) = (
        canvas.style(Token::TabActive),
        canvas.style(Token::TabOther),
    );
    let signs = canvas.glyphs;
    let right = x + room;
    for (index, tab) in Tab::ALL.into_iter().enumerate() {
        if names == Names::One && tab != active {
            continue;
        }
        if index > 0 && names != Names::One {
            canvas.put(x + used, y, signs.vertical, edge);
            used += 1;
        }
        let name = match names {
            Names::Letters if tab != active => fitting(tab.title(), 1),
            _ => tab.title(),
        };
        let left = right.saturating_sub(x + used);
        if tab == active {
            if left < 3 {
                break;
            }
            canvas.put(x + used, y, signs.tab_left, on);
            used += 1 + canvas.text(x + used + 1, y, left - 2, name, on);
            canvas.put(x + used, y, signs.tab_right, on);
            used += 1;
        } else if names == Names::Airy {
            canvas.put(x + used, y, " ", off);
            used += 1 + canvas.text(x + used + 1, y, left.saturating_sub(2), name, off);
            canvas.put(x + used, y, " ", off);
            used += 1;
        } else {
            used += canvas.text(x + used, y, left, name, off);
        }
    }
    used
}

/// State and gauges: on two lines, or on one if both have room there.
fn headline(canvas: &mut Canvas<'_>, headline: &Headline, area: Area, is_focused: bool) {
    if area.height == 0 || area.width < 3 {
        return;
    }
    let plain = canvas.style(Token::ToneNormal);
    let (x, room) = (area.x + 1, area.width - 2);
    if is_focused {
        canvas.set_cursor(area.x, area.y);
    }
    let used = canvas.line(x, area.y, room, &headline.state, plain);
    let gauges = line_width(&headline.gauges);
    if area.height > 1 {
        canvas.line(x, area.y + 1, room, &headline.gauges, plain);
    } else if gauges > 0 && used + 3 + gauges <= room {
        canvas.line(x + room - gauges, area.y, gauges, &headline.gauges, plain);
    }
}

fn body(canvas: &mut Canvas<'_>, body: &Body, area: Area, is_focused: bool) {
    match body {
        Body::Logs(rows) => log::draw(canvas, rows, area),
        Body::Charts(charts) => chart::draw(canvas, charts, area),
        Body::Table(found) => table::draw(canvas, found, area, is_focused),
        Body::Text(lines) => {
            let plain = canvas.style(Token::ToneNormal);
            for (y, line) in (area.y..area.y + area.height).zip(lines) {
                canvas.line(area.x + 1, y, area.width.saturating_sub(2), line, plain);
            }
        }
        Body::Message(line) => message(canvas, line, area),
    }
}

/// A few words in the middle of an area.
pub(crate) fn message(canvas: &mut Canvas<'_>, line: &Line, area: Area) {
    let Some(room) = area.width.checked_sub(4) else {
        return;
    };
    let rows = wrap::wrap(line, room);
    let plain = canvas.style(Token::ToneNormal);
    let count = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let top = area.y + area.height.saturating_sub(count) / 3;
    for (y, row) in (top..area.y + area.height).zip(&rows) {
        let columns = line_width(row).min(room);
        let x = area.x + 2 + if count == 1 { (room - columns) / 2 } else { 0 };
        canvas.line(x, y, columns, row, plain);
    }
}
