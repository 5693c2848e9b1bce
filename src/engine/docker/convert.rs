//! The engine's list of containers, read leniently into ours, and the pieces that the inspection shares with it.

use crate::engine::docker::lax;
use crate::engine::error::EngineError;
use crate::model::ids::InstanceId;
use crate::model::labels::Labels;
use crate::model::observed::{
    Attachment, Container, EngineInfo, EngineState, Health, Mount, Port, ProcessTable,
};
use crate::model::text::sanitise;
use crate::model::time::Timestamp;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One item of `GET /containers/json`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Item {
    #[serde(deserialize_with = "lax::text")]
    id: String,
    #[serde(deserialize_with = "lax::list")]
    names: Vec<String>,
    #[serde(deserialize_with = "lax::text")]
    image: String,
    #[serde(rename = "ImageID", deserialize_with = "lax::text")]
    image_id: String,
    #[serde(deserialize_with = "lax::value")]
    created: Created,
    #[serde(deserialize_with = "lax::text")]
    state: String,
    #[serde(deserialize_with = "lax::text")]
    status: String,
    #[serde(deserialize_with = "lax::labels")]
    labels: Labels,
    #[serde(deserialize_with = "lax::list")]
    ports: Vec<ListedPort>,
    #[serde(deserialize_with = "lax::value")]
    health: ListedHealth,
    #[serde(deserialize_with = "lax::list")]
    mounts: Vec<MountPoint>,
    #[serde(deserialize_with = "lax::value")]
    network_settings: NetworkSettings,
}

/// Seconds in the list; old podman wrote a time.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Created {
    Seconds(i64),
    Time(String),
    #[default]
    Unknown,
}

