//! The fold against a group-by of the same rows, and the corners of the rules.

use proptest::prelude::*;

use super::*;
use crate::{
    canonical::rows::DAY,
    settings::{DepartmentWindow, Settings},
    usage::{
        people::{Person, State},
        spans::Spans,
        windows::Windows,
    },
};
use chrono::NaiveDate;

const AS_OF: Micros = 1_000 * DAY + 7 * 3_600_000_000;

fn spans() -> Spans {
    let day = |number: u64| NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Days::new(number);
    Spans::new(AS_OF, 90, (day(980), day(1_011)))
}

fn people(count: usize) -> People {
    let person = |ix: usize| Person {
        user_id: format!("u{ix:03}"),
        email: None,
        name: None,
        state: State::Active,
        department: None,
        title: None,
        division: None,
        cost_center: None,
        manager_email: None,
        employee_id: None,
        created_at: None,
        last_login_at: None,
        last_token_at: None,
        external_id: None,
    };
    People::new((0..count).map(person).collect())
}

fn read(table: LazyFrame, people: &People, windows: Windows) -> PolarsResult<ActivityFacts> {
    facts(table, people, &[Reading::whole(windows)]).map(|mut told| told.remove(0))
}

type Line = (Option<u32>, &'static str, Micros, Micros, Option<i64>, Option<i64>);

fn table(rows: &[Line]) -> LazyFrame {
    df!(
        col::USER_IX => rows.iter().map(|row| row.0).collect::<Vec<_>>(),
        col::FEATURE => rows.iter().map(|row| row.1).collect::<Vec<_>>(),
        col::INTERVAL_START => rows.iter().map(|row| row.2).collect::<Vec<_>>(),
        col::INTERVAL_END => rows.iter().map(|row| row.3).collect::<Vec<_>>(),
        col::EVENTS => rows.iter().map(|row| row.4).collect::<Vec<_>>(),
        col::DURATION_MS => rows.iter().map(|row| row.5).collect::<Vec<_>>(),
        "day" => rows.iter().map(|row| day_number(row.2)).collect::<Vec<_>>(),
    )
    .unwrap()
    .lazy()
}

/// The same sums by polars' group-by, for one person and feature.
fn by_group(rows: &[Line], person: u32, feature: &str) -> Option<(i64, u32, i64, Option<Micros>)> {
    let from = spans().window.from;
    let used = || col(col::EVENTS).fill_null(lit(0i64)).gt(lit(0i64));
    let inside = || col(col::INTERVAL_START).gt_eq(lit(from));
    let frame = table(rows)
        .filter(col(col::INTERVAL_START).lt(lit(AS_OF)).and(col(col::INTERVAL_START).lt(col(col::INTERVAL_END))))
        .filter(col(col::USER_IX).eq(lit(person)).and(col(col::FEATURE).eq(lit(feature))))
        .select([
            len().alias("rows"),
            col(col::EVENTS).filter(inside()).sum(),
            col("day").filter(inside().and(used())).n_unique().alias("days"),
            col(col::DURATION_MS).filter(inside()).sum(),
            col(col::INTERVAL_START).filter(used()).max().alias("last"),
        ])
        .collect()
        .unwrap();
    let integer = |name: &str| frame.column(name).unwrap().cast(&DataType::Int64).unwrap().i64().unwrap().get(0);
    (integer("rows") != Some(0)).then(|| {
        let days = integer("days").unwrap_or(0) as u32;
        (integer(col::EVENTS).unwrap_or(0), days, integer(col::DURATION_MS).unwrap_or(0), integer("last"))
    })
}

#[test]
fn what_begins_at_as_of_is_not_read_and_the_window_takes_its_first_instant() {
    let from = spans().window.from;
    let rows = [
        (Some(0), "voice", AS_OF, AS_OF + DAY, Some(5), Some(1)),
        (Some(0), "voice", from, from + 1, Some(2), Some(3)),
        (Some(0), "voice", from - 1, from + DAY, Some(7), Some(9)),
    ];
    let facts = read(table(&rows), &people(1), Windows::uniform(spans())).unwrap();
    let expected = FeatureFact { feature: Feature::Voice, events: 2, days: 1, duration_ms: 3, last: Some(from) };
    assert_eq!(facts.by_person[0], vec![expected]);
    assert_eq!(facts.span, Some(Span { from: from - 1, to: from + DAY }));
}

#[test]
fn a_schedule_is_evidence_but_no_sign_of_life_and_unknown_features_are_a_sign() {
    let rows = [
        (Some(0), "wfm_schedule", AS_OF - DAY, AS_OF, Some(1), None),
        (Some(1), "telepathy", AS_OF - DAY, AS_OF + DAY, Some(1), None),
        (Some(2), "voice", AS_OF - DAY, AS_OF, Some(0), None),
        (None, "voice", AS_OF - DAY, AS_OF, Some(1), None),
    ];
    let facts = read(table(&rows), &people(3), Windows::uniform(spans())).unwrap();
    assert_eq!(facts.signs[0].latest, None);
    assert_eq!(facts.by_person[0][0].events, 1);
    assert_eq!(facts.signs[1].latest, Some(AS_OF));
    assert_eq!(facts.signs[2].latest, None);
    assert_eq!(facts.unknown_features, BTreeMap::from([("telepathy".to_owned(), 1)]));
    assert!(facts.has_unmatched);
    assert_eq!(facts.occurring, vec![Feature::Voice, Feature::WfmSchedule]);
}

#[test]
fn a_sum_beyond_64_bits_is_refused_not_wrapped() {
    let row = |start| (Some(0), "voice", start, start + 1, Some(i64::MAX), None);
    let error = read(table(&[row(AS_OF - 5), row(AS_OF - 9)]), &people(1), Windows::uniform(spans())).unwrap_err();
    assert!(error.to_string().contains("beyond 64 bits"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn the_fold_agrees_with_a_group_by(
        rows in prop::collection::vec(
            (0u32..3, 0usize..3, 900i64..1_002, 0i64..86_400, 0i64..200_000, prop::option::of(0i64..3), prop::option::of(0i64..99)),
            0..60,
        ),
    ) {
        let names = ["voice", "chat", "wfm_planning"];
        let rows: Vec<Line> = rows
            .into_iter()
            .map(|(person, name, day, second, length, events, duration)| {
                let start = day * DAY + second * 1_000_000;
                (Some(person), names[name], start, start + length * 1_000_000, events, duration)
            })
            .collect();
        let facts = read(table(&rows), &people(3), Windows::uniform(spans())).unwrap();
        for person in 0..3u32 {
            for name in names {
                let feature: Feature = name.parse().unwrap();
                let fact = facts.by_person[person as usize].iter().find(|fact| fact.feature == feature);
                let fact = fact.map(|fact| (fact.events, fact.days, fact.duration_ms, fact.last));
                prop_assert_eq!(fact, by_group(&rows, person, name));
            }
        }
    }
}

#[test]
fn a_department_has_a_window_of_its_own() {
    let department = Some("Planning".to_owned());
    let own = DepartmentWindow { department: department.clone(), window_days: Some(10), ..DepartmentWindow::default() };
    let settings = Settings { department_windows: vec![own], ..Settings::default() };
    let mut list = people(2).list;
    list[1].department = department;
    let day = |number: u64| NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Days::new(number);
    let windows = Windows::new(&settings, &People::new(list), AS_OF, (day(980), day(1_011)));
    let row = |person, ago: i64| (Some(person), "chat", AS_OF - ago * DAY, AS_OF - ago * DAY + 1, Some(2), Some(5));
    let rows = [row(0, 5), row(0, 50), row(1, 5), row(1, 50), row(1, 11)];
    let facts = read(table(&rows), &people(2), windows.clone()).unwrap();
    let of = |person: usize| facts.by_person[person].iter().map(|fact| (fact.events, fact.days)).collect::<Vec<_>>();
    assert_eq!((of(0), of(1)), (vec![(4, 2)], vec![(2, 1)]));
    assert_eq!((windows.of(0).thresholds.window_days, windows.of(1).thresholds.window_days), (90, 10));
}
