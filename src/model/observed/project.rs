//! All that an engine has of one project.

use super::{Container, EngineInfo, Image, Network, Volume};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an engine showed of one project at one moment: the other half of what a plan is made from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// The engine.
    pub engine: EngineInfo,
    /// The project's name.
    pub project: Arc<str>,
    /// All containers with the project's label: also one-off ones, those of services that left its files, half-finished
    /// ones ([`Container::loose_end`]), and containers of hooks. By name.
    pub containers: Vec<Container>,
    /// Networks with the project's label, and those that its files name and somebody else made
    /// ([`Network::project`] tells). By name.
    pub networks: Vec<Network>,
    /// Volumes, as [`Observed::networks`]. By name.
    pub volumes: Vec<Volume>,
    /// Images that its files name, by that name; what is not here is not on the engine.
    pub images: BTreeMap<Arc<str>, Image>,
}

impl Observed {
    /// Containers of a service that `up` made: no one-off ones, no hooks. By number, then name.
    pub fn of_service<'a>(&'a self, service: &'a str) -> Vec<&'a Container> {
        let mut containers: Vec<_> = self
            .containers
            .iter()
            .filter(|container| {
                container.is_service_container() && container.service() == Some(service)
            })
            .collect();
        containers.sort_by_key(|container| (container.number(), &container.name));
        containers
    }
}
