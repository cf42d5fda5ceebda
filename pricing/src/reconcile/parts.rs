//! The parts of a bill that a document has lines for, and which part a line is about.

use rust_decimal::Decimal;

use super::StatedLine;
use crate::bill::{Adjustment, Charge, ChargeAdjustment, ChargeKind, PeriodBill};
use crate::book::{PriceBook, ProductKind, TOKEN_PRODUCT};
use crate::tariff::Tariff;

/// A part of a charge, as an invoice has lines for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What is committed: `– Prepay`.
    Committed,
    /// What goes beyond, and whatever has no commitment.
    Beyond,
    /// Interaction time of people who are billed by it.
    Hours,
}

impl Part {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Committed => "committed",
            Part::Beyond => "on-demand",
            Part::Hours => "interaction-time",
        }
    }
}

/// What is expected of one part of a charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Product or resource.
    pub id: String,
    /// Which part.
    pub part: Part,
    /// Priced units.
    pub units: Decimal,
    /// Price that the period bills for each: a prepaid year at once, nothing in a ramp. `None` = unknown.
    pub unit_price: Option<Decimal>,
    /// Amount of the period's invoice; `None` = the price is unknown.
    pub amount: Option<Decimal>,
}

/// The parts of a bill, in its order; parts without units and amount are left out.
pub fn expected_parts(bill: &PeriodBill) -> Vec<Expected> {
    bill.charges
        .iter()
        .flat_map(parts_of)
        .filter(|part| !part.units.is_zero() || part.amount != Some(Decimal::ZERO))
        .collect()
}

fn parts_of(charge: &Charge) -> Vec<Expected> {
    let mut parts = committed(charge);
    let committed: Option<Decimal> = parts.iter().map(|part| part.amount).sum();
    let amount = charge.costs.billed.zip(committed).map(|(billed, committed)| billed - committed);
    let beyond = charge.quantities.overage.map_or(Decimal::ZERO, |units| units.rounded(6));
    let in_use = charge.adjustments.iter().find_map(|adjustment| match adjustment {
        ChargeAdjustment::Count(Adjustment::RampUse { units, .. }) => Some(Decimal::from(*units)),
        _ => None,
    });
    let part = if matches!(charge.kind, ChargeKind::Hours(_)) { Part::Hours } else { Part::Beyond };
    let unit_price = if in_use.is_some() { charge.unit_price } else { charge.overage_price };
    parts.push(Expected {
        id: charge.id.clone(),
        part,
        units: in_use.unwrap_or(beyond),
        unit_price: if is_waived(charge) { Some(Decimal::ZERO) } else { unit_price },
        amount,
    });
    parts
}

/// A part per line or amendment of the contract.
fn committed(charge: &Charge) -> Vec<Expected> {
    let periods = charge.adjustments.iter().find_map(|adjustment| match adjustment {
        ChargeAdjustment::Prepay { periods, .. } => Some(Decimal::from(*periods)),
        _ => None,
    });
    let factor = if is_waived(charge) { Decimal::ZERO } else { periods.unwrap_or(Decimal::ONE) };
    let part = |adjustment: &ChargeAdjustment| match adjustment {
        ChargeAdjustment::Count(Adjustment::Commitment { units, unit_price, amount }) => Some(Expected {
            id: charge.id.clone(),
            part: Part::Committed,
            units: Decimal::from(*units),
            unit_price: unit_price.map(|price| price * factor),
            amount: amount.map(|amount| amount * factor),
        }),
        _ => None,
    };
    charge.adjustments.iter().filter_map(part).collect()
}

fn is_waived(charge: &Charge) -> bool {
    let waives = |adjustment: &ChargeAdjustment| matches!(adjustment, ChargeAdjustment::Count(Adjustment::Ramp { .. }));
    charge.adjustments.iter().any(waives)
}

/// The part that a line is about, and how many of its units one of the line's is. `None` = nobody knows the charge.
pub(super) fn key(book: &PriceBook, tariff: &Tariff, line: &StatedLine) -> Option<((String, Part), Decimal)> {
    let name = line.charge_name.as_str();
    let by_name = if book.is_committed_charge(name) { Part::Committed } else { Part::Beyond };
    let part = line.part.unwrap_or(by_name);
    if let Some(product) = book.product_of_charge(name) {
        let part = if product.kind == ProductKind::Model { Part::Hours } else { part };
        return Some(((product.id.clone(), part), Decimal::ONE));
    }
    if let Some(meter) = book.meter_of_resource(name) {
        let per_unit = meter.rate.tokens.of(tariff.model()) / Decimal::from(meter.rate.units);
        return Some(((TOKEN_PRODUCT.to_owned(), part), per_unit));
    }
    if let Some(allowance) = book.allowance_of_resource(name) {
        return Some(((allowance.resource.clone(), Part::Beyond), Decimal::ONE));
    }
    if name.to_lowercase().contains("minimum") && name.to_lowercase().contains("month") {
        return Some((("minimum-monthly-amount".to_owned(), Part::Beyond), Decimal::ONE));
    }
    tariff.ix(name.trim()).map(|ix| ((tariff.product(ix).id.clone(), part), Decimal::ONE))
}
