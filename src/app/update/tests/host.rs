//! News of a host: what is true, what is late, what is provisional.

use super::*;
use crate::app::domain::Link;
use crate::app::effect::Redraw;
use crate::model::capabilities::Capability;
use crate::model::status::Status;
use crate::plan::news::{Attempt, HostError};

fn lost() -> HostMsg {
    HostMsg::Lost(HostError {
        tried: vec![Attempt {
            endpoint: "unix:///var/run/docker.sock".to_owned(),
            reason: "connection refused".to_owned(),
        }],
        chosen_by: "default".to_owned(),
        hint: None,
        retry_in: Some(Duration::from_secs(3)),
    })
}

fn snapshot(epoch: u64, containers: Vec<Container>) -> HostMsg {
    HostMsg::Snapshot(
        Epoch(epoch),
        Snapshot {
            containers,
            ..Snapshot::default()
        },
    )
}

fn status(machine: &Machine, container: &Container) -> Option<Status> {
    machine
        .app
        .instance(&container.id)
        .map(|one| one.status.clone())
}

#[test]
fn news_of_an_older_connection_is_dropped() {
    let (api, db) = (container("shop", "api"), container("shop", "db"));
    let mut machine = Machine::with(vec![api.clone()]);
    machine.send(snapshot(3, vec![api.clone()]));
    machine.send(snapshot(2, vec![db.clone()]));
    assert_eq!(machine.rows(), ["shop", "shop/api"]);
    machine.send(HostMsg::Inspected(Epoch(2), vec![db]));
    assert_eq!(machine.rows(), ["shop", "shop/api"]);
    machine.send(HostMsg::Event(
        Epoch(2),
        event(&api, EventKind::Destroy, START),
    ));
    assert_eq!(machine.rows(), ["shop", "shop/api"]);
}

#[test]
fn a_die_is_a_loop_where_the_policy_starts_again_and_a_failure_where_not() {
    let with_policy = |name: &str| {
        let mut api = container("shop", "api");
        let mut details = api.details.as_deref().cloned().unwrap_or_default();
        details.restart_policy.name = name.to_owned();
        api.details = Some(Arc::new(details));
        api
    };
    for (policy, expected) in [
        ("no", Status::Failed),
        ("always", Status::CrashLoop),
        ("on-failure", Status::CrashLoop),
    ] {
        let api = with_policy(policy);
        let mut machine = Machine::with(vec![api.clone()]);
        let died = event(&api, EventKind::Die { exit_code: Some(1) }, START);
        machine.send(HostMsg::Event(Epoch(1), died));
        assert_eq!(status(&machine, &api), Some(expected), "{policy}");
    }
}

#[test]
fn what_was_stopped_on_purpose_has_not_failed() {
    let api = container("shop", "api");
    for stop in [
        EventKind::Stop,
        EventKind::Kill {
            signal: "9".to_owned(),
        },
    ] {
        let mut machine = Machine::with(vec![api.clone()]);
        machine.send(HostMsg::Event(Epoch(1), event(&api, stop, START)));
        let died = event(
            &api,
            EventKind::Die {
                exit_code: Some(137),
            },
            START,
        );
        machine.send(HostMsg::Event(Epoch(1), died));
        assert_eq!(status(&machine, &api), Some(Status::Stopped));
    }
}

#[test]
fn the_inspection_is_the_truth_over_what_an_event_let_suppose() {
    let api = container("shop", "api");
    let mut machine = Machine::with(vec![api.clone()]);
    let died = event(&api, EventKind::Die { exit_code: Some(0) }, START);
    machine.send(HostMsg::Event(Epoch(1), died));
    assert_eq!(status(&machine, &api), Some(Status::Done));
    let truth = in_state(api.clone(), EngineState::Restarting, 0);
    machine.send(HostMsg::Inspected(Epoch(1), vec![truth]));
    assert_eq!(status(&machine, &api), Some(Status::CrashLoop));
}

#[test]
fn a_lost_engine_keeps_what_was_seen_and_is_told_once() {
    let api = container("shop", "api");
    let mut machine = Machine::with(vec![api.clone()]);
    let effects = machine.send(lost());
    assert_eq!(effects.redraw, Redraw::Now);
    assert_eq!(machine.rows(), ["shop", "shop/api"]);
    assert!(matches!(
        machine.app.host().map(|host| &host.link),
        Some(Link::Lost { .. })
    ));
    assert_eq!(
        machine.last_notice(),
        "the engine does not answer: connection refused"
    );
    let count = machine.app.notices.iter().count();
    machine.send(HostMsg::Connecting);
    machine.send(lost());
    assert_eq!(machine.app.notices.iter().count(), count);
    machine.send(snapshot(2, vec![api]));
    assert_eq!(
        machine.last_notice(),
        "the engine answers again; everything was listed anew"
    );
}

