//! One line of a term: what one product costs over all its months, how much of it is overage, how much was paid for nothing.

use rust_decimal::Decimal;

use crate::bill::{Adjustment, Charge, ChargeAdjustment};
use crate::money::Currency;
use crate::rate::Fraction;

/// What one product, resource or the minimum costs over a term. Amounts are sums of rounded ones; `None` = a price is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermLine {
    /// Id of the product or resource.
    pub id: String,
    /// Its name as Genesys has it.
    pub name: String,
    /// The unit that a price is for, as `seat`.
    pub unit: String,
    /// Units used, summed over the months.
    pub used: Fraction,
    /// Units committed, summed over the months in which something is charged for them.
    pub committed: u64,
    /// Of them unused.
    pub unused: Fraction,
    /// Units beyond the commitment and what is free; `None` = unknown.
    pub overage: Option<Fraction>,
    /// What the months cost: a prepaid year with its monthly shares.
    pub effective: Option<Decimal>,
    /// What the invoices ask for: a prepaid year at once.
    pub billed: Option<Decimal>,
    /// Of `effective`: what is committed, used or not.
    pub commitment_cost: Option<Decimal>,
    /// Of `effective`: what goes beyond.
    pub overage_cost: Option<Decimal>,
    /// Of `commitment_cost`: the unused units, at the average price of a committed one, each month rounded.
    pub wasted_cost: Option<Decimal>,
}

impl TermLine {
    /// Nothing yet of what a charge is of.
    pub(super) fn of(charge: &Charge, currency: Currency) -> TermLine {
        let zero = Some(currency.round(Decimal::ZERO));
        TermLine {
            id: charge.id.clone(),
            name: charge.name.clone(),
            unit: charge.unit.clone(),
            used: Fraction::ZERO,
            committed: 0,
            unused: Fraction::ZERO,
            overage: Some(Fraction::ZERO),
            effective: zero,
            billed: zero,
            commitment_cost: zero,
            overage_cost: zero,
            wasted_cost: zero,
        }
    }

    /// Adds a month.
    pub(super) fn add(&mut self, charge: &Charge, currency: Currency) {
        let own = charge.quantities;
        let (committed, commitment) = commitment(charge, currency);
        let overage = charge.costs.effective.zip(commitment).map(|(effective, commitment)| effective - commitment);
        let beyond_free = own.free.map(|free| own.actual.less(free));
        let within = beyond_free.zip(own.overage).map(|(charged, overage)| charged.less(overage));
        let unused = Fraction::whole(Decimal::from(committed)).less(within.unwrap_or(Fraction::ZERO));
        self.used = self.used.plus(own.actual);
        self.committed = self.committed.saturating_add(committed);
        self.unused = self.unused.plus(unused);
        self.overage = self.overage.zip(own.overage).map(|(sum, overage)| sum.plus(overage));
        let wasted = commitment.map(|commitment| share(commitment, unused, committed, currency));
        let sum = |sum: &mut Option<Decimal>, amount: Option<Decimal>| *sum = sum.zip(amount).map(|(a, b)| a + b);
        sum(&mut self.effective, charge.costs.effective);
        sum(&mut self.billed, charge.costs.billed);
        sum(&mut self.commitment_cost, commitment);
        sum(&mut self.overage_cost, overage);
        sum(&mut self.wasted_cost, wasted);
    }
}

/// Units committed and what they cost this month; nothing in a ramp, which charges no commitment.
fn commitment(charge: &Charge, currency: Currency) -> (u64, Option<Decimal>) {
    let zero = currency.round(Decimal::ZERO);
    let is_ramp = |adjustment: &ChargeAdjustment| {
        matches!(adjustment, ChargeAdjustment::Count(Adjustment::Ramp { .. } | Adjustment::RampUse { .. }))
    };
    if charge.adjustments.iter().any(is_ramp) {
        return (0, Some(zero));
    }
    let mut parts = charge.adjustments.iter().filter_map(|adjustment| match adjustment {
        ChargeAdjustment::Count(Adjustment::Commitment { amount, .. }) => Some(*amount),
        _ => None,
    });
    (charge.quantities.committed, parts.try_fold(zero, |sum, amount| Some(sum + amount?)))
}

/// The part of a commitment's cost that falls on so many of its units, rounded.
fn share(cost: Decimal, units: Fraction, of: u64, currency: Currency) -> Decimal {
    let (numerator, denominator) = units.parts();
    if of == 0 {
        return currency.round(Decimal::ZERO);
    }
    let divisor = Decimal::from(denominator) * Decimal::from(of);
    let exact = cost.checked_mul(numerator).map_or_else(|| cost * (numerator / divisor), |whole| whole / divisor);
    currency.round(exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_as_much_of_the_cost_as_of_the_units() {
        let of = |cost: i64, units: Fraction, of: u64| share(Decimal::from(cost), units, of, Currency::USD).to_string();
        let whole = |units: u64| Fraction::whole(Decimal::from(units));
        assert_eq!(of(1_000, whole(3), 4), "750.00");
        assert_eq!(of(1_000, Fraction::ratio(Decimal::ONE, 17), 1), "58.82");
        assert_eq!(of(1_000, whole(0), 0), "0.00", "nothing is committed");
        // Cost times units is beyond what a decimal holds.
        let most = 400_000_000_000_000;
        assert_eq!(of(1_000_000_000_000_000, whole(most / 4 * 3), most), "750000000000000.00");
    }
}
