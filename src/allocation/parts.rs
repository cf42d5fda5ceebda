//! A line of the bill taken apart: what is bought, what is used of it, what is not, what goes beyond, what is free.
//!
//! Every part has one price, so that a cost is price × quantity. Billed and effective amounts of the parts sum to those of
//! the line: they are taken from it, never computed anew.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::{Adjustment, Charge, ChargeAdjustment, ChargeKind},
    money::{Currency, Money, allocate},
};

/// Decimals of a quantity: a seventeenth of a token has no end of them.
const DECIMALS: u32 = 6;
/// The smallest quantity, so.
pub(super) const SMALLEST: Decimal = Decimal::from_parts(1, 0, 0, false, DECIMALS);
/// Decimals of a price that is an average.
const PRICE_DECIMALS: u32 = 10;

/// Which part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// The commitment with this place is bought, for so many periods; `in_advance` = not for this one alone.
    Purchase {
        /// Place of the commitment.
        commitment: usize,
        /// Periods that it is bought for.
        periods: u32,
        /// Not for this period alone?
        in_advance: bool,
    },
    /// Used within the commitment with this place.
    Used {
        /// Place of the commitment.
        commitment: usize,
    },
    /// Committed, and used by nobody.
    Unused {
        /// Place of the commitment.
        commitment: usize,
    },
    /// Beyond the commitment, or without any.
    Beyond,
    /// Free or included.
    Free,
    /// What is missing to the minimum.
    Minimum,
}

/// One part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which.
    pub kind: PartKind,
    /// Priced units.
    pub quantity: Decimal,
    /// Contracted price of each.
    pub price: Decimal,
    /// List price of each; `None` = none is published.
    pub list_price: Option<Decimal>,
    /// What the period's invoice asks for.
    pub billed: Decimal,
    /// What the period costs.
    pub effective: Decimal,
}

/// A commitment as the period bills it.
struct Committed {
    units: u64,
    price: Decimal,
    /// What the period bears of it.
    effective: Decimal,
    /// What the period's invoice asks for.
    billed: Decimal,
    periods: u32,
    in_advance: bool,
}

/// The parts of a line that has a price: purchases, then use by commitment, then what is beyond, then what is free.
pub(super) fn parts(charge: &Charge, currency: Currency) -> Result<Vec<Part>, String> {
    let costs = charge.costs;
    let (Some(billed), Some(effective), Some(free)) = (costs.billed, costs.effective, charge.quantities.free) else {
        return Err(format!("`{}` has no price and is no row", charge.id));
    };
    if charge.kind == ChargeKind::Minimum {
        let (kind, quantity) = (PartKind::Minimum, Decimal::ONE);
        return Ok(vec![Part { kind, quantity, price: effective, list_price: None, billed, effective }]);
    }
    let mut committed = commitments(charge, currency);
    let counted = charge.quantities.actual.rounded(DECIMALS);
    let free = free.rounded(DECIMALS).min(counted);
    // In a ramp that charges what is used there is no commitment, whatever the contract says.
    let beyond = match charge.quantities.overage {
        Some(overage) if !committed.is_empty() => overage.rounded(DECIMALS).min(counted - free),
        _ => counted - free,
    };
    let of_beyond = settle(&mut committed, billed, effective, beyond);
    let mut parts = Vec::new();
    for (place, own) in committed.iter().enumerate() {
        parts.extend(purchase(place, own, charge.list_price, currency));
    }
    let mut within = counted - free - beyond;
    for (place, own) in committed.iter().enumerate() {
        let used = within.min(Decimal::from(own.units));
        within -= used;
        parts.extend(use_of(place, own, used, charge.list_price, currency)?);
    }
    let part = |kind, quantity: Decimal, price, list_price, amount| Part {
        kind,
        quantity,
        price,
        list_price,
        billed: amount,
        effective: amount,
    };
    let price = price_of(beyond_price(charge), beyond, of_beyond, currency);
    parts.push(part(PartKind::Beyond, beyond, price, charge.list_price, of_beyond));
    let nothing = currency.round(Decimal::ZERO);
    parts.push(part(PartKind::Free, free, Decimal::ZERO, Some(Decimal::ZERO), nothing));
    parts.retain(|part| !part.quantity.is_zero());
    Ok(parts)
}

