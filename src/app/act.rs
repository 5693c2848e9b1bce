//! From an action to a question, and from its answer to a plan that runs.

use crate::app::action::Action;
use crate::app::effect::{Effect, Effects};
use crate::app::modal::{Accept, Answer, Modal, Question};
use crate::app::state::App;
use crate::app::tasks::{Apply, Purpose};
use crate::app::text_buffer::TextBuffer;
use crate::app::view::{Line, Tone, line};
use crate::config::settings::Question as Manner;
use crate::model::ids::Manager;
use crate::model::observed::{Container, Details};
use crate::plan::act::{self, ActOptions, Verb};
use crate::plan::news::Foreground;
use crate::plan::work::Work;
use crate::plan::{Op, Plan, Risk, StepState};

/// A question names so many steps before it counts the rest.
const STEPS_NAMED: usize = 8;

impl App {
    /// Asks, or does at once what asks nothing.
    pub(super) fn act(&mut self, verb: &Verb) -> Effects {
        let instances = self.target_instances();
        let Some(host) = self.host() else {
            return Effects::redraw();
        };
        let all: Vec<Container> = host.containers().cloned().collect();
        let targets: Vec<&Container> = instances
            .iter()
            .filter_map(|id| all.iter().find(|one| one.id == *id))
            .collect();
        let plan = act::act_among(&host.id, verb, &targets, &all, ActOptions::default());
        if plan.is_empty() {
            let reason = targets.iter().find_map(|one| act::applies(verb, one).err());
            let text =
                reason.unwrap_or_else(|| format!("`{}` has no container", self.target_name()));
            self.notify(Tone::Warn, format!("cannot {}: {text}", verb.word()), None);
            return Effects::redraw();
        }
        let name = self.target_name();
        let lines = self.consequences(verb, &targets, &all, &plan);
        let is_own = plan.steps.iter().any(|step| {
            let Op::Docker(op) = &step.op;
            self.is_self(op.instance_id())
        });
        let volumes = matches!(verb, Verb::Remove { volumes: true, .. });
        let manner = match plan.risk() {
            _ if volumes => Manner::Name,
            Risk::None => Manner::None,
            Risk::Interrupts => self.settings.confirm.interrupting,
            Risk::LosesData => self.settings.confirm.removing,
        };
        let apply = Apply {
            states: vec![StepState::Waiting; plan.steps.len()],
            verb: verb.word(),
            progress_words: progress_words(verb),
            done_words: done_words(verb),
            target: name.clone(),
            is_cancelled: false,
            plan,
        };
        let accept = match manner {
            Manner::None if is_own => Accept::Enter,
            Manner::None => return self.run(apply),
            Manner::Enter => Accept::Enter,
            Manner::Yes => Accept::Yes,
            Manner::Name => Accept::Name {
                expected: name.clone(),
                typed: Box::new(TextBuffer::default()),
            },
        };
        let title = match verb {
            Verb::Kill { signal } => format!("Send {signal} to {name}?"),
            Verb::Remove { volumes: true, .. } => {
                format!("Remove {name} and its anonymous volumes?")
            }
            _ => format!("{} {name}?", capitalised(verb.word())),
        };
        let answer = if is_own {
            Answer::Again(apply)
        } else {
            Answer::Apply(apply)
        };
        self.modals.push(Modal::Question(Question {
            title,
            lines,
            accept,
            answer,
            scroll: 0,
        }));
        Effects::redraw()
    }

    /// What happens if one says yes.
    fn consequences(
        &self,
        verb: &Verb,
        targets: &[&Container],
        all: &[Container],
        plan: &Plan,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        let restarts = matches!(verb, Verb::Restart);
        if !matches!(verb, Verb::Start | Verb::Unpause) {
            for dependant in act::dependants(targets, all) {
                let (tone, then) = match (restarts && dependant.restart, dependant.is_up) {
                    (true, true) => (Tone::Normal, "restarts too"),
                    (true, false) => (Tone::Warn, "is started too, although it does not run now"),
                    (false, true) if restarts => (Tone::Dim, "is left running"),
                    (false, true) => (Tone::Warn, "is left without it"),
                    (false, false) => continue,
                };
                lines.push(line(
                    tone,
                    format!(
                        "{} depends on {} and {then}",
                        dependant.service, dependant.of
                    ),
                ));
            }
        }
        if let Verb::Remove { volumes, .. } = verb {
            lines.extend(losses(targets, *volumes));
        }
        for (manager, words) in [
            (
                Manager::Swarm,
                "Swarm manages it and will redo it: change the service instead",
            ),
            (
                Manager::Kubernetes,
                "Kubernetes manages it and will redo it: change the workload instead",
            ),
        ] {
            if targets.iter().any(|one| one.belonging().manager == manager) {
                lines.push(line(Tone::Warn, words));
            }
        }
        if targets.iter().any(|one| self.is_self(&one.id)) {
            lines.push(line(
                Tone::Bad,
                "stacktui itself runs in this container: it will end with it",
            ));
        }
        if plan.steps.len() > 1 {
            if !lines.is_empty() {
                lines.push(Line::new());
            }
            let named = plan.steps.iter().take(STEPS_NAMED);
            lines.extend(named.map(|step| {
                let mut out = vec![
                    (Tone::Accent, format!("{:8}", step.verb)),
                    (Tone::Normal, step.resource.clone()),
                ];
                if step.cause != "asked for" {
                    out.push((Tone::Dim, format!("  {}", step.cause)));
                }
                out
            }));
            let rest = plan.steps.len().saturating_sub(STEPS_NAMED);
            if rest > 0 {
                lines.push(line(Tone::Dim, format!("… and {rest} more")));
            }
        }
        lines
    }

