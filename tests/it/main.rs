//! The black-box tests, as one binary.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests read files, start processes, keep real deadlines, and fail by panicking"
)]

mod contract;
mod corpus;
mod diagnostics;
mod fake_engine;
mod frames;
mod headless;
mod interop;
mod keys;
mod layering;
mod operations;
mod projects;
mod properties;
#[cfg(target_os = "linux")]
mod pty;

mod readme;
mod real_engine;
mod screenshots;
mod support;
mod untrusted;
mod variations;
