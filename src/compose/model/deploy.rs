//! How a service is deployed. Outside of Swarm only some of it counts.

use crate::compose::model::device::DeviceRequest;
use crate::compose::model::record::record;
use crate::compose::model::units::{Bytes, Duration};
use crate::compose::model::{Mapping, Text};

record! {
    /// How a service is deployed.
    pub struct Deploy {
        /// `replicated`, `global`, ….
        mode: Text,
        /// How many containers.
        replicas: Option<i64>,
        /// Labels of the service, not of its containers.
        labels: Mapping<Text>,
        /// How it is updated.
        update_config: Option<UpdateConfig>,
        /// How an update is undone.
        rollback_config: Option<UpdateConfig>,
        /// What it may use, and what is kept for it.
        resources: Resources,
        /// When its containers are started again.
        restart_policy: Option<RestartPolicy>,
        /// On which nodes it runs.
        placement: Placement,
        /// How it is found: `vip` or `dnsrr`.
        endpoint_mode: Text,
        .. extensions
    }
}

record! {
    /// How a service is updated.
    pub struct UpdateConfig {
        /// How many containers at once.
        parallelism: Option<u64>,
        /// Time between them.
        delay: Duration,
        /// What to do when it fails: `continue`, `rollback`, `pause`.
        failure_action: Text,
        /// How long each is watched for failure.
        monitor: Duration,
        /// Failures that are put up with.
        max_failure_ratio: f32,
        /// `stop-first` or `start-first`.
        order: Text,
        .. extensions
    }
}

record! {
    /// What a service may use, and what is kept for it.
    pub struct Resources {
        /// What each container may use.
        limits: Option<Resource>,
        /// What is kept for each container.
        reservations: Option<Resource>,
        .. extensions
    }
}

record! {
    /// Amounts of what a host has.
    pub struct Resource {
        /// Processors, also a part of one.
        cpus: f32,
        /// Memory.
        memory: Bytes,
        /// Processes.
        pids: i64,
        /// Devices.
        devices: Vec<DeviceRequest>,
        /// Anything that can be counted.
        generic_resources: Vec<GenericResource>,
        .. extensions
    }
}

record! {
    /// Anything that can be counted.
    pub struct GenericResource {
        /// What and how many.
        discrete_resource_spec: Option<DiscreteResource>,
        .. extensions
    }
}

record! {
    /// So many of a kind.
    pub struct DiscreteResource {
        /// What.
        kind: Text => always,
        /// How many.
        value: i64 => always,
        .. extensions
    }
}

record! {
    /// When containers are started again. It wins over `restart`.
    pub struct RestartPolicy {
        /// `none`, `on-failure` or `any`.
        condition: Text,
        /// Time before.
        delay: Option<Duration>,
        /// How often.
        max_attempts: Option<u64>,
        /// How long a start has to last to count.
        window: Option<Duration>,
        .. extensions
    }
}

record! {
    /// On which nodes a service runs.
    pub struct Placement {
        /// What nodes must have: `node.role==manager`.
        constraints: Vec<Text>,
        /// How containers are spread.
        preferences: Vec<PlacementPreference>,
        /// How many on one node.
        max_replicas_per_node: u64,
        .. extensions
    }
}

record! {
    /// How containers are spread.
    pub struct PlacementPreference {
        /// Over the values of this label.
        spread: Text,
        .. extensions
    }
}
