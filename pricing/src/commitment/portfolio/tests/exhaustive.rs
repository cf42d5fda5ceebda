//! Small cases against every choice there is: ten thousand in whole units, three hundred in parts of units.

use super::*;

/// Demand per month, steps of (from, unit price, overage price).
type Product = (Vec<u64>, Vec<(u64, u64, u64)>);

/// A case in plain numbers: prices, minimum and steps in whole money.
#[derive(Debug)]
struct Case {
    members: Vec<Product>,
    weights: Vec<u64>,
    minimum: u64,
    /// From, percent, percent of overage.
    steps: Vec<(u64, u64, u64)>,
}

/// Most units that are tried; minimum and steps can be reached by each product with less.
const TRIED: u64 = 11;

fn case(dice: &mut Dice, products: u64) -> Case {
    let weights: Vec<u64> = (0..dice.roll(1, 4)).map(|_| dice.roll(1, 2)).collect();
    let product = |dice: &mut Dice| {
        let demands = weights.iter().map(|_| dice.roll(0, 6)).collect();
        let mut from = if dice.one_in(5) { 1 } else { 0 };
        let mut steps = Vec::new();
        for _ in 0..dice.roll(1, 3) {
            // Now and then the committed unit is free, or the overage.
            let unit = if dice.one_in(12) { 0 } else { dice.roll(2, 9) };
            steps.push((from, unit, if dice.one_in(9) { 0 } else { unit + dice.roll(0, 8) }));
            from += dice.roll(1, 4);
        }
        (demands, steps)
    };
    let members = (0..products).map(|_| product(dice)).collect();
    let minimum = if dice.one_in(3) { 0 } else { dice.roll(1, 22) };
    let mut steps: Vec<(u64, u64, u64)> = Vec::new();
    let (mut from, mut unit, mut overage) = (0, 0, 0);
    for _ in 0..dice.roll(0, 3) {
        from += dice.roll(1, 8);
        unit += dice.roll(0, 12);
        overage += if dice.one_in(2) { dice.roll(0, 12) } else { 0 };
        steps.push((from.min(22), unit, overage));
    }
    steps.dedup_by_key(|step| step.0);
    Case { members, weights, minimum, steps }
}

/// (cost × 100, committed amount) by adding up, `None` where it is not for sale.
fn plain_cost(case: &Case, units: &[u64]) -> Option<(u64, u64)> {
    let rates: Vec<&(u64, u64, u64)> = case
        .members
        .iter()
        .zip(units)
        .map(|((_, steps), units)| steps.iter().rev().find(|(from, ..)| from <= units))
        .collect::<Option<_>>()?;
    let amount: u64 = rates.iter().zip(units).map(|((_, unit, _), units)| unit * units).sum();
    let (_, off, overage_off) = case.steps.iter().rev().find(|(from, ..)| *from <= amount).unwrap_or(&(0, 0, 0));
    let mut cost = 0;
    for (((demands, _), (_, unit, overage)), units) in case.members.iter().zip(rates).zip(units) {
        for (demand, weight) in demands.iter().zip(&case.weights) {
            let beyond = demand.saturating_sub(*units) * overage * (100 - overage_off);
            cost += weight * (units * unit * (100 - off) + beyond);
        }
    }
    (amount >= case.minimum).then_some((cost, amount))
}

fn portfolio(case: &Case) -> Portfolio {
    let money = |amount: u64| Decimal::from(amount);
    let member = |(place_of, (demands, steps)): (usize, &Product)| {
        let scenario = |(month, (units, weight)): (usize, (&u64, &u64))| {
            Scenario::new(format!("{month}"), *units).weighing(Ratio::whole(*weight))
        };
        let demand = Demand::new(demands.iter().zip(&case.weights).enumerate().map(scenario).collect(), &place());
        let step = |(from, unit, overage): &(u64, u64, u64)| Step {
            from: *from,
            unit_price: Some(money(*unit)),
            overage_price: Some(money(*overage)),
        };
        let terms = Terms::new(Currency::USD, steps.iter().map(step).collect(), &place());
        let commitment = Commitment { demand: demand.unwrap(), terms: terms.unwrap() };
        Member { id: format!("product {place_of}"), commitment }
    };
    let shared = |(from, unit, overage): &(u64, u64, u64)| SharedStep {
        from: money(*from),
        discount_percent: money(*unit),
        overage_discount_percent: money(*overage),
    };
    let members = case.members.iter().enumerate().map(member).collect();
    let steps = case.steps.iter().map(shared).collect();
    Portfolio::new(members, money(case.minimum), steps, &place()).unwrap()
}

