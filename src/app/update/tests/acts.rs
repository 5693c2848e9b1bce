//! From a key to a plan, and from its end to a notice.

use super::*;
use crate::app::modal::Modal;
use crate::app::msg::TaskMsg;
use crate::config::settings::{Confirm, Question};
use crate::model::ids::TaskId;
use crate::model::status::Status;
use crate::plan::act::{self, ActOptions, Verb};
use crate::plan::news::Foreground;
use crate::plan::work::{Outcome, Progress, Work, WorkError};
use crate::plan::{StepId, StepState};

fn two() -> (Machine, Container, Container) {
    let (api, db) = (container("shop", "api"), container("shop", "db"));
    let api = in_state(api, EngineState::Exited, 1);
    (Machine::with(vec![api.clone(), db.clone()]), api, db)
}

#[test]
fn r_asks_and_enter_runs_the_plan_that_was_shown() {
    let (mut machine, api, _) = two();
    assert_eq!(machine.selected(), "shop/api");
    assert_eq!(machine.press("r"), Effects::redraw());
    let Some(Modal::Question(question)) = machine.app.modals.last() else {
        panic!("no question");
    };
    assert_eq!(question.title, "Restart shop/api?");
    let host = HostId::from("web01");
    let plan = act::act(&host, &Verb::Restart, &[&api], ActOptions::default());
    let effects = machine.press("<enter>");
    let run = Effect::Run(TaskId(1), host, Work::Apply(plan));
    assert_eq!(effects, Effects::one(run));
    assert!(machine.app.modals.is_empty());
}

#[test]
fn a_start_asks_nothing() {
    let (mut machine, api, _) = two();
    let host = HostId::from("web01");
    let plan = act::act(&host, &Verb::Start, &[&api], ActOptions::default());
    let effects = machine.press("S");
    assert_eq!(
        effects,
        Effects::one(Effect::Run(TaskId(1), host, Work::Apply(plan)))
    );
}

#[test]
fn the_row_is_pending_until_the_task_ends_whatever_events_say() {
    let (mut machine, _, db) = two();
    machine.press("js<enter>");
    let pending = |machine: &Machine| machine.app.tasks.pending(&db.id).map(str::to_owned);
    assert_eq!(pending(&machine).as_deref(), Some("stopping…"));
    let died = event(&db, EventKind::Die { exit_code: Some(0) }, START);
    machine.send(HostMsg::Event(Epoch(1), died));
    assert_eq!(pending(&machine).as_deref(), Some("stopping…"));
    let step = Progress::Step(StepId(0), StepState::Done);
    machine.update(Msg::Task(TaskId(1), TaskMsg::Progress(step)));
    assert_eq!(pending(&machine), None);
    let done = Outcome::Applied(vec![StepState::Done]);
    machine.now = machine.now.after(Duration::from_millis(1_500));
    machine.update(Msg::Task(TaskId(1), TaskMsg::Done(Ok(done))));
    assert_eq!(machine.last_notice(), "stopped shop/db in 1.5 s");
}

#[test]
fn a_refusal_is_told_in_the_engines_words() {
    let (mut machine, _, _) = two();
    machine.press("S");
    let done = Outcome::Applied(vec![StepState::Failed(
        "port is already allocated".to_owned(),
    )]);
    machine.update(Msg::Task(TaskId(1), TaskMsg::Done(Ok(done))));
    assert_eq!(
        machine.last_notice(),
        "cannot start `shop-api-1`: port is already allocated"
    );
    machine.press("S");
    let error = WorkError {
        message: "there is no connection to the engine".to_owned(),
        hint: None,
    };
    machine.update(Msg::Task(TaskId(2), TaskMsg::Done(Err(error))));
    assert_eq!(
        machine.last_notice(),
        "cannot start shop/api: there is no connection to the engine"
    );
}

#[test]
fn a_task_that_panics_is_told_and_forgotten() {
    let (mut machine, _, db) = two();
    machine.press("js<enter>");
    let panicked = TaskMsg::Panicked("index out of bounds".to_owned());
    machine.update(Msg::Task(TaskId(1), panicked));
    assert_eq!(machine.last_notice(), "a task failed: index out of bounds");
    assert_eq!(machine.app.tasks.pending(&db.id), None);
}

