//! From the terms of a contract to a price: the order in which a price is changed, and its steps by volume.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::contract::{PriceTerms, StepChange, VolumeSteps};
use crate::money::{Currency, ExchangeRates, Money};

/// What changed a price on its way from the first one to the contracted one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PriceChange {
    /// Converted into the contract's currency.
    Exchange {
        /// Currency of the terms.
        from: Currency,
        /// Units of the contract's currency for one of it.
        rate: Decimal,
        /// First day of the rate.
        since: NaiveDate,
    },
    /// A discount step by volume was reached.
    VolumeStep {
        /// Units from which on it holds.
        from_units: u64,
        /// Price from then on.
        unit_price: Decimal,
    },
    /// A discount.
    Discount {
        /// In percent.
        percent: Decimal,
    },
    /// The price is that of a renewal: it has the uplift in it.
    Uplift {
        /// In percent.
        percent: Decimal,
    },
}

/// A price by volume: the first price, then steps by rising volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    base: Decimal,
    /// Priced units from which on a price holds, rising, above 0.
    steps: Vec<(u64, Decimal)>,
    apply: VolumeSteps,
}

/// What is committed by one line or amendment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// Place of the line in [`crate::contract::Contract::lines`].
    pub line: usize,
    /// Units per month.
    pub units: u64,
    /// Price of each; of graduated steps the average. `None` = unknown.
    pub unit_price: Option<Decimal>,
    /// Units × price, not rounded; `None` = unknown.
    pub cost: Option<Decimal>,
    /// Name of the amendment; `None` = the contract itself.
    pub amendment: Option<String>,
}

impl Ladder {
    /// One price at every volume.
    pub fn flat(price: Decimal) -> Ladder {
        Ladder { base: price, steps: Vec::new(), apply: VolumeSteps::AllUnits }
    }

    /// Are there steps?
    pub fn has_steps(&self) -> bool {
        !self.steps.is_empty()
    }

    /// The steps that make units cheaper or dearer: priced units from which on they hold, and the price.
    pub fn steps(&self) -> &[(u64, Decimal)] {
        &self.steps
    }

    /// How the steps apply.
    pub fn apply(&self) -> VolumeSteps {
        self.apply
    }

    /// Price of the last unit of a volume, in priced units.
    pub fn at(&self, volume: u64) -> Decimal {
        let reached = self.steps.iter().rev().find(|(from, _)| *from <= volume);
        reached.map_or(self.base, |(_, price)| *price)
    }

    /// What counted units `after` + 1 to `to` cost, times the counted units of a priced one. `volume` decides the step where
    /// one price holds for all units.
    pub(super) fn cost(&self, after: u64, to: u64, volume: u64, per_price: u64) -> Decimal {
        match self.apply {
            VolumeSteps::AllUnits => Decimal::from(to.saturating_sub(after)) * self.at(volume / per_price),
            VolumeSteps::Graduated => self.graduated(after, to, per_price),
        }
    }

    fn graduated(&self, after: u64, to: u64, per_price: u64) -> Decimal {
        // A step from 100 units on holds for the 100th unit: 99 units are below it.
        let below = |from: u64| from.saturating_sub(1).saturating_mul(per_price);
        let begins =
            std::iter::once((0, self.base)).chain(self.steps.iter().map(|(from, price)| (below(*from), *price)));
        let ends = self.steps.iter().map(|(from, _)| below(*from)).chain(std::iter::once(u64::MAX));
        let units = |begin: u64, end: u64| to.min(end).saturating_sub(after.max(begin));
        begins.zip(ends).map(|((begin, price), end)| Decimal::from(units(begin, end)) * price).sum()
    }
}

/// The price that terms lead to from a first one, in the contract's currency, and what changed it.
///
/// The order, and why: the exchange comes first, because steps, discounts and rounding are in the contract's currency; the
/// step by volume next, because it is another price; the percentage after it, because it is agreed on what the unit costs at
/// that volume. An uplift at renewal stands first of all: it is in the prices of the text already.
///
/// `None` where the terms are in a currency from which no rate leads to the contract's.
pub(super) fn contracted(
    terms: &PriceTerms,
    first: Decimal,
    volume: u64,
    context: &PriceContext<'_>,
) -> Option<(Ladder, Vec<PriceChange>)> {
    let mut changes = Vec::new();
    if let Some(percent) = context.uplift.filter(|percent| !percent.is_zero() && terms.unit_price.is_some()) {
        changes.push(PriceChange::Uplift { percent });
    }
    let own = |price: Decimal| context.exchanged(price, terms.currency);
    let base = if terms.unit_price.is_some() { own(first)? } else { first };
    if terms.unit_price.is_some() {
        changes.extend(context.exchange(terms.currency));
    }
    let percent = terms.discount_percent.unwrap_or(Decimal::ZERO);
    let mut steps = Vec::with_capacity(terms.steps.len());
    for step in &terms.steps {
        let price = match step.change {
            StepChange::UnitPrice(price) => own(price)?,
            StepChange::DiscountPercent(percent) => less(base, percent),
        };
        steps.push((step.from_units, less(price, percent)));
        if step.from_units <= volume {
            changes.retain(|change| !matches!(change, PriceChange::VolumeStep { .. }));
            changes.push(PriceChange::VolumeStep { from_units: step.from_units, unit_price: price });
        }
    }
    if !percent.is_zero() {
        changes.push(PriceChange::Discount { percent });
    }
    Some((Ladder { base: less(base, percent), steps, apply: context.volume_steps }, changes))
}

/// A price less so many percent.
pub(super) fn less(price: Decimal, percent: Decimal) -> Decimal {
    if percent.is_zero() { price } else { price * (Decimal::ONE_HUNDRED - percent) / Decimal::ONE_HUNDRED }
}

/// What a price needs to know of its contract.
pub(super) struct PriceContext<'a> {
    pub(super) currency: Currency,
    pub(super) rates: &'a ExchangeRates,
    pub(super) on: NaiveDate,
    pub(super) volume_steps: VolumeSteps,
    pub(super) uplift: Option<Decimal>,
}

impl PriceContext<'_> {
    /// A price of terms in the contract's currency; `None` without a rate.
    pub(super) fn exchanged(&self, price: Decimal, currency: Option<Currency>) -> Option<Decimal> {
        let money = Money::new(price, currency.unwrap_or(self.currency));
        self.rates.convert(money, self.currency, self.on).ok().map(|money| money.amount)
    }

    fn exchange(&self, currency: Option<Currency>) -> Option<PriceChange> {
        let from = currency.filter(|currency| *currency != self.currency)?;
        let rate = self.rates.rate(from, self.currency, self.on)?;
        Some(PriceChange::Exchange { from, rate: rate.rate, since: rate.since })
    }
}
