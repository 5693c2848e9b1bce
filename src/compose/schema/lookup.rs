//! What the table has at a path.

use super::rule::{Map, Rule};
use super::table::PROJECT;
use crate::compose::path::{FieldPath, Segment};

/// The keys that may stand in the mapping at a path, sorted; none where names are free or it is no mapping.
///
/// ```
/// # use stacktui::compose::{path::FieldPath, schema};
/// let path = FieldPath::of(&["services", "web", "build"]);
/// assert!(schema::keys_of(&path).contains(&"dockerfile"));
/// ```
pub fn keys_of(path: &FieldPath) -> Vec<&'static str> {
    let mut keys: Vec<&str> = rule_at(path)
        .map(maps_in)
        .unwrap_or_default()
        .into_iter()
        .flat_map(Map::names)
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What may stand at a path; `None`: nothing, the way there is closed.
pub(super) fn rule_at(path: &FieldPath) -> Option<Rule> {
    path.segments()
        .iter()
        .try_fold(Rule::Map(&PROJECT), |rule, segment| match segment {
            Segment::Key(key) => maps_in(rule).into_iter().find_map(|map| map.rule_of(key)),
            Segment::Index(_) => item_of(rule),
        })
}

/// The mappings among the forms of a rule.
pub(super) fn maps_in(rule: Rule) -> Vec<&'static Map> {
    match rule {
        Rule::Map(map) => vec![map],
        Rule::OneOf(forms) => forms.iter().flat_map(|form| maps_in(*form)).collect(),
        _ => Vec::new(),
    }
}

/// What the items of a list may be, where it may be a list.
pub(super) fn item_of(rule: Rule) -> Option<Rule> {
    match rule {
        Rule::List(item) | Rule::Set(item) => Some(*item),
        Rule::OneOf(forms) => forms.iter().find_map(|form| item_of(*form)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_in_all_forms_and_below_lists() {
        let port = FieldPath::of(&["services", "web", "ports"]).index(3);
        assert_eq!(
            keys_of(&port),
            [
                "app_protocol",
                "host_ip",
                "mode",
                "name",
                "protocol",
                "published",
                "target"
            ]
        );
        assert!(keys_of(&FieldPath::root()).contains(&"services"));
        assert!(keys_of(&FieldPath::of(&["services"])).is_empty());
        assert!(keys_of(&FieldPath::of(&["services", "a b"])).is_empty());
        assert!(keys_of(&FieldPath::of(&["x-common", "anything"])).is_empty());
        assert_eq!(
            keys_of(&FieldPath::of(&["services", "a", "depends_on", "b"])),
            ["condition", "required", "restart"]
        );
    }
}
