//! What stands where in the files of all cases: from this, values are taken for other places of the same kind.

use super::document::{Doc, Scalar};
use super::random::Random;
use std::collections::{BTreeMap, BTreeSet};

/// Keys under these are names that a person chose.
const NAMED: [&str; 22] = [
    "services",
    "networks",
    "volumes",
    "configs",
    "secrets",
    "models",
    "jobs",
    "environment",
    "labels",
    "annotations",
    "args",
    "extra_hosts",
    "sysctls",
    "driver_opts",
    "options",
    "ulimits",
    "depends_on",
    "additional_contexts",
    "storage_opt",
    "aux_addresses",
    "generic_resources",
    "provider",
];

/// Values by where they stand: `services.*.ports.[]`.
#[derive(Default)]
pub(crate) struct Pool {
    entries: BTreeMap<String, BTreeMap<String, Vec<(Scalar, Doc)>>>,
    items: BTreeMap<String, Vec<Doc>>,
    seen: BTreeSet<String>,
}

impl Pool {
    /// Takes in what stands in a document.
    pub(crate) fn add(&mut self, document: &Doc) {
        self.walk("", document);
    }

    fn walk(&mut self, path: &str, value: &Doc) {
        for (key, child) in value.entries().into_iter().flatten() {
            // These name other files and services; they are put in on purpose elsewhere.
            if matches!(&*key.text, "extends" | "include" | "<<") || key.text.starts_with("x-") {
                continue;
            }
            if self.seen.insert(format!("{path}/{key:?}/{child:?}")) {
                let entry = (key.clone(), child.clone());
                let keys = self.entries.entry(path.to_owned()).or_default();
                keys.entry(key.text.clone()).or_default().push(entry);
            }
            self.walk(&below(path, &key.text), child);
        }
        let path = format!("{path}.[]");
        for item in value.items().into_iter().flatten() {
            if self.seen.insert(format!("{path}/{item:?}")) {
                self.items
                    .entry(path.clone())
                    .or_default()
                    .push(item.clone());
            }
            self.walk(&path, item);
        }
    }

    /// Some entry that could stand in the mapping at a path. Each key is as likely as any other, however common it is.
    pub(crate) fn entry(&self, path: &str, random: &mut Random) -> Option<(Scalar, Doc)> {
        let keys = self.entries.get(path)?;
        let values = keys.values().nth(random.below(keys.len()))?;
        some(values, random)
    }

    /// Some value of one key.
    pub(crate) fn value(
        &self,
        path: &str,
        name: &str,
        random: &mut Random,
    ) -> Option<(Scalar, Doc)> {
        some(self.entries.get(path)?.get(name)?, random)
    }

    /// Some item that could stand in the list at a path.
    pub(crate) fn item(&self, path: &str, random: &mut Random) -> Option<Doc> {
        random.any(self.items.get(&format!("{path}.[]"))?).cloned()
    }
}

/// One of them; rarely one with a variable, which is set elsewhere only and would be empty here.
fn some(values: &[(Scalar, Doc)], random: &mut Random) -> Option<(Scalar, Doc)> {
    let mut chosen = random.any(values)?;
    for _ in 0..4 {
        if random.percent(15) || !has_variable(&chosen.1) {
            break;
        }
        chosen = random.any(values)?;
    }
    Some(chosen.clone())
}

fn has_variable(value: &Doc) -> bool {
    let mut entries = value.entries().into_iter().flatten();
    let mut items = value.items().into_iter().flatten();
    value.as_text().is_some_and(|text| text.contains('$'))
        || entries.any(|(_, value)| has_variable(value))
        || items.any(has_variable)
}

/// The path of an entry, with `*` for names.
pub(crate) fn below(path: &str, key: &str) -> String {
    let parent = path.rsplit('.').next().unwrap_or(path);
    let key = if NAMED.contains(&parent) { "*" } else { key };
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}
