//! What an engine's version cannot do. What would be something else without it is refused by name; what would only be
//! missing is a warning, for Compose sends it, and the engine ignores it.

use super::{Findings, networking};
use crate::compose::model::service::Service;
use crate::model::api_version::ApiVersion;

/// A key that needs a version.
struct Gate {
    keys: &'static [&'static str],
    /// The oldest version that can do it, and the engine's that has it.
    since: ApiVersion,
    engine: &'static str,
    /// What Compose says before `require(s) Docker Engine …`.
    phrase: &'static str,
    is_refused: bool,
    is_used: fn(&Service) -> bool,
}

const GATES: [Gate; 10] = [
    Gate {
        keys: &["networks"],
        since: ApiVersion::one(49),
        engine: "v28.1",
        phrase: "interface_name requires",
        is_refused: true,
        is_used: |service| endpoints(service).any(|one| !one.interface_name.is_empty()),
    },
    Gate {
        keys: &["volumes"],
        since: ApiVersion::one(48),
        engine: "v28",
        phrase: "volume with type=image require",
        is_refused: true,
        is_used: |service| mounts(service).any(|mount| &*mount.kind == "image"),
    },
    Gate {
        keys: &["volumes"],
        since: ApiVersion::one(45),
        engine: "v26",
        phrase: "volume.subpath requires",
        is_refused: true,
        is_used: |service| {
            mounts(service)
                .filter_map(|mount| mount.volume.as_ref())
                .any(|volume| !volume.subpath.is_empty())
        },
    },
    Gate {
        keys: &["volumes"],
        since: networking::ENDPOINTS,
        engine: "v25",
        phrase: "bind.recursive requires",
        is_refused: true,
        is_used: |service| {
            mounts(service)
                .filter_map(|mount| mount.bind.as_ref())
                .any(|bind| matches!(&*bind.recursive, "writable" | "readonly"))
        },
    },
    Gate {
        keys: &["networks"],
        since: ApiVersion::one(48),
        engine: "v28",
        phrase: "gw_priority requires",
        is_refused: false,
        is_used: |service| endpoints(service).any(|one| one.gw_priority != 0),
    },
    Gate {
        keys: &["networks"],
        since: networking::ENDPOINTS,
        engine: "v25",
        phrase: "mac_address of a network that is not the main one requires",
        is_refused: false,
        is_used: |service| {
            service
                .networks_by_priority()
                .into_iter()
                .skip(1)
                .any(|key| {
                    let endpoint = service.container.networks.get(key).and_then(Option::as_ref);
                    endpoint.is_some_and(|one| !one.mac_address.is_empty())
                })
        },
    },
    Gate {
        keys: &["healthcheck", "start_interval"],
        since: networking::ENDPOINTS,
        engine: "v25",
        phrase: "healthcheck.start_interval requires",
        is_refused: false,
        is_used: |service| {
            let check = service.healthcheck.as_ref();
            check.is_some_and(|check| check.start_interval.is_some())
        },
    },
    Gate {
        keys: &["annotations"],
        since: ApiVersion::one(43),
        engine: "v24",
        phrase: "annotations requires",
        is_refused: false,
        is_used: |service| !service.container.annotations.is_empty(),
    },
    Gate {
        keys: &["platform"],
        since: ApiVersion::one(41),
        engine: "v20.10",
        phrase: "platform requires",
        is_refused: false,
        is_used: |service| !service.container.platform.is_empty(),
    },
    Gate {
        keys: &["cgroup"],
        since: ApiVersion::one(41),
        engine: "v20.10",
        phrase: "cgroup requires",
        is_refused: false,
        is_used: |service| !service.container.cgroup.is_empty(),
    },
];

fn endpoints(service: &Service) -> impl Iterator<Item = &crate::compose::model::network::Endpoint> {
    service.container.networks.values().flatten()
}

fn mounts(service: &Service) -> impl Iterator<Item = &crate::compose::model::mount::Mount> {
    service.container.volumes.iter()
}

/// What no engine can do, and what this one cannot.
pub(super) fn check(api: ApiVersion, service: &Service, findings: &mut Findings) {
    if service.provider.is_some() {
        findings.refuse(
            &["provider"],
            "a service with `provider` has no container: stacktui does not run providers yet",
        );
    }
    if !service.container.models.is_empty() {
        findings.refuse(
            &["models"],
            "'models' support requires Docker Model plugin: stacktui does not run models yet",
        );
    }
    for gate in &GATES {
        if api >= gate.since || !(gate.is_used)(service) {
            continue;
        }
        let phrase = format!("{} Docker Engine {} or later", gate.phrase, gate.engine);
        if gate.is_refused {
            findings.refuse(gate.keys, phrase);
        } else {
            let since = gate.since;
            findings.warn(
                gate.keys,
                format!("{phrase} (API {since}; this one has {api}): it is ignored"),
            );
        }
    }
}
