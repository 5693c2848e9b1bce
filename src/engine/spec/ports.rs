//! Ports of containers and of the host.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// A port of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContainerPort {
    /// Its number.
    pub number: u16,
    /// `tcp`, `udp` or `sctp`; empty: `tcp`.
    pub protocol: String,
}

/// As the API names it: `80/tcp`.
impl fmt::Display for ContainerPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let protocol = match self.protocol.as_str() {
            "" => "tcp",
            protocol => protocol,
        };
        write!(f, "{}/{protocol}", self.number)
    }
}

/// Ports of the host of which one is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostPorts {
    /// The first.
    pub first: u16,
    /// The last; that of one port alone is the first.
    pub last: u16,
}

impl From<u16> for HostPorts {
    fn from(port: u16) -> Self {
        Self {
            first: port,
            last: port,
        }
    }
}

impl HostPorts {
    /// Reads `8080` or `8080-8090`.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let ports = Self {
            first: first.parse().ok()?,
            last: last.parse().ok()?,
        };
        (ports.first <= ports.last).then_some(ports)
    }
}

/// `8080` or `8080-8090`.
impl fmt::Display for HostPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}-{}", self.first, self.last)
        }
    }
}

/// One published port.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PortBinding {
    /// Address on the host; empty: all.
    pub ip: String,
    /// On the host; `None`: any free one.
    pub public: Option<HostPorts>,
    /// In the container.
    pub private: u16,
    /// `tcp`, `udp` or `sctp`; empty: `tcp`.
    pub protocol: String,
}

impl PortBinding {
    /// The container's end.
    pub fn container_port(&self) -> ContainerPort {
        ContainerPort {
            number: self.private,
            protocol: self.protocol.clone(),
        }
    }
}

impl Serialize for PortBinding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("HostIp", &self.ip)?;
        let port = self.public.map(|ports| ports.to_string());
        map.serialize_entry("HostPort", &port.unwrap_or_default())?;
        map.end()
    }
}

/// `ExposedPorts`: what is published is exposed too.
pub(super) fn exposed(
    ports: &[PortBinding],
    exposed: &[ContainerPort],
) -> BTreeMap<String, BTreeMap<String, String>> {
    let published = ports.iter().map(|port| port.container_port().to_string());
    let exposed = exposed.iter().map(ToString::to_string);
    published
        .chain(exposed)
        .map(|port| (port, BTreeMap::new()))
        .collect()
}

/// `PortBindings`, by the container's port.
pub(super) fn bindings(ports: &[PortBinding]) -> BTreeMap<String, Vec<&PortBinding>> {
    let mut bindings: BTreeMap<String, Vec<&PortBinding>> = BTreeMap::new();
    for port in ports {
        let key = port.container_port().to_string();
        bindings.entry(key).or_default().push(port);
    }
    bindings
}
