//! What runs around the start and the stop of a service's containers.

use crate::compose::model::command::Command;
use crate::compose::model::container::Container;
use crate::compose::model::record::record;
use crate::compose::model::{Mapping, Text};

record! {
    /// A command that is run in a container that runs.
    pub struct Exec {
        /// The command.
        command: Command,
        /// Who runs it.
        user: Text,
        /// Whether it has all privileges.
        privileged: bool,
        /// Where it begins.
        working_dir: Text,
        /// Its environment. `None`: a name alone.
        environment: Mapping<Option<Text>>,
        .. extensions
    }
}

record! {
    /// A container that runs and ends before the service starts.
    pub struct PreStart {
        /// The container.
        container: Container => inline,
        /// Whether it runs for each of the service's containers, not once for all.
        per_replica: bool,
        .. extensions
    }
}
