//! Networks of a project, and how a container is in one.

use crate::compose::model::record::record;
use crate::compose::model::{Mapping, Text};

record! {
    /// A network of the project.
    pub struct Network {
        /// Its full name.
        name: Text,
        /// The engine's driver: `bridge`, `overlay`, ….
        driver: Text,
        /// Options of the driver.
        driver_opts: Mapping<Text>,
        /// How addresses are given out.
        ipam: Ipam,
        /// Whether others made it.
        external: bool,
        /// Whether it has no way out.
        internal: bool,
        /// Whether containers outside of the project may join.
        attachable: bool,
        /// Its labels.
        labels: Mapping<Text>,
        /// Whether it has IPv4.
        enable_ipv4: Option<bool>,
        /// Whether it has IPv6.
        enable_ipv6: Option<bool>,
        .. extensions
    }
}

record! {
    /// How addresses are given out.
    pub struct Ipam {
        /// Who gives them out.
        driver: Text,
        /// Ranges of addresses.
        config: Vec<AddressPool>,
        /// Options of the driver.
        options: Mapping<Text>,
        .. extensions
    }
}

record! {
    /// A range of addresses. Compose drops its `x-` keys.
    pub struct AddressPool {
        /// The network, in CIDR form.
        subnet: Text,
        /// Its gateway.
        gateway: Text,
        /// The part of it from which containers get theirs.
        ip_range: Text,
        /// Addresses that others have, by host.
        aux_addresses: Mapping<Text>,
    }
}

record! {
    /// How a container is in a network.
    pub struct Endpoint {
        /// Further names of it there.
        aliases: Vec<Text>,
        /// Options of the driver.
        driver_opts: Mapping<Text>,
        /// The network with the highest is the gateway.
        gw_priority: i64,
        /// Name of the interface in the container.
        interface_name: Text,
        /// Its address.
        ipv4_address: Text,
        /// Its address of version 6.
        ipv6_address: Text,
        /// Link-local addresses.
        link_local_ips: Vec<Text>,
        /// Its hardware address.
        mac_address: Text,
        /// The network with the highest comes first.
        priority: i64,
        .. extensions
    }
}
