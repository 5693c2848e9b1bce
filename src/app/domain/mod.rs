//! What is known of the hosts: containers, where they belong, how they are. Pure; the command line uses it too.

pub mod host;
pub mod project;
pub mod stack;
pub mod words;

pub use host::{Host, Instance, Link};
pub use stack::{Service, Stack};

use crate::app::msg::ProjectMsg;
use crate::model::ids::{HostId, InstanceId, ServiceId, StackId};
use crate::model::time::Timestamp;
use std::collections::BTreeMap;

/// All hosts. One for now; everything names its host already.
#[derive(Clone, Debug, Default)]
pub struct Domain {
    hosts: BTreeMap<HostId, Host>,
}

impl Domain {
    /// The host of this id, made if it is new.
    pub fn host_mut(&mut self, id: &HostId) -> &mut Host {
        self.hosts
            .entry(id.clone())
            .or_insert_with(|| Host::new(id.clone()))
    }

    /// The host of this id.
    pub fn host(&self, id: &HostId) -> Option<&Host> {
        self.hosts.get(id)
    }

    /// Forgets a host, when another engine was chosen.
    pub fn forget(&mut self, id: &HostId) {
        self.hosts.remove(id);
    }

    /// Works out stacks and states anew; see [`Host::refresh`].
    pub fn refresh(&mut self, now: Timestamp, may_reorder: bool) {
        for host in self.hosts.values_mut() {
            host.refresh(now, may_reorder);
        }
    }

    /// Takes what the files of a project say, for every host.
    pub fn take_project(&mut self, project: &ProjectMsg) {
        for host in self.hosts.values_mut() {
            host.take_project(project.clone());
        }
    }

    /// Takes the projects of here for every host, in place of those that were.
    pub fn take_here(&mut self, projects: &[ProjectMsg]) {
        for host in self.hosts.values_mut() {
            host.projects.take_here(projects);
        }
    }

    /// A stack by id.
    pub fn stack(&self, id: &StackId) -> Option<&Stack> {
        self.hosts
            .get(&id.host)?
            .stacks()
            .iter()
            .find(|stack| stack.id == *id)
    }

    /// A service by id.
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.stack(&id.stack)?
            .services
            .iter()
            .find(|service| service.id == *id)
    }

    /// A container by id, on any host.
    pub fn instance(&self, id: &InstanceId) -> Option<&Instance> {
        self.hosts.values().find_map(|host| host.instance(id))
    }

    /// The host on which a container is.
    pub fn host_of(&self, id: &InstanceId) -> Option<&Host> {
        self.hosts.values().find(|host| host.instance(id).is_some())
    }
}
