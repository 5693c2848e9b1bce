//! Devices and limits of a container.

use super::wire::wire;
use std::collections::BTreeMap;

wire! {
    /// A device of the host.
    pub struct DeviceSpec {
        /// On the host.
        source: String => "PathOnHost",
        /// In the container.
        target: String => "PathInContainer",
        /// `r`, `w`, `m`.
        permissions: String => "CgroupPermissions",
    }
}

wire! {
    /// Devices by what they can do.
    pub struct DeviceRequestSpec {
        /// `nvidia`, `cdi`; empty: whoever can.
        driver: String => "Driver",
        /// How many; -1: all.
        count: i64 => "Count",
        /// Which ones.
        device_ids: Vec<String> => "DeviceIDs",
        /// What they can: one of the lists whole.
        capabilities: Vec<Vec<String>> => "Capabilities",
        /// Options of the driver.
        options: BTreeMap<String, String> => "Options",
    }
}

wire! {
    /// A limit of a process.
    pub struct UlimitSpec {
        /// `nofile`, …
        name: String => "Name",
        /// Until here a process may raise its limit by itself.
        soft: i64 => "Soft",
        /// The end.
        hard: i64 => "Hard",
    }
}

wire! {
    /// Share of a block device.
    pub struct DeviceWeight {
        /// `/dev/sda`
        path: String => "Path",
        /// 10 to 1000.
        weight: u16 => "Weight",
    }
}

wire! {
    /// Limit of a block device.
    pub struct DeviceRate {
        /// `/dev/sda`
        path: String => "Path",
        /// Bytes or operations a second.
        rate: u64 => "Rate",
    }
}
