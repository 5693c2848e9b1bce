//! A project as text, as `docker compose config` prints it.

pub mod json;
pub mod shape;
pub mod time;
pub mod yaml;
