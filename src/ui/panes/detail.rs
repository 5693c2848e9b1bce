//! The detail pane: whose it is, the tabs, the state in words, and the content of the tab.

use super::list::border;
use crate::app::columns::line_width;
use crate::app::columns::width;
use crate::app::layout::{Area, Shape};
use crate::app::screen::Screen;
use crate::app::tabs::{self, Strip};
use crate::app::view::{Body, Headline, Line, Problem};
use crate::app::wrap::wrap;
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::{chart, log, table};
use ratatui::style::Style;

/// Draws the pane.
pub(crate) fn draw(canvas: &mut Canvas<'_>, screen: &Screen<'_>, is_focused: bool) {
    let Some(area) = screen.layout.detail else {
        return;
    };
    frame(canvas, screen, area, is_focused);
    headline(canvas, &screen.headline, screen.layout.headline, is_focused);
    problem(canvas, &screen.problem, screen.layout.problem);
    body(canvas, &screen.body, screen.layout.body, is_focused);
}

/// Border or rules, title, tabs, and the words in the corner.
pub(crate) fn frame(canvas: &mut Canvas<'_>, screen: &Screen<'_>, area: Area, is_focused: bool) {
    let style = canvas.style(border(is_focused));
    let signs = canvas.glyphs;
    let layout = &screen.layout;
    let corner = &screen.headline.corner;
    if layout.shape == Shape::Wide {
        canvas.border(area, style);
        let rule = layout.headline.y + layout.headline.height;
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
    } else {
        canvas.repeat(area.x, layout.tabs.y, area.width, signs.horizontal, style);
    }
    let strip = tabs::strip(layout, &screen.headline.title, screen.tab);
    draw_strip(canvas, screen, &strip, style, is_focused);
    if layout.shape != Shape::Wide {
        // There is no lower border.
        let end = layout.tabs.x + layout.tabs.width;
        let free = end.saturating_sub(strip.end + 3);
        if width(corner) + 2 <= free {
            right_in_edge(canvas, corner, strip.end + 2, layout.tabs.y, free);
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

/// Title and tabs in an edge.
fn draw_strip(
    canvas: &mut Canvas<'_>,
    screen: &Screen<'_>,
    strip: &Strip,
    edge: Style,
    is_focused: bool,
) {
    let y = screen.layout.tabs.y;
    if let Some((x, columns)) = strip.title {
        let style = canvas.style(if is_focused {
            Token::PaneTitleFocused
        } else {
            Token::PaneTitle
        });
        canvas.put(x - 1, y, " ", style);
        let used = canvas.name(x, y, columns, &screen.headline.title, style);
        canvas.repeat(x + used, y, columns + 1 - used, " ", style);
    }
    let (on, off) = (
        canvas.style(Token::TabActive),
        canvas.style(Token::TabOther),
    );
    let signs = canvas.glyphs;
    for (index, place) in strip.places.iter().enumerate() {
        if index > 0 {
            canvas.put(place.x - 1, y, signs.vertical, edge);
        }
        let (left, right, style) = if place.tab == screen.tab {
            (signs.tab_left, signs.tab_right, on)
        } else {
            (" ", " ", off)
        };
        let mut x = place.x;
        if place.has_ends {
            canvas.put(x, y, left, style);
            canvas.put(x + place.width - 1, y, right, style);
            x += 1;
        }
        canvas.clip(x, y, place.name_width(), place.name, style);
    }
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

/// What is wrong with the file, and a rule below it.
fn problem(canvas: &mut Canvas<'_>, problem: &Problem, area: Area) {
    let Some(last) = area.height.checked_sub(1) else {
        return;
    };
    let plain = canvas.style(Token::ToneNormal);
    for (y, row) in (area.y..area.y + last).zip(&problem.rows) {
        canvas.line(area.x + 1, y, area.width.saturating_sub(2), row, plain);
    }
    let (y, dim) = (area.y + last, canvas.style(Token::ToneDim));
    canvas.repeat(area.x, y, area.width, canvas.glyphs.horizontal, dim);
    right_in_edge(canvas, &problem.more, area.x, y, area.width);
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
    let rows = wrap(line, room);
    let plain = canvas.style(Token::ToneNormal);
    let count = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let top = area.y + area.height.saturating_sub(count) / 3;
    for (y, row) in (top..area.y + area.height).zip(&rows) {
        let columns = line_width(row).min(room);
        let x = area.x + 2 + if count == 1 { (room - columns) / 2 } else { 0 };
        canvas.line(x, y, columns, row, plain);
    }
}
