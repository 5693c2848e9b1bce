//! Plans meet an engine here, and nowhere else: [`executor::run`] does what a [`crate::plan::Plan`] says.

pub mod executor;
#[cfg(test)]
pub(crate) mod fake;
pub mod outlet;

pub use outlet::Outlet;
