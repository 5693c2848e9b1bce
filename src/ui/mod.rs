//! The pure view: draws a [`Screen`] and works nothing out. It knows no engine, no clock and no state of its own.

mod canvas;
mod glyphs;
mod modals;
mod page;
mod panes;
mod style;
pub mod svg;
mod widgets;

use crate::app::layout::{Focus, Shape};
use crate::app::screen::Screen;
use crate::config::theme::Theme;
use canvas::Canvas;
use ratatui::Frame;
use ratatui::buffer::Buffer;

/// Draws a frame, and puts the terminal's cursor on the selected row or the text being typed: screen readers and
/// braille displays follow it.
pub fn view(screen: &Screen<'_>, theme: &Theme, frame: &mut Frame<'_>) {
    if let Some(cursor) = draw(screen, theme, frame.buffer_mut()) {
        frame.set_cursor_position(cursor);
    }
}

/// Draws on a buffer; returns where the terminal's cursor is to stand.
pub fn draw(screen: &Screen<'_>, theme: &Theme, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let mut canvas = Canvas::new(buffer, theme, screen.ascii, screen.spinner);
    let canvas = &mut canvas;
    if screen.layout.shape == Shape::TooSmall {
        page::too_small(canvas, screen.layout.screen);
        return canvas.cursor();
    }
    panes::header::draw(canvas, &screen.header, screen.layout.header);
    if let Some(page) = &screen.page {
        page::draw(canvas, page, screen);
    } else {
        panes::list::draw(canvas, screen);
        panes::containers::draw(canvas, screen);
        panes::detail::draw(canvas, screen, screen.focus == Focus::Detail);
    }
    panes::footer::draw(canvas, &screen.footer, screen.layout);
    for modal in screen.modals {
        modals::draw(canvas, modal, screen.layout.screen);
    }
    canvas.cursor()
}
