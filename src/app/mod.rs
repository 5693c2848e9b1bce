//! The state machine: `update(&mut App, Msg, Now) -> Effects`. Pure: no engine, no file, no clock, no terminal.

pub mod effect;
pub mod key;
pub mod msg;
