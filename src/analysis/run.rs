//! The one way through: tables → facts → holdings → bill → decisions → money of the plan → findings.

use polars::prelude::*;
use seatwise_pricing::{
    bill::seat_bill,
    book::PriceBook,
    contract::{ConcurrencyReading, Contract},
    period::Period,
    rate::peak,
    tariff::{ProductIx, Tariff},
};

use super::{
    Analysis, Concurrency,
    input::{Input, Scan},
    measured::{contracted_held, interacting, times, tokens},
    people::{IdpRows, dependencies, memberships},
    products,
    savings::Savings,
    tokens::overage_ahead,
    usage::Usage,
};
use crate::{
    canonical::Table,
    entitlement::{
        billable_usage::BillableUsage,
        billing::{Billing, Counting},
        held::{Held, LicenseRows},
        hourly,
        roles::{RoleTables, Roles},
    },
    findings::{
        advice::Decisions,
        context::{Context, Unmatched},
        remarks::{self, Material},
        standing::Standing,
    },
    usage::{
        activity,
        concurrency::PeriodPresence,
        coverage::{Coverage, Shown},
        people::People,
        resources::ResourceUsage,
        signs::Life,
        spans::{Spans, instant},
        windows::{Reading, Windows},
    },
};

/// Analyzes one organization.
///
/// # Errors
/// Whatever polars reports while reading the tables, which ingest has checked before.
pub fn run(input: Input<'_>) -> PolarsResult<Analysis> {
    run_with(input, |_, _| Vec::new()).map(|(analysis, _)| analysis)
}

/// The same with what the two large tables say of further periods, for which they are not read again.
///
/// # Errors
/// Those of [`run`].
pub fn run_with(
    input: Input<'_>,
    further: impl FnOnce(&Contract, Spans) -> Vec<Reading>,
) -> PolarsResult<(Analysis, Vec<Usage>)> {
    let Input { scan, book, contract, settings, as_of, mut notes, .. } = input;
    let need = |table: Table| -> PolarsResult<LazyFrame> {
        scan(table)?.ok_or_else(|| polars_err!(ComputeError: "the input has no table `{}`", table.name()))
    };
    let today = instant(as_of).date_naive();
    let period = Period::containing(today, contract.period_anchor_day);
    let mut unmatched = Unmatched::new();

    let people = People::read(need(Table::Users)?)?;
    let windows = Windows::new(&settings, &people, as_of, (period.from, period.to));
    let spans = windows.general().spans;
    let mut readings = vec![Reading::whole(windows.clone())];
    readings.extend(further(&contract, spans));
    let mut told = usage(scan, &people, &readings, &mut unmatched)?;
    let further = told.split_off(1);
    let Some(Usage { activity, presence, segments }) = told.pop() else {
        polars_bail!(ComputeError: "the tables were not read");
    };
    let lives: Vec<Life> = people
        .list
        .iter()
        .enumerate()
        .map(|(ix, person)| Life::new(person, presence.signs[ix], activity.signs[ix], &windows.of(ix).spans))
        .collect();
    let shown = Shown {
        has_activity: scan(Table::Activity)?.is_some(),
        activity: activity.span,
        occurring: &activity.occurring,
        has_presence: segments.is_some(),
        presence: presence.span,
    };
    let coverage = Coverage::read(scan(Table::Coverage)?, shown)?;

    let licenses = LicenseRows::read(need(Table::Licenses)?, &people)?;
    unmatched.insert("licenses".to_owned(), licenses.unmatched.clone());
    let unknown = licenses.unknown_ids(book);
    let tariff = Tariff::new(book, &contract, today, unknown.iter().map(String::as_str));
    let held = Held::new(&licenses.rows, &people, &tariff, &spans);
    let roles = roles(scan, &people, book, &tariff, &mut unmatched)?;
    let billed_by = hourly::billed_by(&licenses.rows, &roles, people.len(), &tariff, &spans);
    let interacting_ms = interacting(scan, &billed_by, &spans)?;
    let counting = Counting {
        tariff: &tariff,
        book,
        contract: &contract,
        presence: segments.as_ref(),
        people: people.len(),
        billed_by: &billed_by,
        interacting_ms: &interacting_ms,
    };
    let times = times(&counting);
    let usage = BillableUsage::read(scan(Table::BillableUsage)?, &spans)?;
    let billing = Billing::new(&counting, &people, &held, &lives, &usage);
    unmatched.insert("billable_usage".to_owned(), billing.unmatched.iter().map(|entity| (entity.clone(), 1)).collect());

    let has_memberships = scan(Table::Memberships)?.is_some();
    let memberships = memberships(scan, &people, &mut unmatched)?;
    let dependencies = dependencies(scan, &people, &mut unmatched)?;
    let idp = IdpRows::read(scan, &people, &mut unmatched)?.at(as_of);
    let context = Context {
        people: &people,
        lives: &lives,
        activity: &activity,
        presence: &presence,
        coverage: &coverage,
        memberships: &memberships,
        idp: &idp,
        held: &held,
        roles: &roles,
        billing: &billing,
        tariff: &tariff,
        book,
        contract: &contract,
        settings: &settings,
        spans: &spans,
        windows: &windows,
        times: &times,
    };
    let decisions = Decisions::new(&context);
    let standing = Standing::new(&context, &decisions);
    let savings = Savings::new(&counting, &held, &billing, &decisions);
    let counts = products::count(&tariff, &held, &decisions, &billing.quantities, &savings.needed_billed);
    let quantities: Vec<(ProductIx, u64)> =
        counts.iter().filter_map(|row| row.billed.map(|billed| (row.ix, billed))).collect();
    let bill = seat_bill(&tariff, &contract, &period, &quantities);
    let metered = scan(Table::ResourceUsage)?.map(|table| ResourceUsage::read(table, as_of)).transpose()?;
    let tokens = match &metered {
        Some(metered) => Some(tokens(&metered.within(period), &tariff, book, &quantities, &mut notes)?),
        None => None,
    };
    let concurrency = segments.as_ref().map(|segments| concurrency(segments, &held, &tariff));
    let contracted_held = contracted_held(&context);
    let material =
        Material { context: &context, decisions: &decisions, unmatched: &unmatched, notes: &notes, contracted_held };
    let findings = remarks::collect(&material);
    let mut analysis = Analysis {
        as_of,
        snapshot: input.snapshot,
        organization: contract.organization.clone().or(input.organization),
        period,
        spans,
        windows,
        products: counts,
        bill,
        savings,
        concurrency,
        presence: segments,
        tokens,
        billed_by,
        interacting_ms,
        metered,
        memberships: has_memberships.then_some(memberships),
        dependencies,
        coverage,
        decisions,
        standing,
        findings,
        lives,
        activity,
        held,
        roles,
        billing,
        people,
        tariff,
        contract,
        settings,
    };
    if let Some(finding) = overage_ahead(&analysis, book) {
        analysis.findings.push(finding);
        analysis.findings.sort();
    }
    Ok((analysis, further))
}

