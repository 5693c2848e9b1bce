//! A project as text, as `docker compose config` prints it.

pub mod json;
pub mod number;
pub mod shape;
pub mod yaml;
