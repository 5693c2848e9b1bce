//! In which networks a container is, and how.

use super::{Context, Findings, Instance, addresses, map};
use crate::compose::model::Text;
use crate::compose::model::network::Endpoint;
use crate::compose::model::service::Service;
use crate::engine::spec::{Addresses, EndpointSpec};
use crate::model::api_version::ApiVersion;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// From here on a container is made in several networks, and hardware addresses are those of endpoints.
pub(super) const ENDPOINTS: ApiVersion = ApiVersion::one(44);
/// The option by which an interface gets its name.
const INTERFACE_NAME: &str = "com.docker.network.endpoint.ifname";

/// What a container's networks come to.
#[derive(Default)]
pub(super) struct Networking {
    pub(super) mode: String,
    pub(super) links: Vec<String>,
    pub(super) endpoints: BTreeMap<String, EndpointSpec>,
    pub(super) joins: Vec<(String, EndpointSpec)>,
    pub(super) mac_address: String,
}

pub(super) fn networking(
    context: &Context<'_>,
    name: &str,
    service: &Service,
    instance: &Instance<'_>,
    own_name: &str,
    findings: &mut Findings,
) -> Networking {
    let links = links(context, service, instance);
    let wanted = hardware_address(&service.container.mac_address, &["mac_address"], findings);
    if !service.container.network_mode.is_empty() {
        return Networking {
            mode: service.container.network_mode.to_string(),
            links,
            mac_address: wanted,
            ..Networking::default()
        };
    }
    if context.project.networks.is_empty() {
        return Networking {
            mode: "none".to_owned(),
            links,
            ..Networking::default()
        };
    }
    let standard = Text::from("default");
    let mut keys = service.networks_by_priority();
    if keys.is_empty() {
        keys.push(&standard);
    }
    let mut networking = Networking::default();
    for (index, key) in keys.into_iter().enumerate() {
        let settings = service.container.networks.get(key).and_then(Option::as_ref);
        let mut endpoint = settings.map_or_else(EndpointSpec::default, |settings| {
            endpoint(key, settings, findings)
        });
        endpoint.links.clone_from(&links);
        endpoint.aliases = [own_name.to_owned(), name.to_owned()]
            .into_iter()
            .chain(settings.iter().flat_map(|one| super::list(&one.aliases)))
            .collect();
        let network = context
            .project
            .networks
            .get(key)
            .map_or_else(String::new, |network| network.name.to_string());
        if index == 0 {
            if endpoint.mac_address.is_empty() {
                endpoint.mac_address.clone_from(&wanted);
            } else if !wanted.is_empty() && endpoint.mac_address != wanted {
                findings.refuse(
                    &["mac_address"],
                    format!(
                        "the service-level mac_address should have the same value as network {key}"
                    ),
                );
            }
            if context.api < ENDPOINTS {
                // Compose leaves it to the endpoint, where these engines do not look.
                networking.mac_address.clone_from(&endpoint.mac_address);
            }
            networking.mode.clone_from(&network);
            networking.endpoints.insert(network, endpoint);
        } else if context.api < ENDPOINTS {
            networking.joins.push((network, endpoint));
        } else {
            networking.endpoints.insert(network, endpoint);
        }
    }
    networking.links = links;
    networking
}

fn endpoint(key: &str, settings: &Endpoint, findings: &mut Findings) -> EndpointSpec {
    let mut address = |text: &str, member: &str, what: &str| match text {
        "" => String::new(),
        text => text.parse::<IpAddr>().map_or_else(
            |_| {
                let phrase = format!("invalid {what}: ParseAddr({text:?}): unable to parse IP");
                findings.refuse(&["networks", key, member], phrase);
                String::new()
            },
            |address| address.to_string(),
        ),
    };
    let addresses = Addresses {
        ipv4: address(&settings.ipv4_address, "ipv4_address", "IPv4 address"),
        ipv6: address(&settings.ipv6_address, "ipv6_address", "IPv6 address"),
        link_local: settings
            .link_local_ips
            .iter()
            .filter(|text| !text.is_empty())
            .map(|text| address(text, "link_local_ips", "link-local IP"))
            .collect(),
    };
    let mut driver_opts = map(&settings.driver_opts);
    if !settings.interface_name.is_empty() {
        let name = settings.interface_name.to_string();
        driver_opts.insert(INTERFACE_NAME.to_owned(), name);
    }
    EndpointSpec {
        aliases: Vec::new(),
        links: Vec::new(),
        addresses: Some(addresses),
        mac_address: hardware_address(
            &settings.mac_address,
            &["networks", key, "mac_address"],
            findings,
        ),
        driver_opts,
        gw_priority: settings.gw_priority,
    }
}

fn hardware_address(text: &str, keys: &[&str], findings: &mut Findings) -> String {
    if text.is_empty() {
        return String::new();
    }
    addresses::hardware(text).unwrap_or_else(|| {
        let phrase = format!("invalid MAC address: address {text}: invalid MAC address");
        findings.refuse(keys, phrase);
        String::new()
    })
}

/// Each container of a linked service by three names, and containers of others by one.
fn links(context: &Context<'_>, service: &Service, instance: &Instance<'_>) -> Vec<String> {
    let mut links = Vec::new();
    let number = instance.number;
    let separator = super::container::separator(context);
    for link in &service.links {
        let (other, alias) = link.split_once(':').unwrap_or((link, link));
        for container in (instance.container_names)(other) {
            links.extend([
                format!("{container}:{alias}"),
                format!("{container}:{other}{separator}{number}"),
                format!(
                    "{container}:{}{separator}{other}{separator}{number}",
                    context.project.name
                ),
            ]);
        }
    }
    for link in &service.external_links {
        let (other, alias) = link.split_once(':').unwrap_or((link, link));
        links.push(format!("{other}:{alias}"));
    }
    links
}

/// `dns`: addresses only.
pub(super) fn name_servers(servers: &[Text], findings: &mut Findings) -> Vec<String> {
    let mut addresses = Vec::new();
    for server in servers {
        match server.parse::<IpAddr>() {
            Ok(address) => addresses.push(address.to_string()),
            Err(_) => findings.refuse(
                &["dns"],
                format!("invalid DNS address: ParseAddr({server:?}): unable to parse IP"),
            ),
        }
    }
    addresses
}
