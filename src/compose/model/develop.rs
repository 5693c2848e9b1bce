//! What happens when sources change, while developing.

use crate::compose::model::Text;
use crate::compose::model::hook::Exec;
use crate::compose::model::record::record;

record! {
    /// What happens when sources change.
    pub struct Develop {
        /// Each path and what a change in it does.
        watch: Vec<Trigger>,
        .. extensions
    }
}

record! {
    /// A path and what a change in it does.
    pub struct Trigger {
        /// The directory or file.
        path: Text => always,
        /// `sync`, `rebuild`, `restart`, `sync+restart`, `sync+exec`.
        action: Text => always,
        /// Where in the container it goes.
        target: Text,
        /// What `sync+exec` runs.
        exec: Exec,
        /// Only files of these patterns.
        include: Vec<Text>,
        /// No files of these patterns.
        ignore: Vec<Text>,
        /// Whether all is synchronised at the beginning.
        initial_sync: bool,
        .. extensions
    }
}
