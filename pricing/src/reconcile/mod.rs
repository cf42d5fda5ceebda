//! An expected bill against what somebody else's document asks for: every difference with its cause, to the cent.
//!
//! Each part of the bill goes from our amount to theirs in steps: their count at our price, their prices, their amounts.
//! A step's amount is what the sum changed by, so that differences add up to the total difference exactly; what no step
//! explains is named as unexplained. Positive = the document asks for more than is expected.
//!
//! Left to others: reading documents, who the people behind a count are.

mod cause;
mod parts;
mod steps;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

pub use cause::Cause;
pub use parts::{Expected, Part, expected_parts};

use crate::bill::PeriodBill;
use crate::book::PriceBook;
use crate::money::Currency;
use crate::tariff::Tariff;

/// One line of a document. Amounts are in the bill's currency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatedLine {
    /// Where it stands, as `invoice.csv:3`.
    pub place: String,
    /// The charge as billing names it, `– Prepay` included.
    pub charge_name: String,
    /// Units; `None` = not said.
    pub quantity: Option<Decimal>,
    /// Price of a unit; `None` = not said.
    pub unit_price: Option<Decimal>,
    /// Amount; `None` = not said: what quantity and price give.
    pub amount: Option<Decimal>,
    /// Part of the bill, where the document tells it by other means than the name.
    pub part: Option<Part>,
    /// The period that the line names, where it is another one than the bill's.
    pub other_period: Option<String>,
}

/// Why a document asks for more or less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The reason.
    pub cause: Cause,
    /// Product or resource, else the name of the charge.
    pub id: String,
    /// Part of the bill; `None` = the charge as a whole.
    pub part: Option<Part>,
    /// Units theirs less ours; `None` = it is about no units.
    pub units: Option<Decimal>,
    /// Amount theirs less ours.
    pub amount: Decimal,
    /// In words.
    pub what: String,
    /// Lines of the document that show it.
    pub places: Vec<String>,
}

/// An expected bill against a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Currency of every amount.
    pub currency: Currency,
    /// What is expected; charges of unknown price are not in it.
    pub expected: Decimal,
    /// What the document asks for.
    pub stated: Decimal,
    /// By cause, then id, then part.
    pub differences: Vec<Difference>,
    /// Ids of charges that are expected at an unknown price.
    pub unpriced: Vec<String>,
}

/// What stands on both sides of one part of the bill.
#[derive(Debug, Default)]
struct Group<'a> {
    ours: Vec<Expected>,
    theirs: Vec<Matched<'a>>,
}

/// A line, and how many of our units one of its units is: below 1 for what is metered in tokens.
#[derive(Debug, Clone, Copy)]
struct Matched<'a> {
    line: &'a StatedLine,
    per_unit: Decimal,
}

/// Compares.
///
/// A line of a product without the suffix `– Prepay` is what goes beyond the commitment; where the document has no line
/// with the suffix for the product, and the count is nearer to all that is charged, it is taken for both.
pub fn compare(bill: &PeriodBill, book: &PriceBook, tariff: &Tariff, lines: &[StatedLine]) -> Comparison {
    let mut groups: BTreeMap<(String, Part), Group<'_>> = BTreeMap::new();
    for part in expected_parts(bill) {
        groups.entry((part.id.clone(), part.part)).or_default().ours.push(part);
    }
    let mut differences = Vec::new();
    for line in lines {
        if line.other_period.is_some() {
            differences.push(steps::of_other_period(line, bill.currency));
            continue;
        }
        match parts::key(book, tariff, line) {
            Some((key, per_unit)) => groups.entry(key).or_default().theirs.push(Matched { line, per_unit }),
            None => differences.push(steps::unknown(line, bill.currency)),
        }
    }
    unite_whole_lines(&mut groups);
    let unpriced: Vec<String> = bill.unpriced.clone();
    let expected: Decimal = groups.values().flat_map(|group| &group.ours).filter_map(|part| part.amount).sum();
    for ((id, part), group) in &groups {
        differences.extend(steps::steps(id, *part, group, tariff));
    }
    steps::pair_tiers(&mut differences, tariff);
    differences.sort_by(|a, b| (a.cause, &a.id, a.part).cmp(&(b.cause, &b.id, b.part)));
    let difference: Decimal = differences.iter().map(|difference| difference.amount).sum();
    let (currency, expected) = (bill.currency, bill.currency.round(expected));
    Comparison { currency, expected, stated: currency.round(expected + difference), differences, unpriced }
}

impl Comparison {
    /// Stated less expected, the sum of the differences.
    pub fn difference(&self) -> Decimal {
        self.stated - self.expected
    }

    /// The part of the difference that no cause explains.
    pub fn unexplained(&self) -> Decimal {
        let unexplained = self.differences.iter().filter(|difference| difference.cause == Cause::Unexplained);
        self.currency.round(unexplained.map(|difference| difference.amount).sum())
    }
}

/// A document that does not tell committed from on-demand: one line per product stands for both parts.
fn unite_whole_lines(groups: &mut BTreeMap<(String, Part), Group<'_>>) {
    let ids: BTreeSet<String> = groups.keys().map(|(id, _)| id.clone()).collect();
    for id in ids {
        let own = |part: Part| groups.get(&(id.clone(), part));
        let Some(first) = own(Part::Committed).filter(|group| group.theirs.is_empty()) else { continue };
        let Some(second) = own(Part::Beyond).filter(|group| !group.theirs.is_empty()) else { continue };
        let units = |group: &Group<'_>| group.ours.iter().map(|part| part.units).sum::<Decimal>();
        let stated: Option<Decimal> = second.theirs.iter().map(|matched| matched.line.quantity).sum();
        let Some(stated) = stated else { continue };
        let whole = units(first) + units(second);
        if (stated - whole).abs() < (stated - units(second)).abs()
            && let Some(committed) = groups.remove(&(id.clone(), Part::Committed))
        {
            groups.entry((id, Part::Beyond)).or_default().ours.extend(committed.ours);
        }
    }
}

#[cfg(test)]
mod tests;
