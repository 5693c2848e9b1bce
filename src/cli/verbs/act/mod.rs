//! `start`, `stop`, `restart`, `pause`, `unpause`, `kill`, `rm`: a plan, shown with `--dry-run`, else run.

mod report;
mod signals;

use crate::apply::Outlet;
use crate::cli::console::Console;
use crate::cli::error::CliError;
use crate::cli::look::{Look, containers, look};
use crate::cli::target::{self, Target};
use crate::model::ids::{InstanceId, Manager};
use crate::model::observed::{Container, EngineState};
use crate::ops::{self, Desk, Entry, WatchHandle};
use crate::plan::act::{ActOptions, Verb, act_among, applies, dependants};
use crate::plan::news::ProjectMsg;
use crate::plan::work::{Outcome, Work};
use crate::plan::{Plan, Risk, StepState};
use report::Report;
use signals::Signals;
use std::collections::BTreeSet;
use std::io::{BufRead as _, Write as _};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What is to be done.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
pub struct Act {
    /// Which verb.
    pub verb: Verb,
    /// To whom; empty: the project in force.
    pub targets: Vec<String>,
    /// How.
    pub options: ActOptions,
    /// Leave dependants alone.
    pub alone: bool,
    /// Stop what runs before it is removed.
    pub stop_first: bool,
    /// Do not ask before removing.
    pub yes: bool,
    /// Print the plan only.
    pub dry_run: bool,
}

/// Does it.
pub async fn run(entry: &Entry, act: &Act, console: &mut Console) -> Result<(), CliError> {
    if entry.read_only() && !act.dry_run {
        return Err(CliError::new(format!(
            "cannot {}: {}",
            act.verb.word(),
            ops::read_only::REFUSAL
        ))
        .with_hint("leave `--read-only` (or the setting `read-only`) out"));
    }
    let look = look(entry).await?;
    look.warn(console);
    let targets = targets(act, &look, look.in_force())?;
    let plan = plan(act, &look, &targets, console)?;
    if act.dry_run {
        write!(console.out, "{plan}")?;
        return Ok(());
    }
    if plan.is_empty() {
        return Ok(());
    }
    warn_of_managers(&look, &targets, console);
    if plan.risk() == Risk::LosesData && !act.yes && !is_confirmed(act, &plan, console)? {
        console.say("nothing was removed");
        return Err(CliError::Told);
    }
    execute(entry, &look, plan, console).await
}

fn targets(act: &Act, look: &Look, project: Option<&str>) -> Result<Vec<Target>, CliError> {
    if !act.targets.is_empty() {
        return target::resolve_all(&act.targets, &look.host, project);
    }
    let Some(name) = project else {
        return Err(CliError::new(format!(
            "{} what? no target is given, and no project is in force",
            act.verb.word()
        ))
        .with_hint("name a stack (`shop/`), a service (`shop/api`) or a container"));
    };
    target::resolve_all(&[format!("{name}/")], &look.host, project)
}

/// Makes the plan, and says of each target for which there is nothing to do why. That it is so already is no failure.
fn plan(
    act: &Act,
    look: &Look,
    targets: &[Target],
    console: &mut Console,
) -> Result<Plan, CliError> {
    let mut chosen: Vec<InstanceId> = Vec::new();
    let mut refused: Vec<String> = Vec::new();
    for target in targets {
        let all = containers(&look.host, &target.ids);
        let can = |container: &&Container| {
            applies(&act.verb, container).is_ok() || stops_first(act, container)
        };
        let able: Vec<&Container> = all.iter().copied().filter(can).collect();
        if able.is_empty() {
            for container in &all {
                let reason = applies(&act.verb, container).err().unwrap_or_default();
                if is_so_already(&act.verb, container) {
                    console.say(&format!("{reason}: nothing to do"));
                } else {
                    refused.push(reason);
                }
            }
        }
        chosen.extend(able.iter().map(|container| container.id.clone()));
    }
    if !refused.is_empty() {
        let error = CliError::new(format!(
            "cannot {} on `{}`: {}",
            act.verb.word(),
            look.host.id,
            refused.join(", ")
        ));
        return Err(match act.verb {
            Verb::Remove { .. } => error.with_hint("`rm -s` stops it first"),
            _ => error,
        });
    }
    let targets = containers(&look.host, &chosen);
    let all: Vec<Container> = if act.alone {
        Vec::new()
    } else {
        look.host.containers().cloned().collect()
    };
    let host = &look.host.id;
    if !act.stop_first {
        if act.verb.risk() == Risk::Interrupts {
            tell_dependants(act, &targets, &all, console);
        }
        return Ok(act_among(host, &act.verb, &targets, &all, act.options));
    }
    let stop = act_among(host, &Verb::Stop, &targets, &all, act.options);
    let ended: Vec<Container> = targets
        .iter()
        .map(|container| as_ended(container))
        .collect();
    let ended: Vec<&Container> = ended.iter().collect();
    let remove = act_among(host, &act.verb, &ended, &all, act.options);
    Ok(stop.then(remove))
}

