//! How many seats to commit to: the complete periods of the history as scenarios, the contract's prices as terms.
//!
//! Every product is counted as the contract counts it. What is billed in tokens has its commitment in [`super::tokens`].

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::SeatModel,
    commitment::{
        Commitment, Cost, Demand, Scenario, Terms, WalkAway,
        portfolio::{Member, Portfolio, PortfolioCost, SharedStep},
    },
    compare::BillingModel,
    problem::{Place, Problems},
    tariff::{ProductIx, TariffProduct, Unit},
};

use super::{
    Analysis,
    history::{History, Month},
};
use crate::settings::Buffer;

/// What a vendor says beyond the contract, or the user asks.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Prices on offer: product id, unit price, overage price (`None` = the contract's, else the unit price).
    pub prices: Vec<(String, Decimal, Option<Decimal>)>,
    /// Proposed commitments: product id, units.
    pub proposals: Vec<(String, u64)>,
    /// Least committed amount per month over all products; `None` = the contract's minimum amount, if it has one.
    pub minimum: Option<Decimal>,
    /// Discounts on everything from a committed amount per month on.
    pub steps: Vec<SharedStep>,
}

/// What to commit to.
#[derive(Debug, Clone)]
pub struct SeatCommitments {
    /// First days of the complete periods that decide, in order.
    pub periods: Vec<String>,
    /// Products with an answer, in row order.
    pub products: Vec<ProductCommitment>,
    /// Products without one, and why, in row order.
    pub unanswered: Vec<(String, String)>,
    /// All products under one minimum and shared discounts; `None` = there are neither.
    pub together: Option<Together>,
}

/// The answer for one product.
#[derive(Debug, Clone)]
pub struct ProductCommitment {
    /// Id of the product.
    pub id: String,
    /// What its quantities count.
    pub unit: Unit,
    /// Demand and terms.
    pub commitment: Commitment,
    /// Are the prices those of an offer, not of the contract?
    pub on_offer: bool,
    /// The cheapest commitment.
    pub best: Cost,
    /// The cheapest one with the buffer of the settings on top; `None` = there is none to keep.
    pub buffered: Option<Cost>,
    /// The proof in sentences.
    pub why: Vec<String>,
    /// What the contract commits to; `None` = so few are not for sale.
    pub today: Option<Cost>,
    /// Units that the contract commits to.
    pub committed: u64,
    /// What is proposed; `None` = nothing, or so few are not for sale.
    pub proposed: Option<Cost>,
    /// Unit price from which on no commitment pays, against the list price; `None` = not known.
    pub walk_away: Option<WalkAway>,
    /// The list price.
    pub list: Option<Decimal>,
}

/// All products together.
#[derive(Debug, Clone)]
pub struct Together {
    /// Least committed amount per month; 0 = none.
    pub minimum: Decimal,
    /// The cheapest choice; `None` = no answer.
    pub best: Option<PortfolioCost>,
    /// The proof, or why there is no answer, in sentences.
    pub why: Vec<String>,
}

impl ProductCommitment {
    /// What the cheapest commitment saves against today's per month, on average; `None` = today's is not for sale.
    pub fn saved_monthly(&self) -> Option<Decimal> {
        let digits = self.best.currency.minor_units();
        Some(self.today.as_ref()?.monthly.less(self.best.monthly)?.rounded(digits))
    }

    /// Does a committed unit cost as much as one beyond the commitment or more? Then nothing speaks for committing.
    pub fn gains_nothing(&self) -> bool {
        self.best.unit_price >= self.best.overage_price
    }

    /// The 10th percentile, the median and the 90th percentile of demand, and its most; whole units, rounded up.
    pub fn levels(&self) -> [u64; 4] {
        [10, 50, 90, 100].map(|percent| {
            let units = self.commitment.demand.percentile(percent);
            u64::try_from((units.numerator() + units.denominator() - 1) / units.denominator()).unwrap_or(u64::MAX)
        })
    }
}

impl SeatCommitments {
    /// Decides by the complete periods of a history.
    ///
    /// # Errors
    /// A minimum or shared steps that are no amounts, or do not rise.
    pub fn new(analysis: &Analysis, history: &History, asked: &Asked) -> Result<SeatCommitments, Problems> {
        let model = BillingModel::from(analysis.contract.model);
        let months: Vec<&Month> = history.months.iter().filter(|month| month.is_covered(model)).collect();
        let mut found = SeatCommitments {
            periods: months.iter().map(|month| month.period.from.to_string()).collect(),
            products: Vec::new(),
            unanswered: Vec::new(),
            together: None,
        };
        for ix in analysis.tariff.row_order() {
            let product = analysis.tariff.product(*ix);
            if !is_committed_to(analysis, product, &months, asked) {
                continue;
            }
            match answer(analysis, *ix, &months, asked) {
                Ok(answer) => found.products.push(answer),
                Err(why) => found.unanswered.push((product.id.clone(), why)),
            }
        }
        found.together = together(analysis, &found.products, asked)?;
        Ok(found)
    }

