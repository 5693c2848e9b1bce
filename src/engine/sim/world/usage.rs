//! What a container uses: targets set by its programs, drifting round them, the same whoever looks and whenever.

use crate::engine::sim::rng::{drift, noise};
use crate::engine::sim::script::host::Load;
use crate::model::time::Timestamp;

/// What even an idle program holds.
const IDLE_MEMORY: u64 = 620 << 10;

#[derive(Clone, Debug)]
pub(in crate::engine::sim) struct Usage {
    seed: u64,
    started_at: Timestamp,
    pub(in crate::engine::sim) cpu_percent: f64,
    pub(in crate::engine::sim) memory_bytes: u64,
    rates: [u64; 4],
    totals: [u64; 4],
    counted_until: Timestamp,
}

/// One reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::engine::sim) struct Reading {
    pub(in crate::engine::sim) cpu_percent: f64,
    pub(in crate::engine::sim) memory_bytes: u64,
    /// Received, sent, read, written, since the start.
    pub(in crate::engine::sim) totals: [u64; 4],
}

impl Usage {
    pub(in crate::engine::sim) const fn new(seed: u64, started_at: Timestamp) -> Self {
        Self {
            seed,
            started_at,
            cpu_percent: 0.0,
            memory_bytes: IDLE_MEMORY,
            rates: [0; 4],
            totals: [0; 4],
            counted_until: started_at,
        }
    }

    /// Counts up to now at the old rates, then changes.
    pub(in crate::engine::sim) fn change(&mut self, load: Load, now: Timestamp) {
        self.count(now);
        if let Some(percent) = load.cpu_percent {
            self.cpu_percent = percent.max(0.0);
        }
        if let Some(bytes) = load.memory_bytes {
            self.memory_bytes = bytes.max(IDLE_MEMORY);
        }
        let changes = [
            load.received_per_second,
            load.sent_per_second,
            load.read_per_second,
            load.written_per_second,
        ];
        for (rate, change) in self.rates.iter_mut().zip(changes) {
            *rate = change.unwrap_or(*rate);
        }
    }

    /// Adds what flowed since the last count: whole seconds, each with its own noise; far ones at the plain rate.
    fn count(&mut self, now: Timestamp) {
        let (from, to) = (self.counted_until.seconds(), now.seconds());
        self.counted_until = self.counted_until.max(now);
        let noisy_from = to.saturating_sub(600).max(from);
        for (index, (rate, total)) in self.rates.iter().zip(self.totals.iter_mut()).enumerate() {
            if *rate == 0 {
                continue;
            }
            let plain = u64::try_from(noisy_from - from).unwrap_or(0);
            *total = total.saturating_add(rate.saturating_mul(plain));
            for second in noisy_from..to {
                let part = noise(self.seed.wrapping_add(index as u64), second).mul_add(0.6, 1.0);
                *total = total.saturating_add(scaled(*rate, part));
            }
        }
    }

    /// What it uses now; `limit` is what it may hold.
    pub(in crate::engine::sim) fn read(&mut self, now: Timestamp, limit: u64) -> Reading {
        self.count(now);
        #[expect(clippy::cast_precision_loss, reason = "seconds of a run")]
        let seconds = self.started_at.age(now).as_millis() as f64 / 1000.0;
        let wave = drift(self.seed ^ 0xc0, seconds / 4.0).mul_add(0.5, 1.0);
        let spike = if noise(self.seed ^ 0x5b, now.seconds()) > 0.93 {
            1.8
        } else {
            1.0
        };
        let memory = drift(self.seed ^ 0x3e, seconds / 30.0).mul_add(0.04, 1.0);
        // It takes some seconds to fill up after the start.
        let warm = (0.35 + seconds / 12.0).min(1.0);
        let held = scaled(self.memory_bytes, memory * warm).max(IDLE_MEMORY);
        Reading {
            cpu_percent: self.cpu_percent * wave * spike,
            memory_bytes: if limit == 0 { held } else { held.min(limit) },
            totals: self.totals,
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "simulated amounts; `as` saturates"
)]
fn scaled(amount: u64, factor: f64) -> u64 {
    (amount as f64 * factor) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_rise_and_do_not_depend_on_how_often_one_looks() {
        let begin = || {
            let mut usage = Usage::new(9, Timestamp::from_seconds(1_000));
            usage.change(
                Load {
                    received_per_second: Some(1_000),
                    ..Load::default()
                },
                Timestamp::from_seconds(1_000),
            );
            usage
        };
        let (mut often, mut once) = (begin(), begin());
        let mut last = 0;
        for second in 1_001..1_100 {
            let [received, ..] = often.read(Timestamp::from_seconds(second), 0).totals;
            assert!(received >= last);
            last = received;
        }
        let [received, ..] = once.read(Timestamp::from_seconds(1_099), 0).totals;
        assert_eq!(received, last);
        assert!((60_000..140_000).contains(&received), "{received}");
    }
}
