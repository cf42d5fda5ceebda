//! An exact quantity that a decimal can't hold: a decimal over a whole number, since a seventeenth of a token and a
//! hundred-and-eleventh of an allowance have no end of decimals.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::money::Currency;

/// An exact quantity, as tokens, never negative.
#[derive(Debug, Clone, Copy)]
pub struct Fraction {
    numerator: Decimal,
    /// Invariant: above 0; at most a million for tokens (the book refuses meters without such a common multiple) and for
    /// pools (111 hours of seconds), 3.6 million for interaction time, which is never mixed with either. With units below
    /// 10⁹ and prices below 10⁹ every product below stays within the 7.9 · 10²⁸ that a decimal holds.
    denominator: u64,
}

impl Fraction {
    /// Nothing.
    pub const ZERO: Fraction = Fraction { numerator: Decimal::ZERO, denominator: 1 };
    /// One unit.
    pub const ONE: Fraction = Fraction { numerator: Decimal::ONE, denominator: 1 };

    /// So many whole units or decimals of one.
    pub(crate) fn whole(tokens: Decimal) -> Fraction {
        Fraction { numerator: tokens, denominator: 1 }
    }

    /// `numerator ÷ denominator`; the denominator is a rate of the price book, above 0.
    pub(crate) fn ratio(numerator: Decimal, denominator: u64) -> Fraction {
        Fraction { numerator, denominator }
    }

    /// Numerator and denominator.
    pub(crate) fn parts(self) -> (Decimal, u64) {
        (self.numerator, self.denominator)
    }

    /// The sum of both.
    pub(crate) fn plus(self, other: Fraction) -> Fraction {
        let (own, others, denominator) = self.aligned(other);
        Fraction { numerator: own + others, denominator }
    }

    /// This less the other, at least 0.
    pub fn less(self, other: Fraction) -> Fraction {
        let (own, others, denominator) = self.aligned(other);
        Fraction { numerator: (own - others).max(Decimal::ZERO), denominator }
    }

    /// So many units at a price, plus a fixed amount, rounded once by the currency's rule.
    pub(crate) fn priced(self, price: Decimal, fixed: Decimal, currency: Currency) -> Decimal {
        let denominator = Decimal::from(self.denominator);
        let scale = Decimal::from(10_u64.pow(currency.minor_units()));
        let dividend = (self.numerator * price + fixed * denominator) * scale;
        let mut units = rounded_quotient(dividend, denominator);
        units.set_scale(currency.minor_units()).expect("minor units are at most 3 decimals");
        units
    }

    /// Rounded to so many decimals (at most 12), half up, without trailing zeros: for display only.
    pub fn rounded(self, decimals: u32) -> Decimal {
        let decimals = decimals.min(12);
        let scale = Decimal::from(10_u64.pow(decimals));
        let mut units = rounded_quotient(self.numerator * scale, Decimal::from(self.denominator));
        units.set_scale(decimals).expect("12 decimals fit");
        units.normalize()
    }

    /// Is it none at all?
    pub fn is_zero(self) -> bool {
        self.numerator.is_zero()
    }

    fn aligned(self, other: Fraction) -> (Decimal, Decimal, u64) {
        let common =
            self.denominator / greatest_common_divisor(self.denominator, other.denominator) * other.denominator;
        let raised = |amount: Fraction| amount.numerator * Decimal::from(common / amount.denominator);
        (raised(self), raised(other), common)
    }
}

/// The whole number nearest to `dividend ÷ divisor`, halves up; exact, since only whole numbers and remainders are used.
fn rounded_quotient(dividend: Decimal, divisor: Decimal) -> Decimal {
    let remainder = dividend % divisor;
    let whole = ((dividend - remainder) / divisor).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    if remainder + remainder >= divisor { whole + Decimal::ONE } else { whole }
}

pub(crate) fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Fraction) -> bool {
        let (own, others, _) = self.aligned(*other);
        own == others
    }
}

impl Eq for Fraction {}

impl fmt::Display for Fraction {
    /// With at most 6 decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rounded(6))
    }
}
