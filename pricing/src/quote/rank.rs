//! Which offer costs least, and why: places by cost per month of the term, differences line by line.
//!
//! Amounts of two currencies meet only at a rate that somebody gave, of the first day of the offer's term; without one the
//! offer has no place. Terms of different length are compared by what a month of them costs.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::demand::Level;
use super::{Quote, TermBill};
use crate::money::{Currency, ExchangeRates, Money};

/// A quote with the bills of its term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What is offered.
    pub quote: Quote,
    /// The term's bills by [`Level`].
    pub bills: [TermBill; 3],
}

/// The place of an offer under one level of demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Number of the offer, as given.
    pub offer: usize,
    /// Its place, from 1; equal costs share one. Else why it has none.
    pub rank: Result<u32, NotRanked>,
    /// What the term costs in the currency of the comparison; `None` without a place.
    pub total: Option<Decimal>,
    /// The same per month of the term, rounded.
    pub per_month: Option<Decimal>,
}

/// Why an offer has no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRanked {
    /// Prices of these are unknown.
    Unpriced(Vec<String>),
    /// No rate leads from its currency to that of the comparison.
    NoRate(Currency),
}

/// What one line costs in each of two offers; 0.00 where an offer does not have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Id of the product or resource; of one-off amounts their name.
    pub id: String,
    /// In the offer that costs less.
    pub winner: Decimal,
    /// In the other one.
    pub other: Decimal,
}

/// Why one offer costs less than another: every line, nothing left over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Months that the amounts are for: the term, or 1 where the terms differ in length; then each line is rounded.
    pub months: u32,
    /// The lines of both.
    pub reasons: Vec<Reason>,
}

impl Reason {
    /// What the winner saves on it; below 0 = it costs more.
    pub fn saving(&self) -> Decimal {
        self.other - self.winner
    }
}

impl Why {
    /// What the winner saves in all.
    pub fn saving(&self) -> Decimal {
        self.reasons.iter().map(Reason::saving).sum()
    }
}

impl Offer {
    /// The bill under a level of demand.
    pub fn bill(&self, level: Level) -> &TermBill {
        &self.bills[level as usize]
    }

    /// Every line and one-off amount in a currency, rounded each, without what no offer has a price of.
    fn amounts(
        &self,
        level: Level,
        currency: Currency,
        rates: &ExchangeRates,
        left_out: &[String],
    ) -> Result<Vec<(String, Decimal)>, NotRanked> {
        let bill = self.bill(level);
        let missing: Vec<String> = bill.unpriced.iter().filter(|id| !left_out.contains(id)).cloned().collect();
        if !missing.is_empty() {
            return Err(NotRanked::Unpriced(missing));
        }
        let own = &self.quote.contract.exchange_rates;
        let in_currency = |amount: Decimal| {
            let money = Money::new(amount, bill.currency);
            let converted = own.convert(money, currency, self.quote.start());
            let converted = converted.or_else(|_| rates.convert(money, currency, self.quote.start()));
            converted.map(|money| money.round().amount).map_err(|_| NotRanked::NoRate(bill.currency))
        };
        let lines = bill.lines.iter().filter_map(|line| Some((line.id.clone(), line.effective?)));
        let once = bill.one_offs.iter().map(|one_off| (one_off.name.clone(), one_off.cost()));
        lines.chain(once).map(|(id, amount)| Ok((id, in_currency(amount)?))).collect()
    }
}

/// What no offer has a price of, in the order of the first one: it is in none of the totals that are compared.
pub fn left_out(offers: &[Offer], level: Level) -> Vec<String> {
    let Some((first, others)) = offers.split_first() else { return Vec::new() };
    let unpriced = first.bill(level).unpriced.iter();
    unpriced.filter(|id| others.iter().all(|offer| offer.bill(level).unpriced.contains(id))).cloned().collect()
}

/// The places of all offers under a level of demand, in the order of the offers. `rates` are asked where the quote has none
/// of its own.
pub fn rank(offers: &[Offer], level: Level, currency: Currency, rates: &ExchangeRates) -> Vec<Place> {
    let left_out = left_out(offers, level);
    let total = |offer: &Offer| {
        let amounts = offer.amounts(level, currency, rates, &left_out);
        amounts.map(|amounts| amounts.into_iter().map(|(_, amount)| amount).sum())
    };
    let totals: Vec<Result<Decimal, NotRanked>> = offers.iter().map(total).collect();
    let months = |offer: usize| Decimal::from(offers[offer].bill(level).months);
    // By cost per month without a division: a / m < b / n where a · n < b · m.
    let costs_less = |a: usize, b: usize| match (&totals[a], &totals[b]) {
        (Ok(one), Ok(other)) => (*one * months(b)).cmp(&(*other * months(a))) == Ordering::Less,
        _ => false,
    };
    let place = |offer: usize| {
        let cheaper = (0..offers.len()).filter(|other| costs_less(*other, offer)).count();
        let total = totals[offer].as_ref().ok().map(|total| currency.round(*total));
        Place {
            offer,
            rank: totals[offer].clone().map(|_| u32::try_from(cheaper + 1).unwrap_or(u32::MAX)),
            total,
            per_month: total.map(|total| currency.round(total / months(offer))),
        }
    };
    (0..offers.len()).map(place).collect()
}

/// Why the offer number `winner` costs less than the one number `other`; `None` where one of them has no place.
pub fn why(
    offers: &[Offer],
    (winner, other): (usize, usize),
    level: Level,
    currency: Currency,
    rates: &ExchangeRates,
) -> Option<Why> {
    let left_out = left_out(offers, level);
    let (winner, other) = (offers.get(winner)?, offers.get(other)?);
    let amounts = |offer: &Offer| offer.amounts(level, currency, rates, &left_out).ok();
    let (a, b) = (amounts(winner)?, amounts(other)?);
    let (own, others) = (winner.bill(level).months, other.bill(level).months);
    let per = |amount: Decimal, months: u32| {
        if own == others { amount } else { currency.round(amount / Decimal::from(months)) }
    };
    let zero = currency.round(Decimal::ZERO);
    let mut reasons: Vec<Reason> = Vec::new();
    let mut at = |id: String| match reasons.iter().position(|reason| reason.id == id) {
        Some(place) => place,
        None => {
            reasons.push(Reason { id, winner: zero, other: zero });
            reasons.len() - 1
        }
    };
    let places: Vec<usize> = a.iter().chain(&b).map(|(id, _)| at(id.clone())).collect();
    for (place, (_, amount)) in places.iter().zip(&a) {
        reasons[*place].winner += per(*amount, own);
    }
    for (place, (_, amount)) in places.iter().skip(a.len()).zip(&b) {
        reasons[*place].other += per(*amount, others);
    }
    Some(Why { months: if own == others { own } else { 1 }, reasons })
}
