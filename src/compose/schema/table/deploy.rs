//! `deploy` and `develop`.

use super::common::{
    BOOL, DEVICE_KEYS, NUMBER_OR_TEXT, PAIRS, SWITCH, TEXT, TEXT_OR_SET, TEXTS, WHOLE_OR_TEXT,
};
use super::hooks::HOOK;
use crate::compose::schema::rule::{Key, MAP, Map, Rule, Types};

pub(super) const DEPLOY: Rule = Rule::Map(&Map {
    what: "`deploy`",
    keys: &[&[
        ("mode", TEXT),
        ("endpoint_mode", TEXT),
        ("replicas", WHOLE_OR_TEXT),
        ("labels", PAIRS),
        (
            "rollback_config",
            Rule::Map(&Map {
                what: "`rollback_config`",
                keys: &[UPDATE],
                ..MAP
            }),
        ),
        (
            "update_config",
            Rule::Map(&Map {
                what: "`update_config`",
                keys: &[UPDATE],
                ..MAP
            }),
        ),
        (
            "resources",
            Rule::Map(&Map {
                what: "`resources`",
                keys: &[&[("limits", LIMITS), ("reservations", RESERVATIONS)]],
                ..MAP
            }),
        ),
        (
            "restart_policy",
            Rule::Map(&Map {
                what: "`restart_policy`",
                keys: &[&[
                    ("condition", TEXT),
                    ("delay", TEXT),
                    ("max_attempts", WHOLE_OR_TEXT),
                    ("window", TEXT),
                ]],
                ..MAP
            }),
        ),
        ("placement", PLACEMENT),
    ]],
    besides: Types::NULL,
    ..MAP
});

const UPDATE: &[Key] = &[
    ("parallelism", WHOLE_OR_TEXT),
    ("delay", TEXT),
    ("failure_action", TEXT),
    ("monitor", TEXT),
    ("max_failure_ratio", NUMBER_OR_TEXT),
    ("order", Rule::Word(&["start-first", "stop-first"])),
];

const LIMITS: Rule = Rule::Map(&Map {
    what: "`limits`",
    keys: &[&[
        ("cpus", NUMBER_OR_TEXT),
        ("memory", TEXT),
        ("pids", WHOLE_OR_TEXT),
    ]],
    ..MAP
});

const RESERVATIONS: Rule = Rule::Map(&Map {
    what: "`reservations`",
    keys: &[&[
        ("cpus", NUMBER_OR_TEXT),
        ("memory", TEXT),
        (
            "generic_resources",
            Rule::List(&Rule::Map(&Map {
                what: "a generic resource",
                keys: &[&[(
                    "discrete_resource_spec",
                    Rule::Map(&Map {
                        what: "`discrete_resource_spec`",
                        keys: &[&[("kind", TEXT), ("value", NUMBER_OR_TEXT)]],
                        ..MAP
                    }),
                )]],
                ..MAP
            })),
        ),
        (
            "devices",
            Rule::List(&Rule::Map(&Map {
                what: "a request for devices",
                keys: &[DEVICE_KEYS],
                required: &["capabilities"],
                ..MAP
            })),
        ),
    ]],
    ..MAP
});

const PLACEMENT: Rule = Rule::Map(&Map {
    what: "`placement`",
    keys: &[&[
        ("constraints", TEXTS),
        (
            "preferences",
            Rule::List(&Rule::Map(&Map {
                what: "a preference",
                keys: &[&[("spread", TEXT)]],
                ..MAP
            })),
        ),
        ("max_replicas_per_node", WHOLE_OR_TEXT),
    ]],
    ..MAP
});

pub(super) const DEVELOP: Rule = Rule::Map(&Map {
    what: "`develop`",
    keys: &[&[(
        "watch",
        Rule::List(&Rule::Map(&Map {
            what: "a rule of `watch`",
            keys: &[&[
                ("ignore", TEXT_OR_SET),
                ("include", TEXT_OR_SET),
                ("path", TEXT),
                (
                    "action",
                    Rule::Word(&["rebuild", "sync", "restart", "sync+restart", "sync+exec"]),
                ),
                ("target", TEXT),
                ("exec", HOOK),
                ("initial_sync", BOOL),
            ]],
            required: &["path", "action"],
            ..MAP
        })),
    )]],
    besides: Types::NULL,
    ..MAP
});

pub(super) const HEALTHCHECK: Rule = Rule::Map(&Map {
    what: "`healthcheck`",
    keys: &[&[
        ("disable", SWITCH),
        ("interval", TEXT),
        ("retries", NUMBER_OR_TEXT),
        ("test", Rule::OneOf(&[TEXT, TEXTS])),
        ("timeout", TEXT),
        ("start_period", TEXT),
        ("start_interval", TEXT),
    ]],
    ..MAP
});
