//! Forecasts worked by hand, and against an oracle in plain fractions.

use proptest::prelude::*;

use super::*;

fn whole(days: &[u64]) -> Vec<Option<Ratio>> {
    days.iter().map(|units| Some(Ratio::whole(*units))).collect()
}

fn asked(history: &[Option<Ratio>], skip: usize, days: usize) -> Option<Forecast> {
    forecast(&Question { history, skip, days, known: Ratio::ZERO })
}

/// Weeks of the same seven days.
fn weeks(week: [u64; 7], count: usize) -> Vec<Option<Ratio>> {
    whole(&week).into_iter().cycle().take(7 * count).collect()
}

#[test]
fn a_week_that_repeats_is_forecast_without_error() {
    let history = weeks([10, 10, 10, 10, 10, 2, 0], 8);
    let forecast = asked(&history, 0, 9).unwrap();
    assert_eq!(forecast.expected, Ratio::whole(52 + 20));
    assert_eq!((forecast.low, forecast.high), (Some(Ratio::whole(72)), Some(Ratio::whole(72))));
    let running: Vec<String> = forecast.running.iter().map(ToString::to_string).collect();
    assert_eq!(running, ["10", "20", "30", "40", "50", "52", "52", "62", "72"]);
    // Origins from day 28 to day 47, from which nine days are known.
    assert_eq!(forecast.outcomes.len(), 20);
}

#[test]
fn the_weekday_is_kept_across_days_in_between() {
    let history = weeks([10, 10, 10, 10, 10, 2, 0], 8);
    assert_eq!(asked(&history, 5, 2).unwrap().expected, Ratio::whole(2), "a weekend");
    assert_eq!(asked(&history, 7, 1).unwrap().expected, Ratio::whole(10), "a Monday, more than a week ahead");
}

#[test]
fn growth_is_met_by_the_median_of_past_errors() {
    let history: Vec<_> = (0..70).map(|day| Some(Ratio::whole(100 + day))).collect();
    let forecast = asked(&history, 0, 7).unwrap();
    // The mean of eight same weekdays lies 31.5 days behind: seven days are 7 × 31.5 = 220.5 too few, always but at the
    // beginning, where fewer weeks lie before.
    let came: u64 = (70..77).map(|day| 100 + day).sum();
    assert!(forecast.expected > Ratio::whole(came - 100) && forecast.expected <= Ratio::whole(came), "{forecast:?}");
    assert!(forecast.low.unwrap() <= forecast.expected && forecast.expected <= forecast.high.unwrap());
}

#[test]
fn few_days_give_a_mean_and_no_range() {
    let forecast = asked(&whole(&[4, 6]), 0, 7).unwrap();
    // The weekdays that are known keep their own day; all others have the mean of both, 5.
    assert_eq!(forecast.expected, Ratio::whole(5 * 5 + 4 + 6));
    assert_eq!((forecast.low, forecast.high, forecast.outcomes.len()), (None, None, 0));
    assert_eq!(asked(&[], 0, 7), None);
    assert_eq!(asked(&[None, None], 0, 7), None, "days of which nothing is known are not days without use");
}

#[test]
fn a_weekday_that_is_not_known_has_the_mean_of_the_others_each_counted_once() {
    let mut history = vec![None; 7];
    (history[0], history[5]) = (Some(Ratio::whole(4)), Some(Ratio::whole(6)));
    for skip in [1, 4, 6] {
        assert_eq!(asked(&history, skip, 1).unwrap().expected, Ratio::whole(5), "{skip}");
    }
}

#[test]
fn fractions_of_different_grain_add_up() {
    let mut week = vec![Ratio::new(1, 3); 7];
    week[0] = Ratio::new(1, 2);
    assert_eq!(asked(&week, 0, 7), asked(&week.repeat(2), 0, 7));
    assert_eq!(asked(&week, 0, 7).unwrap().expected, Ratio::new(5, 2).unwrap(), "1/2 + 6 × 1/3");
}

#[test]
fn a_forecast_is_never_below_what_is_known_already() {
    let history = weeks([10; 7], 8);
    let known = Ratio::whole(25);
    let forecast = forecast(&Question { history: &history, skip: 0, days: 2, known }).unwrap();
    assert_eq!((forecast.expected, forecast.low), (known, Some(known)));
    assert_eq!(forecast.running.last(), Some(&known));
}

