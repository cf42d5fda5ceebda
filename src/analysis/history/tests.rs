//! A period read beside the analysis against the same period read alone.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::{
    analysis::small::{self, staged},
    cli::source,
    settings::Settings,
    snapshot::Snapshot,
};

/// Both ways to the latest period of one organization.
fn both(snapshot: &Snapshot, contract: &str, as_of: DateTime<Utc>) -> [History; 2] {
    let book = PriceBook::embedded();
    let scan = |table| source::scan(snapshot, table);
    let within = |table, span| source::scan_within(snapshot, table, span);
    let further = |contract: &Contract, spans| vec![last_over(contract, spans).1];
    let (analysis, told) =
        small::analyzed_reading(snapshot, contract, Settings::default(), &as_of.to_rfc3339(), further);
    [&told[..], &[]].map(|told| latest(&analysis, &scan, &within, &book, told).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_period_read_beside_the_analysis_is_the_period_read_alone(
        rows in prop::collection::vec((0usize..4, 0i64..110, 0i64..86_400, 1i64..200_000, any::<bool>()), 0..60),
        anchor in prop::sample::select(vec![1u32, 15]),
        (day, second) in (30i64..110, prop::sample::select(vec![0i64, 43_200, 86_399])),
        starts_late in any::<bool>(),
    ) {
        let begin: DateTime<Utc> = "2026-07-20T00:00:00Z".parse().unwrap();
        let text = |at: DateTime<Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let as_of = begin + TimeDelta::days(day) + TimeDelta::seconds(second);
        let (mut presence, mut activity) =
            ("user_id,start_at,end_at\n".to_owned(), "user_id,interval_start,interval_end,feature,events,duration_ms\n".to_owned());
        for (person, day, second, length, is_presence) in rows {
            let day = if starts_late { day.max(100) } else { day };
            let start = begin + TimeDelta::days(day) + TimeDelta::seconds(second);
            let end = start + TimeDelta::seconds(length);
            // The last person is known to nobody; every seventh interval is still open.
            match is_presence {
                true if second % 7 == 0 => presence += &format!("u{person},{},\n", text(start)),
                true => presence += &format!("u{person},{},{}\n", text(start), text(end)),
                false => activity += &format!("u{person},{},{},voice,{},{length}\n", text(start), text(end), second % 3),
            }
        }
        let snapshot = staged(&[
            ("users.csv", "user_id,email,name,state\nu0,,Ann,active\nu1,,Bob,inactive\nu2,,Cem,active\n"),
            ("licenses.csv", "user_id,license_id\nu0,cloudCX3\nu1,cloudCX2\nu2,cloudCX3\n"),
            ("presence.csv", &presence),
            ("activity.csv", &activity),
        ]);
        let [beside, alone] = both(&snapshot, &format!("[contract]\nperiod_anchor_day = {anchor}\n"), as_of);
        prop_assert_eq!(beside, alone);
    }
}

/// Quantities of a period by product id, in row order, none of 0, as `price bill` of the period bills them.
fn billed(snapshot: &Snapshot, contract: &str, period: Period) -> Vec<(String, u64)> {
    let last = crate::usage::spans::midnight(period.to) - 1;
    let as_of = instant(last).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
    let analysis = small::analyzed_with(snapshot, contract, Settings::default(), &as_of);
    assert_eq!(analysis.period, period);
    let units = analysis.tariff.products().iter().zip(&analysis.billing.quantities);
    let known = units.map(|(product, units)| (product.id.clone(), units.unwrap_or(0)));
    known.filter(|(_, units)| *units > 0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn a_month_that_is_over_is_billed_as_the_history_counts_it(
        people in prop::collection::vec(
            (prop::option::of(0i64..130), prop::option::of(0i64..120), prop::option::of(0i64..140), 0usize..3, any::<bool>()),
            1..12,
        ),
        anchor in prop::sample::select(vec![1u32, 15]),
        is_concurrent in any::<bool>(),
    ) {
        let begin: DateTime<Utc> = "2026-07-20T00:00:00Z".parse().unwrap();
        let text = |day: Option<i64>| day.map_or(String::new(), |day| (begin + TimeDelta::days(day)).to_rfc3339());
        let (mut users, mut licenses) =
            ("user_id,email,name,state,created_at\n".to_owned(), "user_id,license_id,assigned_from,assigned_to\n".to_owned());
        let (mut presence, mut number) = ("user_id,start_at,end_at\n".to_owned(), 0);
        for (created, from, to, product, is_active) in people {
            number += 1;
            let state = if is_active { "active" } else { "inactive" };
            users += &format!("u{number},,U{number},{state},{}\n", text(created));
            let to = to.filter(|to| from.is_none_or(|from| from <= *to));
            licenses += &format!("u{number},{},{},{}\n", ["cloudCX1", "cloudCX2", "cloudCX3"][product], text(from), text(to));
            presence += &format!("u{number},{},{}\n", text(Some(number * 9)), text(Some(number * 9 + 20)));
        }
        let snapshot =
            staged(&[("users.csv", &users), ("licenses.csv", &licenses), ("presence.csv", &presence)]);
        let model = if is_concurrent { "concurrent" } else { "named" };
        let contract = format!("[contract]\nmodel = \"{model}\"\nperiod_anchor_day = {anchor}\n");
        let book = PriceBook::embedded();
        let scan = |table| source::scan(&snapshot, table);
        let within = |table, span| source::scan_within(&snapshot, table, span);
        let as_of = text(Some(125));
        let analysis = small::analyzed_with(&snapshot, &contract, Settings::default(), &as_of);
        let history = read(&analysis, &scan, &within, &book, 12).unwrap();
        let (last, past) = history.months.split_last().unwrap();
        prop_assert_eq!(last.period, analysis.period);
        for month in past {
            let counted = if is_concurrent { &month.counted.concurrent } else { &month.counted.named };
            prop_assert_eq!(&billed(&snapshot, &contract, month.period), counted.as_ref().unwrap(), "{}", month.period.from);
        }
    }
}
