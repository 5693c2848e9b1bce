//! Networks and volumes of a project.

use super::{Context, Findings, labels, map};
use crate::compose::diagnostic::Diagnostic;
use crate::compose::hash;
use crate::compose::model::network::AddressPool;
use crate::engine::spec::{IpamSpec, NetworkSpec, PoolSpec, VolumeSpec};
use crate::model::api_version::ApiVersion;
use crate::model::labels::{NETWORK, VOLUME};
use std::net::IpAddr;

/// From here on names of networks are taken once.
const UNIQUE_NAMES: ApiVersion = ApiVersion::one(44);
/// From here on a network can be without addresses of version 4.
const WITHOUT_IPV4: ApiVersion = ApiVersion::one(48);

/// A network by its key, and what will not be as the project says. External ones are not made.
///
/// # Errors
/// Addresses that are none.
pub fn network(
    context: &Context<'_>,
    key: &str,
) -> Result<(NetworkSpec, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut findings = Findings::of("networks", key);
    let Some(network) = context.project.networks.get(key) else {
        return Err(vec![Diagnostic::error(format!("no such network: {key}"))]);
    };
    let ipam = &network.ipam;
    let pools = ipam
        .config
        .iter()
        .map(|pool| address_pool(pool, &mut findings))
        .collect();
    if network.enable_ipv4.is_some() && context.api < WITHOUT_IPV4 {
        findings.warn(
            &["enable_ipv4"],
            format!(
                "enable_ipv4 requires Docker Engine v28 or later (API {WITHOUT_IPV4}; this one has {}): it is ignored",
                context.api
            ),
        );
    }
    let spec = NetworkSpec {
        name: network.name.to_string(),
        check_duplicate: context.api < UNIQUE_NAMES,
        driver: network.driver.to_string(),
        options: map(&network.driver_opts),
        ipam: IpamSpec {
            driver: ipam.driver.to_string(),
            pools,
            options: map(&ipam.options),
        },
        internal: network.internal,
        attachable: network.attachable,
        enable_ipv4: network.enable_ipv4,
        enable_ipv6: network.enable_ipv6,
        labels: labels::of_resource(
            context,
            NETWORK,
            key,
            &network.labels,
            hash::network(network),
        ),
    };
    if findings.errors.is_empty() {
        Ok((spec, findings.warnings))
    } else {
        Err(findings.errors)
    }
}

fn address_pool(pool: &AddressPool, findings: &mut Findings) -> PoolSpec {
    let mut check = |text: &str, what: &str, is_valid: bool| {
        if !text.is_empty() && !is_valid {
            let phrase = format!("invalid {what}: ParseAddr({text:?}): unable to parse IP");
            findings.refuse(&["ipam", "config"], phrase);
        }
        text.to_owned()
    };
    let is_prefix = |text: &str| {
        text.split_once('/').is_some_and(|(address, bits)| {
            let most = match address.parse() {
                Ok(IpAddr::V4(_)) => 32,
                Ok(IpAddr::V6(_)) => 128,
                Err(_) => return false,
            };
            bits.parse::<u8>().is_ok_and(|bits| bits <= most)
        })
    };
    let is_address = |text: &str| text.parse::<IpAddr>().is_ok();
    PoolSpec {
        subnet: check(&pool.subnet, "subnet", is_prefix(&pool.subnet)),
        ip_range: check(&pool.ip_range, "ip-range", is_prefix(&pool.ip_range)),
        gateway: check(&pool.gateway, "gateway address", is_address(&pool.gateway)),
        auxiliary: pool
            .aux_addresses
            .iter()
            .map(|(name, address)| {
                let address = check(address, "auxiliary address", is_address(address));
                (name.to_string(), address)
            })
            .collect(),
    }
}

/// A volume by its key. External ones are not made.
///
/// # Errors
/// The project has none of that key.
pub fn volume(context: &Context<'_>, key: &str) -> Result<VolumeSpec, Vec<Diagnostic>> {
    let Some(volume) = context.project.volumes.get(key) else {
        return Err(vec![Diagnostic::error(format!("no such volume: {key}"))]);
    };
    Ok(VolumeSpec {
        name: volume.name.to_string(),
        driver: volume.driver.to_string(),
        driver_opts: map(&volume.driver_opts),
        labels: labels::of_resource(context, VOLUME, key, &volume.labels, hash::volume(volume)),
    })
}
