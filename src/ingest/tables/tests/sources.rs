//! The forms in which a table may come, and that all of them say the same.

use std::fs::File;
use std::path::Path;

use polars::prelude::*;

use super::{LICENSES, USERS, folder, read, write};
use crate::canonical::Table;

const ACTIVITY: &str = "user_id,interval_start,interval_end,feature,events,duration_ms\n\
    u2,2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,voice,3,1000\n\
    u1,2026-10-31T00:00:00Z,2026-11-01T00:00:00Z,voice,1,\n\
    ghost,2026-10-31T00:00:00+00:00,2026-11-01T00:00:00.000Z,chat,,7\n\
    u1,2026-10-31T00:00:00Z,2026-11-01T00:00:00Z,voice,1,\n";

fn hash(files: &[(&str, &str)]) -> String {
    let dir = folder(files);
    read(dir.path()).unwrap_or_else(|problems| panic!("{problems}")).0.manifest().content_hash.clone()
}

/// Writes a Parquet file.
pub(super) fn parquet(path: &Path, mut frame: DataFrame) {
    ParquetWriter::new(File::create(path).expect("created")).finish(&mut frame).expect("written");
}

fn frame(columns: Vec<Column>) -> DataFrame {
    DataFrame::new_infer_height(columns).expect("equal lengths")
}

#[test]
fn order_line_ends_quotes_marks_parts_and_extra_columns_do_not_change_the_content() {
    let plain = hash(&[("users.csv", USERS), ("licenses.csv", LICENSES), ("activity.csv", ACTIVITY)]);
    let mut lines: Vec<&str> = ACTIVITY.lines().collect();
    lines[1..].reverse();
    let permuted = lines.join("\r\n");
    assert_eq!(hash(&[("users.csv", USERS), ("licenses.csv", LICENSES), ("activity.csv", &permuted)]), plain);
    let marked =
        format!("\u{feff}{}\n\n", LICENSES.replace("u1,", "\"u1\",").replace("assigned_from", "\"assigned_from\""));
    assert_eq!(hash(&[("users.csv", USERS), ("licenses.csv", &marked), ("activity.csv", ACTIVITY)]), plain);
    let wider: String = ACTIVITY.lines().enumerate().map(|(line, text)| format!("{line},{text},\n")).collect();
    let wider = wider.replacen("0,user_id", "note,user_id", 1).replacen("duration_ms,", "duration_ms,more", 1);
    assert_eq!(hash(&[("users.csv", USERS), ("licenses.csv", LICENSES), ("activity.csv", &wider)]), plain);
    let (header, rows) = ACTIVITY.split_once('\n').expect("a header");
    let (first, rest) = rows.split_at(rows.find('\n').expect("a row") + 1);
    let (a, b) = (format!("{header}\n{first}"), format!("{header}\n{rest}"));
    let parts = [
        ("users.csv", USERS),
        ("licenses.csv", LICENSES),
        ("activity/x.csv", a.as_str()),
        ("activity/y.csv", b.as_str()),
    ];
    assert_eq!(hash(&parts), plain);
}

#[test]
fn what_differs_in_content_differs_in_hash() {
    let tables = |licenses: &str| hash(&[("users.csv", USERS), ("licenses.csv", licenses)]);
    let plain = tables(LICENSES);
    assert_ne!(tables(&LICENSES.replace("cloudCX3", "cloudCX2")), plain);
    assert_ne!(tables(&format!("{LICENSES}u1,cloudCX3,\n")), plain);
    // An empty table says that nothing happened, an absent one that nothing is known.
    let empty = [("users.csv", USERS), ("licenses.csv", LICENSES), ("presence.csv", "user_id,start_at,end_at\n")];
    assert_ne!(hash(&empty), plain);
}

