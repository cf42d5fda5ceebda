//! The seat bill of one period: a line per product, rounded once per line, totals as sums of rounded lines.
//!
//! The order of adjustments is fixed: free units come off the quantity first, since nobody commits to what is free; then the
//! commitment, paid used or not; then the overage, of what is left at its own price; a ramp last, because it waives the
//! charge without changing what it would have been. AI tokens have a bill of their own ([`crate::tokens`]).
//!
//! [`period_bill`] is the whole: seats, hours, tokens and fair use with four costs each, in the order that
//! [`order_of_adjustments`] states.

mod charge;
mod charges;
mod line;
mod order;
mod period;
mod prepay;
mod words;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub use charge::{Charge, ChargeKind, Costs, PriceOrigin, Quantities};
use line::RampEffect;
pub use line::{Adjustment, BillLine};
pub use order::{AdjustmentKind, ChargeAdjustment, order_of_adjustments};
pub use period::{BillError, PeriodBill, PeriodUse, period_bill};

use crate::contract::{Contract, RampBilling};
use crate::money::{Currency, Money};
use crate::period::Period;
use crate::tariff::{ProductIx, Tariff};

/// Sums of rounded lines, in the bill's currency; unknown amounts are in none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BillTotals {
    /// Charged quantities at list prices.
    pub list_monthly: Decimal,
    /// Charged quantities at contracted prices.
    pub contracted_monthly: Decimal,
    /// What is committed, used or not.
    pub commitment_monthly: Decimal,
    /// What goes beyond the commitment.
    pub overage_monthly: Decimal,
    /// What the period bills: commitment and overage.
    pub billed: Decimal,
}

/// A product whose contracted price is unknown although there are units of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpriced {
    /// The product.
    pub product: ProductIx,
    /// Its id.
    pub id: String,
    /// Units, before free ones.
    pub quantity: u64,
}

/// What one period bills for seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatBill {
    /// The period.
    pub period: Period,
    /// Currency of every amount.
    pub currency: Currency,
    /// A line for every product that can have a row, in row order, at quantity 0 too.
    pub lines: Vec<BillLine>,
    /// Sums of the lines.
    pub totals: BillTotals,
    /// Is every contracted price known that is needed?
    pub complete: bool,
    /// Products with units or a commitment and without a contracted price, in row order.
    pub unpriced: Vec<Unpriced>,
    /// Last day of the ramp that waives the charge; `None` = no ramp, or it is ignored.
    pub ramp_until: Option<NaiveDate>,
}

/// What a ramp does to a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ramp {
    Waives,
    IsIgnored,
}

/// The bill of a period. Quantities are in the product's unit ([`crate::tariff::Unit`]): seats, devices, hours, or
/// milliseconds for products billed by interaction time; a product that is not named has none, one named twice has the sum.
///
/// In a ramp commitment, overage and billed are 0.00, list and contracted stay what the seats are worth. Metered products
/// (AI tokens) have no line here, whatever their quantity.
///
/// # Panics
/// With an index of another tariff.
pub fn seat_bill(tariff: &Tariff, contract: &Contract, period: &Period, quantities: &[(ProductIx, u64)]) -> SeatBill {
    bill(tariff, contract, *period, quantities, Ramp::Waives)
}

/// The same, as if the ramp were over.
pub fn seat_bill_as_if_ramp_over(
    tariff: &Tariff,
    contract: &Contract,
    period: &Period,
    quantities: &[(ProductIx, u64)],
) -> SeatBill {
    bill(tariff, contract, *period, quantities, Ramp::IsIgnored)
}

/// What dense quantities are billed per month, by [`ProductIx`], as if the ramp were over: the total of
/// [`seat_bill_as_if_ramp_over`] without its lines. After a change of one quantity, exchange its
/// [`Tariff::line_total`] instead of summing anew.
pub fn billed_total(tariff: &Tariff, quantities: &[u64]) -> Decimal {
    let quantity = |ix: ProductIx| quantities.get(ix.index()).copied().unwrap_or(0);
    tariff.currency().round(tariff.row_order().iter().map(|ix| tariff.line_total(*ix, quantity(*ix))).sum())
}

impl SeatBill {
    /// What the period bills, with its currency.
    pub fn billed(&self) -> Money {
        Money::new(self.totals.billed, self.currency)
    }

    /// The line of a product; `None` for metered products.
    pub fn line(&self, product: ProductIx) -> Option<&BillLine> {
        self.lines.iter().find(|line| line.product == product)
    }
}

fn bill(tariff: &Tariff, contract: &Contract, period: Period, quantities: &[(ProductIx, u64)], ramp: Ramp) -> SeatBill {
    let mut dense = vec![0_u64; tariff.len()];
    for (ix, quantity) in quantities {
        dense[ix.index()] = dense[ix.index()].saturating_add(*quantity);
    }
    let ramp_until = match ramp {
        Ramp::Waives => contract.ramp_until.filter(|until| period.last_day() <= *until),
        Ramp::IsIgnored => None,
    };
    let effect = match (ramp_until, contract.ramp_billing) {
        (None, _) => RampEffect::None,
        (Some(until), RampBilling::NotCharged) => RampEffect::Waived(until),
        (Some(until), RampBilling::ActualUse) => RampEffect::ActualUse(until),
    };
    let lines: Vec<BillLine> = tariff
        .row_order()
        .iter()
        .map(|ix| BillLine::new(tariff.product(*ix), dense[ix.index()], tariff.currency(), effect))
        .collect();
    let unpriced: Vec<Unpriced> = lines
        .iter()
        .filter(|line| line.contracted_price.is_none() && (line.quantity > 0 || line.committed > 0))
        .map(|line| Unpriced { product: line.product, id: line.id.clone(), quantity: line.quantity })
        .collect();
    let totals = totals(&lines, tariff.currency());
    SeatBill { period, currency: tariff.currency(), lines, totals, complete: unpriced.is_empty(), unpriced, ramp_until }
}

fn totals(lines: &[BillLine], currency: Currency) -> BillTotals {
    let sum = |of: fn(&BillLine) -> Option<Decimal>| currency.round(lines.iter().filter_map(of).sum());
    BillTotals {
        list_monthly: sum(|line| line.list_monthly),
        contracted_monthly: sum(|line| line.contracted_monthly),
        commitment_monthly: sum(|line| line.commitment_monthly),
        overage_monthly: sum(|line| line.overage_monthly),
        billed: sum(|line| line.billed),
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_period;
