//! Which keys and values a compose file may have: the schema of Compose 5.6.1.

use crate::compose::diagnostic::Report;
use crate::compose::path::FieldPath;
use crate::compose::tree::Tree;

/// Checks a whole project, as merged so far, against the schema: all errors, each where it is.
///
/// `file_name` is the file that was merged last, as Compose names it.
pub const fn validate(_tree: &Tree, _file_name: &str, _report: &mut Report) {}

/// The keys that may stand in the mapping at a path, sorted; none where it is free or no mapping.
pub const fn keys_of(_path: &FieldPath) -> Vec<&'static str> {
    Vec::new()
}
