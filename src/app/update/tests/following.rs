//! Which log is followed, whose readings are taken, what is fetched.

use super::*;
use crate::app::effect::{LogQuery, LogSource};
use crate::app::msg::{LogsMsg, TaskMsg};
use crate::model::ids::{SubscriptionId, TaskId};
use crate::model::log::{LogBatch, LogLine, LogStream, StyledText};
use crate::plan::work::{Outcome, Work};

fn query(sources: &[(&Container, Option<Timestamp>)]) -> LogQuery {
    let source = |(container, since): &(&Container, Option<Timestamp>)| LogSource {
        instance_id: container.id.clone(),
        tty: false,
        since: *since,
        // The tests give each line a moment of its own.
        seen: usize::from(since.is_some()),
    };
    LogQuery {
        host: HostId::from("web01"),
        instances: sources.iter().map(source).collect(),
        tail: Settings::default().log_tail,
    }
}

fn lines(container: &Container, texts: &[&str], at: Timestamp) -> LogsMsg {
    let line = |text: &&str| LogLine {
        at: Some(at),
        stream: LogStream::Stdout,
        text: StyledText::plain(*text),
    };
    LogsMsg::Lines(LogBatch {
        instance_id: container.id.clone(),
        lines: texts.iter().map(line).collect(),
    })
}

#[test]
fn the_log_of_what_is_selected_is_followed_once() {
    let (api, db) = (container("shop", "api"), container("shop", "db"));
    let mut machine = Machine::with(vec![api.clone(), db.clone()]);
    let effects = machine.press("j");
    assert_eq!(
        without_stats(effects),
        [
            Effect::Unfollow(SubscriptionId(1)),
            Effect::Follow(SubscriptionId(2), query(&[(&api, None)])),
        ]
    );
    assert_eq!(
        without_stats(machine.press("2")),
        [Effect::Unfollow(SubscriptionId(2))]
    );
    // Back on the tab it goes on behind the newest line.
    machine.press("1");
    machine.update(Msg::Logs(SubscriptionId(3), lines(&api, &["a"], START)));
    machine.press("3");
    let effects = without_stats(machine.press("1"));
    assert_eq!(
        effects,
        [Effect::Follow(
            SubscriptionId(4),
            query(&[(&api, Some(START))])
        )]
    );
    assert_eq!(without_stats(machine.press("w")), []);
}

#[test]
fn whether_it_has_a_terminal_must_be_known_first() {
    let api = container("shop", "api");
    let mut machine = Machine::unconnected(Settings::default());
    let snapshot = Snapshot {
        containers: vec![listed(api.clone())],
        ..Snapshot::default()
    };
    let effects = machine.send(HostMsg::Snapshot(Epoch(1), snapshot));
    assert_eq!(without_stats(effects), []);
    let effects = machine.send(HostMsg::Inspected(Epoch(1), vec![api.clone()]));
    assert_eq!(
        without_stats(effects),
        [Effect::Follow(SubscriptionId(1), query(&[(&api, None)]))]
    );
}

#[test]
fn a_replica_more_is_followed_with_the_others() {
    let one = container("shop", "api");
    let mut two = container("shop", "api");
    (two.id, two.name) = (InstanceId::from("f".repeat(64)), Arc::from("shop-api-2"));
    two.labels.insert(Arc::from(labels::NUMBER), Arc::from("2"));
    let mut machine = Machine::with(vec![one.clone()]);
    machine.press("j");
    machine.update(Msg::Logs(SubscriptionId(2), lines(&one, &["a"], START)));
    let effects = machine.send(HostMsg::Inspected(Epoch(1), vec![two.clone()]));
    assert_eq!(
        without_stats(effects),
        [
            Effect::Unfollow(SubscriptionId(2)),
            Effect::Follow(
                SubscriptionId(3),
                query(&[(&one, Some(START)), (&two, None)])
            ),
        ]
    );
    assert_eq!(machine.app.logs.ring.len(), 1, "what was read stays");
}

#[test]
fn lines_of_an_old_subscription_are_dropped() {
    let api = container("shop", "api");
    let mut machine = Machine::with(vec![api.clone()]);
    let stale = Msg::Logs(SubscriptionId(9), lines(&api, &["x"], START));
    assert_eq!(machine.update(stale), Effects::default());
    assert_eq!(machine.app.logs.ring.len(), 0);
}

