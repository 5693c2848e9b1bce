//! The hashes by which Compose knows whether a container, network or volume is still as its project says.

mod deployed;

pub use deployed::{DeployedError, deployed, image_name};

use crate::compose::model::network::Network;
use crate::compose::model::record::{Field, Record};
use crate::compose::model::service::Service;
use crate::compose::model::volume::Volume;
use crate::compose::print::json;
use crate::compose::print::shape::{Member, Shape, Style};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Keys of a service that do not count: a change of them alone needs no new container.
const LEFT_OUT: [&str; 5] = ["build", "pull_policy", "scale", "depends_on", "profiles"];

/// The order in which the keys of a service are hashed. It is older than that of printing, and does not change.
const ORDER: [&str; 92] = [
    "annotations",
    "attach",
    "develop",
    "blkio_config",
    "cap_add",
    "cap_drop",
    "cgroup_parent",
    "cgroup",
    "cpu_count",
    "cpu_percent",
    "cpu_period",
    "cpu_quota",
    "cpu_rt_period",
    "cpu_rt_runtime",
    "cpus",
    "cpuset",
    "cpu_shares",
    "command",
    "configs",
    "container_name",
    "credential_spec",
    "deploy",
    "device_cgroup_rules",
    "devices",
    "dns",
    "dns_opt",
    "dns_search",
    "dockerfile",
    "domainname",
    "entrypoint",
    "provider",
    "environment",
    "env_file",
    "expose",
    "extends",
    "external_links",
    "extra_hosts",
    "group_add",
    "gpus",
    "hostname",
    "healthcheck",
    "image",
    "init",
    "ipc",
    "isolation",
    "labels",
    "label_file",
    "links",
    "logging",
    "log_driver",
    "log_opt",
    "mem_limit",
    "mem_reservation",
    "memswap_limit",
    "mem_swappiness",
    "mac_address",
    "models",
    "net",
    "network_mode",
    "networks",
    "oom_kill_disable",
    "oom_score_adj",
    "pid",
    "pids_limit",
    "platform",
    "ports",
    "privileged",
    "read_only",
    "restart",
    "runtime",
    "secrets",
    "security_opt",
    "shm_size",
    "stdin_open",
    "stop_grace_period",
    "stop_signal",
    "storage_opt",
    "sysctls",
    "tmpfs",
    "tty",
    "ulimits",
    "use_api_socket",
    "user",
    "userns_mode",
    "uts",
    "volume_driver",
    "volumes",
    "volumes_from",
    "working_dir",
    "pre_start",
    "post_start",
    "pre_stop",
];

/// The hash of a service as it is in its project: `config --hash`. That of its containers is the one of what [`deployed()`]
/// makes of it.
pub fn service(service: &Service) -> String {
    sha256(&service_text(service))
}

/// What [`service`] hashes.
pub fn service_text(service: &Service) -> String {
    let mut members = Vec::new();
    service.members(Style::Json, &mut members);
    members.retain(|(key, _)| !LEFT_OUT.contains(&&**key));
    for (key, value) in &mut members {
        if key == "deploy"
            && let Shape::Record(deploy) = value
        {
            deploy.retain(|(key, _)| key != "replicas");
        }
    }
    members.sort_by(|left, right| rank(left).cmp(&rank(right)));
    json::compact(&Shape::Record(members))
}

/// Keys without a place of their own come last, sorted.
fn rank<'m>((key, _): &'m Member<'_>) -> (usize, &'m str) {
    match ORDER.iter().position(|known| known == key) {
        Some(place) => (place, ""),
        None => (ORDER.len(), key),
    }
}

/// The hash of a network.
pub fn network(network: &Network) -> String {
    sha256(&json::compact(&network.shape(Style::Json)))
}

/// The hash of a volume.
pub fn volume(volume: &Volume) -> String {
    let mut volume = volume.clone();
    if volume.driver.is_empty() {
        volume.driver = "local".into();
    }
    sha256(&json::compact(&volume.shape(Style::Json)))
}

fn sha256(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests;
