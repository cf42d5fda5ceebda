//! Several products: inputs, examples, largest numbers, cases of middle and full size; small ones exhaustively.

mod exhaustive;

use super::*;
use crate::commitment::tests::dice::Dice;
use crate::commitment::tests::{decimal, months, place, terms};
use crate::commitment::{Demand, Scenario, Step, Terms};

fn percent(from: &str, unit: &str, overage: &str) -> SharedStep {
    SharedStep { from: decimal(from), discount_percent: decimal(unit), overage_discount_percent: decimal(overage) }
}

fn member(id: &str, demands: &[u64], steps: &[(u64, &str, &str)]) -> Member {
    Member { id: id.to_owned(), commitment: Commitment { demand: months(demands), terms: terms(steps) } }
}

fn shown(problems: &Problems) -> Vec<String> {
    problems.as_slice().iter().map(|problem| format!("{} {}", problem.place.path, problem.what)).collect()
}

#[test]
fn the_answer_explains_itself() {
    let members =
        || vec![member("cx3", &[10, 20], &[(0, "30", "50")]), member("cx2-digital", &[5, 15], &[(0, "20", "36")])];
    let portfolio = |minimum: &str, steps| Portfolio::new(members(), decimal(minimum), steps, &place()).unwrap();
    assert_eq!(
        portfolio("450", vec![percent("500", "5", "0"), percent("90000", "50", "0")]).explain(),
        [
            "815.00 USD per month on average, 500 of it committed before the shared discount",
            "cx2-digital: commit to 10 (unit price 19, overage price 36), 280.00 per month, overage in 0.5 of the weight",
            "cx3: commit to 10 (unit price 28.5, overage price 50), 535.00 per month, overage in 0.5 of the weight",
            "the minimum of 450 is reached, 50 above it",
            "from 0: 0 % off; costs at least 835.00 per month",
            "from 500: 5 % off; it applies",
            "from 90000: 50 % off; costs at least 45000.00 per month",
            "proven: no other choice costs less",
        ]
    );
    assert_eq!(portfolio("0", Vec::new()).explain().len(), 4);
}

#[test]
fn one_product_alone_has_the_optimum_of_the_closed_form() {
    let steps = [(0, "148.00", "170.50"), (410, "140.00", "170.50"), (500, "120.00", "170.50")];
    let member = member("cx3", &[392, 395, 401, 404, 398, 402, 410, 415, 420, 418, 405, 399], &steps);
    let alone = member.commitment.optimum().best.unwrap();
    let portfolio = Portfolio::new(vec![member], Decimal::ZERO, Vec::new(), &place()).unwrap();
    let optimum = portfolio.optimum().unwrap();
    assert_eq!(optimum.best.members[0].1, alone.cost);
    assert_eq!((optimum.best.total, optimum.best.step, optimum.proof), (alone.cost.total, 0, Proof::Exact));
}

#[test]
fn one_product_alone_reaches_any_minimum() {
    let portfolio = Portfolio::new(vec![member("a", &[1], &[(0, "10", "20")])], decimal("495"), Vec::new(), &place());
    let best = portfolio.unwrap().optimum().unwrap().best;
    assert_eq!((best.members[0].1.units, best.committed, best.monthly), (50, decimal("500"), Ratio::whole(500)));
}

#[test]
fn the_order_of_products_does_not_matter() {
    let one = member("a", &[10, 20], &[(0, "30", "50")]);
    let two = member("b", &[10, 20], &[(0, "30", "50")]);
    let optimum =
        |members: Vec<Member>| Portfolio::new(members, decimal("750"), Vec::new(), &place()).unwrap().optimum();
    let found = optimum(vec![one.clone(), two.clone()]).unwrap();
    assert_eq!(found.best.committed, decimal("750"));
    assert_eq!(optimum(vec![two, one]), Some(found));
}

#[test]
fn a_search_that_has_to_stop_says_how_far_it_is_from_the_bound() {
    // Fifteens and tens never make 17: after one visit it is only known that 3 too much might be saved.
    let members = vec![
        member("a", &[0], &[(0, "10", "0")]),
        member("b", &[0], &[(0, "15", "0")]),
        member("c", &[0], &[(0, "6", "0")]),
    ];
    let portfolio = Portfolio::new(members, decimal("17"), Vec::new(), &place()).unwrap();
    let stopped = portfolio.optimum_within(1).unwrap();
    assert_eq!((stopped.best.committed, stopped.proof), (decimal("18"), Proof::Within(Ratio::ONE)));
    assert_eq!(
        stopped.explain().last().unwrap(),
        "not proven to the end: another choice may cost up to 1 less per month"
    );
    let finished = portfolio.optimum().unwrap();
    assert_eq!((finished.best.committed, finished.proof), (decimal("18"), Proof::Exact));
}

