//! One way to do things, for the screen and the command line alike: work that ends ([`run()`]), and what goes on until it
//! is stopped ([`watch`], [`logs`], [`stats`]).
//!
//! News leaves through an [`Outlet`], a bounded channel: whoever listens decides what an item becomes.

pub mod connect;
pub mod entry;
pub mod exec;
pub mod files;
pub mod glance;
pub mod logs;
pub mod observe;
pub mod read_only;
mod run;
pub mod stats;
pub mod watch;

pub use crate::apply::Outlet;
pub use entry::Entry;
pub use glance::{Glance, engine_now, glance, our_now};
pub use observe::{Declared, observe};
pub use read_only::ReadOnly;
pub use run::{Desk, ReadProject, run};
pub use watch::{Connected, Connector, WatchHandle};
