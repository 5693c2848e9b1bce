//! How a container is in a network.

use super::wire::wire;
use std::collections::BTreeMap;

wire! {
    /// `EndpointSettings`: how a container is in a network.
    pub struct EndpointSpec {
        /// Names by which it is found there.
        aliases: Vec<String> => "Aliases",
        /// Containers that it knows there by other names: `container:name`.
        links: Vec<String> => "Links",
        /// Addresses that it must have.
        addresses: Option<Addresses> => "IPAMConfig",
        /// Hardware address; ignored in create requests below API 1.44, which have one for the container.
        mac_address: String => "MacAddress",
        /// Options of the network's driver.
        driver_opts: BTreeMap<String, String> => "DriverOpts",
        /// The network with the highest is the gateway. From API 1.48 on.
        gw_priority: i64 => "GwPriority",
    }
}

wire! {
    /// Addresses that a container must have in a network.
    pub struct Addresses {
        /// Of version 4.
        ipv4: String => "IPv4Address",
        /// Of version 6.
        ipv6: String => "IPv6Address",
        /// Link-local ones.
        link_local: Vec<String> => "LinkLocalIPs",
    }
}