#[test]
fn an_answer_nobody_waits_for_changes_nothing() {
    let (mut machine, _, _) = two();
    let before = machine.app.notices.last().cloned();
    let done = TaskMsg::Done(Ok(Outcome::Applied(vec![StepState::Done])));
    machine.update(Msg::Task(TaskId(77), done));
    assert_eq!(machine.app.notices.last().cloned(), before);
}

#[test]
fn how_a_question_is_put_follows_the_settings() {
    let (_, api, db) = two();
    let mut machine = Machine::unconnected(Settings {
        confirm: Confirm {
            interrupting: Question::Yes,
            removing: Question::Enter,
        },
        ..Settings::default()
    });
    machine.send(HostMsg::Snapshot(
        Epoch(1),
        Snapshot {
            containers: vec![api, db],
            ..Snapshot::default()
        },
    ));
    assert_eq!(machine.press("r<enter>").list, [], "enter is no");
    assert_eq!(machine.press("ry").list.len(), 1);
    assert_eq!(machine.press("jd<enter>").list.len(), 1);
}

#[test]
fn a_shell_is_opened_in_the_container_that_runs() {
    let (mut machine, _, db) = two();
    assert_eq!(machine.press("E").list, []);
    assert_eq!(
        machine.last_notice(),
        "cannot open a shell: `shop-api-1` does not run; a shell needs a running container"
    );
    let shell = Foreground::Shell(HostId::from("web01"), db.id);
    let effects = without_stats(machine.press("jE"));
    assert_eq!(effects, [Effect::Suspend(shell)]);
    let effects = machine.update(Msg::Resumed(Ok(Some(130))));
    assert!(effects.list.contains(&Effect::Repaint));
    assert_eq!(
        machine.last_notice(),
        "the shell ended with 130 (interrupted (SIGINT))"
    );
}

#[test]
fn marks_serve_once_and_go_with_their_rows() {
    let (mut machine, _, db) = two();
    machine.press("<space><space>");
    assert_eq!(machine.app.marks.len(), 2);
    machine.press("S");
    assert_eq!(machine.app.marks.len(), 0);
    machine.press("k<space>");
    machine.press("<space>");
    machine.send(HostMsg::Snapshot(
        Epoch(2),
        Snapshot {
            containers: vec![db],
            ..Snapshot::default()
        },
    ));
    assert_eq!(machine.app.marks.len(), 1);
}

#[test]
fn one_off_containers_are_left_alone_unless_they_are_chosen() {
    let api = container("shop", "api");
    let mut oneoff = container("shop", "api");
    oneoff.id = InstanceId::from("f".repeat(64));
    oneoff.name = Arc::from("shop-api-run-1");
    oneoff
        .labels
        .insert(Arc::from(labels::ONEOFF), Arc::from("True"));
    let mut machine = Machine::with(vec![api.clone(), oneoff]);
    machine.press("s");
    let effects = machine.press("<enter>");
    let host = HostId::from("web01");
    let plan = act::act(&host, &Verb::Stop, &[&api], ActOptions::default());
    assert_eq!(
        effects.list,
        [Effect::Run(TaskId(1), host, Work::Apply(plan))]
    );
}

/// Podman does not always tell of the stop.
#[test]
fn a_stop_of_ours_explains_the_end_whatever_the_engine_tells() {
    for told_first in [true, false] {
        let (mut machine, _, db) = two();
        machine.press("js<enter>");
        let died = event(&db, EventKind::Die { exit_code: Some(3) }, START);
        let died = HostMsg::Event(Epoch(1), died);
        if told_first {
            machine.send(died.clone());
        }
        let step = Progress::Step(StepId(0), StepState::Done);
        machine.update(Msg::Task(TaskId(1), TaskMsg::Progress(step)));
        if !told_first {
            machine.send(died);
        }
        let ended = in_state(db, EngineState::Exited, 3);
        machine.send(HostMsg::Inspected(Epoch(1), vec![ended.clone()]));
        let found = machine.app.instance(&ended.id).map(|one| &one.status);
        assert_eq!(found, Some(&Status::Stopped), "{told_first}");
    }
}
