//! The same question answered a second, slower way: the `csv` crate and `chrono`, row by row.

use std::collections::BTreeSet;

use chrono::DateTime;
use polars::prelude::*;
use proptest::prelude::*;

use super::{LICENSES, USERS, folder, read};
use crate::canonical::{Table, col as names};

type Interval = (String, i64, Option<i64>);

/// Rows of a presence table as a plain reader sees them; `None` = it has to be refused.
fn oracle(text: &str) -> Option<(BTreeSet<Interval>, u64)> {
    let mut rows = BTreeSet::new();
    let mut empty = 0;
    let micros = |text: &str| DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp_micros());
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        let record = record.ok()?;
        let start = micros(&record[1])?;
        let end = if record[2].is_empty() { None } else { Some(micros(&record[2])?) };
        if record[0].is_empty() || end.is_some_and(|end| end < start) {
            return None;
        }
        if end == Some(start) {
            empty += 1;
        } else {
            rows.insert((record[0].to_owned(), start, end));
        }
    }
    Some((rows, empty))
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => (0_i64..90, 0_i64..86_400, 0_u32..2).prop_map(|(day, second, tick)| {
            DateTime::from_timestamp(1_790_000_000 + day * 86_400 + second / 3600 * 3600, tick * 1000).expect("in range").to_rfc3339()
        }),
        1 => Just(String::new()),
        1 => "[0-9T:Z+-]{0,25}",
    ]
}

fn user() -> impl Strategy<Value = String> {
    prop_oneof![8 => "u[12]", 1 => "\"a, \"\"b\"\"\nc\"", 1 => "[a-c ]{0,3}"]
}

fn row() -> impl Strategy<Value = String> {
    prop_oneof![
        30 => (user(), cell(), cell()).prop_map(|(user, start, end)| format!("{user},{start},{end}")),
        1 => (user(), cell()).prop_map(|(user, start)| format!("{user},{start}")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn csv_is_accepted_and_read_as_a_plain_reader_does(
        rows in prop::collection::vec(row(), 0..6),
        line_end in prop_oneof![Just("\n"), Just("\r\n")],
        last in any::<bool>(),
    ) {
        let mut text = ["user_id,start_at,end_at".to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join(line_end);
        if last {
            text.push_str(line_end);
        }
        let dir = folder(&[("users.csv", USERS), ("licenses.csv", LICENSES), ("presence.csv", &text)]);
        match (read(dir.path()), oracle(&text)) {
            (Ok((snapshot, report)), Some((rows, empty))) => {
                prop_assert_eq!(report.tables.last().expect("presence").empty_intervals, empty);
                let plan = snapshot.scan(Table::Presence).expect("readable").expect("there");
                let frame = plan.collect().expect("rows");
                let number = |name: &str| frame.column(name).expect("there").as_materialized_series().to_physical_repr().i64().expect("micros").clone();
                let users = frame.column(names::USER_ID).expect("there").str().expect("text").clone();
                let (starts, ends) = (number(names::START_AT), number(names::END_AT));
                let found: Vec<Interval> = (0..frame.height())
                    .map(|row| (users.get(row).expect("a key").to_owned(), starts.get(row).expect("a key"), ends.get(row)))
                    .collect();
                prop_assert_eq!(found.len(), rows.len());
                prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), rows);
            }
            (Err(_), None) => {}
            (ours, theirs) => prop_assert!(false, "{ours:?} but {theirs:?} of {text:?}"),
        }
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), parquet in any::<bool>()) {
        let dir = folder(&[("users.csv", USERS), ("licenses.csv", LICENSES)]);
        super::write(dir.path(), if parquet { "presence.parquet" } else { "presence.csv" }, &bytes);
        prop_assert!(read(dir.path()).is_err());
    }
}

/// A person, a start and an end in hours, and a count, each possibly wrong or missing.
type Loose = (Option<String>, Option<i64>, Option<i64>, Option<i64>);

fn loose() -> impl Strategy<Value = Loose> {
    let user = prop_oneof![20 => "u[12]".prop_map(Some), 1 => "[ a]{0,2}".prop_map(Some), 1 => Just(None)];
    let start = prop_oneof![30 => (0_i64..50).prop_map(Some), 1 => Just(None)];
    let end = prop_oneof![30 => (50_i64..99).prop_map(Some), 1 => (0_i64..50).prop_map(Some), 1 => Just(None)];
    let count = prop_oneof![30 => (0_i64..9).prop_map(Some), 2 => Just(None), 1 => Just(Some(-1))];
    (user, start, end, count)
}

fn activity_csv(rows: &[Loose]) -> String {
    let time = |hours: &Option<i64>| {
        hours.map(|hours| DateTime::from_timestamp(hours * 3600, 0).expect("in range").to_rfc3339())
    };
    let mut text = "user_id,interval_start,interval_end,feature,events,duration_ms\n".to_owned();
    for (user, start, end, count) in rows {
        let (user, start, end) =
            (user.clone().unwrap_or_default(), time(start).unwrap_or_default(), time(end).unwrap_or_default());
        let count = count.map(|count| count.to_string()).unwrap_or_default();
        text.push_str(&format!("{user},{start},{end},voice,{count},{count}\n"));
    }
    text
}

fn activity_parquet(rows: &[Loose], unit: TimeUnit) -> DataFrame {
    let factor = if unit == TimeUnit::Microseconds { 3_600_000_000 } else { 3_600_000 };
    let time = |name: &str, hours: &dyn Fn(&Loose) -> Option<i64>| -> Column {
        let values = rows.iter().map(|row| hours(row).map(|hours| hours * factor));
        let values = Int64Chunked::from_iter_options(name.into(), values);
        values.into_datetime(unit, Some(TimeZone::UTC)).into_series().into()
    };
    let users: Vec<_> = rows.iter().map(|row| row.0.clone()).collect();
    let counts: Vec<_> = rows.iter().map(|row| row.3).collect();
    let columns = vec![
        Column::new("user_id".into(), users),
        time("interval_start", &|row| row.1),
        time("interval_end", &|row| row.2),
        Column::new("feature".into(), vec!["voice"; rows.len()]),
        Column::new("events".into(), &counts),
        Column::new("duration_ms".into(), &counts),
    ];
    DataFrame::new_infer_height(columns).expect("equal lengths")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parquet_at_a_glance_parquet_row_by_row_and_csv_agree(rows in prop::collection::vec(loose(), 0..5)) {
        let csv = folder(&[("users.csv", USERS), ("licenses.csv", LICENSES), ("activity.csv", &activity_csv(&rows))]);
        let plain = read(csv.path());
        for unit in [TimeUnit::Microseconds, TimeUnit::Milliseconds] {
            let dir = folder(&[("users.csv", USERS), ("licenses.csv", LICENSES)]);
            super::sources::parquet(&dir.path().join("activity.parquet"), activity_parquet(&rows, unit));
            match (&plain, read(dir.path())) {
                (Ok((plain, plain_report)), Ok((snapshot, report))) => {
                    prop_assert_eq!(&snapshot.manifest().content_hash, &plain.manifest().content_hash);
                    prop_assert_eq!(&report.tables, &plain_report.tables);
                    prop_assert_eq!(report.notes.len(), plain_report.notes.len());
                }
                (Err(plain), Err(problems)) => prop_assert_eq!(problems.0.len(), plain.0.len()),
                (csv, parquet) => prop_assert!(false, "{csv:?} but {parquet:?} of {rows:?}"),
            }
        }
    }
}
