//! What each ask is worth over the term, at the right quantities.
//!
//! Each is valued alone, by the months of the history: with another one agreed it may be worth less, so they are ranked and
//! never added up.

use rust_decimal::Decimal;
use seatwise_pricing::{commitment::Ratio, money::Currency};

use super::{
    Renewal, Terms,
    cases::{Case, CaseLine, Cases, factors},
};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Commit to what is right, not to what is committed.
    RightSize,
    /// Lower the commitment at anniversaries.
    TrueDown,
    /// A cap on the uplift.
    UpliftCap,
    /// What goes beyond at the price of what is committed.
    PriceHold,
    /// Commit to an amount, not to a product: move it between tiers.
    SwapRight,
    /// A band around the commitment within which a month may move.
    SeasonalBand,
    /// Committed tokens that are left go to the next month.
    TokenRollover,
    /// Add-ons end with the base.
    CoTerm,
}

/// An ask with its worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lever {
    /// Which.
    pub ask: Ask,
    /// Worth over the term; `None` = not known.
    pub value: Option<Decimal>,
    /// Where the figure comes from.
    pub basis: String,
}

/// Half the width of the seasonal band, in percent: what a seasonal business asks for.
const BAND_PERCENT: u32 = 10;

impl Ask {
    /// What is asked, as a sentence for the table.
    pub fn says(self) -> &'static str {
        match self {
            Ask::RightSize => "Commit to the right quantities",
            Ask::TrueDown => "True-down right at every anniversary",
            Ask::UpliftCap => "Cap on the uplift",
            Ask::PriceHold => "Seats beyond the commitment at the committed price",
            Ask::SwapRight => "Swap right between tiers",
            Ask::SeasonalBand => "Seasonal band of ±10 % around the commitment",
            Ask::TokenRollover => "Rollover of committed AI tokens",
            Ask::CoTerm => "Add-ons end with the base (co-term)",
        }
    }
}

/// All asks, the most valuable first, those of unknown worth last.
pub fn levers(renewal: &Renewal<'_>, cases: &Cases) -> Vec<Lever> {
    let terms = renewal.terms;
    let currency = renewal.analysis.tariff.currency();
    let right = &cases.right_size;
    let term = |case: &Case, uplift| case.term(terms, uplift, currency);
    // At the prices of each year: what an ask saves rises with them.
    let over_term = |monthly: Decimal| over_years(monthly, terms, 0, currency);
    let known = |ask, value, basis: String| Lever { ask, value: Some(value), basis };
    let saved = term(&cases.keep, terms.uplift_percent) - term(right, terms.uplift_percent);
    let mut list = vec![
        known(Ask::RightSize, saved, "keep less right-size over the term".to_owned()),
        true_down(right, terms, currency),
        known(
            Ask::UpliftCap,
            term(right, terms.uplift_percent) - term(right, terms.cap_percent.min(terms.uplift_percent)),
            format!(
                "right-size with {} % a year less with {} %",
                terms.uplift_percent.normalize(),
                terms.cap_percent.normalize()
            ),
        ),
        known(
            Ask::PriceHold,
            over_term(sum(right, price_hold)),
            "expected seats beyond × the difference of both prices".to_owned(),
        ),
        known(
            Ask::SwapRight,
            over_term(swap(right)),
            "months that use one product less and another one more than committed".to_owned(),
        ),
        known(
            Ask::SeasonalBand,
            over_term(sum(right, band)),
            "months within the band are paid as used, what is beyond as before".to_owned(),
        ),
        rollover(renewal, terms, currency),
        Lever { ask: Ask::CoTerm, value: None, basis: "the contract names no other end for an add-on".to_owned() },
    ];
    list.sort_by(|a, b| b.value.is_some().cmp(&a.value.is_some()).then(b.value.cmp(&a.value)));
    list
}

/// So much a month at today's prices, over the years of the term behind the first `after`, each at its prices.
fn over_years(monthly: Decimal, terms: &Terms, after: usize, currency: Currency) -> Decimal {
    let years = terms.years().into_iter().zip(factors(terms, terms.uplift_percent)).skip(after);
    years.map(|(months, factor)| currency.round(monthly * factor * Decimal::from(months))).sum()
}

fn sum(case: &Case, of: fn(&CaseLine) -> Decimal) -> Decimal {
    case.lines.iter().map(of).sum()
}

const DIGITS: u32 = 6;

