//! The state machine at 10, 100 and 1000 containers: a key, an event, readings, a log batch, and what a frame needs.

use std::sync::Arc;

use divan::Bencher;
use jiff::tz::TimeZone;
use stacktui::app::clock::Clock;
use stacktui::app::effect::Effect;
use stacktui::app::key::Key;
use stacktui::app::keymap::Keymap;
use stacktui::app::msg::{HostMsg, LogsMsg, Msg};
use stacktui::app::state::{App, Circumstances};
use stacktui::app::update;
use stacktui::config::settings::Settings;
use stacktui::config::theme::Theme;
use stacktui::model::event::{EngineEvent, EventKind};
use stacktui::model::ids::{Epoch, HostId, InstanceId, SubscriptionId};
use stacktui::model::log::{LogBatch, LogLine, LogStream, StyledText};
use stacktui::model::observed::{Container, Details, EngineInfo, EngineState, Health, Snapshot};
use stacktui::model::sample::Sample;
use stacktui::model::time::Timestamp;

const SIZES: [usize; 3] = [10, 100, 1000];
const NOW: Timestamp = Timestamp::from_seconds(1_768_478_400);

fn id(number: usize) -> InstanceId {
    InstanceId::from(format!("{number:064x}"))
}

fn container(number: usize) -> Container {
    let label = |key: &str, value: String| (Arc::from(key), Arc::from(value));
    Container {
        id: id(number),
        name: Arc::from(format!("stack{}-service{number}-1", number % 20)),
        image: Arc::from("registry.example/team/image:1.2.3"),
        image_id: Arc::from("sha256:0"),
        created_at: Some(NOW),
        state: EngineState::Running,
        health: Health::None,
        labels: [
            label(
                "com.docker.compose.project",
                format!("stack{}", number % 20),
            ),
            label("com.docker.compose.service", format!("service{number}")),
            label("com.docker.compose.container-number", "1".to_owned()),
        ]
        .into_iter()
        .collect(),
        ports: Vec::new(),
        details: Some(Arc::new(Details {
            started_at: Some(Timestamp(0)),
            ..Details::default()
        })),
        mounts: Vec::new(),
        networks: Vec::new(),
        listed_exit_code: None,
    }
}

/// The program on a server with so many containers, the first of them followed; and the subscription to its log.
fn running(count: usize) -> (App, Option<SubscriptionId>) {
    let host = HostId::from("bench");
    let clock = Clock::new(TimeZone::UTC);
    let mut app = App::new(
        host.clone(),
        Settings::default(),
        Keymap::default(),
        clock,
        Circumstances::default(),
    );
    let mut followed = None;
    let snapshot = Snapshot {
        engine: EngineInfo::default(),
        containers: (0..count).map(container).collect(),
    };
    for msg in [
        Msg::Resize(200, 50),
        Msg::Host(host.clone(), HostMsg::Snapshot(Epoch(1), snapshot)),
        Msg::Key(Key::char('j')),
        Msg::Stats(
            host,
            (0..count.min(16)).map(|number| sample(number, 0)).collect(),
        ),
    ] {
        for effect in update(&mut app, msg, NOW).list {
            if let Effect::Follow(subscription, _) = effect {
                followed = Some(subscription);
            }
        }
    }
    (app, followed)
}

fn sample(number: usize, second: i64) -> Sample {
    Sample {
        instance_id: id(number),
        at: Timestamp::from_seconds(NOW.seconds() + second),
        cpu_percent_of_one_core: Some(2.0),
        memory_used_bytes: 100 << 20,
        memory_limit_bytes: 0,
        network_received_bytes: 1_000,
        network_sent_bytes: 1_000,
        block_read_bytes: 0,
        block_written_bytes: 0,
        pids: 3,
    }
}

#[divan::bench(args = SIZES)]
fn a_key(bencher: Bencher<'_, '_>, count: usize) {
    let (mut app, _) = running(count);
    let mut down = false;
    bencher.bench_local(|| {
        down = !down;
        update(
            &mut app,
            Msg::Key(Key::char(if down { 'j' } else { 'k' })),
            NOW,
        )
    });
}

#[divan::bench(args = SIZES)]
fn a_key_and_its_frame(bencher: Bencher<'_, '_>, count: usize) {
    let (mut app, _) = running(count);
    let theme = Theme::default();
    let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 200, 50));
    let mut down = false;
    bencher.bench_local(|| {
        down = !down;
        update(
            &mut app,
            Msg::Key(Key::char(if down { 'j' } else { 'k' })),
            NOW,
        );
        buffer.reset();
        stacktui::ui::draw(&app.screen(), &theme, &mut buffer)
    });
}

#[divan::bench(args = SIZES)]
fn an_event(bencher: Bencher<'_, '_>, count: usize) {
    let (mut app, _) = running(count);
    let host = HostId::from("bench");
    let mut starts = false;
    bencher.bench_local(|| {
        starts = !starts;
        let kind = if starts {
            EventKind::Start
        } else {
            EventKind::Die { exit_code: Some(0) }
        };
        let event = EngineEvent {
            at: NOW,
            object: "container".to_owned(),
            id: id(3).to_string(),
            kind,
            attributes: std::collections::BTreeMap::new(),
        };
        update(
            &mut app,
            Msg::Host(host.clone(), HostMsg::Event(Epoch(1), event)),
            NOW,
        )
    });
}

#[divan::bench(args = SIZES)]
fn readings(bencher: Bencher<'_, '_>, count: usize) {
    let (mut app, _) = running(count);
    let host = HostId::from("bench");
    let mut second = 0;
    bencher.bench_local(|| {
        second += 1;
        let samples = (0..count.min(16))
            .map(|number| sample(number, second))
            .collect();
        update(&mut app, Msg::Stats(host.clone(), samples), NOW)
    });
}

/// 500 lines at a time, the ring full.
#[divan::bench(args = SIZES)]
fn a_batch_of_log_lines(bencher: Bencher<'_, '_>, count: usize) {
    let (mut app, subscription) = running(count);
    let Some(subscription) = subscription else {
        return;
    };
    let shown = app.screen().headline.title;
    let Some(number) = (0..count).find(|number| {
        shown.is_empty() || shown.ends_with(&format!("service{number}")) || !shown.contains('/')
    }) else {
        return;
    };
    let mut at = NOW.0;
    bencher
        .with_inputs(|| {
            let lines = (0..500)
                .map(|line| {
                    at += 1_000;
                    LogLine {
                        at: Some(Timestamp(at)),
                        stream: LogStream::Stdout,
                        text: StyledText::plain(format!(
                            "GET /item/{line} 200 12ms level=info request={at}"
                        )),
                    }
                })
                .collect();
            LogBatch {
                instance_id: id(number),
                lines,
            }
        })
        .bench_local_values(|batch| {
            update(
                &mut app,
                Msg::Logs(subscription, LogsMsg::Lines(batch)),
                NOW,
            )
        });
}
