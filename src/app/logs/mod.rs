//! The log pane: lines of one or several containers, merged by time, in a ring capped by bytes.

pub mod level;
pub mod pane;
pub mod ring;
pub mod rows;
pub mod search;

pub use pane::LogPane;
