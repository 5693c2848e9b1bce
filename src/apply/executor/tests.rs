use super::*;
use crate::apply::fake::Fake;
use crate::model::ids::{HostId, InstanceId};
use crate::plan::{Risk, Step};
use tokio::sync::mpsc;

fn plan(steps: &[(&str, &[usize])]) -> Plan {
    Plan {
        host: HostId::from("local"),
        steps: steps
            .iter()
            .enumerate()
            .map(|(position, (name, needs))| Step {
                id: StepId(position),
                resource: (*name).to_owned(),
                verb: "start",
                cause: "asked for".to_owned(),
                risk: Risk::None,
                needs: needs.iter().copied().map(StepId).collect(),
                op: Op::Docker(DockerOp::Start(InstanceId::from(*name))),
            })
            .collect(),
    }
}

fn port_taken() -> EngineError {
    EngineError::Refused {
        status: 500,
        message: "port is already allocated".to_owned(),
    }
}

async fn apply(plan: &Plan, fake: &Arc<Fake>, cancelled: &CancellationToken) -> Vec<StepState> {
    let engine: Arc<dyn Engine> = Arc::<Fake>::clone(fake);
    run(plan, &engine, &Outlet::nowhere(), cancelled).await
}

#[tokio::test]
async fn steps_follow_the_graph() {
    let fake = Fake::with(Vec::new());
    let plan = plan(&[("db", &[]), ("api", &[0]), ("web", &[1])]);
    let states = apply(&plan, &fake, &CancellationToken::new()).await;
    assert_eq!(states, vec![StepState::Done; 3]);
    assert_eq!(fake.calls(), ["start db", "start api", "start web"]);
}

#[tokio::test]
async fn after_a_failure_nothing_new_begins_and_what_runs_is_finished() {
    let fake = Fake::with(Vec::new());
    fake.fail("start a", port_taken());
    fake.hold("start a");
    fake.hold("start b");
    let plan = plan(&[("a", &[]), ("b", &[]), ("c", &[0]), ("d", &[1])]);
    let cancelled = CancellationToken::new();
    let (states, ()) = tokio::join!(apply(&plan, &fake, &cancelled), async {
        fake.called("start b", 1).await;
        fake.release("start a");
        tokio::task::yield_now().await;
        fake.release("start b");
    });
    assert_eq!(
        states,
        [
            StepState::Failed("port is already allocated".to_owned()),
            StepState::Done,
            StepState::Skipped,
            StepState::Skipped,
        ]
    );
}

#[tokio::test]
async fn a_cancellation_takes_effect_between_steps() {
    let fake = Fake::with(Vec::new());
    fake.hold("start a");
    let plan = plan(&[("a", &[]), ("b", &[0])]);
    let cancelled = CancellationToken::new();
    let (states, ()) = tokio::join!(apply(&plan, &fake, &cancelled), async {
        fake.called("start a", 1).await;
        cancelled.cancel();
        fake.release("start a");
    });
    assert_eq!(states, [StepState::Done, StepState::Skipped]);
}

#[tokio::test]
async fn no_more_than_the_limit_runs_at_once() {
    let fake = Fake::with(Vec::new());
    let names: Vec<String> = (0..20).map(|number| format!("c{number}")).collect();
    for name in &names {
        fake.hold(&format!("start {name}"));
    }
    let steps: Vec<(&str, &[usize])> = names.iter().map(|name| (name.as_str(), &[][..])).collect();
    let plan = plan(&steps);
    let cancelled = CancellationToken::new();
    let (states, ()) = tokio::join!(apply(&plan, &fake, &cancelled), async {
        fake.called("start c7", 1).await;
        tokio::task::yield_now().await;
        assert_eq!(fake.calls().len(), CONCURRENCY);
        for name in &names {
            fake.release(&format!("start {name}"));
        }
    });
    assert_eq!(states.len(), 20);
    assert!(states.iter().all(|state| *state == StepState::Done));
}

#[tokio::test]
async fn a_call_that_has_begun_goes_on_when_nobody_waits_any_more() {
    let fake = Fake::with(Vec::new());
    fake.hold("start a");
    let plan = plan(&[("a", &[])]);
    let token = CancellationToken::new();
    tokio::select! {
        _ = apply(&plan, &fake, &token) => panic!("it is held"),
        () = fake.called("start a", 1) => {}
    }
    assert_eq!(
        Arc::strong_count(&fake),
        2,
        "the call still holds the engine"
    );
    fake.release("start a");
    while Arc::strong_count(&fake) > 1 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_engine_that_does_not_answer_is_given_up_with_words() {
    let fake = Fake::with(Vec::new());
    fake.hold("start a");
    let states = apply(&plan(&[("a", &[])]), &fake, &CancellationToken::new()).await;
    assert_eq!(
        states,
        [StepState::Failed(
            "no answer within 120 s; the engine may still do it".to_owned()
        )]
    );
}

#[tokio::test]
async fn each_state_of_a_step_is_reported() {
    let fake = Fake::with(Vec::new());
    fake.fail("start a", port_taken());
    let engine: Arc<dyn Engine> = fake;
    let (sender, mut receiver) = mpsc::channel(16);
    let plan = plan(&[("a", &[]), ("b", &[0])]);
    run(
        &plan,
        &engine,
        &Outlet::from(sender),
        &CancellationToken::new(),
    )
    .await;
    let mut seen = Vec::new();
    while let Some(Progress::Step(id, state)) = receiver.recv().await {
        seen.push((id.0, state));
    }
    assert_eq!(
        seen,
        [
            (0, StepState::Running),
            (0, StepState::Failed("port is already allocated".to_owned())),
            (1, StepState::Skipped),
        ]
    );
}
