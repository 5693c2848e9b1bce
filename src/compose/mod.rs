//! Compose files: text to project. Pure except through [`sources::Sources`].

pub mod canonical;
pub mod check;
pub mod defaults;
pub mod diagnostic;
pub mod discover;
pub mod disk;
pub mod dotenv;
pub mod environment;
pub mod fill;
pub mod node;
pub mod normalize;
pub mod omit;
pub mod options;
pub mod origin;
pub mod outline;
pub mod path;
pub mod paths;
pub mod remote;
pub mod schema;
pub mod sources;
pub mod surroundings;
pub mod tree;
pub mod unique;
pub mod yaml;
