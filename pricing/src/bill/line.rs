//! One line of a seat bill, and how it explains itself.

use std::fmt::Write as _;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::book::PriceEntry;
use crate::money::Currency;
use crate::tariff::{ContractedSource, ProductIx, TariffProduct, Unit};

/// What a ramp does to a line; the day is its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RampEffect {
    None,
    Waived(NaiveDate),
    ActualUse(NaiveDate),
}

/// What changed the charge of a line, in the order in which it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Adjustment {
    /// Units that are free.
    FreeUnits {
        /// How many were taken off.
        units: u64,
    },
    /// No money: the seats are billed in AI tokens.
    BilledInTokens {
        /// Tokens per seat and month.
        tokens_each: Decimal,
    },
    /// Units paid, used or not.
    Commitment {
        /// How many, in priced units (hours for interaction time).
        units: u64,
        /// Price of each; `None` = unknown.
        unit_price: Option<Decimal>,
        /// Units × price, rounded; `None` = unknown.
        amount: Option<Decimal>,
    },
    /// Units beyond the commitment.
    Overage {
        /// How many, in counted units.
        units: u64,
        /// Price of each; `None` = unknown.
        unit_price: Option<Decimal>,
        /// Units × price, rounded; `None` = unknown.
        amount: Option<Decimal>,
    },
    /// Nothing is charged in a ramp.
    Ramp {
        /// Its last day, inclusive.
        until: NaiveDate,
    },
    /// In a ramp what is used is charged, without commitment.
    RampUse {
        /// Its last day, inclusive.
        until: NaiveDate,
        /// How many, in counted units.
        units: u64,
        /// Price of each; `None` = unknown.
        unit_price: Option<Decimal>,
        /// Units × price, rounded; `None` = unknown.
        amount: Option<Decimal>,
    },
}

/// What one product is billed in a period. Amounts are rounded to the minor unit; `None` = price unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillLine {
    /// The product.
    pub product: ProductIx,
    /// Its id.
    pub id: String,
    /// Its name as Genesys has it.
    pub name: String,
    /// What the quantity counts.
    pub unit: Unit,
    /// Units counted in the period, free ones included.
    pub quantity: u64,
    /// Units charged: without the free ones.
    pub charged: u64,
    /// Units committed, in priced units.
    pub committed: u64,
    /// List price per unit.
    pub list_price: Option<Decimal>,
    /// Contracted price per unit.
    pub contracted_price: Option<Decimal>,
    /// Where the contracted price comes from.
    pub contracted_source: ContractedSource,
    /// Entry of the price book behind the list price.
    pub list_entry: Option<PriceEntry>,
    /// Does an annual list price stand in for a month-to-month one?
    pub list_stands_in: bool,
    /// Charged units × list price.
    pub list_monthly: Option<Decimal>,
    /// Charged units × contracted price.
    pub contracted_monthly: Option<Decimal>,
    /// Committed units × contracted price; 0 in a ramp.
    pub commitment_monthly: Option<Decimal>,
    /// Charged units beyond the commitment × overage price; 0 in a ramp.
    pub overage_monthly: Option<Decimal>,
    /// Commitment and overage.
    pub billed: Option<Decimal>,
    /// What led from the quantity to `billed`, in order.
    pub adjustments: Vec<Adjustment>,
    currency: Currency,
}

impl BillLine {
    pub(super) fn new(product: &TariffProduct, quantity: u64, currency: Currency, ramp: RampEffect) -> BillLine {
        let amounts = product.amounts(quantity, currency);
        let none = |amount: Option<Decimal>| amount.map(|_| currency.round(Decimal::ZERO));
        let (commitment, overage) = match ramp {
            RampEffect::None => (amounts.commitment, amounts.overage),
            RampEffect::Waived(_) => (none(amounts.commitment), none(amounts.overage)),
            RampEffect::ActualUse(_) => (none(amounts.commitment), amounts.contracted),
        };
        BillLine {
            product: product.ix,
            id: product.id.clone(),
            name: product.name.clone(),
            unit: product.unit,
            quantity,
            charged: product.charged(quantity),
            committed: product.committed,
            list_price: product.list,
            contracted_price: product.contracted,
            contracted_source: product.contracted_source,
            list_entry: product.list_entry.clone(),
            list_stands_in: product.list_stands_in,
            list_monthly: amounts.list,
            contracted_monthly: amounts.contracted,
            commitment_monthly: commitment,
            overage_monthly: overage,
            billed: commitment.zip(overage).map(|(commitment, overage)| commitment + overage),
            adjustments: adjustments(product, quantity, currency, ramp),
            currency,
        }
    }

    /// The sum in words: quantity, prices with source and date, adjustments in order, result. One line of text each.
    pub fn explain(&self) -> String {
        let mut text = format!("{}: {} {}\n", self.name, self.quantity, self.unit.as_str());
        for adjustment in &self.adjustments {
            let _ = writeln!(text, "  {}", adjustment.in_words(self.currency, self.unit.priced_by()));
        }
        let _ = writeln!(text, "  contracted price: {}", self.price_in_words());
        if let Some(entry) = &self.list_entry {
            let stands_in = if self.list_stands_in { ", annual, standing in for month-to-month" } else { "" };
            let _ = writeln!(
                text,
                "  list price: {} ({}, {}, known since {}{stands_in})",
                self.priced(self.list_price),
                entry.source,
                entry.status.as_str(),
                entry.known_since
            );
        }
        let _ = write!(text, "  billed: {}", self.money(self.billed));
        text
    }

    fn price_in_words(&self) -> String {
        let source = self.contracted_source.in_words();
        match self.contracted_source {
            ContractedSource::Unknown => format!("unknown: {source}"),
            _ => format!("{} ({source})", self.priced(self.contracted_price)),
        }
    }

    fn priced(&self, price: Option<Decimal>) -> String {
        price.map_or_else(
            || "unknown price".to_owned(),
            |p| format!("{p} {} per {}", self.currency, self.unit.priced_by()),
        )
    }

    fn money(&self, amount: Option<Decimal>) -> String {
        amount.map_or_else(|| "unknown".to_owned(), |amount| format!("{amount} {}", self.currency))
    }
}

fn adjustments(product: &TariffProduct, quantity: u64, currency: Currency, ramp: RampEffect) -> Vec<Adjustment> {
    let amounts = product.amounts(quantity, currency);
    let mut adjustments = Vec::new();
    let charged = product.charged(quantity);
    if charged < quantity {
        adjustments.push(Adjustment::FreeUnits { units: quantity - charged });
    }
    if let Some(tokens_each) = product.seat_tokens {
        adjustments.push(Adjustment::BilledInTokens { tokens_each });
    }
    if let RampEffect::ActualUse(until) = ramp {
        let (unit_price, amount) = (product.contracted, amounts.contracted);
        adjustments.push(Adjustment::RampUse { until, units: charged, unit_price, amount });
        return adjustments;
    }
    for (part, amount) in product.commitment_parts(currency) {
        adjustments.push(Adjustment::Commitment { units: part.units, unit_price: part.unit_price, amount });
    }
    let beyond = product.beyond_commitment(quantity);
    if beyond > 0 && product.seat_tokens.is_none() {
        let (unit_price, amount) = (product.overage, amounts.overage);
        adjustments.push(Adjustment::Overage { units: beyond, unit_price, amount });
    }
    if let RampEffect::Waived(until) = ramp {
        adjustments.push(Adjustment::Ramp { until });
    }
    adjustments
}
