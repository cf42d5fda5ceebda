//! Which part of the organization bears what: direct costs by who was counted, the rest by a stated rule, to the cent.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_pricing::money::{Money, allocate as shared_out};

use crate::{
    allocation::{Allocated, By, PartKind, allocate, part_of},
    analysis::{Analysis, bill::ExpectedBill},
};

/// How costs that are nobody's are shared: commitments that nobody used, tokens, fair use, what is missing to a minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// Not at all: they stand in a row of their own.
    Apart,
    /// By people who hold a base.
    Headcount,
    /// By direct costs.
    Direct,
    /// By time on interactions in the period.
    Usage,
}

impl Shared {
    /// The rule in words.
    pub fn says(self) -> &'static str {
        match self {
            Shared::Apart => "costs that are nobody's stand in a row of their own",
            Shared::Headcount => "costs that are nobody's are shared by people who hold a base product",
            Shared::Direct => "costs that are nobody's are shared by direct costs",
            Shared::Usage => "costs that are nobody's are shared by time on interactions in the period",
        }
    }
}

/// One part of the organization.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its name; `None` = people of whom the input names no part.
    pub part: Option<String>,
    /// People who hold a base product.
    pub people: u64,
    /// Of what is committed, what it uses; without commitment 0.
    pub committed: Decimal,
    /// What goes beyond commitments.
    pub beyond: Decimal,
    /// Share of what is nobody's.
    pub shared: Decimal,
}

impl Row {
    /// What it causes.
    pub fn direct(&self) -> Decimal {
        self.committed + self.beyond
    }

    /// What it bears.
    pub fn total(&self) -> Decimal {
        self.direct() + self.shared
    }
}

/// The effective cost of a period by part of the organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Showback {
    /// Parts by name, people without one last.
    pub rows: Vec<Row>,
    /// What nobody bears; 0 where it is shared out.
    pub nobodys: Decimal,
    /// Of what was nobody's: commitments without use, and all else.
    pub unused: Decimal,
    /// Tokens, fair use, the minimum, devices of nobody.
    pub common: Decimal,
    /// All of it: the effective cost of the bill's lines that have a price.
    pub total: Decimal,
}

impl Showback {
    /// Shares out a bill. `interacting_ms` = time on interactions of the period by person number.
    ///
    /// # Errors
    /// Amounts that are too large to be shared out exactly.
    pub fn new(
        analysis: &Analysis,
        expected: &ExpectedBill,
        by: By,
        shared: Shared,
        interacting_ms: &[u64],
    ) -> Result<Showback, Vec<String>> {
        let currency = expected.bill.currency;
        let mut rows: BTreeMap<(bool, Option<String>), Row> = BTreeMap::new();
        let mut row = |part: Option<String>, add: &dyn Fn(&mut Row)| {
            let entry = rows.entry((part.is_none(), part.clone()));
            add(entry.or_insert_with(|| Row { part, ..Row::default() }));
        };
        let mut weights: BTreeMap<(bool, Option<String>), u64> = BTreeMap::new();
        for (user_ix, holding) in analysis.held.in_period.iter().enumerate() {
            let part = part_of(analysis, by, user_ix);
            if holding.base.is_some() {
                row(part.clone(), &|row| row.people += 1);
            }
            if shared == Shared::Usage {
                *weights.entry((part.is_none(), part)).or_default() += interacting_ms.get(user_ix).copied().unwrap_or(0);
            }
        }
        let (mut unused, mut common) = (Decimal::ZERO, Decimal::ZERO);
        for own in allocate(analysis, expected, Some(by))? {
            let effective = own.part.effective;
            match (own.part.kind, &own) {
                (PartKind::Unused { .. }, _) => unused += effective,
                (_, own) if is_nobodys(own) => common += effective,
                (PartKind::Used { .. }, own) => row(own.group.clone(), &|row| row.committed += effective),
                (_, own) => row(own.group.clone(), &|row| row.beyond += effective),
            }
        }
        let mut list: Vec<Row> = rows.into_values().collect();
        let weight = |row: &Row| match shared {
            Shared::Apart => 0,
            Shared::Headcount => row.people,
            Shared::Direct => minor_units(row.direct(), currency.minor_units()),
            Shared::Usage => weights.get(&(row.part.is_none(), row.part.clone())).copied().unwrap_or(0),
        };
        let weights: Vec<u64> = list.iter().map(weight).collect();
        let whole = unused + common;
        let nobodys = if weights.iter().all(|weight| *weight == 0) { whole } else { Decimal::ZERO };
        if nobodys.is_zero() && !whole.is_zero() {
            let parts = shared_out(Money::new(whole, currency), &weights).map_err(|error| vec![error.to_string()])?;
            list.iter_mut().zip(parts).for_each(|(row, part)| row.shared = part.amount);
        }
        let total = list.iter().map(Row::total).sum::<Decimal>() + nobodys;
        Ok(Showback { rows: list, nobodys, unused, common, total: currency.round(total) })
    }
}

/// Is it of a line that no person is counted for?
fn is_nobodys(own: &Allocated<'_>) -> bool {
    use seatwise_pricing::bill::ChargeKind;
    matches!(own.line.charge.kind, ChargeKind::Tokens | ChargeKind::FairUse | ChargeKind::Minimum)
}

/// An amount in cents, as a weight.
fn minor_units(amount: Decimal, digits: u32) -> u64 {
    let cents = amount.max(Decimal::ZERO) * Decimal::from(10_u64.pow(digits));
    u64::try_from(cents.trunc()).unwrap_or(u64::MAX)
}
