//! Volumes.

use super::wire::wire;
use std::collections::BTreeMap;

wire! {
    /// Body of `POST /volumes/create`. One of that name that is there already is answered as it is.
    pub struct VolumeSpec {
        /// Its name; empty: the engine invents one.
        name: String => "Name",
        /// Empty: `local`.
        driver: String => "Driver",
        /// Options of the driver.
        driver_opts: BTreeMap<String, String> => "DriverOpts",
        /// Labels.
        labels: BTreeMap<String, String> => "Labels",
    }
}
