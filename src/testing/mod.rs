//! Builders for tests and benches; compiled into those only.

pub mod archive;
pub mod bodies;
pub mod config;
pub mod modals;
pub mod screens;
pub mod server;
pub mod session;
pub mod setup;
mod stage;
mod tools;
