//! Random numbers for demo organizations: one stream per person and purpose, whatever the order of calls.
//!
//! The stream is ChaCha with 8 rounds, keyed by the seed, so that a person is the same whoever was made before.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// What a stream is for; a purpose that draws more numbers does not shift another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Who a person is and what they hold.
    Profile = 0,
    /// Their days: presence and activity.
    Days = 1,
    /// Draws of the organization as a whole.
    Organization = 2,
    /// Whether and when a person was away for long and came back.
    Absence = 3,
    /// What the identity provider says of a person.
    Identity = 4,
}

/// Purposes that share a key, so that their streams lie side by side.
const SIDE_BY_SIDE: u64 = 4;

/// A stream of random numbers.
pub(super) struct Dice {
    stream: ChaCha8Rng,
}

impl Dice {
    /// The stream of person (or day) `index` for one purpose.
    pub(super) fn new(seed: u64, index: u64, purpose: Purpose) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let purpose = purpose as u64;
        key[8] = (purpose / SIDE_BY_SIDE) as u8;
        let mut stream = ChaCha8Rng::from_seed(key);
        stream.set_stream(index * SIDE_BY_SIDE + purpose % SIDE_BY_SIDE);
        Self { stream }
    }

    /// 64 random bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.stream.next_u64()
    }

    /// 0 .. `end`, end exclusive; 0 where `end` is 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        // Multiply and shift: the bias is below 2⁻³² × end, far under what a demo could show.
        scale((self.bits() >> 32) as u32, end)
    }

    /// `from` ..= `to`; `from` where `to` is not above it.
    pub(super) fn between(&mut self, from: i32, to: i32) -> i32 {
        from + self.below((i64::from(to) - i64::from(from) + 1).max(1) as u32) as i32
    }

    /// True in `count` of 10,000 cases.
    pub(super) fn chance(&mut self, count: u32) -> bool {
        self.below(10_000) < count
    }

    /// One of several, by weight.
    pub(super) fn weighted<T: Copy>(&mut self, choices: &[(u32, T)]) -> T {
        let total = choices.iter().map(|(weight, _)| weight).sum();
        let mut at = self.below(total);
        for (weight, choice) in choices {
            if at < *weight {
                return *choice;
            }
            at -= weight;
        }
        choices.last().expect("every table of choices has an entry").1
    }
}

/// 32 random bits to 0 .. `end`.
pub(super) fn scale(bits: u32, end: u32) -> u32 {
    ((u64::from(bits) * u64::from(end)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_depends_on_seed_index_and_purpose_only() {
        let first = |seed, index, purpose| Dice::new(seed, index, purpose).bits();
        assert_eq!(first(1, 2, Purpose::Profile), first(1, 2, Purpose::Profile));
        assert_ne!(first(1, 2, Purpose::Profile), first(2, 2, Purpose::Profile));
        assert_ne!(first(1, 2, Purpose::Profile), first(1, 3, Purpose::Profile));
        assert_ne!(first(1, 2, Purpose::Profile), first(1, 2, Purpose::Days));
        assert_ne!(first(1, 2, Purpose::Identity), first(1, 3, Purpose::Profile));
    }

    #[test]
    fn draws_stay_in_their_range() {
        let mut dice = Dice::new(7, 0, Purpose::Organization);
        assert!((0..1_000).all(|_| (-3..=4).contains(&dice.between(-3, 4))));
        assert!((0..1_000).all(|_| dice.weighted(&[(1, 'a'), (0, 'b'), (3, 'c')]) != 'b'));
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.between(5, 2), 5);
    }
}
