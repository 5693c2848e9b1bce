//! `GET /containers/{id}/json`, read leniently.

use crate::engine::docker::convert::{
    Endpoint, MountPoint, address, attachments, mount, protocol, sort_ports,
};
use crate::engine::docker::lax;
use crate::engine::error::EngineError;
use crate::model::exit;
use crate::model::ids::InstanceId;
use crate::model::labels::Labels;
use crate::model::observed::{
    Container, Details, EngineState, Health, HealthProbe, Port, RestartPolicy,
};
use crate::model::text::{sanitise, sanitise_lines};
use crate::model::time::Timestamp;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Inspection {
    #[serde(deserialize_with = "lax::text")]
    id: String,
    #[serde(deserialize_with = "lax::text")]
    name: String,
    #[serde(deserialize_with = "lax::text")]
    image: String,
    #[serde(deserialize_with = "time")]
    created: Option<Timestamp>,
    #[serde(deserialize_with = "lax::text")]
    path: String,
    #[serde(deserialize_with = "lax::list")]
    args: Vec<String>,
    #[serde(deserialize_with = "lax::value")]
    restart_count: u64,
    #[serde(deserialize_with = "lax::value")]
    state: State,
    #[serde(deserialize_with = "lax::value")]
    config: Config,
    #[serde(deserialize_with = "lax::value")]
    host_config: HostConfig,
    #[serde(deserialize_with = "lax::value")]
    network_settings: NetworkSettings,
    #[serde(deserialize_with = "lax::list")]
    mounts: Vec<MountPoint>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct State {
    #[serde(deserialize_with = "lax::text")]
    status: String,
    #[serde(deserialize_with = "lax::value")]
    exit_code: i64,
    #[serde(deserialize_with = "lines")]
    error: String,
    #[serde(rename = "OOMKilled", deserialize_with = "lax::value")]
    oom_killed: bool,
    #[serde(deserialize_with = "time")]
    started_at: Option<Timestamp>,
    #[serde(deserialize_with = "time")]
    finished_at: Option<Timestamp>,
    #[serde(deserialize_with = "lax::value", alias = "Healthcheck")]
    health: HealthState,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct HealthState {
    #[serde(deserialize_with = "lax::text")]
    status: String,
    #[serde(deserialize_with = "lax::value")]
    failing_streak: u64,
    #[serde(deserialize_with = "lax::list")]
    log: Vec<Probe>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Probe {
    #[serde(deserialize_with = "time")]
    start: Option<Timestamp>,
    #[serde(deserialize_with = "time")]
    end: Option<Timestamp>,
    #[serde(deserialize_with = "lax::value")]
    exit_code: i64,
    #[serde(deserialize_with = "lines")]
    output: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Config {
    #[serde(deserialize_with = "lax::text")]
    hostname: String,
    #[serde(deserialize_with = "lax::text")]
    image: String,
    #[serde(deserialize_with = "lax::labels")]
    labels: Labels,
    #[serde(deserialize_with = "lax::list")]
    env: Vec<String>,
    #[serde(deserialize_with = "lax::value")]
    tty: bool,
    #[serde(deserialize_with = "lax::value")]
    open_stdin: bool,
    #[serde(deserialize_with = "lax::text")]
    stop_signal: String,
    #[serde(deserialize_with = "lax::value")]
    stop_timeout: Option<i64>,
    #[serde(deserialize_with = "lax::value")]
    healthcheck: Healthcheck,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Healthcheck {
    #[serde(deserialize_with = "lax::list")]
    test: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct HostConfig {
    #[serde(deserialize_with = "lax::text")]
    network_mode: String,
    #[serde(deserialize_with = "lax::value")]
    restart_policy: Policy,
    #[serde(deserialize_with = "lax::value")]
    log_config: LogConfig,
    #[serde(deserialize_with = "lax::value")]
    memory: u64,
    #[serde(deserialize_with = "lax::value")]
    nano_cpus: i64,
    #[serde(deserialize_with = "lax::value")]
    cpu_quota: i64,
    #[serde(deserialize_with = "lax::value")]
    cpu_period: i64,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Policy {
    #[serde(deserialize_with = "lax::text")]
    name: String,
    #[serde(deserialize_with = "lax::value")]
    maximum_retry_count: u64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LogConfig {
    #[serde(rename = "Type", deserialize_with = "lax::text")]
    kind: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct NetworkSettings {
    #[serde(deserialize_with = "lax::map")]
    networks: BTreeMap<String, Endpoint>,
    #[serde(deserialize_with = "lax::map")]
    ports: BTreeMap<String, Option<Vec<Binding>>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Binding {
    #[serde(deserialize_with = "lax::text")]
    host_ip: String,
    #[serde(deserialize_with = "lax::text")]
    host_port: String,
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    lax::raw_text(deserializer).map(|text| Timestamp::parse(&text))
}

fn lines<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    lax::raw_text(deserializer).map(|text| sanitise_lines(&text))
}

/// Reads an inspection into a container with its details.
pub(super) fn container(body: &[u8]) -> Result<Container, EngineError> {
    let text = String::from_utf8_lossy(body);
    let mut inspection: Inspection = serde_json::from_str(&text)
        .map_err(|error| EngineError::Protocol(format!("the inspection: {error}")))?;
    if inspection.id.is_empty() {
        return Err(EngineError::Protocol("the inspection has no id".to_owned()));
    }
    let id = InstanceId::from(&inspection.id);
    let name = match inspection.name.trim_start_matches('/') {
        "" => id.short(),
        name => name,
    };
    let image = if inspection.config.image.is_empty() {
        &inspection.image
    } else {
        &inspection.config.image
    };
    let state = match inspection.state.status.as_str() {
        "" => EngineState::Other(Arc::from("unknown")),
        word => EngineState::from_word(word),
    };
    Ok(Container {
        name: Arc::from(name),
        image: Arc::from(image.as_str()),
        image_id: Arc::from(inspection.image.as_str()),
        created_at: inspection.created,
        state,
        health: health(&inspection),
        labels: inspection.config.labels.clone(),
        ports: ports(&inspection.network_settings.ports),
        mounts: std::mem::take(&mut inspection.mounts)
            .into_iter()
            .map(mount)
            .collect(),
        networks: attachments(std::mem::take(&mut inspection.network_settings.networks)),
        details: Some(Arc::new(details(inspection))),
        listed_exit_code: None,
        id,
    })
}

/// Podman says nothing before the first check, where docker says `starting`.
fn health(inspection: &Inspection) -> Health {
    let has_check = inspection
        .config
        .healthcheck
        .test
        .first()
        .is_some_and(|word| word != "NONE");
    let running = inspection.state.status == "running";
    match inspection.state.health.status.as_str() {
        "" if has_check && running => Health::Starting,
        word => Health::from_word(word),
    }
}

fn ports(bindings: &BTreeMap<String, Option<Vec<Binding>>>) -> Vec<Port> {
    let mut ports = Vec::new();
    for (key, bindings) in bindings {
        let (private, word) = key.split_once('/').unwrap_or((key, ""));
        let Ok(private) = private.parse() else {
            continue;
        };
        let port = |public: u16, ip: &str| Port {
            private,
            public: (public != 0).then_some(public),
            ip: address(public, ip.to_owned()),
            protocol: protocol(sanitise(word)),
        };
        let published: Vec<Port> = bindings
            .iter()
            .flatten()
            .filter_map(|binding| {
                let public: u16 = binding.host_port.parse().ok().filter(|port| *port != 0)?;
                Some(port(public, &binding.host_ip))
            })
            .collect();
        if published.is_empty() {
            ports.push(port(0, ""));
        }
        ports.extend(published);
    }
    sort_ports(&mut ports);
    ports
}

fn details(inspection: Inspection) -> Details {
    let Inspection {
        path,
        args,
        restart_count,
        state,
        config,
        host_config,
        ..
    } = inspection;
    Details {
        exit_code: state.exit_code,
        error: state.error,
        oom_killed: state.oom_killed,
        started_at: state.started_at,
        finished_at: state.finished_at,
        restart_count,
        restart_policy: RestartPolicy {
            name: match host_config.restart_policy.name.as_str() {
                "" => "no".to_owned(),
                name => name.to_owned(),
            },
            maximum_retries: host_config.restart_policy.maximum_retry_count,
        },
        failing_streak: state.health.failing_streak,
        health_log: state
            .health
            .log
            .into_iter()
            .map(|probe| HealthProbe {
                started_at: probe.start,
                ended_at: probe.end,
                exit_code: probe.exit_code,
                output: probe.output,
            })
            .collect(),
        health_test: sanitised(&config.healthcheck.test),
        env: config
            .env
            .iter()
            .map(|entry| {
                let (name, value) = entry.split_once('=').unwrap_or((entry, ""));
                (sanitise(name), sanitise(value))
            })
            .collect(),
        tty: config.tty,
        open_stdin: config.open_stdin,
        command: std::iter::once(path)
            .filter(|path| !path.is_empty())
            .chain(sanitised(&args))
            .collect(),
        config_image: config.image,
        stop_signal: stop_signal(config.stop_signal),
        // Below zero: no limit. A span of that kind does not exist here; a day is the same to a person.
        stop_timeout: config
            .stop_timeout
            .map(|seconds| Duration::from_secs(u64::try_from(seconds).unwrap_or(86_400))),
        log_driver: host_config.log_config.kind,
        memory_limit_bytes: host_config.memory,
        cpu_limit: cpu_limit(
            host_config.nano_cpus,
            host_config.cpu_quota,
            host_config.cpu_period,
        ),
        hostname: config.hostname,
        network_mode: host_config.network_mode,
    }
}

/// Podman gives the number, as text.
fn stop_signal(word: String) -> String {
    match word.parse() {
        Ok(number) => exit::signal_name(number).map_or(word, str::to_owned),
        Err(_) if word.is_empty() => "SIGTERM".to_owned(),
        Err(_) => word,
    }
}

fn sanitised(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| sanitise(text)).collect()
}

/// Cores, from `NanoCpus` or from the quota and period that say the same.
#[expect(
    clippy::cast_precision_loss,
    reason = "fractions of a core, shown with two digits"
)]
fn cpu_limit(nano_cpus: i64, quota: i64, period: i64) -> f64 {
    if nano_cpus > 0 {
        nano_cpus as f64 / 1e9
    } else if quota > 0 {
        quota as f64 / if period > 0 { period as f64 } else { 100_000.0 }
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Container {
        container(text.as_bytes()).unwrap()
    }

    #[test]
    fn an_inspection_tells_state_health_and_ports() {
        let found = read(
            r#"{"Id":"0123456789abcdef","Name":"/shop-api-1","Created":"2026-11-24T07:40:40.5Z","Image":"sha256:aa",
                "Path":"sh","Args":["-c","x"],"RestartCount":3,
                "State":{"Status":"running","Health":{"Status":"unhealthy","FailingStreak":4,"Log":[
                  {"Start":"2026-11-24T07:41:00Z","End":"2026-11-24T07:41:01Z","ExitCode":1,"Output":"no\nway\u001b[2J"}]}},
                "Config":{"Image":"shop/api:1","Env":["A=b=c","LONE"],"StopTimeout":3,"StopSignal":"15","Tty":true,"Labels":{"x":"y"}},
                "HostConfig":{"NanoCpus":1500000000,"RestartPolicy":{"Name":"always"},"LogConfig":{"Type":"local"}},
                "NetworkSettings":{"Ports":{"81/udp":null,"80/tcp":[{"HostIp":"::","HostPort":"8080"},
                  {"HostIp":"0.0.0.0","HostPort":"8080"}]},"Networks":{"shop_default":{"IPAddress":"10.0.0.2",
                  "Aliases":["api"]}}},
                "Mounts":[{"Type":"bind","Source":"/srv","Destination":"/data","RW":false}]}"#,
        );
        let details = found.details.unwrap();
        assert_eq!((&*found.name, &*found.image), ("shop-api-1", "shop/api:1"));
        assert_eq!(found.health, Health::Unhealthy);
        assert_eq!(
            found
                .ports
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
            ["0.0.0.0:8080->80/tcp", "[::]:8080->80/tcp", "81/udp"]
        );
        assert_eq!(
            details.env,
            [("A".into(), "b=c".into()), ("LONE".into(), String::new())]
        );
        assert_eq!(details.health_log[0].output, "no\nway");
        assert_eq!(details.command, ["sh", "-c", "x"]);
        assert_eq!(details.stop_signal, "SIGTERM");
        assert_eq!(details.stop_timeout, Some(Duration::from_secs(3)));
        assert!((details.cpu_limit - 1.5).abs() < 1e-9);
        assert!(found.mounts[0].read_only);
        assert_eq!(found.networks[0].aliases, ["api"]);
    }

    #[test]
    fn an_inspection_of_surprises_still_tells_the_rest() {
        let found = read(
            r#"{"Id":"a","State":{"Status":"hibernating","ExitCode":"?","Health":null},"Config":{"Env":null,
                "Labels":[]},"HostConfig":7,"NetworkSettings":{"Ports":{"x":[],"80":[{"HostPort":80}]}},"Mounts":{}}"#,
        );
        assert_eq!(found.state.word(), "hibernating");
        assert_eq!(found.health, Health::None);
        assert_eq!(found.ports.len(), 1);
        assert_eq!(found.details.unwrap().stop_signal, "SIGTERM");
    }

    #[test]
    fn a_check_that_has_not_run_yet_is_starting() {
        let found = read(
            r#"{"Id":"a","State":{"Status":"running","Health":{"Status":""}},"Config":{"Healthcheck":{"Test":["CMD","x"]}}}"#,
        );
        assert_eq!(found.health, Health::Starting);
    }
}