/// Both passes, and what belongs to nobody known.
fn usage(
    scan: &Scan<'_>,
    people: &People,
    readings: &[Reading],
    unmatched: &mut Unmatched,
) -> PolarsResult<Vec<Usage>> {
    let (acts, stays) = (scan(Table::Activity)?, scan(Table::Presence)?);
    let told = Usage::read(acts.clone(), stays.clone(), people, readings)?;
    let Some(Usage { activity, presence, .. }) = told.first() else { return Ok(told) };
    let nobodys = [("activity", acts, activity.has_unmatched), ("presence", stays, presence.has_unmatched)];
    for (name, table, has_unmatched) in nobodys {
        if let (Some(table), true) = (table, has_unmatched) {
            unmatched.insert(name.to_owned(), activity::unmatched(table)?);
        }
    }
    Ok(told)
}

fn roles(
    scan: &Scan<'_>,
    people: &People,
    book: &PriceBook,
    tariff: &Tariff,
    unmatched: &mut Unmatched,
) -> PolarsResult<Roles> {
    let tables = RoleTables {
        roles: scan(Table::Roles)?,
        grants: scan(Table::RoleGrants)?,
        groups: scan(Table::Groups)?,
        definitions: scan(Table::LicenseDefinitions)?,
        inferred: scan(Table::RoleLicenses)?,
    };
    let roles = Roles::read(tables, people, book, tariff)?;
    unmatched.insert("role_grants".to_owned(), roles.unmatched.clone());
    Ok(roles)
}

/// Presence of all CX holders of the period together, in named organizations too.
fn concurrency(segments: &PeriodPresence, held: &Held, tariff: &Tariff) -> Concurrency {
    let is_cx = |user_ix: u32| held.is_cx_in_period(user_ix as usize, tariff);
    let histogram = segments.histogram(is_cx);
    let pairs = histogram.pairs();
    Concurrency {
        peak: peak(&pairs, ConcurrencyReading::AtOrAbove),
        peak_exactly: peak(&pairs, ConcurrencyReading::Exactly),
        histogram,
    }
}
