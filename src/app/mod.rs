//! The state machine: `update(&mut App, Msg, Now) -> Effects`. Pure: no engine, no file, no clock, no terminal.
//!
//! [`state::App`] is the state, [`msg::Msg`] what can happen, [`effect::Effect`] what is to be done outside, and
//! [`screen::Screen`] what there is to draw.

mod act;
pub mod action;
mod available;
mod chrome;
pub mod clock;
pub(crate) mod columns;
mod detail;
pub mod domain;
pub mod effect;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod list;
pub mod logs;
pub mod modal;
pub(crate) mod modal_layout;
pub mod msg;
pub mod notices;
mod pickers;
mod rows;
pub mod screen;
pub mod state;
pub mod stats;
pub mod tabs;
pub mod tasks;
pub mod text_buffer;
mod update;
pub mod view;
mod why;
pub(crate) mod wrap;

pub use state::App;
pub use update::update;
