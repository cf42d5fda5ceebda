//! People grouped for charts and tables: by what becomes of the seat, held × enough, days without a sign, department.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::ProductKind,
    tariff::{ProductIx, TariffProduct},
};
use seatwise_reports::report::{IdleDays, IdleProduct, SeatStates, TierCell, Tiers};

use super::facts::DepartmentRow;
use crate::{
    analysis::Analysis,
    canonical::rows::DAY,
    findings::{advice::Recommendation, code::Advice},
};

/// Width of a bucket of idle days; the chart draws the same.
const BUCKET_DAYS: i64 = 7;

/// Holders of a base by what becomes of their seat; every seat is in exactly one part.
pub fn states(analysis: &Analysis, advice: &[Option<&Recommendation>]) -> Vec<SeatStates> {
    let mut rows: BTreeMap<ProductIx, SeatStates> = BTreeMap::new();
    for (user_ix, holding) in analysis.held.now.iter().enumerate() {
        let Some(base) = holding.base else { continue };
        let row = rows.entry(base).or_insert_with(|| SeatStates {
            label: analysis.tariff.product(base).name.clone(),
            ..SeatStates::default()
        });
        let days = analysis.lives[user_ix].latest.map(|(at, _)| (analysis.as_of - at) / DAY);
        let part = match (advice[user_ix].map(|advice| advice.code), days) {
            (Some(Advice::ReclaimIdle), _) => &mut row.reclaim_idle,
            (Some(Advice::ReclaimNeverActivated), _) => &mut row.reclaim_never,
            (Some(Advice::ReclaimDeactivated), _) => &mut row.reclaim_deactivated,
            (Some(Advice::ReclaimDuplicate | Advice::ReclaimDeparted), _) => &mut row.reclaim_other,
            (Some(code), _) if code.is_over_tiered() => &mut row.over_tiered,
            (_, None | Some(90..)) => &mut row.quiet,
            (_, Some(60..)) => &mut row.idle_60,
            (_, Some(30..)) => &mut row.idle_30,
            (_, Some(_)) => &mut row.active,
        };
        *part += 1;
    }
    analysis.tariff.row_order().iter().filter_map(|ix| rows.remove(ix)).collect()
}

/// `CX 3` for `Genesys Cloud CX 3`: heads of a chart need the part that differs.
pub(crate) fn short(analysis: &Analysis, ix: ProductIx) -> String {
    brief(&analysis.tariff.product(ix).name).to_owned()
}

/// A name without the brand, where the rest is one: `Genesys Cloud for Salesforce Add-on` stays.
pub(crate) fn brief(name: &str) -> &str {
    name.strip_prefix("Genesys Cloud ").filter(|rest| !rest.starts_with("for ")).unwrap_or(name)
}

/// People by base held and base that is enough; the contracted amount is of those with a known price, the list amount is
/// unknown where one of them is.
pub(super) fn tiers(analysis: &Analysis, advice: &[Option<&Recommendation>]) -> Tiers {
    let order = analysis.tariff.row_order();
    let place = |ix: ProductIx| order.iter().position(|own| *own == ix).unwrap_or(usize::MAX);
    let mut cells: BTreeMap<(usize, Option<usize>), TierCell> = BTreeMap::new();
    for (user_ix, holding) in analysis.held.now.iter().enumerate() {
        let Some(held) = holding.base else { continue };
        let enough = match advice[user_ix] {
            Some(advice) if advice.code.is_reclaim() => None,
            Some(advice) => advice.to.first().copied(),
            None => Some(held),
        };
        let (held, enough) = (place(held), enough.map(place));
        let cell = cells.entry((held, enough)).or_insert_with(|| TierCell {
            held,
            enough,
            people: 0,
            contracted: Some(Decimal::ZERO),
            unpriced: 0,
            list: Some(Decimal::ZERO),
        });
        cell.people += 1;
        if let Some(advice) = advice[user_ix] {
            let plus = |sum: Option<Decimal>, delta: Option<Decimal>| Some(sum? + delta?);
            match advice.contracted_delta {
                Some(delta) => cell.contracted = cell.contracted.map(|sum| sum + delta),
                None => cell.unpriced += 1,
            }
            cell.list = plus(cell.list, advice.list_delta);
        }
    }
    let cells = cells.into_values().map(|cell| match cell.unpriced == cell.people {
        true => TierCell { contracted: None, ..cell },
        false => cell,
    });
    Tiers { products: order.iter().map(|ix| short(analysis, *ix)).collect(), cells: cells.collect() }
}

/// People by days since their last sign, in buckets of a week.
pub(super) fn idle(analysis: &Analysis) -> IdleDays {
    let mut products: BTreeMap<ProductIx, BTreeMap<Option<u32>, u64>> = BTreeMap::new();
    for (user_ix, holding) in analysis.held.now.iter().enumerate() {
        let Some(base) = holding.base else { continue };
        let days =
            analysis.lives[user_ix].latest.map(|(at, _)| (analysis.as_of - at) / DAY / BUCKET_DAYS * BUCKET_DAYS);
        let bucket = days.and_then(|days| u32::try_from(days).ok());
        *products.entry(base).or_default().entry(bucket).or_default() += 1;
    }
    let strip = |ix: &ProductIx| {
        let buckets = products.remove(ix)?;
        Some(IdleProduct { label: short(analysis, *ix), buckets: buckets.into_iter().collect() })
    };
    let products = analysis.tariff.row_order().iter().filter_map(strip).collect();
    IdleDays { products, idle_days: analysis.settings.idle_days }
}

/// Contracted price of what each department holds, and what recommendations would give back.
pub fn departments(analysis: &Analysis, advice: &[Option<&Recommendation>]) -> Vec<DepartmentRow> {
    let mut rows: BTreeMap<Option<String>, DepartmentRow> = BTreeMap::new();
    for (user_ix, holding) in analysis.held.now.iter().enumerate() {
        if holding.is_empty() {
            continue;
        }
        let department = analysis.people.list[user_ix].department.clone();
        let row = rows.entry(department.clone()).or_insert_with(|| DepartmentRow {
            department,
            people: 0,
            contracted_monthly: Decimal::ZERO,
            recoverable_monthly: Decimal::ZERO,
            unpriced_seats: 0,
        });
        row.people += 1;
        let price = |ix: &ProductIx| -> Option<Decimal> {
            let product: &TariffProduct = analysis.tariff.product(*ix);
            product.offer_price
        };
        for ix in holding.everything(&analysis.tariff) {
            match price(&ix) {
                Some(price) => row.contracted_monthly += price,
                None if analysis.tariff.product(ix).kind == ProductKind::Usage => {}
                None => row.unpriced_seats += 1,
            }
        }
        if let Some(advice) = advice[user_ix].filter(|advice| advice.code != Advice::UpgradeTier) {
            row.recoverable_monthly += recoverable(advice, &price);
        }
    }
    let mut rows: Vec<_> = rows.into_values().collect();
    rows.sort_by(|a, b| (b.contracted_monthly, &a.department).cmp(&(a.contracted_monthly, &b.department)));
    rows
}

/// The known part of what a recommendation gives back: a product of unknown price that goes adds nothing.
fn recoverable(advice: &Recommendation, price: &impl Fn(&ProductIx) -> Option<Decimal>) -> Decimal {
    let sum = |side: &[ProductIx]| -> Decimal { side.iter().filter_map(price).sum() };
    (sum(&advice.from) - sum(&advice.to)).max(Decimal::ZERO)
}
