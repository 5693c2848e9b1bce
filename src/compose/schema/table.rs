//! The table: what may stand where.

mod build;
mod common;
mod container;
mod deploy;
mod hooks;
mod mounts;
mod networking;
mod project;
mod resources;
mod service;

pub(super) use project::PROJECT;
pub(super) use service::SERVICE;
