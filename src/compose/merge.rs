//! Merging one tree over another: the rules of the specification, key by key. Used for override files, `extends` and
//! `include` alike.

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::distinct;
use crate::compose::go;
use crate::compose::origin::{Origin, Via};
use crate::compose::path::{FieldPath, Segment};
use crate::compose::tree::{Map, Tree, Value};
use std::sync::Arc;

/// Merges `over` over `base`, both of which stand at `path`.
pub fn merge(base: Tree, over: Tree, path: &FieldPath, report: &mut Report) -> Tree {
    Merger {
        path: path.clone(),
        report,
    }
    .merge(base, over)
}

/// Keys whose values do not merge by their form alone.
#[derive(Clone, Copy)]
enum Rule {
    /// What is written later counts alone.
    Replace,
    /// Mappings and lists alike become lists of `key=value`.
    Sequence,
    /// The same, without entries that are there already: a name may have several values.
    Hosts,
    /// A text is the `context`.
    Build,
    /// Lists are mappings to what is meant by default.
    DependsOn,
    /// Lists are mappings to nothing.
    Names,
    /// Options of another driver are not kept.
    Logging,
    /// Pools of one subnet are one.
    Pools,
}

const RULES: &[(&str, Rule)] = &[
    ("networks.*.ipam.config", Rule::Pools),
    ("networks.*.labels", Rule::Sequence),
    ("volumes.*.labels", Rule::Sequence),
    ("services.*.annotations", Rule::Sequence),
    ("services.*.build", Rule::Build),
    ("services.*.build.args", Rule::Sequence),
    ("services.*.build.additional_contexts", Rule::Sequence),
    ("services.*.build.extra_hosts", Rule::Hosts),
    ("services.*.build.labels", Rule::Sequence),
    ("services.*.command", Rule::Replace),
    ("services.*.depends_on", Rule::DependsOn),
    ("services.*.deploy.labels", Rule::Sequence),
    ("services.*.dns", Rule::Sequence),
    ("services.*.dns_opt", Rule::Sequence),
    ("services.*.dns_search", Rule::Sequence),
    ("services.*.entrypoint", Rule::Replace),
    ("services.*.env_file", Rule::Sequence),
    ("services.*.label_file", Rule::Sequence),
    ("services.*.environment", Rule::Sequence),
    ("services.*.extra_hosts", Rule::Hosts),
    ("services.*.healthcheck.test", Rule::Replace),
    ("services.*.labels", Rule::Sequence),
    ("services.*.volumes.*.volume.labels", Rule::Sequence),
    ("services.*.logging", Rule::Logging),
    ("services.*.models", Rule::Names),
    ("services.*.networks", Rule::Names),
    ("services.*.sysctls", Rule::Sequence),
    ("services.*.tmpfs", Rule::Sequence),
    ("services.*.ulimits.*", Rule::Replace),
];

struct Merger<'m> {
    path: FieldPath,
    report: &'m mut Report,
}

