//! Numbers that look random and are the same for the same seed.

use std::fmt::Write as _;

/// `SplitMix64` (Steele, Lea, Flood 2014): small, fast, any seed will do. Not for secrets.
#[derive(Clone, Debug)]
pub(super) struct Rng(u64);

impl Rng {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number from `low` to `high`, both included; `low` where the range is empty.
    pub(super) const fn between(&mut self, low: u64, high: u64) -> u64 {
        let drawn = self.next();
        if high <= low {
            low
        } else {
            match (high - low).checked_add(1) {
                Some(span) => low + drawn % span,
                None => drawn,
            }
        }
    }

    /// An id as Docker makes them: 64 hexadecimal digits.
    pub(super) fn hex_id(&mut self) -> String {
        let mut id = String::with_capacity(64);
        for _ in 0..4 {
            let _ = write!(id, "{:016x}", self.next());
        }
        id
    }
}

const fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// A value from -1 to 1 that belongs to `(seed, step)` and to nothing else: whoever asks, whenever, gets the same.
pub(super) fn noise(seed: u64, step: i64) -> f64 {
    let hashed = mix(seed ^ mix(step.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    let unit = f64::from(u32::try_from(hashed >> 32).unwrap_or(0)) / f64::from(u32::MAX);
    unit.mul_add(2.0, -1.0)
}

/// [`noise`] that wanders from step to step rather than jumping; `position` in steps.
pub(super) fn drift(seed: u64, position: f64) -> f64 {
    let floor = position.floor();
    let part = position - floor;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "positions are seconds of a run"
    )]
    let step = floor as i64;
    let eased = part * part * (3.0 - 2.0 * part);
    let (from, to) = (noise(seed, step), noise(seed, step.wrapping_add(1)));
    (to - from).mul_add(eased, from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids_and_another_seed_others() {
        let id = |seed| Rng::new(seed).hex_id();
        assert_eq!(id(7), id(7));
        assert_ne!(id(7), id(8));
        assert_eq!(id(7).len(), 64);
    }

    #[test]
    fn ranges_hold_their_ends() {
        let mut rng = Rng::new(1);
        let drawn: Vec<u64> = (0..200).map(|_| rng.between(3, 5)).collect();
        assert_eq!(drawn.iter().min(), Some(&3));
        assert_eq!(drawn.iter().max(), Some(&5));
        assert_eq!(rng.between(9, 2), 9);
        rng.between(0, u64::MAX);
    }

    #[test]
    fn noise_stays_in_its_range_and_drifts_without_jumps() {
        for step in 0..500 {
            assert!(noise(3, step).abs() <= 1.0);
        }
        let (a, b) = (drift(3, 10.0), drift(3, 10.01));
        assert!((a - b).abs() < 0.01, "{a} {b}");
    }
}
