//! Frames at the sizes that count, as text: what a change of the view changes is seen in the diff.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use stacktui::app::layout::Focus;
use stacktui::app::screen::Prompt;
use stacktui::app::view::{Body, Page, Tab, Tone, line};
use stacktui::config::theme::{self, Theme};
use stacktui::model::status::Status;
use stacktui::testing::screens::{Sample, row};
use stacktui::testing::{bodies, modals};
use std::fmt::Write as _;

/// Draws a sample; the cell with the cursor is told apart below the frame.
fn draw(sample: &Sample, theme: &Theme) -> (Buffer, Option<(u16, u16)>) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, sample.size.0, sample.size.1));
    let cursor = stacktui::ui::draw(&sample.screen(), theme, &mut buffer);
    (buffer, cursor)
}

fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut skip = 0;
        let mut row = String::new();
        for x in 0..buffer.area.width {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            skip = ratatui::buffer::CellWidth::cell_width(symbol).saturating_sub(1);
            row.push_str(symbol);
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}

fn theme_named(name: &str) -> Theme {
    let none = stacktui::compose::sources::Memory::default();
    theme::load(name, None, &none).unwrap().0
}

const SIZES: [(u16, u16); 4] = [(40, 10), (80, 24), (120, 40), (200, 50)];

fn charts(sample: Sample) -> Sample {
    let columns = sample.layout().body.width.saturating_sub(2);
    sample.tab(Tab::Stats, bodies::charts(columns))
}

fn stack_charts(sample: Sample) -> Sample {
    let columns = sample.layout().body.width.saturating_sub(2);
    sample.tab(Tab::Stats, bodies::stack_charts(columns))
}

fn full(mut sample: Sample) -> Sample {
    sample.arrangement.full_screen = true;
    sample
}

fn prompt(mut sample: Sample) -> Sample {
    sample.footer.prompt = Some(Prompt {
        label: "/".to_owned(),
        text: "ENOTFOUND".to_owned(),
        cursor: 9,
        note: "3 of 41   enter keep  esc clear".to_owned(),
    });
    sample
}

fn stale(mut sample: Sample) -> Sample {
    sample.list.is_stale = true;
    sample.containers.is_stale = true;
    sample.header.attention.clear();
    sample.header.right = vec![(Tone::Warn, "stale, reconnecting in 3s".to_owned())];
    sample.footer.right = Some((
        Tone::Bad,
        "cannot restart `api-1` on `web01`: port 8080 is already allocated  i".to_owned(),
    ));
    sample
}

fn calm(mut sample: Sample) -> Sample {
    sample.header.attention = line(Tone::Good, "all well");
    sample.list.rows = vec![row(0, Status::Healthy, "mail", "6/6", "healthy · 3d")];
    sample.list.cursor = Some(0);
    sample.list.total = 1;
    sample.containers.rows.clear();
    sample.containers.total = 0;
    sample.headline.state = line(Tone::Good, "● healthy · 3d");
    sample.headline.gauges.clear();
    sample.footer.right = None;
    sample.tab(Tab::Logs, Body::Message(line(Tone::Dim, "no lines yet")))
}

fn wide(mut sample: Sample) -> Sample {
    for (row, name) in sample.list.rows.iter_mut().zip(bodies::wide_names()) {
        name.clone_into(&mut row.name);
    }
    bodies::wide_names()[0].clone_into(&mut sample.headline.title);
    bodies::wide_names()[1].clone_into(&mut sample.containers.title);
    bodies::wide_names()[2].clone_into(&mut sample.header.left[0]);
    sample.tab(Tab::Logs, bodies::merged())
}

fn ascii(mut sample: Sample) -> Sample {
    sample.ascii = true;
    sample
}

fn scrolled(mut sample: Sample) -> Sample {
    let more = sample.list.rows.clone();
    for _ in 0..5 {
        sample.list.rows.extend(more.iter().cloned());
    }
    sample.list.first = 13;
    sample.list.total = 78;
    sample
}

/// Every pane and body, every modal, every page, by name.
fn cases(width: u16, height: u16) -> Vec<(&'static str, Sample)> {
    let new = || Sample::new(width, height);
    let detail = || new().focus(Focus::Detail);
    vec![
        ("logs", new()),
        ("logs_focused", detail()),
        ("logs_full", full(detail())),
        ("logs_merged", detail().tab(Tab::Logs, bodies::merged())),
        ("charts", charts(detail())),
        ("charts_of_a_stack", stack_charts(detail())),
        ("env", detail().tab(Tab::Env, bodies::env())),
        ("config", detail().tab(Tab::Config, bodies::text())),
        ("top", detail().tab(Tab::Top, bodies::top())),
        ("containers", new().focus(Focus::Containers)),
        ("list_full", full(new())),
        ("scrolled", scrolled(new())),
        ("all_well", calm(new())),
        ("stale", stale(new())),
        ("prompt", prompt(detail())),
        ("wide_names", wide(new())),
        ("ascii", ascii(new())),
        ("no_engine", new().page(bodies::no_engine())),
        ("empty", new().page(bodies::empty())),
        (
            "loading",
            new().page(Page::Loading("asking web01 …".to_owned())),
        ),
        ("restart", new().modal(modals::restart())),
        ("remove", new().modal(modals::remove())),
        ("volumes", new().modal(modals::volumes("sho"))),
        ("long_question", new().modal(modals::long_question())),
        ("palette", new().modal(modals::palette(""))),
        ("signals", new().modal(modals::signals())),
        ("why", new().modal(modals::why())),
        (
            "wide_names_below_a_modal",
            wide(new()).modal(modals::restart()),
        ),
        ("ascii_palette", ascii(new()).modal(modals::palette("re"))),
    ]
}

