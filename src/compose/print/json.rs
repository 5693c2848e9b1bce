//! JSON as Go writes it: what hashes are made of, and `config --format json`.

use crate::compose::go;
use crate::compose::print::shape::{Member, Shape, sorted_by_bytes};
use crate::compose::print::time;
use std::fmt::Write as _;

/// In one line, without blanks.
pub fn compact(shape: &Shape<'_>) -> String {
    let mut writer = Writer {
        out: String::new(),
        depth: None,
    };
    writer.value(shape);
    writer.out
}

/// In lines that are indented by two blanks. No line break at the end.
pub fn indented(shape: &Shape<'_>) -> String {
    let mut writer = Writer {
        out: String::new(),
        depth: Some(0),
    };
    writer.value(shape);
    writer.out
}

struct Writer {
    out: String,
    /// How far in; `None`: all in one line.
    depth: Option<usize>,
}

impl Writer {
    fn value(&mut self, shape: &Shape<'_>) {
        match shape {
            Shape::Null => self.out.push_str("null"),
            Shape::Bool(value) => self.out.push_str(if *value { "true" } else { "false" }),
            // Writing to a string does not fail.
            Shape::Int(value) => {
                let _ = write!(self.out, "{value}");
            }
            Shape::Single(value) => self.number(go::json_float32(*value).as_deref()),
            Shape::Double(value) => self.number(go::json_float(*value).as_deref()),
            Shape::Text(value) => self.text(value),
            Shape::Time(value) => self.text(&time::rfc3339(value)),
            Shape::List(items) => self.group('[', ']', items, Self::value),
            Shape::Record(members) => self.group('{', '}', members, Self::member),
            Shape::Map(entries) => {
                self.group('{', '}', &sorted_by_bytes(entries), |writer, entry| {
                    writer.member(entry);
                });
            }
        }
    }

    /// JSON has no infinity and nothing that is no number; the schema refuses them before.
    fn number(&mut self, number: Option<&str>) {
        self.out.push_str(number.unwrap_or("null"));
    }

    fn group<T>(&mut self, open: char, close: char, items: &[T], item: impl Fn(&mut Self, &T)) {
        self.out.push(open);
        if let Some(depth) = &mut self.depth {
            *depth += 1;
        }
        for (number, value) in items.iter().enumerate() {
            if number > 0 {
                self.out.push(',');
            }
            self.line();
            item(self, value);
        }
        if let Some(depth) = &mut self.depth {
            *depth -= 1;
        }
        if !items.is_empty() {
            self.line();
        }
        self.out.push(close);
    }

    fn line(&mut self) {
        if let Some(depth) = self.depth {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n("  ", depth));
        }
    }

    fn member(&mut self, (key, value): &Member<'_>) {
        self.text(key);
        self.out
            .push_str(if self.depth.is_some() { ": " } else { ":" });
        self.value(value);
    }

    /// Go escapes what could end a script in a page, too.
    fn text(&mut self, text: &str) {
        self.out.push('"');
        for character in text.chars() {
            match character {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\u{8}' => self.out.push_str("\\b"),
                '\u{c}' => self.out.push_str("\\f"),
                '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    let _ = write!(self.out, "\\u{:04x}", u32::from(character));
                }
                plain => self.out.push(plain),
            }
        }
        self.out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape() -> Shape<'static> {
        Shape::Record(vec![
            (
                "b".into(),
                Shape::List(vec![Shape::Null, Shape::Single(0.5)]),
            ),
            (
                "a".into(),
                Shape::Map(vec![
                    ("y".into(), Shape::Bool(true)),
                    ("B".into(), Shape::Int(-1)),
                ]),
            ),
            ("e".into(), Shape::List(vec![])),
            ("m".into(), Shape::Map(vec![])),
        ])
    }

    #[test]
    fn maps_are_sorted_and_records_are_not() {
        assert_eq!(
            compact(&shape()),
            r#"{"b":[null,0.5],"a":{"B":-1,"y":true},"e":[],"m":{}}"#
        );
    }

    #[test]
    fn groups_without_anything_in_them_take_one_line() {
        let lines = [
            "{",
            "  \"b\": [",
            "    null,",
            "    0.5",
            "  ],",
            "  \"a\": {",
            "    \"B\": -1,",
            "    \"y\": true",
            "  },",
            "  \"e\": [],",
            "  \"m\": {}",
            "}",
        ];
        assert_eq!(indented(&shape()), lines.join("\n"));
    }

    #[test]
    fn texts_are_escaped_as_go_escapes_them() {
        let text = Shape::text("<a&b> \" \\ \n\r\t\u{8}\u{c}\u{1}\u{7f}é\u{2028}😀");
        let escaped =
            "\"\\u003ca\\u0026b\\u003e \\\" \\\\ \\n\\r\\t\\b\\f\\u0001\u{7f}é\\u2028😀\"";
        assert_eq!(compact(&text), escaped);
    }
}
