//! The language in which the table is written.

use crate::compose::tree::{Tree, Value};

/// What may stand somewhere.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    /// Anything.
    Any,
    /// A value of one of these types.
    Is(Types),
    /// One of these texts.
    Word(&'static [&'static str]),
    /// A text of this form.
    Like(Pattern),
    /// A whole number, not below the first and not above the second.
    Within(i64, Option<i64>),
    /// A list of such items.
    List(&'static Self),
    /// The same, and no item twice.
    Set(&'static Self),
    /// A mapping.
    Map(&'static Map),
    /// One of several forms. No two of them take the same type.
    OneOf(&'static [Self]),
}

/// A key and what may stand under it.
pub(super) type Key = (&'static str, Rule);

/// What a mapping may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Map {
    /// What it is, for messages: `a service`. Empty: nothing that has a name.
    pub(super) what: &'static str,
    /// Its keys, in groups that several mappings share.
    pub(super) keys: &'static [&'static [Key]],
    /// What other keys are.
    pub(super) rest: Rest,
    /// Keys that must be there.
    pub(super) required: &'static [&'static str],
    /// Keys of which one must be there.
    pub(super) either: &'static [&'static str],
    /// Types that may stand instead of the mapping.
    pub(super) besides: Types,
}

/// Keys of a mapping that it does not list.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rest {
    /// Only `x-…`.
    Extensions,
    /// Only `x-…`, of a mapping that is made of several parts: Compose has other words for an error.
    ExtensionsOfParts,
    /// None.
    Refused,
    /// Free.
    Free,
    /// Names of this form, each with such a value; other names are refused.
    Names(Pattern, &'static Rule),
    /// Names of this form, each with such a value; other names are free.
    SomeNames(Pattern, &'static Rule),
}

/// A mapping of nothing but `x-…`: to be filled.
pub(super) const MAP: Map = Map {
    what: "",
    keys: &[],
    rest: Rest::Extensions,
    required: &[],
    either: &[],
    besides: Types::NONE,
};

/// Types of a value, as a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Types(u8);

impl Types {
    pub(super) const NONE: Self = Self(0);
    pub(super) const LIST: Self = Self(1);
    pub(super) const BOOL: Self = Self(1 << 1);
    /// Whole numbers, also written as `2.0`.
    pub(super) const WHOLE: Self = Self(1 << 2);
    pub(super) const MAP: Self = Self(1 << 3);
    pub(super) const NULL: Self = Self(1 << 4);
    pub(super) const NUMBER: Self = Self(1 << 5);
    pub(super) const TEXT: Self = Self(1 << 6);

    /// Compose's words, in its order.
    const NAMES: [(Self, &'static str); 7] = [
        (Self::LIST, "array"),
        (Self::BOOL, "boolean"),
        (Self::WHOLE, "integer"),
        (Self::MAP, "mapping"),
        (Self::NULL, "null"),
        (Self::NUMBER, "number"),
        (Self::TEXT, "string"),
    ];

    /// Ours, what is used most first.
    const WORDS: [(Self, &'static str); 7] = [
        (Self::TEXT, "a text"),
        (Self::NUMBER, "a number"),
        (Self::WHOLE, "a whole number"),
        (Self::BOOL, "`true`/`false`"),
        (Self::LIST, "a list"),
        (Self::MAP, "a mapping"),
        (Self::NULL, "nothing"),
    ];

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn has(self, one: Self) -> bool {
        self.0 & one.0 != 0
    }

    /// Whether a value is of one of the types.
    pub(super) fn take(self, tree: &Tree) -> bool {
        self.has(match &tree.value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOL,
            Value::Int(_) => Self::NUMBER.or(Self::WHOLE),
            Value::Float(number) if number.fract() == 0.0 => Self::NUMBER.or(Self::WHOLE),
            Value::Float(_) => Self::NUMBER,
            // Compose hands it to the schema as text.
            Value::Text(_) | Value::Time(_) => Self::TEXT,
            Value::List(_) => Self::LIST,
            Value::Map(_) => Self::MAP,
        })
    }

    /// As Compose names them: `boolean, null or string`.
    pub(super) fn in_compose(self) -> String {
        self.join(Self::NAMES)
    }

    /// In our words: `a text, a list or a mapping`.
    pub(super) fn in_words(self) -> String {
        self.join(Self::WORDS)
    }

    fn join(self, words: [(Self, &'static str); 7]) -> String {
        let has = |(one, word): (Self, &'static str)| self.has(one).then_some(word);
        let words: Vec<&str> = words.into_iter().filter_map(has).collect();
        match words.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, first)) => format!("{} or {last}", first.join(", ")),
            None => String::new(),
        }
    }
}

impl Rule {
    /// The types of all its forms.
    pub(super) fn types(self) -> Types {
        match self {
            Self::Any => Types(u8::MAX),
            Self::Is(types) => types,
            Self::Word(_) | Self::Like(_) => Types::TEXT,
            Self::Within(..) => Types::WHOLE,
            Self::List(_) | Self::Set(_) => Types::LIST,
            Self::Map(map) => Types::MAP.or(map.besides),
            Self::OneOf(forms) => forms
                .iter()
                .fold(Types::NONE, |types, form| types.or(form.types())),
        }
    }

    /// The types that Compose names where none fits: those of the first form.
    pub(super) fn named_types(self) -> Types {
        match self {
            Self::OneOf([first, ..]) => first.named_types(),
            other => other.types(),
        }
    }
}

impl Map {
    /// What may stand under a key; `None`: the key may not be there.
    pub(super) fn rule_of(&self, name: &str) -> Option<Rule> {
        let listed = self.keys.iter().copied().flatten();
        if let Some((_, rule)) = listed.into_iter().find(|(key, _)| *key == name) {
            return Some(*rule);
        }
        match self.rest {
            Rest::Extensions | Rest::ExtensionsOfParts => {
                name.starts_with("x-").then_some(Rule::Any)
            }
            Rest::Refused => None,
            Rest::Free => Some(Rule::Any),
            Rest::Names(pattern, rule) => pattern.matches(name).then_some(*rule),
            Rest::SomeNames(pattern, rule) => Some(if pattern.matches(name) {
                *rule
            } else {
                Rule::Any
            }),
        }
    }

    /// The names of its keys, in the order of the table.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().copied().flatten().map(|(key, _)| *key)
    }
}

/// Forms of names and texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// Letters, digits, `.`, `_` and `-`.
    Name,
    /// Small letters.
    Small,
    /// Some character that is no end of line.
    Filled,
    /// One line, and not an empty one.
    Line,
    /// Two characters in a row that the engine takes for a container's name.
    ContainerName,
    /// When to pull an image.
    PullPolicy,
}

