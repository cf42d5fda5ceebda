//! An exact ratio of whole numbers: weights, probabilities, and amounts divided by the number of scenarios.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;

use crate::rate;

/// Most decimals of a rounded fraction.
const DECIMALS_MAX: u32 = 6;

/// An exact ratio of two whole numbers in lowest terms, of either sign; beside [`crate::rate::Fraction`], which is a quantity
/// to be priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: i128,
    /// Above 0.
    denominator: i128,
}

impl Ratio {
    /// Nothing.
    pub const ZERO: Ratio = Ratio { numerator: 0, denominator: 1 };
    /// One: the weight of a scenario that counts as much as the others.
    pub const ONE: Ratio = Ratio { numerator: 1, denominator: 1 };

    /// `numerator ÷ denominator`; `None` if the denominator is 0.
    pub fn new(numerator: u64, denominator: u64) -> Option<Ratio> {
        (denominator > 0).then(|| Ratio::of(i128::from(numerator), i128::from(denominator)))
    }

    /// A whole number.
    pub fn whole(number: u64) -> Ratio {
        Ratio { numerator: i128::from(number), denominator: 1 }
    }

    /// The numerator in lowest terms; it carries the sign.
    pub fn numerator(self) -> i128 {
        self.numerator
    }

    /// The denominator in lowest terms, above 0.
    pub fn denominator(self) -> i128 {
        self.denominator
    }

    /// Is it 0?
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// Rounded half away from zero to so many decimals (at most 6), with exactly that many: for display only.
    ///
    /// # Panics
    /// With more than 28 digits, which no answer of this module has.
    pub fn rounded(self, decimals: u32) -> Decimal {
        let decimals = decimals.min(DECIMALS_MAX);
        let scale = 10_i128.pow(decimals);
        let (whole, rest) = (self.numerator.abs() / self.denominator, self.numerator.abs() % self.denominator);
        let mut units = whole * scale + rest * scale / self.denominator;
        if rest * scale % self.denominator * 2 >= self.denominator {
            units += 1;
        }
        // Invariant: quantities and prices stay below 10⁹ each and weights below 10⁶, so amounts have at most 24 digits.
        Decimal::try_from_i128_with_scale(units * self.numerator.signum(), decimals).expect("at most 28 digits")
    }

