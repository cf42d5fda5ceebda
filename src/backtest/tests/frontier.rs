//! Thresholds side by side, by hand.

use rust_decimal::Decimal;

use super::org::{HISTORY, Org};
use crate::backtest::{Options, frontier::Frontier};

/// One who left, and one who is away for 45 days again and again; both on CX 1 at 75.00.
fn frontier(limit: i64) -> Frontier {
    let mut org = Org::default();
    org.person("ann", "cloudCX1");
    org.present("ann", HISTORY, 301);
    org.person("ben", "cloudCX1");
    for end in [390, 340, 290, 240, 190, 140, 90, 40] {
        org.present("ben", end, end - 4);
    }
    let options = Options { regret_limit: Decimal::from(limit), horizons: vec![30], ..Options::default() };
    org.tested(&options).frontier.unwrap()
}

#[test]
fn a_shorter_threshold_saves_more_and_is_regretted_more() {
    let frontier = frontier(1);
    let days: Vec<(u32, u64, u64)> =
        frontier.points.iter().map(|point| (point.idle_days, point.total.judged, point.total.regretted)).collect();
    // Windows of 120 days are whole 270, 240, … 30 days ago: nine instants, for all thresholds. Ann is idle for 30 days
    // at all of them, for 45 and 60 at the eight from 240 days ago on, for 90 at seven, for 120 at six.
    // Ben is 15 to 45 days from his last day at each but the one at which he is present; he is back within 30 days.
    assert_eq!(frontier.stands.len(), 9);
    let of = |days: u32| frontier.points.iter().find(|point| point.idle_days == days).unwrap();
    assert_eq!(of(60).total.judged, 8);
    assert_eq!((of(90).total.judged, of(90).total.regretted), (7, 0));
    assert_eq!((of(120).total.judged, of(120).total.regretted), (6, 0));
    assert!(days.windows(2).all(|pair| pair[0].1 >= pair[1].1 && pair[0].2 >= pair[1].2), "{days:?}");
    assert!(of(14).total.regretted > 0 && of(60).total.regretted == 0, "{days:?}");
    assert_eq!(of(90).reclaims, of(90).total);
    assert!(of(90).is_set && frontier.set() == Some(of(90)));
}

#[test]
fn the_largest_saving_within_the_limit_is_suggested() {
    let strict = frontier(0);
    let best = &strict.points[strict.suggested.unwrap()];
    let others = strict.points.iter().filter(|point| point.total.regretted == 0);
    assert_eq!(others.map(|point| point.total.kept()).max(), Some(best.total.kept()));
    assert_eq!(best.total.regretted, 0);
    let free = frontier(100);
    let most = free.points.iter().map(|point| point.total.kept()).max().unwrap();
    assert_eq!(free.points[free.suggested.unwrap()].total.kept(), most);
}

#[test]
fn nothing_is_suggested_where_nothing_was_judged() {
    let mut org = Org::default();
    org.person("ann", "cloudCX1");
    org.present("ann", HISTORY, 1);
    org.uses("ann", "voice", HISTORY, 1);
    let frontier = org.backtest().frontier.unwrap();
    assert_eq!(frontier.suggested, None);
    assert!(frontier.points.iter().all(|point| point.total.regret_percent().is_none()));
}
