//! How values are written: instants, money, ids. The same in every output.

use chrono::SecondsFormat;
use rust_decimal::Decimal;
use seatwise_pricing::money::Currency;

use crate::{
    analysis::Analysis,
    canonical::rows::Micros,
    findings::{self, advice::Recommendation},
    usage::spans::instant,
};

/// An instant as RFC 3339 in UTC, fractions only where there are any.
pub fn rfc3339(at: Micros) -> String {
    instant(at).to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// An amount with the currency's minor units, as `1480.00`. The amount is rounded already.
pub fn money(amount: Decimal, currency: Currency) -> String {
    let mut amount = currency.round(amount);
    amount.rescale(currency.minor_units());
    // There is no negative zero in money.
    if amount.is_zero() { amount.abs().to_string() } else { amount.to_string() }
}

/// The id of a recommendation: the same as long as code, person and products are the same.
pub fn recommendation_id(advice: &Recommendation, analysis: &Analysis) -> String {
    let user_id = &analysis.people.list[advice.user_ix].user_id;
    findings::id::recommendation_id(&analysis.tariff, advice.code, user_id, &advice.from, &advice.to)
}
