//! `ps --format json`: one object a line, as Compose prints it.

use crate::cli::verbs::ps::ports;
use crate::model::labels;
use crate::model::observed::{Container, EngineState, Health};
use crate::model::status::Status;
use crate::model::time::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

/// One container. `State` and `Status` are the engine's words, as Compose has them; our own word is under
/// `StacktuiState`, which Compose does not write.
pub(super) fn line(container: &Container, status: &Status, now: Timestamp) -> Value {
    let details = container.details.as_deref();
    let age = container.created_at.map(|at| at.age(now));
    let list = |items: Vec<String>| items.join(",");
    let publishers: Vec<Value> = container
        .ports
        .iter()
        .map(|port| {
            json!({
                "URL": port.ip,
                "TargetPort": port.private,
                "PublishedPort": port.public.unwrap_or(0),
                "Protocol": port.protocol,
            })
        })
        .collect();
    let mounts = container
        .mounts
        .iter()
        .map(|mount| {
            if mount.name.is_empty() {
                mount.source.clone()
            } else {
                mount.name.clone()
            }
        })
        .collect();
    let is_local = |mount: &&crate::model::observed::Mount| mount.kind == "volume";
    let volumes = container.mounts.iter().filter(is_local).count();
    let networks = container
        .networks
        .iter()
        .map(|attachment| attachment.network.clone())
        .collect();
    let labels = container
        .labels
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    json!({
        "Command": format!("\"{}\"", details.map(|details| details.command.join(" ")).unwrap_or_default()),
        "CreatedAt": container.created_at.map(created_at).unwrap_or_default(),
        "ExitCode": container.exit_code().unwrap_or(0),
        "Health": match container.health { Health::None => "", ref health => health.word() },
        "ID": container.id.short(),
        "Image": *container.image,
        "Labels": list(labels),
        "LocalVolumes": volumes.to_string(),
        "Mounts": list(mounts),
        "Name": *container.name,
        "Names": *container.name,
        "Networks": list(networks),
        "Ports": ports(container).join(", "),
        "Project": container.label(labels::PROJECT).unwrap_or_default(),
        "Publishers": publishers,
        "RunningFor": age.map(|age| format!("{} ago", human(age))).unwrap_or_default(),
        "Service": container.label(labels::SERVICE).unwrap_or_default(),
        "Size": "0B",
        "StacktuiState": status.word(),
        "State": container.state.word(),
        "Status": status_text(container, now),
    })
}

/// `2026-11-24 07:40:40 +0000 UTC`
fn created_at(at: Timestamp) -> String {
    let text = Timestamp::from_seconds(at.seconds()).to_string();
    format!("{} +0000 UTC", text.replace('T', " ").trim_end_matches('Z'))
}

/// What the engine's own list says: `Up 3 minutes (healthy)`, `Exited (1) 2 hours ago`.
fn status_text(container: &Container, now: Timestamp) -> String {
    let details = container.details.as_deref();
    let since = |at: Option<Timestamp>| human(at.map(|at| at.age(now)).unwrap_or_default());
    let up = || {
        format!(
            "Up {}",
            since(details.and_then(|details| details.started_at))
        )
    };
    let ended = || {
        format!(
            "({}) {} ago",
            container.exit_code().unwrap_or(0),
            since(details.and_then(|details| details.finished_at))
        )
    };
    match container.state {
        EngineState::Running => match &container.health {
            Health::None => up(),
            Health::Starting => format!("{} (health: starting)", up()),
            health => format!("{} ({})", up(), health.word()),
        },
        EngineState::Paused => format!("{} (Paused)", up()),
        EngineState::Restarting => format!("Restarting {}", ended()),
        EngineState::Exited => format!("Exited {}", ended()),
        EngineState::Created => "Created".to_owned(),
        EngineState::Dead => "Dead".to_owned(),
        EngineState::Removing => "Removal In Progress".to_owned(),
        EngineState::Other(ref word) => word.to_string(),
    }
}

/// As docker's units package says a duration.
fn human(span: Duration) -> String {
    let seconds = span.as_secs();
    let (minutes, hours) = (seconds / 60, (seconds + 1_800) / 3_600);
    match seconds {
        0 => "Less than a second".to_owned(),
        1 => "1 second".to_owned(),
        2..60 => format!("{seconds} seconds"),
        60..120 => "About a minute".to_owned(),
        120..3_600 => format!("{minutes} minutes"),
        _ => match hours {
            1 => "About an hour".to_owned(),
            2..48 => format!("{hours} hours"),
            48..336 => format!("{} days", hours / 24),
            336..1_440 => format!("{} weeks", hours / 24 / 7),
            1_440..17_520 => format!("{} months", hours / 24 / 30),
            _ => format!("{} years", hours / 24 / 365),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::testing::{NOW, container, ended};

    #[test]
    fn spans_read_as_docker_says_them() {
        let said = [
            0, 1, 59, 60, 119, 120, 3_599, 3_600, 9_000, 172_800, 1_209_600,
        ]
        .map(|seconds| human(Duration::from_secs(seconds)));
        assert_eq!(
            said,
            [
                "Less than a second",
                "1 second",
                "59 seconds",
                "About a minute",
                "About a minute",
                "2 minutes",
                "59 minutes",
                "About an hour",
                "3 hours",
                "2 days",
                "2 weeks"
            ]
        );
    }

    #[test]
    fn the_keys_and_words_are_those_of_compose() {
        let mut one = container("a1", "shop-api-1", "shop", "api", 1);
        one.health = Health::Healthy;
        let line = line(&one, &Status::Healthy, NOW);
        assert_eq!(line["Status"], "Up 10 minutes (healthy)");
        assert_eq!(line["State"], "running");
        assert_eq!(line["Service"], "api");
        assert_eq!(line["CreatedAt"], "1970-01-12 13:46:40 +0000 UTC");
        let failed = ended(one, 3);
        assert_eq!(status_text(&failed, NOW), "Exited (3) 5 minutes ago");
    }
}
