//! An engine inside this process: for the demo and the tests.
//!
//! [`world`] is the simulation (pure), [`script`] the little shell that containers run, [`scenario`] what a server
//! begins with, [`adapter`] the port over it, on tokio's clock: under `tokio::time::pause` an hour passes in no time.

mod adapter;
mod port;
mod rng;
mod scenario;
mod script;
mod session;
mod streams;
mod tty;
mod world;

pub use adapter::SimEngine;
pub use scenario::{Action, Condition, Fault, Need, Planned, Scenario};
pub use script::{check_script, size};
pub use world::{Image, Spec};