#[test]
fn a_split_between_two_steps_is_a_visit() {
    // Up to 99 units for 10 each, from 100 on for 9: 995 lies between both, and 111 units make 999.
    let members = vec![member("a", &[50], &[(0, "10", "10"), (100, "9", "10")])];
    let portfolio = Portfolio::new(members, decimal("995"), Vec::new(), &place()).unwrap();
    let proof = |visits: u64| portfolio.optimum_within(visits).map(|found| (found.best.committed, found.proof));
    assert_eq!(proof(1), Some((decimal("999"), Proof::Within(Ratio::whole(4)))));
    assert_eq!(proof(2), Some((decimal("999"), Proof::Exact)));
}

#[test]
fn a_search_goes_on_where_its_first_round_was_too_short() {
    // Two hundred thousand units of the second are tried one by one, each with what the first has to add.
    let members = vec![member("a", &[0], &[(0, "999.999", "1")]), member("b", &[0], &[(0, "1", "1")])];
    let portfolio = Portfolio::new(members, decimal("199998"), Vec::new(), &place()).unwrap();
    let optimum = portfolio.optimum().unwrap();
    assert_eq!((optimum.best.committed, optimum.proof), (decimal("199998"), Proof::Exact));
    assert!(matches!(portfolio.optimum_within(100_000).unwrap().proof, Proof::Within(_)));
}

#[test]
fn unknown_prices_leave_no_answer() {
    let members = vec![member("a", &[1], &[(0, "10", "-")]), member("b", &[1], &[(0, "15", "20"), (9, "-", "20")])];
    let portfolio = Portfolio::new(members, decimal("17"), Vec::new(), &place()).unwrap();
    assert_eq!((portfolio.unpriced(), portfolio.optimum()), (vec!["a", "b"], None));
    assert_eq!(portfolio.cost(&[2, 2]), None);
    assert_eq!(portfolio.explain(), ["no answer: a price is unknown of a, b"]);
    let free = Portfolio::new(vec![member("a", &[1], &[(0, "0", "1")])], decimal("5"), Vec::new(), &place()).unwrap();
    assert_eq!((free.unpriced().len(), free.optimum()), (0, None));
    assert_eq!(free.explain(), ["no answer: no commitment reaches the minimum of 5"]);
}

#[test]
fn what_does_not_reach_the_minimum_has_no_cost() {
    let portfolio =
        Portfolio::new(vec![member("a", &[1, 3], &[(0, "10", "20")])], decimal("20"), Vec::new(), &place()).unwrap();
    assert_eq!(portfolio.cost(&[1]), None);
    assert_eq!(portfolio.cost(&[2]).map(|cost| cost.monthly), Some(Ratio::whole(30)));
    assert_eq!(portfolio.cost(&[2, 2]), None);
}

