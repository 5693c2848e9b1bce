//! Every stack that runs on a server, live on one screen, and every container in hand.
pub mod app;
pub mod apply;
pub mod cli;
pub mod compose;
pub mod config;
pub mod demo;
pub mod engine;
pub mod hosts;
pub mod model;
pub mod ops;
pub mod plan;
pub mod program;
pub mod runtime;
#[cfg(feature = "testing")]
pub mod testing;
pub mod ui;
