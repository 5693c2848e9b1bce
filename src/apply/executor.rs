//! Runs a plan along its graph.
#![expect(
    clippy::disallowed_methods,
    reason = "each call is a task of its own, so that it is never dropped half-way"
)]

use crate::apply::Outlet;
use crate::engine::{Engine, EngineError, RemoveRequest};
use crate::plan::work::Progress;
use crate::plan::{DockerOp, Op, Plan, StepId, StepState};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// Calls to one engine at the same time.
pub const CONCURRENCY: usize = 8;

/// What a call may take beyond the stop time of its container.
const SLACK: Duration = Duration::from_secs(30);
/// What a call without a stop time may take: starting sets up volumes and networks, removing deletes files.
const LONG: Duration = Duration::from_mins(2);

/// Runs `plan` and answers with the state of each step.
///
/// After a failure or a cancellation nothing new begins, and what runs is waited for. A call that has begun is a task of
/// its own: it goes on even if this future is dropped, or if the engine answers later than the call may take.
pub async fn run(
    plan: &Plan,
    engine: &Arc<dyn Engine>,
    progress: &Outlet<Progress>,
    cancelled: &CancellationToken,
) -> Vec<StepState> {
    let mut states = vec![StepState::Waiting; plan.steps.len()];
    let mut running = FuturesUnordered::new();
    let mut stopped = false;
    loop {
        stopped |= cancelled.is_cancelled()
            || states
                .iter()
                .any(|state| matches!(state, StepState::Failed(_)));
        while !stopped && running.len() < CONCURRENCY {
            let Some((position, step)) = plan.steps.iter().enumerate().find(|(position, step)| {
                states.get(*position) == Some(&StepState::Waiting)
                    && step
                        .needs
                        .iter()
                        .all(|need| states.get(need.0) == Some(&StepState::Done))
            }) else {
                break;
            };
            set(&mut states, position, StepState::Running, progress).await;
            let Op::Docker(op) = step.op.clone();
            running.push(finish(position, op, Arc::clone(engine)));
        }
        tokio::select! {
            next = running.next() => {
                let Some((position, state)) = next else { break };
                set(&mut states, position, state, progress).await;
            }
            () = cancelled.cancelled(), if !stopped => stopped = true,
        }
    }
    for position in 0..states.len() {
        if states.get(position) == Some(&StepState::Waiting) {
            set(&mut states, position, StepState::Skipped, progress).await;
        }
    }
    states
}

async fn set(
    states: &mut [StepState],
    position: usize,
    state: StepState,
    progress: &Outlet<Progress>,
) {
    if let Some(slot) = states.get_mut(position) {
        slot.clone_from(&state);
        // Nobody listening is no reason to stop half-way.
        progress.send(Progress::Step(StepId(position), state)).await;
    }
}

/// Begins the call at once, and waits for it as long as it may take.
fn finish(
    position: usize,
    op: DockerOp,
    engine: Arc<dyn Engine>,
) -> impl Future<Output = (usize, StepState)> {
    let limit = limit(&op);
    let call = tokio::spawn(async move { call(&op, engine.as_ref()).await });
    async move {
        let state = match timeout(limit, call).await {
            Ok(Ok(Ok(()))) => StepState::Done,
            Ok(Ok(Err(error))) => StepState::Failed(error.to_string()),
            Ok(Err(error)) => StepState::Failed(format!("a fault of stacktui: {error}")),
            Err(_) => StepState::Failed(format!(
                "no answer within {} s; the engine may still do it",
                limit.as_secs()
            )),
        };
        (position, state)
    }
}

/// How long the engine may take to answer.
fn limit(op: &DockerOp) -> Duration {
    match op {
        DockerOp::Stop {
            grace, own_grace, ..
        }
        | DockerOp::Restart {
            grace, own_grace, ..
        } => grace.unwrap_or(*own_grace).saturating_add(SLACK),
        DockerOp::Start(_) | DockerOp::Remove { .. } => LONG,
        DockerOp::Pause(_) | DockerOp::Unpause(_) | DockerOp::Kill { .. } => SLACK,
    }
}

async fn call(op: &DockerOp, engine: &dyn Engine) -> Result<(), EngineError> {
    match op {
        DockerOp::Start(id) => engine.start(id).await,
        DockerOp::Stop { id, grace, .. } => engine.stop(id, *grace).await,
        DockerOp::Restart { id, grace, .. } => engine.restart(id, *grace).await,
        DockerOp::Pause(id) => engine.pause(id).await,
        DockerOp::Unpause(id) => engine.unpause(id).await,
        DockerOp::Kill { id, signal } => engine.kill(id, signal).await,
        DockerOp::Remove { id, force, volumes } => {
            let request = RemoveRequest {
                force: *force,
                volumes: *volumes,
            };
            match engine.remove(id, request).await {
                // Somebody was quicker: what was asked for is so.
                Err(error) if error.is_not_found() => Ok(()),
                other => other,
            }
        }
    }
}

#[cfg(test)]
mod tests;
