//! Counts and money of judged recommendations. Amounts are rounded once, at the recommendation; sums are sums of those.

use rust_decimal::Decimal;
use seatwise_pricing::money::Currency;

use super::{
    MONTH_DAYS,
    judge::{Case, Outcome},
};

/// What became of a group of recommendations within a horizon.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Recommendations that the data tell enough about.
    pub judged: u64,
    /// Of them regretted: something given up was used.
    pub regretted: u64,
    /// Recommendations that the data do not cover far enough ahead: in no other figure.
    pub not_told: u64,
    /// Judged ones without a price: in no amount.
    pub unpriced: u64,
    /// Contracted price of what was given up, over the horizon.
    pub saved: Decimal,
    /// What buying back costs from the month of the first use to the end of the horizon.
    pub bought_back: Decimal,
}

impl Tally {
    /// One recommendation.
    pub(super) fn of(case: &Case, horizon: usize, days: u32, currency: Currency) -> Tally {
        let Some(outcome) = case.outcomes[horizon] else { return Tally { not_told: 1, ..Tally::default() } };
        let mut tally = Tally { judged: 1, ..Tally::default() };
        let back = match outcome {
            Outcome::Kept => Some(Decimal::ZERO),
            Outcome::Regretted { day } => {
                tally.regretted = 1;
                // The month of the first use is bought back whole.
                let left = days - day / MONTH_DAYS * MONTH_DAYS;
                case.buy_back.map(|price| over(price, left, currency))
            }
        };
        match case.delta.zip(back) {
            Some((delta, back)) => (tally.saved, tally.bought_back) = (over(delta, days, currency), back),
            None => tally.unpriced = 1,
        }
        tally
    }

    /// Adds another group.
    pub fn plus(&mut self, other: &Tally) {
        self.judged += other.judged;
        self.regretted += other.regretted;
        self.not_told += other.not_told;
        self.unpriced += other.unpriced;
        self.saved += other.saved;
        self.bought_back += other.bought_back;
    }

    /// What is left of the saving.
    pub fn kept(&self) -> Decimal {
        self.saved - self.bought_back
    }

    /// Is the share of regretted ones at most `percent`? Nothing judged is within no limit: it proves nothing.
    pub fn is_within(&self, percent: Decimal) -> bool {
        self.judged > 0 && Decimal::from(self.regretted * 100) <= percent * Decimal::from(self.judged)
    }

    /// Is the limit so low, or the cases so few, that a single regret more would be over it?
    pub fn is_thin(&self, percent: Decimal) -> bool {
        Decimal::from((self.regretted + 1) * 100) > percent * Decimal::from(self.judged + 1)
    }

    /// Regretted in percent of judged, two digits; `None` = nothing was judged.
    pub fn regret_percent(&self) -> Option<Decimal> {
        percent(self.regretted, self.judged)
    }
}

/// People who did nothing within a horizon and had no recommendation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Missed {
    /// People, each once per instant.
    pub people: u64,
    /// Of them without a known price.
    pub unpriced: u64,
    /// Contracted price of what they held, over the horizon.
    pub amount: Decimal,
}

impl Missed {
    pub(super) fn add(&mut self, monthly: Option<Decimal>, days: u32, currency: Currency) {
        self.people += 1;
        match monthly {
            Some(price) => self.amount += over(price, days, currency),
            None => self.unpriced += 1,
        }
    }

    /// Adds those of another instant.
    pub fn plus(&mut self, other: &Missed) {
        self.people += other.people;
        self.unpriced += other.unpriced;
        self.amount += other.amount;
    }
}

/// `part` in percent of `all`, two digits, half away from zero; `None` = there is nothing to be a part of.
pub fn percent(part: u64, all: u64) -> Option<Decimal> {
    (all > 0).then(|| {
        let hundredths = (u128::from(part) * 20_000 + u128::from(all)) / (2 * u128::from(all));
        Decimal::from_i128_with_scale(hundredths as i128, 2)
    })
}

/// A monthly price over so many days, in months of [`MONTH_DAYS`], rounded.
fn over(monthly: Decimal, days: u32, currency: Currency) -> Decimal {
    currency.round(monthly * Decimal::from(days) / Decimal::from(MONTH_DAYS))
}
