//! The adapter against an engine that sends what no engine known today sends, hangs, breaks off, floods, or is none.
#![cfg(unix)]

mod answers;
mod connecting;
pub(crate) mod server;
mod streams;
mod tls;
