//! Micro-benches.
fn main() {}
