//! Compose files: text to project. Pure except through [`sources::Sources`].

pub mod disk;
pub mod sources;
pub mod surroundings;
