//! Durations as Compose reads and prints them: `1m30s`. Nanoseconds, signed.

use std::fmt::Write as _;
use thiserror::Error;

/// Why a text is no duration. The words are Compose's.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DurationError {
    /// It is empty, has no number where one must stand, or is too large.
    #[error("time: invalid duration \"{0}\"")]
    Invalid(String),
    /// A number has no unit.
    #[error("time: missing unit in duration \"{0}\"")]
    MissingUnit(String),
    /// There is no such unit.
    #[error("time: unknown unit \"{unit}\" in duration \"{text}\"")]
    UnknownUnit {
        /// The unit.
        unit: String,
        /// The whole text.
        text: String,
    },
}

const MICROSECOND: i64 = 1_000;
const MILLISECOND: i64 = 1_000_000;
const SECOND: i64 = 1_000_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Nanoseconds of a duration such as `1m30s`, `1.5h` or `-2d`; units are `ns us µs ms s m h d w`.
///
/// # Errors
/// It is no duration.
pub fn parse(text: &str) -> Result<i64, DurationError> {
    let invalid = || DurationError::Invalid(text.to_owned());
    let is_negative = text.starts_with('-');
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total: u64 = 0;
    let most = i64::MAX.unsigned_abs();
    while !rest.is_empty() {
        let (whole, tail) = rest.split_at(digits(rest));
        let (fraction, tail) = match tail.strip_prefix('.') {
            Some(tail) => tail.split_at(digits(tail)),
            None => ("", tail),
        };
        if whole.is_empty() && fraction.is_empty() {
            return Err(invalid());
        }
        let unit_length = tail
            .find(|c: char| c == '.' || c.is_ascii_digit())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit_length);
        let count = if whole.is_empty() {
            0
        } else {
            whole
                .parse::<u64>()
                .ok()
                .filter(|count| *count <= most)
                .ok_or_else(invalid)?
        };
        if unit.is_empty() {
            return Err(DurationError::MissingUnit(text.to_owned()));
        }
        let nanoseconds = length_of(unit)
            .ok_or_else(|| DurationError::UnknownUnit {
                unit: unit.to_owned(),
                text: text.to_owned(),
            })?
            .unsigned_abs();
        total = count
            .checked_mul(nanoseconds)
            .and_then(|part| part.checked_add(part_of(fraction, nanoseconds)))
            .and_then(|part| total.checked_add(part))
            .filter(|total| *total <= most)
            .ok_or_else(invalid)?;
        rest = tail;
    }
    let total = i64::try_from(total).map_err(|_too_large| invalid())?;
    Ok(if is_negative { -total } else { total })
}

fn digits(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len())
}

fn length_of(unit: &str) -> Option<i64> {
    Some(match unit {
        "ns" => 1,
        "us" | "\u{b5}s" | "\u{3bc}s" => MICROSECOND,
        "ms" => MILLISECOND,
        "s" => SECOND,
        "m" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        "w" => 7 * DAY,
        _ => return None,
    })
}

/// Nanoseconds of the digits behind a point; as many count as fit into 63 bits.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "Go reckons with a float here, and it is never negative"
)]
fn part_of(fraction: &str, unit: u64) -> u64 {
    let mut value: i64 = 0;
    let mut scale = 1.0_f64;
    for digit in fraction.bytes() {
        let next = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(i64::from(digit - b'0')));
        let Some(next) = next else { break };
        value = next;
        scale *= 10.0;
    }
    (value as f64 * (unit as f64 / scale)) as u64
}

/// A duration as Go prints it: `1h0m0s`, `1.5s`, `10ms`, `0s`.
pub fn format(nanoseconds: i64) -> String {
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let all = nanoseconds.unsigned_abs();
    let second = SECOND.unsigned_abs();
    if all == 0 {
        return "0s".to_owned();
    }
    if all < second {
        let (unit, name, places) = match all {
            0..1_000 => (1, "ns", 0),
            1_000..1_000_000 => (MICROSECOND.unsigned_abs(), "\u{b5}s", 3),
            _ => (MILLISECOND.unsigned_abs(), "ms", 6),
        };
        return format!("{sign}{}{name}", decimal(all / unit, all % unit, places));
    }
    let seconds = all / second;
    let mut text = sign.to_owned();
    if seconds >= 3600 {
        let _ = write!(text, "{}h", seconds / 3600);
    }
    if seconds >= 60 {
        let _ = write!(text, "{}m", seconds / 60 % 60);
    }
    text.push_str(&decimal(seconds % 60, all % second, 9));
    text.push('s');
    text
}

/// A number with its fraction, without zeros at the end.
fn decimal(whole: u64, fraction: u64, places: usize) -> String {
    if fraction == 0 {
        return whole.to_string();
    }
    let fraction = format!("{fraction:0places$}");
    format!("{whole}.{}", fraction.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_are_read_and_printed_as_compose_does() {
        for (text, expected) in [
            ("0", "0s"),
            ("90s", "1m30s"),
            ("1.5h", "1h30m0s"),
            ("-2d", "-48h0m0s"),
            ("1w1d", "192h0m0s"),
            ("1h1h", "2h0m0s"),
            (".5s", "500ms"),
            ("1.s", "1s"),
            ("1500us", "1.5ms"),
            ("1.5µs", "1.5µs"),
            ("7ns", "7ns"),
            ("0.0000000004s", "0s"),
            ("1.000000001s", "1.000000001s"),
            ("9223372036854775807ns", "2562047h47m16.854775807s"),
            ("0.99999999999999999999s", "1s"),
        ] {
            assert_eq!(parse(text).map(format).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_said_in_composes_words() {
        for (text, expected) in [
            ("", "time: invalid duration \"\""),
            ("-", "time: invalid duration \"-\""),
            (".s", "time: invalid duration \".s\""),
            ("s", "time: invalid duration \"s\""),
            ("1h-1m", "time: unknown unit \"h-\" in duration \"1h-1m\""),
            ("10", "time: missing unit in duration \"10\""),
            ("5y", "time: unknown unit \"y\" in duration \"5y\""),
            ("1 h", "time: unknown unit \" h\" in duration \"1 h\""),
            (
                "9223372036854775808ns",
                "time: invalid duration \"9223372036854775808ns\"",
            ),
            ("15251w", "time: invalid duration \"15251w\""),
        ] {
            let error = parse(text).map_err(|error| error.to_string());
            assert_eq!(error, Err(expected.to_owned()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "([0-9.+-]|[nuµmshdw]|.){0,30}") {
            let _ = parse(&text);
        }

        #[test]
        fn what_is_printed_is_read_again(nanoseconds in -i64::MAX..=i64::MAX) {
            // The fraction of a second goes through a float.
            let back = parse(&format(nanoseconds)).unwrap();
            prop_assert!((back - nanoseconds).abs() <= 1, "{back} {nanoseconds}");
        }

        #[test]
        fn microseconds_come_back(microseconds in any::<i32>()) {
            let nanoseconds = i64::from(microseconds) * 1_000;
            prop_assert_eq!(parse(&format(nanoseconds)), Ok(nanoseconds));
        }
    }
}
