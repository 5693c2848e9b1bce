//! Points in time as engines write them, and ages as people say them.

use serde::{Serialize, Serializer};
use std::fmt;
use std::time::Duration;

/// Nanoseconds since 1970-01-01 UTC. Engines write RFC 3339; Go's zero time is [`None`] wherever a time may be absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

const NANOS: i64 = 1_000_000_000;

impl Timestamp {
    /// Seconds since 1970.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(NANOS))
    }

    /// Whole seconds since 1970, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(NANOS)
    }

    /// Reads `2026-11-24T07:40:40.123456789Z` or with an offset. `None` for anything else, for Go's zero time
    /// (`0001-01-01T00:00:00Z`) and for years outside 1970–2261.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let number = |from: usize, to: usize| -> Option<i64> {
            bytes.get(from..to)?.iter().try_fold(0_i64, |sum, byte| {
                byte.is_ascii_digit()
                    .then(|| sum * 10 + i64::from(byte - b'0'))
            })
        };
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let marks = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
        if marks.iter().any(|&(at, mark)| bytes.get(at) != Some(&mark))
            || !matches!(bytes.get(10), Some(b'T' | b't' | b' '))
            || !(1970..=2261).contains(&year)
            || !(1..=12).contains(&month)
            || day < 1
            || day > days_in_month(year, month)
            || hour > 23
            || minute > 59
            || second > 60
        {
            return None;
        }
        let mut at = 19;
        let mut nanos = 0;
        if bytes.get(at) == Some(&b'.') {
            at += 1;
            let start = at;
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                if at - start < 9 {
                    nanos = nanos * 10 + i64::from(bytes.get(at)? - b'0');
                }
                at += 1;
            }
            for _ in (at - start)..9 {
                nanos *= 10;
            }
        }
        let offset = match bytes.get(at)? {
            b'Z' | b'z' if bytes.len() == at + 1 => 0,
            sign @ (b'+' | b'-') if bytes.len() == at + 6 && bytes.get(at + 3) == Some(&b':') => {
                let seconds = number(at + 1, at + 3)? * 3600 + number(at + 4, at + 6)? * 60;
                if *sign == b'+' { seconds } else { -seconds }
            }
            _ => return None,
        };
        let seconds =
            days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second.min(59)
                - offset;
        seconds.checked_mul(NANOS)?.checked_add(nanos).map(Self)
    }

    /// How long before `now` this was; zero if it lies ahead.
    pub fn age(self, now: Self) -> Duration {
        Duration::from_nanos(u64::try_from(now.0.saturating_sub(self.0)).unwrap_or(0))
    }

    /// This moment plus `span`, saturating.
    #[must_use]
    pub fn after(self, span: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(span.as_nanos()).unwrap_or(i64::MAX)),
        )
    }

    /// This moment minus `span`, saturating.
    #[must_use]
    pub fn before(self, span: Duration) -> Self {
        Self(
            self.0
                .saturating_sub(i64::try_from(span.as_nanos()).unwrap_or(i64::MAX)),
        )
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC with nanoseconds, trailing zeros dropped, as Go's `RFC3339Nano`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.seconds();
        let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
        let rest = seconds.rem_euclid(86_400);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
            rest / 3600,
            rest / 60 % 60,
            rest % 60
        )?;
        let nanos = self.0.rem_euclid(NANOS);
        if nanos != 0 {
            let digits = format!("{nanos:09}");
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An age in one unit, rounded down so that it changes seldom: `12s`, `8m`, `3h`, `9d`, `14mo`, `3y`.
pub fn age(span: Duration) -> String {
    let seconds = span.as_secs();
    match seconds {
        0..=59 => format!("{seconds}s"),
        60..=3_599 => format!("{}m", seconds / 60),
        3_600..=86_399 => format!("{}h", seconds / 3_600),
        86_400..=7_775_999 => format!("{}d", seconds / 86_400),
        7_776_000..=63_071_999 => format!("{}mo", seconds / 2_592_000),
        _ => format!("{}y", seconds / 31_536_000),
    }
}

// Days since 1970-01-01 in the proleptic Gregorian calendar: https://howardhinnant.github.io/date_algorithms.html
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engine_times_survive_a_round_trip() {
        for text in [
            "2026-11-24T07:40:40.123456789Z",
            "2024-02-29T23:59:59Z",
            "1970-01-01T00:00:00Z",
            "2026-03-01T00:00:00.5Z",
        ] {
            assert_eq!(
                Timestamp::parse(text)
                    .map(|time| time.to_string())
                    .as_deref(),
                Some(text)
            );
        }
    }

    #[test]
    fn an_offset_is_subtracted() {
        assert_eq!(
            Timestamp::parse("2026-11-24T09:40:40+02:00"),
            Timestamp::parse("2026-11-24T07:40:40Z")
        );
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "0001-01-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-11-24 07:40",
            "9999-12-31T23:59:59Z",
            "2026-11-24T07:40:40",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn ages_have_one_unit() {
        let ages = [5, 65, 7_300, 260_000, 8_000_000, 99_000_000]
            .map(|seconds| age(Duration::from_secs(seconds)));
        assert_eq!(ages, ["5s", "1m", "2h", "3d", "3mo", "3y"]);
    }
}
