//! Walks a tree along the table and collects what does not fit.

use super::rule::{Map, Pattern, Rest, Rule, Types};
use super::table::PROJECT;
use super::{advice, phrase};
use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::origin::{Origin, Place};
use crate::compose::path::{FieldPath, Segment};
use crate::compose::tree::{Tree, Value};
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Findings that one file may add; a broken file may have one on each of its lines.
const MOST_FINDINGS: usize = 100;
/// Uses of one mistake that are named.
const MOST_USES: usize = 5;
/// Items that nest deeper are not compared with each other.
const MOST_DEPTH: usize = 32;

/// Checks a whole project, as merged so far, against the schema: all errors, each where it is.
///
/// `file_name` is the file that was merged last, as Compose names it.
pub fn validate(tree: &Tree, file_name: &str, report: &mut Report) {
    let mut walk = Walk {
        file_name,
        path: FieldPath::root(),
        above: Vec::new(),
        findings: Vec::new(),
        known: HashMap::new(),
        count: 0,
    };
    walk.numbers(tree);
    walk.value(Rule::Map(&PROJECT), tree, None);
    let hidden = walk.count.saturating_sub(walk.findings.len());
    // Each is about another path: no need to compare it with all that are there.
    report.diagnostics.append(&mut walk.findings);
    if hidden > 0 {
        report.add(Diagnostic::error(format!(
            "validating {file_name}: {hidden} more errors"
        )));
    }
}

/// What does not fit.
#[derive(Clone, Debug)]
pub(super) enum Fault<'a> {
    /// The value is of a wrong type.
    Type(Rule),
    /// The mapping may not have this key.
    Unknown(&'static Map, &'a str),
    /// The mapping lacks these keys.
    Missing(&'static Map, Vec<&'static str>),
    /// The text is none of these.
    Word(&'static [&'static str]),
    /// The text has not this form.
    Form(Pattern),
    /// The number is below the first.
    Below(i64, Option<i64>),
    /// The number is above the second.
    Above(i64, i64),
    /// Two items are equal.
    Repeated(usize, usize),
    /// The number is no number that JSON knows.
    NotFinite(&'static str),
}

struct Walk<'a> {
    file_name: &'a str,
    path: FieldPath,
    /// Origins of the values on the path to the one that is looked at.
    above: Vec<&'a Origin>,
    findings: Vec<Diagnostic>,
    /// Which finding is about a place, by what it says of it.
    known: HashMap<(Place, String), usize>,
    /// Also of those that are left out.
    count: usize,
}

impl<'a> Walk<'a> {
    /// One value. `named` are the types that Compose names where this value itself does not fit: it tried another
    /// form first, and of errors at the same depth it shows the first.
    fn value(&mut self, rule: Rule, tree: &'a Tree, named: Option<Types>) {
        if !rule.types().take(tree) {
            self.add(
                &Fault::Type(rule),
                tree,
                Some(named.unwrap_or(rule.named_types())),
            );
            return;
        }
        match rule {
            Rule::Any | Rule::Is(_) => {}
            Rule::Word(words) => {
                if !tree.as_str().is_some_and(|text| words.contains(&text)) {
                    self.add(&Fault::Word(words), tree, named);
                }
            }
            Rule::Like(pattern) => {
                if !phrase::text_of(tree).is_some_and(|text| pattern.matches(&text)) {
                    self.add(&Fault::Form(pattern), tree, named);
                }
            }
            Rule::Within(least, most) => self.range(least, most, tree, named),
            Rule::List(item) => self.items(*item, tree),
            Rule::Set(item) => {
                self.repeated(tree, named);
                self.items(*item, tree);
            }
            Rule::Map(map) => self.map(map, tree, named),
            Rule::OneOf(forms) => {
                let of_type = |form: &&Rule| form.types().take(tree);
                if let Some(form) = forms.iter().find(of_type) {
                    let is_first = forms.first().is_some_and(|first| of_type(&first));
                    let first = (!is_first).then(|| rule.named_types());
                    self.value(*form, tree, named.or(first));
                }
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "limits are small")]
    fn range(&mut self, least: i64, most: Option<i64>, tree: &Tree, named: Option<Types>) {
        let (is_below, is_above) = match tree.value {
            Value::Int(number) => (
                number < i128::from(least),
                most.is_some_and(|most| number > i128::from(most)),
            ),
            Value::Float(number) => (
                number < least as f64,
                most.is_some_and(|most| number > most as f64),
            ),
            _ => return,
        };
        if is_below {
            self.add(&Fault::Below(least, most), tree, named);
        } else if let Some(most) = most.filter(|_| is_above) {
            self.add(&Fault::Above(least, most), tree, named);
        }
    }

    fn items(&mut self, rule: Rule, tree: &'a Tree) {
        self.above.push(&tree.origin);
        for (index, item) in tree.list().unwrap_or_default().iter().enumerate() {
            self.path.push(Segment::Index(index));
            self.value(rule, item, None);
            self.path.pop();
        }
        self.above.pop();
    }

    fn repeated(&mut self, tree: &Tree, named: Option<Types>) {
        let items = tree.list().unwrap_or_default();
        let mut seen: HashMap<u64, Vec<usize>> = HashMap::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let mut hasher = DefaultHasher::new();
            if !digest(item, &mut hasher, 0) {
                continue;
            }
            let alike = seen.entry(hasher.finish()).or_default();
            let equal =
                |other: &&usize| items.get(**other).is_some_and(|other| is_same(item, other));
            match alike.iter().find(equal) {
                Some(first) => self.add(&Fault::Repeated(*first, index), tree, named),
                None => alike.push(index),
            }
        }
    }

