//! States of containers and services in a few words, as rows, headlines and the command line show them.

use crate::app::domain::host::{Host, Instance};
use crate::app::domain::stack::Service;
use crate::model::exit;
use crate::model::observed::EngineState;
use crate::model::status::Status;
use crate::model::time::{Timestamp, age};

/// `2/3`; empty where nothing should run.
pub fn ratio(up: usize, wanted: usize) -> String {
    if wanted == 0 {
        String::new()
    } else {
        format!("{up}/{wanted}")
    }
}

/// A container's row: `exit 1 · 12×`, `healthy · 3d`, `exit 137 · out of memory · 5m`. `now` is the engine's clock.
pub fn instance_note(instance: &Instance, now: Timestamp) -> String {
    let container = &instance.container;
    let details = container.details.as_deref();
    let since = |at: Option<Timestamp>| at.map(|at| age(at.age(now)));
    let started = since(details.and_then(|details| details.started_at));
    let finished = since(details.and_then(|details| details.finished_at));
    let exit_code = container.exit_code();
    let mut parts: Vec<String> = Vec::new();
    match &instance.status {
        Status::CrashLoop => {
            let code = loop_exit_code(instance);
            parts.extend(code.map(|code| format!("exit {code}")));
            if parts.is_empty() {
                parts.push("crash loop".to_owned());
            }
            parts.extend(restarts(instance, now).map(|count| format!("{count}×")));
        }
        status @ (Status::Failed | Status::Stopped | Status::Done) => {
            match container.state {
                EngineState::Created
                    if details.is_some_and(|details| !details.error.is_empty()) =>
                {
                    parts.push("cannot start".to_owned());
                }
                EngineState::Created => parts.push("created".to_owned()),
                EngineState::Removing => parts.push("being removed".to_owned()),
                EngineState::Dead => parts.push("dead".to_owned()),
                _ if *status == Status::Stopped => match exit_code.filter(|code| *code != 0) {
                    Some(code) => parts.push(format!("stopped {code}")),
                    None => parts.push("stopped".to_owned()),
                },
                // Done is exit 0.
                _ if *status == Status::Done => parts.push("done".to_owned()),
                _ => parts.extend(exit_code.map(|code| format!("exit {code}"))),
            }
            if details.is_some_and(|details| details.oom_killed) {
                parts.push("out of memory".to_owned());
            }
            parts.extend(finished);
        }
        status => {
            parts.push(status.word().to_owned());
            parts.extend(started);
        }
    }
    parts.join(" · ")
}

/// With what a container in a crash loop ended last. While it runs the engine shows 0; then events tell, if any do.
pub fn loop_exit_code(instance: &Instance) -> Option<i64> {
    let container = &instance.container;
    let shown = container.details.as_deref().map(|one| one.exit_code);
    if container.is_running() {
        let seen = instance.history.last_exit_code();
        seen.or_else(|| shown.filter(|code| *code != 0))
    } else {
        container.exit_code().or(shown)
    }
}

/// Restarts by policy: the engine's count, or what was seen in events where it is more.
pub fn restarts(instance: &Instance, now: Timestamp) -> Option<u64> {
    let counted = instance
        .container
        .details
        .as_ref()
        .map_or(0, |details| details.restart_count);
    let seen = instance
        .history
        .restarts_within(std::time::Duration::from_mins(5), now) as u64;
    Some(counted.max(seen)).filter(|count| *count > 0)
}

/// A service's row: of its only container, or of the worst one.
pub fn service_note(service: &Service, host: &Host, now: Timestamp) -> String {
    let instances = service.instances.iter().filter_map(|id| host.instance(id));
    let replicas = instances
        .clone()
        .filter(|instance| !instance.container.is_oneoff());
    match replicas
        .min_by_key(|instance| instance.status.rank())
        .or_else(|| instances.clone().next())
    {
        Some(worst) if service.status == Status::Degraded => {
            format!("degraded · {}", instance_note(worst, now))
        }
        Some(worst) => instance_note(worst, now),
        None => Status::NotCreated.word().to_owned(),
    }
}

/// The headline of a container: `crash loop · exit 1 (application error) · 12 restarts`.
pub fn instance_headline(instance: &Instance, now: Timestamp) -> String {
    let container = &instance.container;
    let details = container.details.as_deref();
    let mut parts = vec![instance.status.word().to_owned()];
    let code = match instance.status {
        Status::CrashLoop => loop_exit_code(instance),
        _ => container.exit_code(),
    };
    if let Some(code) = code.filter(|code| *code != 0 || !container.is_running()) {
        let oom = details.is_some_and(|details| details.oom_killed);
        let meaning = if oom {
            "killed: out of memory".to_owned()
        } else {
            exit::meaning(code)
        };
        parts.push(format!("exit {code} ({meaning})"));
    }
    if let Some(count) = restarts(instance, now) {
        parts.push(format!(
            "{count} restart{}",
            if count == 1 { "" } else { "s" }
        ));
    }
    if let Some(details) = details {
        if !details.error.is_empty() {
            parts.push(details.error.clone());
        } else if instance.status == Status::Unhealthy
            && let Some(probe) = details.health_log.last()
        {
            let output = probe
                .output
                .lines()
                .map(str::trim)
                .find(|line| !line.is_empty())
                .unwrap_or("no output");
            parts.push(format!("health check exits {}: {output}", probe.exit_code));
        }
        let (word, at) = if container.is_running() {
            ("up", details.started_at)
        } else {
            ("ended", details.finished_at)
        };
        if let Some(at) = at {
            let span = age(at.age(now));
            parts.push(if word == "up" {
                format!("up {span}")
            } else {
                format!("ended {span} ago")
            });
        }
    }
    parts.join(" · ")
}
