//! What a service waits for.

use crate::compose::model::Text;
use crate::compose::model::record::record;

record! {
    /// A service that another one needs.
    pub struct Dependency {
        /// `service_started`, `service_healthy` or `service_completed_successfully`.
        condition: Text,
        /// Whether the other one is restarted after this was.
        restart: bool,
        /// Whether the other one does not start without it.
        required: bool => always,
        .. extensions
    }
}
