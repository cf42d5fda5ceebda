//! The rows of a span: the same as all rows filtered, from fewer files.

use std::ops::Range;

use polars::prelude::*;
use proptest::{collection::vec, option, prelude::*};

use super::super::within::Touching;
use super::super::{Snapshot, TemporaryMeta};
use super::OCTOBER;
use crate::canonical::rows::{DAY, Micros, Row, RowSink};
use crate::canonical::{Table, col as names};
use crate::snapshot::{Cancel, SnapshotError};

/// Start and end of a row; `None` = open.
type Stay = (Micros, Option<Micros>);

/// Presence of these intervals, and activity where they end.
fn snapshot(stays: &[Stay]) -> Snapshot {
    Snapshot::temporary(Cancel::default(), |stage| {
        [Table::Users, Table::Licenses, Table::Activity, Table::Presence]
            .into_iter()
            .for_each(|table| stage.declare(table));
        for (person, (start_at, end_at)) in stays.iter().enumerate() {
            let user_id = &format!("p{person}");
            let presence = Row::Presence { user_id, start_at: *start_at, end_at: *end_at };
            stage.push(presence).expect("well formed");
            let Some(interval_end) = *end_at else { continue };
            let (interval_start, feature) = (*start_at, "voice");
            let (events, duration_ms) = (Some(1), None);
            let row = Row::Activity { user_id, interval_start, interval_end, feature, events, duration_ms };
            stage.push(row).expect("well formed");
        }
        Ok::<_, SnapshotError>(TemporaryMeta::default())
    })
    .expect("written")
}

fn rows(plan: Option<LazyFrame>) -> DataFrame {
    plan.expect("there").collect().expect("rows")
}

/// All rows, filtered the plain way.
fn filtered(snapshot: &Snapshot, table: Table, span: &Range<Micros>) -> DataFrame {
    let (start, end) = match table {
        Table::Activity => (names::INTERVAL_START, names::INTERVAL_END),
        _ => (names::START_AT, names::END_AT),
    };
    let all = rows(snapshot.scan(table).expect("readable"));
    let micros = |name: &str| all.column(name).and_then(|times| times.cast(&DataType::Int64)).expect("times");
    let (starts, ends) = (micros(start), micros(end));
    let (starts, ends) = (starts.i64().expect("µs").iter(), ends.i64().expect("µs").iter());
    let touches = |(start, end): (Option<i64>, Option<i64>)| {
        start.expect("a key") < span.end && end.is_none_or(|end| end > span.start)
    };
    let mask: BooleanChunked = starts.zip(ends).map(|pair| Some(touches(pair))).collect();
    all.filter(&mask).expect("a mask of all rows")
}

fn assert_same(snapshot: &Snapshot, span: &Range<Micros>) {
    for table in [Table::Activity, Table::Presence] {
        let within = rows(snapshot.scan_within(table, span.clone()).expect("readable"));
        let expected = filtered(snapshot, table, span);
        assert!(within.equals_missing(&expected), "{table:?} {span:?}:\n{within}\n{expected}");
        assert_eq!(within.schema(), expected.schema());
    }
}

/// The parts of presence that a span reads, and those of them that need no filter.
fn parts(snapshot: &Snapshot, span: Range<Micros>) -> Vec<(&str, Touching)> {
    snapshot.parts_within(Table::Presence, &span).expect("readable")
}

const NOVEMBER: Micros = OCTOBER + 31 * DAY;
const DECEMBER: Micros = NOVEMBER + 30 * DAY;
const JANUARY: Micros = DECEMBER + 31 * DAY;

/// A night into November, November, December with a day that ends with it; all of one hour but the night.
fn three_months() -> Vec<Stay> {
    let hour = |start: Micros| (start, Some(start + DAY / 24));
    vec![
        hour(OCTOBER),
        (NOVEMBER - DAY / 24, Some(NOVEMBER + DAY / 24)),
        hour(NOVEMBER),
        hour(DECEMBER - DAY / 24),
        hour(DECEMBER),
        (JANUARY - DAY, Some(JANUARY)),
    ]
}