/// What is committed, with its amounts: nothing in a ramp that waives them.
fn commitments(charge: &Charge, currency: Currency) -> Vec<Committed> {
    let is_waived =
        charge.adjustments.iter().any(|own| matches!(own, ChargeAdjustment::Count(Adjustment::Ramp { .. })));
    let in_advance = charge.adjustments.iter().find_map(|own| match own {
        ChargeAdjustment::Prepay { by_part, .. } => Some(by_part),
        _ => None,
    });
    let parts = charge.adjustments.iter().filter_map(|own| match own {
        ChargeAdjustment::Count(Adjustment::Commitment { units, unit_price, amount }) if *units > 0 => {
            Some((*units, *unit_price, amount.unwrap_or_default()))
        }
        _ => None,
    });
    let committed = parts.enumerate().map(|(place, (units, price, amount))| {
        let periods = in_advance.map_or(1, |by_part| by_part.get(place).copied().unwrap_or_default());
        let effective = currency.round(if is_waived { Decimal::ZERO } else { amount });
        Committed {
            units,
            price: price_of(price, Decimal::from(units), amount, currency),
            effective,
            billed: currency.round(effective * Decimal::from(periods)),
            periods,
            in_advance: in_advance.is_some(),
        }
    });
    committed.collect()
}

/// What is left of the line's amounts for what goes beyond. Where nothing does, a rounding that is left goes to the last
/// commitment: tokens are rounded as a whole.
fn settle(committed: &mut [Committed], billed: Decimal, effective: Decimal, beyond: Decimal) -> Decimal {
    let left = effective - committed.iter().map(|own| own.effective).sum::<Decimal>();
    let left_billed = billed - committed.iter().map(|own| own.billed).sum::<Decimal>();
    match committed.last_mut().filter(|_| beyond.is_zero()) {
        Some(last) => {
            last.effective += left;
            last.billed += left_billed;
            Decimal::ZERO
        }
        None => left,
    }
}

/// What the period's invoice asks for a commitment; nothing where it was paid before.
fn purchase(place: usize, own: &Committed, list_price: Option<Decimal>, currency: Currency) -> Option<Part> {
    let quantity = Decimal::from(own.units) * Decimal::from(own.periods);
    let kind = PartKind::Purchase { commitment: place, periods: own.periods, in_advance: own.in_advance };
    let (billed, effective) = (own.billed, currency.round(Decimal::ZERO));
    (own.periods > 0).then_some(Part { kind, quantity, price: own.price, list_price, billed, effective })
}

/// What a commitment costs by who has it: used, and used by nobody.
fn use_of(
    place: usize,
    own: &Committed,
    used: Decimal,
    list_price: Option<Decimal>,
    currency: Currency,
) -> Result<[Part; 2], String> {
    let unused = Decimal::from(own.units) - used;
    let whole = Money::new(own.effective, currency);
    let shares =
        allocate(whole, &[steps(used, SMALLEST)?, steps(unused, SMALLEST)?]).map_err(|error| error.to_string())?;
    let part = |kind, quantity, share: Money| Part {
        kind,
        quantity,
        price: own.price,
        list_price,
        billed: currency.round(Decimal::ZERO),
        effective: share.amount,
    };
    let [kind, rest] = [PartKind::Used { commitment: place }, PartKind::Unused { commitment: place }];
    Ok([part(kind, used, shares[0]), part(rest, unused, shares[1])])
}

/// Price of what goes beyond, as the line states it.
fn beyond_price(charge: &Charge) -> Option<Decimal> {
    let stated = charge.adjustments.iter().find_map(|own| match own {
        ChargeAdjustment::Count(Adjustment::Overage { unit_price, .. } | Adjustment::RampUse { unit_price, .. })
        | ChargeAdjustment::Beyond { unit_price, .. } => Some(*unit_price),
        _ => None,
    });
    stated.unwrap_or(charge.overage_price)
}

/// The stated price where it gives the amount, or nothing is charged; else, of steps by volume, the average.
fn price_of(stated: Option<Decimal>, quantity: Decimal, amount: Decimal, currency: Currency) -> Decimal {
    let minor_unit = Decimal::new(1, currency.minor_units());
    let gives = |price: Decimal| amount.is_zero() || (price * quantity - amount).abs() < minor_unit;
    let average = || amount.checked_div(quantity).unwrap_or_default();
    // Invariant: ten decimals of a price and six of a quantity multiply exactly.
    stated.filter(|price| gives(*price)).unwrap_or_else(average).round_dp(PRICE_DECIMALS).normalize()
}

/// A quantity in steps of one size; what is left of one is dropped.
pub(super) fn steps(quantity: Decimal, step: Decimal) -> Result<u64, String> {
    let steps = quantity.checked_div(step).and_then(|steps| steps.trunc().try_into().ok());
    steps.ok_or_else(|| format!("{quantity} units are too many to be shared out"))
}

/// Midnight after so many periods.
pub fn end_of(
    mut period: seatwise_pricing::period::Period,
    anchor: seatwise_pricing::period::AnchorDay,
    periods: u32,
) -> NaiveDate {
    for _ in 1..periods {
        period = period.next(anchor);
    }
    period.to
}