impl Merger<'_> {
    fn merge(&mut self, base: Tree, over: Tree) -> Tree {
        match RULES.iter().find(|(pattern, _)| self.path.matches(pattern)) {
            Some((_, rule)) => self.special(*rule, base, over),
            None => self.plain(base, over),
        }
    }

    fn plain(&mut self, base: Tree, over: Tree) -> Tree {
        if over.is_null() {
            return base;
        }
        match (base.value, over.value) {
            (Value::Map(base_map), Value::Map(over_map)) => {
                Tree::new(Value::Map(self.mappings(base_map, over_map)), base.origin)
            }
            (Value::List(mut list), Value::List(more)) => {
                distinct::append(&mut list, more);
                Tree::new(Value::List(list), base.origin)
            }
            (value @ (Value::Map(_) | Value::List(_)), other) => {
                let kind = Tree::new(other, Origin::default()).kind();
                self.refuse(&Tree::new(value, base.origin.clone()), &over.origin, kind);
                Tree::null(base.origin)
            }
            (_, value) => Tree::new(value, over_origin(&base.origin, over.origin)),
        }
    }

    fn mappings(&mut self, mut base: Map, over: Map) -> Map {
        for (key, value) in over {
            match base.get_mut(&key) {
                None => {
                    base.insert(key, value);
                }
                Some(slot) => {
                    self.path.push(Segment::Key(key));
                    let earlier = std::mem::take(slot);
                    let merged = self.merge(earlier, value);
                    *slot = merged;
                    self.path.pop();
                }
            }
        }
        base
    }

    fn special(&mut self, rule: Rule, base: Tree, over: Tree) -> Tree {
        match rule {
            Rule::Replace => Tree::new(over.value, over_origin(&base.origin, over.origin)),
            Rule::Sequence => {
                let origin = base.origin.clone();
                let mut list = sequence(base);
                list.extend(sequence(over));
                Tree::new(Value::List(list), origin)
            }
            Rule::Hosts => {
                let origin = base.origin.clone();
                let mut list = sequence(base);
                distinct::append(&mut list, sequence(over));
                Tree::new(Value::List(list), origin)
            }
            Rule::Build => {
                let origin = base.origin.clone();
                Tree::new(Value::Map(self.mappings(build(base), build(over))), origin)
            }
            Rule::DependsOn => {
                let origin = base.origin.clone();
                let merged = self.mappings(names(base, dependency), names(over, dependency));
                Tree::new(Value::Map(merged), origin)
            }
            Rule::Names => {
                let origin = base.origin.clone();
                let merged = self.mappings(names(base, Tree::null), names(over, Tree::null));
                Tree::new(Value::Map(merged), origin)
            }
            Rule::Logging => self.logging(base, over),
            Rule::Pools => self.pools(base, &over),
        }
    }

    fn logging(&mut self, base: Tree, over: Tree) -> Tree {
        if base.map().is_none() || over.map().is_none() {
            return if base.is_null() {
                over
            } else if over.is_null() {
                base
            } else {
                let kind = over.kind();
                self.refuse(&base, &over.origin, kind);
                base
            };
        }
        let drivers = (
            base.get("driver").map(|tree| &tree.value),
            over.get("driver").map(|tree| &tree.value),
        );
        match drivers {
            (Some(one), Some(other)) if one != other => {
                Tree::new(over.value, over_origin(&base.origin, over.origin))
            }
            _ => match (base.value, over.value) {
                (Value::Map(base_map), Value::Map(over_map)) => {
                    Tree::new(Value::Map(self.mappings(base_map, over_map)), base.origin)
                }
                (value, _) => Tree::new(value, base.origin),
            },
        }
    }

    /// Each pool of the base against each that is laid over it, as Compose goes through them.
    fn pools(&mut self, base: Tree, over: &Tree) -> Tree {
        let (Some(pools), Some(others)) = (base.list(), over.list()) else {
            let kind = over.kind();
            self.refuse(&base, &over.origin, kind);
            return base;
        };
        let subnet = |pool: &Map| pool.get("subnet").map(|tree| tree.value.clone());
        let mut merged: Vec<(Option<Value>, Map)> = Vec::new();
        for pool in pools {
            let mut pool = names(pool.clone(), Tree::null);
            for other in others {
                let other = names(other.clone(), Tree::null);
                let (ours, theirs) = (subnet(&pool), subnet(&other));
                if ours != theirs && !merged.iter().any(|(known, _)| *known == theirs) {
                    merged.push((theirs, other));
                    continue;
                }
                pool = self.mappings(pool, other);
                let key = subnet(&pool);
                match merged.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, slot)) => slot.clone_from(&pool),
                    None => merged.push((key, pool.clone())),
                }
            }
        }
        let list = merged.into_iter().map(|(_, pool)| {
            let origin = pool
                .first()
                .map(|(_, value)| value.origin.clone())
                .unwrap_or_default();
            Tree::new(Value::Map(pool), origin)
        });
        Tree::new(Value::List(list.collect()), base.origin.clone())
    }

    fn refuse(&mut self, base: &Tree, over: &Origin, kind: &str) {
        let diagnostic = Diagnostic::error(format!("cannot override {}", self.path))
            .from_origin(over)
            .about(&self.path)
            .why(format!(
                "{} stands here, and {} in what it is laid over",
                kind,
                base.kind()
            ))
            .related(base.origin.place(), "this is what it is laid over")
            .hint("`!override` before the value replaces the earlier one");
        self.report.add(diagnostic);
    }
}

/// The origin of a value that took the place of another.
fn over_origin(base: &Origin, over: Origin) -> Origin {
    match base.place() {
        Some(place) => over.via(Via::Override(place)),
        None => over,
    }
}

/// A mapping as a sorted list of `key=value`; a list as it is; a text as its only item.
pub(super) fn sequence(tree: Tree) -> Vec<Tree> {
    match tree.value {
        Value::List(list) => list,
        Value::Text(_) => vec![tree],
        Value::Map(map) => {
            let mut items: Vec<(Arc<str>, Tree)> = Vec::with_capacity(map.len());
            for (key, value) in map {
                let origin = value.origin;
                match value.value {
                    Value::Null => items.push((Arc::clone(&key), Tree::text(key, origin))),
                    Value::List(list) => {
                        for item in list {
                            let text: Arc<str> =
                                format!("{key}={}", go::display(&item.value)).into();
                            items.push((Arc::clone(&text), Tree::text(text, item.origin)));
                        }
                    }
                    value => {
                        let text: Arc<str> = format!("{key}={}", go::display(&value)).into();
                        items.push((Arc::clone(&text), Tree::text(text, origin)));
                    }
                }
            }
            items.sort_by(|(one, _), (other, _)| one.cmp(other));
            items.into_iter().map(|(_, tree)| tree).collect()
        }
        _ => Vec::new(),
    }
}

fn build(tree: Tree) -> Map {
    match tree.value {
        Value::Map(map) => map,
        value @ Value::Text(_) => {
            Map::from([(Arc::from("context"), Tree::new(value, tree.origin))])
        }
        _ => Map::new(),
    }
}

/// A list of names as a mapping.
fn names(tree: Tree, value: impl Fn(Origin) -> Tree) -> Map {
    match tree.value {
        Value::Map(map) => map,
        Value::List(list) => list
            .into_iter()
            .filter_map(|item| Some((Arc::from(item.as_str()?), value(item.origin))))
            .collect(),
        _ => Map::new(),
    }
}

/// What a name alone in `depends_on` means.
fn dependency(origin: Origin) -> Tree {
    let entry = |value| Tree::new(value, origin.clone().via(Via::Default));
    let map = Map::from([
        (
            Arc::from("condition"),
            entry(Value::Text(Arc::from("service_started"))),
        ),
        (Arc::from("required"), entry(Value::Bool(true))),
    ]);
    Tree::new(Value::Map(map), origin)
}
