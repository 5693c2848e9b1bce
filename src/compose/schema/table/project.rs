//! A whole project.

use super::common::{TEXT, TEXT_OR_SET};
use super::resources::{CONFIG, MODEL, NETWORK, SECRET, VOLUME};
use super::service::{JOB, SERVICE};
use crate::compose::schema::rule::{MAP, Map, Pattern, Rest, Rule};

pub(in crate::compose::schema) const PROJECT: Map = Map {
    what: "a compose file",
    keys: &[&[
        ("version", TEXT),
        ("name", TEXT),
        ("include", Rule::List(&INCLUDE)),
        ("services", Rule::Map(&named(&Rule::Map(&SERVICE)))),
        ("models", Rule::Map(&named(&MODEL))),
        ("networks", Rule::Map(&named(&NETWORK))),
        ("volumes", Rule::Map(&named(&VOLUME))),
        ("secrets", Rule::Map(&named(&SECRET))),
        ("configs", Rule::Map(&named(&CONFIG))),
        ("jobs", Rule::Map(&named(&Rule::Map(&JOB)))),
    ]],
    ..MAP
};

const fn named(rule: &'static Rule) -> Map {
    Map {
        rest: Rest::Names(Pattern::Name, rule),
        ..MAP
    }
}

const INCLUDE: Rule = Rule::OneOf(&[
    TEXT,
    Rule::Map(&Map {
        what: "`include`",
        keys: &[&[
            ("path", TEXT_OR_SET),
            ("env_file", TEXT_OR_SET),
            ("project_directory", TEXT),
        ]],
        rest: Rest::Refused,
        ..MAP
    }),
]);
