//! `info`: which engine, who chose it, whether it answers, and where files are.

use crate::cli::args::Info;
use crate::cli::console::{Console, paint};
use crate::cli::error::CliError;
use crate::model::observed::EngineInfo;
use crate::model::units;
use crate::ops::Entry;
use crate::plan::news::HostError;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// What the questions to the engine may take.
const LIMIT: Duration = Duration::from_secs(10);

/// Says all of it. An engine that does not answer is told with what was tried, and is a failure.
pub async fn run(entry: &Entry, args: &Info, console: &mut Console) -> Result<(), CliError> {
    let (id, connector) = entry.destination()?;
    let engine = match connector.connect().await {
        Ok(connected) => {
            let begun = Instant::now();
            let ping = timeout(LIMIT, connected.engine.ping()).await;
            let took = begun.elapsed();
            let info = match timeout(LIMIT, connected.engine.info()).await {
                Ok(Ok(info)) => Ok(info),
                Ok(Err(error)) => Err(error.to_string()),
                Err(_) => Err(format!("no answer within {} s", LIMIT.as_secs())),
            };
            let pinged = ping.ok().and_then(Result::ok);
            let running = timeout(LIMIT, connected.engine.list_containers()).await;
            let containers = match running {
                Ok(Ok(containers)) => Some((
                    containers.len(),
                    containers.iter().filter(|one| one.is_running()).count(),
                )),
                _ => None,
            };
            Ok(Engine {
                endpoint: connected.endpoint,
                chosen_by: connected.chosen_by,
                took,
                info: info.or_else(|words| pinged.or(connected.info).ok_or(words)),
                containers,
            })
        }
        Err(error) => Err(error),
    };
    let places = places(entry);
    if args.json {
        let value = as_json(id.as_str(), &engine, &places);
        writeln!(console.out, "{value:#}")?;
    } else {
        as_text(id.as_str(), &engine, &places, console)?;
    }
    match engine {
        Ok(_) => Ok(()),
        Err(error) if args.json => Err(error.into()),
        Err(_) => Err(CliError::Told),
    }
}

/// An engine that answered.
struct Engine {
    endpoint: String,
    chosen_by: String,
    took: Duration,
    info: Result<EngineInfo, String>,
    containers: Option<(usize, usize)>,
}

/// A file or folder, and whether it is there.
struct Place {
    name: &'static str,
    path: String,
    is_there: bool,
}

