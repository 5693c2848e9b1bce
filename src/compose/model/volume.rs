//! Volumes of a project.

use crate::compose::model::record::record;
use crate::compose::model::{Mapping, Text};

record! {
    /// A volume of the project.
    pub struct Volume {
        /// Its full name.
        name: Text,
        /// The engine's driver; empty: `local`.
        driver: Text,
        /// Options of the driver.
        driver_opts: Mapping<Text>,
        /// Whether others made it.
        external: bool,
        /// Its labels.
        labels: Mapping<Text>,
        .. extensions
    }
}
