//! The token ledger: what each day and resource used, and the sum up to then.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{TokenAmount, TokenError, TokenRow, metered, refused};
use crate::book::PriceBook;
use crate::period::Period;
use crate::tariff::Tariff;

/// Units by UTC day and resource (id or billing name).
pub type DailyUnits = BTreeMap<NaiveDate, BTreeMap<String, Decimal>>;

/// The tokens of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerDay {
    /// UTC day.
    pub date: NaiveDate,
    /// A row per meter, by id; never empty.
    pub rows: Vec<TokenRow>,
    /// Tokens of what is metered by use.
    pub by_use: TokenAmount,
    /// Tokens of people who are charged once per period, as Copilot users are.
    pub by_seat: TokenAmount,
    /// Tokens from the first day of the ledger to the end of this one.
    pub to_date: TokenAmount,
}

/// The ledger of the days from `from` to `to` (exclusive) that have a meter of the book. Other resources are in no row.
///
/// # Errors
/// Every quantity that is negative or too large to be exact.
pub fn token_ledger(
    tariff: &Tariff,
    book: &PriceBook,
    units: &DailyUnits,
    Period { from, to }: Period,
) -> Result<Vec<LedgerDay>, Vec<TokenError>> {
    let days = || units.range(from..to);
    let every = days().flat_map(|(_, of_day)| of_day);
    let errors: Vec<TokenError> = every.filter_map(|(resource, units)| refused(resource, *units)).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut to_date = TokenAmount::ZERO;
    let mut ledger = Vec::new();
    for (date, of_day) in days() {
        let usage: Vec<(&str, Decimal)> = of_day.iter().map(|(resource, units)| (resource.as_str(), *units)).collect();
        let (rows, _) = metered(tariff, book, &usage);
        if rows.is_empty() {
            continue;
        }
        let is_seat = |row: &&TokenRow| row.per_seat;
        let sum =
            |rows: &mut dyn Iterator<Item = &TokenRow>| rows.fold(TokenAmount::ZERO, |sum, row| sum.plus(row.tokens));
        let by_seat = sum(&mut rows.iter().filter(is_seat));
        let by_use = sum(&mut rows.iter().filter(|row| !is_seat(row)));
        to_date = to_date.plus(by_use).plus(by_seat);
        ledger.push(LedgerDay { date: *date, rows, by_use, by_seat, to_date });
    }
    Ok(ledger)
}

/// What the resources of a period consumed, with its rows by meter.
///
/// # Errors
/// Every quantity that is negative or too large to be exact.
pub fn consumed_tokens(
    tariff: &Tariff,
    book: &PriceBook,
    usage: &[(&str, Decimal)],
) -> Result<(TokenAmount, Vec<TokenRow>), Vec<TokenError>> {
    let errors: Vec<TokenError> = usage.iter().filter_map(|(resource, units)| refused(resource, *units)).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let (rows, _) = metered(tariff, book, usage);
    Ok((rows.iter().fold(TokenAmount::ZERO, |sum, row| sum.plus(row.tokens)), rows))
}
