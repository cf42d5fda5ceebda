//! Several products: ten thousand small cases against exhaustive search, a case of full size, inputs, examples.

use super::*;
use crate::commitment::tests::dice::Dice;
use crate::commitment::tests::{decimal, months, place, terms};
use crate::commitment::{Demand, Scenario, Step, Terms};

fn percent(from: &str, unit: &str, overage: &str) -> SharedStep {
    SharedStep {
        from: decimal(from),
        discount_percent: decimal(unit),
        overage_discount_percent: decimal(overage),
    }
}

fn member(id: &str, demands: &[u64], steps: &[(u64, &str, &str)]) -> Member {
    Member { id: id.to_owned(), commitment: Commitment { demand: months(demands), terms: terms(steps) } }
}

mod exhaustive {
    use super::*;

    /// A case in plain numbers: prices, minimum and steps in whole money.
    #[derive(Debug)]
    struct Case {
        /// Demand per month, steps of (from, unit price, overage price).
        members: Vec<(Vec<u64>, Vec<(u64, u64, u64)>)>,
        weights: Vec<u64>,
        minimum: u64,
        /// From, percent, percent of overage.
        steps: Vec<(u64, u64, u64)>,
    }

    /// Most units that are tried; minimum and steps can be reached by each product with less.
    const TRIED: u64 = 11;

    fn case(dice: &mut Dice) -> Case {
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
        let members = (0..dice.roll(1, 3)).map(|_| product(dice)).collect();
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
        let member = |(place_of, (demands, steps)): (usize, &(Vec<u64>, Vec<(u64, u64, u64)>))| {
            let scenario = |(month, (units, weight)): (usize, (&u64, &u64))| {
                Scenario::new(format!("{month}"), *units).weighing(Fraction::whole(*weight))
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

    #[test]
    fn the_optimum_is_what_trying_every_choice_finds() {
        let mut dice = Dice(6);
        let mut binding = 0;
        for number in 0..10_000 {
            let case = case(&mut dice);
            let tried = choices(case.members.len()).filter_map(|units| plain_cost(&case, &units)).min();
            let found = portfolio(&case).optimum();
            let shown = found.as_ref().map(|found| {
                let weight: u64 = case.weights.iter().sum();
                assert_eq!(found.proof, Proof::Exact, "case {number}: {case:?}");
                assert_eq!(found.best.total, Fraction::of(found.best.monthly.numerator() * i128::from(weight), found.best.monthly.denominator()));
                (found.best.total, found.best.committed)
            });
            let expected = tried.map(|(cost, amount)| (Fraction::new(cost, 100).unwrap(), Decimal::from(amount)));
            assert_eq!(shown, expected, "case {number}: {case:?} {found:?}");
            binding += u64::from(tried.is_some_and(|(_, amount)| amount > 0 && amount == case.minimum));
        }
        assert!(binding > 500, "the minimum binds in {binding} cases only");
    }
}
