//! Plans of one verb: steps for chosen containers, ordered by the `depends_on` labels inside a stack.

use crate::model::exit::{signal_name, signal_number};
use crate::model::ids::{HostId, InstanceId};
use crate::model::observed::{Container, DEFAULT_STOP_TIMEOUT, EngineState};
use crate::plan::order::{Direction, Order};
use crate::plan::step::{DockerOp, Op, Plan, Risk, Step, StepId};
use std::collections::BTreeSet;
use std::time::Duration;

pub use crate::plan::order::{Dependant, dependants};

/// What can be done to a container that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Start what does not run.
    Start,
    /// Stop: its signal, then SIGKILL after its grace.
    Stop,
    /// Stop and start; starts what does not run.
    Restart,
    /// Freeze.
    Pause,
    /// Go on after a pause.
    Unpause,
    /// Send a signal.
    Kill {
        /// `SIGKILL`, or any other by name.
        signal: String,
    },
    /// Remove it.
    Remove {
        /// Also where it runs: SIGKILL first.
        force: bool,
        /// Its anonymous volumes too.
        volumes: bool,
    },
}

/// How to do it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ActOptions {
    /// Time until SIGKILL of `stop` and `restart`; `None`: each container's own.
    pub grace: Option<Duration>,
}

impl Verb {
    /// `restart`: in questions, plans and on the command line (there, `remove` is called `rm`).
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Restart => "restart",
            Self::Pause => "pause",
            Self::Unpause => "unpause",
            Self::Kill { .. } => "kill",
            Self::Remove { .. } => "remove",
        }
    }

    /// `restarting…`: on a row while it is under way.
    pub const fn progress_word(&self) -> &'static str {
        match self {
            Self::Start => "starting…",
            Self::Stop => "stopping…",
            Self::Restart => "restarting…",
            Self::Pause => "pausing…",
            Self::Unpause => "unpausing…",
            Self::Kill { .. } => "killing…",
            Self::Remove { .. } => "removing…",
        }
    }

    /// `restarted`: in the notice at the end.
    pub const fn done_word(&self) -> &'static str {
        match self {
            Self::Start => "started",
            Self::Stop => "stopped",
            Self::Restart => "restarted",
            Self::Pause => "paused",
            Self::Unpause => "unpaused",
            Self::Kill { .. } => "killed",
            Self::Remove { .. } => "removed",
        }
    }

    /// What it may cost.
    pub const fn risk(&self) -> Risk {
        match self {
            Self::Start | Self::Unpause => Risk::None,
            Self::Stop | Self::Restart | Self::Pause | Self::Kill { .. } => Risk::Interrupts,
            Self::Remove { .. } => Risk::LosesData,
        }
    }

    /// In which order of the dependencies its steps go.
    const fn direction(&self) -> Direction {
        match self {
            Self::Start | Self::Restart => Direction::DependenciesFirst,
            Self::Stop | Self::Remove { .. } => Direction::DependantsFirst,
            Self::Pause | Self::Unpause | Self::Kill { .. } => Direction::Together,
        }
    }

    fn op(&self, container: &Container, options: ActOptions) -> DockerOp {
        let id: InstanceId = container.id.clone();
        let own_grace = container
            .details
            .as_ref()
            .and_then(|details| details.stop_timeout)
            .unwrap_or(DEFAULT_STOP_TIMEOUT);
        let grace = options.grace;
        match self {
            Self::Start => DockerOp::Start(id),
            Self::Stop => DockerOp::Stop {
                id,
                grace,
                own_grace,
            },
            Self::Restart => DockerOp::Restart {
                id,
                grace,
                own_grace,
            },
            Self::Pause => DockerOp::Pause(id),
            Self::Unpause => DockerOp::Unpause(id),
            Self::Kill { signal } => DockerOp::Kill {
                id,
                signal: signal.clone(),
            },
            Self::Remove { force, volumes } => DockerOp::Remove {
                id,
                force: *force,
                volumes: *volumes,
            },
        }
    }
}

/// `SIGTERM` for `term`, `TERM`, `SIGTERM` and `15`; real-time signals (`SIGRTMIN+3`) as they are. `None` for what is no
/// signal of Linux.
pub fn signal(text: &str) -> Option<String> {
    if let Some(number) = signal_number(text) {
        return Some(signal_name(number).map_or_else(|| number.to_string(), str::to_owned));
    }
    let upper = text.trim().to_ascii_uppercase();
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    let rest = name
        .strip_prefix("RTMIN")
        .map(|rest| (rest, '+'))
        .or_else(|| name.strip_prefix("RTMAX").map(|rest| (rest, '-')));
    let (rest, sign) = rest?;
    let offset = rest.strip_prefix(sign);
    let is_valid = rest.is_empty()
        || offset.is_some_and(|digits| digits.parse::<u8>().is_ok_and(|number| number <= 30));
    is_valid.then(|| format!("SIG{name}"))
}

