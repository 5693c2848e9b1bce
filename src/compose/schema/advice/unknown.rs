//! Advice for a key that may not be there.

use super::as_name;
use crate::compose::schema::lookup::{item_of, maps_in};
use crate::compose::schema::rule::{Map, Rest, Rule};
use crate::compose::schema::table::{PROJECT, SERVICE};
use crate::compose::tree::Tree;
use crate::model::text::nearest;
use std::collections::VecDeque;

/// Keys that Compose had once, that other tools have, or that are called otherwise: in a service.
const OTHERWISE: &[(&str, &str)] = &[
    ("cmd", "`command`"),
    ("cpu", "`cpus`"),
    ("cpu_limit", "`cpus`"),
    ("depends", "`depends_on`"),
    ("env", "`environment`"),
    ("log_driver", "`driver` of `logging`"),
    ("log_opt", "`options` of `logging`"),
    ("memory", "`mem_limit`"),
    ("memory_limit", "`mem_limit`"),
    ("name", "`container_name`"),
    ("net", "`network_mode`, or `networks`"),
    (
        "restart_policy",
        "`restart`, or `restart_policy` of `deploy`",
    ),
    ("replicas", "`scale`, or `replicas` of `deploy`"),
    (
        "volume_driver",
        "`driver` of a volume below the top-level `volumes`",
    ),
];

/// Keys that stand in many places: to know one of these says nothing.
const COMMON: [&str; 16] = [
    "action",
    "config",
    "driver",
    "driver_opts",
    "external",
    "file",
    "kind",
    "mode",
    "name",
    "options",
    "path",
    "source",
    "target",
    "type",
    "value",
    "weight",
];

/// Up to so many keys are listed.
const MOST_LISTED: usize = 10;

pub(super) fn why(map: &Map, name: &str) -> String {
    match map.rest {
        Rest::Names(..) if name.is_empty() => "a name is empty".to_owned(),
        Rest::Names(..) => {
            format!("`{name}` is no name: it may have letters, digits, `.`, `_` and `-`")
        }
        _ if map.what.is_empty() => format!("`{name}` is not known here"),
        _ => format!("{} has no key `{name}`", map.what),
    }
}

pub(super) fn hint(map: &'static Map, name: &str, value: &Tree) -> Option<String> {
    if matches!(map.rest, Rest::Names(..)) {
        let name = as_name(name);
        return (!name.is_empty()).then(|| format!("call it for example `{name}`"));
    }
    let is_service = map.what == SERVICE.what;
    if is_service && let Some((_, key)) = OTHERWISE.iter().find(|(old, _)| *old == name) {
        return Some(format!("use {key}"));
    }
    if looks_like_service(value) {
        if map.what == PROJECT.what {
            return Some(format!(
                "a service stands below `services`: indent `{name}` there"
            ));
        }
        if is_service {
            return Some(format!(
                "is `{name}` a service of its own? then its name stands as far left as the other's"
            ));
        }
    }
    let bare = name.trim_start_matches("x_");
    if bare.len() < name.len() {
        return Some(format!("keys of your own begin with `x-`: `x-{bare}`"));
    }
    place_below(map, name)
        .map(|place| format!("`{name}` is a key of {place}"))
        .or_else(|| nearest(name, map.names()).map(|key| format!("did you mean `{key}`?")))
        .or_else(|| {
            let place = place_below(&PROJECT, name)?;
            Some(format!("`{name}` is a key of {place}"))
        })
        .or_else(|| listed(map))
}

fn listed(map: &Map) -> Option<String> {
    let names: Vec<String> = map.names().map(|name| format!("`{name}`")).collect();
    let own = match map.rest {
        Rest::Extensions | Rest::ExtensionsOfParts => "keys of your own begin with `x-`",
        _ => "",
    };
    match names.len() {
        0 => None,
        1..=MOST_LISTED if own.is_empty() => Some(format!("it has {}", names.join(", "))),
        1..=MOST_LISTED => Some(format!("it has {}; {own}", names.join(", "))),
        _ if own.is_empty() => None,
        _ => Some(own.to_owned()),
    }
}

/// Whether a value is a mapping of nothing but keys of a service.
fn looks_like_service(value: &Tree) -> bool {
    value.map().is_some_and(|entries| {
        entries
            .keys()
            .any(|key| matches!(&**key, "image" | "build" | "command" | "ports"))
            && entries.keys().all(|key| SERVICE.rule_of(key).is_some())
    })
}

/// The nearest mapping further in that has such a key.
fn place_below(map: &'static Map, name: &str) -> Option<&'static str> {
    if COMMON.contains(&name) {
        return None;
    }
    let mut open = VecDeque::from(children(map));
    // The table is no larger than this, and it has no cycles.
    for _ in 0..4000 {
        let map = open.pop_front()?;
        if !map.what.is_empty() && map.names().any(|key| key == name) {
            return Some(map.what);
        }
        open.extend(children(map));
    }
    None
}

fn children(map: &'static Map) -> Vec<&'static Map> {
    let rest: Option<&Rule> = match map.rest {
        Rest::Names(_, rule) | Rest::SomeNames(_, rule) => Some(rule),
        _ => None,
    };
    map.keys
        .iter()
        .copied()
        .flatten()
        .map(|(_, rule)| *rule)
        .chain(rest.copied())
        .flat_map(|rule| {
            let mut maps = maps_in(rule);
            maps.extend(item_of(rule).map(maps_in).unwrap_or_default());
            maps
        })
        .collect()
}
