//! Where a container's output goes, and other things that are handed on to the engine.

use crate::compose::model::record::record;
use crate::compose::model::{Mapping, Text};

record! {
    /// Where a container's output goes.
    pub struct Logging {
        /// The engine's driver: `json-file`, `journald`, ….
        driver: Text,
        /// Options of the driver.
        options: Mapping<Text>,
        .. extensions
    }
}

record! {
    /// Credentials of a managed account, on Windows.
    pub struct CredentialSpec {
        /// A config of the project.
        config: Text,
        /// A file.
        file: Text,
        /// An entry of the registry.
        registry: Text,
        .. extensions
    }
}