#[test]
fn parquet_of_any_unit_and_width_says_what_csv_says() {
    let csv = "user_id,interval_start,interval_end,feature,events,duration_ms\n\
        u1,2026-10-31T00:00:00Z,2026-11-01T00:00:00Z,voice,1,\nu2,1969-12-31T23:59:59Z,1970-01-01T00:00:01Z,chat,200,5\n";
    let plain = hash(&[("users.csv", USERS), ("licenses.csv", LICENSES), ("activity.csv", csv)]);
    let seconds = [[1_793_404_800_i64, 1_793_491_200], [-1, 1]];
    let units =
        [(TimeUnit::Milliseconds, 1000), (TimeUnit::Microseconds, 1_000_000), (TimeUnit::Nanoseconds, 1_000_000_000)];
    for (unit, factor) in units {
        for zone in [None, Some(TimeZone::UTC)] {
            let dir = folder(&[("users.csv", USERS), ("licenses.csv", LICENSES)]);
            let time = |name: &str, at: usize| {
                let values = seconds.iter().map(|pair| pair[at] * factor).collect();
                Column::from(
                    Int64Chunked::from_vec(name.into(), values).into_datetime(unit, zone.clone()).into_series(),
                )
            };
            let columns = vec![
                Column::new("duration_ms".into(), [None, Some(5_u64)]),
                Column::new("user_id".into(), ["u1", "u2"]),
                time("interval_start", 0),
                time("interval_end", 1),
                Column::new("feature".into(), ["voice", "chat"]),
                Column::new("events".into(), [1_u8, 200]),
            ];
            parquet(&dir.path().join("activity.parquet"), frame(columns));
            let (snapshot, report) = read(dir.path()).unwrap_or_else(|problems| panic!("{problems}"));
            assert_eq!(snapshot.manifest().content_hash, plain, "{unit:?} {zone:?}");
            let naive = report.notes.iter().filter(|note| note.code == "naive-timestamps").count();
            assert_eq!(naive, if zone.is_none() { 2 } else { 0 });
        }
    }
}

#[test]
fn decimals_agree_over_formats_and_floats_are_refused() {
    let csv = "date,resource,quantity\n2026-10-01,ai_tokens,1.50\n";
    let plain = hash(&[("users.csv", USERS), ("licenses.csv", LICENSES), ("resource_usage.csv", csv)]);
    let day = || Column::from(Int32Chunked::from_vec("date".into(), vec![20_727]).into_date().into_series());
    let dir = folder(&[("users.csv", USERS), ("licenses.csv", LICENSES)]);
    let target = dir.path().join("resource_usage.parquet");
    let exact = Column::new("quantity".into(), ["1.500"]).cast(&DataType::Decimal(10, 3)).expect("a decimal");
    parquet(&target, frame(vec![day(), Column::new("resource".into(), ["ai_tokens"]), exact]));
    let (snapshot, _) = read(dir.path()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(snapshot.manifest().content_hash, plain);
    parquet(
        &target,
        frame(vec![day(), Column::new("resource".into(), ["ai_tokens"]), Column::new("quantity".into(), [1.5])]),
    );
    let problems = read(dir.path()).expect_err("floats are not exact").to_string();
    assert!(problems.contains("column `quantity` has the type f64"), "{problems}");
}

#[test]
fn faults_in_parquet_name_row_and_column_all_at_once() {
    let dir = folder(&[("users.csv", USERS), ("licenses.csv", LICENSES)]);
    let time = |name: &str, values: Vec<i64>| {
        Column::from(
            Int64Chunked::from_vec(name.into(), values)
                .into_datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC))
                .into_series(),
        )
    };
    let columns = vec![
        Column::new("user_id".into(), [Some("u1"), None, Some("u1")]),
        time("interval_start", vec![0, 0, i64::MAX]),
        time("interval_end", vec![-1, 5, 5]),
        Column::new("feature".into(), ["voice", "", "voice"]),
        Column::new("events".into(), [0_u64, 1, u64::MAX]),
        Column::new("duration_ms".into(), [1_i16, -1, 1]),
    ];
    parquet(&dir.path().join("activity.parquet"), frame(columns));
    let problems = read(dir.path()).expect_err("wrong in each row");
    let found: Vec<_> = problems.0.iter().map(|problem| problem.what.as_str()).collect();
    assert_eq!(
        found,
        [
            "row 1: `interval_end` `1969-12-31T23:59:59.999Z` is before `interval_start` `1970-01-01T00:00:00Z`",
            "row 2: column `user_id` is empty",
            "row 2: column `feature` is empty",
            "row 2: column `duration_ms` has `-1`",
            "row 3: column `interval_start` has `9223372036854775807`",
            "row 3: column `events` has `18446744073709551615`",
        ]
    );
}

