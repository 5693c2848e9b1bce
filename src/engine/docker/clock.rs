//! The engine's clock against ours, from the `Date` headers of its answers.

use crate::model::time::Timestamp;
use std::time::Duration;

const SECOND: i64 = 1_000_000_000;

/// What is known of the difference between two clocks: an interval that each answer narrows.
///
/// A `Date` header has whole seconds, so that one answer says "within a second and the time of the call". As long as
/// zero is possible the clocks count as equal: ages then are exact on the machine itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Offset {
    bounds: Option<(i64, i64)>,
}

impl Offset {
    /// Takes in that the engine read `date` (whole seconds) between our `sent` and `received`.
    pub(super) fn narrow(&mut self, date: Timestamp, sent: Timestamp, received: Timestamp) {
        let low = date.0.saturating_sub(received.0);
        let high = date.0.saturating_add(SECOND).saturating_sub(sent.0);
        self.bounds = Some(match self.bounds {
            Some((old_low, old_high)) if old_low.max(low) <= old_high.min(high) => {
                (old_low.max(low), old_high.min(high))
            }
            // One of the clocks was set anew.
            _ => (low, high),
        });
    }

    /// The engine's clock minus ours, in nanoseconds; 0 while that is possible.
    pub(super) const fn nanos(self) -> i64 {
        match self.bounds {
            Some((low, high)) if low > 0 || high < 0 => low + (high - low) / 2,
            _ => 0,
        }
    }
}

/// Reads an HTTP date (RFC 9110 5.6.7, the preferred form): `Tue, 24 Nov 2026 07:58:46 GMT`.
pub(super) fn parse_http_date(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (_, rest) = text.split_once(", ")?;
    let mut parts = rest.split(' ');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let time = parts.next()?;
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    Timestamp::parse(&format!("{year}-{month:02}-{day}T{time}Z"))
}

/// Our clock.
#[expect(
    clippy::disallowed_methods,
    reason = "the engine's clock is compared with ours where its answer comes in"
)]
pub(super) fn now() -> Timestamp {
    let span = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or(Duration::ZERO);
    Timestamp::default().after(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_header_is_a_time() {
        assert_eq!(
            parse_http_date("Tue, 24 Nov 2026 07:58:46 GMT"),
            Timestamp::parse("2026-11-24T07:58:46Z")
        );
        assert_eq!(parse_http_date("yesterday"), None);
    }

    #[test]
    fn clocks_that_may_be_equal_are_equal() {
        let mut offset = Offset::default();
        let at = Timestamp::from_seconds(1_000);
        offset.narrow(at, Timestamp(at.0 + SECOND / 2), Timestamp(at.0 + SECOND));
        assert_eq!(offset.nanos(), 0);
    }

    #[test]
    fn a_clock_that_is_ahead_is_known_better_with_each_answer() {
        let mut offset = Offset::default();
        // Ahead by 60.25 s: asked at 100.0 it says 160, asked at 100.9 it says 161.
        offset.narrow(
            Timestamp::from_seconds(160),
            Timestamp::from_seconds(100),
            Timestamp::from_seconds(100),
        );
        assert_eq!(offset.nanos(), 60 * SECOND + SECOND / 2);
        let asked = Timestamp(100 * SECOND + SECOND / 10 * 9);
        offset.narrow(Timestamp::from_seconds(161), asked, asked);
        assert_eq!(offset.nanos(), 60 * SECOND + SECOND / 20 * 11);
    }

    #[test]
    fn a_clock_set_anew_is_taken_as_it_is() {
        let mut offset = Offset::default();
        let at = Timestamp::from_seconds(100);
        offset.narrow(Timestamp::from_seconds(4_000), at, at);
        offset.narrow(Timestamp::from_seconds(100), at, at);
        assert_eq!(offset.nanos(), 0);
    }
}
