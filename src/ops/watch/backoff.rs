//! How long to wait before the next try.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

/// Doubles from half a second up to half a minute, each a little off, so that many clients do not come back at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Backoff {
    millis: u64,
}

const FIRST: u64 = 500;
const LAST: u64 = 30_000;

impl Default for Backoff {
    fn default() -> Self {
        Self { millis: FIRST }
    }
}

impl Backoff {
    /// Between three quarters and the whole of the step that it is at.
    pub(super) fn next(&mut self) -> Duration {
        let step = self.millis;
        self.millis = (step * 2).min(LAST);
        // A fresh hasher is seeded anew by the standard library: the one source of chance that needs no crate.
        let chance = RandomState::new().build_hasher().finish() % (step / 4);
        Duration::from_millis(step - chance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_half_a_minute() {
        let mut backoff = Backoff::default();
        let waits: Vec<Duration> = (0..10).map(|_| backoff.next()).collect();
        assert!((375..=500).contains(&waits[0].as_millis()), "{waits:?}");
        assert!(
            (22_500..=30_000).contains(&waits[9].as_millis()),
            "{waits:?}"
        );
    }
}
