//! How a plan goes on, told line by line.

use crate::cli::console::{Console, paint};
use crate::model::ids::HostId;
use crate::plan::work::Progress;
use crate::plan::{Plan, StepId, StepState};

/// Tells of the steps of one plan.
pub(super) struct Report {
    host: HostId,
    /// Verb and container of each step.
    steps: Vec<(&'static str, String)>,
}

impl Report {
    pub(super) fn new(plan: &Plan, host: &HostId) -> Self {
        Self {
            host: host.clone(),
            steps: plan
                .steps
                .iter()
                .map(|step| (step.verb, step.resource.clone()))
                .collect(),
        }
    }

    pub(super) fn step(&self, progress: Progress, console: &mut Console) {
        let Progress::Step(StepId(position), state) = progress;
        let Some((verb, name)) = self.steps.get(position) else {
            return;
        };
        let is_colored = console.is_talk_colored;
        match state {
            StepState::Done => {
                let sign = paint(is_colored, "32", "✓");
                console.say(&format!("{sign} {name} {}", done_word(verb)));
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

/// `restarted` for `restart`.
fn done_word(verb: &str) -> &'static str {
    match verb {
        "start" => "started",
        "stop" => "stopped",
        "restart" => "restarted",
        "pause" => "paused",
        "unpause" => "unpaused",
        "kill" => "killed",
        "remove" => "removed",
        _ => "done",
    }
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
