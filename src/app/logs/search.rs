//! Finding text in lines: plain text, ignoring case unless the pattern has a capital letter.

/// Text to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    folded: Vec<char>,
    ignore_case: bool,
}

impl Pattern {
    /// `None` for empty text.
    pub fn new(text: &str) -> Option<Self> {
        let ignore_case = !text.chars().any(char::is_uppercase);
        (!text.is_empty()).then(|| Self {
            text: text.to_owned(),
            folded: text.chars().flat_map(char::to_lowercase).collect(),
            ignore_case,
        })
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it occurs.
    pub fn is_in(&self, line: &str) -> bool {
        if self.ignore_case && self.text.is_ascii() && line.is_ascii() {
            let needle = self.text.as_bytes();
            return line
                .as_bytes()
                .windows(needle.len())
                .any(|window| window.eq_ignore_ascii_case(needle));
        }
        if self.ignore_case {
            !self.ranges(line).is_empty()
        } else {
            line.contains(&self.text)
        }
    }

    /// Byte ranges of all occurrences, not overlapping.
    pub fn ranges(&self, line: &str) -> Vec<(usize, usize)> {
        if !self.ignore_case {
            return line
                .match_indices(&self.text)
                .map(|(start, found)| (start, start + found.len()))
                .collect();
        }
        let folded: Vec<(usize, usize, char)> = line
            .char_indices()
            .flat_map(|(start, character)| {
                let end = start + character.len_utf8();
                character
                    .to_lowercase()
                    .map(move |lower| (start, end, lower))
            })
            .collect();
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(window) = folded.get(at..at + self.folded.len()) {
            if window.iter().map(|(_, _, lower)| lower).eq(&self.folded) {
                if let (Some(first), Some(last)) = (window.first(), window.last()) {
                    out.push((first.0, last.1));
                }
                at += self.folded.len();
            } else {
                at += 1;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(pattern: &str, line: &str) -> Vec<(usize, usize)> {
        let pattern = Pattern::new(pattern).unwrap();
        assert_eq!(pattern.is_in(line), !pattern.ranges(line).is_empty());
        pattern.ranges(line)
    }

    #[test]
    fn case_counts_only_with_a_capital() {
        assert_eq!(ranges("err", "Error and err"), [(0, 3), (10, 13)]);
        assert_eq!(ranges("Err", "Error and err"), [(0, 3)]);
        assert_eq!(ranges("йд", "НАЙДЕНО"), [(4, 8)]);
        assert_eq!(Pattern::new(""), None);
    }
}
