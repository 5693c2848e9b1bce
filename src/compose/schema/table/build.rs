//! `build`.

use super::common::{
    EXTRA_HOSTS, FILES, PAIRS, SWITCH, TEXT, TEXT_OR_SET, TEXTS, ULIMITS, WHOLE_OR_TEXT,
};
use crate::compose::schema::rule::{MAP, Map, Rule};

pub(super) const BUILD: Rule = Rule::OneOf(&[
    TEXT,
    Rule::Map(&Map {
        what: "`build`",
        keys: &[&[
            ("context", TEXT),
            ("dockerfile", TEXT),
            ("dockerfile_inline", TEXT),
            ("entitlements", TEXTS),
            ("args", PAIRS),
            ("ssh", PAIRS),
            ("labels", PAIRS),
            ("cache_from", TEXTS),
            ("cache_to", TEXTS),
            ("no_cache", SWITCH),
            ("no_cache_filter", TEXT_OR_SET),
            ("additional_contexts", PAIRS),
            ("network", TEXT),
            ("provenance", SWITCH),
            ("sbom", SWITCH),
            ("pull", SWITCH),
            ("target", TEXT),
            ("shm_size", WHOLE_OR_TEXT),
            ("extra_hosts", EXTRA_HOSTS),
            ("isolation", TEXT),
            ("privileged", SWITCH),
            ("secrets", FILES),
            ("tags", TEXTS),
            ("ulimits", ULIMITS),
            ("platforms", TEXTS),
        ]],
        ..MAP
    }),
]);