#[test]
fn a_portfolio_names_every_problem() {
    let other_weight = Scenario::new("month 1", 1).weighing(Ratio::whole(2));
    let euros = Commitment {
        demand: Demand::new(vec![other_weight], &place()).unwrap(),
        terms: Terms::flat("EUR".parse().unwrap(), Some(decimal("1")), Some(decimal("2")), &place()).unwrap(),
    };
    let members = vec![
        member("a", &[1], &[(0, "1", "2")]),
        member("a", &[1, 2], &[(0, "1", "2")]),
        Member { id: " ".to_owned(), commitment: euros },
    ];
    let steps = vec![percent("5", "7", "3"), percent("5", "6", "101"), percent("-1", "7.00001", "2")];
    assert_eq!(
        shown(&Portfolio::new(members, decimal("-3"), steps, &place()).unwrap_err()),
        [
            "quote.product[2].id is `a`, as that of product[1]",
            "quote.product[2].scenario has other scenarios or weights than `a`",
            "quote.product[3].id is blank",
            "quote.product[3].currency is EUR, while that of `a` is USD",
            "quote.product[3].scenario has other scenarios or weights than `a`",
            "quote.minimum is -3, which is negative",
            "quote.discount[2].from is 5, not above the 5 of the step before",
            "quote.discount[2].percent is 6, less than the 7 of the step before",
            "quote.discount[2].overage_percent is 101",
            "quote.discount[3].from is -1, which is negative",
            "quote.discount[3].from is -1, not above the 5 of the step before",
            "quote.discount[3].percent is 7.00001",
            "quote.discount[3].overage_percent is 2, less than the 101 of the step before",
        ]
    );
    let none = Portfolio::new(Vec::new(), Decimal::ZERO, Vec::new(), &place()).unwrap_err();
    assert_eq!(shown(&none), ["quote has no product"]);
    let large = vec![member("a", &[1], &[(0, "999999999.999999", "2")])];
    let steps = vec![percent("1", "0.0001", "0")];
    let large = Portfolio::new(large, Decimal::ZERO, steps, &place()).unwrap_err();
    assert_eq!(shown(&large), ["quote has numbers whose products exceed 128 bits, too large to be exact"]);
}

#[test]
fn a_first_step_from_nothing_is_the_first_step() {
    let members = vec![member("a", &[10], &[(0, "10", "20")])];
    let portfolio = Portfolio::new(members, Decimal::ZERO, vec![percent("0", "5", "0")], &place()).unwrap();
    assert_eq!(portfolio.steps().len(), 1);
    assert_eq!(portfolio.optimum().unwrap().best.monthly, Ratio::whole(95), "10 × 10 less 5 %");
}

#[test]
fn the_largest_amounts_are_refused_where_they_stop_being_exact() {
    // 10⁹ units at 10⁷, in millionths, times a percentage of 4 decimals: 10⁹ · 10¹³ · 10⁶ = 10²⁸ is one digit too many.
    let of = |price: &str| {
        let members = vec![member("a", &[0], &[(0, price, "0.000001")])];
        Portfolio::new(members, Decimal::ZERO, vec![percent("1", "0.0001", "0")], &place()).is_ok()
    };
    assert_eq!((of("9999999.999999"), of("10000000")), (true, false));
    // A month costs up to 10¹⁷ · 2 · 10⁹, an amount is up to 2 · 10⁹, both four times: 16 · 10³⁵ each, and 2¹²⁵ are 26.6 of them.
    let months_of = |count: usize| {
        let members = vec![member("a", &vec![1_000_000_000; count], &[(0, "999999999.999999", "0")])];
        Portfolio::new(members, Decimal::ZERO, Vec::new(), &place()).is_ok()
    };
    assert_eq!((months_of(26), months_of(27)), (true, false));
    // Ten million parts of a unit and a million of weight: 10¹³ · 2 · 10⁹ units at 2 · 10¹⁵ fit, at 3 · 10¹⁵ they do not.
    let fine = |price: &str| {
        let scenario = |units: &str, weight: u64| Scenario {
            demand: decimal(units).into(),
            weight: Ratio::whole(weight),
            ..Scenario::new("x", 0)
        };
        let demand = Demand::new(vec![scenario("0.0000001", 1), scenario("1", 999_999)], &place()).unwrap();
        let commitment = Commitment { demand, terms: terms(&[(0, price, "0")]) };
        let members = vec![Member { id: "a".to_owned(), commitment }];
        Portfolio::new(members, Decimal::ZERO, Vec::new(), &place()).is_ok()
    };
    assert_eq!((fine("20000000.000001"), fine("30000000.000001")), (true, false));
}

#[test]
fn prices_that_are_far_apart_are_exact_too() {
    // 10⁹ units of the second reach the minimum alone, 1,000 of the first: none of both needs more.
    let members = vec![member("a", &[0], &[(0, "999999.999999", "1")]), member("b", &[0], &[(0, "1", "1")])];
    let portfolio = Portfolio::new(members, decimal("999999998"), Vec::new(), &place()).unwrap();
    assert_eq!(portfolio.cost(&[0, 999_999_998]).map(|cost| cost.committed), Some(decimal("999999998")));
}

