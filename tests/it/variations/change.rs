//! Small changes of one document.

use super::document::{Doc, Scalar, plain, text};
use super::pool::{Pool, below};
use super::random::Random;

/// What a value is replaced with, to see whether it is refused where it has to be.
const ODD: [&str; 34] = [
    "null",
    "~",
    "true",
    "false",
    "yes",
    "0",
    "1",
    "-1",
    "1.5",
    "1e3",
    "0x10",
    "010",
    "10s",
    "1m30s",
    "1.5h",
    "512m",
    "1gb",
    "64k",
    "0.5",
    "none",
    "host",
    "a b",
    "a=b",
    "a:b",
    "./x",
    "/x/../y",
    "~/x",
    "80:80",
    "127.0.0.1:80-81:90-91/udp",
    "2001-12-14",
    "1_000",
    "0.1",
    "99999999999",
    "service:a",
];

/// A place in a document: which child, and so on.
pub(crate) type Place = Vec<usize>;

/// All places but the document itself, each with its path as in the pool.
pub(crate) fn places(document: &Doc) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    walk(document, &mut Vec::new(), "", &mut found);
    found
}

fn walk(value: &Doc, place: &mut Place, path: &str, found: &mut Vec<(Place, String)>) {
    let items = value.items().into_iter().flatten();
    let items = items.map(|item| (format!("{path}.[]"), item));
    let entries = value.entries().into_iter().flatten();
    let entries = entries.map(|(key, child)| (below(path, &key.text), child));
    for (at, (path, child)) in entries.chain(items).enumerate() {
        place.push(at);
        found.push((place.clone(), path.clone()));
        walk(child, place, &path, found);
        place.pop();
    }
}

/// The value at a place.
pub(crate) fn at<'a>(document: &'a mut Doc, place: &[usize]) -> Option<&'a mut Doc> {
    let Some((first, rest)) = place.split_first() else {
        return Some(document);
    };
    match document {
        Doc::Map(entries) => at(&mut entries.get_mut(*first)?.1, rest),
        Doc::List(items) => at(items.get_mut(*first)?, rest),
        Doc::Marked(_, value) => at(value, place),
        _ => None,
    }
}

/// Removes the value at a place, with its key.
pub(crate) fn remove(document: &mut Doc, place: &[usize]) -> bool {
    let Some((last, parent)) = place.split_last() else {
        return false;
    };
    let mut parent = at(document, parent);
    while let Some(Doc::Marked(_, value)) = parent {
        parent = Some(value);
    }
    match parent {
        Some(Doc::Map(entries)) if *last < entries.len() => drop(entries.remove(*last)),
        Some(Doc::List(items)) if *last < items.len() => drop(items.remove(*last)),
        _ => return false,
    }
    true
}

fn some_place(document: &Doc, random: &mut Random) -> Option<(Place, String)> {
    random.any(&places(document)).cloned()
}

/// Leaves something out.
pub(crate) fn leave_out(document: &mut Doc, random: &mut Random) -> bool {
    some_place(document, random).is_some_and(|(place, _)| remove(document, &place))
}

/// Puts in what stands at such a place elsewhere.
pub(crate) fn put_in(document: &mut Doc, pool: &Pool, random: &mut Random) -> bool {
    let mut containers: Vec<(Place, String)> = places(document)
        .into_iter()
        .filter(|(place, path)| {
            // A service is where most can be put in.
            let is_service = path == "services.*";
            (is_service || random.percent(40))
                && at(document, place).is_some_and(|value| value.as_text().is_none())
        })
        .collect();
    containers.push((Vec::new(), String::new()));
    let (place, path) = random.of(&containers).clone();
    let Some(mut value) = at(document, &place) else {
        return false;
    };
    while let Doc::Marked(_, inner) = value {
        value = inner;
    }
    match value {
        Doc::Map(entries) => {
            let Some((key, new)) = pool.entry(&path, random) else {
                return false;
            };
            put_entry(entries, key, new);
        }
        Doc::List(items) => {
            let Some(item) = pool.item(&path, random) else {
                return false;
            };
            let place = random.below(items.len() + 1);
            items.insert(place, item);
        }
        _ => return false,
    }
    true
}

/// Adds or replaces an entry.
pub(crate) fn put_entry(entries: &mut Vec<(Scalar, Doc)>, key: Scalar, value: Doc) {
    match entries.iter_mut().find(|(known, _)| known.text == key.text) {
        Some((_, place)) => *place = value,
        None => entries.push((key, value)),
    }
}

/// Replaces a value by one that another file has in such a place.
pub(crate) fn replace(document: &mut Doc, pool: &Pool, random: &mut Random) -> bool {
    let Some((place, path)) = some_place(document, random) else {
        return false;
    };
    let (parent, name) = path.rsplit_once('.').unwrap_or(("", &path));
    let new = match name {
        "[]" => pool.item(parent, random),
        "*" => pool.entry(parent, random).map(|(_, value)| value),
        name => pool.value(parent, name, random).map(|(_, value)| value),
    };
    match (new, at(document, &place)) {
        (Some(new), Some(value)) if new != *value => {
            *value = new;
            true
        }
        _ => false,
    }
}

/// Replaces a value by something odd, or puts it into a list or a mapping.
pub(crate) fn make_odd(document: &mut Doc, random: &mut Random) -> bool {
    let scalars: Vec<Place> = places(document)
        .into_iter()
        .map(|(place, _)| place)
        .filter(|place| at(document, place).is_some_and(|value| value.as_text().is_some()))
        .collect();
    let Some(place) = random.any(&scalars) else {
        return false;
    };
    let Some(value) = at(document, place) else {
        return false;
    };
    let old = value.clone();
    *value = match random.below(10) {
        0 => Doc::List(vec![old]),
        1 => Doc::List(vec![old.clone(), old]),
        2 => Doc::Map(vec![(super::document::key("a"), old)]),
        3 => text(""),
        4 => match old {
            // The same, with quotes or without.
            Doc::Scalar(scalar) => Doc::Scalar(Scalar {
                is_plain: !scalar.is_plain,
                ..scalar
            }),
            other => other,
        },
        5 => text(*random.of(&ODD)),
        _ => plain(*random.of(&ODD)),
    };
    true
}

/// Writes something twice: an item of a list, or an entry under another name.
pub(crate) fn repeat(document: &mut Doc, random: &mut Random) -> bool {
    let Some((place, path)) = some_place(document, random) else {
        return false;
    };
    let Some(copy) = at(document, &place).cloned() else {
        return false;
    };
    let Some((_, parent)) = place.split_last() else {
        return false;
    };
    match at(document, parent) {
        Some(Doc::List(items)) => items.push(copy),
        Some(Doc::Map(entries)) if path.ends_with('*') => {
            put_entry(
                entries,
                super::document::key(format!("n{}", random.below(3))),
                copy,
            );
        }
        _ => return false,
    }
    true
}
