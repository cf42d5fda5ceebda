//! What one period used: who held what, who was there, for how long, what was metered.

use polars::prelude::*;
use rust_decimal::Decimal;
use seatwise_pricing::{
    book::PriceBook,
    compare::{BillingModel, CountedUse, UnderModel},
    period::Period,
    rate::{BilledBy, logged_in_hours},
    tariff::ProductIx,
};

use super::{Month, covered};
use crate::{
    analysis::{
        Analysis,
        input::{Scan, ScanWithin},
        usage::Usage,
    },
    canonical::{Table, rows::Micros},
    entitlement::{
        billable_usage::BillableUsage,
        billing::{Billing, Counting},
        held::{Held, LicenseRow, LicenseRows},
    },
    usage::{
        activity::{self, ActivityFacts},
        coverage::INTERACTIONS,
        signs::Life,
        spans::{Span, Spans, instant, midnight},
        windows::Reading,
    },
};

/// Reads one period after the other.
pub(super) struct Reader<'a> {
    analysis: &'a Analysis,
    scan: &'a Scan<'a>,
    within: &'a ScanWithin<'a>,
    book: &'a PriceBook,
    licenses: Vec<LicenseRow>,
    named: UnderModel,
    /// Its tariff says which products are counted by their peak.
    concurrent: UnderModel,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        analysis: &'a Analysis,
        scan: &'a Scan<'a>,
        within: &'a ScanWithin<'a>,
        book: &'a PriceBook,
    ) -> PolarsResult<Reader<'a>> {
        let licenses = scan(Table::Licenses)?
            .ok_or_else(|| polars_err!(ComputeError: "the input has no table `{}`", Table::Licenses.name()))?;
        let licenses = LicenseRows::read(licenses, &analysis.people)?;
        let unknown = licenses.unknown_ids(book);
        let today = instant(analysis.as_of).date_naive();
        let under =
            |model| UnderModel::new(book, &analysis.contract, model, &[], today, unknown.iter().map(String::as_str));
        let (named, concurrent) = (under(BillingModel::Named), under(BillingModel::Concurrent));
        Ok(Reader { analysis, scan, within, book, licenses: licenses.rows, named, concurrent })
    }

    pub(super) fn licenses_are_dated(&self) -> bool {
        self.licenses.iter().any(|row| row.from.is_some() || row.to.is_some())
    }

    /// Reads a period.
    pub(super) fn month(&self, period: Period) -> PolarsResult<Month> {
        let reading = reading(period, self.analysis.as_of, self.analysis.spans);
        let span = reading.windows.general().spans.period;
        let (acts, stays) = ((self.within)(Table::Activity, span)?, (self.within)(Table::Presence, span)?);
        let mut told = Usage::read(acts, stays, &self.analysis.people, &[reading])?;
        let usage = told.pop().ok_or_else(|| polars_err!(ComputeError: "the tables were not read"))?;
        self.month_of(period, &usage)
    }

    /// Counts a period of which the two large tables say this.
    pub(super) fn month_of(&self, period: Period, usage: &Usage) -> PolarsResult<Month> {
        let span = Span { from: midnight(period.from), to: midnight(period.to) };
        let spans = self.spans(span);
        let billable = BillableUsage::read((self.scan)(Table::BillableUsage)?, &spans)?;
        let mut counted = self.counted(&spans, usage, &billable);
        let (metered, metered_is_complete) = self.metered_in(span);
        counted.metered = metered;
        let mut covered = covered::models(self.analysis, span, billable.present);
        // A stated coverage of a table that is not there tells nothing.
        covered.retain(|model| match model {
            BillingModel::Named => counted.named.is_some(),
            BillingModel::Concurrent => counted.concurrent.is_some(),
            BillingModel::HourlyInteracting => counted.interacting_ms.is_some(),
            BillingModel::HourlyLoggedIn => counted.logged_in_hours.is_some(),
        });
        let interacting_ms = counted.interacting_ms.is_some().then(|| interacting_ms(&usage.activity));
        Ok(Month { period, counted, covered, metered_is_complete, interacting_ms })
    }

    /// The spans of a period: as if as-of were its last instant, where it is over.
    fn spans(&self, period: Span) -> Spans {
        let as_of = self.analysis.as_of.min(period.to - 1);
        Spans { as_of, window: period, period, ..self.analysis.spans }
    }

    fn lives(&self, spans: &Spans, usage: &Usage) -> Vec<Life> {
        let people = self.analysis.people.list.iter().enumerate();
        let signs = |ix: usize| (usage.presence.signs[ix], usage.activity.signs[ix]);
        people.map(|(ix, person)| Life::new(person, signs(ix).0, signs(ix).1, spans)).collect()
    }

    fn counted(&self, spans: &Spans, usage: &Usage, billable: &BillableUsage) -> CountedUse {
        let people = &self.analysis.people;
        let lives = self.lives(spans, usage);
        // Under another model nobody is billed by the hour beside it: each model is held against the others whole.
        let by_seat = vec![BilledBy::Seat; people.len()];
        let billing = |under: &UnderModel| {
            let held = Held::new(&self.licenses, people, &under.tariff, spans);
            let counting = Counting {
                tariff: &under.tariff,
                book: self.book,
                contract: &under.contract,
                presence: usage.segments.as_ref(),
                people: people.len(),
                billed_by: &by_seat,
                interacting_ms: &[],
            };
            Billing::new(&counting, people, &held, &lives, billable)
        };
        let (named, concurrent) = (billing(&self.named), billing(&self.concurrent));
        let interacting = interacting_ms(&usage.activity);
        let present = usage.segments.as_ref().map(|presence| presence.time_present(people.len()));
        let peaks = usage.segments.as_ref().map(|_| self.peaks(&concurrent));
        CountedUse {
            named: Some(self.by_id(&self.named, named.quantities.iter().map(|units| units.unwrap_or(0)))),
            concurrent: peaks,
            interacting_ms: (!self.analysis.activity.occurring.is_empty()).then(|| {
                let hours = |ix: ProductIx| self.concurrent.tariff.product(ix).bills_hours;
                let time = self.of_pools(&concurrent, hours, |user_ix| u128::from(interacting[user_ix]));
                self.by_id(&self.concurrent, time.into_iter().map(|ms| u64::try_from(ms).unwrap_or(u64::MAX)))
            }),
            logged_in_hours: present.map(|present| {
                let time = self.of_pools(&concurrent, |_| true, |user_ix| u128::from(present[user_ix].unsigned_abs()));
                self.by_id(&self.concurrent, time.into_iter().map(logged_in_hours))
            }),
            metered: None,
        }
    }

    /// The billed peak of every product that is counted by it.
    fn peaks(&self, billing: &Billing) -> Vec<(String, u64)> {
        let own = |ix: usize| self.concurrent.tariff.products()[ix].model == self.concurrent.tariff.model();
        let units = billing.quantities.iter().enumerate();
        self.by_id(&self.concurrent, units.map(|(ix, units)| units.filter(|_| own(ix)).unwrap_or(0)))
    }

    /// Time of the people in each product's pool, whatever their state.
    fn of_pools(
        &self,
        billing: &Billing,
        has_time: impl Fn(ProductIx) -> bool,
        time: impl Fn(usize) -> u128,
    ) -> Vec<u128> {
        let mut sums = vec![0_u128; self.concurrent.tariff.len()];
        for (user_ix, share) in billing.shares.iter().enumerate() {
            for ix in share.pools.iter().filter(|ix| has_time(**ix)) {
                sums[ix.index()] += time(user_ix);
            }
        }
        sums
    }

    /// Units by product id, in row order, none of 0.
    fn by_id(&self, under: &UnderModel, units: impl Iterator<Item = u64>) -> Vec<(String, u64)> {
        let named = under.tariff.products().iter().zip(units).filter(|(_, units)| *units > 0);
        named.map(|(product, units)| (product.id.clone(), units)).collect()
    }

    /// Metered units of the period, and whether its days are all there; `None` = no row of it.
    fn metered_in(&self, span: Span) -> (Option<Vec<(String, Decimal)>>, bool) {
        let metered = self.analysis.metered.as_ref().and_then(|metered| Some((metered, metered.days()?)));
        let Some((metered, (first, behind))) = metered else { return (None, false) };
        let (from, behind_span) = (instant(span.from).date_naive(), instant(span.to).date_naive());
        let units = metered.within(Period { from, to: behind_span });
        let stated = self.analysis.coverage.table(Table::ResourceUsage.name());
        // Days without a row may be days without use: one at either end is no gap, as with other tables.
        let by_rows = first <= from + chrono::Days::new(1) && behind + chrono::Days::new(1) >= behind_span;
        let complete = if stated.hull().is_some() { stated.completes(span) } else { by_rows };
        let list: Vec<(String, Decimal)> = units.into_iter().map(|(id, units)| (id.to_owned(), units)).collect();
        ((!list.is_empty() || complete).then_some(list), complete)
    }
}

/// How a period is read: what lasts to its end is not cut a microsecond before it.
pub(super) fn reading(period: Period, as_of: Micros, spans: Spans) -> Reading {
    let span = Span { from: midnight(period.from), to: midnight(period.to) };
    Reading::of_period(span, as_of.min(span.to), spans)
}

/// Milliseconds of interaction by person. A campaign's interaction counts for its medium, so `outbound` is left out.
pub fn interacting_ms(activity: &ActivityFacts) -> Vec<u64> {
    let time = |facts: &Vec<activity::FeatureFact>| {
        let own = facts.iter().filter(|fact| INTERACTIONS.contains(&fact.feature));
        own.map(|fact| fact.duration_ms.unsigned_abs()).fold(0, u64::saturating_add)
    };
    activity.by_person.iter().map(time).collect()
}
