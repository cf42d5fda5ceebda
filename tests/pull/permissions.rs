//! What a client may not see is unknown, not zero.

use std::{collections::BTreeSet, process::Command};

use seatwise::{
    canonical::Table,
    ingest::genesys::{Part, login},
};
use seatwise_simulator::Permissions;

use super::world::{World, unlimited};

const ANALYTICS: [&str; 6] = [
    "analytics:conversationAggregate:view",
    "analytics:evaluationAggregate:view",
    "analytics:speechAndTextAnalyticsAggregates:view",
    "analytics:agentCopilotAggregate:view",
    "analytics:taskManagementAggregate:view",
    "analytics:userDetail:view",
];

fn without(permissions: &[&str]) -> World {
    let mut settings = unlimited();
    let all_but = permissions.iter().map(|permission| (*permission).to_owned()).collect();
    settings.clients[0].permissions = Permissions::AllBut(all_but);
    World::new(60, 3, settings)
}

/// Recommendations of the analysis of a world's latest snapshot.
fn recommendations(world: &World) -> Vec<serde_json::Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_seatwise"))
        .args(["analyze", "--format", "json", "--store"])
        .arg(world.store_path("store"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let analysis: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    analysis["recommendations"].as_array().unwrap().clone()
}

fn codes(recommendations: &[serde_json::Value]) -> BTreeSet<&str> {
    recommendations.iter().filter_map(|one| one["code"].as_str()).collect()
}

#[test]
fn without_analytics_no_feature_is_taken_for_unused() {
    let world = without(&ANALYTICS);
    let pulled = world.pull("store", &world.options());
    let manifest = pulled.snapshot.manifest();
    assert_eq!(manifest.rows("presence"), None, "an absent table says that nothing is known");
    assert!(manifest.coverage.iter().all(|entry| entry.feature.as_deref() != Some("voice")));
    insta::assert_json_snapshot!("notes_without_analytics", manifest.notes);
    let recommendations = recommendations(&world);
    for from_absence in ["downgrade-tier", "drop-addon", "release-cx-seat", "reclaim-never-activated"] {
        assert!(!codes(&recommendations).contains(&from_absence), "{:?}", codes(&recommendations));
    }
}

#[test]
fn without_any_evidence_only_logins_and_states_count() {
    let other = ["audits:audit:view", "wfm:publishedSchedule:view", "wfm:schedule:view"];
    let world = without(&[&ANALYTICS[..], &other[..]].concat());
    let pulled = world.pull("store", &world.options());
    assert_eq!(pulled.snapshot.manifest().rows("activity").unwrap_or(0), 0);
    let recommendations = recommendations(&world);
    // A last login long ago is evidence; never to have been seen is none where nobody could be seen.
    assert!(!codes(&recommendations).contains("reclaim-never-activated"), "{:?}", codes(&recommendations));
    assert!(!codes(&recommendations).contains("downgrade-tier"), "{:?}", codes(&recommendations));
}

#[test]
fn a_forbidden_part_costs_one_request_and_the_rest_is_there() {
    let world = without(&[
        "audits:audit:view",
        "authorization:role:view",
        "billing:subscription:view",
        "billing:subscription:read",
    ]);
    let pulled = world.pull("store", &world.options());
    let manifest = pulled.snapshot.manifest();
    assert_eq!((manifest.rows("roles"), manifest.rows("role_grants")), (None, None));
    assert!(manifest.rows("activity").unwrap() > 0);
    let counts = world.running.counts_by_operation();
    assert_eq!(counts.get("GET /api/v2/audits/query/servicemapping"), Some(&1));
    assert_eq!(counts.get("GET /api/v2/authorization/roles"), Some(&1));
    assert_eq!(counts.get("GET /api/v2/billing/reports/billableusage"), Some(&1));
    assert!(!counts.contains_key("POST /api/v2/audits/query"));
}

#[test]
fn a_part_that_is_switched_off_is_missing_coverage() {
    let world = World::new(60, 3, unlimited());
    let mut options = world.options();
    options.parts.remove(&Part::Presence);
    options.parts.remove(&Part::Schedules);
    let pulled = world.pull("store", &options);
    let manifest = pulled.snapshot.manifest();
    assert_eq!(manifest.rows("presence"), None);
    let covered = |feature: &str| manifest.coverage.iter().any(|entry| entry.feature.as_deref() == Some(feature));
    assert!(covered("voice") && !covered("wfm_schedule"));
    let off = manifest.notes.iter().filter(|note| note.code == "part-switched-off");
    assert_eq!(off.map(|note| note.subject.as_str()).collect::<Vec<_>>(), ["schedules", "presence"]);
}

#[test]
fn previews_that_are_off_are_noted() {
    let mut settings = unlimited();
    settings.preview = false;
    let world = World::new(60, 3, settings);
    let pulled = world.pull("store", &world.options());
    assert!(pulled.snapshot.scan(Table::BillingCharges).unwrap().is_none());
    assert!(pulled.snapshot.manifest().notes.iter().any(|note| note.subject == "billing-charges"));
}

#[test]
fn ids_of_the_identity_provider_come_where_they_are_asked_for() {
    let world = World::new(60, 3, unlimited());
    let mut options = world.options();
    options.parts = [Part::Users, Part::Licenses, Part::Scim].into();
    let pulled = world.pull("store", &options);
    let ids = |snapshot: &seatwise::snapshot::Snapshot| {
        let users = snapshot.scan(Table::Users).unwrap().unwrap().collect().unwrap();
        users.column("external_id").unwrap().as_materialized_series().clone()
    };
    assert!(ids(&pulled.snapshot).equals_missing(&ids(&world.demo())));
}

#[test]
fn login_names_the_permission_and_the_part() {
    let world = without(&["analytics:userDetail:view", "audits:audit:view"]);
    let options = world.options();
    let client =
        seatwise::ingest::genesys::Client::new(&options.endpoint, options.credentials, Default::default()).unwrap();
    let (organization, access) = world.runtime.block_on(login::check(&client)).unwrap();
    insta::assert_snapshot!(login::text(&organization, &access));
    world.assert_by_the_contract();
}

#[test]
fn wrong_credentials_are_exit_code_5_and_say_where_to_look() {
    let world = World::new(60, 1, unlimited());
    let mut options = world.options();
    options.credentials.secret = "wrong-secret".to_owned().into();
    let failure = world.try_pull("store", &options).unwrap_err();
    assert_eq!(failure.kind.exit_code(), 5);
    let text = failure.to_string();
    assert!(text.contains("does not accept the credentials") && !text.contains("wrong-secret"), "{text}");
}
