//! Break-even: from which price per unit on another model costs less than the one an organization has.
//!
//! A price of the other model need not be known: what the months cost today, divided by what the other model would have
//! counted, is the price below which it wins.

use rust_decimal::{Decimal, RoundingStrategy};

use super::BillingModel;
use crate::bill::{Charge, ChargeKind, PeriodBill};
use crate::book::ProductKind;
use crate::money::Currency;
use crate::rate::Fraction;
use crate::tariff::{ProductIx, Tariff};

/// What one model counted of a product over the months, and what that costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// Units: seats of all months, or hours.
    pub units: Fraction,
    /// Effective cost; `None` = the price is unknown.
    pub cost: Option<Decimal>,
    /// Price of a unit, where the last month has one.
    pub unit_price: Option<Decimal>,
}

/// A model with its months.
#[derive(Debug, Clone, Copy)]
pub struct ModelUse<'a> {
    /// The model.
    pub model: BillingModel,
    /// Its prices.
    pub tariff: &'a Tariff,
    /// Its bills, of the same months in the same order as those of every model that it is compared with.
    pub bills: &'a [PeriodBill],
}

/// From which price on a model costs less for a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakEven {
    /// Id of the product.
    pub product: String,
    /// What the reference model counted.
    pub reference: Side,
    /// What the other model counted.
    pub other: Side,
    /// Units of the reference for one of the other, with 4 decimals, half up: named seats per concurrent seat.
    pub reference_per_other: Decimal,
    /// Units of the other for one of the reference, with 4 decimals, half up: hours per seat and month.
    pub other_per_reference: Decimal,
    /// The other model wins at every price below this one, in whole minor units; `None` = the cost of the reference is
    /// unknown.
    pub wins_below: Option<Decimal>,
    /// At the known price of the other model: units a month that cost as much as one of the reference, with 4 decimals,
    /// rounded down. `None` without both prices.
    pub equal_units: Option<Decimal>,
}

/// What the other model may cost in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// What the reference costs in all months.
    pub reference_total: Decimal,
    /// What the other model costs beside its own units: tokens, fair use, what both count alike.
    pub beside: Decimal,
    /// What is left for its own units; the model wins where they cost less.
    pub left: Decimal,
    /// The same in units of the reference's prices: the model wins where its prices are below so many times those, with 4
    /// decimals, rounded up. `None` where a price of the reference is unknown.
    pub price_factor: Option<Decimal>,
}

/// Is a charge counted the same by every model, as a wallboard or a CRM integration?
pub fn is_counted_alike(tariff: &Tariff, kind: ChargeKind) -> bool {
    match kind {
        ChargeKind::Seats(ix) => !is_by_model(tariff, ix),
        ChargeKind::Hours(_) | ChargeKind::Tokens | ChargeKind::FairUse | ChargeKind::Minimum => false,
    }
}

/// Contact-center bases and add-ons are counted by each model in its own way.
fn is_by_model(tariff: &Tariff, ix: ProductIx) -> bool {
    let product = tariff.product(ix);
    product.is_cx || product.kind == ProductKind::AddOn
}

impl ModelUse<'_> {
    /// Is a charge one of the model's own units, not counted alike by others?
    fn is_own(&self, kind: ChargeKind) -> bool {
        match (self.model, kind) {
            (BillingModel::HourlyInteracting, kind) => matches!(kind, ChargeKind::Hours(_)),
            (_, ChargeKind::Seats(ix)) => is_by_model(self.tariff, ix),
            _ => false,
        }
    }

    fn charges(&self) -> impl Iterator<Item = &Charge> {
        self.bills.iter().flat_map(|bill| &bill.charges)
    }

    /// A product's units and cost over the months; `None` where nothing was counted.
    fn side(&self, product: &str) -> Option<Side> {
        let own: Vec<_> = self.charges().filter(|charge| charge.id == product && self.is_own(charge.kind)).collect();
        let last = own.last()?;
        Some(Side {
            units: own.iter().fold(Fraction::ZERO, |sum, charge| sum.plus(charge.quantities.actual)),
            cost: own.iter().map(|charge| charge.costs.effective).sum(),
            unit_price: last.unit_price,
        })
    }
}

/// A break-even per product that the other model counts in its own way, in the order of its bills. Products that cost AI
/// tokens and no money have none.
pub fn break_evens(reference: ModelUse<'_>, other: ModelUse<'_>) -> Vec<BreakEven> {
    let currency = reference.tariff.currency();
    let mut ids: Vec<&str> = Vec::new();
    for charge in other.charges().filter(|charge| other.is_own(charge.kind)) {
        let in_tokens = charge.kind.product().is_some_and(|ix| other.tariff.product(ix).is_billed_in_tokens());
        if !ids.contains(&charge.id.as_str()) && !in_tokens {
            ids.push(&charge.id);
        }
    }
    ids.into_iter().filter_map(|id| break_even(id, reference.side(id)?, other.side(id)?, currency)).collect()
}

fn break_even(id: &str, reference: Side, other: Side, currency: Currency) -> Option<BreakEven> {
    let (own, others) = (exact(reference.units), exact(other.units));
    if own.is_zero() || others.is_zero() {
        return None;
    }
    let up = |exact: Decimal| exact.round_dp_with_strategy(currency.minor_units(), RoundingStrategy::AwayFromZero);
    let average = reference.cost.map(|cost| cost / own);
    let equal = average.zip(other.unit_price.filter(|price| !price.is_zero())).map(|(seat, price)| seat / price);
    Some(BreakEven {
        product: id.to_owned(),
        reference,
        other,
        reference_per_other: four(own / others),
        other_per_reference: four(others / own),
        wins_below: reference.cost.map(|cost| {
            let mut price = up(cost / others);
            price.rescale(currency.minor_units());
            price
        }),
        equal_units: equal.map(|units| units.round_dp_with_strategy(4, RoundingStrategy::ToZero).normalize()),
    })
}

/// What the other model may cost in all; `None` where the reference, or what stands beside the other's own units, has an
/// unknown price. What every model counts alike and nobody has a price of is left out on both sides.
pub fn budget(reference: ModelUse<'_>, other: ModelUse<'_>) -> Option<Budget> {
    let currency = reference.tariff.currency();
    let all = |of: &ModelUse<'_>, own: bool| -> Option<Decimal> {
        let is_left_out =
            |charge: &Charge| charge.costs.effective.is_none() && is_counted_alike(of.tariff, charge.kind);
        let charges = of.charges().filter(|charge| (own || !of.is_own(charge.kind)) && !is_left_out(charge));
        charges.map(|charge| charge.costs.effective).sum()
    };
    let (reference_total, beside) = (all(&reference, true)?, all(&other, false)?);
    let left = currency.round(reference_total - beside);
    // Σ price of the reference × units of the other: what the other would cost at the reference's prices.
    let at_reference = |own: BreakEven| {
        let average = own.reference.cost? / exact(own.reference.units);
        Some(average * exact(own.other.units))
    };
    let at_reference: Option<Decimal> = break_evens(reference, other).into_iter().map(at_reference).sum();
    let factor = at_reference.filter(|cost| !cost.is_zero()).map(|cost| left / cost);
    Some(Budget {
        reference_total: currency.round(reference_total),
        beside: currency.round(beside),
        left,
        price_factor: factor.map(|factor| factor.round_dp_with_strategy(4, RoundingStrategy::AwayFromZero).normalize()),
    })
}

fn exact(units: Fraction) -> Decimal {
    let (numerator, denominator) = units.parts();
    numerator / Decimal::from(denominator)
}

fn four(ratio: Decimal) -> Decimal {
    ratio.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero).normalize()
}
