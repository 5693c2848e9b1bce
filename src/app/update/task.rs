//! News of work of ours.

use crate::app::effect::Effects;
use crate::app::msg::TaskMsg;
use crate::app::state::App;
use crate::app::tasks::{Apply, Purpose, Task};
use crate::app::view::Tone;
use crate::model::ids::TaskId;
use crate::plan::work::{Outcome, Progress, WorkError};
use crate::plan::{Op, StepState};

impl App {
    pub(super) fn task_news(&mut self, id: TaskId, news: TaskMsg) -> Effects {
        match news {
            TaskMsg::Progress(Progress::Step(step, state)) => {
                if let Some(Task {
                    purpose: Purpose::Apply(apply),
                    ..
                }) = self.tasks.get_mut(id)
                    && let Some(slot) = apply.states.get_mut(step.0)
                {
                    *slot = state;
                    if *slot == StepState::Done
                        && let Some(Op::Docker(op)) =
                            apply.plan.steps.get(step.0).map(|step| &step.op)
                        && op.ends_it()
                    {
                        let host = self.domain.host_mut(&apply.plan.host);
                        host.note_stop(op.instance_id());
                    }
                }
                self.regroup(self.is_calm());
            }
            TaskMsg::Done(result) => {
                if let Some(task) = self.tasks.end(id) {
                    self.task_ended(task, result);
                    self.regroup(self.is_calm());
                }
            }
            TaskMsg::Panicked(reason) => {
                self.tasks.end(id);
                let hint = Some("this is a fault of stacktui; everything else goes on".to_owned());
                self.notify(Tone::Bad, format!("a task failed: {reason}"), hint);
            }
        }
        Effects::redraw()
    }

    fn task_ended(&mut self, task: Task, result: Result<Outcome, WorkError>) {
        match (task.purpose, result) {
            (Purpose::Apply(apply), Ok(Outcome::Applied(states))) => {
                self.verdict(&apply, &states, task.since);
            }
            (Purpose::Apply(apply), Err(error)) => {
                let text = format!("cannot {} {}: {}", apply.verb, apply.target, error.message);
                self.notify(Tone::Bad, text, error.hint);
            }
            (Purpose::InspectText(id), result) => {
                let text = match result {
                    Ok(Outcome::InspectText(_, text)) => {
                        Ok(text.lines().map(str::to_owned).collect())
                    }
                    Err(error) => Err(error.message),
                    Ok(_) => return,
                };
                self.detail.text = Some((id, text));
            }
            (Purpose::Top(id), result) => {
                let table = match result {
                    Ok(Outcome::Top(_, table)) => Ok(table),
                    Err(error) => Err(error.message),
                    Ok(_) => return,
                };
                self.detail.top = Some((id, table));
            }
            (Purpose::Why(id), result) => {
                let answer = match result {
                    Ok(Outcome::LastLines(_, lines)) => Ok(lines),
                    Err(error) => Err(error.message),
                    Ok(_) => return,
                };
                self.fill_why(&id, answer);
            }
            (Purpose::Look, Ok(Outcome::Inspected(id, container))) => {
                let host = self.domain.host_mut(&task.host);
                match container {
                    Some(container) => host.take_container(*container),
                    None => host.remove(&id),
                }
            }
            (Purpose::Contexts, Ok(Outcome::Contexts(choices))) => {
                if choices.is_empty() {
                    self.notify(Tone::Warn, "there are no docker contexts", None);
                } else {
                    self.open_contexts(choices);
                }
            }
            (Purpose::Project(_), Ok(Outcome::Project(project))) => {
                self.domain.take_project(&project);
            }
            (Purpose::Save, Ok(Outcome::Saved(name))) => {
                self.notify(Tone::Good, format!("saved as `{name}`"), None);
            }
            (Purpose::Save, Err(error)) => {
                self.notify(
                    Tone::Bad,
                    format!("cannot save the log: {}", error.message),
                    error.hint,
                );
            }
            (_, Err(error)) => self.notify(Tone::Bad, error.message, error.hint),
            (_, Ok(_)) => {}
        }
    }

    /// How a plan ended, in one line, the engine's own words where it refused.
    fn verdict(
        &mut self,
        apply: &Apply,
        states: &[StepState],
        since: crate::model::time::Timestamp,
    ) {
        let failed: Vec<(usize, &String)> = states
            .iter()
            .enumerate()
            .filter_map(|(index, state)| match state {
                StepState::Failed(words) => Some((index, words)),
                _ => None,
            })
            .collect();
        let skipped = states
            .iter()
            .filter(|state| **state == StepState::Skipped)
            .count();
        if let Some((index, words)) = failed.first() {
            let step = apply.plan.steps.get(*index);
            let (verb, resource) =
                step.map_or(("do", ""), |step| (step.verb, step.resource.as_str()));
            let mut text = format!("cannot {verb} `{resource}`: {words}");
            if failed.len() > 1 {
                text = format!("{text} (and {} more)", failed.len() - 1);
            }
            if skipped > 0 {
                text = format!("{text}; {skipped} not begun");
            }
            self.notify(Tone::Bad, text, None);
        } else if skipped > 0 {
            let done = states.len() - skipped;
            let text = format!(
                "{} {done} of {}, the rest was cancelled",
                apply.done_words,
                states.len()
            );
            self.notify(Tone::Warn, text, None);
        } else {
            let seconds = since.age(self.now).as_secs_f64();
            let mut text = format!("{} {}", apply.done_words, apply.target);
            if seconds >= 0.1 {
                text = format!("{text} in {seconds:.1} s");
            }
            self.notify(Tone::Good, text, None);
        }
    }
}