    pub(crate) fn of(numerator: i128, denominator: i128) -> Ratio {
        let divisor = common_divisor(numerator, denominator).max(1) * denominator.signum();
        Ratio { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    /// The sum of both; `None` where it has too many digits to be exact.
    pub fn plus(self, other: Ratio) -> Option<Ratio> {
        let (own, others, denominator) = self.aligned(other)?;
        Some(Ratio::of(own.checked_add(others)?, denominator))
    }

    /// This less the other, at least 0; `None` where the difference has too many digits to be exact.
    pub fn less(self, other: Ratio) -> Option<Ratio> {
        let (own, others, denominator) = self.aligned(other)?;
        Some(Ratio::of(own.checked_sub(others)?.max(0), denominator))
    }

    /// This over a whole number; `None` for 0, and where the quotient has too many digits to be exact.
    pub fn divided_by(self, divisor: u64) -> Option<Ratio> {
        let denominator = self.denominator.checked_mul(i128::from(divisor))?;
        (denominator > 0).then(|| Ratio::of(self.numerator, denominator))
    }

    /// Both numerators over the least common denominator.
    fn aligned(self, other: Ratio) -> Option<(i128, i128, i128)> {
        let denominator = common_multiple(self.denominator, other.denominator)?;
        let raised = |fraction: Ratio| fraction.numerator.checked_mul(denominator / fraction.denominator);
        Some((raised(self)?, raised(other)?, denominator))
    }
}

/// The greatest number that divides both; 0 only for two zeros.
pub(super) fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { common_divisor(b, a % b) }
}

/// The least number that both divide; `None` beyond 128 bits.
pub(crate) fn common_multiple(a: i128, b: i128) -> Option<i128> {
    (a / common_divisor(a, b).max(1)).checked_mul(b)
}

impl From<Decimal> for Ratio {
    fn from(decimal: Decimal) -> Ratio {
        let decimal = decimal.normalize();
        Ratio::of(decimal.mantissa(), 10_i128.pow(decimal.scale()))
    }
}

impl From<rate::Fraction> for Ratio {
    fn from(tokens: rate::Fraction) -> Ratio {
        let (numerator, denominator) = tokens.parts();
        let numerator = Ratio::from(numerator);
        // Invariant: tokens have at most 28 digits over a million, so the product of both denominators is below 10³⁴.
        Ratio::of(numerator.numerator, numerator.denominator * i128::from(denominator))
    }
}

impl Ord for Ratio {
    /// Whole parts first, then the rests turned over, so that nothing is multiplied and nothing overflows.
    fn cmp(&self, other: &Ratio) -> Ordering {
        let (mut left, mut right) = ((self.numerator, self.denominator), (other.numerator, other.denominator));
        let mut turned = false;
        loop {
            let whole = left.0.div_euclid(left.1).cmp(&right.0.div_euclid(right.1));
            let rests = (left.0.rem_euclid(left.1), right.0.rem_euclid(right.1));
            let found = match (whole, rests) {
                (Ordering::Equal, (0, 0)) => Some(Ordering::Equal),
                (Ordering::Equal, (0, _)) => Some(Ordering::Less),
                (Ordering::Equal, (_, 0)) => Some(Ordering::Greater),
                (Ordering::Equal, _) => None,
                (unequal, _) => Some(unequal),
            };
            if let Some(found) = found {
                return if turned { found.reverse() } else { found };
            }
            (left, right, turned) = ((left.1, rests.0), (right.1, rests.1), !turned);
        }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Ratio {
    /// A decimal where it ends within 6 places, else `numerator/denominator`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10_i128.pow(DECIMALS_MAX);
        if scale % self.denominator != 0 {
            return write!(f, "{}/{}", self.numerator, self.denominator);
        }
        let (whole, rest) = (self.numerator.abs() / self.denominator, self.numerator.abs() % self.denominator);
        let decimals = format!("{:06}", rest * (scale / self.denominator));
        let decimals = decimals.trim_end_matches('0');
        let (sign, point) = (if self.numerator < 0 { "-" } else { "" }, if decimals.is_empty() { "" } else { "." });
        write!(f, "{sign}{whole}{point}{decimals}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fraction(numerator: i128, denominator: i128) -> Ratio {
        Ratio::of(numerator, denominator)
    }

    #[test]
    fn fractions_are_shown_as_decimals_where_these_end() {
        let check = |numerator, denominator, shown: &str, cents: &str| {
            let fraction = fraction(numerator, denominator);
            assert_eq!((fraction.to_string().as_str(), fraction.rounded(2).to_string().as_str()), (shown, cents));
        };
        check(6, 3, "2", "2.00");
        check(1, 4, "0.25", "0.25");
        check(-1, 8, "-0.125", "-0.13");
        check(1, 8, "0.125", "0.13");
        check(7, 12, "7/12", "0.58");
        check(-7, 3, "-7/3", "-2.33");
        check(0, 5, "0", "0.00");
        check(124_999, 100_000, "1.24999", "1.25");
        check(1_234_999, 1_000_000, "1.234999", "1.23");
        assert_eq!(Ratio::new(1, 0), None);
        assert_eq!(Ratio::new(2, 4), Ratio::new(1, 2));
        assert_eq!(fraction(3, 10).less(fraction(1, 5)), Some(fraction(1, 10)));
        assert_eq!(fraction(1, 5).less(fraction(3, 10)), Some(Ratio::ZERO));
        assert_eq!(fraction(3, 10).plus(fraction(1, 5)), Some(fraction(1, 2)));
        assert_eq!((fraction(3, 5).divided_by(6), fraction(3, 5).divided_by(0)), (Some(fraction(1, 10)), None));
        assert_eq!(fraction(1, i128::MAX).less(fraction(1, i128::MAX - 1)), None);
    }

    proptest! {
        #[test]
        fn order_is_that_of_the_cross_products(a in -99_i128..99, b in 1_i128..99, c in -99_i128..99, d in 1_i128..99) {
            prop_assert_eq!(fraction(a, b).cmp(&fraction(c, d)), (a * d).cmp(&(c * b)));
            prop_assert_eq!(fraction(a, b).partial_cmp(&fraction(c, d)), Some((a * d).cmp(&(c * b))));
        }
    }
}
