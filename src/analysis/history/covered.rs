//! For which billing models the data cover a period completely.

use seatwise_pricing::compare::BillingModel;

use super::super::Analysis;
use crate::{
    canonical::rows::Micros,
    usage::{
        coverage::{Coverage, INTERACTIONS},
        spans::Span,
    },
};

/// An as-of that is so much before the end of a period is its last second, as a day is usually named.
pub(super) const LAST_SECOND: Micros = 1_000_000;

/// The first instant that tells when people were there.
pub(super) fn first_instant(coverage: &Coverage) -> Option<Micros> {
    let tables = ["presence", "activity"].map(|name| coverage.table(name).hull());
    let features = INTERACTIONS.map(|feature| coverage.feature(feature).hull());
    tables.into_iter().chain(features).flatten().map(|span| span.from).min()
}

/// The models that the data cover `period` for. A period that is not over by as-of is covered for none.
///
/// Named seats need to know who was there, unless a billable-usage report names who is billed; concurrent ones and hours
/// logged in need presence; hours of interaction need activity of every medium that there is any of.
pub(super) fn models(analysis: &Analysis, period: Span, has_billable_usage: bool) -> Vec<BillingModel> {
    if analysis.as_of + LAST_SECOND < period.to {
        return Vec::new();
    }
    let coverage = &analysis.coverage;
    let presence = coverage.table("presence").completes(period);
    let media = || INTERACTIONS.iter().map(|feature| coverage.feature(*feature)).filter(|it| it.hull().is_some());
    let is_covered = |model: &BillingModel| match model {
        BillingModel::Named => has_billable_usage || coverage.of_signs().completes(period),
        BillingModel::Concurrent | BillingModel::HourlyLoggedIn => presence,
        BillingModel::HourlyInteracting => media().count() > 0 && media().all(|medium| medium.completes(period)),
    };
    BillingModel::ALL.into_iter().filter(is_covered).collect()
}