#[test]
fn nothing_left_to_forecast_is_nothing() {
    let forecast = asked(&weeks([10; 7], 8), 0, 0).unwrap();
    assert_eq!((forecast.expected, forecast.running.len()), (Ratio::ZERO, 0));
}

#[test]
fn fractions_stay_exact_and_too_fine_ones_are_refused() {
    let third: Vec<_> = (0..28).map(|_| Ratio::new(1, 3)).collect();
    assert_eq!(asked(&third, 0, 3).unwrap().expected, Ratio::ONE);
    let fine = [Ratio::new(1, 9_999_999_967), Ratio::new(1, 9_999_999_929)];
    assert_eq!(asked(&fine, 0, 1), None);
}

/// The second way: lists of days, means by dividing, every number a fraction of its own.
mod oracle {
    use rust_decimal::Decimal;

    pub(super) type Day = Option<u64>;

    fn mean_of(days: &[Day], origin: usize, day: usize) -> Option<Decimal> {
        let mut same = Vec::new();
        let mut place = day as i64 - 7;
        while place >= origin as i64 {
            place -= 7;
        }
        for _ in 0..8 {
            if place >= 0
                && let Some(units) = days[place as usize]
            {
                same.push(Decimal::from(units));
            }
            place -= 7;
        }
        let count = Decimal::from(same.len());
        (!same.is_empty()).then(|| same.iter().sum::<Decimal>() / count)
    }

    fn total(days: &[Day], origin: usize, skip: usize, ahead: usize) -> Option<Decimal> {
        let mut total = Decimal::ZERO;
        for day in origin + skip..origin + skip + ahead {
            let weekday = mean_of(days, origin, day);
            let others: Vec<Decimal> = (1..7).filter_map(|other| mean_of(days, origin, day + other)).collect();
            let count = Decimal::from(others.len());
            let fallback = || (!others.is_empty()).then(|| others.iter().sum::<Decimal>() / count);
            total += weekday.or_else(fallback)?;
        }
        Some(total)
    }

    /// Low, expected, high; range only from ten windows on.
    pub(super) fn forecast(days: &[Day], skip: usize, ahead: usize) -> Option<[Option<Decimal>; 3]> {
        let now = total(days, days.len(), skip, ahead)?;
        let mut outcomes = Vec::new();
        for origin in 28..days.len() {
            let end = origin + skip + ahead;
            if end > days.len() || days[..origin].iter().flatten().count() < 28 {
                continue;
            }
            let came: Option<u64> = days[origin + skip..end].iter().copied().sum();
            let (Some(came), Some(then)) = (came, total(days, origin, skip, ahead)) else { continue };
            outcomes.push((now + Decimal::from(came) - then).max(Decimal::ZERO));
        }
        outcomes.sort();
        if outcomes.len() < 10 {
            return Some([None, Some(now), None]);
        }
        let rank = |percent: usize| outcomes.get((outcomes.len() * percent).div_ceil(100) - 1).copied();
        Some([rank(10), rank(50), rank(90)])
    }
}

proptest! {
    #[test]
    fn agrees_with_plain_loops(
        days in prop::collection::vec(prop::option::weighted(0.95, 0u64..5_000), 0..120),
        skip in 0usize..9,
        ahead in 1usize..32,
    ) {
        let history: Vec<Option<Ratio>> = days.iter().map(|day| day.map(Ratio::whole)).collect();
        let own = asked(&history, skip, ahead);
        let oracle = oracle::forecast(&days, skip, ahead);
        let shown = |ratio: Option<Ratio>| ratio.map(|ratio| ratio.rounded(4).normalize());
        let own_three = own.as_ref().map(|own| [shown(own.low), shown(Some(own.expected)), shown(own.high)]);
        let oracle_three = oracle.map(|three| three.map(|number| number.map(|number| {
            number.round_dp_with_strategy(4, rust_decimal::RoundingStrategy::MidpointAwayFromZero).normalize()
        })));
        prop_assert_eq!(own_three, oracle_three);
        if let Some(own) = own {
            prop_assert!(own.running.windows(2).all(|pair| pair[0] <= pair[1]));
            prop_assert_eq!(own.running.last(), Some(&own.expected));
        }
    }
}
