//! The bytes of whole frames, read back by another terminal emulator.

use super::*;
use ratatui::Terminal;
use ratatui::style::{Style, Stylize};
use ratatui::text::Line;

struct Bench {
    terminal: Terminal<AnsiBackend>,
    emulator: vt100::Parser,
}

impl Bench {
    fn new(columns: u16, rows: u16) -> Self {
        let backend = AnsiBackend::new(Output::memory(usize::MAX / 2), Size::new(columns, rows));
        Self {
            terminal: Terminal::new(backend).unwrap(),
            emulator: vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0),
        }
    }

    /// Draws lines at the top and gives the bytes that went out.
    fn draw(&mut self, lines: &[Line<'_>], cursor: Option<(u16, u16)>) -> Vec<u8> {
        self.terminal
            .draw(|frame| {
                let area = frame.area();
                for (row, line) in (0..area.height).zip(lines) {
                    frame.buffer_mut().set_line(0, row, line, area.width);
                }
                if let Some(at) = cursor {
                    frame.set_cursor_position(at);
                }
            })
            .unwrap();
        let bytes = self.terminal.backend_mut().output_mut().take_written(0);
        self.emulator.process(&bytes);
        bytes
    }

    fn text(&self) -> String {
        self.emulator.screen().contents()
    }
}

#[test]
fn an_unchanged_screen_costs_nothing() {
    let mut bench = Bench::new(80, 24);
    let lines = [
        Line::from("stacks").bold(),
        Line::from("▸ shop   3/3").red(),
    ];
    bench.draw(&lines, Some((0, 1)));
    assert_eq!(bench.draw(&lines, Some((0, 1))), b"");
    assert_eq!(bench.text(), "stacks\n▸ shop   3/3");
}

#[test]
fn an_unchanged_screen_without_a_cursor_costs_nothing() {
    let mut bench = Bench::new(80, 24);
    let first = bench.draw(&[Line::from("x")], None);
    assert!(first.ends_with(b"\x1b[?25l"));
    assert_eq!(bench.draw(&[Line::from("x")], None), b"");
}

#[test]
fn a_changed_cell_costs_less_than_thirty_bytes() {
    let mut bench = Bench::new(200, 50);
    let line = |value: &str| {
        Line::from(vec![
            "cpu ".into(),
            value.to_owned().light_green().on_black(),
        ])
    };
    bench.draw(&[line("11%"), Line::from("below")], Some((3, 1)));
    let bytes = bench.draw(&[line("12%"), Line::from("below")], Some((3, 1)));
    assert!(bytes.len() < 30, "{}", String::from_utf8_lossy(&bytes));
    assert_eq!(bench.text(), "cpu 12%\nbelow");
    assert_eq!(bench.emulator.screen().cursor_position(), (1, 3));
}

#[test]
fn a_line_that_gets_shorter_is_erased_rather_than_overwritten() {
    let mut bench = Bench::new(100, 3);
    bench.draw(&[Line::from("x".repeat(90))], None);
    let bytes = bench.draw(&[Line::from("short")], None);
    assert!(bytes.len() < 30, "{} bytes", bytes.len());
    assert_eq!(bench.text(), "short");
    bench.draw(&[Line::from(format!("a{}b", "-".repeat(40)))], None);
    let bytes = bench.draw(&[Line::from(format!("a{}b", " ".repeat(40)))], None);
    assert!(bytes.len() < 20, "{} bytes", bytes.len());
    assert_eq!(bench.text(), format!("a{}b", " ".repeat(40)));
}

#[test]
fn blanks_with_a_background_are_painted() {
    let mut bench = Bench::new(40, 2);
    bench.draw(&[Line::from(" ".repeat(40)).on_blue()], None);
    let cell = bench.emulator.screen().cell(0, 39).unwrap();
    assert_eq!(cell.bgcolor(), vt100::Color::Idx(4));
    bench.draw(&[Line::from("")], None);
    let cell = bench.emulator.screen().cell(0, 39).unwrap();
    assert_eq!(cell.bgcolor(), vt100::Color::Default);
}

