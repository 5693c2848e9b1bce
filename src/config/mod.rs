//! Settings: every layer a patch over the default, each value with where it came from.

pub mod color;
pub mod field;
pub mod keys;
pub mod load;
pub mod located;
pub mod paths;
pub mod settings;
pub mod theme;

pub use load::{LoadError, Loaded, Origin, load};
