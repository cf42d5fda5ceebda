//! The periods before, and which days are known at all.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use seatwise_pricing::{
    book::PriceBook,
    commitment::Ratio,
    period::Period,
    tokens::{TokenAmount, TokenError, TokenRow, consumed_tokens, token_ledger},
};

use crate::{
    analysis::Analysis,
    canonical::rows::{DAY, Micros},
    usage::{
        coverage::Cover,
        resources::ResourceUsage,
        spans::{Span, midnight},
    },
};

/// An as-of in the last second of a day knows the whole day: `23:59:59Z` is how people write it.
const SECOND: Micros = 1_000_000;

/// A period that has ended, with what it consumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastPeriod {
    /// Which one.
    pub period: Period,
    /// Is every day of it known? Else `consumed` is only a part.
    pub complete: bool,
    /// Tokens consumed.
    pub consumed: TokenAmount,
    /// Tokens beyond the free ones of today: the demand that a commitment would have met. `None` = not known.
    pub beyond_free: Option<Ratio>,
    /// A row per meter, by id.
    pub by_feature: Vec<TokenRow>,
    /// Tokens of people charged once per period, by day of the period, counted from 0.
    pub(super) by_seat: Vec<(u64, TokenAmount)>,
}

/// The days that are known: covered by what was metered, and over at as-of.
#[derive(Debug)]
pub(super) struct Known {
    cover: Cover,
    /// First day with a row: before it AI was not in use, which says nothing about how much it is used.
    first: Option<NaiveDate>,
    as_of: Micros,
}

impl Known {
    /// What table `coverage` says of `resource_usage`, else the days from its first row to its last: a day without a row in
    /// between is a day without use.
    pub(super) fn new(analysis: &Analysis, metered: &ResourceUsage) -> Known {
        let stated = analysis.coverage.table("resource_usage");
        let own = || Cover::new(metered.span().into_iter().collect());
        let cover = if stated.hull().is_some() { stated.clone() } else { own() };
        Known { cover, first: metered.days().map(|(first, _)| first), as_of: analysis.as_of }
    }

    /// Is all of a day known?
    pub(super) fn has(&self, day: NaiveDate) -> bool {
        let span = Span { from: midnight(day), to: midnight(day) + DAY };
        let missing = DAY - self.cover.within(Span { to: span.to.min(self.as_of + 1), ..span });
        missing <= SECOND
    }

    /// First and last day that can be known, from the first row on; `None` = none.
    pub(super) fn ends(&self) -> Option<(NaiveDate, NaiveDate)> {
        let hull = self.cover.hull()?;
        let day = |at: Micros| NaiveDate::from_epoch_days(i32::try_from(at.div_euclid(DAY)).ok()?);
        Some((day(hull.from)?.max(self.first?), day(hull.to.min(self.as_of + 1) - 1)?))
    }
}

/// The periods before the present one, from the first that has a known day; the oldest first.
pub(super) fn periods(
    analysis: &Analysis,
    book: &PriceBook,
    metered: &ResourceUsage,
    known: &Known,
) -> Result<Vec<PastPeriod>, Vec<TokenError>> {
    let anchor = analysis.contract.period_anchor_day;
    let mut past = Vec::new();
    let Some((first, _)) = known.ends() else { return Ok(past) };
    let mut period = analysis.period.previous(anchor);
    while period.to > first {
        past.push(one(analysis, book, metered, known, period)?);
        period = period.previous(anchor);
    }
    past.reverse();
    Ok(past)
}

fn one(
    analysis: &Analysis,
    book: &PriceBook,
    metered: &ResourceUsage,
    known: &Known,
    period: Period,
) -> Result<PastPeriod, Vec<TokenError>> {
    let units = metered.within(period);
    let units: Vec<(&str, Decimal)> = units.into_iter().collect();
    let (consumed, by_feature) = consumed_tokens(&analysis.tariff, book, &units)?;
    let ledger = token_ledger(&analysis.tariff, book, &metered.by_day, period)?;
    let place = |date: NaiveDate| date.signed_duration_since(period.from).num_days().unsigned_abs();
    let free = analysis.tokens.as_ref().filter(|_| analysis.free_tokens_are_known()).map(|bill| Ratio::from(bill.free));
    Ok(PastPeriod {
        period,
        complete: days(period.from, period.to).all(|day| known.has(day)),
        consumed,
        beyond_free: free.and_then(|free| Ratio::from(consumed).less(free)),
        by_feature,
        by_seat: ledger.iter().map(|day| (place(day.date), day.by_seat)).collect(),
    })
}

/// The days from `from` to `to`, exclusive.
pub(super) fn days(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let count = to.signed_duration_since(from).num_days().max(0).unsigned_abs();
    (0..count).filter_map(move |day| from.checked_add_days(Days::new(day)))
}
