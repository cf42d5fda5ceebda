//! Three cases: what is committed today, what is right, what is right with growth. Each with its cost over the term.
//!
//! *Keep* is today's commitment under the demand of the history. *Right-size* is the cheapest commitment under that demand
//! after all recommendations: every month is scaled by what a product needs by what it bills today. *Growth* is the same with
//! so many percent more. A year costs its months times the expected cost of a month, raised by the uplift.

use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use seatwise_pricing::{
    commitment::{Commitment, Cost, Demand, Scenario, Terms as Prices},
    money::Currency,
    problem::Place,
    tariff::ProductIx,
};

use super::{Renewal, Terms};
use crate::analysis::{commitment::ProductCommitment, whole::Counts};

/// Which case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Today's commitments.
    Keep,
    /// The cheapest commitments for what is needed.
    RightSize,
    /// The same with growth.
    Growth,
}

impl Kind {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Keep => "Keep",
            Kind::RightSize => "Right-size",
            Kind::Growth => "Growth",
        }
    }
}

/// One product of a case.
#[derive(Debug, Clone)]
pub struct CaseLine {
    /// Id of the product.
    pub id: String,
    /// What the commitment costs.
    pub cost: Cost,
    /// Demand and prices.
    pub commitment: Commitment,
}

/// One case.
#[derive(Debug, Clone)]
pub struct Case {
    /// Which one.
    pub kind: Kind,
    /// Products, in row order.
    pub lines: Vec<CaseLine>,
    /// Products that have no answer, and why.
    pub unanswered: Vec<(String, String)>,
}

/// All three.
#[derive(Debug, Clone)]
pub struct Cases {
    /// Today's commitments.
    pub keep: Case,
    /// The cheapest for what is needed.
    pub right_size: Case,
    /// The same with growth.
    pub growth: Case,
}

/// Digits of a demand before it is taken as whole units.
const DIGITS: u32 = 6;
/// Digits of what prices have risen by after some years.
const FACTOR_DIGITS: u32 = 12;

impl CaseLine {
    /// What a month costs on average: commitment and overage, each rounded as an invoice has them.
    pub fn monthly(&self) -> Decimal {
        self.cost.currency.round(self.cost.commitment) + self.overage()
    }

    /// What a month costs beyond the commitment on average, rounded.
    pub fn overage(&self) -> Decimal {
        self.cost.overage.rounded(self.cost.currency.minor_units())
    }
}

/// By how much prices have risen in each year of the term, with an uplift in percent at the renewal and at every
/// anniversary; 1 = today's.
pub fn factors(terms: &Terms, uplift_percent: Decimal) -> Vec<Decimal> {
    let raise = Decimal::ONE + uplift_percent / Decimal::ONE_HUNDRED;
    let mut factor = Decimal::ONE;
    terms
        .years()
        .into_iter()
        .map(|_| {
            factor = (factor * raise).round_dp(FACTOR_DIGITS);
            factor
        })
        .collect()
}

impl Case {
    /// What a month costs on average at today's prices.
    pub fn monthly(&self, currency: Currency) -> Decimal {
        currency.round(self.lines.iter().map(CaseLine::monthly).sum())
    }

    /// What each year of the term costs with an uplift in percent, at the renewal and at every anniversary.
    pub fn years(&self, terms: &Terms, uplift_percent: Decimal, currency: Currency) -> Vec<Decimal> {
        let monthly = self.monthly(currency);
        let years = terms.years().into_iter().zip(factors(terms, uplift_percent));
        years.map(|(months, factor)| currency.round(monthly * factor * Decimal::from(months))).collect()
    }

    /// All of the term.
    pub fn term(&self, terms: &Terms, uplift_percent: Decimal, currency: Currency) -> Decimal {
        self.years(terms, uplift_percent, currency).into_iter().sum()
    }
}

