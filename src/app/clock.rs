//! Times as people read them off a wall.

use crate::model::time::Timestamp;
use jiff::tz::TimeZone;

/// In which zone times are shown, or whether at all.
#[derive(Clone, Debug)]
pub struct Clock {
    zone: TimeZone,
    mode: ClockMode,
}

/// How times are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockMode {
    /// In the zone of this machine.
    #[default]
    Local,
    /// In UTC.
    Utc,
    /// Not at all.
    Hidden,
}

impl Clock {
    /// With this machine's zone; tests give UTC.
    pub const fn new(zone: TimeZone) -> Self {
        Self {
            zone,
            mode: ClockMode::Local,
        }
    }

    /// Shows local times in this zone.
    pub fn set_zone(&mut self, zone: TimeZone) {
        self.zone = zone;
    }

    /// The next way to show times.
    pub const fn turn(&mut self) {
        self.mode = match self.mode {
            ClockMode::Local => ClockMode::Utc,
            ClockMode::Utc => ClockMode::Hidden,
            ClockMode::Hidden => ClockMode::Local,
        };
    }

    /// In words.
    pub const fn word(&self) -> &'static str {
        match self.mode {
            ClockMode::Local => "local time",
            ClockMode::Utc => "UTC",
            ClockMode::Hidden => "no times",
        }
    }

    /// Whether times are not shown.
    pub fn is_hidden(&self) -> bool {
        self.mode == ClockMode::Hidden
    }

    /// `12:01:04`; empty where times are not shown.
    pub fn wall(&self, at: Timestamp) -> String {
        if self.is_hidden() {
            String::new()
        } else {
            self.format(at, "%H:%M:%S")
        }
    }

    /// `2026-11-24 12:01:04.123`, always.
    pub fn stamp(&self, at: Timestamp) -> String {
        self.format(at, "%Y-%m-%d %H:%M:%S%.3f")
    }

    fn format(&self, at: Timestamp, pattern: &str) -> String {
        let zone = if self.mode == ClockMode::Utc {
            TimeZone::UTC
        } else {
            self.zone.clone()
        };
        match jiff::Timestamp::from_nanosecond(i128::from(at.0)) {
            Ok(at) => at.to_zoned_datetime(zone).strftime(pattern).to_string(),
            Err(_) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_in_three_ways() {
        let mut clock = Clock::new(TimeZone::fixed(jiff::tz::offset(2)));
        let at = Timestamp::from_seconds(1_764_000_064);
        let mut shown = Vec::new();
        for _ in 0..3 {
            shown.push(clock.wall(at));
            clock.turn();
        }
        assert_eq!(shown, ["18:01:04", "16:01:04", ""]);
        assert_eq!(clock.stamp(at), "2025-11-24 18:01:04.000");
    }
}