impl Created {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Seconds(seconds) => (*seconds > 0).then(|| Timestamp::from_seconds(*seconds)),
            Self::Time(text) => Timestamp::parse(text),
            Self::Unknown => None,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ListedPort {
    #[serde(rename = "IP", deserialize_with = "lax::text")]
    ip: String,
    #[serde(rename = "PrivatePort", deserialize_with = "lax::value")]
    private: u16,
    #[serde(rename = "PublicPort", deserialize_with = "lax::value")]
    public: u16,
    #[serde(rename = "Type", deserialize_with = "lax::text")]
    protocol: String,
}

/// Of the list as of the inspection.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NetworkSettings {
    #[serde(rename = "Networks", deserialize_with = "lax::map")]
    networks: BTreeMap<String, Endpoint>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Endpoint {
    #[serde(rename = "NetworkID", deserialize_with = "lax::text")]
    network_id: String,
    #[serde(rename = "IPAddress", deserialize_with = "lax::text")]
    ip_address: String,
    #[serde(rename = "Aliases", deserialize_with = "lax::list")]
    aliases: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MountPoint {
    #[serde(rename = "Type", deserialize_with = "lax::text")]
    kind: String,
    #[serde(rename = "Source", deserialize_with = "lax::text")]
    source: String,
    #[serde(rename = "Name", deserialize_with = "lax::text")]
    name: String,
    #[serde(rename = "Destination", deserialize_with = "lax::text")]
    target: String,
    #[serde(rename = "RW", deserialize_with = "lax::value")]
    writable: Option<bool>,
}

pub(super) fn mount(mount: MountPoint) -> Mount {
    Mount {
        kind: mount.kind,
        source: mount.source,
        name: mount.name,
        target: mount.target,
        read_only: mount.writable == Some(false),
    }
}

pub(super) fn attachments(networks: BTreeMap<String, Endpoint>) -> Vec<Attachment> {
    networks
        .into_iter()
        .map(|(name, endpoint)| Attachment {
            network: sanitise(&name),
            network_id: endpoint.network_id,
            ip_address: endpoint.ip_address,
            aliases: endpoint
                .aliases
                .iter()
                .map(|alias| sanitise(alias))
                .collect(),
        })
        .collect()
}

/// In the list from API 1.52 on.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct ListedHealth {
    #[serde(deserialize_with = "lax::text")]
    status: String,
}

/// Reads `GET /containers/json`. An item without an id is left out; one with an unknown state is shown with its word.
pub(super) fn containers(body: &[u8]) -> Result<Vec<Container>, EngineError> {
    let text = String::from_utf8_lossy(body);
    serde_json::from_str::<Vec<serde::de::IgnoredAny>>(&text)
        .map_err(|error| EngineError::Protocol(format!("the list of containers: {error}")))?;
    Ok(lax::items::<Item>(&text)
        .into_iter()
        .filter(|item| !item.id.is_empty())
        .map(container)
        .collect())
}

fn container(item: Item) -> Container {
    let health = if item.health.status.is_empty() {
        health_of_status(&item.status)
    } else {
        Health::from_word(&item.health.status)
    };
    let name = item
        .names
        .iter()
        .map(|name| name.trim_start_matches('/'))
        // A name with a slash inside is that of a link.
        .find(|name| !name.contains('/'))
        .map_or_else(|| InstanceId::from(&item.id).short().to_owned(), sanitise);
    let mut ports: Vec<Port> = item
        .ports
        .into_iter()
        .map(|port| Port {
            private: port.private,
            public: (port.public != 0).then_some(port.public),
            ip: address(port.public, port.ip),
            protocol: protocol(port.protocol),
        })
        .collect();
    sort_ports(&mut ports);
    Container {
        id: InstanceId::from(&item.id),
        name: name.into(),
        image: item.image.into(),
        image_id: item.image_id.into(),
        created_at: item.created.time(),
        mounts: item.mounts.into_iter().map(mount).collect(),
        networks: attachments(item.network_settings.networks),
        listed_exit_code: exit_code_of_status(&item.status),
        state: state(&item.state, &item.status),
        health,
        labels: item.labels,
        ports,
        details: None,
    }
}

/// A list without `State` (a filtering proxy) still has its status text.
fn state(word: &str, status: &str) -> EngineState {
    if !word.is_empty() {
        return EngineState::from_word(word);
    }
    match status.split(' ').next() {
        Some("Up") if status.ends_with("(Paused)") => EngineState::Paused,
        Some("Up") => EngineState::Running,
        Some("Exited") => EngineState::Exited,
        Some("Restarting") => EngineState::Restarting,
        Some("Created") => EngineState::Created,
        Some("Dead") => EngineState::Dead,
        Some("Removal") => EngineState::Removing,
        _ => EngineState::Other(Arc::from("unknown")),
    }
}

/// `Up 3 minutes (healthy)`, `(unhealthy)`, `(health: starting)`.
fn health_of_status(status: &str) -> Health {
    let inside = status
        .rsplit_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    match inside {
        Some("healthy") => Health::Healthy,
        Some("unhealthy") => Health::Unhealthy,
        Some("health: starting" | "starting") => Health::Starting,
        _ => Health::None,
    }
}

/// `Exited (1) 3 minutes ago`, `Restarting (1) 5 seconds ago`.
fn exit_code_of_status(status: &str) -> Option<i64> {
    status
        .strip_prefix("Exited (")
        .or_else(|| status.strip_prefix("Restarting ("))?
        .split(')')
        .next()?
        .parse()
        .ok()
}

/// None where nothing is published; podman's list leaves it out where it is published on all.
pub(super) fn address(public: u16, ip: String) -> String {
    match public {
        0 => String::new(),
        _ if ip.is_empty() => "0.0.0.0".to_owned(),
        _ => ip,
    }
}

/// `tcp` where nothing is said.
pub(super) fn protocol(word: String) -> String {
    if word.is_empty() {
        "tcp".to_owned()
    } else {
        word
    }
}

/// In the order of `docker ps` (its `comparePorts`), each once: the engine's own order is that of a hash table.
pub(super) fn sort_ports(ports: &mut Vec<Port>) {
    ports.retain(|port| port.private != 0);
    ports.sort_by(|a, b| {
        (a.private, &a.ip, a.public, &a.protocol).cmp(&(b.private, &b.ip, b.public, &b.protocol))
    });
    ports.dedup();
}

/// What of `GET /info` is used.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Info {
    #[serde(rename = "Name", deserialize_with = "lax::text")]
    name: String,
    #[serde(rename = "ServerVersion", deserialize_with = "lax::text")]
    version: String,
    #[serde(rename = "OperatingSystem", deserialize_with = "lax::text")]
    operating_system: String,
    #[serde(rename = "NCPU", deserialize_with = "lax::value")]
    cpus: u64,
    #[serde(rename = "MemTotal", deserialize_with = "lax::value")]
    memory_bytes: u64,
}

