//! What a project is made of, typed: every key of the Compose specification, in the order in which Compose prints them.
//!
//! A text that is empty, a number that is 0, a list or mapping without entries: not set, and not printed. Where Compose
//! tells *not set* from *empty*, the field is an [`Option`] or a type that says so ([`command::Command`]).

pub mod blkio;
pub mod build;
pub mod command;
pub mod container;
pub mod dependency;
pub mod deploy;
pub mod develop;
pub mod device;
pub mod extensions;
pub mod files;
pub mod healthcheck;
pub mod hook;
pub mod hosts;
pub mod job;
pub mod logging;
pub mod models;
pub mod mount;
pub mod network;
pub mod port;
pub mod record;
pub mod scalar;
pub mod service;
pub mod ulimit;
pub mod units;
pub mod volume;

use indexmap::IndexMap;
use std::sync::Arc;

/// A text. Empty: not set.
pub type Text = Arc<str>;

/// Entries by name, in the order of the file.
pub type Mapping<T> = IndexMap<Text, T>;
