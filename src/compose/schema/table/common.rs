//! Forms that stand in many places.

use crate::compose::schema::rule::{Key, MAP, Map, Pattern, Rest, Rule, Types};

pub(super) const TEXT: Rule = Rule::Is(Types::TEXT);
pub(super) const BOOL: Rule = Rule::Is(Types::BOOL);
pub(super) const NUMBER: Rule = Rule::Is(Types::NUMBER);
pub(super) const NULL: Rule = Rule::Is(Types::NULL);
/// True or false, or a text that may become it.
pub(super) const SWITCH: Rule = Rule::Is(Types::BOOL.or(Types::TEXT));
pub(super) const NUMBER_OR_TEXT: Rule = Rule::Is(Types::NUMBER.or(Types::TEXT));
pub(super) const WHOLE_OR_TEXT: Rule = Rule::Is(Types::WHOLE.or(Types::TEXT));

pub(super) const TEXTS: Rule = Rule::List(&TEXT);
pub(super) const TEXT_SET: Rule = Rule::Set(&TEXT);
pub(super) const TEXT_OR_SET: Rule = Rule::OneOf(&[TEXT, TEXT_SET]);

/// A command: a line for the shell's rules, or its words.
pub(super) const COMMAND: Rule = Rule::OneOf(&[NULL, TEXT, TEXTS]);

/// `KEY: value`, or `- KEY=value`.
pub(super) const PAIRS: Rule = Rule::OneOf(&[
    Rule::Map(&Map {
        rest: Rest::Names(
            Pattern::Filled,
            &Rule::Is(
                Types::TEXT
                    .or(Types::NUMBER)
                    .or(Types::BOOL)
                    .or(Types::NULL),
            ),
        ),
        ..MAP
    }),
    TEXT_SET,
]);

/// Options of a driver.
pub(super) const DRIVER_OPTIONS: Rule = Rule::Map(&Map {
    rest: Rest::SomeNames(Pattern::Line, &NUMBER_OR_TEXT),
    ..MAP
});

/// Names of hosts and their addresses.
pub(super) const EXTRA_HOSTS: Rule = Rule::OneOf(&[
    Rule::Map(&Map {
        rest: Rest::Names(Pattern::Filled, &Rule::OneOf(&[TEXT, TEXTS])),
        ..MAP
    }),
    TEXT_SET,
]);

pub(super) const ULIMITS: Rule = Rule::Map(&Map {
    rest: Rest::SomeNames(
        Pattern::Small,
        &Rule::OneOf(&[
            WHOLE_OR_TEXT,
            Rule::Map(&Map {
                what: "a limit",
                keys: &[&[("hard", WHOLE_OR_TEXT), ("soft", WHOLE_OR_TEXT)]],
                required: &["soft", "hard"],
                ..MAP
            }),
        ]),
    ),
    ..MAP
});

/// Configs or secrets that a service or a build uses.
pub(super) const FILES: Rule = Rule::List(&Rule::OneOf(&[
    TEXT,
    Rule::Map(&Map {
        what: "a config or secret of a service",
        keys: &[&[
            ("source", TEXT),
            ("target", TEXT),
            ("uid", TEXT),
            ("gid", TEXT),
            ("mode", NUMBER_OR_TEXT),
        ]],
        ..MAP
    }),
]));

/// What a request for devices of `gpus` and of `deploy` names.
pub(super) const DEVICE_KEYS: &[Key] = &[
    ("capabilities", TEXT_SET),
    ("count", WHOLE_OR_TEXT),
    ("device_ids", TEXT_SET),
    ("driver", TEXT),
    ("options", PAIRS),
];
