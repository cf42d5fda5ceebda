//! Regret on generated rows, once more in plain loops over the rows.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::org::{Org, ago};
use crate::{
    backtest::Options,
    canonical::rows::{DAY, Micros, Row},
    findings::code::Advice,
};

const NAMES: [&str; 5] = ["ann", "ben", "cem", "dee", "eve"];
const FEATURES: [&str; 3] = ["voice", "wfm_planning", "quality_evaluated"];
/// Days of history: instants 120, 90, 60 and 30 days ago have a window.
const HISTORY: i64 = 220;

/// An interval of somebody: who, what (`None` = presence), from, to.
type Interval = (usize, Option<usize>, Micros, Micros);

/// Judged, regretted, saved and bought back in cents, by code.
type Figures = BTreeMap<&'static str, (u64, u64, i64, i64)>;

/// List prices in cents.
const CX: [(&str, i64); 3] = [("cloudCX1", 7_500), ("cloudCX2", 11_500), ("cloudCX3", 15_500)];

/// What is advised at `at` to a holder of a tier: code and the tier that is enough; `None` = nothing.
fn advice(held: usize, own: &[&Interval], at: Micros, has_rows: bool) -> Option<(&'static str, Option<usize>)> {
    let window = at - 90 * DAY;
    let is_sign = |it: &&&Interval| it.1 != Some(2);
    let begun: Vec<_> = own.iter().filter(|it| it.2 < at).collect();
    let latest = begun.iter().copied().filter(is_sign).map(|it| it.3.min(at)).max();
    match latest {
        // Where nobody was ever seen, nobody can be said never to have been.
        None if has_rows => return Some(("reclaim-never-activated", None)),
        Some(end) if at - end >= 90 * DAY => return Some(("reclaim-idle", None)),
        _ => {}
    }
    let used = |feature: usize| begun.iter().any(|it| it.1 == Some(feature) && it.2 >= window);
    let needed = if used(1) {
        2
    } else if used(2) {
        1
    } else {
        0
    };
    (needed < held).then_some(("downgrade-tier", Some(needed)))
}

/// The day after `at` on which something given up is used for the first time.
fn first_use(held: usize, to: Option<usize>, own: &[&Interval], at: Micros) -> Option<i64> {
    let is_regret = |it: &&&Interval| match to {
        None => it.1 != Some(2),
        // CX 3 alone has planning, CX 2 and 3 have evaluations received.
        Some(to) => (it.1 == Some(1) && held == 2 && it.2 >= at) || (it.1 == Some(2) && to == 0 && it.2 >= at),
    };
    own.iter().filter(is_regret).filter(|it| it.3 > at).map(|it| (it.2.max(at) - at) / DAY).min()
}

fn plainly(held: &[usize], intervals: &[Interval], horizon: i64) -> Figures {
    let mut figures = Figures::new();
    for at in [120, 90, 60, 30].into_iter().filter(|days| *days >= horizon).map(ago) {
        let has_rows = intervals.iter().any(|it| it.2 < at);
        for (user, held) in held.iter().enumerate() {
            let own: Vec<&Interval> = intervals.iter().filter(|it| it.0 == user).collect();
            let Some((code, to)) = advice(*held, &own, at, has_rows) else { continue };
            let price = CX[*held].1 - to.map_or(0, |to| CX[to].1);
            let figure = figures.entry(code).or_default();
            figure.0 += 1;
            figure.2 += price * horizon / 30;
            if let Some(day) = first_use(*held, to, &own, at).filter(|day| *day < horizon) {
                figure.1 += 1;
                figure.3 += price * (horizon - day / 30 * 30) / 30;
            }
        }
    }
    figures
}

fn organization(held: &[usize], intervals: &[Interval]) -> Org {
    let mut org = Org::default();
    org.covers(HISTORY, 0);
    // The digital editions of CX 2 and CX 3 cost less; they would only make the loops longer.
    org.settings.allow = ["cx1", "cx2", "cx3"].map(str::to_owned).to_vec();
    for (user, held) in held.iter().enumerate() {
        org.person(NAMES[user], CX[*held].0);
    }
    for (user, feature, start, end) in intervals {
        let user_id = NAMES[*user];
        org.row(match feature {
            None => Row::Presence { user_id, start_at: *start, end_at: Some(*end) },
            Some(feature) => Row::Activity {
                user_id,
                interval_start: *start,
                interval_end: *end,
                feature: FEATURES[*feature],
                events: Some(1),
                duration_ms: None,
            },
        });
    }
    org
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn regret_agrees_with_plain_loops(
        held in prop::collection::vec(0usize..3, 5),
        rows in prop::collection::vec((0usize..5, 0usize..5, 1i64..HISTORY, 0i64..86_400, 1i64..150_000), 0..24),
    ) {
        let interval = |(user, kind, day, second, length): (usize, usize, i64, i64, i64)| {
            let start = ago(day) + second * 1_000_000;
            let end = (start + length * 1_000_000).min(ago(0));
            (user, (kind < 3).then_some(kind), start, end)
        };
        let intervals: Vec<Interval> = rows.into_iter().map(interval).collect();
        let options = Options { thresholds: Vec::new(), ..Options::default() };
        let backtest = organization(&held, &intervals).tested(&options);
        for horizon in &backtest.horizons {
            let own: Figures = horizon
                .by_code
                .iter()
                .filter(|(_, tally)| tally.judged > 0)
                .map(|(code, tally)| {
                    let cents = |amount: rust_decimal::Decimal| i64::try_from((amount * rust_decimal::Decimal::ONE_HUNDRED).round()).unwrap();
                    (Advice::as_str(*code), (tally.judged, tally.regretted, cents(tally.saved), cents(tally.bought_back)))
                })
                .collect();
            prop_assert_eq!(own, plainly(&held, &intervals, i64::from(horizon.days)), "within {} days", horizon.days);
        }
    }
}
