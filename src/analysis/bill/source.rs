//! What makes the quantity of a line: people, devices or meters, by the source that counts them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::{Charge, ChargeKind},
    book::{PriceBook, ProductKind},
    tariff::ProductIx,
};

use super::super::Analysis;
use crate::{canonical::rows::Micros, usage::people::State};

/// Microseconds of an hour, and milliseconds.
const HOUR_MICROS: i64 = 3_600_000_000;
const HOUR_MS: i64 = 3_600_000;

/// Why something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The billable-usage report names the person or the device.
    BillableUsage,
    /// Held in the period, active, with a sign in it.
    AssignedWithSign,
    /// Held in the period and active, no sign in it.
    AssignedWithoutSign,
    /// Held in the period and not active any more, with a sign in it.
    Sign,
    /// In the pool, and present in the period.
    Present,
    /// In the pool, and never present in the period.
    NeverPresent,
    /// Billed by time on interactions.
    InteractionTime,
    /// Metered in `resource_usage`.
    ResourceUsage,
}

impl Source {
    /// Its code.
    pub fn as_str(self) -> &'static str {
        match self {
            Source::BillableUsage => "billable-usage",
            Source::AssignedWithSign => "assigned-with-sign",
            Source::AssignedWithoutSign => "assigned-without-sign",
            Source::Sign => "sign",
            Source::Present => "present",
            Source::NeverPresent => "never-present",
            Source::InteractionTime => "interaction-time",
            Source::ResourceUsage => "resource-usage",
        }
    }

    /// What it means, after a number.
    pub fn meaning(self, count: u64) -> &'static str {
        match self {
            Source::BillableUsage => "named by the billable-usage report, with this charge or another",
            Source::AssignedWithSign => "active, with a sign of life in the period",
            Source::AssignedWithoutSign => "active, without a sign of life in the period",
            Source::Sign => "not active any more, with a sign of life in the period",
            Source::Present => "in the pool and present",
            Source::NeverPresent => "in the pool and never present",
            Source::InteractionTime => "billed by time on interactions",
            Source::ResourceUsage if count == 1 => "meter of the resource-usage table",
            Source::ResourceUsage => "meters of the resource-usage table",
        }
    }
}

/// How much one source gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceCount {
    /// Which.
    pub source: Source,
    /// People, devices or meters.
    pub count: u64,
}

/// One person, device or meter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// Why it is counted.
    pub source: Source,
    /// User id, device or meter.
    pub subject: String,
    /// E-mail; `None` = unknown, or no person.
    pub email: Option<String>,
    /// Hours present or on interactions, or units of the meter; `None` = counted as one.
    pub units: Option<Decimal>,
}

/// Which line a source belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Seats(ProductIx),
    Hours(ProductIx),
    Tokens,
    FairUse(String),
    Minimum,
}

impl Key {
    pub(super) fn of(charge: &Charge) -> Key {
        match charge.kind {
            ChargeKind::Seats(ix) => Key::Seats(ix),
            ChargeKind::Hours(ix) => Key::Hours(ix),
            ChargeKind::Tokens => Key::Tokens,
            ChargeKind::FairUse => Key::FairUse(charge.id.clone()),
            ChargeKind::Minimum => Key::Minimum,
        }
    }
}

/// Counts by line and source, one pass over the people.
pub(super) fn counts(analysis: &Analysis, book: &PriceBook) -> BTreeMap<Key, Vec<SourceCount>> {
    let mut people: BTreeMap<(Key, Source), u64> = BTreeMap::new();
    let present = time_present(analysis);
    let mut by_product = vec![[0_u64; 8]; 2 * analysis.tariff.len()];
    for user_ix in 0..analysis.people.len() {
        each(analysis, &present, user_ix, |is_hours, ix, source| {
            by_product[2 * ix.index() + usize::from(is_hours)][source as usize] += 1;
        });
    }
    let sources = [
        Source::BillableUsage,
        Source::AssignedWithSign,
        Source::AssignedWithoutSign,
        Source::Sign,
        Source::Present,
        Source::NeverPresent,
        Source::InteractionTime,
    ];
    for product in analysis.tariff.products() {
        for source in sources {
            for (place, key) in [Key::Seats(product.ix), Key::Hours(product.ix)].into_iter().enumerate() {
                let count = by_product[2 * product.ix.index() + place][source as usize];
                if count > 0 {
                    people.insert((key, source), count);
                }
            }
        }
        let devices = analysis.billing.devices.len() as u64;
        if product.kind == ProductKind::Device && devices > 0 {
            *people.entry((Key::Seats(product.ix), Source::BillableUsage)).or_default() += devices;
        }
    }
    for key in meters(analysis, book).map(|(key, _)| key) {
        *people.entry((key, Source::ResourceUsage)).or_default() += 1;
    }
    let mut counts: BTreeMap<Key, Vec<SourceCount>> = BTreeMap::new();
    for ((key, source), count) in people {
        counts.entry(key).or_default().push(SourceCount { source, count });
    }
    counts
}

