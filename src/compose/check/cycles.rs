//! Services that wait for each other.

use super::{Check, entries, named_at};
use crate::compose::diagnostic::Diagnostic;
use crate::compose::path::FieldPath;
use crate::compose::tree::Tree;
use std::collections::{BTreeMap, HashMap};

impl Check<'_> {
    /// Goes along dependencies by name, as Compose does, so that the first cycle is the one it names.
    pub(super) fn cycles(&mut self) {
        let services: BTreeMap<&str, &Tree> = self.enabled("services").into_iter().collect();
        let mut states: HashMap<&str, State> = HashMap::new();
        let mut found = Vec::new();
        for name in services.keys() {
            if !states.contains_key(name) {
                search(name, &services, &mut states, &mut found);
            }
        }
        for cycle in found {
            self.cycle(&cycle, &services);
        }
    }

    fn cycle(&mut self, cycle: &[&str], services: &BTreeMap<&str, &Tree>) {
        let Some(start) = cycle.first() else {
            return;
        };
        let phrase = format!(
            "dependency cycle detected: {} -> {start}",
            cycle.join(" -> ")
        );
        let ends = cycle.iter().skip(1).chain([start]);
        let mut error = Diagnostic::error(phrase);
        for (number, (from, to)) in cycle.iter().zip(ends).enumerate() {
            let place = dependencies(services, from)
                .find(|(name, _)| name == to)
                .and_then(|(_, value)| named_at(&value.origin));
            error = if number == 0 {
                let path = FieldPath::of(&["services", from, "depends_on", to]);
                error.at(place).about(&path)
            } else {
                error.related(place, format!("`{from}` waits for `{to}`"))
            };
        }
        self.report.add(error);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// On the way that is gone along, at this step.
    Open(usize),
    Done,
}

fn dependencies<'a>(
    services: &BTreeMap<&str, &'a Tree>,
    name: &str,
) -> impl Iterator<Item = (&'a str, &'a Tree)> {
    let service = services.get(name).copied();
    entries(service.and_then(|service| service.get("depends_on")))
}

/// Depth first, without recursion: a chain may be as long as a file.
fn search<'a>(
    start: &'a str,
    services: &BTreeMap<&'a str, &'a Tree>,
    states: &mut HashMap<&'a str, State>,
    found: &mut Vec<Vec<&'a str>>,
) {
    let children = |name: &str| {
        let mut names: Vec<&str> = dependencies(services, name)
            .map(|(name, _)| name)
            .filter(|name| services.contains_key(name))
            .collect();
        // The last is taken first.
        names.sort_unstable_by(|one, other| other.cmp(one));
        names
    };
    let mut way = vec![start];
    let mut left = vec![children(start)];
    states.insert(start, State::Open(0));
    while let Some(todo) = left.last_mut() {
        let Some(next) = todo.pop() else {
            left.pop();
            if let Some(done) = way.pop() {
                states.insert(done, State::Done);
            }
            continue;
        };
        match states.get(next) {
            Some(State::Done) => {}
            Some(State::Open(step)) => {
                found.extend(way.get(*step..).map(<[&str]>::to_vec));
            }
            None => {
                states.insert(next, State::Open(way.len()));
                way.push(next);
                left.push(children(next));
            }
        }
    }
}
