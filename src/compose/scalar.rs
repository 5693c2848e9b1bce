//! What a scalar of YAML is: the mixture of YAML 1.1 and 1.2 that Compose's parser reads (compose-facts 1.8).

use crate::compose::go;
use crate::compose::node::Scalar;
use crate::compose::tree::Value;
use std::sync::Arc;

/// The value of a scalar that has a tag, or none.
///
/// # Errors
/// In the parser's words: the tag names a type that the text is not of.
pub fn resolve(scalar: &Scalar, tag: Option<&str>) -> Result<Value, String> {
    let text = &scalar.text;
    let tag = tag.map(|tag| {
        tag.strip_prefix("tag:yaml.org,2002:")
            .map_or_else(|| tag.to_owned(), |name| format!("!!{name}"))
    });
    match tag.as_deref() {
        None if scalar.is_plain => Ok(plain(text)),
        Some(tag @ ("!!bool" | "!!int" | "!!float" | "!!null" | "!!timestamp")) => typed(tag, text),
        // What is quoted, tagged as a text, or has a tag of others, which are ignored.
        _ => Ok(Value::Text(Arc::clone(text))),
    }
}

fn typed(tag: &str, text: &Arc<str>) -> Result<Value, String> {
    let value = if tag == "!!timestamp" || timestamp(text).is_none() {
        plain(text)
    } else {
        // Only a plain scalar without a tag, or with the tag of a date, is looked at as one.
        number(text).unwrap_or_else(|| Value::Text(Arc::clone(text)))
    };
    let found = match &value {
        Value::Null => "!!null",
        Value::Bool(_) => "!!bool",
        Value::Int(_) => "!!int",
        Value::Float(_) => "!!float",
        Value::Time(_) => "!!timestamp",
        _ => "!!str",
    };
    match (tag, value) {
        ("!!float", Value::Int(number)) => Ok(Value::Float(as_float(number))),
        (tag, value) if tag == found => Ok(value),
        _ => Err(format!("cannot construct {found} `{text}` as a {tag}")),
    }
}

#[expect(clippy::cast_precision_loss, reason = "what a float of 64 bits is")]
const fn as_float(number: i128) -> f64 {
    number as f64
}

/// A plain scalar without a tag.
fn plain(text: &Arc<str>) -> Value {
    match &**text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Value::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => {
            return Value::Float(f64::INFINITY);
        }
        "-.inf" | "-.Inf" | "-.INF" => return Value::Float(f64::NEG_INFINITY),
        "-0" | "-0.0" => return Value::Float(-0.0),
        _ => {}
    }
    let first = text.as_bytes().first().copied().unwrap_or_default();
    let value = match first {
        // What begins with a point is read by Go's rules for floats, which know underscores.
        b'.' => go::parse_float(text).ok().map(Value::Float),
        b'0'..=b'9' | b'+' | b'-' => timestamp(text).map(Value::Time).or_else(|| number(text)),
        _ => None,
    };
    value.unwrap_or_else(|| Value::Text(Arc::clone(text)))
}

/// A number, with underscores wherever.
fn number(text: &str) -> Option<Value> {
    let digits = text.replace('_', "");
    if let Some(number) = integer(&digits) {
        return Some(Value::Int(number));
    }
    if !is_decimal(&digits) {
        return None;
    }
    // What is too large for a float is a text.
    digits
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        .map(Value::Float)
}

/// A whole number of 64 bits, signed or not, in the base that its prefix names; a leading zero alone is octal.
fn integer(digits: &str) -> Option<i128> {
    let (is_negative, rest) = match digits.as_bytes().first()? {
        b'-' => (true, digits.get(1..)?),
        b'+' => (false, digits.get(1..)?),
        _ => (false, digits),
    };
    let (base, rest) = match rest.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, rest.get(2..)?),
        [b'0', b'o' | b'O', ..] => (8, rest.get(2..)?),
        [b'0', b'b' | b'B', ..] => (2, rest.get(2..)?),
        [b'0', _, ..] => (8, rest.get(1..)?),
        _ => (10, rest),
    };
    if rest.is_empty() || !rest.chars().all(|digit| digit.is_digit(base)) {
        return None;
    }
    let number = i128::from_str_radix(rest, base).ok()?;
    if is_negative {
        (-number >= i128::from(i64::MIN)).then_some(-number)
    } else if number <= i128::from(i64::MAX) {
        Some(number)
    } else {
        // Unsigned numbers have no sign at all.
        (number <= i128::from(u64::MAX) && !digits.starts_with('+')).then_some(number)
    }
}

/// `1`, `1.`, `.5`, `1.5e-3`, with a sign or without.
fn is_decimal(text: &str) -> bool {
    let rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (rest, None),
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_mantissa = match mantissa.split_once('.') {
        Some(("", fraction)) => !fraction.is_empty() && all_digits(fraction),
        Some((whole, fraction)) => all_digits(whole) && all_digits(fraction),
        None => !mantissa.is_empty() && all_digits(mantissa),
    };
    is_mantissa
        && exponent.is_none_or(|exponent| {
            let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
            !digits.is_empty() && all_digits(digits)
        })
}