/// Everybody and everything that a charge was counted from: by source, then by user id, device or meter.
pub fn rows(analysis: &Analysis, book: &PriceBook, charge: &Charge) -> Vec<SourceRow> {
    let key = Key::of(charge);
    let mut rows = Vec::new();
    let present = time_present(analysis);
    if let ChargeKind::Seats(wanted) | ChargeKind::Hours(wanted) = charge.kind {
        let wants_hours = matches!(charge.kind, ChargeKind::Hours(_));
        for (user_ix, person) in analysis.people.list.iter().enumerate() {
            each(analysis, &present, user_ix, |is_hours, ix, source| {
                if ix == wanted && is_hours == wants_hours {
                    let units = units(analysis, &present, user_ix, source);
                    let (subject, email) = (person.user_id.clone(), person.email.clone());
                    rows.push(SourceRow { source, subject, email, units });
                }
            });
        }
        if analysis.tariff.product(wanted).kind == ProductKind::Device {
            rows.extend(analysis.billing.devices.iter().map(|device| SourceRow {
                source: Source::BillableUsage,
                subject: device.entity.clone(),
                email: device.owner.and_then(|owner| analysis.people.list[owner].email.clone()),
                units: None,
            }));
        }
    }
    rows.extend(meters(analysis, book).filter(|(own, _)| *own == key).map(|(_, (subject, units))| SourceRow {
        source: Source::ResourceUsage,
        subject: subject.to_owned(),
        email: None,
        units: Some(units),
    }));
    rows.sort_by(|a, b| (a.source, &a.subject).cmp(&(b.source, &b.subject)));
    rows
}

/// Calls for every product that a person is billed for: by interaction time or not, which, and why.
fn each(analysis: &Analysis, present: &[Micros], user_ix: usize, mut call: impl FnMut(bool, ProductIx, Source)) {
    let share = &analysis.billing.shares[user_ix];
    if !share.named.is_empty() {
        let source = of_named(analysis, user_ix);
        share.named.iter().for_each(|ix| call(false, *ix, source));
    }
    let is_present = present.get(user_ix).is_some_and(|time| *time > 0);
    for ix in &share.pools {
        call(false, *ix, if is_present { Source::Present } else { Source::NeverPresent });
    }
    share.hours.iter().for_each(|ix| call(true, *ix, Source::InteractionTime));
}

/// A report of billing decides, unless two people share the e-mail.
fn of_named(analysis: &Analysis, user_ix: usize) -> Source {
    let person = &analysis.people.list[user_ix];
    match (person.state == State::Active, analysis.lives[user_ix].in_period) {
        _ if analysis.billing.wallboards_by_charge && !analysis.people.shares_email(user_ix) => Source::BillableUsage,
        (true, true) => Source::AssignedWithSign,
        (true, false) => Source::AssignedWithoutSign,
        (false, _) => Source::Sign,
    }
}

/// Only pools ask for it; empty where there are none, or no presence.
fn time_present(analysis: &Analysis) -> Vec<Micros> {
    let has_pools = analysis.billing.shares.iter().any(|share| !share.pools.is_empty());
    let presence = analysis.presence.as_ref().filter(|_| has_pools);
    presence.map(|presence| presence.time_present(analysis.people.len())).unwrap_or_default()
}

fn units(analysis: &Analysis, present: &[Micros], user_ix: usize, source: Source) -> Option<Decimal> {
    let hours = |time: i64, per_hour: i64| (Decimal::from(time) / Decimal::from(per_hour)).round_dp(6).normalize();
    match source {
        Source::Present => present.get(user_ix).map(|time| hours(*time, HOUR_MICROS)),
        Source::InteractionTime => {
            let ms = analysis.interacting_ms.get(user_ix)?;
            Some(hours(i64::try_from(*ms).ok()?, HOUR_MS))
        }
        _ => None,
    }
}

/// Metered resources: the line that each belongs to, its name and its units.
fn meters<'a>(analysis: &'a Analysis, book: &'a PriceBook) -> impl Iterator<Item = (Key, (&'a str, Decimal))> + 'a {
    let metered = analysis.metered_in_period().into_iter().flatten();
    metered.filter_map(|(resource, units)| {
        let of_pool = || book.allowance_of_resource(resource).map(|pool| Key::FairUse(pool.resource.clone()));
        let key = book.meter_of_resource(resource).map(|_| Key::Tokens).or_else(of_pool)?;
        Some((key, (resource, units)))
    })
}
