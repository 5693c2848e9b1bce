//! Networks and volumes.

use super::container::Key;
use super::{Answer, Refusal, World};
use crate::engine::request::ListFilter;
use crate::engine::spec::{EndpointSpec, NetworkSpec, VolumeSpec};
use crate::model::event::EventKind;
use crate::model::labels::Labels;
use crate::model::observed;
use crate::model::text::sanitise;
use crate::model::time::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A network of the simulated engine.
pub(super) struct Network {
    pub(super) id: String,
    pub(super) spec: NetworkSpec,
    pub(super) created_at: Timestamp,
    /// Second number of its addresses; `None`: it has none.
    pub(super) subnet: Option<usize>,
}

/// A volume of the simulated engine.
pub(super) struct Volume {
    pub(super) spec: VolumeSpec,
    pub(super) created_at: Timestamp,
    /// Made for one container, and removed with it where that is asked for.
    pub(super) is_anonymous: bool,
}

/// The networks that every engine has.
const OWN: [&str; 3] = ["bridge", "host", "none"];
/// Second number of the default bridge's addresses.
const FIRST_SUBNET: usize = 17;

/// Whether what is labelled so is asked for.
pub(in crate::engine::sim) fn matches(
    labels: &BTreeMap<String, String>,
    filter: &ListFilter,
) -> bool {
    filter.labels.iter().all(|(key, value)| {
        labels
            .get(key)
            .is_some_and(|known| value.as_ref().is_none_or(|value| value == known))
    })
}

pub(super) fn shown_labels(labels: &BTreeMap<String, String>) -> Labels {
    labels
        .iter()
        .map(|(name, value)| (Arc::from(sanitise(name)), Arc::from(sanitise(value))))
        .collect()
}

impl World {
    pub(super) fn add_own_networks(&mut self) {
        for name in OWN {
            // Not drawn: the same in every world.
            let id = super::network::image_id(name).replace("sha256:", "");
            self.networks.push(Network {
                id,
                spec: NetworkSpec {
                    name: name.to_owned(),
                    driver: if name == "none" { "null" } else { name }.to_owned(),
                    ..NetworkSpec::default()
                },
                created_at: self.now,
                subnet: (name == "bridge").then_some(FIRST_SUBNET),
            });
        }
    }

    pub(in crate::engine::sim) fn create_network(&mut self, spec: NetworkSpec) -> Answer<String> {
        self.fault_at("create network", &spec.name)?;
        if self.network(&spec.name).is_some() {
            return Err(Refusal::new(
                409,
                format!("network with name {} already exists", spec.name),
            ));
        }
        let (id, name) = (self.rng.hex_id(), spec.name.clone());
        let subnet = self.networks.iter().filter_map(|one| one.subnet).max();
        self.networks.push(Network {
            id: id.clone(),
            spec,
            created_at: self.now,
            subnet: Some(subnet.unwrap_or(FIRST_SUBNET) + 1),
        });
        self.tell_network(&id, &name, EventKind::Create, None);
        Ok(id)
    }

    fn tell_network(&mut self, id: &str, name: &str, kind: EventKind, container: Option<&str>) {
        let attributes = [
            ("name", Some(name)),
            ("type", Some("bridge")),
            ("container", container),
        ]
        .into_iter()
        .filter_map(|(key, value)| Some((key.into(), value?.into())))
        .collect();
        self.note("network", id.to_owned(), kind, attributes);
    }

    /// By full id, name, or the beginning of an id.
    pub(super) fn network(&self, reference: &str) -> Option<&Network> {
        let mut networks = self.networks.iter();
        networks
            .find(|one| one.id == reference || one.spec.name == reference)
            .or_else(|| {
                let mut networks = self.networks.iter();
                networks.find(|one| !reference.is_empty() && one.id.starts_with(reference))
            })
    }

    fn known_network(&self, reference: &str) -> Answer<&Network> {
        self.network(reference)
            .ok_or_else(|| Refusal::new(404, format!("network {reference} not found")))
    }

