//! Readings of resource use, with history.

use crate::model::ids::InstanceId;
use crate::model::sample::Sample;
use crate::model::time::Timestamp;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// Readings by container.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    series: BTreeMap<InstanceId, Series>,
    /// What rows and headers show of them: see [`Stats::publish`].
    shown: BTreeMap<InstanceId, Sample>,
    published_at: Option<Timestamp>,
}

/// One container's readings.
#[derive(Clone, Debug)]
pub struct Series {
    /// The newest.
    pub latest: Sample,
    points: VecDeque<Point>,
    count: u64,
}

/// What charts show of one reading. Rates are per second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Percent of one core.
    pub cpu_percent: f32,
    /// Without cache.
    pub memory_bytes: f32,
    /// Received.
    pub received_bytes: f32,
    /// Sent.
    pub sent_bytes: f32,
    /// Read from disk.
    pub read_bytes: f32,
    /// Written to disk.
    pub written_bytes: f32,
}

/// Readings kept: four minutes at one a second.
const KEPT: usize = 240;
/// A reading older than this says nothing of now.
const FRESH: Duration = Duration::from_secs(20);

impl Stats {
    /// Takes a reading.
    pub fn take(&mut self, sample: Sample) {
        self.shown
            .entry(sample.instance_id.clone())
            .or_insert_with(|| sample.clone());
        if let Some(series) = self.series.get_mut(&sample.instance_id) {
            series.take(sample);
            return;
        }
        let id = sample.instance_id.clone();
        self.series.insert(
            id,
            Series {
                latest: sample,
                points: VecDeque::new(),
                count: 0,
            },
        );
    }

    /// A container's readings.
    pub fn get(&self, id: &InstanceId) -> Option<&Series> {
        self.series.get(id)
    }

    /// Shows the newest readings in rows and headers, unless that was done within `every`: at the far end of a slow line
    /// figures need not change each second. Says whether it did.
    pub fn publish(&mut self, now: Timestamp, every: Duration) -> bool {
        if self.published_at.is_some_and(|at| at.age(now) < every) {
            return false;
        }
        self.published_at = Some(now);
        self.shown = self
            .series
            .iter()
            .map(|(id, series)| (id.clone(), series.latest.clone()))
            .collect();
        true
    }

    /// The reading of a container that rows show, unless it is too old. `now` is the engine's clock.
    pub fn fresh(&self, id: &InstanceId, now: Timestamp) -> Option<&Sample> {
        self.shown
            .get(id)
            .filter(|sample| sample.at.age(now) < FRESH)
    }

    /// Forgets the readings of containers that are gone or do not run.
    pub fn keep(&mut self, runs: impl Fn(&InstanceId) -> bool) {
        self.series.retain(|id, _| runs(id));
        self.shown.retain(|id, _| runs(id));
    }
}

impl Series {
    fn take(&mut self, sample: Sample) {
        let span = sample.at.0.saturating_sub(self.latest.at.0);
        if span <= 0 {
            self.latest = sample;
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "seconds between two readings")]
        let span = span as f64 / 1e9;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "shown in a chart"
        )]
        let rate = |new: u64, old: u64| (new.saturating_sub(old) as f64 / span) as f32;
        let old = &self.latest;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "shown in a chart"
        )]
        let point = Point {
            cpu_percent: sample.cpu_percent_of_one_core.unwrap_or(0.0) as f32,
            memory_bytes: sample.memory_used_bytes as f32,
            received_bytes: rate(sample.network_received_bytes, old.network_received_bytes),
            sent_bytes: rate(sample.network_sent_bytes, old.network_sent_bytes),
            read_bytes: rate(sample.block_read_bytes, old.block_read_bytes),
            written_bytes: rate(sample.block_written_bytes, old.block_written_bytes),
        };
        if self.points.len() == KEPT {
            self.points.pop_front();
        }
        self.points.push_back(point);
        self.count += 1;
        self.latest = sample;
    }

    /// Points, oldest first.
    pub const fn points(&self) -> &VecDeque<Point> {
        &self.points
    }

    /// Points ever taken: where the sweep of a chart stands.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The newest point.
    pub fn last(&self) -> Point {
        self.points.back().copied().unwrap_or_default()
    }
}

impl Point {
    /// The sum of two.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            cpu_percent: self.cpu_percent + other.cpu_percent,
            memory_bytes: self.memory_bytes + other.memory_bytes,
            received_bytes: self.received_bytes + other.received_bytes,
            sent_bytes: self.sent_bytes + other.sent_bytes,
            read_bytes: self.read_bytes + other.read_bytes,
            written_bytes: self.written_bytes + other.written_bytes,
        }
    }
}
