//! Shell patterns: `*`, `?`, `[…]`.

/// Whether `pattern` matches all of `text`. Linear in memory, with the usual backtracking to the last star only.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut position) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while position < text.len() {
        let step = match pattern.get(at) {
            Some('*') => {
                star = Some((at, position));
                at += 1;
                continue;
            }
            Some('?') => Some(1),
            Some('[') => class(
                &pattern,
                at,
                text.get(position).copied().unwrap_or_default(),
            ),
            Some(&wanted) => (text.get(position) == Some(&wanted)).then_some(1),
            None => None,
        };
        match (step, star) {
            (Some(length), _) => {
                at += length;
                position += 1;
            }
            (None, Some((star_at, from))) => {
                at = star_at + 1;
                position = from + 1;
                star = Some((star_at, from + 1));
            }
            (None, None) => return false,
        }
    }
    pattern.iter().skip(at).all(|&character| character == '*')
}

/// The length of the class at `at` if it holds `character`.
fn class(pattern: &[char], at: usize, character: char) -> Option<usize> {
    let negated = matches!(pattern.get(at + 1), Some('!' | '^'));
    let first = at + 1 + usize::from(negated);
    let close = (first + 1..pattern.len()).find(|&index| pattern.get(index) == Some(&']'))?;
    let inner = pattern.get(first..close)?;
    let mut found = false;
    let mut index = 0;
    while let Some(&low) = inner.get(index) {
        if let (Some('-'), Some(&high)) = (inner.get(index + 1), inner.get(index + 2)) {
            found |= (low..=high).contains(&character);
            index += 3;
        } else {
            found |= low == character;
            index += 1;
        }
    }
    (found != negated).then_some(close + 1 - at)
}

/// Removes the shortest or longest beginning (or end) that the pattern matches.
pub(super) fn strip(value: &str, pattern: &str, end: bool, longest: bool) -> String {
    let mut cuts: Vec<usize> = value.char_indices().map(|(at, _)| at).collect();
    cuts.push(value.len());
    if end != longest {
        cuts.reverse();
    }
    for cut in cuts {
        let (head, tail) = value.split_at(cut);
        if end && matches(pattern, tail) {
            return head.to_owned();
        }
        if !end && matches(pattern, head) {
            return tail.to_owned();
        }
    }
    value.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_texts() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("a*c", "abbbc", true),
            ("a*c", "abbbd", false),
            ("?b", "ab", true),
            ("[a-c]x", "bx", true),
            ("[!a-c]x", "bx", false),
            ("*.yaml", "x.yaml.yaml", true),
            ("", "a", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn the_shortest_or_longest_piece_is_stripped() {
        assert_eq!(strip("a/b/c", "*/", false, false), "b/c");
        assert_eq!(strip("a/b/c", "*/", false, true), "c");
        assert_eq!(strip("a.b.c", ".*", true, false), "a.b");
        assert_eq!(strip("a.b.c", ".*", true, true), "a");
        assert_eq!(strip("abc", "x", true, true), "abc");
    }
}
