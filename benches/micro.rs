//! Micro-benches; `cargo bench` runs them. They are for comparing by hand and gate nothing.

mod app;
mod loader;
mod view;

fn main() {
    divan::main();
}