/// As it will be once it was stopped.
fn as_ended(container: &Container) -> Container {
    let mut container = container.clone();
    if applies(&Verb::Stop, &container).is_ok() {
        container.state = EngineState::Exited;
    }
    container
}

fn stops_first(act: &Act, container: &Container) -> bool {
    act.stop_first && applies(&Verb::Stop, container).is_ok()
}

/// Start of what runs and stop of what does not: the engine answers 304, and so do Compose and docker.
fn is_so_already(verb: &Verb, container: &Container) -> bool {
    match verb {
        Verb::Start => matches!(
            container.state,
            EngineState::Running | EngineState::Restarting
        ),
        Verb::Stop => matches!(container.state, EngineState::Exited | EngineState::Created),
        _ => false,
    }
}

/// Who will feel it, by the labels.
fn tell_dependants(act: &Act, targets: &[&Container], all: &[Container], console: &mut Console) {
    for dependant in dependants(targets, all) {
        if act.verb == Verb::Restart && dependant.restart || !dependant.is_up {
            continue;
        }
        console.say(&format!(
            "note: {0}/{1} depends on {0}/{2}",
            dependant.stack, dependant.service, dependant.of
        ));
    }
}

fn warn_of_managers(look: &Look, targets: &[Target], console: &mut Console) {
    let managers: BTreeSet<Manager> = targets
        .iter()
        .flat_map(|target| containers(&look.host, &target.ids))
        .map(|container| container.belonging().manager)
        .collect();
    for manager in managers {
        let name = match manager {
            Manager::Swarm => "Swarm",
            Manager::Kubernetes => "Kubernetes",
            Manager::Compose | Manager::Loose => continue,
        };
        console.warn(&format!(
            "{name} manages some of these containers, and will undo what is done to them"
        ));
    }
}

/// Asks. Without a person there is no answer, and nothing is done.
fn is_confirmed(act: &Act, plan: &Plan, console: &mut Console) -> Result<bool, CliError> {
    let names: Vec<&str> = plan
        .steps
        .iter()
        .filter(|step| step.risk == Risk::LosesData)
        .map(|step| step.resource.as_str())
        .collect();
    let with_volumes = matches!(act.verb, Verb::Remove { volumes: true, .. });
    let what = if with_volumes {
        format!("{} and their anonymous volumes", names.join(", "))
    } else {
        names.join(", ")
    };
    if !console.can_ask {
        return Err(CliError::new(format!(
            "{what} would be removed, and there is nobody to ask"
        ))
        .with_hint("`rm -f` does not ask"));
    }
    let text = console.drawn(&format!("Remove {what}? [y/N] "));
    write!(console.err, "{text}")?;
    console.err.flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(
        answer.trim().to_ascii_lowercase().as_str(),
        "y" | "yes"
    ))
}

async fn execute(
    entry: &Entry,
    look: &Look,
    plan: Plan,
    console: &mut Console,
) -> Result<(), CliError> {
    let (watch, _seat) = WatchHandle::fixed(Arc::clone(&look.connected.engine));
    let desk = Desk {
        watch,
        directory: entry.surroundings.cwd.clone(),
        read_only: entry.read_only(),
        // An act asks for neither.
        contexts: Arc::new(Vec::new),
        projects: Arc::new(ProjectMsg::unread),
    };
    let cancelled = CancellationToken::new();
    let (sender, mut news) = tokio::sync::mpsc::channel(64);
    let progress = Outlet::from(sender);
    let mut signals = Signals::new()?;
    let mut interrupted = None;
    let report = Report::new(&plan, &look.host.id);
    let done = {
        let work = ops::run(Work::Apply(plan), &desk, &progress, &cancelled);
        tokio::pin!(work);
        loop {
            tokio::select! {
                biased;
                Some(step) = news.recv() => report.step(step, console),
                done = &mut work => break done,
                code = signals.next() => {
                    if cancelled.is_cancelled() {
                        return Err(CliError::Signal(code));
                    }
                    console.say("finishing the step that was begun; once more leaves it to the engine");
                    interrupted = Some(code);
                    cancelled.cancel();
                }
            }
        }
    };
    while let Ok(step) = news.try_recv() {
        report.step(step, console);
    }
    let Outcome::Applied(states) = done? else {
        return Err(CliError::new(
            "a fault of stacktui: the plan had no outcome",
        ));
    };
    if let Some(code) = interrupted {
        return Err(CliError::Signal(code));
    }
    if states.iter().all(|state| *state == StepState::Done) {
        Ok(())
    } else {
        Err(CliError::Told)
    }
}

#[cfg(test)]
mod tests;
