//! The containers of what is selected.

use super::list::{border, draw_title, with_thumb};
use crate::app::layout::{Area, Focus};
use crate::app::screen::Screen;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::rows;

/// Draws the pane; its upper edge is the list's lower one.
pub(crate) fn draw(canvas: &mut Canvas<'_>, screen: &Screen<'_>) {
    let Some(area) = screen.layout.containers else {
        return;
    };
    let is_focused = screen.focus == Focus::Containers;
    let inside = screen.layout.containers_rows;
    frame(canvas, area, screen.focus != Focus::Detail, is_focused);
    draw_title(canvas, area, &screen.containers.title, is_focused);
    let inside = with_thumb(
        canvas,
        screen.layout.shape,
        inside,
        screen.containers.first,
        screen.containers.total,
    );
    rows::draw(
        canvas,
        &screen.containers,
        inside,
        is_focused,
        "no containers",
    );
}

/// The edge shared with the list, the sides, and the lower edge.
pub(crate) fn frame(
    canvas: &mut Canvas<'_>,
    area: Area,
    is_shared_focused: bool,
    is_focused: bool,
) {
    let signs = canvas.glyphs;
    let shared = canvas.style(border(is_shared_focused));
    let own = canvas.style(border(is_focused));
    let joints = [signs.joint_left, signs.joint_right];
    canvas.edge(area.x, area.y, area.width, joints, shared);
    canvas.sides(area, own);
    let corners = [signs.bottom_left, signs.bottom_right];
    let bottom = (area.y + area.height).saturating_sub(1);
    if area.height > 1 {
        canvas.edge(area.x, bottom, area.width, corners, own);
    }
}
