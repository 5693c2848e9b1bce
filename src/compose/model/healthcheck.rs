//! How a container's health is found out.

use crate::compose::model::command::HealthTest;
use crate::compose::model::record::record;
use crate::compose::model::units::Duration;

record! {
    /// How a container's health is found out. `None` everywhere: as the image has it.
    pub struct Healthcheck {
        /// What is run.
        test: HealthTest,
        /// How long it may take.
        timeout: Option<Duration>,
        /// How often it is run.
        interval: Option<Duration>,
        /// How many failures in a row make it unhealthy.
        retries: Option<u64>,
        /// How long failures do not count at the beginning.
        start_period: Option<Duration>,
        /// How often it is run in that time.
        start_interval: Option<Duration>,
        /// Whether the image's is switched off.
        disable: bool,
        .. extensions
    }
}
