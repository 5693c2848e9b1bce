//! Values that nobody wrote and that have a default.

use crate::compose::tree::Tree;

/// Sets them.
pub fn apply(tree: &mut Tree) {
    let _ = tree;
}
