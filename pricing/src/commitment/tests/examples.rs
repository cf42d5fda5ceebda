//! Examples with every number written out.

use super::*;
use crate::book::PriceBook;
use crate::contract::Contract;
use crate::tariff::Tariff;
use crate::tokens::{free_tokens, token_bill};

const YEAR: [u64; 12] = [392, 395, 401, 404, 398, 402, 410, 415, 420, 418, 405, 399];

fn dollars(amount: Ratio) -> String {
    amount.rounded(2).to_string()
}

#[test]
fn the_optimum_explains_itself() {
    let question = question(&YEAR, &[(0, "148.00", "170.50"), (410, "140.00", "170.50"), (500, "120.00", "170.50")]);
    let optimum = question.optimum();
    assert_eq!(
        optimum.explain(),
        [
            "commit to 410: 57726.79 USD per month on average, 57400.00 of it committed",
            "prices of the step 410 to 499: unit price 140.00, overage price 170.50",
            "least of its step; in it every further unit costs at least what it saves: at 410: 3 × 170.50 = 511.5 ≤ 12 × 140.00 = 1680",
            "exceeded in 0.25 of the weight (25.0 %), by 23/12 per month on average: month 8, month 9, month 10",
            "best of the step 0 to 409: 395 for 60193.42 per month, 2466.63 more",
            "best of the step from 500 on: 500 for 60000.00 per month, 2273.21 more",
        ]
    );
}

#[test]
fn an_optimum_inside_its_step_shows_the_inequality_on_both_sides() {
    let question = question(&YEAR, &[(0, "148.00", "170.50")]);
    let explained = question.optimum().explain();
    assert_eq!(
        explained[2..4],
        [
            "smallest commitment whose next unit costs at least what it saves: at 395: 10 × 170.50 = 1705 ≤ 12 × 148.00 = 1776",
            "one less is too few: at 394: 11 × 170.50 = 1875.5 > 12 × 148.00 = 1776",
        ]
    );
}

#[test]
fn the_edges_of_steps_are_where_they_must_be() {
    let check = |steps: &[(u64, &str, &str)], units: u64, standing: Standing| {
        let best = question(&[10, 10, 20], steps).optimum().best.unwrap();
        assert_eq!((best.cost.units, best.standing), (units, standing), "{steps:?}");
    };
    check(&[(0, "3", "5")], 10, Standing::Inside);
    check(&[(0, "1", "5")], 20, Standing::Inside);
    check(&[(12, "3", "5")], 12, Standing::LowerEdge);
    // From 16 on the unit costs so much that the most of the step before is better.
    check(&[(0, "1", "5"), (16, "9", "9")], 15, Standing::UpperEdge);
    check(&[(0, "3", "5"), (11, "9", "9")], 10, Standing::Inside);
    // Overage for less than the commitment: none at all.
    check(&[(0, "5", "4")], 0, Standing::Inside);
    check(&[(0, "5", "5")], 0, Standing::Inside);
    // For free, as much as is ever needed, and not one more.
    check(&[(0, "0", "5")], 20, Standing::Inside);
    check(&[(0, "0", "0")], 0, Standing::Inside);
}

#[test]
fn of_equals_the_smallest_commitment_is_taken() {
    // Two of four months above 10 save 2 · 6 = 12 by one more unit, which costs 4 · 3 = 12.
    assert_eq!(question(&[10, 10, 20, 20], &[(0, "3", "6")]).optimum().best.unwrap().cost.units, 10);
    // 8 units at 5.00 and 10 units at 4.00 cost the same.
    let tie = question(&[8, 8], &[(0, "5", "9"), (10, "4", "9")]);
    assert_eq!(tie.cost(8).unwrap().total, tie.cost(10).unwrap().total);
    assert_eq!(tie.optimum().best.unwrap().cost.units, 8);
}

#[test]
fn a_cost_has_its_parts() {
    let question = question(&[10, 12, 20, 30], &[(0, "3", "5")]);
    let cost = question.cost(12).unwrap();
    assert_eq!(cost.commitment, decimal("36"));
    assert_eq!((cost.overage_units, cost.overage), (decimal("6.5").into(), decimal("32.5").into()));
    assert_eq!((cost.monthly, cost.total), (decimal("68.5").into(), Ratio::whole(274)));
    assert_eq!((cost.overage_probability, cost.step), (decimal("0.5").into(), 0));
    assert_eq!((cost.monthly_p10, cost.monthly_p90), (Ratio::whole(36), Ratio::whole(126)));
    let labels: Vec<&str> = question.demand.above(12).into_iter().map(|scenario| scenario.label.as_str()).collect();
    assert_eq!(labels, ["month 3", "month 4"]);
}

