//! Words that page, JSON and CSV of the offers share.

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::SeatModel,
    cover::{Alternative, Tie, Why},
    feature::FeatureSet,
    tariff::ProductIx,
};

use crate::{analysis::Analysis, overview::words::money};

/// Product ids, as `cx2+copilot`.
pub(super) fn products(analysis: &Analysis, products: &[ProductIx]) -> String {
    ids(analysis, products).join("+")
}

/// Product ids.
pub(super) fn ids(analysis: &Analysis, products: &[ProductIx]) -> Vec<String> {
    products.iter().map(|ix| analysis.tariff.product(*ix).id.clone()).collect()
}

/// Names of features.
pub(super) fn features(set: FeatureSet) -> Vec<&'static str> {
    set.iter().map(|feature| feature.as_str()).collect()
}

/// An amount, or `unknown`.
pub(super) fn amount(analysis: &Analysis, amount: Option<Decimal>) -> String {
    amount.map_or_else(|| "unknown".to_owned(), |amount| money(amount, analysis.tariff.currency()))
}

/// Milliseconds as hours with one decimal, rounded down.
pub(super) fn hours(ms: u64) -> String {
    const MS_PER_TENTH: u64 = 360_000;
    let tenths = ms / MS_PER_TENTH;
    format!("{}.{}", seatwise_reports::format::count(tenths / 10), tenths % 10)
}

/// A number without trailing zeros, thousands grouped.
pub(super) fn number(value: Decimal) -> String {
    let text = value.round_dp(2).normalize().to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(a, b)| (a, Some(b)));
    let whole = whole.parse::<u64>().map_or_else(|_| whole.to_owned(), seatwise_reports::format::count);
    fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}"))
}

/// Why an alternative is or is not the one, as a phrase.
pub(super) fn why(analysis: &Analysis, own: &Alternative, chosen: Option<&[ProductIx]>) -> String {
    let own_ids = |list: &[ProductIx]| ids(analysis, list).join(", ");
    let money = |value: Decimal| amount(analysis, Some(value));
    match &own.why {
        Why::Chosen if own.is_held => "enough, and the cheapest: stays".to_owned(),
        Why::Chosen => "the cheapest that is enough".to_owned(),
        Why::Dearer { by } => format!("{} dearer", money(*by)),
        Why::DearerByUnknown { known, unpriced } if known.is_zero() => {
            format!("dearer by {}, whose price is unknown", own_ids(unpriced))
        }
        Why::DearerByUnknown { known, unpriced } => {
            format!("dearer by {} and by {}, whose price is unknown", money(*known), own_ids(unpriced))
        }
        Why::MoreKnownMoney { by, unpriced } => format!(
            "{} more of known money; {} is held at an unknown price, which is not exchanged for that",
            money(*by),
            own_ids(unpriced)
        ),
        Why::Tie(Tie::OtherIsHeld) => "costs the same and is not held".to_owned(),
        Why::Tie(Tie::MoreProducts) => "costs the same with more products".to_owned(),
        Why::Tie(Tie::HigherRank) => "costs the same with a higher base".to_owned(),
        Why::Tie(Tie::LaterIds) => "costs the same; its ids come later".to_owned(),
        Why::RuleComesFirst { .. } => rule(analysis, chosen).to_owned(),
        Why::Misplaced(addons) => format!("{} can't stand on this base", own_ids(addons)),
        Why::NotAllowed(products) => format!("`offers.allow` does not name {}", own_ids(products)),
        Why::PriceUnknown(products) => format!("no price of {} is known", own_ids(products)),
        Why::Uncovered(needs) => format!("does not cover {}", features(*needs).join(", ")),
    }
}

/// The rule that comes before the price.
fn rule(analysis: &Analysis, chosen: Option<&[ProductIx]>) -> &'static str {
    let base = chosen.and_then(|chosen| chosen.first()).map(|ix| analysis.tariff.product(*ix));
    match base {
        Some(base) if !base.is_cx => {
            "nothing is needed: the highest allowed base outside the contact center comes first"
        }
        _ => "what is held stays unless something is strictly cheaper",
    }
}

/// What a price is for.
pub(super) fn per(analysis: &Analysis) -> &'static str {
    match analysis.tariff.model() {
        SeatModel::HourlyLoggedIn => "per hour logged in",
        _ => "per head and month",
    }
}
