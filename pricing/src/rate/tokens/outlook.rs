//! What a period's tokens come to if so many are consumed in all: for the forecast, beside the bill of what is consumed now.

use rust_decimal::Decimal;

use super::TokenBill;
use crate::commitment::Ratio;

/// A period's tokens at a consumption that is not there yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// Tokens consumed in all of the period.
    pub consumed: Ratio,
    /// Tokens beyond the free and the committed ones.
    pub billable: Ratio,
    /// Committed × unit price + billable × overage price, rounded once; `None` where a price is unknown.
    pub cost: Option<Decimal>,
    /// The part of it for billable tokens, rounded once.
    pub overage_cost: Option<Decimal>,
}

impl TokenBill {
    /// Tokens that cost nothing beyond what is committed: the free and the committed ones.
    pub fn allowance(&self) -> Ratio {
        let committed = Ratio::whole(self.committed);
        // Invariant: both are at most 28 digits over at most a million.
        Ratio::from(self.free).plus(committed).expect("free and committed tokens have few digits")
    }

    /// The same period with another consumption; `None` where the digits are too many to be exact.
    pub fn outlook(&self, consumed: Ratio) -> Option<Outlook> {
        let billable = consumed.less(self.allowance())?;
        let money = |price: Decimal, fixed: Decimal| {
            let price = Ratio::from(price);
            let numerator = billable.numerator().checked_mul(price.numerator())?;
            let amount = Ratio::of(numerator, billable.denominator().checked_mul(price.denominator())?);
            Some(amount.plus(Ratio::from(fixed))?.rounded(self.currency.minor_units()))
        };
        let (overage_cost, cost) = match (self.unit_price, self.overage_price) {
            (Some(unit), Some(overage)) => {
                let fixed = Decimal::from(self.committed) * unit;
                (Some(money(overage, Decimal::ZERO)?), Some(money(overage, fixed)?))
            }
            _ => (None, None),
        };
        Some(Outlook { consumed, billable, cost, overage_cost })
    }
}