/// Demands of 1/3, 3/2 and 5/2 units.
fn parts_of_units() -> Demand {
    let scenario = |(units, parts)| Scenario {
        label: format!("{units}/{parts}"),
        demand: Ratio::new(units, parts).unwrap(),
        weight: Ratio::ONE,
    };
    Demand::new([(5, 2), (1, 3), (3, 2)].map(scenario).into(), &place()).unwrap()
}

#[test]
fn parts_of_units_cost_their_part() {
    let question = Commitment { demand: parts_of_units(), terms: terms(&[(0, "10", "30")]) };
    let cost = question.cost(1).unwrap();
    assert_eq!(cost.monthly_p10, Ratio::whole(10));
    assert_eq!(cost.monthly_p90, Ratio::whole(55), "10 + 3/2 × 30");
    assert_eq!(cost.total, Ratio::whole(90), "3 × 10 + (3/2 + 1/2) × 30");
    assert_eq!(cost.overage_probability, Ratio::new(2, 3).unwrap());
    assert_eq!(question.cost(2).unwrap().overage_probability, Ratio::new(1, 3).unwrap(), "only 5/2 are above 2");
}

#[test]
fn whole_units_cover_a_demand_in_parts() {
    assert_eq!(parts_of_units().most_units(), 3);
    assert_eq!(months(&[4, 7]).most_units(), 7);
    let halves = [(6, 2), (1, 2)]
        .map(|(units, parts)| Scenario { demand: Ratio::new(units, parts).unwrap(), ..Scenario::new("x", 0) });
    assert_eq!(Demand::new(halves.into(), &place()).unwrap().most_units(), 3);
}

#[test]
fn corners_stand_around_each_demand_and_at_the_edges_of_the_step() {
    let steps = [(0, "10", "30"), (12, "9", "30"), (25, "8", "30")];
    let whole = question(&[10, 20, 20], &steps);
    assert_eq!([0, 1].map(|step| whole.corners(step)), [vec![1, 10, 11], vec![12, 20, 24]]);
    let parts = Commitment { demand: parts_of_units(), terms: terms(&steps) };
    assert_eq!(parts.corners(0), [1, 2, 3, 11]);
}

#[test]
fn percentiles_count_weight() {
    let scenario = |units: u64, weight| Scenario::new("x", units).weighing(Ratio::whole(weight));
    let demand = Demand::new(vec![scenario(30, 1), scenario(10, 8), scenario(20, 1)], &place()).unwrap();
    let shown = [0, 10, 80, 81, 90, 91, 100, 255].map(|percent| demand.percentile(percent));
    assert_eq!(shown, [10, 10, 10, 20, 20, 30, 30, 30].map(Ratio::whole));
}

#[test]
fn weights_count_like_repeated_months() {
    let weighed = |units: u64, weight: &str| Scenario::new("x", units).weighing(decimal(weight).into());
    let terms = terms(&[(0, "3", "5")]);
    let demand = Demand::new(vec![weighed(10, "0.5"), weighed(20, "1.5")], &place()).unwrap();
    assert_eq!(demand.total_weight(), Ratio::whole(2));
    let best = Commitment { demand, terms }.optimum().best.unwrap();
    let repeated = question(&[10, 20, 20, 20], &[(0, "3", "5")]).optimum().best.unwrap();
    assert_eq!((best.cost.units, best.cost.monthly), (repeated.cost.units, repeated.cost.monthly));
    assert_eq!((best.at.total_weight, best.below.unwrap().weight_above), (Ratio::whole(2), decimal("1.5").into()));
}

#[test]
fn a_proposal_stands_beside_the_optimum() {
    let proposal = question(&YEAR, &[(0, "148.00", "170.50")]).proposal(450).unwrap();
    assert_eq!((proposal.proposed.units, proposal.optimum.units), (450, 395));
    assert_eq!(
        (dollars(proposal.proposed.monthly), dollars(proposal.excess_monthly)),
        ("66600.00".into(), "6406.58".into())
    );
    assert_eq!(dollars(proposal.excess_total), "76879.00");
    let same = question(&YEAR, &[(0, "148.00", "170.50")]).proposal(395).unwrap();
    assert!(same.excess_monthly.is_zero() && same.excess_total.is_zero());
}

