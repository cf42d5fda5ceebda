//! What goes in comes out: round trips, order, row numbers.

use std::fs;
use std::path::Path;

use polars::prelude::*;

use super::super::{Format, SnapshotError, Store};
use super::{OCTOBER, fill, import, meta};
use crate::canonical::rows::{DAY, Row, RowSink};
use crate::canonical::{Table, col as names};
use crate::ingest::tables;

fn import_folder(store: &Store, dir: &Path) -> super::Snapshot {
    let mut draft = store.begin().expect("a draft");
    tables::stage(dir, draft.stage()).unwrap_or_else(|problems| panic!("{problems}"));
    draft.commit(meta(1)).expect("committed")
}

#[test]
fn what_is_exported_and_imported_again_has_the_same_content() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(dir.path().join("store")).expect("a store");
    let first = import(&store, "p", 30, 0).expect("committed");
    for (name, format) in [("csv", Format::Csv), ("parquet", Format::Parquet)] {
        let out = dir.path().join(name);
        first.export(&out, format).expect("exported");
        let again = import_folder(&Store::open(dir.path().join(format!("store-{name}"))).expect("a store"), &out);
        assert_eq!(again.manifest().content_hash, first.manifest().content_hash, "{name}");
        assert_eq!(again.manifest().files, first.manifest().files, "the same rows make the same bytes");
        assert!(matches!(first.export(&out, format), Err(SnapshotError::Occupied(_))));
    }
    first.export(&dir.path().join("twice"), Format::Csv).expect("exported");
    for table in ["users", "licenses", "activity", "presence", "resource_usage"] {
        let read = |folder: &str| fs::read(dir.path().join(folder).join(format!("{table}.csv"))).expect("there");
        assert_eq!(read("csv"), read("twice"), "{table}");
    }
    let usage = fs::read_to_string(dir.path().join("csv/resource_usage.csv")).expect("there");
    assert_eq!(usage, "date,resource,quantity\n2026-10-02,ai_tokens,12.5\n");
    let presence = fs::read_to_string(dir.path().join("csv/presence.csv")).expect("there");
    assert_eq!(presence.lines().nth(1), Some("p0000,2026-10-01T08:00:00Z,2026-10-01T12:00:00.000001Z"));
}

#[test]
fn intervals_stand_by_month_person_and_start_with_the_row_number_of_the_person() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(dir.path()).expect("a store");
    let mut draft = store.begin().expect("a draft");
    fill(draft.stage(), "p", 3).expect("rows");
    // Twice in full; and a person that `users` does not have.
    for end_at in [OCTOBER + 5, OCTOBER + 5] {
        draft
            .stage()
            .push(Row::Presence { user_id: "p0001", start_at: OCTOBER + 5, end_at: Some(end_at) })
            .expect("a row");
        let at = Some(end_at);
        draft
            .stage()
            .push(Row::License { user_id: "p0001", license_id: "x", assigned_from: at, assigned_to: at })
            .expect("a row");
    }
    for user_id in ["p0001", "p0001", "ghost"] {
        draft.stage().push(Row::Presence { user_id, start_at: OCTOBER - 1, end_at: Some(OCTOBER) }).expect("a row");
    }
    let snapshot = draft.commit(meta(0)).expect("committed");
    assert_eq!(
        snapshot.parts(Table::Presence),
        ["presence/2026-09.parquet", "presence/2026-10.parquet", "presence/2026-11.parquet"]
    );
    assert_eq!(snapshot.parts(Table::Users), ["users.parquet"]);
    let september = snapshot.scan_part("presence/2026-09.parquet").expect("there").collect().expect("rows");
    let users: Vec<_> = september.column(names::USER_ID).expect("ids").str().expect("text").iter().flatten().collect();
    let numbers: Vec<_> = september.column(names::USER_IX).expect("numbers").u32().expect("u32").iter().collect();
    assert_eq!((users, numbers), (vec!["p0001", "ghost"], vec![Some(1), None]));
    let all = snapshot.scan(Table::Activity).expect("readable").expect("there").collect().expect("rows");
    assert_eq!(all.height(), 3 * 40);
    let expected_type = DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
    assert_eq!(*all.column(names::INTERVAL_START).expect("times").dtype(), expected_type);
    let starts = all
        .column(names::INTERVAL_START)
        .expect("times")
        .as_materialized_series()
        .to_physical_repr()
        .i64()
        .expect("µs")
        .clone();
    let numbers = all.column(names::USER_IX).expect("numbers").u32().expect("u32").clone();
    let month = |start: i64| start >= OCTOBER + 31 * DAY;
    let keys: Vec<_> = starts
        .iter()
        .flatten()
        .zip(numbers.iter().flatten())
        .map(|(start, number)| (month(start), number, start))
        .collect();
    assert!(keys.is_sorted() && keys.len() == 120, "{keys:?}");
    let notes: Vec<_> =
        snapshot.manifest().notes.iter().map(|note| (note.code.as_str(), note.message.as_str())).collect();
    let empty = ("empty-intervals", "2 rows end where they start and are left out");
    assert_eq!(notes, [("rows-twice", "1 rows stood twice in full and are used once"), empty, empty]);
    assert_eq!(snapshot.manifest().rows("licenses"), Some(3));
    assert_eq!(snapshot.scan(Table::Roles).expect("readable").map(|_| ()), None);
}

