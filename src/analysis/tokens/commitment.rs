//! How many tokens to commit to: the complete periods before as scenarios, the contract's prices as terms.

use rust_decimal::Decimal;
use seatwise_pricing::{
    commitment::{Commitment, Cost, Demand, Scenario, Terms, WalkAway},
    money::Currency,
    problem::{Place, Problems},
    tokens::TokenBill,
};

use super::history::PastPeriod;
use crate::analysis::Analysis;

/// What can be said about the commitment.
#[derive(Debug, Clone)]
pub enum TokenCommitment {
    /// There is an answer.
    Known(Box<Committed>),
    /// There is none, and why.
    Unknown(String),
}

/// The best commitment beside today's.
#[derive(Debug, Clone)]
pub struct Committed {
    /// Complete periods that decide, by first day.
    pub periods: Vec<String>,
    /// The best one.
    pub best: Cost,
    /// The proof in sentences.
    pub why: Vec<String>,
    /// First days of the periods that go beyond the best one.
    pub exceeded_by: Vec<String>,
    /// What a lower price of a committed token would be worth, by rising discount; empty where the overage price is unknown.
    pub offers: Vec<Offer>,
    /// Today's; `None` = so few are not for sale.
    pub today: Option<Cost>,
    /// Unit price from which on no commitment pays, against tokens at the list price without one; `None` = not known.
    pub walk_away: Option<WalkAway>,
    /// Price of a token without any commitment: the list price; `None` = not known.
    pub monthly_price: Option<Decimal>,
}

/// A price of a committed token that a vendor might offer, and the commitment that it would be worth.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Off the price of a token beyond the commitment, in percent.
    pub discount_percent: u32,
    /// The best commitment at that price, for every volume.
    pub best: Cost,
}

/// Discounts that are shown, in percent: from what an account team gives away to what it rarely does.
const DISCOUNTS: [u32; 4] = [5, 10, 20, 30];

pub(super) fn best(analysis: &Analysis, bill: &TokenBill, history: &[PastPeriod]) -> TokenCommitment {
    match answer(analysis, bill, history) {
        Ok(committed) => TokenCommitment::Known(Box::new(committed)),
        Err(why) => TokenCommitment::Unknown(why),
    }
}

fn answer(analysis: &Analysis, bill: &TokenBill, history: &[PastPeriod]) -> Result<Committed, String> {
    let tokens = analysis.tariff.token_product().ok_or("the price book sells no tokens")?;
    let complete: Vec<&PastPeriod> = history.iter().filter(|past| past.complete).collect();
    if complete.is_empty() {
        return Err("no period before this one is known in full; with one, tokens can be decided on".to_owned());
    }
    let scenario = |past: &&PastPeriod| {
        let demand = past.beyond_free.ok_or("the free tokens are not known without presence")?;
        Ok(Scenario { demand, ..Scenario::new(past.period.from.to_string(), 0) })
    };
    let scenarios: Vec<Scenario> = complete.iter().map(scenario).collect::<Result<_, String>>()?;
    let periods = scenarios.iter().map(|scenario| scenario.label.clone()).collect();
    let at = Place { file: "the contract".to_owned(), line: 1, column: 1, path: tokens.id.clone() };
    let demand = Demand::new(scenarios, &at).map_err(words)?;
    let terms = Terms::of_product(&analysis.tariff, tokens, &at).map_err(words)?;
    let commitment = Commitment { demand, terms };
    let optimum = commitment.optimum();
    let why = optimum.explain();
    let choice = optimum.best.ok_or_else(|| why.join("; "))?;
    let (best, exceeded_by) = (choice.cost, choice.exceeded_by);
    Ok(Committed {
        periods,
        exceeded_by,
        offers: offers(&commitment.demand, best.overage_price, analysis.tariff.currency(), &at),
        walk_away: commitment.walk_away(best.step, tokens.list),
        today: commitment.cost(bill.committed),
        monthly_price: tokens.list,
        best,
        why,
    })
}

/// The best commitment at each discount; one whose price has too many digits is left out.
fn offers(demand: &Demand, overage: Decimal, currency: Currency, at: &Place) -> Vec<Offer> {
    let offer = |discount: &u32| {
        let percent = Decimal::from(100 - discount);
        let unit = overage * percent / Decimal::ONE_HUNDRED;
        let terms = Terms::flat(currency, Some(unit), Some(overage), at).ok()?;
        let best = Commitment { demand: demand.clone(), terms }.optimum().best?.cost;
        Some(Offer { discount_percent: *discount, best })
    };
    DISCOUNTS.iter().filter_map(offer).collect()
}

fn words(problems: Problems) -> String {
    let one = |problem: &seatwise_pricing::problem::Problem| {
        format!("`{}` {}; expected {}", problem.place.path, problem.what, problem.expected)
    };
    problems.as_slice().iter().map(one).collect::<Vec<_>>().join("; ")
}
