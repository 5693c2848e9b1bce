//! Parts that panes and modals are made of.

pub(crate) mod chart;
pub(crate) mod columns;
pub(crate) mod input;
pub(crate) mod log;
pub(crate) mod rows;
pub(crate) mod table;
