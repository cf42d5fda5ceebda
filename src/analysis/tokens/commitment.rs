//! How many tokens to commit to: the complete periods before as scenarios, the contract's prices as terms.

use rust_decimal::Decimal;
use seatwise_pricing::{
    commitment::{Commitment, Cost, Demand, Scenario, Terms, WalkAway},
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
    /// Today's; `None` = so few are not for sale.
    pub today: Option<Cost>,
    /// Unit price from which on no commitment pays, against tokens at the list price without one; `None` = not known.
    pub walk_away: Option<WalkAway>,
    /// Price of a token without any commitment: the list price; `None` = not known.
    pub monthly_price: Option<Decimal>,
}

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
    let best = optimum.best.ok_or_else(|| why.join("; "))?.cost;
    Ok(Committed {
        periods,
        walk_away: commitment.walk_away(best.step, tokens.list),
        today: commitment.cost(bill.committed),
        monthly_price: tokens.list,
        best,
        why,
    })
}

fn words(problems: Problems) -> String {
    let one = |problem: &seatwise_pricing::problem::Problem| {
        format!("`{}` {}; expected {}", problem.place.path, problem.what, problem.expected)
    };
    problems.as_slice().iter().map(one).collect::<Vec<_>>().join("; ")
}