/// A date, or a date and a time, as Go prints it.
fn timestamp(text: &str) -> Option<Arc<str>> {
    let (year, rest) = text.split_once('-')?;
    if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year: u32 = year.parse().ok()?;
    let (month, rest) = rest.split_once('-')?;
    let month = small(month)?;
    let day_end = rest
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(rest.len());
    let (day, rest) = rest.split_at_checked(day_end)?;
    let day = small(day)?;
    let is_leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if day == 0 || day > days {
        return None;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if rest.is_empty() {
        return Some(format!("{date} 00:00:00 +0000 UTC").into());
    }
    let mut characters = rest.chars();
    let has_zone = match characters.next()? {
        'T' | 't' => true,
        ' ' => false,
        _ => return None,
    };
    let (time, zone) = clock(characters.as_str())?;
    let zone = match (has_zone, zone) {
        (true, "Z") | (false, "") => "+0000 UTC".to_owned(),
        (true, zone) => offset(zone)?,
        (false, _) => return None,
    };
    Some(format!("{date} {time} {zone}").into())
}

/// A number of one or two digits.
fn small(text: &str) -> Option<u32> {
    let is_small = matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_small.then(|| text.parse().ok()).flatten()
}

/// `7:5:3.50` as `07:05:03.5`, and what stands behind it.
fn clock(text: &str) -> Option<(String, &str)> {
    let (hour, rest) = text.split_once(':')?;
    let (minute, rest) = rest.split_once(':')?;
    let end = rest
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(rest.len());
    let (second, mut rest) = rest.split_at_checked(end)?;
    let (hour, minute, second) = (small(hour)?, small(minute)?, small(second)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let mut fraction = "";
    if let Some(behind) = rest.strip_prefix(['.', ',']) {
        let end = behind
            .find(|character: char| !character.is_ascii_digit())
            .unwrap_or(behind.len());
        let digits;
        (digits, rest) = behind.split_at_checked(end)?;
        if digits.is_empty() {
            return None;
        }
        fraction = digits.get(..9).unwrap_or(digits).trim_end_matches('0');
    }
    let point = if fraction.is_empty() { "" } else { "." };
    Some((
        format!("{hour:02}:{minute:02}:{second:02}{point}{fraction}"),
        rest,
    ))
}

/// `+02:00` as `+0200 +0200`.
fn offset(zone: &str) -> Option<String> {
    let [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] = zone.as_bytes() else {
        return None;
    };
    let digits = [*h1, *h2, *m1, *m2];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digits: String = digits.map(char::from).into_iter().collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    if small(hours)? > 24 || small(minutes)? > 59 {
        return None;
    }
    let sign = char::from(*sign);
    Some(match digits.as_str() {
        "0000" => "+0000 UTC".to_owned(),
        _ => format!("{sign}{digits} {sign}{digits}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        plain(&Arc::from(text))
    }

    fn text(text: &str) -> Value {
        Value::Text(Arc::from(text))
    }

    #[test]
    fn integers_have_bases_signs_and_underscores() {
        for (written, number) in [
            ("010", 8),
            ("0o10", 8),
            ("0x1F", 31),
            ("0b11", 3),
            ("1_000", 1000),
            ("+7", 7),
            ("-12", -12),
            ("1_", 1),
            ("18446744073709551615", i128::from(u64::MAX)),
        ] {
            assert_eq!(value(written), Value::Int(number), "{written}");
        }
        assert_eq!(
            value("18446744073709551616"),
            Value::Float(18_446_744_073_709_551_616.0)
        );
        for written in [
            "0o8",
            "0x",
            "190:20:30",
            "22:22",
            "1.2.3",
            "+",
            "-",
            "0xg",
            "1e",
            "e1",
        ] {
            assert_eq!(value(written), text(written), "{written}");
        }
    }

    #[test]
    fn floats_are_decimal() {
        for (written, number) in [
            ("08", 8.0),
            ("1.50", 1.5),
            ("1e5", 100_000.0),
            (".5", 0.5),
            (".1_2", 0.12),
            ("1.", 1.0),
            ("-0", -0.0),
        ] {
            assert_eq!(value(written), Value::Float(number), "{written}");
        }
    }

    #[test]
    fn only_true_and_false_are_truth_values() {
        assert_eq!(value("TRUE"), Value::Bool(true));
        for written in ["yes", "no", "on", "off", "y", "n", "tRue"] {
            assert_eq!(value(written), text(written));
        }
    }

    #[test]
    fn plain_dates_are_printed_as_go_does() {
        for (written, printed) in [
            ("2001-12-14", "2001-12-14 00:00:00 +0000 UTC"),
            ("2001-2-4", "2001-02-04 00:00:00 +0000 UTC"),
            (
                "2001-12-14t21:59:43.10-05:00",
                "2001-12-14 21:59:43.1 -0500 -0500",
            ),
            (
                "2001-12-14T10:00:00+02:00",
                "2001-12-14 10:00:00 +0200 +0200",
            ),
            ("2001-12-14T10:00:00Z", "2001-12-14 10:00:00 +0000 UTC"),
            ("2001-12-14 1:2:3", "2001-12-14 01:02:03 +0000 UTC"),
        ] {
            assert_eq!(value(written), Value::Time(Arc::from(printed)), "{written}");
        }
        for written in [
            "2001-13-01",
            "2001-02-30",
            "20011-1-1",
            "2001-12-14 21:59:43.10 -5",
            "2001-12",
        ] {
            assert_eq!(value(written), text(written), "{written}");
        }
    }

    #[test]
    fn tags_decide_or_are_refused() {
        let quoted = |text: &str| Scalar {
            text: Arc::from(text),
            is_plain: false,
        };
        assert_eq!(resolve(&quoted("5"), Some("!!int")), Ok(Value::Int(5)));
        assert_eq!(
            resolve(&quoted("5"), Some("!!float")),
            Ok(Value::Float(5.0))
        );
        assert_eq!(resolve(&quoted("5"), Some("!foo")), Ok(text("5")));
        assert_eq!(
            resolve(&quoted("x"), Some("!!int")),
            Err("cannot construct !!str `x` as a !!int".to_owned())
        );
    }
}