/// Six products, a year of months, cents, own steps, shared steps, a minimum that binds: what is visited for the proof is little.
#[test]
fn middle_sizes_are_proven_within_few_visits() {
    let mut dice = Dice(61);
    let cents = |cents: u64| Decimal::new(i64::try_from(cents).unwrap(), 2);
    let mut visits = 0;
    for _ in 0..60 {
        let product = |number: u64, dice: &mut Dice| {
            let size = dice.roll(10, 110);
            let demands: Vec<u64> = (0..12).map(|_| size + dice.roll(0, size / 2)).collect();
            let unit = dice.roll(2_000, 24_000);
            let overage = Some(cents(unit * dice.roll(110, 160) / 100));
            let step =
                |from, percent| Step { from, unit_price: Some(cents(unit * percent / 100)), overage_price: overage };
            let steps = if dice.one_in(3) { vec![step(0, 100), step(size + size / 3, 96)] } else { vec![step(0, 100)] };
            let terms = Terms::new(Currency::USD, steps, &place()).unwrap();
            Member { id: format!("product {number}"), commitment: Commitment { demand: months(&demands), terms } }
        };
        let members: Vec<Member> = (0..6).map(|number| product(number, &mut dice)).collect();
        let alone = |member: &Member| member.commitment.optimum().best.unwrap().cost.commitment;
        let alone: Decimal = members.iter().map(alone).sum();
        let amount = |percent: u64| (alone * cents(percent)).round_dp(2);
        let steps = vec![SharedStep { from: amount(107), ..percent("0", "1", "0") }];
        let portfolio = Portfolio::new(members, amount(dice.roll(95, 106)), steps, &place()).unwrap();
        let proven = |visits: u64| portfolio.optimum_within(visits).is_some_and(|found| found.proof == Proof::Exact);
        let (mut low, mut high) = (0, 1_000);
        while low < high {
            let middle = (low + high) / 2;
            if proven(middle) { high = middle } else { low = middle + 1 }
        }
        visits += low;
    }
    // 21 for each on average.
    assert!(visits <= 1_260, "{visits} visits");
}

/// 60 products, up to 100,000 seats, 36 months, prices in cents, volume steps, three shared steps, a minimum that binds. What can
/// be checked without a second solver: the proof is complete, the bound holds, and no exchange of a few units is cheaper.
#[test]
fn the_full_size_is_proven() {
    let mut dice = Dice(60);
    let cents = |cents: u64| Decimal::new(i64::try_from(cents).unwrap(), 2);
    let product = |number: usize, dice: &mut Dice| {
        let size = dice.roll(100, 1_100);
        let demands: Vec<u64> = (0..36).map(|_| size + dice.roll(0, size / 2)).collect();
        let unit = dice.roll(2_000, 24_000);
        let overage = Some(cents(unit * dice.roll(110, 160) / 100));
        let step = |from, percent| Step { from, unit_price: Some(cents(unit * percent / 100)), overage_price: overage };
        let steps = vec![step(0, 100), step(size, 96), step(size + size / 3, 93)];
        let terms = Terms::new(Currency::USD, steps, &place()).unwrap();
        Member { id: format!("product {number:02}"), commitment: Commitment { demand: months(&demands), terms } }
    };
    let members: Vec<Member> = (0..60).map(|number| product(number, &mut dice)).collect();
    let alone = |member: &Member| member.commitment.optimum().best.unwrap().cost.commitment;
    let alone: Decimal = members.iter().map(alone).sum();
    let amount = |percent: u64| (alone * cents(percent)).round_dp(2);
    let shared = |from: u64, off: &str| SharedStep { from: amount(from), ..percent("0", off, "0") };
    let steps = vec![shared(101, "0.1"), shared(108, "0.5"), shared(130, "4")];
    let portfolio = Portfolio::new(members, amount(103), steps, &place()).unwrap();
    let optimum = portfolio.optimum().unwrap();
    assert_eq!(optimum.proof, Proof::Exact);
    assert!(optimum.steps[optimum.best.step].at_least.unwrap() <= optimum.best.monthly);
    let units: Vec<u64> = optimum.best.members.iter().map(|(_, cost)| cost.units).collect();
    for one in 0..units.len() {
        for other in (0..units.len()).filter(|other| *other != one) {
            let mut moved = units.clone();
            (moved[one], moved[other]) = (units[one] + 1, units[other] - 1);
            assert!(portfolio.cost(&moved).is_none_or(|cost| cost.monthly >= optimum.best.monthly));
        }
    }
}
