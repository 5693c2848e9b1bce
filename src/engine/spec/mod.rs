//! What is to be made, as a value: containers, networks and volumes with every field that Compose sets.
//!
//! Names of fields are ours, the JSON that they are written as is the Engine API's. What is not set is not sent, so that
//! the engine's defaults hold; where *empty* says something else than *not set*, the field is an [`Option`].

mod container;
mod endpoint;
mod env;
mod file;
mod health;
mod mount;
mod network;
mod ports;
mod resources;
mod volume;
mod wire;

pub(in crate::engine) use container::Policy;
pub use container::{ContainerSpec, LogSpec};
pub use endpoint::{Addresses, EndpointSpec};
pub use env::Env;
pub use file::FileSpec;
pub use health::HealthSpec;
pub use mount::{BindSpec, ImageMountSpec, MountSpec, TmpfsSpec, VolumeMountSpec};
pub use network::{IpamSpec, NetworkSpec, PoolSpec};
pub use ports::{ContainerPort, HostPorts, PortBinding};
pub use resources::{DeviceRate, DeviceRequestSpec, DeviceSpec, DeviceWeight, UlimitSpec};
pub use volume::VolumeSpec;

#[cfg(test)]
mod tests;