    /// What all answers save against today's commitments per month; `None` = one of today's is not for sale.
    pub fn saved_monthly(&self) -> Option<Decimal> {
        self.products.iter().map(ProductCommitment::saved_monthly).sum()
    }
}

/// Is it something that costs money by quantity, and is it used, committed to or asked about?
fn is_committed_to(analysis: &Analysis, product: &TariffProduct, months: &[&Month], asked: &Asked) -> bool {
    let named = |id: &String| *id == product.id;
    let is_asked = asked.prices.iter().any(|(id, ..)| named(id)) || asked.proposals.iter().any(|(id, _)| named(id));
    let is_used = months.iter().any(|month| units(month, product) > 0);
    let is_free = product.contracted.is_some_and(|price| price.is_zero()) && product.committed == 0;
    let is_counted = matches!(product.unit, Unit::Seat | Unit::Device | Unit::Hour);
    let has_row = analysis.tariff.row_order().contains(&product.ix);
    has_row
        && is_counted
        && !product.is_billed_in_tokens()
        && (is_asked || !is_free && (is_used || product.committed > 0))
}

/// Units of a month that are charged, counted as the product is.
fn units(month: &Month, product: &TariffProduct) -> u64 {
    let counted = match product.model {
        SeatModel::Named => &month.counted.named,
        SeatModel::Concurrent => &month.counted.concurrent,
        SeatModel::HourlyLoggedIn => &month.counted.logged_in_hours,
    };
    let own = counted.iter().flatten().find(|(id, _)| *id == product.id);
    product.charged(own.map_or(0, |(_, units)| *units))
}

fn answer(analysis: &Analysis, ix: ProductIx, months: &[&Month], asked: &Asked) -> Result<ProductCommitment, String> {
    let product = analysis.tariff.product(ix);
    let at = Place { file: "the contract".to_owned(), line: 1, column: 1, path: product.id.clone() };
    if months.is_empty() {
        return Err("no period is covered completely".to_owned());
    }
    let scenarios =
        months.iter().map(|month| Scenario::new(month.period.from.to_string(), units(month, product))).collect();
    let demand = Demand::new(scenarios, &at).map_err(words)?;
    let offer = asked.prices.iter().find(|(id, ..)| *id == product.id);
    let terms = match offer {
        Some((_, unit, overage)) => {
            let agreed = product.overage.filter(|_| product.overage_is_agreed);
            Terms::flat(analysis.tariff.currency(), Some(*unit), overage.or(agreed).or(Some(*unit)), &at)
        }
        None => Terms::of_product(&analysis.tariff, product, &at),
    };
    let commitment = Commitment { demand, terms: terms.map_err(words)? };
    let optimum = commitment.optimum();
    let why = optimum.explain();
    let best = optimum.best.ok_or("its price is unknown")?.cost;
    // A buffer of so many seats is none of so many hours.
    let seats = if product.unit == Unit::Hour { 0 } else { analysis.settings.buffer.seats };
    let kept = Buffer { seats, ..analysis.settings.buffer }.above(best.units);
    let proposal = asked.proposals.iter().find(|(id, _)| *id == product.id);
    Ok(ProductCommitment {
        id: product.id.clone(),
        unit: product.unit,
        on_offer: offer.is_some(),
        today: commitment.cost(product.committed),
        committed: product.committed,
        buffered: (kept > 0).then(|| commitment.cost(best.units.saturating_add(kept))).flatten(),
        proposed: proposal.and_then(|(_, units)| commitment.cost(*units)),
        walk_away: commitment.walk_away(best.step, product.list),
        list: product.list,
        commitment,
        best,
        why,
    })
}

fn together(analysis: &Analysis, products: &[ProductCommitment], asked: &Asked) -> Result<Option<Together>, Problems> {
    let minimum = asked.minimum.or(analysis.contract.minimum_monthly_amount).unwrap_or_default();
    if products.is_empty() || (minimum.is_zero() && asked.steps.is_empty()) {
        return Ok(None);
    }
    let member = |own: &ProductCommitment| Member { id: own.id.clone(), commitment: own.commitment.clone() };
    let at = Place { file: "the command line".to_owned(), line: 1, column: 1, path: String::new() };
    let portfolio = Portfolio::new(products.iter().map(member).collect(), minimum, asked.steps.clone(), &at)?;
    let optimum = portfolio.optimum();
    let why = optimum.as_ref().map_or_else(|| portfolio.explain(), |optimum| optimum.explain());
    Ok(Some(Together { minimum, best: optimum.map(|optimum| optimum.best), why }))
}

fn words(problems: Problems) -> String {
    let one = |problem: &seatwise_pricing::problem::Problem| {
        let hint = if problem.hint.is_empty() { String::new() } else { format!("; {}", problem.hint) };
        format!("{}; expected {}{hint}", problem.what, problem.expected)
    };
    problems.as_slice().iter().map(one).collect::<Vec<_>>().join("; ")
}