#[test]
fn coverage_is_what_is_stated_else_what_the_rows_show() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(dir.path()).expect("a store");
    let mut draft = store.begin().expect("a draft");
    fill(draft.stage(), "p", 1).expect("rows");
    let stated = Row::Coverage { table: "presence", feature: None, from: OCTOBER - DAY, to: OCTOBER + 99 * DAY };
    draft.stage().push(stated).expect("a row");
    let snapshot = draft.commit(meta(0)).expect("committed");
    let found: Vec<_> = snapshot
        .manifest()
        .coverage
        .iter()
        .map(|entry| {
            (
                entry.table.as_str(),
                (entry.from.timestamp_micros() - OCTOBER) / DAY,
                (entry.to.timestamp_micros() - OCTOBER) / DAY,
                entry.stated,
            )
        })
        .collect();
    assert_eq!(found, [("activity", 0, 40, false), ("presence", -1, 99, true), ("resource_usage", 1, 2, false)]);
    let latest = snapshot.manifest().latest_evidence_at.expect("there are intervals");
    assert_eq!(latest.timestamp_micros(), OCTOBER + 40 * DAY - 1);
}

#[test]
fn bulk_rows_of_a_wrong_shape_are_refused_by_name() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(dir.path()).expect("a store");
    let mut draft = store.begin().expect("a draft");
    let mut refused = |columns: Vec<Column>| {
        let frame = DataFrame::new_infer_height(columns).expect("equal lengths");
        draft.stage().push_frame(Table::Licenses, &frame).expect_err("wrong").to_string()
    };
    let ids = || Column::new("user_id".into(), ["u1"]);
    assert_eq!(refused(vec![ids()]), "table `licenses`: column `license_id` is missing");
    let null = Column::new("license_id".into(), [None::<&str>]);
    assert_eq!(refused(vec![ids(), null]), "table `licenses`: column `license_id` has 1 empty cells, expected none");
    let number = Column::new("license_id".into(), [1_i64]);
    assert_eq!(refused(vec![ids(), number]), "table `licenses`: column `license_id` is i64, expected str");
    let reversed = Row::Presence { user_id: "u1", start_at: 5, end_at: Some(4) };
    let error = draft.stage().push(reversed).expect_err("reversed").to_string();
    assert!(error.contains("an interval of `u1`"), "{error}");
    let error = draft.commit(meta(0)).expect_err("no users").to_string();
    assert!(error.starts_with("table `users` is missing"), "{error}");
    assert!(store.list().expect("readable").is_empty() && super::leftovers(dir.path()).is_empty());
}

#[test]
fn a_person_twice_is_refused_by_the_stage_too() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(dir.path()).expect("a store");
    let mut draft = store.begin().expect("a draft");
    fill(draft.stage(), "p", 2).expect("rows");
    fill(draft.stage(), "p", 1).expect("rows");
    let error = draft.commit(meta(0)).expect_err("p0000 twice").to_string();
    assert_eq!(error, "table `users`: user_id `p0000` stands twice; every person has one row");
}