impl Pattern {
    /// As Compose shows it.
    pub(super) const fn source(self) -> &'static str {
        match self {
            Self::Name => "^[a-zA-Z0-9._-]+$",
            Self::Small => "^[a-z]+$",
            Self::Filled => ".+",
            Self::Line => "^.+$",
            Self::ContainerName => "[a-zA-Z0-9][a-zA-Z0-9_.-]+",
            Self::PullPolicy => {
                "^(always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+)$"
            }
        }
    }

    /// Whether a text has the form.
    pub(super) fn matches(self, text: &str) -> bool {
        match self {
            Self::Name => !text.is_empty() && text.bytes().all(is_in_name),
            Self::Small => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase()),
            Self::Filled => text.bytes().any(|byte| byte != b'\n'),
            Self::Line => !text.is_empty() && !text.contains('\n'),
            Self::ContainerName => text.as_bytes().windows(2).any(
                |pair| matches!(pair, [first, second] if first.is_ascii_alphanumeric() && is_in_name(*second)),
            ),
            Self::PullPolicy => {
                POLICIES.contains(&text) || text.strip_prefix("every_").is_some_and(is_period)
            }
        }
    }
}

/// When to pull an image, where it is a word.
pub(super) const POLICIES: [&str; 8] = [
    "always",
    "never",
    "build",
    "if_not_present",
    "missing",
    "refresh",
    "daily",
    "weekly",
];

const fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')
}

/// `1w2d3h`: digits and a unit, once or more.
fn is_period(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let Some(next) = unit.strip_prefix(['w', 'd', 'h', 'm', 's']) else {
            return false;
        };
        if unit.len() == rest.len() {
            return false;
        }
        rest = next;
    }
    !text.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_compose() {
        let name = |text| Pattern::ContainerName.matches(text);
        assert!(name("ab") && name("a b c.") && name("-1_") && !name("a b") && !name("x"));
        let policy = |text| Pattern::PullPolicy.matches(text);
        assert!(policy("missing") && policy("every_12h") && policy("every_1w2d"));
        assert!(!policy("every_") && !policy("every_h") && !policy("every_1") && !policy("Never"));
        assert!(Pattern::Line.matches("a b") && !Pattern::Line.matches("a\nb"));
        assert!(Pattern::Filled.matches("a\nb") && !Pattern::Filled.matches("\n"));
        assert!(!Pattern::Name.matches("") && !Pattern::Name.matches("ä"));
    }

    #[test]
    fn types_are_named_in_the_order_of_compose() {
        let all = Types::TEXT.or(Types::NULL).or(Types::MAP).or(Types::BOOL);
        assert_eq!(all.in_compose(), "boolean, mapping, null or string");
        assert_eq!(Types::TEXT.or(Types::LIST).in_words(), "a text or a list");
    }
}
