//! Moments as a person writes them: `--since`, `--until`.

use crate::cli::error::CliError;
use crate::model::time::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Reads `10m`, `1h30m`, `2026-11-24T07:40:00Z`, `2026-11-24T07:40`, `2026-11-24`, or seconds since 1970 with a
/// fraction. A time without a zone is of this machine's; a span counts back from `now`, the engine's clock.
///
/// # Errors
/// What is none of these.
pub(super) fn moment(option: &str, text: &str, now: Timestamp) -> Result<Timestamp, CliError> {
    Timestamp::parse(text)
        .or_else(|| seconds(text))
        .or_else(|| Some(now.before(span(text)?)))
        .or_else(|| local(text, &TimeZone::system()))
        .ok_or_else(|| {
            CliError::new(format!("`{option} {text}` is no time")).with_hint(
                "write `10m`, `1h30m`, `2026-11-24T07:40:00Z`, `2026-11-24`, or seconds since 1970",
            )
        })
}

/// `1764000000`, `1764000000.5`
fn seconds(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let nanos: String = fraction
        .chars()
        .chain(std::iter::repeat('0'))
        .take(9)
        .collect();
    whole
        .parse::<i64>()
        .ok()?
        .checked_mul(1_000_000_000)?
        .checked_add(nanos.parse().ok()?)
        .map(Timestamp)
}

/// Go's durations: `90s`, `1h30m`, `1.5h`, `300ms`; days too, which Go has not.
fn span(text: &str) -> Option<std::time::Duration> {
    let mut rest = text;
    let mut total = std::time::Duration::ZERO;
    while !rest.is_empty() {
        let end = rest.find(|character: char| !character.is_ascii_digit() && character != '.')?;
        let (number, tail) = rest.split_at_checked(end)?;
        let units = tail
            .find(|character: char| character.is_ascii_digit())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at_checked(units)?;
        let seconds = match unit {
            "ms" => 0.001,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3_600.0,
            "d" => 86_400.0,
            _ => return None,
        };
        let amount = number.parse::<f64>().ok()? * seconds;
        total = total.checked_add(std::time::Duration::try_from_secs_f64(amount).ok()?)?;
        rest = tail;
    }
    (!text.is_empty()).then_some(total)
}

/// `2026-11-24T07:40:00`, `2026-11-24T07:40`, `2026-11-24` in this zone.
fn local(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let full = match text.len() {
        10 => format!("{text}T00:00:00"),
        13 => format!("{text}:00:00"),
        16 => format!("{text}:00"),
        _ => text.to_owned(),
    };
    let civil: DateTime = full.parse().ok()?;
    let at = zone.to_timestamp(civil).ok()?;
    i64::try_from(at.as_nanosecond()).ok().map(Timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_000_000);

    fn read(text: &str) -> Option<String> {
        moment("--since", text, NOW).ok().map(|at| at.to_string())
    }

    #[test]
    fn all_spellings_of_docker_are_read() {
        let ago = |seconds: i64| Some(Timestamp::from_seconds(1_000_000 - seconds).to_string());
        assert_eq!(read("10m"), ago(600));
        assert_eq!(read("1h30m"), ago(5_400));
        assert_eq!(read("1.5h"), ago(5_400));
        assert_eq!(read("2d"), ago(172_800));
        assert_eq!(
            read("1764000000.25").as_deref(),
            Some("2025-11-24T16:00:00.25Z")
        );
        assert_eq!(
            read("2026-11-24T09:40:00+02:00").as_deref(),
            Some("2026-11-24T07:40:00Z")
        );
    }

    #[test]
    fn a_time_without_a_zone_is_of_here() {
        let berlin = TimeZone::fixed(jiff::tz::offset(2));
        let read = |text| local(text, &berlin).map(|at| at.to_string());
        assert_eq!(
            read("2026-07-01T09:40").as_deref(),
            Some("2026-07-01T07:40:00Z")
        );
        assert_eq!(read("2026-07-01").as_deref(), Some("2026-06-30T22:00:00Z"));
    }

    #[test]
    fn nonsense_is_refused_with_examples() {
        for text in [
            "",
            "yesterday",
            "10",
            "10x",
            "m",
            "1h3",
            "2026-13-01",
            "-5m",
        ] {
            if text == "10" {
                assert!(read(text).is_some(), "seconds since 1970");
            } else {
                assert_eq!(read(text), None, "{text}");
            }
        }
        let error = moment("--since", "soon", NOW).unwrap_err().to_string();
        assert!(
            error.starts_with("error: `--since soon` is no time\nhint: write `10m`"),
            "{error}"
        );
    }
}