#[test]
fn what_happened_is_drawn_into_the_log_once() {
    let api = container("shop", "api");
    let mut machine = Machine::with(vec![api.clone()]);
    let died = |seconds| {
        let at = START.before(Duration::from_secs(seconds));
        event(&api, EventKind::Die { exit_code: Some(1) }, at)
    };
    let past = vec![died(60), died(30)];
    machine.send(HostMsg::PastEvents(Epoch(1), past.clone()));
    machine.send(HostMsg::Event(Epoch(1), died(0)));
    assert_eq!(machine.app.logs.ring.len(), 3);
    // After a new connection the engine tells the same again.
    machine.send(HostMsg::PastEvents(Epoch(2), past));
    assert_eq!(machine.app.logs.ring.len(), 3);
    // Shown anew.
    machine.press("jk");
    assert_eq!(machine.app.logs.ring.len(), 3);
}

#[test]
fn readings_are_taken_of_what_runs() {
    let api = container("shop", "api");
    let done = in_state(container("shop", "migrate"), EngineState::Exited, 0);
    let mut machine = Machine::unconnected(Settings::default());
    let snapshot = Snapshot {
        containers: vec![api.clone(), done],
        ..Snapshot::default()
    };
    let effects = machine.send(HostMsg::Snapshot(Epoch(1), snapshot));
    let sample = Effect::Sample(HostId::from("web01"), vec![api.id.clone()]);
    assert!(effects.list.contains(&sample), "{effects:?}");
    let died = event(&api, EventKind::Die { exit_code: Some(1) }, START);
    let effects = machine.send(HostMsg::Event(Epoch(1), died));
    let none = Effect::Sample(HostId::from("web01"), Vec::new());
    assert!(effects.list.contains(&none), "{effects:?}");
}

#[test]
fn the_inspection_is_read_once_and_anew_when_the_container_changed() {
    let api = container("shop", "api");
    let mut machine = Machine::with(vec![api.clone()]);
    let read = |task| {
        let work = Work::InspectText(api.id.clone());
        Effect::Run(TaskId(task), HostId::from("web01"), work)
    };
    assert!(machine.press("j4").list.contains(&read(1)));
    assert_eq!(machine.press("w").list, []);
    // It changed while the answer is on its way: asked again behind it.
    let died = event(&api, EventKind::Die { exit_code: Some(1) }, START);
    let effects = machine.send(HostMsg::Event(Epoch(1), died));
    assert!(
        !effects
            .list
            .iter()
            .any(|one| matches!(one, Effect::Run(..)))
    );
    let answer = Outcome::InspectText(api.id.clone(), "{}".to_owned());
    let effects = machine.update(Msg::Task(TaskId(1), TaskMsg::Done(Ok(answer))));
    assert_eq!(effects.list, [read(2)]);
}

#[test]
fn processes_are_read_every_three_seconds_while_they_are_offered() {
    let api = container("shop", "api");
    let mut machine = Machine::with(vec![api.clone()]);
    let read = |effects: Effects| {
        effects.list.into_iter().find_map(|effect| match effect {
            Effect::Run(id, _, Work::Top(of)) if of == api.id => Some(id),
            _ => None,
        })
    };
    let answer = |machine: &mut Machine, id: Option<TaskId>| {
        let table = crate::model::observed::ProcessTable::default();
        let done = TaskMsg::Done(Ok(Outcome::Top(api.id.clone(), table)));
        machine.update(Msg::Task(id.unwrap(), done));
    };
    // Six seconds: two turns, but one at a time.
    let pass = |machine: &mut Machine| {
        let ticks = (0..6).filter_map(|_| read(machine.pass(Duration::from_secs(1))));
        ticks.collect::<Vec<_>>()
    };
    let first = read(machine.press("j6"));
    answer(&mut machine, first);
    let second = pass(&mut machine);
    assert_eq!(second.len(), 1);
    answer(&mut machine, second.first().copied());
    let third = pass(&mut machine);
    assert_eq!(third.len(), 1);
    answer(&mut machine, third.first().copied());
    let denied = crate::model::capabilities::Capability::Top;
    machine.send(HostMsg::NotAllowed(denied, "403".to_owned()));
    assert_eq!(pass(&mut machine), []);
}
