//! Networks.

use super::wire::{Unset, wire};
use std::collections::BTreeMap;

wire! {
    /// Body of `POST /networks/create`.
    pub struct NetworkSpec {
        /// Its name.
        name: String => "Name",
        /// Refuse a name that is taken: engines below API 1.44 allow several networks of one name else.
        check_duplicate: bool => "CheckDuplicate",
        /// Empty: `bridge`.
        driver: String => "Driver",
        /// Options of the driver.
        options: BTreeMap<String, String> => "Options",
        /// How addresses are given out.
        ipam: IpamSpec => "IPAM",
        /// Without a way out.
        internal: bool => "Internal",
        /// Containers outside of Swarm may join.
        attachable: bool => "Attachable",
        /// With addresses of version 4; the engine's default is true. From API 1.48 on.
        enable_ipv4: Option<bool> => "EnableIPv4",
        /// With addresses of version 6.
        enable_ipv6: Option<bool> => "EnableIPv6",
        /// Labels.
        labels: BTreeMap<String, String> => "Labels",
    }
}

wire! {
    /// How a network gives out addresses.
    pub struct IpamSpec {
        /// Empty: `default`.
        driver: String => "Driver",
        /// Ranges of addresses.
        pools: Vec<PoolSpec> => "Config",
        /// Options of the driver.
        options: BTreeMap<String, String> => "Options",
    }
}

impl Unset for IpamSpec {
    fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}

wire! {
    /// A range of addresses.
    pub struct PoolSpec {
        /// The network: `172.20.0.0/16`.
        subnet: String => "Subnet",
        /// The part from which containers get theirs.
        ip_range: String => "IPRange",
        /// The gateway's address.
        gateway: String => "Gateway",
        /// Addresses that others have, by name.
        auxiliary: BTreeMap<String, String> => "AuxiliaryAddresses",
    }
}
