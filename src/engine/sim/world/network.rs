//! Names, addresses and published ports.

use super::container::{Container, Key};
use super::{Answer, Refusal, World};
use crate::model::observed::Port;

/// First port that the engine gives where none is asked for.
const FIRST_FREE_PORT: u16 = 32_768;

impl World {
    /// Who is found under a name by a container, and at which address.
    pub(super) fn resolve(&self, asker: Key, name: &str) -> Option<(Key, String)> {
        let own = self.containers.get(&asker)?;
        if matches!(
            name,
            "localhost" | "127.0.0.1" | "0.0.0.0" | "::1" | "[::1]"
        ) || name == own.config.hostname
        {
            return Some((asker, "127.0.0.1".to_owned()));
        }
        let mut others = self.containers.iter().filter(|(_, other)| other.is_up());
        others.find_map(|(key, other)| {
            other
                .config
                .networks
                .iter()
                .zip(&other.addresses)
                .find(|((network, aliases), address)| {
                    let is_shared = own.config.networks.iter().any(|(mine, _)| mine == network);
                    // The default bridge knows no names.
                    let is_named = network != "bridge"
                        && (other.name == name
                            || aliases.iter().any(|alias| alias == name)
                            || other.short_id() == name);
                    is_shared && (is_named || address.as_str() == name)
                })
                .map(|(_, address)| (*key, address.clone()))
        })
    }

    /// Takes the published ports and gives addresses.
    pub(super) fn bind_ports(&mut self, key: Key) -> Answer<()> {
        let Some(container) = self.containers.get(&key) else {
            return Ok(());
        };
        let wanted = container.config.ports.clone();
        let (name, networks) = (container.name.clone(), container.config.networks.clone());
        if let Some((network, _)) = networks
            .iter()
            .find(|(network, _)| self.network(network).is_none())
        {
            return Err(Refusal::new(404, format!("network {network} not found")));
        }
        let mut bound = Vec::new();
        for port in wanted {
            let protocol = if port.protocol.is_empty() {
                "tcp".to_owned()
            } else {
                port.protocol.clone()
            };
            let ips: Vec<String> = if port.ip.is_empty() {
                vec!["0.0.0.0".to_owned(), "::".to_owned()]
            } else {
                vec![port.ip.clone()]
            };
            let is_free = |candidate: &u16| {
                !self
                    .bound_ports(&bound)
                    .any(|port| port.public == Some(*candidate) && port.protocol == protocol)
            };
            let public = match port.public {
                Some(range) => (range.first..=range.last)
                    .find(is_free)
                    .unwrap_or(range.first),
                None => (FIRST_FREE_PORT..=u16::MAX).find(is_free).unwrap_or(0),
            };
            for ip in ips {
                let entry = Port {
                    private: port.private,
                    public: Some(public),
                    ip,
                    protocol: protocol.clone(),
                };
                if self.is_taken(&entry, &bound) {
                    let endpoint = self.rng.hex_id();
                    return Err(Refusal::new(
                        500,
                        format!(
                            "driver failed programming external connectivity on endpoint {name} ({endpoint}): Bind \
                             for {}:{public} failed: port is already allocated",
                            entry.ip
                        ),
                    ));
                }
                bound.push(entry);
            }
        }
        let addresses = networks
            .iter()
            .map(|(network, _)| self.free_address(network))
            .collect();
        if let Some(container) = self.containers.get_mut(&key) {
            container.bound = bound;
            container.addresses = addresses;
        }
        Ok(())
    }

    fn bound_ports<'a>(&'a self, own: &'a [Port]) -> impl Iterator<Item = &'a Port> {
        self.containers
            .values()
            .flat_map(|container| &container.bound)
            .chain(own)
    }

    fn is_taken(&self, wanted: &Port, own: &[Port]) -> bool {
        let is_any = |ip: &str| matches!(ip, "0.0.0.0" | "::");
        let family = |ip: &str| ip.contains(':');
        self.bound_ports(own).any(|port| {
            port.public == wanted.public
                && port.protocol == wanted.protocol
                && family(&port.ip) == family(&wanted.ip)
                && (port.ip == wanted.ip || is_any(&port.ip) || is_any(&wanted.ip))
        })
    }

    pub(super) fn free_address(&self, network: &str) -> String {
        let Some(second) = self.network(network).and_then(|network| network.subnet) else {
            return String::new();
        };
        (2..=254_u32 * 250)
            .map(|number| format!("172.{second}.{}.{}", number / 254, number % 254 + 1))
            .find(|address| {
                !self
                    .containers
                    .values()
                    .any(|container| container.addresses.contains(address))
            })
            .unwrap_or_default()
    }
}

/// The id of an image: the same for the same name in every world.
pub(super) fn image_id(name: &str) -> String {
    let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!(
        "sha256:{}",
        crate::engine::sim::rng::Rng::new(seed).hex_id()
    )
}

impl Container {
    /// The list's `Ports`: published ones, and what is exposed besides; nothing while it does not run.
    pub(in crate::engine::sim) fn listed_ports(&self) -> Vec<Port> {
        if !self.is_up() {
            return Vec::new();
        }
        let mut ports = self.bound.clone();
        for private in &self.config.exposed {
            if !ports
                .iter()
                .any(|port| port.private == *private && port.protocol == "tcp")
            {
                ports.push(Port {
                    private: *private,
                    public: None,
                    ip: String::new(),
                    protocol: "tcp".to_owned(),
                });
            }
        }
        ports.sort();
        ports
    }
}