#[test]
fn only_a_large_frame_is_bracketed() {
    let mut bench = Bench::new(80, 24);
    let full: Vec<Line<'_>> = (0..24)
        .map(|row| Line::from(format!("{row}").repeat(40)))
        .collect();
    let bytes = bench.draw(&full, None);
    assert!(bytes.starts_with(b"\x1b[?2026h") && bytes.ends_with(b"\x1b[?2026l"));
    assert!(
        !bench
            .draw(&[Line::from("x")], None)
            .starts_with(b"\x1b[?2026h")
            || bytes.len() > 1024
    );
}

#[test]
fn wide_and_joined_glyphs_do_not_shift_what_stands_behind_them() {
    let mut bench = Bench::new(40, 4);
    bench.draw(
        &[
            Line::from("日本語|end"),
            Line::from("e\u{301}|end"),
            Line::from("❤\u{fe0f}|end"),
        ],
        None,
    );
    assert!(
        bench.text().starts_with("日本語|end\ne\u{301}|end"),
        "{}",
        bench.text()
    );
    bench.draw(&[Line::from("日x語|end")], None);
    assert_eq!(
        bench.text().lines().next().map(str::trim_end),
        Some("日x語|end")
    );
}

#[test]
fn no_control_character_passes() {
    let mut backend = AnsiBackend::new(Output::memory(1000), Size::new(40, 2));
    let cells = ["\x1b[31m", "\u{9b}2J", "\x07", "a\u{0}"].map(Cell::new);
    backend
        .draw((0..).zip(&cells).map(|(x, cell)| (x, 0, cell)))
        .unwrap();
    backend.flush().unwrap();
    let bytes = backend.output_mut().take_written(0);
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        !text.contains("31m") && !text.contains('\u{9b}') && !text.contains('\x07'),
        "{text:?}"
    );
    assert_eq!(
        text.matches('?').count() - text.matches("[?").count(),
        4,
        "{text:?}"
    );
}

#[test]
fn after_something_else_wrote_to_the_terminal_everything_is_drawn_again() {
    let mut bench = Bench::new(40, 3);
    let lines = [Line::from("one").red(), Line::from("two")];
    bench.draw(&lines, None);
    bench.emulator.process(b"\x1b[2J\x1b[32mnoise\x1b[?25h");
    bench.terminal.backend_mut().forget();
    bench.terminal.clear().unwrap();
    bench.draw(&lines, None);
    assert_eq!(bench.text(), "one\ntwo");
    assert!(bench.emulator.screen().hide_cursor());
}

proptest::proptest! {
    /// Whatever two frames are drawn one after the other, another emulator shows the second.
    #[test]
    fn any_frames_are_shown_as_they_were_meant(
        frames in proptest::collection::vec(
            proptest::collection::vec(("[ -~│─日é]{0,30}", 0u8..5), 6), 1..4)
    ) {
        let style = |kind: u8| match kind {
            0 => Style::new(),
            1 => Style::new().red().bold(),
            2 => Style::new().on_blue(),
            3 => Style::new().reversed().dim(),
            _ => Style::new().underlined().green(),
        };
        let mut bench = Bench::new(24, 6);
        let mut fresh = Bench::new(24, 6);
        for lines in &frames {
            let lines: Vec<Line<'_>> = lines.iter().map(|(text, kind)| Line::from(text.as_str()).style(style(*kind))).collect();
            bench.draw(&lines, Some((1, 2)));
            fresh = Bench::new(24, 6);
            fresh.draw(&lines, Some((1, 2)));
        }
        for row in 0..6 {
            for column in 0..24 {
                let cell = |bench: &Bench| bench.emulator.screen().cell(row, column).cloned().map(|cell| {
                    let blank = cell.contents().trim().is_empty();
                    let shows = !blank || cell.inverse() || cell.underline();
                    (cell.contents().trim().to_owned(), cell.bgcolor(), cell.inverse(), cell.underline(),
                     shows.then(|| (cell.fgcolor(), cell.bold())))
                });
                proptest::prop_assert_eq!(cell(&bench), cell(&fresh), "row {} column {}", row, column);
            }
        }
    }
}
