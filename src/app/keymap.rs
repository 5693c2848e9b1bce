//! From keys to actions: the defaults of the registry, with a person's own keys merged over them.

use crate::app::action::Action;
use crate::app::key::Key;
use crate::model::text::nearest;
use std::collections::BTreeMap;
use std::fmt;

/// Key sequences and what they do. No sequence is the beginning of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: BTreeMap<Vec<Key>, Action>,
}

/// What a sequence of keys means so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// An action.
    Action(Action),
    /// The beginning of these: next key and action.
    Pending(Vec<(Key, Action)>),
    /// Nothing.
    Unbound,
}

/// A person's binding, as read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The action's name.
    pub action: String,
    /// Its keys, in place of the default ones; empty takes them away.
    pub keys: Vec<String>,
    /// `keys.toml:3`
    pub location: String,
}

/// A fault in a person's bindings. The binding is left out, the rest counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeymapError {
    /// Where.
    pub location: String,
    /// What, and the nearest name.
    pub message: String,
}

impl fmt::Display for KeymapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.location, self.message)
    }
}

/// Up to this many keys an action.
const KEYS_AN_ACTION: usize = 3;

impl Default for Keymap {
    fn default() -> Self {
        Self::new(&[]).0
    }
}

impl Keymap {
    /// The defaults with these over them, and every fault found.
    pub fn new(own: &[Binding]) -> (Self, Vec<KeymapError>) {
        let mut errors = Vec::new();
        let mut replaced: BTreeMap<Action, (&Binding, Vec<Vec<Key>>)> = BTreeMap::new();
        for binding in own {
            let fault = |message: String| KeymapError {
                location: binding.location.clone(),
                message,
            };
            let Some(action) = Action::by_name(&binding.action) else {
                let names = Action::ALL.iter().map(|action| action.name());
                let nearest = nearest(&binding.action, names)
                    .map(|name| format!("; did you mean `{name}`?"))
                    .unwrap_or_default();
                errors.push(fault(format!(
                    "unknown action `{}`{nearest}",
                    binding.action
                )));
                continue;
            };
            if binding.keys.len() > KEYS_AN_ACTION {
                errors.push(fault(format!(
                    "`{action}` has {} keys; {KEYS_AN_ACTION} are allowed",
                    binding.keys.len()
                )));
            }
            let mut sequences = Vec::new();
            for text in binding.keys.iter().take(KEYS_AN_ACTION) {
                match parse_sequence(text) {
                    Some(sequence) => sequences.push(sequence),
                    None => errors.push(fault(format!(
                        "`{text}` is no key; write `r`, `R`, `ctrl-r`, `f5`, `enter`, or `g g`"
                    ))),
                }
            }
            if let Some((other, _)) = replaced.insert(action, (binding, sequences)) {
                errors.push(fault(format!(
                    "`{action}` is bound in {} already",
                    other.location
                )));
            }
        }
        let mut keymap = Self {
            bindings: BTreeMap::new(),
        };
        let mut owner: BTreeMap<Vec<Key>, &Binding> = BTreeMap::new();
        for (action, (binding, sequences)) in &replaced {
            for sequence in sequences {
                if let Some((taken, other)) = keymap.clash(sequence) {
                    let place = owner
                        .get(taken)
                        .map(|binding| format!(" ({})", binding.location))
                        .unwrap_or_default();
                    let message = format!(
                        "`{}` for `{action}` is `{other}` already{place}",
                        show(sequence)
                    );
                    errors.push(KeymapError {
                        location: binding.location.clone(),
                        message,
                    });
                } else {
                    keymap.bindings.insert(sequence.clone(), *action);
                    owner.insert(sequence.clone(), binding);
                }
            }
        }
        for action in Action::ALL
            .iter()
            .filter(|action| !replaced.contains_key(action))
        {
            for sequence in action
                .default_keys()
                .iter()
                .filter_map(|text| parse_sequence(text))
            {
                // A default key that a person gave to something else is theirs; the action keeps its other keys.
                if keymap.clash(&sequence).is_none() {
                    keymap.bindings.insert(sequence, *action);
                }
            }
        }
        (keymap, errors)
    }

    /// A binding that is equal to, begins, or continues this sequence.
    fn clash(&self, sequence: &[Key]) -> Option<(&Vec<Key>, Action)> {
        self.bindings
            .iter()
            .find(|(bound, _)| bound.starts_with(sequence) || sequence.starts_with(bound))
            .map(|(bound, action)| (bound, *action))
    }

