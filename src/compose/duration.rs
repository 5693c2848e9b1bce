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
    read(text, true)
}

/// The same without days and weeks: what the schema's format `duration` allows.
///
/// # Errors
/// It is no such duration.
pub fn parse_without_days(text: &str) -> Result<i64, DurationError> {
    read(text, false)
}

fn read(text: &str, has_days: bool) -> Result<i64, DurationError> {
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
    // Only Go itself takes the smallest number, which has no positive counterpart.
    let most = i64::MAX.unsigned_abs() + u64::from(!has_days && is_negative);
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
        let nanoseconds = unit_length_of(unit, has_days)
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
    let total = i128::from(total);
    i64::try_from(if is_negative { -total } else { total }).map_err(|_too_large| invalid())
}

fn digits(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len())
}

fn unit_length_of(unit: &str, has_days: bool) -> Option<i64> {
    Some(match unit {
        "ns" => 1,
        "us" | "\u{b5}s" | "\u{3bc}s" => MICROSECOND,
        "ms" => MILLISECOND,
        "s" => SECOND,
        "m" => MINUTE,
        "h" => HOUR,
        "d" if has_days => DAY,
        "w" if has_days => 7 * DAY,
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
