//! Empty values that mean nothing.

use crate::compose::tree::Tree;

/// Drops them.
pub fn apply(tree: &mut Tree) {
    let _ = tree;
}
