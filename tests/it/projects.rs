//! The files that a stack's labels name are read once, and what is wrong with them stands on the stack.

use jiff::tz::TimeZone;
use stacktui::app::clock::Clock;
use stacktui::app::effect::Effect;
use stacktui::app::key::Key;
use stacktui::app::keymap::Keymap;
use stacktui::app::msg::{HostMsg, Msg, TaskMsg};
use stacktui::app::state::{App, Circumstances};
use stacktui::app::update;
use stacktui::app::view::Line;
use stacktui::config::settings::Settings;
use stacktui::model::ids::{Epoch, HostId, InstanceId, TaskId};
use stacktui::model::observed::{Container, EngineState, Health, Snapshot};
use stacktui::model::time::Timestamp;
use stacktui::plan::news::ProjectMsg;
use stacktui::plan::reading::{Broken, Reading};
use stacktui::plan::work::{Outcome, ProjectLabels, Work};
use std::sync::Arc;

const NOW: Timestamp = Timestamp::from_seconds(1_768_478_400);

fn shop() -> Snapshot {
    let label = |key: &str, value: &str| (Arc::from(key), Arc::from(value));
    let container = Container {
        id: InstanceId::from("a".repeat(64)),
        name: Arc::from("shop-api-1"),
        image: Arc::from("shop/api"),
        image_id: Arc::from("sha256:0"),
        created_at: Some(NOW),
        state: EngineState::Running,
        health: Health::None,
        labels: [
            label("com.docker.compose.project", "shop"),
            label("com.docker.compose.service", "api"),
            label("com.docker.compose.project.working_dir", "/srv/shop"),
            label(
                "com.docker.compose.project.config_files",
                "/srv/shop/compose.yaml",
            ),
        ]
        .into_iter()
        .collect(),
        ports: Vec::new(),
        details: None,
        mounts: Vec::new(),
        networks: Vec::new(),
        listed_exit_code: None,
    };
    Snapshot {
        containers: vec![container],
        ..Snapshot::default()
    }
}

/// The program over this stack, and what it asked to read.
fn opened() -> (App, Vec<(TaskId, ProjectLabels)>) {
    let host = HostId::from("web01");
    let clock = Clock::new(TimeZone::UTC);
    let mut app = App::new(
        host.clone(),
        Settings::default(),
        Keymap::default(),
        clock,
        Circumstances::default(),
    );
    update(&mut app, Msg::Resize(120, 36), NOW);
    let effects = update(
        &mut app,
        Msg::Host(host, HostMsg::Snapshot(Epoch(1), shop())),
        NOW,
    );
    let asked = asked(effects.list);
    (app, asked)
}

fn asked(effects: Vec<Effect>) -> Vec<(TaskId, ProjectLabels)> {
    let ask = |effect| match effect {
        Effect::Run(task, _, Work::Project(labels)) => Some((task, labels)),
        _ => None,
    };
    effects.into_iter().filter_map(ask).collect()
}

fn answer(app: &mut App, task: TaskId, project: ProjectMsg) {
    update(
        app,
        Msg::Task(task, TaskMsg::Done(Ok(Outcome::Project(project)))),
        NOW,
    );
}

#[test]
fn files_are_read_once_and_anew_on_refresh() {
    let (mut app, asked_first) = opened();
    let [(task, labels)] = asked_first.as_slice() else {
        panic!("{asked_first:?}")
    };
    assert_eq!(
        (labels.name.as_str(), labels.config_files.as_str()),
        ("shop", "/srv/shop/compose.yaml")
    );
    answer(
        &mut app,
        *task,
        ProjectMsg {
            reading: Reading::of_services(["api", "db"]),
            ..ProjectMsg::unread(labels)
        },
    );
    let names: Vec<String> = app
        .screen()
        .list
        .rows
        .iter()
        .map(|row| format!("{} {}", row.name, row.note))
        .collect();
    assert!(names.contains(&"db not created".to_owned()), "{names:?}");
    assert_eq!(asked(update(&mut app, Msg::Tick, NOW).list), []);
    let again = asked(update(&mut app, Msg::Key(Key::ctrl('r')), NOW).list);
    assert_eq!(again.len(), 1);
}

#[test]
fn a_stack_whose_files_are_elsewhere_lives_from_its_labels() {
    let (mut app, asked) = opened();
    let (task, labels) = asked.into_iter().next().unwrap();
    answer(
        &mut app,
        task,
        ProjectMsg {
            reading: Reading::Missing("`/srv/shop` is not on this machine".to_owned()),
            ..ProjectMsg::unread(&labels)
        },
    );
    let row = app.screen().list.rows.first().cloned().unwrap();
    assert_eq!((row.name.as_str(), row.badge.as_str()), ("shop", "no file"));
}

#[test]
fn what_is_wrong_with_a_file_stands_on_its_stack() {
    let (mut app, asked) = opened();
    let (task, labels) = asked.into_iter().next().unwrap();
    let text = "compose.yaml:3:5: a mapping was expected\n3 | x\n  | ^\n  hint: write one";
    let broken = Broken {
        short: text.lines().take(1).collect(),
        place: "line 3".to_owned(),
        lines: text.lines().map(str::to_owned).collect(),
    };
    answer(
        &mut app,
        task,
        ProjectMsg {
            reading: Reading::Broken(Arc::new(broken)),
            ..ProjectMsg::unread(&labels)
        },
    );
    update(&mut app, Msg::Key(Key::char('h')), NOW);
    let screen = app.screen();
    assert_eq!(
        screen.list.rows.first().map(|row| row.badge.as_str()),
        Some("bad file")
    );
    let text = |line: &Line| -> String { line.iter().map(|(_, text)| text.as_str()).collect() };
    assert_eq!(
        text(&screen.headline.state),
        "running · its file has errors"
    );
    let told: Vec<String> = screen.problem.rows.iter().map(text).collect();
    assert_eq!(
        told,
        [
            "compose.yaml:3:5: a mapping was expected",
            "3 | x",
            "  | ^",
            "  hint: write one"
        ]
    );
}
