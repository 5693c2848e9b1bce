//! The adapter on a real engine: what only a real one can show. That both engines behave alike is the contract suite's.

mod acts;
pub(crate) mod fixture;
mod reads;
mod sessions;
mod streams;