#[test]
fn the_walk_away_price_belongs_to_month_to_month() {
    // Committed to 15, months of 10 and 20 use 25 of 30 paid units: at 5 · 25 ÷ 30 both cost the same.
    let at = |unit: &str| question(&[10, 20], &[(0, unit, "5")]);
    let monthly = Some(decimal("5"));
    let walk_away = at("3").walk_away_at(15, monthly).unwrap();
    assert_eq!(walk_away, WalkAway::From { price: Ratio::new(25, 6).unwrap(), units: 15 });
    let month_to_month = Ratio::whole(150);
    assert!(at("4.16").cost(15).unwrap().total < month_to_month && at("4.17").cost(15).unwrap().total > month_to_month);
    // Whatever the commitment: up to 10 units are always used, so only the monthly price itself is too much.
    assert_eq!(
        at("3").walk_away(0, monthly).unwrap().to_string(),
        "month-to-month wins at a unit price of 5 or more (below it, commit to 1)"
    );
    assert_eq!(at("5").optimum().best.unwrap().cost.units, 0);
    assert_eq!(at("4.99").optimum().best.unwrap().cost.units, 10);
    // Overage dearer than month-to-month: with 20 units 150 · 4 ÷ 5 ÷ 40, with 10 less.
    let dear = question(&[10, 20], &[(0, "3", "8")]);
    assert_eq!(dear.walk_away(0, Some(decimal("4"))), Some(WalkAway::From { price: Ratio::whole(3), units: 20 }));
    assert_eq!(question(&[10, 20], &[(0, "3", "4")]).walk_away(0, monthly), Some(WalkAway::Never));
    assert_eq!(
        question(&[10, 20], &[(1, "3", "4")]).walk_away(0, monthly).unwrap().to_string(),
        "month-to-month wins at a unit price of 19 or more (below it, commit to 1)"
    );
    // 10 units by the month are 180, the 9 beyond one committed unit as well: that one has to be free.
    let free = question(&[10], &[(0, "3", "20")]);
    assert_eq!(free.walk_away_at(1, Some(decimal("18"))), Some(WalkAway::Always));
    let always = question(&[0, 0], &[(0, "3", "4")]).walk_away(0, Some(decimal("4"))).unwrap();
    assert_eq!(always.to_string(), "month-to-month wins at every unit price");
    assert_eq!(WalkAway::Never.to_string(), "month-to-month never wins: overage without commitment is cheaper");
}

#[test]
fn a_curve_has_bends_jumps_and_marks() {
    let question = question(&YEAR, &[(0, "148.00", "170.50"), (410, "140.00", "170.50")]);
    let curve = question.curve(&[450]);
    assert_eq!((curve.from, curve.to, curve.step), (387, 455, 1));
    let units: Vec<u64> = curve.points.iter().map(|cost| cost.units).collect();
    assert_eq!(units, (387..=455).collect::<Vec<u64>>());
    assert!(curve.points.iter().all(|cost| cost.monthly >= question.optimum().best.unwrap().cost.monthly));
    let wide = super::question(&[1_000, 3_001, 9_999], &[(0, "2", "5"), (5_555, "1.9", "5")]).curve(&[7_777]);
    assert_eq!((wide.from, wide.to, wide.step), (101, 10_898, 200));
    let units: Vec<u64> = wide.points.iter().map(|cost| cost.units).collect();
    for needed in [101, 200, 1_000, 3_001, 5_554, 5_555, 7_777, 9_999, 10_800, 10_898] {
        assert!(units.contains(&needed), "{needed} in {units:?}");
    }
    assert!(units.len() < 70 && units.is_sorted());
}

#[test]
fn a_curve_reaches_to_the_edges_that_are_near() {
    // A span of 100: a margin of 10, and edges up to 20 away are near.
    let range = |edge: u64| {
        let curve = question(&[100, 200], &[(0, "3", "5"), (edge, "3", "5")]).curve(&[]);
        (curve.from, curve.to)
    };
    assert_eq!([79, 80, 99].map(range), [(90, 210), (70, 210), (89, 210)]);
    assert_eq!([201, 220, 221].map(range), [(90, 211), (90, 230), (90, 210)]);
    let parts = Commitment { demand: parts_of_units(), terms: terms(&[(0, "10", "30")]) }.curve(&[]);
    assert_eq!((parts.from, parts.to), (0, 4), "one around 1 to 3, which cover all demands");
}

