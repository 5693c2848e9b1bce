//! Settings: every layer a patch over the default, each value with where it came from.

pub mod located;
pub mod settings;
pub mod theme;
