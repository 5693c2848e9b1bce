//! The order of keys in YAML: as a person sorts them, `b9` before `b10`.

use crate::compose::print::shape::Member;
use std::cmp::Ordering;

/// Which of two keys comes first.
pub fn key_order(left: &str, right: &str) -> Ordering {
    if left == right {
        Ordering::Equal
    } else if is_less(left, right) {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

/// Entries in that order.
pub(super) fn sorted<'m, 'a>(entries: &'m [Member<'a>]) -> Vec<&'m Member<'a>> {
    let mut sorted: Vec<_> = entries.iter().collect();
    merge_sort(&mut sorted, &|(left, _), (right, _)| is_less(left, right));
    sorted
}

/// The order is the library's, and nobody promises that it is one: the standard library's sort may panic then.
fn merge_sort<T: Copy>(items: &mut Vec<T>, is_less: &impl Fn(T, T) -> bool) {
    if items.len() < 2 {
        return;
    }
    let mut right = items.split_off(items.len() / 2);
    let mut left = std::mem::take(items);
    merge_sort(&mut left, is_less);
    merge_sort(&mut right, is_less);
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(&one), Some(&other)) = (left.peek(), right.peek()) {
        let next = if is_less(other, one) {
            right.next()
        } else {
            left.next()
        };
        items.extend(next);
    }
    items.extend(left);
    items.extend(right);
}

fn is_less(left: &str, right: &str) -> bool {
    let start = common_prefix(left, right);
    let (prefix, left_rest) = left.split_at_checked(start).unwrap_or((left, ""));
    let right_rest = right.get(start..).unwrap_or_default();
    let (Some(one), Some(other)) = (left_rest.chars().next(), right_rest.chars().next()) else {
        return left_rest.len() < right_rest.len();
    };
    let after_digit = prefix.ends_with(is_digit);
    match (one.is_alphabetic(), other.is_alphabetic()) {
        (true, true) => one < other,
        (false, false) => numbers_are_less(prefix, left_rest, right_rest, one < other),
        (is_letter, _) => is_letter == after_digit,
    }
}

/// Length of what both begin with, in whole characters.
fn common_prefix(left: &str, right: &str) -> usize {
    left.chars()
        .zip(right.chars())
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len_utf8())
        .sum()
}

/// By the numbers that begin here, then by how many digits they have, then by the first character.
fn numbers_are_less(prefix: &str, left: &str, right: &str, first_is_less: bool) -> bool {
    // In the midst of a number zeros are digits like others, at its beginning they are not.
    let is_inside = (left.starts_with('0') || right.starts_with('0'))
        && prefix
            .chars()
            .rev()
            .take_while(|character| is_digit(*character))
            .any(|character| character != '0');
    let (one, one_length) = number(left, is_inside);
    let (other, other_length) = number(right, is_inside);
    if one != other {
        one < other
    } else if one_length != other_length {
        one_length < other_length
    } else {
        first_is_less
    }
}

fn number(text: &str, is_inside: bool) -> (i64, usize) {
    let digits = text.bytes().take_while(u8::is_ascii_digit);
    digits.fold((i64::from(is_inside), 0), |(number, length), digit| {
        let digit = i64::from(digit - b'0');
        (number.wrapping_mul(10).wrapping_add(digit), length + 1)
    })
}

const fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_as_the_library_sorts_them() {
        let in_order = [
            "<<x", "? x", "~", "1", "01", "B", "a b", "b-", "b_", "b9", "b10", "n", "é",
        ];
        let mut entries: Vec<Member<'_>> = in_order
            .iter()
            .rev()
            .map(|key| ((*key).into(), crate::compose::print::shape::Shape::Null))
            .collect();
        assert_eq!(
            sorted(&entries)
                .iter()
                .map(|(key, _)| &**key)
                .collect::<Vec<_>>(),
            in_order
        );
        entries.reverse();
        assert_eq!(
            sorted(&entries)
                .iter()
                .map(|(key, _)| &**key)
                .collect::<Vec<_>>(),
            in_order
        );
    }

    #[test]
    fn a_key_comes_before_a_longer_one_that_begins_with_it() {
        assert_eq!(key_order("a", "ab"), Ordering::Less);
        assert_eq!(key_order("ab", "a"), Ordering::Greater);
        assert_eq!(key_order("a", "a"), Ordering::Equal);
    }
}
