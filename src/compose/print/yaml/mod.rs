//! YAML as Compose's library (go-yaml 4, with the defaults of its version 3) writes it, to the byte.

mod emitter;
mod order;
mod resolve;
mod scalar;

pub use order::key_order;

use crate::compose::print::shape::Shape;

/// A document, with a line break at its end.
pub fn document(shape: &Shape<'_>) -> String {
    let mut emitter = emitter::Emitter::default();
    emitter.document(shape);
    emitter.finish()
}

#[cfg(test)]
mod tests;
