//! Repeatable dice for random cases: SplitMix64, the same on every machine.

/// A stream of numbers from a seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number from `low` to `high`, both inclusive.
    pub(crate) fn roll(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        low + (bits ^ (bits >> 31)) % (high - low + 1)
    }

    /// Is it one of so many?
    pub(crate) fn one_in(&mut self, times: u64) -> bool {
        self.roll(1, times) == 1
    }
}