    fn map(&mut self, map: &'static Map, tree: &'a Tree, named: Option<Types>) {
        let Some(entries) = tree.map() else {
            return;
        };
        let lacks = |key: &&&str| !entries.contains_key(**key);
        let missing: Vec<&str> = map.required.iter().filter(lacks).copied().collect();
        if !missing.is_empty() {
            self.add(&Fault::Missing(map, missing), tree, named);
        }
        if let Some(first) = map
            .either
            .first()
            .filter(|_| map.either.iter().all(|key| lacks(&key)))
        {
            self.add(&Fault::Missing(map, vec![first]), tree, named);
        }
        self.above.push(&tree.origin);
        for (name, value) in entries {
            if let Some(rule) = map.rule_of(name) {
                self.path.push(Segment::Key(name.clone()));
                self.value(rule, value, None);
                self.path.pop();
            } else {
                self.unknown(map, name, value);
            }
        }
        self.above.pop();
    }

    /// A key that may not be there: the place is the key's.
    fn unknown(&mut self, map: &'static Map, name: &str, value: &Tree) {
        self.count += 1;
        if self.findings.len() >= MOST_FINDINGS {
            return;
        }
        let fault = Fault::Unknown(map, name);
        let path = self.path.key(name);
        let phrase = match map.rest {
            Rest::ExtensionsOfParts => phrase::of(&fault, &path, value),
            _ => phrase::of(&fault, &self.path, value),
        };
        self.finish(&fault, &phrase, &path, value, true);
    }

    fn add(&mut self, fault: &Fault<'_>, tree: &Tree, named: Option<Types>) {
        self.count += 1;
        if self.findings.len() >= MOST_FINDINGS {
            return;
        }
        let path = self.path.clone();
        let phrase = match named {
            Some(types) => phrase::of_type(types, &path),
            None => phrase::of(fault, &path, tree),
        };
        // Nothing has no place of its own, and what a mapping lacks is nowhere.
        let at_key = tree.is_null() || matches!(fault, Fault::Missing(..));
        self.finish(fault, &phrase, &path, tree, at_key);
    }

    fn finish(
        &mut self,
        fault: &Fault<'_>,
        phrase: &str,
        path: &FieldPath,
        tree: &Tree,
        at_key: bool,
    ) {
        let origin = &tree.origin;
        let mut place = if at_key {
            origin.key.or(origin.at)
        } else {
            origin.place()
        };
        let mut related = None;
        if let Fault::Repeated(first, second) = fault {
            let place_of = |index: usize| tree.list()?.get(index)?.origin.place();
            place = place_of(*second).or(place);
            related = place_of(*first);
        }
        let mut diagnostic = Diagnostic::error(format!("validating {}: {phrase}", self.file_name))
            .at(place)
            .about(path)
            .related(related, "the same stands here first")
            .ways_of(origin);
        for above in self.above.iter().rev() {
            diagnostic = diagnostic.ways_of(above);
        }
        let why = advice::why(fault, path, tree);
        // One mistake that is used in many places, by an alias or by extends, is one finding.
        if let Some(place) = diagnostic.at {
            let index = self.findings.len();
            let first = *self.known.entry((place, why.clone())).or_insert(index);
            if let Some(first) = self.findings.get_mut(first) {
                self.count -= 1;
                for related in diagnostic.related {
                    if first.related.len() < MOST_USES && !first.related.contains(&related) {
                        first.related.push(related);
                    }
                }
                return;
            }
        }
        diagnostic.why = Some(why);
        diagnostic.hint = advice::hint(fault, path, tree);
        self.findings.push(diagnostic);
    }

