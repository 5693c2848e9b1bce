//! Hooks: what runs before and after a service.

use super::common::{COMMAND, PAIRS, SWITCH, TEXT};
use super::container::CONTAINER;
use crate::compose::schema::rule::{Key, MAP, Map, Rest, Rule};

/// A command in the running container.
pub(super) const HOOK: Rule = Rule::Map(&Map {
    what: "a hook",
    keys: &[&[
        ("command", COMMAND),
        ("user", TEXT),
        ("privileged", SWITCH),
        ("working_dir", TEXT),
        ("environment", PAIRS),
    ]],
    required: &["command"],
    ..MAP
});

/// A container of its own, before the service's.
pub(super) const PRE_START: Rule = Rule::Map(&Map {
    what: "a `pre_start` hook",
    keys: &[CONTAINER, OWN],
    rest: Rest::ExtensionsOfParts,
    ..MAP
});

const OWN: &[Key] = &[("per_replica", SWITCH)];
