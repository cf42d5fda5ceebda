//! The API's own totals: what is lost on the way is asked again, and what stays lost is told and not taken for "none".

use polars::prelude::*;
use seatwise::{canonical::Table, ingest::genesys::Part, snapshot::Snapshot};
use seatwise_simulator::{Faults, Settings};

use super::world::{World, unlimited};

/// A world whose answers lack rows so often.
fn lossy(attempts: u32) -> World {
    let faults = Faults { lost_rows: true, attempts, ..Faults::none() };
    World::new(60, 3, Settings { faults, ..unlimited() })
}

fn pull(world: &World) -> Snapshot {
    let mut options = world.options();
    options.from = Some("2026-08-01".parse().unwrap());
    world.pull("store", &options).snapshot
}

#[test]
fn what_stays_lost_is_told_and_not_covered() {
    let world = lossy(u32::MAX);
    let pulled = pull(&world);
    world.assert_by_the_contract();
    let manifest = pulled.manifest();
    insta::assert_json_snapshot!("notes_of_totals_that_differ", manifest.notes);
    let is_covered = |table: &str, feature: Option<&str>| {
        manifest.coverage.iter().any(|entry| entry.table == table && entry.feature.as_deref() == feature)
    };
    assert!(!is_covered("activity", Some("voice")) && is_covered("activity", Some("speech_analytics")));
    assert!(manifest.rows("activity").unwrap() > 0, "what did come is true");
    assert_eq!(manifest.rows("billable_usage").unwrap_or(0), 0, "half a report says who counts wrongly");
}

#[test]
fn what_is_lost_once_is_asked_again() {
    let world = lossy(1);
    let pulled = pull(&world);
    assert!(pulled.manifest().notes.is_empty(), "{:?}", pulled.manifest().notes);
    let asked = world.running.counts_by_operation();
    // Two jobs a month, each of them twice; their totals twice.
    assert_eq!(asked["POST /api/v2/analytics/conversations/aggregates/jobs"], 12);
    assert_eq!(asked["POST /api/v2/analytics/conversations/aggregates/query"], 12);
}

#[test]
fn a_partner_s_overview_has_the_charges_of_the_contract() {
    let world = World::new(60, 3, Settings { trustee: true, ..unlimited() });
    let mut options = world.options();
    options.parts = [Part::Users, Part::Licenses, Part::BillingCharges].into();
    let organization = world.pull("own", &options).snapshot.manifest().organization_id.clone();
    options.trustor = organization;
    let pulled = world.pull("partner", &options).snapshot;
    world.assert_by_the_contract();
    let charges = |source: &str| {
        let all = pulled.scan(Table::BillingCharges).unwrap().unwrap();
        let columns = ["period_from", "period_to", "charge_name", "actual_quantity"];
        let rows = all.filter(col("source").eq(lit(source.to_owned()))).select(columns.map(col));
        rows.sort(columns, SortMultipleOptions::default()).collect().unwrap()
    };
    let (contract, partner) = (charges("contract"), charges("trustee"));
    assert!(contract.height() > 20 && contract.equals_missing(&partner), "{contract}\n{partner}");
}

#[test]
fn a_client_that_is_no_partner_s_has_no_overview_and_a_note() {
    let world = World::new(60, 1, unlimited());
    let mut options = world.options();
    options.parts = [Part::Users, Part::Licenses, Part::BillingCharges].into();
    options.trustor = Some("5ea75ea7-0000-4000-a000-00000000000f".to_owned());
    let pulled = world.pull("store", &options).snapshot;
    let absent: Vec<_> = pulled.manifest().notes.iter().filter(|note| note.code == "part-absent").collect();
    assert_eq!(absent.len(), 1);
    assert_eq!(absent[0].subject, "billing-charges");
}
