//! Why a period costs more or less than another one: the difference in steps, nothing left over.
//!
//! The effective cost of two periods is held against each other, charge by charge. What a charge of seats pays for are
//! *paid units*: those committed, used or not, and those beyond, each at its price. So a seat more within a commitment that
//! is paid anyway moves nothing, as on the invoice.
//!
//! | step | what it is |
//! |---|---|
//! | volume | as many more or fewer paid units as there are, in the mix and at the prices of the period before |
//! | mix | other products, or other shares of committed and beyond, at the prices of the period before; of base products only |
//! | price | other prices, on the units of this period |
//! | currency | other exchange rates, on the units of this period |
//! | usage | interaction time, AI tokens, fair use |
//! | one-offs | what a ramp waives, what is missing to the minimum |
//!
//! The steps of a line are rounded by largest remainder to the line's difference; steps of the whole are sums of lines.

mod paid;
mod steps;

use rust_decimal::Decimal;

use crate::bill::{ChargeKind, PeriodBill};
use crate::tariff::Tariff;
use paid::Paid;

/// Why a cost moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// More or fewer paid units.
    Volume,
    /// Other products among them.
    Mix,
    /// Other prices.
    Price,
    /// Other exchange rates.
    Currency,
    /// Interaction time, AI tokens, fair use.
    Usage,
    /// What a ramp waives, what is missing to the minimum.
    OneOff,
}

impl Step {
    /// All, in the order of the bridge.
    pub const ALL: [Step; 6] = [Step::Volume, Step::Mix, Step::Price, Step::Currency, Step::Usage, Step::OneOff];

    /// As one word, for documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Volume => "volume",
            Step::Mix => "mix",
            Step::Price => "price",
            Step::Currency => "currency",
            Step::Usage => "usage",
            Step::OneOff => "one-offs",
        }
    }
}

/// Amounts by step, in the order of [`Step::ALL`].
pub type Moves = [Decimal; Step::ALL.len()];

/// One charge of either period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeLine {
    /// What is charged; its product is that of the later period, where it is charged then.
    pub kind: ChargeKind,
    /// Id of the product or resource.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Paid units before; `None` = what it charges is no unit.
    pub units_before: Option<u64>,
    /// Paid units after.
    pub units_after: Option<u64>,
    /// Effective cost before; 0 where it was not charged.
    pub before: Decimal,
    /// Effective cost after; 0 where it is not charged.
    pub after: Decimal,
    /// The difference by step.
    pub moves: Moves,
}

/// The way from one effective cost to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridge {
    /// Effective cost of the period before.
    pub before: Decimal,
    /// Effective cost of this period.
    pub after: Decimal,
    /// Charges of both, in the order of this period's bill, then those that are gone.
    pub lines: Vec<BridgeLine>,
    /// Sums of the lines: `before` and all of them give `after`.
    pub steps: Moves,
    /// Ids of charges whose price is unknown in either period: their cost is in neither.
    pub left_out: Vec<String>,
}

/// The bill of one period, with the tariff that it was made by.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The bill.
    pub bill: &'a PeriodBill,
    /// Its tariff.
    pub tariff: &'a Tariff,
}

/// The way from the bill of one period to that of another, in the same currency.
pub fn bridge(before: Side<'_>, after: Side<'_>) -> Bridge {
    let (mut then, now) = (paid::charges(before), paid::charges(after));
    let mut left_out: Vec<String> =
        then.iter().chain(&now).filter(|it| it.cost.is_none()).map(|it| it.id.clone()).collect();
    left_out.sort();
    left_out.dedup();
    let is_known = |paid: &Paid| !left_out.contains(&paid.id);
    then.retain(is_known);
    let now: Vec<Paid> = now.into_iter().filter(is_known).collect();
    let mut pairs: Vec<(Option<Paid>, Option<Paid>)> = Vec::new();
    for paid in now {
        let own: Option<usize> = then.iter().position(|it| it.key == paid.key);
        pairs.push((own.map(|at| then.remove(at)), Some(paid)));
    }
    pairs.extend(then.into_iter().map(|paid| (Some(paid), None)));
    let currency = after.bill.currency;
    let base = steps::Volume::of(&pairs);
    let lines: Vec<BridgeLine> = pairs.iter().filter_map(|pair| steps::line(pair, &base, currency)).collect();
    let sum = |of: &dyn Fn(&BridgeLine) -> Decimal| currency.round(lines.iter().map(of).sum());
    Bridge {
        before: sum(&|line| line.before),
        after: sum(&|line| line.after),
        steps: std::array::from_fn(|at| sum(&|line| line.moves[at])),
        lines,
        left_out,
    }
}

impl Bridge {
    /// The amount of a step.
    pub fn step(&self, step: Step) -> Decimal {
        self.steps[step as usize]
    }
}

impl BridgeLine {
    /// The amount of a step.
    pub fn step(&self, step: Step) -> Decimal {
        self.moves[step as usize]
    }
}

#[cfg(test)]
mod tests;