#[test]
fn a_month_reads_its_own_part_and_those_with_rows_that_last_into_it() {
    let snapshot = snapshot(&three_months());
    let (october, november, december) =
        ("presence/2026-10.parquet", "presence/2026-11.parquet", "presence/2026-12.parquet");
    assert_eq!(parts(&snapshot, OCTOBER..NOVEMBER), [(october, Touching::All)]);
    assert_eq!(parts(&snapshot, NOVEMBER..DECEMBER), [(october, Touching::Some), (november, Touching::All)]);
    assert_eq!(parts(&snapshot, DECEMBER..JANUARY), [(december, Touching::All)], "what ends at midnight ends there");
    assert_eq!(parts(&snapshot, JANUARY..JANUARY + DAY), []);
    for span in [OCTOBER..NOVEMBER, NOVEMBER..DECEMBER, DECEMBER..JANUARY, JANUARY..JANUARY + DAY, 0..OCTOBER] {
        assert_same(&snapshot, &span);
    }
    let november = rows(snapshot.scan_within(Table::Presence, NOVEMBER..DECEMBER).expect("readable"));
    assert_eq!(november.height(), 3, "two of November and the night before");
}

#[test]
fn an_open_end_and_a_stay_of_years_reach_every_later_month() {
    for end in [None, Some(JANUARY + 900 * DAY)] {
        let mut stays = three_months();
        stays.push((OCTOBER - 40 * DAY, end));
        let snapshot = snapshot(&stays);
        let found = parts(&snapshot, DECEMBER..JANUARY);
        let found: Vec<&str> = found.into_iter().map(|(part, _)| part).collect();
        assert_eq!(found, ["presence/2026-08.parquet", "presence/2026-12.parquet"]);
        for span in [DECEMBER..JANUARY, JANUARY + DAY..JANUARY + 2 * DAY, 0..OCTOBER - 40 * DAY] {
            assert_same(&snapshot, &span);
        }
    }
}

#[test]
fn a_part_without_statistics_is_read() {
    let snapshot = snapshot(&three_months());
    let part = "presence/2026-10.parquet";
    let mut frame = snapshot.scan_part(part).expect("there").collect().expect("rows");
    let file = std::fs::File::create(snapshot.dir().join(part)).expect("writable");
    ParquetWriter::new(file).with_statistics(StatisticsOptions::empty()).finish(&mut frame).expect("written");
    let december = [(part, Touching::Some), ("presence/2026-12.parquet", Touching::All)];
    assert_eq!(parts(&snapshot, DECEMBER..JANUARY), december);
    assert_same(&snapshot, &(DECEMBER..JANUARY));
}

#[test]
fn a_table_without_rows_or_without_intervals() {
    let snapshot = snapshot(&[]);
    assert_same(&snapshot, &(OCTOBER..NOVEMBER));
    assert_eq!(rows(snapshot.scan_within(Table::Users, OCTOBER..NOVEMBER).expect("readable")).height(), 0);
    assert!(snapshot.scan_within(Table::Roles, OCTOBER..NOVEMBER).expect("readable").is_none());
}

#[test]
fn a_license_without_days_is_held_in_every_span() {
    let snapshot = Snapshot::temporary(Cancel::default(), |stage| {
        stage.declare(Table::Users);
        let days = [(None, None), (Some(OCTOBER), None), (None, Some(OCTOBER)), (Some(OCTOBER), Some(NOVEMBER))];
        for (license_id, (assigned_from, assigned_to)) in ["always", "since", "until", "between"].into_iter().zip(days)
        {
            stage.push(Row::License { user_id: "p", license_id, assigned_from, assigned_to }).expect("well formed");
        }
        Ok::<_, SnapshotError>(TemporaryMeta::default())
    })
    .expect("written");
    let held = |span: Range<Micros>| {
        let found = rows(snapshot.scan_within(Table::Licenses, span).expect("readable"));
        let ids = found.column(names::LICENSE_ID).expect("ids").str().expect("text").clone();
        ids.iter().flatten().map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(held(OCTOBER - DAY..OCTOBER), "always until");
    assert_eq!(held(OCTOBER..OCTOBER + DAY), "always between since");
    assert_eq!(held(NOVEMBER..NOVEMBER + DAY), "always since");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Starts and lengths in steps of 8 hours, so that edges meet; some last for months, some are open.
    #[test]
    fn any_span_of_any_rows_is_what_a_filter_leaves(
        stays in vec((0_i64..300, option::weighted(0.9, prop_oneof![4 => 1_i64..4, 1 => 1_i64..400])), 0..40),
        span in (-30_i64..400, 0_i64..120),
    ) {
        let step = DAY / 3;
        let stay = |(start, length): (i64, Option<i64>)| {
            (OCTOBER + start * step, length.map(|length| OCTOBER + (start + length) * step))
        };
        let snapshot = snapshot(&stays.into_iter().map(stay).collect::<Vec<_>>());
        let from = OCTOBER + span.0 * step;
        assert_same(&snapshot, &(from..from + span.1 * step));
    }
}
