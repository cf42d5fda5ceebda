//! What only the account team can do: products to add, and commitments to change, with quantities and dates.
//!
//! Nobody is asked to commit to a product that is paid as used today: whether that pays depends on the price that is offered
//! for it, and the renewal report says so.

use chrono::{Days, NaiveDate};
use seatwise_pricing::{book::ProductKind, tariff::ProductIx};

use crate::{
    analysis::{Analysis, Whole},
    usage::spans::instant,
};

/// A product that has to be added before anybody can be given it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Addition {
    pub(super) product: ProductIx,
    /// People to whom it would be given.
    pub(super) people: u64,
}

/// A commitment that differs from what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) product: ProductIx,
    pub(super) committed: u64,
    /// Units billed in the whole period; `None` = unknown.
    pub(super) billed: Option<u64>,
    /// Units that would be billed after every change of the worklist.
    pub(super) needed: u64,
}

impl Change {
    /// Units more (or fewer) to commit to.
    pub(super) fn difference(&self) -> i128 {
        i128::from(self.needed) - i128::from(self.committed)
    }
}

/// A product without a commitment, which would still be billed as used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) product: ProductIx,
    /// Units that would be billed after every change of the worklist.
    pub(super) needed: u64,
}

/// Everything that is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) additions: Vec<Addition>,
    pub(super) changes: Vec<Change>,
    /// Named beside the changes, and not asked for.
    pub(super) open: Vec<Open>,
    /// First day after the contract; `None` = its end is not known.
    pub(super) renewal: Option<NaiveDate>,
    /// Last day on which notice can be given; `None` = not known.
    pub(super) notice: Option<NaiveDate>,
    /// Is that day over at as-of?
    pub(super) is_late: bool,
    /// Do the data cover no period that is over? A part of one has billed only who was there so far: nothing is asked by it.
    pub(super) is_partial: bool,
}

impl Request {
    pub(super) fn new(analysis: &Analysis, whole: &Whole) -> Request {
        let renewal = analysis.contract.end.and_then(|end| end.succ_opt());
        let days = analysis.contract.renewal_notice_days.map(|days| Days::new(u64::from(days)));
        let notice = renewal.zip(days).and_then(|(renewal, days)| renewal.checked_sub_days(days));
        let today = instant(analysis.as_of).date_naive();
        let is_partial = whole.period == analysis.period && !analysis.period_is_over();
        let (changes, open) = if is_partial { Default::default() } else { commitments(analysis, whole) };
        let is_late = notice.is_some_and(|notice| notice < today);
        Request { additions: additions(analysis), changes, open, renewal, notice, is_late, is_partial }
    }

    /// Is there nothing to ask for?
    pub(super) fn is_empty(&self) -> bool {
        self.additions.is_empty() && self.changes.is_empty()
    }
}

fn additions(analysis: &Analysis) -> Vec<Addition> {
    let mut people = std::collections::BTreeMap::new();
    for advice in &analysis.decisions.recommendations {
        for product in analysis.not_offered_yet(advice) {
            *people.entry(product).or_insert(0_u64) += 1;
        }
    }
    people.into_iter().map(|(product, people)| Addition { product, people }).collect()
}

/// Products with a commitment that differs from what is needed, and those without one; without any commitment there is
/// nothing to change.
fn commitments(analysis: &Analysis, whole: &Whole) -> (Vec<Change>, Vec<Open>) {
    let (mut changes, mut open) = (Vec::new(), Vec::new());
    if analysis.products.iter().all(|row| row.committed == 0) {
        return (changes, open);
    }
    for row in &analysis.products {
        let product = analysis.tariff.product(row.ix);
        if matches!(product.kind, ProductKind::Model | ProductKind::Usage) || product.is_billed_in_tokens() {
            continue;
        }
        let Some((counts, needed)) = whole.counts(&product.id).and_then(|own| Some((own, own.needed?))) else {
            continue;
        };
        let (needed, committed) = (product.charged(needed), row.committed);
        if committed > 0 && needed != committed {
            changes.push(Change { product: row.ix, committed, billed: counts.billed, needed });
        }
        if committed == 0 && needed > 0 && product.contracted.is_none_or(|price| !price.is_zero()) {
            open.push(Open { product: row.ix, needed });
        }
    }
    (changes, open)
}
