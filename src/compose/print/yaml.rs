//! YAML as Compose's library writes it.

use std::cmp::Ordering;

/// The order in which that library sorts keys.
pub fn key_order(left: &str, right: &str) -> Ordering {
    left.cmp(right)
}