#[test]
fn what_is_left_out_or_odd_is_counted_and_noted() {
    let dir = folder(&[
        ("users.csv", &USERS.replace("u2,", "\" u2\",")),
        (
            "licenses.csv",
            &LICENSES.replace("assigned_from", "assigned_from,note").replace(",\n", ",,\n").replace("00Z", "00Z,x"),
        ),
        ("activity.csv", ACTIVITY),
        ("presence.csv", "user_id,start_at,end_at\nu1,2026-10-01T00:00:00Z,2026-10-01T02:00:00+02:00\n"),
        ("notes.txt", "nothing"),
    ]);
    let (snapshot, report) = read(dir.path()).unwrap_or_else(|problems| panic!("{problems}"));
    let notes: Vec<_> = snapshot.manifest().notes.iter().map(|note| note.code.as_str()).collect();
    assert_eq!(notes, ["unknown-files", "id-white-space", "unknown-columns", "empty-intervals", "rows-twice"]);
    assert_eq!(report.notes[..], snapshot.manifest().notes[..4]);
    assert_eq!(snapshot.manifest().rows("activity"), Some(3));
    assert_eq!(snapshot.manifest().rows("presence"), Some(0));
    assert_eq!(snapshot.manifest().rows("roles"), None);
    assert_eq!(snapshot.scan(Table::Presence).expect("readable").expect("there").collect().expect("rows").height(), 0);
}

#[test]
fn a_thousand_problems_are_told_and_the_rest_counted() {
    let rows: String = (0..1500).map(|_| "u1,never,\n").collect();
    let dir = folder(&[("users.csv", USERS), ("licenses.csv", LICENSES)]);
    write(dir.path(), "presence.csv", format!("user_id,start_at,end_at\n{rows}").as_bytes());
    let problems = read(dir.path()).expect_err("no times").0;
    assert_eq!(problems.len(), 1001);
    assert_eq!(problems[999].line, Some(1001));
    assert_eq!(problems[1000].what, "500 further problems in this file");
}

#[test]
fn lines_are_right_across_blocks_and_quoted_line_feeds() {
    let mut text = USERS.to_owned();
    let mut lines = text.lines().count();
    for number in 0..120_000 {
        text.push_str(&format!(
            "p{number},p{number}@northwind.example,\"Pat\nLee of a long enough name to fill blocks {number}\",active,\n"
        ));
        lines += 2;
    }
    text.push_str("last,last@northwind.example,Last,gone,\n");
    let dir = folder(&[("users.csv", &text), ("licenses.csv", LICENSES)]);
    let problems = read(dir.path()).expect_err("one state is wrong").0;
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].line, Some(lines as u64 + 1));
}

/// Written by pyarrow 26: dictionaries of two widths, nanoseconds in a zone, naive milliseconds, small integers.
#[test]
fn dictionaries_and_zones_of_other_writers_are_read() {
    let csv = "user_id,interval_start,interval_end,feature,events,duration_ms\n\
        u1,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,voice,1,1000\n\
        u2,2026-10-01T02:00:00+02:00,2026-10-02T00:00:00Z,chat,,2000\n";
    let plain = hash(&[("users.csv", USERS), ("licenses.csv", LICENSES), ("activity.csv", csv)]);
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tables");
    let dir = folder(&[("users.csv", USERS), ("licenses.csv", LICENSES)]);
    std::fs::copy(fixtures.join("dictionaries.parquet"), dir.path().join("activity.parquet")).expect("copied");
    let (snapshot, report) = read(dir.path()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(snapshot.manifest().content_hash, plain);
    assert_eq!(report.notes.iter().map(|note| note.code.as_str()).collect::<Vec<_>>(), ["naive-timestamps"]);
    std::fs::copy(fixtures.join("struct.parquet"), dir.path().join("activity.parquet")).expect("copied");
    let problems = read(dir.path()).expect_err("a struct").0;
    assert!(problems.len() == 1 && problems[0].what.contains("`extra` (Struct"), "{problems:?}");
}

/// Written by pyarrow 26: a named zone and an offset; an instant is the same instant in any zone.
#[test]
fn instants_in_any_zone_are_read() {
    let csv = "user_id,start_at,end_at\nu1,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z\nu2,2026-10-01T00:00:00Z,\n";
    let plain = hash(&[("users.csv", USERS), ("licenses.csv", LICENSES), ("presence.csv", csv)]);
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tables");
    let dir = folder(&[("users.csv", USERS), ("licenses.csv", LICENSES)]);
    std::fs::copy(fixtures.join("zones.parquet"), dir.path().join("presence.parquet")).expect("copied");
    let (snapshot, report) = read(dir.path()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((&snapshot.manifest().content_hash, report.notes), (&plain, Vec::new()));
}
