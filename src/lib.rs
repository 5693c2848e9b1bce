//! Every stack that runs on a server, live on one screen, and every container in hand.
//!
//! This page is the map. Read it with the modules beside it, from the bottom up.
//!
//! # The shape
//!
//! A pure [`app::update`] takes a message and answers with effects; a pure [`ui::view`] draws the state; one loop
//! ([`runtime`]) alone touches terminal, tasks and clock. All work is an effect, done by [`ops`] and answered by a
//! message. All change to an engine goes through a [`plan::Plan`], a value that is shown in the question, printed by
//! `--dry-run`, tested, and executed as it is.
//!
//! ```text
//!             keys, mouse ─┐                               ┌─> frame
//!  engine ──> ops ── Msg ──┴─> app::update ─> App ─> ui ───┘
//!    ^                              │
//!    └── apply <── ops <── Effect ──┘
//! ```
//!
//! # The modules
//!
//! Each uses only those below it; `tests/it/layering.rs` holds them to that.
//!
//! | module | what it is |
//! | --- | --- |
//! | [`program`] | a run put together: state machine, view and shell |
//! | [`cli`] · [`runtime`] | the commands without a screen · the shell of the screen: terminal, loop, tasks, clock |
//! | [`ui`] | the view: draws an [`app::screen::Screen`], works nothing out |
//! | [`app`] | the state machine: what is known, selected, asked; no I/O |
//! | [`ops`] | one way to do things, for screen and command line: watch a host, follow logs, sample stats, run work |
//! | [`apply`] | runs a plan along its graph |
//! | [`demo`] | a sample server made of ordinary compose files |
//! | [`hosts`] | which engine is meant, as the docker command finds it |
//! | [`plan`] | plans, work and news as plain data |
//! | [`config`] | settings, themes and keys, each with where it came from |
//! | [`compose`] | compose files: loaded as Docker Compose loads them, each value with its origin |
//! | [`engine`] | the port to an engine, with two adapters: a real one, and a simulated one |
//! | [`model`] | the vocabulary: ids, states, what an engine shows |
//!
//! # The words
//!
//! - **host**: an engine that is watched, by the name that a person gave it.
//! - **stack**: what runs together; a Compose *project*, or the loose group, or what Swarm or Kubernetes runs.
//! - **service**: one part of a stack; its containers are its *replicas*.
//! - **instance**: what runs: a container (later a task or a pod).
//! - **status**: how something is, in one word ([`model::status`]); only the engine's word makes it.
//! - **pending**: work of ours under way; drawn over the status, never mixed into it.
//! - **snapshot**: everything that an engine showed at one moment; an **epoch** is one connection to it.
//! - **plan**, **step**, **risk**: what will be done, one call of it, and what it may cost.
//! - **notice**: what the program told a person.
//! - **thrifty**: sparing bytes to a terminal at the far end of a slow line.
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
