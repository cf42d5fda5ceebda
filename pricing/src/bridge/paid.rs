//! What a charge pays for: units at a price, and what is no unit.

use rust_decimal::Decimal;

use super::Side;
use crate::bill::{Adjustment, Charge, ChargeAdjustment, ChargeKind};
use crate::book::ProductKind;
use crate::money::Currency;
use crate::tariff::PriceChange;

/// What stays the same from period to period: the sort of charge and its id. Numbers of products are those of a tariff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key(&'static str, String);

/// Units that are paid for, and what they cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Units {
    pub(super) units: u64,
    pub(super) amount: Decimal,
    /// Price that another unit would have had, where it is known.
    pub(super) price: Option<Decimal>,
}

/// A charge of one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paid {
    pub(super) key: Key,
    pub(super) kind: ChargeKind,
    pub(super) id: String,
    pub(super) name: String,
    /// Effective cost; `None` = unknown.
    pub(super) cost: Option<Decimal>,
    /// Committed, and beyond; nothing for what is counted in no units.
    pub(super) units: Option<[Units; 2]>,
    /// Is it a base product?
    pub(super) is_base: bool,
    /// The exchange of its price.
    pub(super) exchange: Option<(Currency, Decimal)>,
}

impl Paid {
    /// What of its cost is no price times units.
    pub(super) fn rest(&self) -> Decimal {
        let paid: Decimal = self.units.iter().flatten().map(|units| units.amount).sum();
        self.cost.unwrap_or_default() - paid
    }
}

/// The charges of a period.
pub(super) fn charges(side: Side<'_>) -> Vec<Paid> {
    side.bill.charges.iter().map(|charge| paid(charge, side)).collect()
}

fn paid(charge: &Charge, side: Side<'_>) -> Paid {
    let product = charge.kind.product().map(|ix| side.tariff.product(ix));
    let is_seats = matches!(charge.kind, ChargeKind::Seats(_));
    let exchange = charge.adjustments.iter().find_map(|own| match own {
        ChargeAdjustment::Price(PriceChange::Exchange { from, rate, .. }) => Some((*from, *rate)),
        _ => None,
    });
    Paid {
        key: Key(charge.kind.as_str(), charge.id.clone()),
        kind: charge.kind,
        id: charge.id.clone(),
        name: charge.name.clone(),
        cost: charge.costs.effective,
        units: is_seats.then(|| units(charge)),
        is_base: is_seats && product.is_some_and(|product| product.kind == ProductKind::Base),
        exchange,
    }
}

fn units(charge: &Charge) -> [Units; 2] {
    let mut committed = Units { price: charge.unit_price, ..Units::default() };
    let mut beyond = Units { price: charge.overage_price, ..Units::default() };
    for adjustment in &charge.adjustments {
        let ChargeAdjustment::Count(own) = adjustment else { continue };
        let (place, units, amount) = match own {
            Adjustment::Commitment { units, amount, .. } => (&mut committed, *units, *amount),
            Adjustment::Overage { units, amount, .. } | Adjustment::RampUse { units, amount, .. } => {
                (&mut beyond, *units, *amount)
            }
            Adjustment::FreeUnits { .. } | Adjustment::BilledInTokens { .. } | Adjustment::Ramp { .. } => continue,
        };
        place.units += units;
        place.amount += amount.unwrap_or_default();
    }
    [committed, beyond]
}
