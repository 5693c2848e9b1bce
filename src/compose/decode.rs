//! From the tree to the typed model. Every value that does not fit is reported, with its path and place; what fits is
//! decoded all the same.

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::go;
use crate::compose::model::record::{Field, Record};
use crate::compose::model::scalar::Entry;
use crate::compose::model::{Mapping, Text};
use crate::compose::path::{FieldPath, Segment};
use crate::compose::project::Project;
use crate::compose::tree::{Map, Tree, Value};
use std::fmt::{self, Write as _};

/// The model of a project in its canonical form: paths absolute, short forms written out. What the files do not say
/// (its directory, disabled services, …) is left empty.
pub fn project(tree: &Tree, report: &mut Report) -> Project {
    Decoder::new(report).record(tree).unwrap_or_default()
}

/// Some value of the model, at its path: a service, a network, a port, ….
pub fn value<F: Field>(tree: &Tree, path: &[&str], report: &mut Report) -> F {
    let mut decoder = Decoder::new(report);
    let mut field = F::default();
    for (depth, key) in path.iter().enumerate() {
        let step = if depth % 2 == 0 {
            Step::Member
        } else {
            Step::Entry
        };
        decoder.enter(Segment::Key((*key).into()), step);
    }
    decoder.member(&mut field, tree);
    field
}

/// Keeps the way to the value that is decoded, and reports what does not fit.
pub struct Decoder<'r> {
    report: &'r mut Report,
    path: FieldPath,
    /// The same as Compose writes it here: `services[a].ports[0].target`.
    name: String,
}

#[derive(Clone, Copy)]
enum Step {
    /// Of a record: `.key`.
    Member,
    /// Of a mapping or a list: `[key]`.
    Entry,
}

impl<'r> Decoder<'r> {
    fn new(report: &'r mut Report) -> Self {
        Self {
            report,
            path: FieldPath::root(),
            name: String::new(),
        }
    }

    fn enter(&mut self, segment: Segment, step: Step) {
        let name: &dyn fmt::Display = match &segment {
            Segment::Key(key) => key,
            Segment::Index(index) => index,
        };
        // Writing to a string does not fail.
        let _ = match step {
            Step::Member if self.name.is_empty() => write!(self.name, "{name}"),
            Step::Member => write!(self.name, ".{name}"),
            Step::Entry => write!(self.name, "[{name}]"),
        };
        self.path.push(segment);
    }

    fn within<T>(&mut self, segment: Segment, step: Step, inner: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.name.len();
        self.enter(segment, step);
        let result = inner(self);
        self.path.pop();
        self.name.truncate(length);
        result
    }

    /// Reports what is odd with a value, if anything is.
    pub fn warn(&mut self, tree: &Tree, warning: Option<String>) {
        let warnings = warning.into_iter().map(Diagnostic::warning);
        for warning in warnings {
            let warning = warning.from_origin(&tree.origin).about(&self.path);
            self.report.add(warning);
        }
    }

    /// Reports what is wrong with a value, in Compose's words.
    pub fn fail<T>(&mut self, tree: &Tree, what: impl fmt::Display) -> Option<T> {
        self.fail_with(tree, what, |diagnostic| diagnostic)
    }

    /// The same, with more to say.
    pub fn fail_with<T>(
        &mut self,
        tree: &Tree,
        what: impl fmt::Display,
        more: impl FnOnce(Diagnostic) -> Diagnostic,
    ) -> Option<T> {
        self.report(tree, format!("'{}' {what}", self.name), more)
    }

    fn report<T>(
        &mut self,
        tree: &Tree,
        phrase: String,
        more: impl FnOnce(Diagnostic) -> Diagnostic,
    ) -> Option<T> {
        let diagnostic = Diagnostic::error(phrase)
            .from_origin(&tree.origin)
            .about(&self.path);
        self.report.add(more(diagnostic));
        None
    }

    /// Reports a value of another type than Go's type of this name.
    pub fn expected<T>(&mut self, tree: &Tree, go_type: &str) -> Option<T> {
        let found = match &tree.value {
            Value::Null => "<nil>",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Float(_) => "float64",
            Value::Text(_) => "string",
            Value::Time(_) => "time.Time",
            Value::List(_) => "[]interface {}",
            Value::Map(_) => "map[string]interface {}",
        };
        let what = format_args!("expected type '{go_type}', got unconvertible type '{found}'");
        self.fail_with(tree, what, |diagnostic| {
            let diagnostic = diagnostic.why(format!("this is {}", tree.kind()));
            match &tree.value {
                Value::Time(_) => diagnostic.hint("a date is a text only in quotes"),
                _ => diagnostic,
            }
        })
    }

    /// Reports a number below zero where none can be.
    pub fn overflows<T>(&mut self, tree: &Tree, number: i128) -> Option<T> {
        let phrase = format!("cannot parse '{}', {number} overflows uint", self.name);
        self.report(tree, phrase, |diagnostic| {
            diagnostic.why("it cannot be below zero")
        })
    }

    /// A value as Go prints it, `%v`.
    pub fn display(tree: &Tree) -> Text {
        go::display(&tree.value).into()
    }

    /// The member that is being decoded. Null is the same as leaving it out.
    pub fn member<F: Field>(&mut self, field: &mut F, tree: &Tree) {
        if !tree.is_null()
            && let Some(value) = F::decode(tree, self)
        {
            *field = value;
        }
    }

    /// A record from a mapping. Keys that it does not have are passed over: the schema knows them.
    pub fn record<R: Record>(&mut self, tree: &Tree) -> Option<R> {
        let Value::Map(entries) = &tree.value else {
            return self.expected(tree, "map[string]interface {}");
        };
        let mut record = R::default();
        for (key, value) in entries {
            self.within(Segment::Key(key.clone()), Step::Member, |decoder| {
                record.set(key, value, decoder)
            });
        }
        Some(record)
    }

    /// The items of a list, without those that do not fit.
    pub fn items<T>(
        &mut self,
        items: &[Tree],
        mut decode: impl FnMut(&Tree, &mut Self) -> Option<T>,
    ) -> Vec<T> {
        let mut decoded = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            decoded.extend(self.within(Segment::Index(index), Step::Entry, |decoder| {
                decode(item, decoder)
            }));
        }
        decoded
    }

    /// The entries of a mapping, without those that do not fit.
    pub fn entries<T>(
        &mut self,
        entries: &Map,
        mut decode: impl FnMut(&Tree, &mut Self) -> Option<T>,
    ) -> Mapping<T> {
        let mut decoded = Mapping::with_capacity(entries.len());
        for (key, value) in entries {
            let value = self.within(Segment::Key(key.clone()), Step::Entry, |decoder| {
                decode(value, decoder)
            });
            decoded.extend(value.map(|value| (key.clone(), value)));
        }
        decoded
    }

    /// A mapping written as a list of `key=value`.
    pub fn listed<E: Entry>(&mut self, tree: &Tree, items: &[Tree]) -> Option<Mapping<E>> {
        let mut decoded = Mapping::with_capacity(items.len());
        for item in items {
            let text = Self::display(item);
            let (key, value) = match text.split_once('=') {
                Some((key, value)) => (key, Some(value)),
                None => (&*text, None),
            };
            if key.ends_with(char::is_whitespace) {
                return self.fail(
                    item,
                    format_args!("environment variable {key} is declared with a trailing space"),
                );
            }
            match E::from_listed(value) {
                Some(value) => decoded.insert(key.into(), value),
                None => return self.expected(tree, "map[string]interface {}"),
            };
        }
        Some(decoded)
    }
}