/// Reads `GET /info` into what is known already.
pub(super) fn info(body: &[u8], known: EngineInfo) -> Result<EngineInfo, EngineError> {
    let info: Info = serde_json::from_str(&String::from_utf8_lossy(body))
        .map_err(|error| EngineError::Protocol(format!("its information: {error}")))?;
    Ok(EngineInfo {
        name: info.name,
        version: if info.version.is_empty() {
            known.version
        } else {
            info.version
        },
        operating_system: info.operating_system,
        cpus: info.cpus,
        memory_bytes: info.memory_bytes,
        ..known
    })
}

/// Reads `GET /containers/{id}/top`.
pub(super) fn processes(body: &[u8]) -> Result<ProcessTable, EngineError> {
    #[derive(Default, Deserialize)]
    #[serde(default, rename_all = "PascalCase")]
    struct Top {
        #[serde(deserialize_with = "lax::list")]
        titles: Vec<String>,
        #[serde(deserialize_with = "lax::list")]
        processes: Vec<Vec<String>>,
    }
    let top: Top = serde_json::from_str(&String::from_utf8_lossy(body))
        .map_err(|error| EngineError::Protocol(format!("the list of processes: {error}")))?;
    let titles: Vec<String> = top.titles.iter().map(|title| sanitise(title)).collect();
    let rows = top
        .processes
        .into_iter()
        .map(|row| {
            let mut row: Vec<String> = row.iter().map(|cell| sanitise(cell)).collect();
            row.resize(titles.len(), String::new());
            row
        })
        .collect();
    Ok(ProcessTable { titles, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Container> {
        containers(text.as_bytes()).unwrap()
    }

    #[test]
    fn health_and_exit_code_are_read_out_of_the_status_text() {
        let found = read(
            r#"[{"Id":"a","Names":["/web"],"State":"running","Status":"Up 3 minutes (healthy)"},
                {"Id":"b","State":"running","Status":"Up 2 seconds (health: starting)"},
                {"Id":"c","State":"exited","Status":"Exited (137) 3 hours ago"},
                {"Id":"d","State":"restarting","Status":"Restarting (1) 5 seconds ago"},
                {"Id":"e","State":"paused","Status":"Up 3 minutes (Paused)"}]"#,
        );
        let seen: Vec<_> = found
            .iter()
            .map(|item| (item.health.word(), item.listed_exit_code))
            .collect();
        assert_eq!(
            seen,
            [
                ("healthy", None),
                ("starting", None),
                ("none", Some(137)),
                ("none", Some(1)),
                ("none", None)
            ]
        );
        assert_eq!(&*found[0].name, "web");
    }

    #[test]
    fn a_malformed_item_is_left_out_and_an_unknown_state_is_shown() {
        let found = read(
            r#"[7, {"Names":["/no-id"]}, {"Id":"a","State":"weird","Created":"?","Ports":[{"PrivatePort":"x"},
                {"PrivatePort":80,"Type":"quic"}],"Labels":{"n":1},"New":{}}, null]"#,
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].state.word(), "weird");
        assert_eq!(found[0].ports.len(), 1);
        assert_eq!(found[0].ports[0].to_string(), "80/quic");
    }

    #[test]
    fn what_is_no_list_is_an_error() {
        assert!(containers(b"{\"message\":\"hello\"}").is_err());
        assert!(containers(b"[{\"Id\":\"a\"").is_err());
    }

    #[test]
    fn ports_stand_in_the_order_of_docker_ps() {
        let found = read(
            r#"[{"Id":"a","Ports":[{"IP":"::","PrivatePort":80,"PublicPort":8080,"Type":"tcp"},
                {"PrivatePort":443,"Type":"tcp"},{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}]}]"#,
        );
        let shown: Vec<_> = found[0].ports.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            ["0.0.0.0:8080->80/tcp", "[::]:8080->80/tcp", "443/tcp"]
        );
    }

    #[test]
    fn rows_of_processes_are_as_wide_as_the_titles() {
        let table =
            processes(br#"{"Titles":["PID","CMD"],"Processes":[["1"],["2","sh","more"],7]}"#)
                .unwrap();
        assert_eq!(table.rows, [["1", ""], ["2", "sh"]]);
    }
}
