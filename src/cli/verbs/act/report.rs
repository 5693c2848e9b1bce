//! How a plan goes on, told line by line.

use crate::cli::console::{Console, paint};
use crate::model::ids::HostId;
use crate::plan::work::Progress;
use crate::plan::{DockerOp, Op, Plan, StepId, StepState};

/// Tells of the steps of one plan.
pub(super) struct Report {
    host: HostId,
    /// Verb and container of each step, and what is said once it is done.
    steps: Vec<(&'static str, String, String)>,
}

impl Report {
    pub(super) fn new(plan: &Plan, host: &HostId) -> Self {
        Self {
            host: host.clone(),
            steps: plan
                .steps
                .iter()
                .map(|step| {
                    let Op::Docker(op) = &step.op;
                    (step.verb, step.resource.clone(), done_words(op))
                })
                .collect(),
        }
    }

    pub(super) fn step(&self, progress: Progress, console: &mut Console) {
        let Progress::Step(StepId(position), state) = progress;
        let Some((verb, name, done)) = self.steps.get(position) else {
            return;
        };
        let is_colored = console.is_talk_colored;
        match state {
            StepState::Done => {
                let sign = paint(is_colored, "32", "✓");
                console.say(&format!("{sign} {name} {done}"));
            }
            StepState::Failed(words) => {
                let label = paint(is_colored, "1;31", "error:");
                console.say(&format!(
                    "{label} cannot {verb} `{name}` on `{}`: {words}",
                    self.host
                ));
            }
            StepState::Skipped => console.say(&format!("- {name}: not done, see above")),
            StepState::Waiting | StepState::Running => {}
        }
    }
}

/// `restarted`; of a signal that ends nothing by itself, that it was sent.
fn done_words(op: &DockerOp) -> String {
    let word = match op {
        DockerOp::Start(_) => "started",
        DockerOp::Stop { .. } => "stopped",
        DockerOp::Restart { .. } => "restarted",
        DockerOp::Pause(_) => "paused",
        DockerOp::Unpause(_) => "unpaused",
        DockerOp::Kill { signal, .. } if signal == "SIGKILL" => "killed",
        DockerOp::Kill { signal, .. } => return format!("sent {signal}"),
        DockerOp::Remove { .. } => "removed",
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::console::tests::console;
    use crate::cli::testing::container;
    use crate::plan::act::{ActOptions, Verb, act};

    #[test]
    fn a_failure_names_verb_container_host_and_the_engines_words() {
        let (mut console, _, err) = console();
        let one = container("a", "shop-api-1", "shop", "api", 1);
        let host = HostId::from("web02");
        let plan = act(&host, &Verb::Restart, &[&one], ActOptions::default());
        let report = Report::new(&plan, &host);
        let words = "port 8080 is already allocated".to_owned();
        report.step(
            Progress::Step(StepId(0), StepState::Failed(words)),
            &mut console,
        );
        report.step(Progress::Step(StepId(0), StepState::Done), &mut console);
        assert_eq!(
            err.text(),
            "error: cannot restart `shop-api-1` on `web02`: port 8080 is already allocated\n✓ shop-api-1 restarted\n"
        );
    }
}