    pub(in crate::engine::sim) fn remove_network(&mut self, reference: &str) -> Answer<()> {
        let network = self.known_network(reference)?;
        let (id, name) = (network.id.clone(), network.spec.name.clone());
        self.fault_at("remove network", &name)?;
        if OWN.contains(&name.as_str()) {
            return Err(Refusal::new(
                403,
                format!("{name} is a pre-defined network and cannot be removed"),
            ));
        }
        if !self.members(&name).is_empty() {
            return Err(Refusal::new(
                403,
                format!(
                    "error while removing network: network {name} id {id} has active endpoints"
                ),
            ));
        }
        self.networks.retain(|one| one.id != id);
        self.tell_network(&id, &name, EventKind::Destroy, None);
        Ok(())
    }

    /// Ids of the containers in it that run.
    fn members(&self, name: &str) -> Vec<Arc<str>> {
        self.containers
            .values()
            .filter(|container| {
                container.is_up() && container.config.networks.iter().any(|(one, _)| one == name)
            })
            .map(|container| Arc::from(container.id.as_str()))
            .collect()
    }

    pub(in crate::engine::sim) fn connect(
        &mut self,
        reference: &str,
        container: &str,
        endpoint: EndpointSpec,
    ) -> Answer<()> {
        let network = self.known_network(reference)?;
        let (id, name) = (network.id.clone(), network.spec.name.clone());
        let key = self.find(container)?;
        self.fault_at("connect", &name)?;
        let address = self.free_address(&name);
        let Some(container) = self.containers.get_mut(&key) else {
            return Ok(());
        };
        if container
            .config
            .networks
            .iter()
            .any(|(one, _)| *one == name)
        {
            return Err(Refusal::new(
                403,
                format!(
                    "endpoint with name {} already exists in network {name}",
                    container.name
                ),
            ));
        }
        let full_id = container.id.clone();
        container
            .config
            .networks
            .push((name.clone(), endpoint.aliases));
        if container.is_up() {
            container.addresses.push(address);
            self.tell_network(&id, &name, connected(), Some(&full_id));
        }
        self.touch();
        Ok(())
    }

    pub(in crate::engine::sim) fn disconnect(
        &mut self,
        reference: &str,
        container: &str,
        force: bool,
    ) -> Answer<()> {
        let network = self.known_network(reference)?;
        let (id, name) = (network.id.clone(), network.spec.name.clone());
        let key = match self.find(container) {
            Ok(key) => key,
            Err(_) if force => return Ok(()),
            Err(refusal) => return Err(refusal),
        };
        self.fault_at("disconnect", &name)?;
        let Some(container) = self.containers.get_mut(&key) else {
            return Ok(());
        };
        let Some(index) = container
            .config
            .networks
            .iter()
            .position(|(one, _)| *one == name)
        else {
            return Err(Refusal::new(
                500,
                format!(
                    "container {} is not connected to network {name}",
                    container.id
                ),
            ));
        };
        container.config.networks.remove(index);
        if index < container.addresses.len() {
            container.addresses.remove(index);
        }
        let (full_id, was_up) = (container.id.clone(), container.is_up());
        if was_up {
            let kind = EventKind::Other("disconnect".to_owned());
            self.tell_network(&id, &name, kind, Some(&full_id));
        }
        self.touch();
        Ok(())
    }

    pub(in crate::engine::sim) fn networks(&self, filter: &ListFilter) -> Vec<observed::Network> {
        self.networks
            .iter()
            .filter(|one| matches(&one.spec.labels, filter))
            .map(|one| self.shown_network(one, false))
            .collect()
    }

    pub(in crate::engine::sim) fn inspect_network(
        &self,
        reference: &str,
    ) -> Answer<observed::Network> {
        let network = self.known_network(reference)?;
        Ok(self.shown_network(network, true))
    }

    fn shown_network(&self, network: &Network, with_members: bool) -> observed::Network {
        let Network {
            id,
            spec,
            created_at,
            subnet,
        } = network;
        let mut pools: Vec<observed::Pool> = spec
            .ipam
            .pools
            .iter()
            .map(|pool| observed::Pool {
                subnet: pool.subnet.clone(),
                gateway: pool.gateway.clone(),
                ip_range: pool.ip_range.clone(),
            })
            .collect();
        if let (true, Some(second)) = (pools.is_empty(), subnet) {
            pools.push(observed::Pool {
                subnet: format!("172.{second}.0.0/16"),
                gateway: format!("172.{second}.0.1"),
                ip_range: String::new(),
            });
        }
        observed::Network {
            id: Arc::from(id.as_str()),
            name: Arc::from(sanitise(&spec.name)),
            created_at: Some(*created_at),
            scope: "local".to_owned(),
            driver: match spec.driver.as_str() {
                "" => "bridge".to_owned(),
                driver => sanitise(driver),
            },
            options: spec.options.clone(),
            internal: spec.internal,
            attachable: spec.attachable,
            enable_ipv6: spec.enable_ipv6 == Some(true),
            pools,
            labels: shown_labels(&spec.labels),
            members: with_members.then(|| self.members(&spec.name)),
        }
    }

