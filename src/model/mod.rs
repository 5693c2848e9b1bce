//! The vocabulary of the program: ids, units, states, and what an engine shows.
//!
//! Plain data over `std` and `serde`. Knows no engine, no file, no clock and no terminal; everything else may use it.

pub mod api_version;
pub mod capabilities;
pub mod event;
pub mod exit;
pub mod ids;
pub mod labels;
pub mod log;
pub mod observed;
pub mod sample;
pub mod secret;
pub mod status;
pub mod text;
pub mod time;
pub mod units;
