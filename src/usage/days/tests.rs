//! The days kept against the two passes of an analysis at a midnight.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::{
    settings::{DepartmentWindow, Settings},
    usage::{
        activity,
        people::{People, Person, State},
        presence,
        windows::Reading,
    },
};

const AS_OF: Micros = 1_000 * DAY;
const FIRST_DAY: i64 = 400;

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

/// The last of three people is of a department with a window of its own.
fn windows(at: Micros, window_days: u32) -> Windows {
    let day = |number: i64| NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Days::new(number as u64);
    let department = Some("Planning".to_owned());
    let own = DepartmentWindow { department: department.clone(), window_days: Some(17), ..DepartmentWindow::default() };
    let settings = Settings { window_days, department_windows: vec![own], ..Settings::default() };
    let mut list = people(3).list;
    list[2].department = department;
    Windows::new(&settings, &People::new(list), at, (day(980), day(1_011)))
}

type Line = (u32, &'static str, Micros, Micros, i64);

fn table(rows: &[Line], start: &str, end: &str) -> LazyFrame {
    df!(
        col::USER_IX => rows.iter().map(|row| row.0).collect::<Vec<_>>(),
        col::FEATURE => rows.iter().map(|row| row.1).collect::<Vec<_>>(),
        start => rows.iter().map(|row| row.2).collect::<Vec<_>>(),
        end => rows.iter().map(|row| row.3).collect::<Vec<_>>(),
        col::EVENTS => rows.iter().map(|row| row.4).collect::<Vec<_>>(),
        col::DURATION_MS => vec![0i64; rows.len()],
    )
    .unwrap()
    .lazy()
}

#[test]
fn marks_answer_for_any_span_of_days() {
    let mut marks = Marks::new(2, 3);
    marks.mark(1, -5, 1);
    marks.mark(1, 63, 64);
    marks.mark(1, 191, 400);
    assert_eq!(marks.first(1, (2, 192)), Some(63));
    assert_eq!((marks.last(1, (0, 191)), marks.last(1, (0, 9_999))), (Some(64), Some(191)));
    assert_eq!((marks.count(1, (0, 192)), marks.count(1, (64, 64))), (5, 0));
    assert!(!marks.any(1, (65, 191)) && !marks.any(0, (0, 192)) && !marks.any(1, (5, 2)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn the_facts_of_a_midnight_are_those_of_a_pass_up_to_it(
        rows in prop::collection::vec((0u32..3, 0usize..4, 300i64..1_002, 0i64..86_400, 0i64..200_000, 0i64..4), 0..60),
        ago in 0i64..120,
        window in prop::sample::select(vec![14u32, 90]),
        is_summed in any::<bool>(),
    ) {
        let names = ["voice", "chat", "wfm_schedule", "telepathy"];
        let line = |(person, name, day, second, length, events): (u32, usize, i64, i64, i64, i64)| {
            let start = day * DAY + second * 1_000_000;
            (person, names[name], start, start + length * 1_000_000, events)
        };
        let rows: Vec<Line> = rows.into_iter().map(line).collect();
        let (acts, stays) = (table(&rows, col::INTERVAL_START, col::INTERVAL_END), table(&rows, col::START_AT, col::END_AT));
        let at = AS_OF - ago * DAY;
        let cuts = if is_summed { vec![day_number(at) - i64::from(window.max(17)), day_number(at) - i64::from(window.min(17)), day_number(at)] } else { Vec::new() };
        let reach = Reach { first_day: FIRST_DAY, as_of: AS_OF, cuts };
        let log = DayLog::read(Some(acts.clone()), Some(stays.clone()), 3, reach).unwrap();
        let windows = windows(at, window);
        let whole = [Reading::whole(windows.clone())];
        let (own, then) = (log.activity_at(&windows), activity::facts(acts, &people(3), &whole).unwrap().remove(0));
        prop_assert_eq!(&own.occurring, &then.occurring);
        prop_assert_eq!(own.span, then.span);
        for person in 0..3 {
            // Features with nothing but intervals without events decide nothing; days stand for instants.
            let used = |facts: &[FeatureFact]| -> Vec<_> {
                let known = facts.iter().filter_map(|fact| Some((fact, fact.last?)));
                known
                    .map(|(fact, last)| (fact.feature, is_summed.then_some(fact.events), fact.days, day_number(last)))
                    .collect()
            };
            prop_assert_eq!(used(&own.by_person[person]), used(&then.by_person[person]));
            prop_assert_eq!(to_the_day(own.signs[person]), to_the_day(then.signs[person]));
        }
        let (own, then) = (log.presence_at(&windows), presence::facts(stays, &people(3), &whole).unwrap().remove(0).0);
        prop_assert_eq!(own.span, then.span);
        for person in 0..3 {
            prop_assert_eq!(to_the_day(own.signs[person]), to_the_day(then.signs[person]));
        }
    }
}

/// The day that a sign reaches into: all that a midnight asks for.
fn to_the_day(signs: Signs) -> (Option<i64>, bool, bool) {
    (signs.latest.map(|end| day_number(end - 1)), signs.last_year, signs.after_last_year)
}
