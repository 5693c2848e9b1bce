//! Containers as the port shows them.

use super::World;
use super::container::{Container, Key, Phase};
use crate::engine::request::ListFilter;
use crate::model::ids::InstanceId;
use crate::model::observed::{self, Attachment, Details, EngineState, ProcessTable};
use crate::model::sample::Sample;
use crate::model::text::{sanitise, sanitise_lines};
use std::sync::Arc;

impl Container {
    /// As the list shows it; with `details` as an inspection does.
    fn observed(&self, details: bool) -> observed::Container {
        observed::Container {
            id: InstanceId::from(&self.id),
            name: Arc::from(sanitise(&self.name)),
            image: Arc::from(sanitise(&self.config.image)),
            image_id: Arc::from(self.image_id.as_str()),
            created_at: Some(self.created_at),
            state: EngineState::from_word(self.state_word()),
            health: self.health.status.clone(),
            labels: self
                .config
                .labels
                .iter()
                .map(|(name, value)| (Arc::from(sanitise(name)), Arc::from(sanitise(value))))
                .collect(),
            ports: self.listed_ports(),
            mounts: self.config.mounts.clone(),
            networks: self.attachments(details),
            details: details.then(|| Arc::new(self.details())),
            listed_exit_code: matches!(self.phase, Phase::Exited | Phase::Restarting)
                .then_some(self.exit_code),
        }
    }

    fn attachments(&self, details: bool) -> Vec<Attachment> {
        self.config
            .networks
            .iter()
            .enumerate()
            .map(|(index, (network, aliases))| Attachment {
                network: network.clone(),
                network_id: String::new(),
                ip_address: self.addresses.get(index).cloned().unwrap_or_default(),
                aliases: if details { aliases.clone() } else { Vec::new() },
            })
            .collect()
    }

    fn details(&self) -> Details {
        Details {
            exit_code: self.exit_code,
            error: sanitise(&self.error),
            oom_killed: self.oom_killed,
            started_at: self.started_at,
            finished_at: self.finished_at,
            restart_count: self.restart_count,
            restart_policy: self.config.restart_policy.clone(),
            health_log: self
                .health
                .log
                .iter()
                .map(|probe| observed::HealthProbe {
                    output: sanitise_lines(&probe.output),
                    ..probe.clone()
                })
                .collect(),
            failing_streak: self.health.failing_streak,
            health_test: self
                .config
                .health
                .as_ref()
                .map(|health| health.test.iter().map(|word| sanitise(word)).collect())
                .unwrap_or_default(),
            env: self
                .config
                .env
                .iter()
                .map(|(name, value)| (sanitise(name), sanitise(value)))
                .collect(),
            tty: self.config.tty,
            open_stdin: self.config.open_stdin,
            command: self
                .config
                .argv()
                .iter()
                .map(|word| sanitise(word))
                .collect(),
            config_image: sanitise(&self.config.image),
            stop_signal: self
                .config
                .stop_signal
                .clone()
                .unwrap_or_else(|| "SIGTERM".to_owned()),
            stop_timeout: self.config.stop_timeout,
            log_driver: self.config.log_driver.clone(),
            memory_limit_bytes: self.config.memory_limit_bytes,
            cpu_limit: self.config.cpu_limit,
            hostname: self.config.hostname.clone(),
            network_mode: self.config.network_mode.clone(),
        }
    }
}

impl World {
    /// A container as the list shows it; with `details` as an inspection does.
    pub(in crate::engine::sim) fn shown(
        &self,
        container: &Container,
        details: bool,
    ) -> observed::Container {
        let mut shown = container.observed(details);
        if container.started_at.is_some() {
            for attachment in &mut shown.networks {
                if let Some(network) = self.network(&attachment.network) {
                    attachment.network_id.clone_from(&network.id);
                }
            }
        }
        shown
    }

    pub(in crate::engine::sim) fn list(&self, filter: &ListFilter) -> Vec<observed::Container> {
        self.containers()
            .filter(|container| super::matches(&container.config.labels, filter))
            .map(|container| self.shown(container, false))
            .collect()
    }

    /// One reading; zeros where it does not run.
    pub(in crate::engine::sim) fn sample(&mut self, key: Key, with_cpu: bool) -> Option<Sample> {
        let (now, host_memory) = (self.now, self.memory_bytes);
        let container = self.containers.get_mut(&key)?;
        let id = InstanceId::from(&container.id);
        if !container.is_up() {
            return Some(Sample {
                instance_id: id,
                at: now,
                cpu_percent_of_one_core: None,
                memory_used_bytes: 0,
                memory_limit_bytes: 0,
                network_received_bytes: 0,
                network_sent_bytes: 0,
                block_read_bytes: 0,
                block_written_bytes: 0,
                pids: 0,
            });
        }
        let limit = match container.config.memory_limit_bytes {
            0 => host_memory,
            limit => limit,
        };
        let reading = container.usage.read(now, limit);
        let frozen = container.phase == Phase::Paused;
        let allowed = if container.config.cpu_limit > 0.0 {
            container.config.cpu_limit * 100.0
        } else {
            f64::MAX
        };
        let [received, sent, read, written] = reading.totals;
        Some(Sample {
            instance_id: id,
            at: now,
            cpu_percent_of_one_core: with_cpu.then_some(if frozen {
                0.0
            } else {
                reading.cpu_percent.min(allowed)
            }),
            memory_used_bytes: reading.memory_bytes,
            memory_limit_bytes: limit,
            network_received_bytes: received,
            network_sent_bytes: sent,
            block_read_bytes: read,
            block_written_bytes: written,
            pids: container.processes.len() as u64,
        })
    }

    pub(in crate::engine::sim) fn top(&mut self, reference: &str) -> super::Answer<ProcessTable> {
        let key = self.find(reference)?;
        let Some(container) = self.containers.get(&key) else {
            return Ok(ProcessTable::default());
        };
        match container.phase {
            Phase::Running | Phase::Paused => {}
            Phase::Restarting => {
                return Err(super::Refusal::new(
                    409,
                    format!(
                        "Container {} is restarting, wait until the container is running",
                        container.id
                    ),
                ));
            }
            Phase::Created | Phase::Exited => {
                return Err(super::Refusal::new(
                    409,
                    format!("Container {} is not running", container.id),
                ));
            }
        }
        // Seen from the host, as the engine's `ps` sees them.
        let base = 2_000 + u64::try_from(container.created_at.seconds() % 20_000).unwrap_or(0);
        let host_pid = |pid: u32| {
            if pid == 0 {
                base - 20
            } else {
                base + u64::from(pid) * 3
            }
        };
        let rows = container
            .process_rows()
            .into_iter()
            .map(|(pid, parent, started_at, command)| {
                let minute = started_at.seconds().rem_euclid(86_400) / 60;
                vec![
                    "root".to_owned(),
                    host_pid(pid).to_string(),
                    host_pid(parent).to_string(),
                    "0".to_owned(),
                    format!("{:02}:{:02}", minute / 60, minute % 60),
                    "?".to_owned(),
                    "00:00:00".to_owned(),
                    sanitise(&command),
                ]
            })
            .collect();
        self.event(
            key,
            crate::model::event::EventKind::Other("top".to_owned()),
            &[],
        );
        let titles = ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"];
        Ok(ProcessTable {
            titles: titles.map(str::to_owned).to_vec(),
            rows,
        })
    }
}
