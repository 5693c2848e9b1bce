//! Services and jobs.

use super::build::BUILD;
use super::common::{BOOL, NUMBER_OR_TEXT, SWITCH, TEXT, TEXT_SET, WHOLE_OR_TEXT};
use super::container::CONTAINER;
use super::deploy::{DEPLOY, DEVELOP, HEALTHCHECK};
use super::hooks::{HOOK, PRE_START};
use super::networking::PORTS;
use crate::compose::schema::rule::{Key, MAP, Map, Pattern, Rest, Rule, Types};

pub(in crate::compose::schema) const SERVICE: Map = Map {
    what: "a service",
    keys: &[CONTAINER, WORKLOAD, OWN_OF_SERVICE],
    rest: Rest::ExtensionsOfParts,
    ..MAP
};

pub(super) const JOB: Map = Map {
    what: "a job",
    keys: &[CONTAINER, WORKLOAD, OWN_OF_JOB],
    rest: Rest::ExtensionsOfParts,
    required: &["triggers"],
    ..MAP
};

/// What services and jobs have in common, beyond their container.
const WORKLOAD: &[Key] = &[
    ("build", BUILD),
    ("depends_on", DEPENDS_ON),
    ("healthcheck", HEALTHCHECK),
    ("ports", PORTS),
    ("expose", Rule::Set(&NUMBER_OR_TEXT)),
    ("stdin_open", SWITCH),
    ("tty", SWITCH),
];

const DEPENDS_ON: Rule = Rule::OneOf(&[
    TEXT_SET,
    Rule::Map(&Map {
        rest: Rest::Names(
            Pattern::Name,
            &Rule::Map(&Map {
                what: "a dependency",
                keys: &[&[
                    ("restart", SWITCH),
                    ("required", BOOL),
                    (
                        "condition",
                        Rule::Word(&[
                            "service_started",
                            "service_healthy",
                            "service_completed_successfully",
                        ]),
                    ),
                ]],
                required: &["condition"],
                ..MAP
            }),
        ),
        ..MAP
    }),
]);

const OWN_OF_SERVICE: &[Key] = &[
    ("deploy", DEPLOY),
    ("develop", DEVELOP),
    ("profiles", TEXT_SET),
    ("restart", TEXT),
    ("scale", WHOLE_OR_TEXT),
    ("attach", SWITCH),
    ("container_name", Rule::Like(Pattern::ContainerName)),
    ("provider", PROVIDER),
    ("extends", EXTENDS),
    ("links", TEXT_SET),
    ("external_links", TEXT_SET),
    ("pre_start", Rule::List(&PRE_START)),
    ("post_start", Rule::List(&HOOK)),
    ("pre_stop", Rule::List(&HOOK)),
];

const SIMPLE: Rule = Rule::Is(Types::TEXT.or(Types::NUMBER).or(Types::BOOL));

const PROVIDER: Rule = Rule::Map(&Map {
    what: "`provider`",
    keys: &[&[
        ("type", TEXT),
        (
            "options",
            Rule::Map(&Map {
                rest: Rest::SomeNames(Pattern::Line, &Rule::OneOf(&[SIMPLE, Rule::List(&SIMPLE)])),
                ..MAP
            }),
        ),
    ]],
    required: &["type"],
    ..MAP
});

const EXTENDS: Rule = Rule::OneOf(&[
    TEXT,
    Rule::Map(&Map {
        what: "`extends`",
        keys: &[&[("service", TEXT), ("file", TEXT)]],
        rest: Rest::Refused,
        required: &["service"],
        ..MAP
    }),
]);

const OWN_OF_JOB: &[Key] = &[("profiles", TEXT_SET), ("triggers", TRIGGERS)];

const TRIGGERS: Rule = Rule::Map(&Map {
    what: "`triggers`",
    keys: &[&[
        ("manual", SWITCH),
        (
            "schedule",
            Rule::List(&Rule::OneOf(&[TEXT, Rule::Map(&SCHEDULE)])),
        ),
    ]],
    either: &["manual", "schedule"],
    ..MAP
});

const SCHEDULE: Map = Map {
    what: "a schedule",
    keys: &[&[
        ("cron", TEXT),
        ("timezone", TEXT),
        ("concurrency", Rule::Word(&["forbid", "queue"])),
        ("missed_fires", Rule::Word(&["one", "skip"])),
    ]],
    required: &["cron"],
    ..MAP
};
