//! Short forms made long, and long ones short.

use super::change::{at, places};
use super::document::{Doc, key, map, plain, text};
use super::random::Random;

/// Swaps the form of one value that has several.
pub(crate) fn swap(document: &mut Doc, random: &mut Random) -> bool {
    let candidates: Vec<_> = places(document)
        .into_iter()
        .filter_map(|(place, path)| {
            let path = path.strip_prefix("services.*.").unwrap_or(&path).to_owned();
            let new = swapped(&path, at(document, &place)?, random)?;
            Some((place, new))
        })
        .collect();
    let Some((place, new)) = random.any(&candidates) else {
        return false;
    };
    at(document, place).is_some_and(|value| {
        *value = new.clone();
        true
    })
}

fn swapped(path: &str, value: &Doc, random: &mut Random) -> Option<Doc> {
    let last = path.rsplit('.').next()?;
    match (path, last) {
        ("ports.[]", _) => port(value),
        ("volumes.[]", _) => volume(value),
        ("secrets.[]" | "configs.[]", _) => match value {
            Doc::Scalar(_) => Some(map([("source", value.clone())])),
            _ => value.get("source").cloned(),
        },
        ("build", _) => match value {
            Doc::Scalar(_) => Some(map([("context", value.clone())])),
            _ => value.get("context").cloned(),
        },
        ("networks" | "models", _) => keys_or_map(value, |_| plain("null")),
        ("depends_on", _) => {
            let conditions = [
                "service_started",
                "service_healthy",
                "service_completed_successfully",
            ];
            let condition = text(*random.of(&conditions));
            keys_or_map(value, |_| map([("condition", condition.clone())]))
        }
        ("command" | "entrypoint", _) => words(value, &[]),
        ("healthcheck.test", _) => words(value, &["CMD-SHELL"]),
        ("env_file", _) => match (value, random.below(2)) {
            (Doc::Scalar(_), 0) => Some(Doc::List(vec![map([("path", value.clone())])])),
            _ => one_or_list(value),
        },
        ("dns" | "dns_search" | "tmpfs" | "label_file", _) => one_or_list(value),
        (
            _,
            "environment" | "labels" | "annotations" | "args" | "sysctls" | "additional_contexts",
        ) => pairs(value, "=", random),
        (_, "extra_hosts") => pairs(value, if random.percent(50) { ":" } else { "=" }, random),
        _ if path.starts_with("ulimits.") && path.matches('.').count() == 1 => match value {
            Doc::Scalar(_) => Some(map([("soft", value.clone()), ("hard", value.clone())])),
            _ => value.get("hard").cloned(),
        },
        _ => None,
    }
}

fn one_or_list(value: &Doc) -> Option<Doc> {
    match value {
        Doc::Scalar(_) => Some(Doc::List(vec![value.clone()])),
        _ => value
            .items()?
            .first()
            .filter(|item| item.as_text().is_some())
            .cloned(),
    }
}

fn keys_or_map(value: &Doc, new: impl Fn(&str) -> Doc) -> Option<Doc> {
    if let Some(entries) = value.entries() {
        return Some(Doc::List(
            entries.iter().map(|(key, _)| text(&key.text)).collect(),
        ));
    }
    let names = value.items()?.iter().filter_map(Doc::as_text);
    Some(Doc::Map(names.map(|name| (key(name), new(name))).collect()))
}

fn words(value: &Doc, before: &[&str]) -> Option<Doc> {
    if let Some(line) = value.as_text() {
        let words: Vec<&str> = if before.is_empty() {
            line.split_whitespace().collect()
        } else {
            [before, &[line]].concat()
        };
        return Some(Doc::List(words.into_iter().map(text).collect()));
    }
    let words: Option<Vec<&str>> = value.items()?.iter().map(Doc::as_text).collect();
    Some(text(words?.join(" ")))
}

fn pairs(value: &Doc, sign: &str, random: &mut Random) -> Option<Doc> {
    if let Some(entries) = value.entries() {
        let items: Option<Vec<Doc>> = entries
            .iter()
            .map(|(key, value)| match value {
                Doc::Scalar(scalar)
                    if scalar.is_plain && matches!(&*scalar.text, "" | "null" | "~") =>
                {
                    Some(text(&key.text))
                }
                _ => Some(text(format!("{}{sign}{}", key.text, value.as_text()?))),
            })
            .collect();
        return items.map(Doc::List);
    }
    let entries = value.items()?.iter().filter_map(Doc::as_text).map(|item| {
        let pair = item
            .split_once('=')
            .or_else(|| item.split_once(':').filter(|_| sign == ":"));
        match pair {
            None => (key(item), plain("null")),
            // A number here is written as a number now and then, which Compose prints as Go does.
            Some((name, value)) if value.parse::<f64>().is_ok() && random.percent(50) => {
                (key(name), plain(value))
            }
            Some((name, value)) => (key(name), text(value)),
        }
    });
    let mut known: Vec<(super::document::Scalar, Doc)> = Vec::new();
    for (key, value) in entries {
        super::change::put_entry(&mut known, key, value);
    }
    Some(Doc::Map(known))
}

fn port(value: &Doc) -> Option<Doc> {
    if let Some(short) = value.as_text() {
        let (ports, protocol) = short.split_once('/').unwrap_or((short, "tcp"));
        let places: Vec<&str> = ports.rsplitn(3, ':').collect();
        let mut long = map([("target", plain(places[0])), ("protocol", text(protocol))]);
        if let Some(published) = places.get(1) {
            long.set("published", text(*published));
        }
        if let Some(ip) = places.get(2) {
            long.set("host_ip", text(*ip));
        }
        return Some(long);
    }
    let target = value.get("target")?.as_text()?;
    let published = value.get("published").and_then(Doc::as_text);
    let protocol = value.get("protocol").and_then(Doc::as_text);
    let published = published.map_or_else(String::new, |published| format!("{published}:"));
    let protocol = protocol.map_or_else(String::new, |protocol| format!("/{protocol}"));
    Some(text(format!("{published}{target}{protocol}")))
}

fn volume(value: &Doc) -> Option<Doc> {
    if let Some(short) = value.as_text() {
        let mut parts = short.split(':');
        let (source, target) = (parts.next()?, parts.next()?);
        let is_path = source.starts_with(['.', '/', '~']);
        let kind = if is_path { "bind" } else { "volume" };
        let mut long = map([
            ("type", text(kind)),
            ("source", text(source)),
            ("target", text(target)),
        ]);
        if parts.next() == Some("ro") {
            long.set("read_only", plain("true"));
        }
        return Some(long);
    }
    let source = value.get("source")?.as_text()?;
    let target = value.get("target")?.as_text()?;
    let mode = if value.get("read_only").is_some() {
        ":ro"
    } else {
        ""
    };
    Some(text(format!("{source}:{target}{mode}")))
}
