//! A simulated engine in this process.
