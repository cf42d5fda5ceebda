//! Sharing out an amount so that the parts sum to the whole, to the minor unit.
//!
//! Largest remainder: everybody gets the share rounded toward zero, then the minor units left over go to the largest
//! remainders. Ties go to the earlier part, so the same input gives the same parts.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use thiserror::Error;

use super::Money;

/// Why an amount can't be shared out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoShares {
    /// There is no weight above zero to share by.
    #[error("`{0}` can't be shared out: no weight is above 0")]
    NoWeight(Money),
    /// Amount and weights together exceed exact arithmetic.
    #[error("`{0}` can't be shared out exactly: amount and weights are too large")]
    TooLarge(Money),
}

/// Parts of `whole` in proportion to `weights`, one part per weight, each of whole minor units.
///
/// The whole is rounded to the minor unit first; the parts sum to that. A weight of 0 gets nothing.
///
/// # Errors
/// All weights are 0 (or there are none) while the whole is not 0; or the numbers exceed 128-bit arithmetic.
pub fn allocate(whole: Money, weights: &[u64]) -> Result<Vec<Money>, NoShares> {
    let minor_units = whole.currency.minor_units();
    let rounded = whole.round();
    let units = in_minor_units(rounded).ok_or(NoShares::TooLarge(whole))?;
    let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if total == 0 {
        return if units == 0 { Ok(vec![rounded; weights.len()]) } else { Err(NoShares::NoWeight(whole)) };
    }
    let parts = largest_remainder(units.unsigned_abs(), weights, total).ok_or(NoShares::TooLarge(whole))?;
    let signed = |part: u128| -> Option<Money> {
        let part = i128::try_from(part).ok()? * units.signum();
        Some(Money::new(Decimal::try_from_i128_with_scale(part, minor_units).ok()?, whole.currency))
    };
    parts.into_iter().map(|part| signed(part).ok_or(NoShares::TooLarge(whole))).collect()
}

/// Whole units in proportion to `weights`, one part per weight, by the same rule: parts of seats are seats.
///
/// The parts sum to `units` where a weight is above 0, and no part is more than its weight while `units` is at most the sum
/// of the weights. Without any weight above 0 nobody gets anything. `None` = the numbers exceed 128-bit arithmetic.
pub fn allocate_units(units: u64, weights: &[u64]) -> Option<Vec<u64>> {
    let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if total == 0 {
        return Some(vec![0; weights.len()]);
    }
    let parts = largest_remainder(u128::from(units), weights, total)?;
    parts.into_iter().map(|part| u64::try_from(part).ok()).collect()
}

fn in_minor_units(money: Money) -> Option<i128> {
    let factor = Decimal::from(10_u64.pow(money.currency.minor_units()));
    money.amount.checked_mul(factor)?.to_i128()
}

/// Whole parts of `units` by weight; `None` on overflow. `total` is the sum of the weights and above 0.
fn largest_remainder(units: u128, weights: &[u64], total: u128) -> Option<Vec<u128>> {
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (place, weight) in weights.iter().enumerate() {
        let product = units.checked_mul(u128::from(*weight))?;
        parts.push(product / total);
        remainders.push((product % total, place));
    }
    let left = units - parts.iter().sum::<u128>();
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    // Fewer units are left over than there are parts with a remainder: each remainder is below 1 unit.
    for (_, place) in remainders.into_iter().take(usize::try_from(left).ok()?) {
        parts[place] += 1;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Currency;

    fn parts(amount: &str, code: &str, weights: &[u64]) -> Vec<String> {
        let whole = Money::new(amount.parse().unwrap(), code.parse().unwrap());
        allocate(whole, weights).unwrap().into_iter().map(|part| part.amount.to_string()).collect()
    }

    #[test]
    fn leftover_cents_go_to_the_largest_remainders_then_to_the_first() {
        assert_eq!(parts("100.00", "USD", &[1, 1, 1]), ["33.34", "33.33", "33.33"]);
        assert_eq!(parts("-100.00", "USD", &[1, 1, 1]), ["-33.34", "-33.33", "-33.33"]);
        assert_eq!(parts("0.05", "USD", &[3, 7]), ["0.02", "0.03"]);
        assert_eq!(parts("1000", "JPY", &[1, 0, 2]), ["333", "0", "667"]);
        assert_eq!(parts("0", "USD", &[0, 0]), ["0.00", "0.00"]);
        assert_eq!(parts("0.004", "USD", &[1, 2]), ["0.00", "0.00"], "nothing to share, with weights");
    }

    #[test]
    fn seats_are_shared_as_whole_seats() {
        assert_eq!(allocate_units(10, &[1, 1, 1]), Some(vec![4, 3, 3]));
        assert_eq!(allocate_units(5, &[0, 0]), Some(vec![0, 0]), "nobody is there");
        assert_eq!(allocate_units(7, &[4, 0, 4]), Some(vec![4, 0, 3]), "nobody gets more than they have");
    }

    #[test]
    fn nothing_to_share_by_is_an_error() {
        let whole = Money::new(Decimal::ONE, Currency::USD);
        assert_eq!(allocate(whole, &[0, 0]), Err(NoShares::NoWeight(whole)));
        assert_eq!(allocate(whole, &[]), Err(NoShares::NoWeight(whole)));
        let vast = Money::new(Decimal::MAX, Currency::USD);
        assert_eq!(allocate(vast, &[1]), Err(NoShares::TooLarge(vast)));
    }

    proptest! {
        #[test]
        fn units_sum_to_the_whole_and_stay_within_their_weight(
            weights in prop::collection::vec(0_u64..1_000_000, 1..20),
            part in 0_u64..=1_000,
        ) {
            let total: u64 = weights.iter().sum();
            let units = total * part / 1_000;
            let parts = allocate_units(units, &weights).unwrap();
            prop_assert_eq!(parts.iter().sum::<u64>(), units);
            prop_assert!(parts.iter().zip(&weights).all(|(part, weight)| part <= weight));
        }

        #[test]
        fn parts_sum_to_the_whole_and_stay_within_a_unit(
            cents in -1_000_000_000_000_i64..1_000_000_000_000,
            weights in prop::collection::vec(0_u64..1_000_000, 1..20),
        ) {
            prop_assume!(weights.iter().sum::<u64>() > 0);
            let whole = Money::new(Decimal::new(cents, 2), Currency::USD);
            let parts = allocate(whole, &weights).unwrap();
            prop_assert_eq!(parts.iter().map(|part| part.amount).sum::<Decimal>(), whole.amount);
            let total = Decimal::from(weights.iter().sum::<u64>());
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = whole.amount * Decimal::from(*weight) / total;
                prop_assert!((part.amount - exact).abs() < Decimal::new(1, 2));
            }
        }
    }
}