impl Cases {
    /// The three cases.
    pub fn new(renewal: &Renewal<'_>) -> Cases {
        let lines = renewal.found.products.iter();
        let keep = Case {
            kind: Kind::Keep,
            lines: lines.clone().filter_map(kept).collect(),
            unanswered: lines
                .filter(|own| own.today.is_none())
                .map(|own| (own.id.clone(), "so few are not for sale".to_owned()))
                .chain(renewal.found.unanswered.clone())
                .collect(),
        };
        let growth = renewal.terms.growth_percent;
        Cases {
            keep,
            right_size: sized(renewal, Kind::RightSize, Decimal::ZERO),
            growth: sized(renewal, Kind::Growth, growth),
        }
    }
}

fn kept(own: &ProductCommitment) -> Option<CaseLine> {
    Some(CaseLine { id: own.id.clone(), cost: own.today.clone()?, commitment: own.commitment.clone() })
}

fn sized(renewal: &Renewal<'_>, kind: Kind, growth_percent: Decimal) -> Case {
    let mut case = Case { kind, lines: Vec::new(), unanswered: Vec::new() };
    let factor = Decimal::ONE + growth_percent / Decimal::ONE_HUNDRED;
    for ix in renewal.analysis.tariff.row_order() {
        let product = renewal.analysis.tariff.product(*ix);
        let found = renewal.found.products.iter().find(|own| own.id == product.id);
        let row = renewal.whole.counts(&product.id);
        let is_needed = row.is_some_and(|row| row.needed.unwrap_or(0) > 0);
        if found.is_none() && !is_needed || product.is_billed_in_tokens() {
            continue;
        }
        match line(renewal, *ix, found, row, factor) {
            Ok(line) => case.lines.push(line),
            Err(why) => case.unanswered.push((product.id.clone(), why)),
        }
    }
    case
}

fn line(
    renewal: &Renewal<'_>,
    ix: ProductIx,
    found: Option<&ProductCommitment>,
    row: Option<Counts>,
    factor: Decimal,
) -> Result<CaseLine, String> {
    let product = renewal.analysis.tariff.product(ix);
    let at = Place { file: "the contract".to_owned(), line: 1, column: 1, path: product.id.clone() };
    let wrong = |problems: seatwise_pricing::problem::Problems| {
        problems.as_slice().iter().map(|own| own.what.clone()).collect::<Vec<_>>().join("; ")
    };
    let terms = match found {
        Some(own) => own.commitment.terms.clone(),
        None => Prices::of_product(&renewal.analysis.tariff, product, &at).map_err(wrong)?,
    };
    let scenarios = match found {
        Some(own) => own.commitment.demand.scenarios().iter().map(|own| scaled(own, row, factor)).collect(),
        // Nobody was billed for it yet: what is needed, every month.
        None => {
            let needed = row.and_then(|row| row.needed).unwrap_or(0);
            renewal
                .found
                .periods
                .iter()
                .map(|label| Scenario::new(label.clone(), raised(Decimal::from(needed), factor)))
                .collect()
        }
    };
    let commitment = Commitment { demand: Demand::new(scenarios, &at).map_err(wrong)?, terms };
    let best = commitment.optimum().best.ok_or("its price is unknown")?.cost;
    Ok(CaseLine { id: product.id.clone(), cost: best, commitment })
}

/// A month after all recommendations: as much more or less as the product needs more or less than it bills today.
fn scaled(month: &Scenario, row: Option<Counts>, factor: Decimal) -> Scenario {
    let demand = month.demand.rounded(DIGITS);
    let sides = row.and_then(|row| Some((row.needed?, row.billed?)));
    let demand = match sides {
        // What is new is needed every month.
        Some((needed, 0)) => Decimal::from(needed),
        Some((needed, billed)) => demand * Decimal::from(needed) / Decimal::from(billed),
        None => demand,
    };
    Scenario::new(month.label.clone(), raised(demand, factor))
}

/// Grown, in whole units: a part of a seat is a seat.
fn raised(demand: Decimal, factor: Decimal) -> u64 {
    (demand * factor).round_dp(DIGITS).ceil().to_u64().unwrap_or(u64::MAX)
}
