//! Values as Go prints them, where Compose's messages and comparisons rest on it.

use crate::compose::tree::{Tree, Value};
use std::fmt::Write;

/// The name of a value's type, as `%T` prints it.
pub fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "<nil>",
        Value::Bool(_) => "bool",
        Value::Int(number) if i64::try_from(*number).is_ok() => "int",
        Value::Int(_) => "uint64",
        Value::Float(_) => "float64",
        Value::Text(_) => "string",
        Value::Time(_) => "time.Time",
        Value::List(_) => "[]interface {}",
        Value::Map(_) => "map[string]interface {}",
    }
}

/// As `%s` prints it: `text`, but `%!s(int=3)`.
pub fn as_text(value: Option<&Value>) -> String {
    let mut text = String::new();
    write(&mut text, value.unwrap_or(&Value::Null), 's');
    text
}

/// As `%d` prints it: `3`, but `%!d(string=3)`.
pub fn as_number(value: Option<&Value>) -> String {
    let mut text = String::new();
    write(&mut text, value.unwrap_or(&Value::Null), 'd');
    text
}

fn write(to: &mut String, value: &Value, verb: char) {
    // Writing into a text cannot fail.
    let _ = match value {
        Value::Null => write!(to, "%!{verb}(<nil>)"),
        Value::Text(text) | Value::Time(text) if verb == 's' => to.write_str(text),
        Value::Int(number) if verb == 'd' => write!(to, "{number}"),
        Value::Text(text) | Value::Time(text) => write!(to, "%!{verb}(string={text})"),
        Value::Int(number) => write!(to, "%!{verb}({}={number})", type_name(value)),
        Value::Bool(is_set) => write!(to, "%!{verb}(bool={is_set})"),
        Value::Float(number) => write!(to, "%!{verb}(float64={number})"),
        Value::List(items) => {
            to.push('[');
            for (number, item) in items.iter().enumerate() {
                if number > 0 {
                    to.push(' ');
                }
                write(to, &item.value, verb);
            }
            to.write_char(']')
        }
        Value::Map(map) => {
            to.push_str("map[");
            let mut entries: Vec<(&str, &Tree)> =
                map.iter().map(|(key, tree)| (&**key, tree)).collect();
            entries.sort_by_key(|(key, _)| *key);
            for (number, (key, tree)) in entries.into_iter().enumerate() {
                if number > 0 {
                    to.push(' ');
                }
                to.push_str(key);
                to.push(':');
                write(to, &tree.value, verb);
            }
            to.write_char(']')
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::origin::Origin;

    #[test]
    fn a_value_of_another_type_than_the_verb_wants_is_printed_with_its_type() {
        let text = Value::Text("80".into());
        let number = Value::Int(80);
        assert_eq!(as_text(Some(&text)), "80");
        assert_eq!(as_text(Some(&number)), "%!s(int=80)");
        assert_eq!(as_text(None), "%!s(<nil>)");
        assert_eq!(as_number(Some(&number)), "80");
        assert_eq!(as_number(Some(&text)), "%!d(string=80)");
        let list = Value::List(vec![
            Tree::new(text, Origin::default()),
            Tree::new(number, Origin::default()),
        ]);
        assert_eq!(as_text(Some(&list)), "[80 %!s(int=80)]");
    }
}
