//! Networks, models and ports of a service.

use super::common::{DRIVER_OPTIONS, NULL, NUMBER, TEXT, TEXT_SET, WHOLE_OR_TEXT};
use crate::compose::schema::rule::{MAP, Map, Pattern, Rest, Rule};

pub(super) const NETWORKS: Rule = Rule::OneOf(&[
    TEXT_SET,
    Rule::Map(&Map {
        rest: Rest::Names(Pattern::Name, &Rule::OneOf(&[Rule::Map(&ATTACHMENT), NULL])),
        ..MAP
    }),
]);

const ATTACHMENT: Map = Map {
    what: "a network of a service",
    keys: &[&[
        ("aliases", TEXT_SET),
        ("interface_name", TEXT),
        ("ipv4_address", TEXT),
        ("ipv6_address", TEXT),
        ("link_local_ips", TEXT_SET),
        ("mac_address", TEXT),
        ("driver_opts", DRIVER_OPTIONS),
        ("priority", NUMBER),
        ("gw_priority", NUMBER),
    ]],
    ..MAP
};

pub(super) const MODELS: Rule = Rule::OneOf(&[
    TEXT_SET,
    Rule::Map(&Map {
        rest: Rest::SomeNames(
            Pattern::Name,
            &Rule::OneOf(&[
                Rule::Map(&Map {
                    what: "a model of a service",
                    keys: &[&[("endpoint_var", TEXT), ("model_var", TEXT)]],
                    ..MAP
                }),
                NULL,
            ]),
        ),
        ..MAP
    }),
]);

pub(super) const PORTS: Rule = Rule::Set(&Rule::OneOf(&[
    NUMBER,
    TEXT,
    Rule::Map(&Map {
        what: "a port",
        keys: &[&[
            ("name", TEXT),
            ("mode", TEXT),
            ("host_ip", TEXT),
            ("target", WHOLE_OR_TEXT),
            ("published", WHOLE_OR_TEXT),
            ("protocol", TEXT),
            ("app_protocol", TEXT),
        ]],
        ..MAP
    }),
]));