    /// One that is there stays as it is.
    pub(in crate::engine::sim) fn create_volume(
        &mut self,
        mut spec: VolumeSpec,
    ) -> Answer<observed::Volume> {
        self.fault_at("create volume", &spec.name)?;
        let is_anonymous = spec.name.is_empty();
        if is_anonymous {
            spec.name = self.rng.hex_id();
        }
        let name = spec.name.clone();
        self.ensure_volume(spec, is_anonymous);
        self.inspect_volume(&name)
    }

    pub(super) fn ensure_volume(&mut self, spec: VolumeSpec, is_anonymous: bool) {
        if self.volumes.contains_key(&spec.name) {
            return;
        }
        let name = spec.name.clone();
        let volume = Volume {
            spec,
            created_at: self.now,
            is_anonymous,
        };
        self.volumes.insert(name.clone(), volume);
        let attributes = [("driver".into(), "local".into())].into_iter().collect();
        self.note("volume", name, EventKind::Create, attributes);
    }

    pub(in crate::engine::sim) fn remove_volume(&mut self, name: &str, force: bool) -> Answer<()> {
        self.fault_at("remove volume", name)?;
        if !self.volumes.contains_key(name) {
            return if force { Ok(()) } else { Err(no_volume(name)) };
        }
        let users: Vec<&str> = self
            .containers
            .values()
            .filter(|container| has_volume(&container.config.mounts, name))
            .map(|container| container.id.as_str())
            .collect();
        if !users.is_empty() {
            return Err(Refusal::new(
                409,
                format!("remove {name}: volume is in use - [{}]", users.join(", ")),
            ));
        }
        self.volumes.remove(name);
        let attributes = [("driver".into(), "local".into())].into_iter().collect();
        self.note("volume", name.to_owned(), EventKind::Destroy, attributes);
        Ok(())
    }

    /// Those that were made for this container alone, and that no other has.
    pub(super) fn anonymous_volumes(&self, key: Key) -> Vec<String> {
        let Some(container) = self.containers.get(&key) else {
            return Vec::new();
        };
        let is_anonymous = |name: &str| {
            self.volumes
                .get(name)
                .is_some_and(|volume| volume.is_anonymous)
        };
        let mounts = container.config.mounts.iter();
        mounts
            .map(|mount| mount.name.clone())
            .filter(|name| is_anonymous(name))
            .collect()
    }

    pub(in crate::engine::sim) fn volumes(&self, filter: &ListFilter) -> Vec<observed::Volume> {
        self.volumes
            .values()
            .filter(|one| matches(&one.spec.labels, filter))
            .map(shown_volume)
            .collect()
    }

    pub(in crate::engine::sim) fn inspect_volume(&self, name: &str) -> Answer<observed::Volume> {
        self.volumes
            .get(name)
            .map(shown_volume)
            .ok_or_else(|| no_volume(name))
    }
}

fn connected() -> EventKind {
    EventKind::Other("connect".to_owned())
}

fn no_volume(name: &str) -> Refusal {
    Refusal::new(404, format!("get {name}: no such volume"))
}

pub(super) fn has_volume(mounts: &[observed::Mount], name: &str) -> bool {
    mounts
        .iter()
        .any(|mount| mount.kind == "volume" && mount.name == name)
}

fn shown_volume(volume: &Volume) -> observed::Volume {
    let spec = &volume.spec;
    observed::Volume {
        name: Arc::from(sanitise(&spec.name)),
        created_at: Some(volume.created_at),
        driver: match spec.driver.as_str() {
            "" => "local".to_owned(),
            driver => sanitise(driver),
        },
        options: spec.driver_opts.clone(),
        mountpoint: mountpoint(&spec.name),
        labels: shown_labels(&spec.labels),
    }
}

pub(super) fn mountpoint(name: &str) -> String {
    format!("/var/lib/docker/volumes/{}/_data", sanitise(name))
}