/// Whether the verb makes sense in the container's state, or why it does not: `` `api-1` runs already ``.
///
/// States as the Engine API treats them: starting a running one and stopping an ended one are answered with 304, the
/// rest with 409. A state that this version does not know allows everything: the engine decides.
pub fn applies(verb: &Verb, container: &Container) -> Result<(), String> {
    use EngineState::{Created, Dead, Exited, Other, Paused, Removing, Restarting, Running};
    let name = &container.name;
    let refuse = |why: &str| Err(format!("`{name}` {why}"));
    match (verb, &container.state) {
        (_, Removing) => refuse("is being removed"),
        (
            Verb::Start
            | Verb::Stop
            | Verb::Restart
            | Verb::Pause
            | Verb::Unpause
            | Verb::Kill { .. },
            Dead,
        ) => refuse("is dead: it can only be removed"),
        (Verb::Start, Running) => refuse("runs already"),
        (Verb::Start, Paused) => refuse("is paused: unpause it"),
        (Verb::Start, Restarting) => refuse("is started again by its restart policy"),
        (Verb::Pause, Paused) => refuse("is paused already"),
        (Verb::Pause, Restarting) => refuse("waits for its restart"),
        (Verb::Unpause, Running | Restarting | Created | Exited) => refuse("is not paused"),
        (Verb::Stop | Verb::Pause | Verb::Kill { .. }, Created | Exited) => refuse("does not run"),
        (Verb::Remove { force: false, .. }, Running) => {
            refuse("runs: stop it first, or remove it by force")
        }
        (Verb::Remove { force: false, .. }, Paused) => {
            refuse("is paused: stop it first, or remove it by force")
        }
        (Verb::Remove { force: false, .. }, Restarting) => {
            refuse("is restarting: stop it first, or remove it by force")
        }
        (_, Created | Running | Paused | Restarting | Exited | Dead | Other(_)) => Ok(()),
    }
}

/// A plan for these containers alone: [`act_among`] with nothing else in view.
pub fn act(host: &HostId, verb: &Verb, targets: &[&Container], options: ActOptions) -> Plan {
    act_among(host, verb, targets, &[], options)
}

/// A plan of one step for each target that the verb applies to ([`applies`]).
///
/// `all` is what else is on the host: it carries the order over services that stand between two targets, and for
/// [`Verb::Restart`] it adds the dependants whose `depends_on` says `restart: true`, and theirs. As Compose does (seen
/// with 5.6), whatever their state: one that is crash looping, was stopped or is done is started, too.
pub fn act_among(
    host: &HostId,
    verb: &Verb,
    targets: &[&Container],
    all: &[Container],
    options: ActOptions,
) -> Plan {
    let mut seen = BTreeSet::new();
    let mut chosen: Vec<(&Container, String)> = targets
        .iter()
        .filter(|container| applies(verb, container).is_ok() && seen.insert(&container.id))
        .map(|container| (*container, "asked for".to_owned()))
        .collect();
    if *verb == Verb::Restart {
        add_restarting_dependants(&mut chosen, &mut seen, all);
    }
    let containers: Vec<&Container> = chosen.iter().map(|(container, _)| *container).collect();
    let order = Order::of(
        &containers,
        all.iter().chain(targets.iter().copied()),
        verb.direction(),
    );
    let steps = order
        .steps()
        .iter()
        .enumerate()
        .filter_map(|(position, placed)| {
            let (container, cause) = chosen.get(placed.index)?;
            Some(Step {
                id: StepId(position),
                resource: container.name.to_string(),
                verb: verb.word(),
                cause: cause.clone(),
                risk: verb.risk(),
                needs: placed.needs.iter().copied().map(StepId).collect(),
                op: Op::Docker(verb.op(container, options)),
            })
        })
        .collect();
    Plan {
        host: host.clone(),
        steps,
    }
}

fn add_restarting_dependants<'a>(
    chosen: &mut Vec<(&'a Container, String)>,
    seen: &mut BTreeSet<&'a InstanceId>,
    all: &'a [Container],
) {
    let mut from = 0;
    while from < chosen.len() {
        let of: Vec<&Container> = chosen
            .iter()
            .skip(from)
            .map(|(container, _)| *container)
            .collect();
        from = chosen.len();
        for dependant in dependants(&of, all) {
            if !dependant.restart {
                continue;
            }
            for container in all {
                if dependant.is(container) && applies(&Verb::Restart, container).is_ok() {
                    if !seen.insert(&container.id) {
                        continue;
                    }
                    let cause = format!(
                        "depends on {}/{} (restart: true)",
                        dependant.stack, dependant.of
                    );
                    chosen.push((container, cause));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
