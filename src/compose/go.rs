//! Values as Go prints and reads them: Compose's output and its messages follow Go's rules for numbers and quotes.

mod number;
#[cfg(test)]
mod number_tests;

use crate::compose::tree::Value;
use std::fmt::Write as _;

pub use number::{
    NumberError, NumberFault, format_float, format_float32, json_float, json_float32, parse_float,
    parse_float32, parse_int, truncate,
};

/// A value as `%v` prints it: where a text is made of any value, and in messages.
pub fn display(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("<nil>"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(number) => {
            let _ = write!(out, "{number}");
        }
        Value::Float(number) => out.push_str(&format_float(*number)),
        Value::Text(text) | Value::Time(text) => out.push_str(text),
        Value::List(list) => {
            out.push('[');
            for (number, item) in list.iter().enumerate() {
                if number > 0 {
                    out.push(' ');
                }
                write_value(out, &item.value);
            }
            out.push(']');
        }
        Value::Map(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| *key);
            out.push_str("map[");
            for (number, (key, item)) in entries.into_iter().enumerate() {
                if number > 0 {
                    out.push(' ');
                }
                out.push_str(key);
                out.push(':');
                write_value(out, &item.value);
            }
            out.push(']');
        }
    }
}

/// A text in double quotes, as `%q` prints it.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        let escape = match character {
            '"' => '"',
            '\\' => '\\',
            '\u{7}' => 'a',
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\u{b}' => 'v',
            other => {
                let code = u32::from(other);
                let _ = if is_print(other) {
                    out.push(other);
                    Ok(())
                } else if code < 0x80 {
                    write!(out, "\\x{code:02x}")
                } else if code < 0x1_0000 {
                    write!(out, "\\u{code:04x}")
                } else {
                    write!(out, "\\U{code:08x}")
                };
                continue;
            }
        };
        out.push('\\');
        out.push(escape);
    }
    out.push('"');
    out
}

/// Whether a character can be seen: no control, format or private character, and of the blanks only the space.
fn is_print(character: char) -> bool {
    if character.is_ascii() {
        return matches!(character, ' '..='~');
    }
    // The standard library knows, but only tells in how it escapes a text; a mark must not stand first there.
    let mut text = String::from(".");
    text.push(character);
    text.escape_debug().count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::origin::Origin;
    use crate::compose::tree::{Map, Tree};
    use std::sync::Arc;

    #[test]
    fn values_are_printed_as_go_does() {
        let tree = |value| Tree::new(value, Origin::default());
        let text = |text: &str| tree(Value::Text(Arc::from(text)));
        let list = Value::List(vec![
            text("a b"),
            tree(Value::Int(-3)),
            tree(Value::Float(1e6)),
            tree(Value::Null),
        ]);
        assert_eq!(display(&list), "[a b -3 1e+06 <nil>]");
        let map = Map::from_iter([
            (Arc::from("b"), tree(Value::Bool(true))),
            (Arc::from("a"), tree(list)),
        ]);
        let shown = display(&Value::Map(map));
        assert_eq!(shown, "map[a:[a b -3 1e+06 <nil>] b:true]");
    }

    #[test]
    fn quotes_show_what_cannot_be_seen() {
        for (text, expected) in [
            ("a\"b\\", r#""a\"b\\""#),
            ("\n\t\u{7}\u{b}\0\u{7f}", r#""\n\t\a\v\x00\x7f""#),
            ("é日\u{301}👛", "\"é日\u{301}👛\""),
            (
                "\u{ad}\u{a0}\u{feff}\u{2028}",
                r#""\u00ad\u00a0\ufeff\u2028""#,
            ),
            ("\u{e0001}", r#""\U000e0001""#),
        ] {
            assert_eq!(quote(text), expected);
        }
    }
}
