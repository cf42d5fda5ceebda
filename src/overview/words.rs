//! How values are written: instants, money, ids. The same in every output.

use chrono::SecondsFormat;
use rust_decimal::Decimal;
use seatwise_pricing::money::Currency;
use sha2::{Digest, Sha256};

use crate::{analysis::Analysis, canonical::rows::Micros, findings::advice::Recommendation, usage::spans::instant};

/// Bytes of a recommendation's id: 2⁻⁶⁴ · n² / 2 is the chance that two of n meet, 3 · 10⁻¹⁰ for 100,000.
const ID_BYTES: usize = 8;

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
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    part(advice.code.as_str());
    part(&analysis.people.list[advice.user_ix].user_id);
    for side in [&advice.from, &advice.to] {
        part(&side.len().to_string());
        for ix in side {
            part(&analysis.tariff.product(*ix).id);
        }
    }
    hash.finalize().iter().take(ID_BYTES).map(|byte| format!("{byte:02x}")).collect()
}
