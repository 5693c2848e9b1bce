//! The state machine: `update(&mut App, Msg, Now) -> Effects`. Pure: no engine, no file, no clock, no terminal.

pub mod action;
pub mod domain;
pub mod effect;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod modal;
pub mod msg;
pub mod screen;
pub mod text_buffer;
pub mod view;
