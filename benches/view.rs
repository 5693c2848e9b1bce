//! Drawing a frame.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use stacktui::app::layout::Focus;
use stacktui::app::view::{Body, Tab};
use stacktui::config::theme::Theme;
use stacktui::testing::screens::Sample;
use stacktui::testing::{bodies, modals};

/// All panes full.
fn full(width: u16, height: u16, body: Body, tab: Tab) -> Sample {
    let mut sample = Sample::new(width, height).focus(Focus::Detail);
    let rows = sample.list.rows.clone();
    while sample.list.rows.len() < usize::from(height) {
        sample.list.rows.extend(rows.iter().cloned());
    }
    sample.list.total = 1_000;
    sample.body = match body {
        Body::Logs(rows) => {
            let rows = rows.into_iter().cycle().take(usize::from(height));
            Body::Logs(rows.collect())
        }
        other => other,
    };
    sample.tab = tab;
    sample
}

fn frame(bencher: divan::Bencher<'_, '_>, sample: &Sample) {
    let screen = sample.screen();
    let theme = Theme::default();
    let mut buffer = Buffer::empty(Rect::new(0, 0, sample.size.0, sample.size.1));
    bencher.bench_local(|| {
        buffer.reset();
        stacktui::ui::draw(&screen, &theme, &mut buffer)
    });
}

#[divan::bench]
fn logs(bencher: divan::Bencher<'_, '_>) {
    frame(bencher, &full(200, 50, bodies::logs(), Tab::Logs));
}

#[divan::bench]
fn logs_with_wide_characters(bencher: divan::Bencher<'_, '_>) {
    frame(bencher, &full(200, 50, bodies::merged(), Tab::Logs));
}

#[divan::bench]
fn charts(bencher: divan::Bencher<'_, '_>) {
    frame(bencher, &full(200, 50, bodies::charts(118), Tab::Stats));
}

#[divan::bench]
fn palette(bencher: divan::Bencher<'_, '_>) {
    let sample = full(200, 50, bodies::logs(), Tab::Logs).modal(modals::palette("re"));
    frame(bencher, &sample);
}

#[divan::bench]
fn emptying_the_buffer_alone(bencher: divan::Bencher<'_, '_>) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 50));
    bencher.bench_local(|| buffer.reset());
}
