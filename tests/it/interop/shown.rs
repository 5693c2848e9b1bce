//! What the engine shows of a project, without what is new with every object: ids, times, random names, and orders that
//! are random in Docker Compose.

use super::making::filter;
use crate::real_engine::fixture::Fixture;
use crate::support;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;

/// All objects of a project, by kind and name.
pub(crate) struct Shown {
    objects: BTreeMap<String, Value>,
    /// Ids of its containers.
    pub(crate) ids: BTreeSet<String>,
}

/// Fields that are new with every object.
const NEW: [&str; 14] = [
    "/Id",
    "/Created",
    "/CreatedAt",
    "/State",
    "/ResolvConfPath",
    "/HostnamePath",
    "/HostsPath",
    "/LogPath",
    "/GraphDriver",
    "/Storage",
    "/NetworkSettings/SandboxID",
    "/NetworkSettings/SandboxKey",
    "/Containers",
    "/Status",
];

pub(crate) async fn of_project(fixture: &Fixture, project: &str) -> Shown {
    let engine = &fixture.engine;
    let api = &fixture.info.api_version;
    let containers = engine.find_containers(filter(project)).await.unwrap();
    let networks = engine.list_networks(filter(project)).await.unwrap();
    let volumes = engine.list_volumes(filter(project)).await.unwrap();
    let mut known: Vec<(String, String)> = Vec::new();
    for container in &containers {
        let id = container.id.as_str();
        known.push((id.to_owned(), format!("<{}>", container.name)));
        known.push((
            container.id.short().to_owned(),
            format!("<{}>", container.name),
        ));
        let anonymous = container.mounts.iter().filter(|mount| is_id(&mount.name));
        known.extend(anonymous.map(|mount| (mount.name.clone(), "<anonymous>".to_owned())));
    }
    for network in &networks {
        known.push((network.id.to_string(), format!("<{}>", network.name)));
    }
    let mut objects = BTreeMap::new();
    let mut add = |kind: &str, name: &str, path: String| {
        let mut text = get(&format!("/v{api}{path}"));
        for (id, name) in &known {
            text = text.replace(id, name);
        }
        let value = serde_json::from_str(&text).unwrap();
        objects.insert(format!("{kind} {name}"), plain(value));
    };
    for container in &containers {
        let path = format!("/containers/{}/json", container.id);
        add("container", &container.name, path);
    }
    for network in &networks {
        add(
            "network",
            &network.name,
            format!("/networks/{}", network.id),
        );
    }
    for volume in &volumes {
        add("volume", &volume.name, format!("/volumes/{}", volume.name));
    }
    let ids = containers.iter().map(|container| container.id.to_string());
    Shown {
        ids: ids.collect(),
        objects,
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A whole answer, read as HTTP/1.0: it ends with the connection.
fn get(path: &str) -> String {
    let host = support::engine().unwrap();
    let request = format!("GET {path} HTTP/1.0\r\nHost: docker\r\n\r\n");
    let mut answer = Vec::new();
    if let Some(socket) = host.strip_prefix("unix://") {
        let mut stream = UnixStream::connect(socket).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream.read_to_end(&mut answer).unwrap();
    } else {
        let mut stream = TcpStream::connect(host.trim_start_matches("tcp://")).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream.read_to_end(&mut answer).unwrap();
    }
    let answer = String::from_utf8(answer).unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    body.to_owned()
}

/// Without what is new, and with what is in a random order sorted.
fn plain(mut value: Value) -> Value {
    for path in NEW {
        let (parent, key) = path.rsplit_once('/').unwrap();
        if let Some(parent) = value.pointer_mut(parent).and_then(Value::as_object_mut) {
            parent.remove(key);
        }
    }
    // Below API 1.44 Docker Compose leaves it to the endpoint, where these engines do not look.
    if let Some(config) = value.pointer_mut("/Config").and_then(Value::as_object_mut) {
        config.remove("MacAddress");
    }
    // Given out by the engine, unless the project says more than nothing.
    let is_given = value
        .pointer("/IPAM/Config/0/Gateway")
        .and_then(Value::as_str)
        .is_some_and(|gateway| !gateway.starts_with("10.213."));
    if is_given && let Some(pools) = value.pointer_mut("/IPAM/Config") {
        *pools = "<given out>".into();
    }
    let endpoints = value.pointer_mut("/NetworkSettings/Networks");
    for (_, endpoint) in endpoints
        .and_then(Value::as_object_mut)
        .into_iter()
        .flatten()
    {
        let endpoint = endpoint.as_object_mut().unwrap();
        endpoint.remove("NetworkID");
        // Docker Compose sends a wished-for address as the present one, too; it is shown so until the start.
        endpoint.remove("IPAddress");
    }
    for path in [
        "/Config/Env",
        "/HostConfig/Binds",
        "/HostConfig/Mounts",
        "/HostConfig/Ulimits",
        "/HostConfig/ExtraHosts",
        "/Mounts",
    ] {
        if let Some(items) = value.pointer_mut(path).and_then(Value::as_array_mut) {
            items.sort_by_key(|item| {
                let key = ["Target", "Destination", "Name"]
                    .into_iter()
                    .find_map(|key| item.get(key));
                key.unwrap_or(item).to_string()
            });
        }
    }
    let shares = ["NetworkMode", "PidMode", "IpcMode"].iter().any(|key| {
        let mode = value.pointer(&format!("/HostConfig/{key}"));
        mode.and_then(Value::as_str)
            .is_some_and(|mode| mode.starts_with("container:"))
    }) || value
        .pointer("/HostConfig/VolumesFrom")
        .is_some_and(Value::is_array);
    if let Some(labels) = value
        .pointer_mut("/Config/Labels")
        .and_then(Value::as_object_mut)
    {
        if let Some(Value::String(depends_on)) = labels.get_mut("com.docker.compose.depends_on") {
            let mut parts: Vec<&str> = depends_on.split(',').collect();
            parts.sort_unstable();
            *depends_on = parts.join(",");
        }
        if shares {
            // It is that of the other's id. Whether it is right shows in that Docker Compose takes it for its own.
            labels.remove("com.docker.compose.config-hash");
        }
    }
    value
}

impl Shown {
    /// Lines for a person: `container x HostConfig.Memory: theirs → ours`.
    pub(crate) fn differences(&self, ours: &Self) -> Vec<String> {
        let mut lines = Vec::new();
        let names: BTreeSet<_> = self.objects.keys().chain(ours.objects.keys()).collect();
        for name in names {
            let side = |shown: &Self| shown.objects.get(name).cloned().unwrap_or(Value::Null);
            differ(name, &side(self), &side(ours), &mut lines);
        }
        lines
    }
}

fn differ(path: &str, theirs: &Value, ours: &Value, lines: &mut Vec<String>) {
    match (theirs, ours) {
        (Value::Object(theirs), Value::Object(ours)) => {
            let keys: BTreeSet<_> = theirs.keys().chain(ours.keys()).collect();
            for key in keys {
                let side = |side: &serde_json::Map<String, Value>| {
                    side.get(key).cloned().unwrap_or("<absent>".into())
                };
                differ(&format!("{path}.{key}"), &side(theirs), &side(ours), lines);
            }
        }
        (theirs, ours) if theirs == ours => {}
        _ => lines.push(format!("{path}: {theirs} → {ours}")),
    }
}
