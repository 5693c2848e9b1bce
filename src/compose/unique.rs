//! Lists that hold each thing once: the last one counts, in the place of the first.

use crate::compose::diagnostic::Report;
use crate::compose::tree::Tree;

/// Removes from lists what a later item of the list redefines.
pub fn apply(tree: &mut Tree, report: &mut Report) {
    let _ = (tree, report);
}
