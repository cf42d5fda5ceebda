//! Ten thousand small random cases: the closed form against every commitment tried, costs summed month by month.

use rust_decimal::Decimal;

use super::dice::Dice;
use super::*;

/// A case in plain numbers: demands in sevenths of a unit where `grain` is 7, prices in cents.
#[derive(Debug)]
struct Case {
    grain: u64,
    months: Vec<(u64, u64)>,
    steps: Vec<(u64, u64, u64)>,
}

fn case(dice: &mut Dice) -> Case {
    let grain = if dice.one_in(4) { 7 } else { 1 };
    let most = dice.roll(0, 12);
    let months = (0..dice.roll(1, 6)).map(|_| (dice.roll(0, most * grain), dice.roll(1, 3))).collect();
    let mut from = if dice.one_in(3) { dice.roll(0, 4) } else { 0 };
    let mut steps = Vec::new();
    for _ in 0..dice.roll(1, 4) {
        // Few prices, so that ties are many.
        steps.push((from, dice.roll(0, 6) * 5, dice.roll(0, 8) * 5));
        from += dice.roll(1, 5);
    }
    Case { grain, months, steps }
}

fn commitment(case: &Case) -> Commitment {
    let scenario = |(place, (parts, weight)): (usize, &(u64, u64))| Scenario {
        label: format!("{place}"),
        demand: Ratio::new(*parts, case.grain).unwrap(),
        weight: Ratio::new(*weight, 3).unwrap(),
    };
    let cents = |cents: u64| Some(Decimal::new(i64::try_from(cents).unwrap(), 2));
    let step = |(from, unit, overage): &(u64, u64, u64)| Step {
        from: *from,
        unit_price: cents(*unit),
        overage_price: cents(*overage),
    };
    Commitment {
        demand: Demand::new(case.months.iter().enumerate().map(scenario).collect(), &place()).unwrap(),
        terms: Terms::new(Currency::USD, case.steps.iter().map(step).collect(), &place()).unwrap(),
    }
}

/// Cost in cents × grain × weight thirds, by adding up.
fn plain_cost(case: &Case, units: u64) -> Option<u64> {
    let (_, unit, overage) = case.steps.iter().rev().find(|(from, ..)| *from <= units)?;
    let month = |(parts, weight): &(u64, u64)| {
        weight * (units * case.grain * unit + parts.saturating_sub(units * case.grain) * overage)
    };
    Some(case.months.iter().map(month).sum())
}

#[test]
fn the_closed_form_is_what_trying_every_commitment_finds() {
    let mut dice = Dice(4);
    for number in 0..10_000 {
        let case = case(&mut dice);
        let commitment = commitment(&case);
        // Beyond all demand and all steps a further unit only costs.
        let tried = (0..=40).filter_map(|units| Some((plain_cost(&case, units)?, units)));
        let (cost, units) = tried.min().unwrap();
        let optimum = commitment.optimum();
        let best = optimum.best.unwrap();
        assert_eq!(best.cost.units, units, "case {number}: {case:?}");
        let total = Ratio::new(cost, 300 * case.grain).unwrap();
        assert_eq!(best.cost.total, total, "case {number}: {case:?}");
        for step in &optimum.steps {
            let within =
                (step.from..=step.to.unwrap_or(40)).filter_map(|units| Some((plain_cost(&case, units)?, units)));
            let best = step.best.as_ref().unwrap();
            assert_eq!(Some(best.cost.units), within.min().map(|(_, units)| units), "case {number}: {case:?}");
            assert!(best.standing != Standing::Inside || (best.at.holds() && !best.below.is_some_and(|b| b.holds())));
        }
    }
}

#[test]
fn the_walk_away_price_is_where_every_commitment_stops_being_cheaper_than_month_to_month() {
    let mut dice = Dice(5);
    for number in 0..2_000 {
        let mut case = case(&mut dice);
        case.steps.truncate(1);
        let (from, _, overage) = case.steps[0];
        let monthly = dice.roll(0, 8) * 5;
        let commitment = commitment(&case);
        let walk_away = commitment.walk_away(0, Some(Decimal::new(i64::try_from(monthly).unwrap(), 2))).unwrap();
        let month_to_month: u64 = case.months.iter().map(|(parts, weight)| weight * parts * monthly).sum();
        let committed: u64 = case.months.iter().map(|(_, weight)| weight * case.grain).sum();
        // The highest price per unit, in cents, at which a commitment costs as much as month-to-month.
        let even = |units: u64| {
            let free = Case { grain: case.grain, months: case.months.clone(), steps: vec![(0, 0, overage)] };
            let left = i128::from(month_to_month) - i128::from(plain_cost(&free, units).unwrap());
            Ratio::of(left, i128::from(units * committed * 100))
        };
        let highest = (from.max(1)..=60).map(even).max().unwrap();
        match walk_away {
            WalkAway::From { price, units } => {
                assert_eq!((price, even(units)), (highest, highest), "case {number}: {case:?}, {monthly}");
            }
            WalkAway::Always => assert!(highest <= Ratio::ZERO, "case {number}: {case:?}, {monthly}"),
            WalkAway::Never => assert!(from == 0 && overage < monthly, "case {number}: {case:?}, {monthly}"),
        }
    }
}