/// Every choice of units of so many products.
fn choices(products: usize) -> impl Iterator<Item = Vec<u64>> {
    let base = TRIED + 1;
    (0..base.pow(u32::try_from(products).unwrap()))
        .map(move |number| (0..products).map(|place| number / base.pow(u32::try_from(place).unwrap()) % base).collect())
}

/// Tries every choice; gives whether the minimum binds.
fn check(case: &Case, number: usize) -> bool {
    let tried = choices(case.members.len()).filter_map(|units| plain_cost(case, &units)).min();
    let found = portfolio(case).optimum();
    let shown = found.as_ref().map(|found| {
        let weight: u64 = case.weights.iter().sum();
        assert_eq!(found.proof, Proof::Exact, "case {number}: {case:?}");
        assert_eq!(
            found.best.total,
            Ratio::of(found.best.monthly.numerator() * i128::from(weight), found.best.monthly.denominator())
        );
        (found.best.total, found.best.committed)
    });
    let expected = tried.map(|(cost, amount)| (Ratio::new(cost, 100).unwrap(), Decimal::from(amount)));
    assert_eq!(shown, expected, "case {number}: {case:?} {found:?}");
    tried.is_some_and(|(_, amount)| amount > 0 && amount == case.minimum)
}

#[test]
fn the_optimum_is_what_trying_every_choice_finds() {
    let mut dice = Dice(6);
    let mut own = || {
        let products = dice.roll(1, 3);
        case(&mut dice, products)
    };
    let binding = (0..10_000).filter(|number| check(&own(), *number)).count();
    assert!(binding > 500, "the minimum binds in {binding} cases only");
}

#[test]
fn four_products_are_searched_without_a_gap() {
    let mut dice = Dice(7);
    let mut own = || Case { minimum: dice.roll(16, 22), ..case(&mut dice, 4) };
    let binding = (0..100).filter(|number| check(&own(), *number)).count();
    assert!(binding > 5, "the minimum binds in {binding} cases only");
}

/// Halves and thirds of units, as tokens have: three hundred small cases against every choice, in sixths of a unit.
#[test]
fn parts_of_units_are_weighed_exactly() {
    let mut dice = Dice(23);
    for number in 0..300 {
        let case: Vec<(u64, Vec<u64>, u64, u64)> = [2, 3]
            .map(|grain| {
                let unit = dice.roll(2, 9);
                (grain, (0..3).map(|_| dice.roll(0, 5 * grain)).collect(), unit, unit + dice.roll(0, 8))
            })
            .into();
        let minimum = dice.roll(0, 20);
        let member = |(grain, parts, unit, overage): &(u64, Vec<u64>, u64, u64)| {
            let scenario = |(month, parts): (usize, &u64)| Scenario {
                demand: Ratio::new(*parts, *grain).unwrap(),
                ..Scenario::new(format!("{month}"), 0)
            };
            let demand = Demand::new(parts.iter().enumerate().map(scenario).collect(), &place()).unwrap();
            let terms = Terms::flat(Currency::USD, Some(Decimal::from(*unit)), Some(Decimal::from(*overage)), &place());
            Member { id: format!("in {grain}"), commitment: Commitment { demand, terms: terms.unwrap() } }
        };
        let plain = |units: [u64; 2]| {
            let own = case.iter().zip(units);
            let amount: u64 = own.clone().map(|((_, _, unit, _), units)| unit * units).sum();
            let beyond = own.map(|((grain, parts, _, overage), units)| {
                parts.iter().map(|parts| (parts * 6 / grain).saturating_sub(units * 6) * overage).sum::<u64>()
            });
            (amount >= minimum).then_some((3 * 6 * amount + beyond.sum::<u64>(), amount))
        };
        let tried = (0..=11).flat_map(|one| (0..=11).map(move |other| [one, other])).filter_map(plain).min().unwrap();
        let portfolio = Portfolio::new(case.iter().map(member).collect(), Decimal::from(minimum), Vec::new(), &place());
        let found = portfolio.unwrap().optimum().unwrap();
        assert_eq!(found.best.total, Ratio::new(tried.0, 6).unwrap(), "case {number}: {case:?}, {minimum}");
        assert_eq!(found.best.committed, Decimal::from(tried.1), "case {number}: {case:?}, {minimum}");
        let monthly = found.best.monthly;
        assert_eq!(Some(monthly), found.best.total.divided_by(3), "case {number}");
        assert_eq!(found.steps[0].at_least.map(|least| least <= monthly), Some(true), "case {number}");
    }
}
