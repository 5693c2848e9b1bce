//! Values compared by what they say, wherever they come from.

use crate::compose::tree::{Tree, Value};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Appends what the list does not have yet. Takes time by the items, and not by their square.
pub fn append(list: &mut Vec<Tree>, more: Vec<Tree>) {
    let mut places: HashMap<u64, Vec<usize>> = HashMap::with_capacity(list.len());
    for (place, item) in list.iter().enumerate() {
        places.entry(digest(&item.value)).or_default().push(place);
    }
    for item in more {
        let same = places.entry(digest(&item.value)).or_default();
        let is_known = same.iter().any(|place| {
            list.get(*place)
                .is_some_and(|known| is_same(&known.value, &item.value))
        });
        if !is_known {
            same.push(list.len());
            list.push(item);
        }
    }
}

/// Whether two values say the same. Mappings have no order.
pub fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(&one.value, &other.value))
        }
        (Value::Map(one), Value::Map(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| {
                    other
                        .get(key)
                        .is_some_and(|other| is_same(&one.value, &other.value))
                })
        }
        _ => one == other,
    }
}

fn digest(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    std::mem::discriminant(value).hash(&mut hasher);
    match value {
        Value::Null => {}
        Value::Bool(is_set) => is_set.hash(&mut hasher),
        Value::Int(number) => number.hash(&mut hasher),
        // Two zeros are the same, and have other bits.
        Value::Float(number) => (number + 0.0).to_bits().hash(&mut hasher),
        Value::Text(text) | Value::Time(text) => text.hash(&mut hasher),
        Value::List(list) => {
            for item in list {
                digest(&item.value).hash(&mut hasher);
            }
        }
        Value::Map(map) => {
            let entries = map.iter().map(|(key, value)| {
                let mut hasher = DefaultHasher::new();
                (key, digest(&value.value)).hash(&mut hasher);
                hasher.finish()
            });
            entries.fold(0, u64::wrapping_add).hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::origin::Origin;
    use crate::compose::tree::Map;

    fn map(entries: &[(&str, i128)]) -> Tree {
        let entries = entries.iter().map(|(key, number)| {
            let value = Tree::new(Value::Int(*number), Origin::default_value());
            ((*key).into(), value)
        });
        Tree::new(Value::Map(entries.collect::<Map>()), Origin::default())
    }

    #[test]
    fn what_is_there_is_not_appended_again_in_whatever_order_it_is_written() {
        let mut list = vec![map(&[("a", 1), ("b", 2)]), map(&[])];
        let more = vec![
            map(&[("b", 2), ("a", 1)]),
            map(&[("a", 1)]),
            map(&[("a", 1)]),
        ];
        append(&mut list, more);
        assert_eq!(list.len(), 3);
    }

    #[test]
    fn a_number_and_its_text_are_two() {
        assert!(!is_same(&Value::Int(1), &Value::Text("1".into())));
        assert!(is_same(&Value::Float(0.0), &Value::Float(-0.0)));
        assert_eq!(digest(&Value::Float(0.0)), digest(&Value::Float(-0.0)));
    }

    #[test]
    fn long_lists_take_no_square_of_time() {
        let many =
            |from| (from..from + 100_000).map(|n| Tree::new(Value::Int(n), Origin::default()));
        let mut list: Vec<Tree> = many(0).collect();
        append(&mut list, many(50_000).collect());
        assert_eq!(list.len(), 150_000);
    }
}
