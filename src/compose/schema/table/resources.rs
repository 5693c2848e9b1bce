//! What a project declares beside its services: networks, volumes, secrets, configs, models.

use super::common::{DRIVER_OPTIONS, PAIRS, SWITCH, TEXT, TEXTS};
use crate::compose::schema::rule::{Key, MAP, Map, Pattern, Rest, Rule, Types};

const YES_OR_TEXT: Types = Types::BOOL.or(Types::TEXT);
const NAME_ONLY: &[&[Key]] = &[&[("name", TEXT)]];

/// `external` of networks and volumes.
const EXTERNAL: Rule = Rule::Map(&Map {
    what: "`external`",
    keys: NAME_ONLY,
    besides: YES_OR_TEXT,
    ..MAP
});

/// `external` of secrets and configs.
const FREE_EXTERNAL: Rule = Rule::Map(&Map {
    keys: NAME_ONLY,
    rest: Rest::Free,
    besides: YES_OR_TEXT,
    ..MAP
});

pub(super) const NETWORK: Rule = Rule::Map(&Map {
    what: "a network",
    keys: &[&[
        ("name", TEXT),
        ("driver", TEXT),
        ("driver_opts", DRIVER_OPTIONS),
        ("ipam", IPAM),
        ("external", EXTERNAL),
        ("internal", SWITCH),
        ("enable_ipv4", SWITCH),
        ("enable_ipv6", SWITCH),
        ("attachable", SWITCH),
        ("labels", PAIRS),
    ]],
    besides: Types::NULL,
    ..MAP
});

const IPAM: Rule = Rule::Map(&Map {
    what: "`ipam`",
    keys: &[&[
        ("driver", TEXT),
        (
            "config",
            Rule::List(&Rule::Map(&Map {
                what: "a subnet of `ipam`",
                keys: &[&[
                    ("subnet", TEXT),
                    ("ip_range", TEXT),
                    ("gateway", TEXT),
                    ("aux_addresses", TEXTS_BY_NAME),
                ]],
                ..MAP
            })),
        ),
        ("options", TEXTS_BY_NAME),
    ]],
    ..MAP
});

const TEXTS_BY_NAME: Rule = Rule::Map(&Map {
    rest: Rest::Names(Pattern::Line, &TEXT),
    ..MAP
});

pub(super) const VOLUME: Rule = Rule::Map(&Map {
    what: "a volume",
    keys: &[&[
        ("name", TEXT),
        ("driver", TEXT),
        ("driver_opts", DRIVER_OPTIONS),
        ("external", EXTERNAL),
        ("labels", PAIRS),
    ]],
    besides: Types::NULL,
    ..MAP
});

pub(super) const SECRET: Rule = Rule::Map(&Map {
    what: "a secret",
    keys: &[&[
        ("name", TEXT),
        ("environment", TEXT),
        ("file", TEXT),
        ("external", FREE_EXTERNAL),
        ("labels", PAIRS),
        ("driver", TEXT),
        ("driver_opts", DRIVER_OPTIONS),
        ("template_driver", TEXT),
    ]],
    ..MAP
});

pub(super) const CONFIG: Rule = Rule::Map(&Map {
    what: "a config",
    keys: &[&[
        ("name", TEXT),
        ("content", TEXT),
        ("environment", TEXT),
        ("file", TEXT),
        ("external", FREE_EXTERNAL),
        ("labels", PAIRS),
        ("template_driver", TEXT),
    ]],
    ..MAP
});

pub(super) const MODEL: Rule = Rule::Map(&Map {
    what: "a model",
    keys: &[&[
        ("name", TEXT),
        ("model", TEXT),
        ("context_size", Rule::Is(Types::WHOLE)),
        ("runtime_flags", TEXTS),
    ]],
    required: &["model"],
    ..MAP
});