    /// What these keys mean.
    pub fn resolve(&self, keys: &[Key]) -> Resolution {
        if let Some(action) = self.bindings.get(keys) {
            return Resolution::Action(*action);
        }
        let next: Vec<(Key, Action)> = self
            .bindings
            .iter()
            .filter(|(bound, _)| bound.starts_with(keys))
            .filter_map(|(bound, action)| Some((*bound.get(keys.len())?, *action)))
            .collect();
        if next.is_empty() {
            Resolution::Unbound
        } else {
            Resolution::Pending(next)
        }
    }

    /// The keys of an action, the shortest first.
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        let mut keys: Vec<String> = self
            .bindings
            .iter()
            .filter(|(_, bound)| **bound == action)
            .map(|(keys, _)| show(keys))
            .collect();
        let defaults = action.default_keys();
        let position = |key: &String| {
            defaults
                .iter()
                .position(|other| other == key)
                .unwrap_or(usize::MAX)
        };
        keys.sort_by_key(|key| (position(key), key.len()));
        keys
    }

    /// The first key of an action, or nothing.
    pub fn key_of(&self, action: Action) -> Option<String> {
        self.keys_of(action).into_iter().next()
    }
}

fn parse_sequence(text: &str) -> Option<Vec<Key>> {
    let keys: Option<Vec<Key>> = text.split_whitespace().map(Key::parse).collect();
    keys.filter(|keys| !keys.is_empty())
}

fn show(keys: &[Key]) -> String {
    keys.iter()
        .map(Key::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(bindings: &[(&str, &[&str])]) -> (Keymap, Vec<String>) {
        let bindings: Vec<Binding> = bindings
            .iter()
            .enumerate()
            .map(|(index, (action, keys))| Binding {
                action: (*action).to_owned(),
                keys: keys.iter().map(|key| (*key).to_owned()).collect(),
                location: format!("keys.toml:{}", index + 1),
            })
            .collect();
        let (keymap, errors) = Keymap::new(&bindings);
        (keymap, errors.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn default_keys_are_keys_and_do_not_clash() {
        let count: usize = Action::ALL
            .iter()
            .map(|action| action.default_keys().len())
            .sum();
        assert_eq!(Keymap::default().bindings.len(), count);
    }

    #[test]
    fn own_keys_replace_the_default_ones_of_their_action_only() {
        let (keymap, errors) = own(&[("restart", &["f5"])]);
        assert_eq!(errors, Vec::<String>::new());
        assert_eq!(keymap.keys_of(Action::Restart), ["f5"]);
        assert_eq!(keymap.resolve(&[Key::char('r')]), Resolution::Unbound);
        assert_eq!(keymap.keys_of(Action::Down), ["j", "down"]);
    }

    #[test]
    fn a_key_taken_from_a_default_leaves_the_other_keys_of_that_action() {
        let (keymap, errors) = own(&[("stop", &["j"])]);
        assert_eq!(errors, Vec::<String>::new());
        assert_eq!(
            (keymap.keys_of(Action::Stop), keymap.keys_of(Action::Down)),
            (vec!["j".to_owned()], vec!["down".to_owned()])
        );
    }

    #[test]
    fn faults_are_located_and_name_the_nearest() {
        let (_, errors) = own(&[
            ("restrat", &["r"]),
            ("stop", &["hyper-s"]),
            ("start", &["f2"]),
            ("pause", &["f2"]),
        ]);
        assert_eq!(
            errors,
            [
                "keys.toml:1: unknown action `restrat`; did you mean `restart`?",
                "keys.toml:2: `hyper-s` is no key; write `r`, `R`, `ctrl-r`, `f5`, `enter`, or `g g`",
                "keys.toml:4: `f2` for `pause` is `start` already (keys.toml:3)",
            ]
        );
    }

    #[test]
    fn sequences_wait_for_their_next_key() {
        let (keymap, errors) = own(&[("top", &["z t"]), ("bottom", &["z b"])]);
        assert_eq!(errors, Vec::<String>::new());
        let z = Key::char('z');
        assert_eq!(
            keymap.resolve(&[z]),
            Resolution::Pending(vec![
                (Key::char('b'), Action::Bottom),
                (Key::char('t'), Action::Top)
            ])
        );
        assert_eq!(
            keymap.resolve(&[z, Key::char('t')]),
            Resolution::Action(Action::Top)
        );
    }
}
