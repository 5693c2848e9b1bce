//! Ports of the host.

use crate::compose::model::Text;
use crate::compose::model::record::record;

record! {
    /// A port of a container, and of the host.
    pub struct Port {
        /// What it is for.
        name: Text,
        /// `ingress` or `host`.
        mode: Text,
        /// The host's address. Empty: all.
        host_ip: Text,
        /// The container's port.
        target: u32,
        /// The host's port, or a range of which one is taken: `8080-8090`. Empty: any.
        published: Text,
        /// `tcp`, `udp` or `sctp`.
        protocol: Text,
        /// What is spoken over it.
        app_protocol: Text,
        .. extensions
    }
}
