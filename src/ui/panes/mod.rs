//! The panes of the main screen.

pub(crate) mod containers;
pub(crate) mod detail;
pub(crate) mod footer;
pub(crate) mod header;
pub(crate) mod list;