fn places(entry: &Entry) -> Vec<Place> {
    let paths = &entry.loaded.paths;
    let sources = entry.sources.as_ref();
    let is_there = |path: &Path| sources.is_file(path) || sources.is_dir(path);
    let place = |name, path: Option<&Path>| {
        path.map(|path| Place {
            name,
            path: path.display().to_string(),
            is_there: is_there(path),
        })
    };
    let docker = crate::hosts::config_path(&entry.surroundings);
    [
        place("settings", paths.settings.as_deref()),
        place("keys", paths.keys().as_deref()),
        place("themes", paths.themes().as_deref()),
        place("state", paths.state.as_deref()),
        place("docker's configuration", docker.as_deref()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn as_text(
    id: &str,
    engine: &Result<Engine, HostError>,
    places: &[Place],
    console: &mut Console,
) -> Result<(), CliError> {
    let mut lines: Vec<(String, String)> = vec![
        ("stacktui".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        ("host".to_owned(), id.to_owned()),
    ];
    let mut line = |name: &str, value: String| lines.push((name.to_owned(), value));
    let color = console.is_colored;
    match engine {
        Ok(engine) => {
            line("endpoint", engine.endpoint.clone());
            line("chosen by", engine.chosen_by.clone());
            let millis = engine.took.as_secs_f64() * 1_000.0;
            let answers = format!("answers in {millis:.1} ms");
            line("connection", paint(color, "32", &answers));
            match &engine.info {
                Ok(info) => describe(info, &mut line),
                Err(words) => line("engine", format!("says nothing of itself: {words}")),
            }
            if let Some((all, running)) = engine.containers {
                line("containers", format!("{all}, {running} of them running"));
            }
        }
        Err(error) => {
            line("chosen by", error.chosen_by.clone());
            line("connection", paint(color, "1;31", "no engine answers"));
            for attempt in &error.tried {
                line("tried", format!("{}: {}", attempt.endpoint, attempt.reason));
            }
            if let Some(hint) = &error.hint {
                line("hint", hint.clone());
            }
        }
    }
    for place in places {
        let absent = if place.is_there { "" } else { "  (not there)" };
        line(place.name, format!("{}{absent}", place.path));
    }
    let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, value) in lines {
        let value = value.replace('\n', &format!("\n{:width$}  ", ""));
        console.line(&format!("{name:width$}  {value}"))?;
    }
    Ok(())
}

fn describe(info: &EngineInfo, line: &mut impl FnMut(&str, String)) {
    let kind = if info.is_podman { "Podman" } else { "Docker" };
    let version = if info.version.is_empty() {
        "of unknown version"
    } else {
        &info.version
    };
    line("engine", format!("{kind} {version}"));
    line("API version", info.api_version.clone());
    if !info.name.is_empty() {
        line("machine", info.name.clone());
    }
    if !info.operating_system.is_empty() {
        line("system", info.operating_system.clone());
    }
    if info.cpus > 0 {
        let memory = units::bytes(info.memory_bytes);
        line("resources", format!("{} cores, {memory} memory", info.cpus));
    }
    let seconds = info.clock_offset_nanos / 1_000_000_000;
    if seconds.abs() > 2 {
        let (word, span) = if seconds > 0 {
            ("ahead of", seconds)
        } else {
            ("behind", -seconds)
        };
        line("clock", format!("{span} s {word} this machine's"));
    }
}

fn as_json(id: &str, engine: &Result<Engine, HostError>, places: &[Place]) -> Value {
    let places: Vec<Value> = places
        .iter()
        .map(|place| json!({"name": place.name, "path": place.path, "exists": place.is_there}))
        .collect();
    let mut value = json!({
        "stacktui": env!("CARGO_PKG_VERSION"),
        "host": id,
        "paths": places,
    });
    let connection = match engine {
        Ok(engine) => {
            let info = engine.info.as_ref().ok();
            json!({
                "ok": true,
                "endpoint": engine.endpoint,
                "chosen_by": engine.chosen_by,
                "answer_ms": engine.took.as_secs_f64() * 1_000.0,
                "engine_version": info.map(|info| &info.version),
                "api_version": info.map(|info| &info.api_version),
                "is_podman": info.map(|info| info.is_podman),
                "machine": info.map(|info| &info.name),
                "operating_system": info.map(|info| &info.operating_system),
                "cpus": info.map(|info| info.cpus),
                "memory_bytes": info.map(|info| info.memory_bytes),
                "containers": engine.containers.map(|(all, _)| all),
                "running": engine.containers.map(|(_, running)| running),
            })
        }
        Err(error) => {
            let tried: Vec<Value> = error
                .tried
                .iter()
                .map(|attempt| json!({"endpoint": attempt.endpoint, "reason": attempt.reason}))
                .collect();
            json!({"ok": false, "chosen_by": error.chosen_by, "tried": tried, "hint": error.hint})
        }
    };
    if let Some(object) = value.as_object_mut() {
        object.insert("connection".to_owned(), connection);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::console::tests::console;
    use crate::plan::news::Attempt;

    #[test]
    fn an_engine_that_does_not_answer_is_told_with_everything_tried() {
        let (mut console, out, _) = console();
        let error = HostError {
            tried: vec![Attempt {
                endpoint: "unix:///var/run/docker.sock".to_owned(),
                reason: "permission denied".to_owned(),
            }],
            chosen_by: "default".to_owned(),
            hint: Some("join the group `docker`".to_owned()),
            retry_in: None,
        };
        let places = [Place {
            name: "settings",
            path: "/home/me/.config/stacktui/config.toml".to_owned(),
            is_there: false,
        }];
        as_text("local", &Err(error.clone()), &places, &mut console).unwrap();
        let text = out.text();
        for words in [
            "chosen by   default",
            "connection  no engine answers",
            "tried       unix:///var/run/docker.sock: permission denied",
            "hint        join the group `docker`",
            "settings    /home/me/.config/stacktui/config.toml  (not there)",
        ] {
            assert!(text.contains(words), "{words:?} is not in\n{text}");
        }
        let value = as_json("local", &Err(error), &places);
        assert_eq!(value["connection"]["ok"], false);
        assert_eq!(value["paths"][0]["exists"], false);
    }
}
