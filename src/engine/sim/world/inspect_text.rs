//! An inspection as text, in the engine's form.

use super::container::{Container, Phase};
use crate::model::secret::masked;
use crate::model::text::sanitise_lines;
use crate::model::time::Timestamp;
use serde_json::{Map, Value, json};
use std::time::Duration;

fn time(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "0001-01-01T00:00:00Z".to_owned(), |at| at.to_string())
}

fn nanos(span: Duration) -> u64 {
    u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)
}

fn protocol(word: &str) -> &str {
    if word.is_empty() { "tcp" } else { word }
}

impl Container {
    /// `GET /containers/{id}/json` in the engine's form, secrets masked, sanitised, indented.
    pub(in crate::engine::sim) fn inspect_text(&self) -> String {
        let argv = self.config.argv();
        let mounts: Vec<Value> = self
            .config
            .mounts
            .iter()
            .map(|mount| {
                json!({
                    "Type": mount.kind,
                    "Name": mount.name,
                    "Source": mount.source,
                    "Destination": mount.target,
                    "RW": !mount.read_only,
                })
            })
            .collect();
        let value = json!({
            "Id": self.id,
            "Created": self.created_at.to_string(),
            "Path": argv.first().cloned().unwrap_or_default(),
            "Args": argv.get(1..).unwrap_or_default(),
            "State": self.state_value(),
            "Image": self.image_id,
            "Name": format!("/{}", self.name),
            "RestartCount": self.restart_count,
            "Driver": "overlay2",
            "Platform": "linux",
            "HostConfig": self.host_config_value(),
            "Mounts": mounts,
            "Config": self.config_value(),
            "NetworkSettings": { "Networks": self.networks_value() },
        });
        sanitise_lines(&serde_json::to_string_pretty(&value).unwrap_or_default())
    }

    fn state_value(&self) -> Value {
        let mut state = json!({
            "Status": self.state_word(),
            "Running": self.counts_as_running(),
            "Paused": self.phase == Phase::Paused,
            "Restarting": self.phase == Phase::Restarting,
            "OOMKilled": self.oom_killed,
            "Dead": false,
            "Pid": if self.is_up() { 1_000 + self.run } else { 0 },
            "ExitCode": self.exit_code,
            "Error": self.error,
            "StartedAt": time(self.started_at),
            "FinishedAt": time(self.finished_at),
        });
        if self.config.health.is_some()
            && let Some(state) = state.as_object_mut()
        {
            let log: Vec<Value> = self
                .health
                .log
                .iter()
                .map(|probe| {
                    json!({
                        "Start": time(probe.started_at),
                        "End": time(probe.ended_at),
                        "ExitCode": probe.exit_code,
                        "Output": probe.output,
                    })
                })
                .collect();
            let health = json!({
                "Status": self.health.status.word(),
                "FailingStreak": self.health.failing_streak,
                "Log": log,
            });
            state.insert("Health".to_owned(), health);
        }
        state
    }

    fn host_config_value(&self) -> Value {
        let config = &self.config;
        let bindings: Map<String, Value> = config
            .ports
            .iter()
            .map(|port| {
                let key = format!("{}/{}", port.private, protocol(&port.protocol));
                let host = port
                    .public
                    .map(|public| public.to_string())
                    .unwrap_or_default();
                (key, json!([{ "HostIp": port.ip, "HostPort": host }]))
            })
            .collect();
        json!({
            "LogConfig": { "Type": config.log_driver, "Config": {} },
            "NetworkMode": config.network_mode,
            "PortBindings": bindings,
            "RestartPolicy": {
                "Name": config.restart_policy.name,
                "MaximumRetryCount": config.restart_policy.maximum_retries,
            },
            "Memory": config.memory_limit_bytes,
            "NanoCpus": nanos(Duration::try_from_secs_f64(config.cpu_limit).unwrap_or_default()),
        })
    }

    fn config_value(&self) -> Value {
        let config = &self.config;
        let env: Vec<String> = config
            .env
            .iter()
            .map(|(name, value)| format!("{name}={}", masked(name, value)))
            .collect();
        let health = config.health.as_ref().map(|health| {
            json!({
                "Test": health.test,
                "Interval": nanos(health.interval),
                "Timeout": nanos(health.timeout),
                "Retries": health.retries,
                "StartPeriod": nanos(health.start_period),
            })
        });
        json!({
            "Hostname": config.hostname,
            "Tty": config.tty,
            "OpenStdin": config.open_stdin,
            "Env": env,
            "Cmd": config.command,
            "Entrypoint": config.entrypoint,
            "Image": config.image,
            "Healthcheck": health,
            "Labels": config.labels,
            "StopSignal": config.stop_signal,
            "StopTimeout": config.stop_timeout.map(|span| span.as_secs()),
        })
    }

    fn networks_value(&self) -> Map<String, Value> {
        self.config
            .networks
            .iter()
            .enumerate()
            .map(|(index, (network, aliases))| {
                let value = json!({
                    "Aliases": aliases,
                    "IPAddress": self.addresses.get(index).cloned().unwrap_or_default(),
                    "IPPrefixLen": 16,
                });
                (network.clone(), value)
            })
            .collect()
    }
}
