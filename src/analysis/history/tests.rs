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
