//! What a text without quotes would be read as: where that is something else, it needs them.

use crate::compose::node::Scalar;
use crate::compose::scalar;
use crate::compose::tree::Value;

/// Whether a text without quotes is read as a text, and not as a number, a date, a truth value or null.
pub(super) fn is_text(text: &str) -> bool {
    // Most texts begin with a letter that begins no other value, and need no second look.
    if let Some(first) = text.bytes().next()
        && !matches!(
            first,
            b'0'..=b'9'
                | b'+'
                | b'-'
                | b'.'
                | b'~'
                | b'<'
                | b'n'
                | b'N'
                | b't'
                | b'T'
                | b'f'
                | b'F'
        )
    {
        return true;
    }
    let plain = Scalar {
        text: text.into(),
        is_plain: true,
    };
    text != "<<" && matches!(scalar::resolve(&plain, None), Ok(Value::Text(_)))
}

/// Whether readers of YAML 1.1 take it for a truth value, a number to the base 60, or a merge key.
pub(super) fn is_special_in_yaml_11(text: &str) -> bool {
    let is_truth_value = matches!(
        text,
        "y" | "Y"
            | "yes"
            | "Yes"
            | "YES"
            | "on"
            | "On"
            | "ON"
            | "n"
            | "N"
            | "no"
            | "No"
            | "NO"
            | "off"
            | "Off"
            | "OFF"
    );
    is_truth_value || text == "<<" || is_base_60(text)
}

/// `190:20:30`, `-1_0:59.5`.
fn is_base_60(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (unsigned, ""),
    };
    let mut parts = whole.split(':');
    let is_number = |part: &str| {
        part.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'_')
    };
    let is_sixtieth = |part: &str| match part.as_bytes() {
        [digit] | [b'0'..=b'5', digit] => digit.is_ascii_digit(),
        _ => false,
    };
    let first = parts.next().unwrap_or_default();
    whole.contains(':')
        && first.starts_with(|character: char| character.is_ascii_digit())
        && is_number(first)
        && parts.all(is_sixtieth)
        && is_number(fraction)
}
