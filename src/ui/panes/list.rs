//! The list of stacks and services.

use crate::app::layout::{Area, Focus, Shape};
use crate::app::screen::Screen;
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::rows;

/// Draws the list with its part of the frame.
pub(crate) fn draw(canvas: &mut Canvas<'_>, screen: &Screen<'_>) {
    let Some(area) = screen.layout.list else {
        return;
    };
    let is_focused = screen.focus == Focus::List;
    let inside = screen.layout.list_rows;
    if screen.layout.shape == Shape::Wide {
        frame(canvas, area, &screen.list.title, is_focused);
    }
    let inside = with_thumb(
        canvas,
        screen.layout.shape,
        inside,
        screen.list.first,
        screen.list.total,
    );
    rows::draw(
        canvas,
        &screen.list,
        inside,
        is_focused,
        screen.list.if_empty,
    );
}

/// The upper edge with its title, and the sides: the lower edge belongs to the containers pane.
pub(crate) fn frame(canvas: &mut Canvas<'_>, area: Area, title: &str, is_focused: bool) {
    let border = canvas.style(border(is_focused));
    let corners = [canvas.glyphs.top_left, canvas.glyphs.top_right];
    canvas.edge(area.x, area.y, area.width, corners, border);
    canvas.sides(
        Area {
            height: area.height + 1,
            ..area
        },
        border,
    );
    draw_title(canvas, area, title, is_focused);
}

/// ` Title ` in an upper edge.
pub(crate) fn draw_title(canvas: &mut Canvas<'_>, area: Area, title: &str, is_focused: bool) {
    if title.is_empty() || area.width < 8 {
        return;
    }
    let style = canvas.style(if is_focused {
        Token::PaneTitleFocused
    } else {
        Token::PaneTitle
    });
    canvas.put(area.x + 1, area.y, " ", style);
    let used = canvas.name(area.x + 2, area.y, area.width - 5, title, style);
    canvas.put(area.x + 2 + used, area.y, " ", style);
}

/// Which border a pane has.
pub(crate) const fn border(is_focused: bool) -> Token {
    if is_focused {
        Token::PaneBorderFocused
    } else {
        Token::PaneBorder
    }
}

/// Draws the mark of the part that is seen: on the border, or in a column of its own where there is none. Returns the
/// area left for rows.
pub(crate) fn with_thumb(
    canvas: &mut Canvas<'_>,
    shape: Shape,
    rows: Area,
    first: usize,
    total: usize,
) -> Area {
    if total <= usize::from(rows.height) || rows.width == 0 {
        return rows;
    }
    if shape == Shape::Wide {
        canvas.thumb(rows.x + rows.width, rows.y, rows.height, first, total);
        return rows;
    }
    canvas.thumb(rows.x + rows.width - 1, rows.y, rows.height, first, total);
    Area {
        width: rows.width - 1,
        ..rows
    }
}
