//! Random choices that are the same for a seed on every machine (SplitMix64).

/// A stream of choices.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        // Mixed once, so that the stream of a seed is not that of the seed before, one step on.
        let mixed = Dice(seed).next();
        Dice(mixed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// `0..n`, `n` excluded; `n` is above 0.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// `low..=high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high.abs_diff(low) + 1) as i64
    }

    /// True in so many of 100 cases.
    pub fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// One of a list that is not empty.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    /// A value in so many of 100 cases.
    pub fn maybe<T>(&mut self, chance: u64, value: impl FnOnce(&mut Dice) -> T) -> Option<T> {
        self.percent(chance).then(|| value(self))
    }

    /// Any order.
    pub fn shuffle<T>(&mut self, rows: &mut [T]) {
        for n in (1..rows.len()).rev() {
            rows.swap(n, self.below(n as u64 + 1) as usize);
        }
    }
}
