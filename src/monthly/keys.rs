//! Key figures: shares and unit costs, each from sums that the report shows.

use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::{ChargeKind, Quantities},
    tariff::ProductIx,
};

use super::Monthly;
use crate::{
    analysis::{Analysis, bill::BillLine, products},
    diff::Outcome,
};

/// Key figures of a month; `None` = unknown, or nothing to divide by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// People with a base and a sign in the period, by seats billed.
    pub utilization: Option<Decimal>,
    /// Seats to give back by seats assigned.
    pub idle_share: Option<Decimal>,
    /// Over-tiered seats by seats assigned.
    pub over_tier_share: Option<Decimal>,
    /// Effective cost by person with a base and a sign in the period.
    pub cost_per_active: Option<Decimal>,
    /// Effective cost by hour of handled interactions in the period.
    pub cost_per_handled_hour: Option<Decimal>,
    /// Hours of interactions handled in the period.
    pub handled_hours: Option<Decimal>,
    /// 1 less contracted by list cost, of what has both.
    pub effective_discount: Option<Decimal>,
    /// Of the units of base products counted, those within a commitment.
    pub commitment_coverage: Option<Decimal>,
    /// Of the units of base products committed, those used.
    pub commitment_use: Option<Decimal>,
    /// Of the effective cost, what goes beyond commitments.
    pub overage_share: Option<Decimal>,
    /// Tokens consumed by tokens included: free and committed.
    pub token_use: Option<Decimal>,
    /// Contracted price per month of what was recommended a month before and done since.
    pub realized: Option<Decimal>,
}

const HOUR_MS: u64 = 3_600_000;

impl Keys {
    /// Of a month.
    pub fn new(month: &Monthly<'_>) -> Keys {
        let analysis = month.analysis;
        let own = month.months.last();
        let effective = month.expected.totals().effective;
        let active = own.map(|own| own.active);
        let has_activity = !month.usage.activity.occurring.is_empty();
        let handled_ms = has_activity.then(|| crate::analysis::history::interacting_ms(&month.usage.activity));
        let handled_ms: Option<u64> = handled_ms.map(|ms| ms.iter().sum());
        let handled = handled_ms.map(|ms| (Decimal::from(ms) / Decimal::from(HOUR_MS)).round_dp(1));
        let assigned = own.map(|own| own.assigned);
        let bases = || base_lines(month).map(|line| line.charge.quantities);
        let counted: Decimal = bases().map(|it| it.actual.rounded(6)).sum();
        let within: Decimal = bases().map(within).sum();
        let committed: Decimal = bases().map(|it| Decimal::from(it.committed)).sum();
        Keys {
            utilization: ratio_of(active, own.and_then(|own| own.billed)),
            idle_share: ratio_of(Some(to_give_back(analysis)), assigned),
            over_tier_share: ratio_of(Some(over_tiered(analysis)), assigned),
            cost_per_active: effective.zip(active).and_then(|(cost, active)| ratio(cost, active.into(), 2)),
            cost_per_handled_hour: effective.zip(handled_ms).and_then(|(cost, ms)| {
                let hours = Decimal::from(ms) / Decimal::from(HOUR_MS);
                ratio(cost, hours, 2)
            }),
            handled_hours: handled,
            effective_discount: discount(month),
            commitment_coverage: ratio(within, counted, SHARE_DIGITS).filter(|_| committed > Decimal::ZERO),
            commitment_use: ratio(within, committed, SHARE_DIGITS),
            overage_share: own
                .and_then(|own| own.overage)
                .zip(effective)
                .and_then(|(overage, cost)| ratio(overage, cost, SHARE_DIGITS)),
            token_use: token_use(month),
            realized: realized(month),
        }
    }
}

/// Seats of base products to give back: those that `assigned` counts, so no devices.
pub(super) fn to_give_back(analysis: &Analysis) -> u64 {
    let is_base = |ix: &ProductIx| products::is_seat_base(&analysis.tariff, *ix);
    let all = analysis.decisions.recommendations.iter();
    all.filter(|advice| advice.code.is_reclaim() && advice.from.iter().any(is_base)).count() as u64
}

/// People for whom a cheaper product is enough.
pub(super) fn over_tiered(analysis: &Analysis) -> u64 {
    analysis.decisions.recommendations.iter().filter(|advice| advice.code.is_over_tiered()).count() as u64
}

/// Digits of a share: a hundredth of a percent.
pub(super) const SHARE_DIGITS: u32 = 4;

pub(super) fn ratio(part: Decimal, whole: Decimal, digits: u32) -> Option<Decimal> {
    part.checked_div(whole)
        .map(|ratio| ratio.round_dp_with_strategy(digits, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
}

fn ratio_of(part: Option<u64>, whole: Option<u64>) -> Option<Decimal> {
    ratio(part?.into(), whole?.into(), SHARE_DIGITS)
}

/// Lines of base products that are counted in seats and whose quantity is known.
fn base_lines<'a>(month: &'a Monthly<'_>) -> impl Iterator<Item = &'a BillLine> {
    let is_base = |line: &&BillLine| match line.charge.kind {
        ChargeKind::Seats(ix) => products::is_seat_base(&month.analysis.tariff, ix),
        _ => false,
    };
    month.expected.lines.iter().filter(|line| line.is_known).filter(is_base)
}

/// Units that a commitment covers.
fn within(quantities: Quantities) -> Decimal {
    let beyond = quantities.overage.map(|units| units.rounded(6)).unwrap_or_default();
    let free = quantities.free.map(|units| units.rounded(6)).unwrap_or_default();
    (quantities.actual.rounded(6) - beyond - free).max(Decimal::ZERO).min(quantities.committed.into())
}

/// Of the lines that have both a list and a contracted price.
fn discount(month: &Monthly<'_>) -> Option<Decimal> {
    let both = month.expected.lines.iter().filter(|line| line.is_known).filter_map(|line| {
        let costs = line.charge.costs;
        costs.list.zip(costs.contracted)
    });
    let (list, contracted) = both.fold((Decimal::ZERO, Decimal::ZERO), |sum, own| (sum.0 + own.0, sum.1 + own.1));
    ratio(list - contracted, list, SHARE_DIGITS)
}

fn token_use(month: &Monthly<'_>) -> Option<Decimal> {
    let bill = month.analysis.tokens.as_ref().filter(|_| month.analysis.free_tokens_are_known())?;
    let included = bill.free.rounded(6) + Decimal::from(bill.committed);
    ratio(bill.consumed.rounded(6), included, SHARE_DIGITS)
}

fn realized(month: &Monthly<'_>) -> Option<Decimal> {
    let done = month.diff?.outcomes.iter().filter(|own| own.outcome == Outcome::Done);
    done.map(|own| own.contracted_delta).sum()
}
