//! Compose files: text to project. Pure except through [`sources::Sources`].

pub mod discover;
pub mod disk;
pub mod dotenv;
pub mod fill;
pub mod node;
pub mod outline;
pub mod sources;
pub mod surroundings;
pub mod yaml;
