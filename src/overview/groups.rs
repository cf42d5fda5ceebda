//! People grouped for the charts: by state of the seat, held × needed, days idle, department.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::ProductKind,
    tariff::{ProductIx, TariffProduct},
};
use seatwise_reports::overview as report;

use crate::{
    analysis::Analysis,
    canonical::rows::DAY,
    findings::{advice::Recommendation, code::Advice},
};

/// Width of a bucket of idle days; the chart draws the same.
const BUCKET_DAYS: i64 = 7;

/// Holders of a base by what their seat is; every seat is in exactly one part.
pub fn states(analysis: &Analysis, advice: &[Option<&Recommendation>]) -> Vec<report::StateRow> {
    let mut rows: BTreeMap<ProductIx, report::StateRow> = BTreeMap::new();
    for (user_ix, holding) in analysis.held.now.iter().enumerate() {
        let Some(base) = holding.base else { continue };
        let row = rows.entry(base).or_insert_with(|| report::StateRow {
            product: analysis.tariff.product(base).id.clone(),
            ..report::StateRow::default()
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
    by_row_order(analysis, rows)
}

fn by_row_order<T>(analysis: &Analysis, mut rows: BTreeMap<ProductIx, T>) -> Vec<T> {
    analysis.tariff.row_order().iter().filter_map(|ix| rows.remove(ix)).collect()
}

/// People by base held and base that is enough.
pub fn matrix(analysis: &Analysis, advice: &[Option<&Recommendation>]) -> Vec<report::MatrixCell> {
    let mut cells: BTreeMap<(ProductIx, Option<ProductIx>), report::MatrixCell> = BTreeMap::new();
    let id = |ix: ProductIx| analysis.tariff.product(ix).id.clone();
    for (user_ix, holding) in analysis.held.now.iter().enumerate() {
        let Some(held) = holding.base else { continue };
        let needed = match advice[user_ix] {
            Some(advice) if advice.code.is_reclaim() => None,
            Some(advice) => advice.to.first().copied(),
            None => Some(held),
        };
        let cell = cells.entry((held, needed)).or_insert_with(|| report::MatrixCell {
            held: id(held),
            needed: needed.map(id),
            people: 0,
            contracted_delta_monthly: Some(Decimal::ZERO),
            list_delta_monthly: Some(Decimal::ZERO),
        });
        cell.people += 1;
        if let Some(advice) = advice[user_ix] {
            let plus = |sum: Option<Decimal>, delta: Option<Decimal>| Some(sum? + delta?);
            cell.contracted_delta_monthly = plus(cell.contracted_delta_monthly, advice.contracted_delta);
            cell.list_delta_monthly = plus(cell.list_delta_monthly, advice.list_delta);
        }
    }
    cells.into_values().collect()
}

/// Active people by days since their last sign, in buckets of a week.
pub fn idle(analysis: &Analysis) -> Vec<report::IdleBucket> {
    let mut buckets: BTreeMap<(ProductIx, Option<i64>), u64> = BTreeMap::new();
    for (user_ix, holding) in analysis.held.now.iter().enumerate() {
        let Some(base) = holding.base else { continue };
        let days = analysis.lives[user_ix].latest.map(|(at, _)| (analysis.as_of - at) / DAY);
        *buckets.entry((base, days.map(|days| days / BUCKET_DAYS * BUCKET_DAYS))).or_default() += 1;
    }
    let bucket = |((base, days), people): ((ProductIx, Option<i64>), u64)| report::IdleBucket {
        product: analysis.tariff.product(base).id.clone(),
        from_days: days.and_then(|days| u32::try_from(days).ok()),
        people,
    };
    buckets.into_iter().map(bucket).collect()
}

/// Contracted price of what each department holds, and what recommendations would give back.
pub fn departments(analysis: &Analysis, advice: &[Option<&Recommendation>]) -> Vec<report::DepartmentRow> {
    let mut rows: BTreeMap<Option<String>, report::DepartmentRow> = BTreeMap::new();
    for (user_ix, holding) in analysis.held.now.iter().enumerate() {
        if holding.is_empty() {
            continue;
        }
        let department = analysis.people.list[user_ix].department.clone();
        let row = rows.entry(department.clone()).or_insert_with(|| report::DepartmentRow {
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
