//! What the schema cannot say about a project.

use crate::compose::diagnostic::Report;
use crate::compose::tree::Tree;

/// Checks of the merged tree, before paths are resolved: each value by itself.
pub fn tree(tree: &Tree, report: &mut Report) {
    let _ = (tree, report);
}

/// Checks of the normalised project: whether its services and resources fit together. `is_enabled` says which services
/// the profiles leave; only these are checked.
pub fn project(project: &Tree, is_enabled: &dyn Fn(&str) -> bool, report: &mut Report) {
    let _ = (project, is_enabled, report);
}
