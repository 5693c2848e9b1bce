//! Health checks of containers and images.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::time::Duration;

/// `Healthcheck` of a create request. What is not set is as the image has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HealthSpec {
    /// `["CMD", …]`, `["CMD-SHELL", "…"]` or `["NONE"]`; empty: the image's.
    pub test: Vec<String>,
    /// Between checks; the engine's default is 30 s.
    pub interval: Option<Duration>,
    /// Of one check; default 30 s.
    pub timeout: Option<Duration>,
    /// Failures in a row until unhealthy; default 3.
    pub retries: Option<u64>,
    /// In which failures do not count; default 0.
    pub start_period: Option<Duration>,
    /// Between checks in that time; default 5 s. Ignored below API 1.44.
    pub start_interval: Option<Duration>,
}

/// Durations are nanoseconds.
impl Serialize for HealthSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.test.is_empty() {
            map.serialize_entry("Test", &self.test)?;
        }
        let spans = [
            ("Interval", self.interval),
            ("Timeout", self.timeout),
            ("StartPeriod", self.start_period),
            ("StartInterval", self.start_interval),
        ];
        for (key, span) in spans {
            if let Some(span) = span.filter(|span| !span.is_zero()) {
                let nanos = u64::try_from(span.as_nanos()).unwrap_or(u64::MAX);
                map.serialize_entry(key, &nanos.min(i64::MAX.unsigned_abs()))?;
            }
        }
        if let Some(retries) = self.retries.filter(|retries| *retries > 0) {
            map.serialize_entry("Retries", &retries)?;
        }
        map.end()
    }
}