/// What a fall of demand to its 10th percentile would leave paid for nothing after the first year.
fn true_down(right: &Case, terms: &Terms, currency: Currency) -> Lever {
    let later = terms.years().len().saturating_sub(1);
    let monthly: Decimal = right.lines.iter().map(idle_at_p10).sum();
    let basis = match later {
        0 => "the term has no anniversary".to_owned(),
        _ => "committed above the 10th percentile of demand, after the first year".to_owned(),
    };
    Lever { ask: Ask::TrueDown, value: Some(over_years(monthly, terms, 1, currency)), basis }
}

fn idle_at_p10(line: &CaseLine) -> Decimal {
    let least = line.commitment.demand.percentile(10);
    let idle = Ratio::whole(line.cost.units).less(least).unwrap_or(Ratio::ZERO).rounded(DIGITS);
    idle * line.cost.unit_price
}

fn price_hold(line: &CaseLine) -> Decimal {
    let dearer = (line.cost.overage_price - line.cost.unit_price).max(Decimal::ZERO);
    line.cost.overage_units.rounded(DIGITS) * dearer
}

/// Costs of each month under one line: committed and beyond.
fn months(line: &CaseLine) -> Vec<(Decimal, Decimal)> {
    let committed = Decimal::from(line.cost.units);
    let of = |demand: Decimal| {
        let beyond = (demand - committed).max(Decimal::ZERO);
        (committed * line.cost.unit_price + beyond * line.cost.overage_price, demand * line.cost.unit_price)
    };
    line.commitment.demand.scenarios().iter().map(|own| of(own.demand.rounded(DIGITS))).collect()
}

/// What a commitment of money instead of products would save a month on average: all months of all lines, each paid as used
/// at committed prices, at least what is committed together.
fn swap(right: &Case) -> Decimal {
    let committed: Decimal = right.lines.iter().map(|line| Decimal::from(line.cost.units) * line.cost.unit_price).sum();
    let lines: Vec<Vec<(Decimal, Decimal)>> = right.lines.iter().map(months).collect();
    let count = lines.iter().map(Vec::len).min().unwrap_or(0);
    if count == 0 || committed.is_zero() {
        return Decimal::ZERO;
    }
    let saved = (0..count).map(|at| {
        let separate: Decimal = lines.iter().map(|line| line[at].0).sum();
        let used: Decimal = lines.iter().map(|line| line[at].1).sum();
        // What is beyond the amount is paid at committed prices, as contracts over an amount have it.
        (separate - used.max(committed)).max(Decimal::ZERO)
    });
    (saved.sum::<Decimal>() / Decimal::from(count as u64)).round_dp(DIGITS)
}

/// What a month costs less on average where the commitment moves with it within the band.
fn band(line: &CaseLine) -> Decimal {
    let committed = Decimal::from(line.cost.units);
    let width = committed * Decimal::from(BAND_PERCENT) / Decimal::ONE_HUNDRED;
    let scenarios = line.commitment.demand.scenarios();
    let saved = scenarios.iter().map(|own| {
        let demand = own.demand.rounded(DIGITS);
        let cost = |committed: Decimal| {
            committed * line.cost.unit_price + (demand - committed).max(Decimal::ZERO) * line.cost.overage_price
        };
        cost(committed) - cost(demand.clamp(committed - width, committed + width))
    });
    (saved.sum::<Decimal>() / Decimal::from(scenarios.len().max(1) as u64)).max(Decimal::ZERO).round_dp(DIGITS)
}

fn rollover(renewal: &Renewal<'_>, terms: &Terms, currency: Currency) -> Lever {
    let unknown = |basis: &str| Lever { ask: Ask::TokenRollover, value: None, basis: basis.to_owned() };
    let Some(tokens) = renewal.tokens else { return unknown("no AI tokens were metered") };
    let Some(price) = tokens.bill.unit_price else { return unknown("the price of a token is unknown") };
    let committed = Ratio::whole(tokens.bill.committed);
    let left: Option<Vec<Decimal>> =
        renewal.token_periods().map(|past| Some(committed.less(past.beyond_free?)?.rounded(DIGITS))).collect();
    match left {
        Some(left) if !left.is_empty() => {
            let mean = left.iter().sum::<Decimal>() / Decimal::from(left.len() as u64);
            let value = over_years((mean * price).round_dp(DIGITS), terms, 0, currency);
            let basis = "committed tokens that were left on average × their price".to_owned();
            Lever { ask: Ask::TokenRollover, value: Some(value), basis }
        }
        Some(_) => unknown("no period of tokens is known in full"),
        None => unknown("the free tokens are not known without presence"),
    }
}
