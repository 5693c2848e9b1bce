//! What runs before a service is a container like its own: it takes over what the service says of one.

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::merge;
use crate::compose::path::FieldPath;
use crate::compose::tree::{Map, Tree, Value};
use crate::compose::unique;

/// The keys that are taken over. Volumes are not among them, and nothing of how often and where a service runs.
const TAKEN: [&str; 71] = [
    "annotations",
    "blkio_config",
    "cap_add",
    "cap_drop",
    "cgroup",
    "cgroup_parent",
    "command",
    "configs",
    "cpu_count",
    "cpu_percent",
    "cpu_period",
    "cpu_quota",
    "cpu_rt_period",
    "cpu_rt_runtime",
    "cpu_shares",
    "cpus",
    "cpuset",
    "credential_spec",
    "device_cgroup_rules",
    "devices",
    "dns",
    "dns_opt",
    "dns_search",
    "domainname",
    "entrypoint",
    "env_file",
    "environment",
    "extra_hosts",
    "gpus",
    "group_add",
    "hostname",
    "image",
    "init",
    "ipc",
    "isolation",
    "label_file",
    "labels",
    "logging",
    "mac_address",
    "mem_limit",
    "mem_reservation",
    "mem_swappiness",
    "memswap_limit",
    "models",
    "network_mode",
    "networks",
    "oom_kill_disable",
    "oom_score_adj",
    "pid",
    "pids_limit",
    "platform",
    "privileged",
    "pull_policy",
    "pull_refresh_after",
    "read_only",
    "runtime",
    "secrets",
    "security_opt",
    "shm_size",
    "stop_grace_period",
    "stop_signal",
    "storage_opt",
    "sysctls",
    "tmpfs",
    "ulimits",
    "use_api_socket",
    "user",
    "userns_mode",
    "uts",
    "volumes_from",
    "working_dir",
];

/// So many values are taken over in all. Nobody writes a project that comes near; a hostile one would fill the memory.
const MOST: usize = 300_000;

/// Completes the hooks of all services.
pub(super) fn complete(services: Option<&mut Tree>, report: &mut Report) {
    let mut left = MOST;
    for (name, service) in services.and_then(Tree::map_mut).into_iter().flatten() {
        let Some(map) = service.map_mut() else {
            continue;
        };
        if !map.contains_key("pre_start") {
            continue;
        }
        let base: Map = TAKEN
            .iter()
            .filter_map(|key| Some(((*key).into(), map.get(*key)?.clone())))
            .collect();
        let weight: usize = base.values().map(weight).sum();
        let path = FieldPath::of(&["services", name]);
        let Some(hooks) = map.get_mut("pre_start") else {
            continue;
        };
        let origin = hooks.origin.clone();
        for hook in hooks.list_mut().into_iter().flatten() {
            if hook.map().is_none() {
                continue;
            }
            if weight > left {
                let phrase = format!("more than {MOST} values in the hooks of all services");
                let error = Diagnostic::error(phrase).from_origin(&origin);
                report.add(error.about(&path.key("pre_start")));
                return;
            }
            left -= weight;
            let own = std::mem::take(hook);
            let shared: Vec<&str> = TAKEN
                .into_iter()
                .filter(|key| base.contains_key(*key) && own.get(key).is_some())
                .collect();
            let origin = own.origin.clone();
            let base = Tree::new(Value::Map(base.clone()), origin.clone());
            *hook = merge::merge(base, own, &path, report);
            unique::merged(hook, &shared, &path, report);
            hook.origin = origin;
        }
    }
}

/// Values in it, itself included.
fn weight(tree: &Tree) -> usize {
    1 + match &tree.value {
        Value::List(list) => list.iter().map(weight).sum(),
        Value::Map(map) => map.values().map(weight).sum(),
        _ => 0_usize,
    }
}