#[test]
fn frames_look_as_they_did() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../frames");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (width, height) in SIZES {
            for (name, sample) in cases(width, height) {
                let (buffer, cursor) = draw(&sample, &Theme::default());
                let mut shown = text(&buffer);
                let _ = match cursor {
                    Some((x, y)) => writeln!(shown, "cursor {x},{y}"),
                    None => writeln!(shown, "no cursor"),
                };
                insta::assert_snapshot!(format!("{width}x{height}_{name}"), shown);
            }
        }
    });
}

/// The styles of a frame: a letter for each, listed below.
fn styles(buffer: &Buffer) -> String {
    let mut known = Vec::new();
    let mut out = String::new();
    for y in 0..buffer.area.height {
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            let style = (cell.fg, cell.bg, cell.modifier);
            let is_plain = style == Default::default();
            let index = known
                .iter()
                .position(|one| *one == style)
                .unwrap_or_else(|| {
                    known.push(style);
                    known.len() - 1
                });
            let letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
            out.push(if is_plain {
                ' '
            } else {
                letter.chars().nth(index).unwrap_or('?')
            });
        }
        out.push('\n');
    }
    for ((fg, bg, modifier), letter) in known.iter().zip('A'..) {
        let _ = writeln!(out, "{letter} {fg} on {bg} {modifier:?}");
    }
    out
}

#[test]
fn themes_paint_as_they_did() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../frames");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, _) in theme::SHIPPED {
            let (buffer, _) = draw(&Sample::new(100, 16), &theme_named(name));
            insta::assert_snapshot!(format!("style_{name}"), styles(&buffer));
        }
    });
}

#[test]
fn no_size_panics_and_every_row_is_as_wide_as_the_screen() {
    let theme = Theme::default();
    let mut all = cases(120, 40);
    let count = all.len();
    // Sizes in steps of their own, so that every sample meets all remainders.
    for width in 0..=220 {
        for height in (width % 3..=60).step_by(3) {
            let (name, sample) = &mut all[usize::from(width * 7 + height / 3) % count];
            sample.size = (width, height);
            let (buffer, cursor) = draw(sample, &theme);
            assert_eq!(buffer.area, Rect::new(0, 0, width, height));
            if let Some((x, y)) = cursor {
                assert!(x < width && y < height, "{name} {width}x{height}");
            }
            for y in 0..height {
                // No wide character hangs over the edge, and nothing stands in its second half.
                let mut x = 0;
                while x < width {
                    let symbol = buffer[(x, y)].symbol();
                    assert!(
                        !symbol.contains(char::is_control),
                        "{name} {width}x{height}"
                    );
                    let columns = ratatui::buffer::CellWidth::cell_width(symbol).max(1);
                    for half in 1..columns {
                        let second = buffer
                            .cell((x + half, y))
                            .map(ratatui::buffer::Cell::symbol);
                        assert_eq!(
                            second,
                            Some(" "),
                            "{name} {width}x{height} {x},{y} {symbol}"
                        );
                    }
                    x += columns;
                }
            }
        }
    }
}

#[test]
fn ascii_frames_hold_nothing_else() {
    for (width, height) in SIZES {
        for (name, sample) in cases(width, height) {
            if name.starts_with("wide") || name.contains("merged") {
                continue;
            }
            let (buffer, _) = draw(&ascii(sample), &Theme::default());
            for line in text(&buffer).lines() {
                assert!(line.is_ascii(), "{name} {width}x{height}: {line}");
            }
        }
    }
}

#[test]
fn only_the_spinner_moves_while_something_runs() {
    let sample = Sample::new(120, 40);
    let theme = Theme::default();
    let mut screen = sample.screen();
    let mut before = Buffer::empty(Rect::new(0, 0, 120, 40));
    let mut after = before.clone();
    stacktui::ui::draw(&screen, &theme, &mut before);
    screen.spinner = 1;
    stacktui::ui::draw(&screen, &theme, &mut after);
    assert_eq!(before.diff(&after).len(), 1);
}

#[test]
fn what_is_beside_a_modal_stays() {
    let theme = Theme::default();
    let (below, _) = draw(&Sample::new(120, 40), &theme);
    let (above, _) = draw(&Sample::new(120, 40).modal(modals::restart()), &theme);
    let changed: Vec<(u16, u16)> = below
        .diff(&above)
        .iter()
        .map(|(x, y, _)| (*x, *y))
        .collect();
    let span = |of: fn(&(u16, u16)) -> u16| {
        let all = || changed.iter().map(of);
        all().max().unwrap() - all().min().unwrap()
    };
    assert!(span(|at| at.0) < 48 && span(|at| at.1) < 8, "{changed:?}");
}

/// `cargo test --test it pictures -- --ignored`: all cases as SVG below `target/pictures`.
#[test]
#[ignore = "writes files for the eye"]
fn pictures() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
    std::fs::create_dir_all(&folder).unwrap();
    for (theme_name, _) in theme::SHIPPED {
        for (width, height) in [(40, 10), (80, 24), (120, 36), (200, 50)] {
            for (name, sample) in cases(width, height) {
                let theme = theme_named(theme_name);
                let (buffer, _) = draw(&sample, &theme);
                let file = folder.join(format!("{theme_name}_{width}x{height}_{name}.svg"));
                std::fs::write(file, stacktui::ui::svg::svg(&buffer, &theme)).unwrap();
            }
        }
    }
}