#[test]
fn tokens_are_committed_to_by_what_is_left_after_the_free_ones() {
    let book = PriceBook::embedded();
    let text = "[[line]]\nproduct = \"ai-tokens\"\nquantity = 100\nunit_price = \"0.80\"\noverage_price = \"1.00\"";
    let contract = Contract::parse(text, "contract.toml", &book).unwrap().0;
    let tariff = Tariff::new(&book, &contract, "2026-10-31".parse().unwrap(), std::iter::empty());
    let month = |label: &str, minutes: i64| {
        let usage = [("bot_voice_minutes", Decimal::from(minutes))];
        let bill = token_bill(&tariff, &book, &usage, &[]).unwrap();
        Scenario::tokens(label, bill.consumed, free_tokens(&tariff, &book, &[])).unwrap()
    };
    // 250 free tokens are 4,250 minutes: 0, 100, 100 and 8/17, 150 tokens are left.
    let months = vec![month("Jan", 4_000), month("Feb", 5_950), month("Mar", 5_958), month("Apr", 6_800)];
    let demands: Vec<String> = months.iter().map(|scenario| scenario.demand.to_string()).collect();
    assert_eq!(demands, ["0", "100", "1708/17", "150"]);
    let demand = Demand::new(months, &place()).unwrap();
    let terms = Terms::of_product(&tariff, tariff.token_product().unwrap(), &place()).unwrap();
    let best = Commitment { demand: demand.clone(), terms }.optimum().best.unwrap();
    assert_eq!((best.cost.units, best.exceeded_by), (0, vec!["Feb".to_owned(), "Mar".to_owned(), "Apr".to_owned()]));
    // At 0.35 the 101st token is used by Mar to 8/17 and by Apr in full: 25/17 · 1.00 > 4 · 0.35 = 1.40, the 102nd by Apr alone.
    let cheap = Commitment { demand, terms: super::terms(&[(0, "0.35", "1.00")]) };
    let best = cheap.optimum().best.unwrap();
    assert_eq!(best.cost.units, 101);
    assert_eq!(best.below.unwrap().to_string(), "at 100: 25/17 × 1.00 = 25/17 > 4 × 0.35 = 1.4");
    assert_eq!(best.cost.overage_units, decimal("12.25").into());
}

#[test]
fn the_terms_of_a_contract_are_taken_over_or_refused() {
    let book = PriceBook::embedded();
    let of = |head: &str, line: &str| {
        let line = format!("[[line]]\nproduct = \"cx3\"\nquantity = 400\nunit_price = \"148.00\"\n{line}");
        let text = format!("[contract]\ncurrency = \"USD\"\n{head}\n{line}");
        let contract = Contract::parse(&text, "contract.toml", &book).unwrap().0;
        let tariff = Tariff::new(&book, &contract, "2026-10-31".parse().unwrap(), std::iter::empty());
        Terms::of_product(&tariff, tariff.product(tariff.ix("cx3").unwrap()), &place())
    };
    let overage = "overage_price = \"170.50\"";
    let step = "[[line.step]]\nfrom_units = 500\nunit_price = \"140.00\"";
    assert_eq!(of("", overage), Ok(terms(&[(0, "148.00", "170.50")])));
    assert_eq!(of("", ""), Ok(terms(&[(0, "148.00", "148.00")])));
    let steps = of("", &format!("{overage}\n{step}"));
    assert_eq!(steps, Ok(terms(&[(0, "148.00", "170.50"), (500, "140.00", "170.50")])));
    let refused = |terms: Result<Terms, crate::problem::Problems>| terms.unwrap_err().as_slice()[0].what.clone();
    assert_eq!(refused(of("", step)), "has no overage price, so that it depends on the demand");
    let graduated = of("volume_steps = \"graduated\"", &format!("{overage}\n{step}"));
    assert_eq!(refused(graduated), "has steps of which each unit has its own price");
    let fine = of("", &format!("discount_percent = \"0.000123\"\n{overage}"));
    assert!(refused(fine).ends_with("which has too many digits"));
}
