//! Relative paths to absolute ones.

use crate::compose::diagnostic::Report;
use crate::compose::tree::Tree;
use std::path::Path;

/// Makes the paths of a tree absolute: relative to `working_dir`, and `~` to `home`.
pub fn resolve(tree: &mut Tree, working_dir: &Path, home: Option<&Path>, report: &mut Report) {
    let _ = (tree, working_dir, home, report);
}
