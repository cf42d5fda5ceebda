//! Edges of time: what the jobs do not have yet, and where an earlier snapshot ends.

use std::time::Duration;

use seatwise::{
    ingest::genesys::{self, Options},
    progress::Silent,
    snapshot::{Cancel, Snapshot},
};
use seatwise_simulator::{Organization, OrganizationBuilder, UserRecord};

use super::tables::assert_same;
use super::world::{World, spec, unlimited};

/// Who was present from when to when. The first pull, on October 20th, closes the days before the 18th.
const PRESENT: [(&str, &str, Option<&str>); 7] = [
    ("month", "2026-09-30T22:00:00Z", Some("2026-10-01T03:00:00Z")),
    // Its first record reaches over the second of October: of earlier ones a pull from there on can't know.
    ("slides", "2026-10-01T23:55:00Z", Some("2026-10-03T05:00:00Z")),
    ("closed", "2026-10-10T08:00:00Z", Some("2026-10-10T16:00:00Z")),
    ("across", "2026-10-17T22:00:00Z", Some("2026-10-18T06:00:00Z")),
    ("open then", "2026-10-17T20:00:00Z", Some("2026-10-21T09:00:00Z")),
    ("ends at the edge", "2026-10-17T23:00:00Z", Some("2026-10-18T00:00:00Z")),
    ("open still", "2026-10-17T07:00:00Z", None),
];

fn micros(text: &str) -> i64 {
    text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_micros()
}

/// The organization as it is known at an instant: what ends later is open, what begins later is not there.
fn known_at(now: &str) -> Organization {
    let now = micros(now);
    let mut rows = OrganizationBuilder::new("Edges");
    for (person, start, end) in PRESENT {
        rows.user(UserRecord { user_id: person.to_owned(), state: "active".to_owned(), ..UserRecord::default() });
        rows.license(person, "cloudCX2", None, None);
        let end = end.map(micros).filter(|end| *end <= now);
        if micros(start) < now {
            rows.presence(person, micros(start), end);
        }
    }
    rows.build(now)
}

fn hash(snapshot: &Snapshot) -> &str {
    &snapshot.manifest().content_hash
}

#[test]
fn presence_across_the_edge_of_an_earlier_snapshot_is_that_of_a_full_pull() {
    let first = World::of(known_at("2026-10-20T12:00:00Z"), spec(60, 1), unlimited());
    let options = |world: &World, from: &str| Options { from: Some(from.parse().unwrap()), ..world.options() };
    first.pull("store", &options(&first, "2026-10-01"));
    let later = World::of(known_at("2026-10-25T12:00:00Z"), spec(60, 1), unlimited());
    // The second one begins later too: a stretch reaches over its first day. The third one is on top of the second.
    for (from, closed_to) in [("2026-10-02", "2026-10-18"), ("2026-10-01", "2026-10-23")] {
        let options = options(&later, from);
        let full = later.pull(&format!("full from {from}"), &options);
        later.running.forget();
        let store = first.store("store");
        let (cancel, mut silent) = (Cancel::default(), Silent);
        let incremental = later.runtime.block_on(genesys::pull(&options, &store, &cancel, &mut silent)).unwrap();
        let asked = later.running.requests().into_iter();
        let jobs = asked.filter(|one| one.method == "POST" && one.operation.ends_with("details/jobs"));
        let mut intervals = jobs.map(|job| job.body.unwrap()["interval"].as_str().unwrap().to_owned());
        assert!(intervals.next_back().unwrap().starts_with(closed_to), "only open days are asked");
        assert_eq!(hash(&full.snapshot), hash(&incremental.snapshot), "from {from}");
        assert_eq!(full.snapshot.manifest().rows("presence"), Some(7 - u64::from(from > "2026-10-01")));
    }
}

#[test]
fn presence_after_the_data_of_jobs_comes_by_the_query() {
    for hours in [5, 30, 24 * 9] {
        let mut settings = unlimited();
        settings.jobs.details_lag = Duration::from_secs(3_600 * hours);
        let world = World::new(130, 3, settings);
        let options = Options { from: Some("2026-10-01".parse().unwrap()), ..world.options() };
        let pulled = world.pull("store", &options);
        world.assert_by_the_contract();
        let asked = world.running.counts_by_operation();
        assert!(asked["POST /api/v2/analytics/users/details/query"] >= if hours > 24 { 2 } else { 1 });
        let mut settings = unlimited();
        settings.check_answers = false;
        let at_once = World::new(130, 3, settings);
        let same = at_once.pull("store", &Options { from: options.from, ..at_once.options() });
        assert_eq!(hash(&same.snapshot), hash(&pulled.snapshot), "{hours} hours");
        assert_eq!(same.snapshot.manifest().coverage, pulled.snapshot.manifest().coverage);
    }
}

#[test]
fn the_whole_organization_comes_back_where_the_jobs_lag() {
    let mut settings = unlimited();
    settings.jobs.details_lag = Duration::from_secs(3_600 * 40);
    let world = World::new(60, 3, settings);
    let pulled = world.pull("store", &world.options());
    assert_same(&world.demo(), &pulled.snapshot);
    assert!(pulled.snapshot.manifest().notes.iter().all(|note| note.subject != "presence"));
}
