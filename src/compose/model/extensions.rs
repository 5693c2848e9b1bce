//! The `x-` keys of a record.

use crate::compose::model::Mapping;
use crate::compose::origin::Origin;
use crate::compose::print::shape::{Member, Shape, Style};
use crate::compose::tree::{Tree, Value};

/// Where the value of a secret's variable is kept: an extension, for it is never printed.
pub const SECRET_VALUE: &str = "x-#value";

/// Keys that begin with `x-`, and what stands under them. Where they stand is not kept: records with the same content
/// are equal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extensions(Mapping<Tree>);

impl Extensions {
    /// Adds a key.
    pub fn add(&mut self, key: &str, tree: &Tree) {
        self.0.insert(key.into(), without_origin(tree));
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Tree> {
        self.0.get(key)
    }

    /// All keys, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Tree)> {
        self.0.iter().map(|(key, tree)| (&**key, tree))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As members of their record, sorted as YAML sorts. Compose's JSON does without them.
    pub(in crate::compose) fn members<'a>(&'a self, style: Style, members: &mut Vec<Member<'a>>) {
        if style == Style::Yaml {
            let mut sorted: Vec<_> = self
                .iter()
                .filter(|(key, _)| *key != SECRET_VALUE)
                .collect();
            sorted.sort_by(|(left, _), (right, _)| {
                crate::compose::print::yaml::key_order(left, right)
            });
            members.extend(
                sorted
                    .into_iter()
                    .map(|(key, tree)| (key.into(), Shape::from(tree))),
            );
        }
    }
}

fn without_origin(tree: &Tree) -> Tree {
    let value = match &tree.value {
        Value::List(items) => Value::List(items.iter().map(without_origin).collect()),
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|(key, value)| (key.clone(), without_origin(value)))
                .collect(),
        ),
        plain => plain.clone(),
    };
    Tree::new(value, Origin::default())
}
