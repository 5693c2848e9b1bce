//! Jobs: containers that run when something triggers them.

use crate::compose::model::build::Build;
use crate::compose::model::container::Container;
use crate::compose::model::dependency::Dependency;
use crate::compose::model::healthcheck::Healthcheck;
use crate::compose::model::port::Port;
use crate::compose::model::record::record;
use crate::compose::model::{Mapping, Text};

record! {
    /// A job.
    pub struct Job {
        /// Profiles that switch it on; none: it is always on.
        profiles: Vec<Text>,
        /// What makes it run.
        triggers: Option<Triggers>,
        /// Its container.
        container: Container => inline,
        /// How its image is built.
        build: Option<Build>,
        /// Services it needs.
        depends_on: Mapping<Dependency>,
        /// Ports that only networks see.
        expose: Vec<Text>,
        /// How its health is found out.
        healthcheck: Option<Healthcheck>,
        /// Ports of the host.
        ports: Vec<Port>,
        /// Whether its standard input stays open.
        stdin_open: bool,
        /// Whether it has a terminal.
        tty: bool,
        .. extensions
    }
}

record! {
    /// What makes a job run.
    pub struct Triggers {
        /// A person does.
        manual: bool,
        /// The clock does.
        schedule: Vec<Schedule>,
        .. extensions
    }
}

record! {
    /// Times at which a job runs.
    pub struct Schedule {
        /// As in a crontab: `0 3 * * *`.
        cron: Text,
        .. extensions
    }
}
