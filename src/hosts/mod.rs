//! Which engine is meant: from flags, environment and docker's own configuration to endpoints.
//!
//! Resolution is pure over [`Surroundings`](crate::compose::surroundings::Surroundings) and
//! [`Sources`](crate::compose::sources::Sources); only [`connect()`] talks to an engine.

pub mod address;
pub mod config_file;
pub mod connect;
pub mod contexts;
pub mod error;
pub mod headers;
pub mod own_container;
pub mod resolve;

pub use crate::engine::docker::{ConnectOptions, Endpoint, Limits, TlsFiles};
pub use config_file::{config_path, detach_keys};
pub use connect::{Connected, connect};
pub use contexts::context_choices;
pub use error::HostsError;
pub use own_container::own_container;
pub use resolve::{Choice, HostSpec, resolve};