#[test]
fn what_an_endpoint_does_not_offer_takes_away_that_alone() {
    let mut machine = Machine::with(vec![container("shop", "api")]);
    let denied = "403 Forbidden by a proxy".to_owned();
    machine.send(HostMsg::NotAllowed(Capability::Exec, denied.clone()));
    machine.send(HostMsg::NotAllowed(Capability::Exec, denied));
    assert_eq!(machine.app.notices.iter().count(), 1);
    assert_eq!(machine.press("E").list, []);
    assert_eq!(
        machine.last_notice(),
        "cannot open a shell: 403 Forbidden by a proxy"
    );
    assert_eq!(machine.press("r<enter>").list.len(), 1);
}

#[test]
fn a_failure_is_news_only_if_it_was_not_there_at_first() {
    let api = in_state(container("shop", "api"), EngineState::Exited, 1);
    let db = container("shop", "db");
    let mut machine = Machine::with(vec![api.clone(), db.clone()]);
    assert_eq!(machine.app.notices.iter().count(), 0);
    let died = event(&db, EventKind::Die { exit_code: Some(1) }, START);
    machine.send(HostMsg::Event(Epoch(1), died));
    assert_eq!(machine.last_notice(), "shop/db: failed");
    machine.pass(Duration::from_secs(1));
    assert_eq!(machine.app.notices.iter().count(), 1);
}

#[test]
fn rows_stay_while_keys_come_and_are_sorted_after() {
    let all = ["a", "b", "c"].map(|name| container(name, "one"));
    let mut machine = Machine::with(all.to_vec());
    machine.press("j");
    let died = event(&all[2], EventKind::Die { exit_code: Some(1) }, START);
    machine.send(HostMsg::Event(Epoch(1), died));
    assert_eq!(machine.rows(), ["a", "a/one", "b", "b/one", "c", "c/one"]);
    machine.pass(Duration::from_millis(1_900));
    assert_eq!(machine.rows().first().map(String::as_str), Some("a"));
    machine.pass(Duration::from_millis(200));
    assert_eq!(machine.rows().first().map(String::as_str), Some("c"));
    assert_eq!(machine.selected(), "a/one");
}

#[test]
fn until_the_first_key_the_cursor_is_on_what_fails() {
    let (api, db) = (container("shop", "api"), container("shop", "db"));
    let mut machine = Machine::with(vec![api, db.clone()]);
    assert_eq!(machine.selected(), "shop");
    let died = event(&db, EventKind::Die { exit_code: Some(1) }, START);
    machine.send(HostMsg::Event(Epoch(1), died));
    assert_eq!(machine.selected(), "shop/db");
    machine.press("k");
    let chosen = machine.selected();
    machine.pass(Duration::from_secs(10));
    assert_eq!(machine.selected(), chosen);
}

#[test]
fn a_clock_that_differs_counts_ages_by_the_engine() {
    let api = container("shop", "api");
    let mut machine = Machine::with(vec![api]);
    machine.send(HostMsg::Engine(
        Epoch(1),
        crate::model::observed::EngineInfo {
            clock_offset_nanos: 3_600_000_000_000,
            ..crate::model::observed::EngineInfo::default()
        },
    ));
    assert_eq!(
        machine.app.engine_now(),
        START.after(Duration::from_hours(1))
    );
    let headline = machine.press("j");
    assert_eq!(headline.redraw, Redraw::Now);
    let state = machine.app.screen().headline.state;
    assert_eq!(
        state.first().map(|(_, text)| text.as_str()),
        Some("running · up 2h")
    );
}

#[test]
fn another_engine_has_nothing_of_the_first() {
    let api = container("shop", "api");
    let mut machine = Machine::with(vec![api.clone()]);
    machine.press("j<space>4");
    assert_eq!(machine.press("@").list.len(), 1);
    assert_eq!(machine.press("@").list, [], "once is enough");
    let effects = machine.press("T");
    let connect = Effect::Connect(crate::app::effect::Connection::Demo);
    assert!(effects.list.contains(&connect), "{effects:?}");
    assert_eq!(machine.app.tasks.iter().count(), 0);
    assert_eq!(
        (machine.rows(), machine.selected()),
        (vec![], String::new())
    );
    assert_eq!(machine.app.marks.len(), 0);
    // Late news of the first.
    machine.send(HostMsg::Event(
        Epoch(1),
        event(&api, EventKind::Start, START),
    ));
    assert_eq!(machine.rows(), Vec::<String>::new());
}

#[test]
fn what_we_do_ourselves_is_no_news() {
    let api = container("shop", "api");
    let mut machine = Machine::with(vec![api.clone()]);
    machine.press("jr<enter>");
    let died = event(&api, EventKind::Die { exit_code: Some(1) }, START);
    machine.send(HostMsg::Event(Epoch(1), died));
    assert_eq!(machine.app.notices.iter().count(), 0);
    // It is, if it still fails when we are done.
    let failed = crate::plan::StepState::Failed("no such file".to_owned());
    let done = crate::plan::work::Outcome::Applied(vec![failed]);
    let id = crate::model::ids::TaskId(1);
    machine.update(Msg::Task(id, crate::app::msg::TaskMsg::Done(Ok(done))));
    let told: Vec<_> = machine
        .app
        .notices
        .iter()
        .map(|one| one.text.clone())
        .collect();
    assert_eq!(
        told,
        [
            "cannot restart `shop-api-1`: no such file",
            "shop/api: failed"
        ]
    );
}