    /// Compose hands the tree to the schema as JSON, which has no infinite numbers, wherever they stand.
    fn numbers(&mut self, tree: &Tree) {
        let mut open: Vec<Open<'_>> = Vec::new();
        let mut next = Some(tree);
        loop {
            match next.map(|tree| (tree, &tree.value)) {
                Some((_, Value::List(items))) => open.push(Open::List(items.iter().enumerate())),
                Some((_, Value::Map(entries))) => open.push(Open::Map(entries.iter())),
                Some((tree, Value::Float(number))) => {
                    if let Some(name) = name_of_infinite(*number) {
                        self.add(&Fault::NotFinite(name), tree, None);
                    }
                    self.path.pop();
                }
                Some(_) => self.path.pop(),
                None => {}
            }
            let Some(last) = open.last_mut() else {
                break;
            };
            let child = match last {
                Open::List(items) => items
                    .next()
                    .map(|(index, item)| (Segment::Index(index), item)),
                Open::Map(entries) => entries
                    .next()
                    .map(|(key, value)| (Segment::Key(key.clone()), value)),
            };
            next = child.map(|(segment, tree)| {
                self.path.push(segment);
                tree
            });
            if next.is_none() {
                open.pop();
                self.path.pop();
            }
        }
    }
}

/// A collection of which some children are left. No recursion, for it looks where the table does not.
enum Open<'a> {
    List(std::iter::Enumerate<std::slice::Iter<'a, Tree>>),
    Map(indexmap::map::Iter<'a, Arc<str>, Tree>),
}

/// As Go names a number that is none.
fn name_of_infinite(number: f64) -> Option<&'static str> {
    if number.is_nan() {
        Some("NaN")
    } else if number.is_infinite() {
        Some(if number > 0.0 { "+Inf" } else { "-Inf" })
    } else {
        None
    }
}

/// As JSON has it: all numbers are of 64 bits with a point.
#[expect(clippy::cast_precision_loss, reason = "so does Compose")]
const fn as_float(value: &Value) -> Option<f64> {
    match value {
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

/// Hashes what equal values have in common; false: too deep to be compared.
fn digest(tree: &Tree, hasher: &mut DefaultHasher, depth: usize) -> bool {
    if depth > MOST_DEPTH {
        return false;
    }
    match &tree.value {
        Value::Null => 0_u8.hash(hasher),
        Value::Bool(is_true) => (1_u8, is_true).hash(hasher),
        Value::Int(_) | Value::Float(_) => {
            let number = as_float(&tree.value).unwrap_or_default();
            // Both zeros are equal.
            let bits = if number == 0.0 { 0 } else { number.to_bits() };
            (2_u8, bits).hash(hasher);
        }
        Value::Text(text) | Value::Time(text) => (3_u8, text).hash(hasher),
        Value::List(items) => {
            (4_u8, items.len()).hash(hasher);
            return items.iter().all(|item| digest(item, hasher, depth + 1));
        }
        Value::Map(entries) => {
            (5_u8, entries.len()).hash(hasher);
            // In any order: their digests are added up.
            let mut sum = 0_u64;
            for (key, value) in entries {
                let mut entry = DefaultHasher::new();
                key.hash(&mut entry);
                if !digest(value, &mut entry, depth + 1) {
                    return false;
                }
                sum = sum.wrapping_add(entry.finish());
            }
            sum.hash(hasher);
        }
    }
    true
}

/// Whether two values that were hashed are equal.
fn is_same(one: &Tree, other: &Tree) -> bool {
    match (&one.value, &other.value) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(one), Value::Bool(other)) => one == other,
        (Value::Text(one), Value::Text(other)) | (Value::Time(one), Value::Time(other)) => {
            one == other
        }
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Map(one), Value::Map(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|other| is_same(value, other)))
        }
        #[expect(clippy::float_cmp, reason = "equal is what is asked")]
        (one, other) => matches!(
            (as_float(one), as_float(other)),
            (Some(one), Some(other)) if one == other
        ),
    }
}
