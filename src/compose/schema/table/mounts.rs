//! Volumes and devices of a container.

use super::common::{NUMBER_OR_TEXT, PAIRS, SWITCH, TEXT, WHOLE_OR_TEXT};
use crate::compose::schema::rule::{MAP, Map, Rest, Rule};

pub(super) const VOLUMES: Rule = Rule::Set(&Rule::OneOf(&[TEXT, Rule::Map(&MOUNT)]));

const MOUNT: Map = Map {
    what: "a volume of a service",
    required: &["type"],
    keys: &[&[
        (
            "type",
            Rule::Word(&["bind", "volume", "tmpfs", "cluster", "npipe", "image"]),
        ),
        ("source", TEXT),
        ("target", TEXT),
        ("read_only", SWITCH),
        ("consistency", TEXT),
        (
            "bind",
            Rule::Map(&Map {
                what: "`bind` of a volume",
                keys: &[&[
                    ("propagation", TEXT),
                    ("create_host_path", SWITCH),
                    (
                        "recursive",
                        Rule::Word(&["enabled", "disabled", "writable", "readonly"]),
                    ),
                    ("selinux", Rule::Word(&["z", "Z"])),
                ]],
                ..MAP
            }),
        ),
        (
            "volume",
            Rule::Map(&Map {
                what: "`volume` of a volume",
                keys: &[&[("labels", PAIRS), ("nocopy", SWITCH), ("subpath", TEXT)]],
                ..MAP
            }),
        ),
        (
            "tmpfs",
            Rule::Map(&Map {
                what: "`tmpfs` of a volume",
                keys: &[&[
                    ("size", Rule::OneOf(&[Rule::Within(0, None), TEXT])),
                    ("mode", NUMBER_OR_TEXT),
                ]],
                ..MAP
            }),
        ),
        (
            "image",
            Rule::Map(&Map {
                what: "`image` of a volume",
                keys: &[&[("subpath", TEXT)]],
                ..MAP
            }),
        ),
    ]],
    ..MAP
};

pub(super) const DEVICES: Rule = Rule::List(&Rule::OneOf(&[
    TEXT,
    Rule::Map(&Map {
        what: "a device",
        keys: &[&[("source", TEXT), ("target", TEXT), ("permissions", TEXT)]],
        required: &["source"],
        ..MAP
    }),
]));

pub(super) const BLKIO: Rule = Rule::Map(&Map {
    what: "`blkio_config`",
    keys: &[&[
        ("device_read_bps", LIMITS),
        ("device_read_iops", LIMITS),
        ("device_write_bps", LIMITS),
        ("device_write_iops", LIMITS),
        ("weight", WHOLE_OR_TEXT),
        (
            "weight_device",
            Rule::List(&Rule::Map(&Map {
                what: "the weight of a device",
                keys: &[&[("path", TEXT), ("weight", WHOLE_OR_TEXT)]],
                rest: Rest::Refused,
                ..MAP
            })),
        ),
    ]],
    rest: Rest::Refused,
    ..MAP
});

const LIMITS: Rule = Rule::List(&Rule::Map(&Map {
    what: "the limit of a device",
    keys: &[&[("path", TEXT), ("rate", WHOLE_OR_TEXT)]],
    rest: Rest::Refused,
    ..MAP
}));
