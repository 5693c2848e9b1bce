//! What a simulated server begins with: images, containers, what they wait for, and what happened to them.

use super::world::{Image, Spec, World};
use crate::model::observed::EngineInfo;
use std::collections::BTreeMap;
use std::time::Duration;

mod conduct;
mod many;

/// The beginning of a simulated engine.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What the engine says of itself.
    pub engine: EngineInfo,
    /// Images beside the test images, which every simulated engine has.
    pub images: Vec<Image>,
    /// Images that can be pulled: a registry's.
    pub registry: Vec<Image>,
    /// Containers, created in this order.
    pub containers: Vec<Planned>,
    /// What is done to them, counted from the beginning of the past.
    pub actions: Vec<(Duration, Action)>,
    /// How much of it has already passed at the start.
    pub past: Duration,
    /// Memory for the log of one container, in bytes.
    pub log_cap_bytes: usize,
}

impl Default for Scenario {
    /// An empty engine.
    fn default() -> Self {
        Self {
            engine: EngineInfo {
                name: "demo".to_owned(),
                version: "28.5.2".to_owned(),
                api_version: "1.51".to_owned(),
                operating_system: "simulated".to_owned(),
                cpus: 4,
                memory_bytes: 16 << 30,
                is_podman: false,
                clock_offset_nanos: 0,
            },
            images: Vec::new(),
            registry: Vec::new(),
            containers: Vec::new(),
            actions: Vec::new(),
            past: Duration::ZERO,
            log_cap_bytes: 512 << 10,
        }
    }
}

/// A container of a scenario.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    /// What it is.
    pub spec: Spec,
    /// What must be so before it is started.
    pub needs: Vec<Need>,
    /// Created only.
    pub stays_created: bool,
}

/// One condition of `depends_on`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Name of the other container.
    pub container: String,
    /// How it must be.
    pub condition: Condition,
}

/// How a container must be before another starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// `service_started`
    Started,
    /// `service_healthy`
    Healthy,
    /// `service_completed_successfully`
    Completed,
}

/// Something that is done to a container, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// `docker start`
    Start(String),
    /// `docker stop`
    Stop(String),
    /// `docker restart`
    Restart(String),
    /// `docker kill -s`
    Kill(String, String),
    /// `docker pause`
    Pause(String),
    /// `docker unpause`
    Unpause(String),
    /// `docker rm -f`
    Remove(String),
    /// Its next such call fails with these words.
    FailOnce(Fault),
}

/// A call that will fail once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `create`, `start`, `stop`, `restart`, `kill`, `pause`, `unpause`, `rename`, `update`, `remove`, `put`, `exec`,
    /// `attach`, `create network`, `remove network`, `connect`, `disconnect`, `create volume`, `remove volume`, `pull`,
    /// `remove image`
    pub call: String,
    /// Name of the container, network, volume or image; empty: any.
    pub container: String,
    /// The engine's words.
    pub message: String,
    /// HTTP status.
    pub status: u16,
}

/// The images that the project's tests build for real engines too: `stacktui/test`, `stacktui/web`, `stacktui/flaky`.
pub(super) fn test_images() -> Vec<Image> {
    let shell = |text: &str| vec!["sh".to_owned(), "-c".to_owned(), text.to_owned()];
    let base = Image {
        env: vec![("PATH".to_owned(), "/bin".to_owned())],
        ..Image::default()
    };
    vec![
        Image {
            name: "stacktui/test:1".to_owned(),
            command: vec!["sh".to_owned()],
            ..base.clone()
        },
        Image {
            name: "stacktui/test:2".to_owned(),
            command: vec!["sh".to_owned()],
            ..base.clone()
        },
        Image {
            name: "stacktui/web:1".to_owned(),
            command: shell("trap 'exit 0' TERM; httpd -f -v -p 8080 -h /www & wait"),
            exposed: vec![8080],
            health: Some(crate::engine::spec::HealthSpec {
                test: [
                    "CMD",
                    "wget",
                    "-q",
                    "-O",
                    "/dev/null",
                    "http://127.0.0.1:8080/",
                ]
                .map(str::to_owned)
                .to_vec(),
                interval: Some(Duration::from_secs(2)),
                timeout: Some(Duration::from_secs(2)),
                retries: Some(3),
                start_period: None,
                start_interval: None,
            }),
            ..base.clone()
        },
        Image {
            name: "stacktui/flaky:1".to_owned(),
            command: shell("echo starting; sleep 2; echo failing >&2; exit 1"),
            programs: BTreeMap::new(),
            ..base
        },
    ]
}

impl World {
    fn is_met(&self, need: &Need) -> bool {
        let Ok(key) = self.find(&need.container) else {
            return false;
        };
        let Some(container) = self.container(key) else {
            return false;
        };
        match need.condition {
            Condition::Started => container.counts_as_running() || container.finished_at.is_some(),
            Condition::Healthy => {
                container.is_up()
                    && container.health.status == crate::model::observed::Health::Healthy
            }
            Condition::Completed => {
                !container.counts_as_running()
                    && container.finished_at.is_some()
                    && container.exit_code == 0
            }
        }
    }
}
