//! Compose files: text to project. Pure except through [`sources::Sources`].

pub mod diagnostic;
pub mod discover;
pub mod disk;
pub mod dotenv;
pub mod environment;
pub mod fill;
pub mod node;
pub mod origin;
pub mod outline;
pub mod path;
pub mod sources;
pub mod surroundings;
pub mod tree;
pub mod yaml;