    /// Runs an accepted plan. Marks have served.
    pub(super) fn run(&mut self, apply: Apply) -> Effects {
        self.marks.clear();
        let plan = apply.plan.clone();
        let host = plan.host.clone();
        if matches!(apply.verb, "start" | "restart") {
            let host = self.domain.host_mut(&host);
            for step in &plan.steps {
                let Op::Docker(op) = &step.op;
                host.forget_restarts(op.instance_id());
            }
        }
        let task = self
            .tasks
            .begin(host.clone(), Purpose::Apply(apply), self.now);
        Effects::one(Effect::Run(task, host, Work::Apply(plan)))
    }

    /// Gives the terminal to a shell in the selected container.
    pub(super) fn shell(&mut self) -> Effects {
        match self.subject_instance() {
            Some(id) => Effects::one(Effect::Suspend(Foreground::Shell(self.host.clone(), id))),
            None => Effects::redraw(),
        }
    }

    /// Says how to come back, then gives the terminal to the container's own.
    pub(super) fn attach(&mut self) -> Effects {
        let subject = self
            .subject_instance()
            .and_then(|id| self.instance(&id).map(|one| one.container.clone()));
        let Some(container) = subject else {
            return Effects::redraw();
        };
        let leave =
            |what: &str, keys: String| vec![(Tone::Normal, what.to_owned()), (Tone::Accent, keys)];
        let keys = self.surroundings.detach_keys.replace(',', " ");
        let mut lines = Vec::new();
        match container.details.as_deref().map(Details::read_only_because) {
            Some(Some(why)) => {
                lines.push(line(Tone::Normal, format!("read only: {why}")));
                lines.push(leave("leave with ", "ctrl-c".to_owned()));
            }
            inspected => {
                lines.push(leave("leave it running with ", keys));
                lines.push(line(
                    Tone::Dim,
                    "what you type goes to the program; ctrl-c may end it",
                ));
                if inspected.is_none() {
                    lines.push(line(
                        Tone::Dim,
                        "not inspected yet: where it takes no keys, ctrl-c leaves it",
                    ));
                }
            }
        }
        if self.is_self(&container.id) {
            lines.push(line(Tone::Bad, "stacktui itself runs in this container"));
        }
        self.modals.push(Modal::Question(Question {
            title: format!("Attach to {}?", container.name),
            lines,
            accept: Accept::Enter,
            answer: Answer::Attach(container.id),
            scroll: 0,
        }));
        Effects::redraw()
    }

    /// Pauses what runs, or lets go on what is paused.
    pub(super) fn pause(&mut self) -> Effects {
        let instances = self.target_instances();
        let can_pause = instances
            .iter()
            .filter_map(|id| self.instance(id))
            .any(|one| act::applies(&Verb::Pause, &one.container).is_ok());
        self.act(if can_pause {
            &Verb::Pause
        } else {
            &Verb::Unpause
        })
    }

    /// The verb of an action that is nothing but one.
    pub(super) const fn verb_of(action: Action) -> Option<Verb> {
        Some(match action {
            Action::Restart => Verb::Restart,
            Action::Stop => Verb::Stop,
            Action::Start => Verb::Start,
            Action::Remove => Verb::Remove {
                force: true,
                volumes: false,
            },
            Action::RemoveVolumes => Verb::Remove {
                force: true,
                volumes: true,
            },
            _ => return None,
        })
    }
}

/// What removing takes away, and what it leaves.
fn losses(targets: &[&Container], volumes: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let running = targets.iter().filter(|one| one.is_running()).count();
    if running > 0 {
        lines.push(line(
            Tone::Bad,
            format!("{} killed first: still running", are(running)),
        ));
    }
    let mounts = targets.iter().flat_map(|one| &one.mounts);
    let count = mounts
        .filter(|mount| mount.kind == "volume" && is_hex(&mount.name))
        .count();
    let (noun, go, stay) = if count == 1 {
        ("volume", "goes", "stays")
    } else {
        ("volumes", "go", "stay")
    };
    match (volumes, count) {
        (true, 0) => lines.push(line(Tone::Dim, "there are no anonymous volumes")),
        (true, _) => lines.push(line(
            Tone::Bad,
            format!("{count} anonymous {noun} {go} with it; this cannot be taken back"),
        )),
        (false, 0) => {}
        (false, _) => lines.push(line(
            Tone::Dim,
            format!("{count} anonymous {noun} {stay} behind"),
        )),
    }
    lines.push(line(
        Tone::Dim,
        "what was written inside the container is lost; named volumes stay",
    ));
    lines
}

/// A signal need not end anything: then it is not said to have killed.
fn sent(verb: &Verb) -> Option<&str> {
    match verb {
        Verb::Kill { signal } if signal != "SIGKILL" => Some(signal),
        _ => None,
    }
}

/// `restarting…`
fn progress_words(verb: &Verb) -> String {
    sent(verb).map_or_else(
        || verb.progress_word().to_owned(),
        |signal| format!("sending {signal}…"),
    )
}

/// `restarted`
fn done_words(verb: &Verb) -> String {
    sent(verb).map_or_else(
        || verb.done_word().to_owned(),
        |signal| format!("sent {signal} to"),
    )
}

fn are(count: usize) -> String {
    if count == 1 {
        "it is".to_owned()
    } else {
        format!("{count} containers are")
    }
}

fn is_hex(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}
