//! Inputs that are refused, all problems at once; unknown prices.

use super::*;

fn shown(problems: &crate::problem::Problems) -> Vec<String> {
    problems.as_slice().iter().map(|problem| format!("{} {}", problem.place.path, problem.what)).collect()
}

#[test]
fn a_demand_names_every_problem() {
    let month = |units: &str, weight: &str| Scenario {
        label: "May".to_owned(),
        demand: decimal(units).into(),
        weight: decimal(weight).into(),
    };
    let wrong =
        vec![month("-1", "0"), month("1000000001", "-2"), month("1000000000", "1000000"), month("3", "1000001")];
    assert_eq!(
        shown(&Demand::new(wrong, &place()).unwrap_err()),
        [
            "quote.scenario[1].demand is -1 in `May`",
            "quote.scenario[1].weight is 0 in `May`",
            "quote.scenario[2].demand is 1000000001 in `May`",
            "quote.scenario[2].weight is -2 in `May`",
            "quote.scenario[4].weight is 1000001 in `May`",
        ]
    );
    assert_eq!(shown(&Demand::new(Vec::new(), &place()).unwrap_err()), ["quote has no scenario"]);
    let fine = vec![month("1", "0.0000001"), month("1", "1")];
    let problems = Demand::new(fine, &place()).unwrap_err();
    assert_eq!(shown(&problems), ["quote has fractions that are too fine to be exact"]);
    assert_eq!(
        problems.to_string().lines().next(),
        Some("quote.toml:3:1: `quote` has fractions that are too fine to be exact")
    );
    // Each is allowed alone; together they have too fine a grain.
    let fine = vec![month("0.00000001", "1"), month("1", "999999")];
    assert_eq!(shown(&Demand::new(fine, &place()).unwrap_err()), ["quote has fractions that are too fine to be exact"]);
    assert!(Demand::new(vec![month("0.0000001", "1"), month("1", "999999")], &place()).is_ok());
}

#[test]
fn terms_name_every_problem() {
    let step = |from, unit: &str, overage: &str| Step {
        from,
        unit_price: Some(decimal(unit)),
        overage_price: Some(decimal(overage)),
    };
    let wrong =
        vec![step(5, "-0.01", "1.0000001"), step(5, "999999999.999999", "1000000000"), step(1_000_000_001, "0", "0")];
    assert_eq!(
        shown(&Terms::new(Currency::USD, wrong, &place()).unwrap_err()),
        [
            "quote.step[1].unit_price is -0.01, which is negative",
            "quote.step[1].overage_price is 1.0000001, which has too many digits",
            "quote.step[2].overage_price is 1000000000, which has too many digits",
            "quote.step[3].from is 1000000001",
            "quote.step[2].from is 5, not above the 5 of the step before",
        ]
    );
    assert_eq!(shown(&Terms::new(Currency::USD, Vec::new(), &place()).unwrap_err()), ["quote has no price"]);
    let bare = Place { path: String::new(), ..place() };
    let problems = Terms::flat(Currency::USD, Some(decimal("-1")), None, &bare).unwrap_err();
    assert_eq!(shown(&problems), ["step[1].unit_price is -1, which is negative"]);
}

#[test]
fn an_unknown_price_leaves_its_step_unknown_and_the_optimum_with_it() {
    let question = question(&[10, 20], &[(0, "3", "5"), (15, "-", "5"), (30, "2", "-")]);
    let optimum = question.optimum();
    assert_eq!(optimum.best, None);
    let steps: Vec<Option<u64>> = optimum.steps.iter().map(|s| s.best.as_ref().map(|best| best.cost.units)).collect();
    assert_eq!(steps, [Some(10), None, None]);
    assert_eq!(
        optimum.explain(),
        ["no answer: a price of the step 15 to 29 is unknown", "no answer: a price of the step from 30 on is unknown"]
    );
    assert_eq!((question.cost(15), question.cost(30), question.proposal(10)), (None, None, None));
    assert_eq!(question.cost(14).map(|cost| cost.units), Some(14));
    assert!(question.walk_away(1, Some(decimal("5"))).is_some());
    assert_eq!(question.walk_away(2, Some(decimal("5"))), None);
    assert_eq!(question.walk_away(0, None), None);
    assert_eq!(question.walk_away(0, Some(decimal("-5"))), None);
    assert_eq!(question.walk_away(3, Some(decimal("5"))), None);
    let curve = question.curve(&[]);
    assert!(curve.points.iter().all(|cost| cost.units < 15) && !curve.points.is_empty());
}

#[test]
fn what_is_not_for_sale_has_no_cost() {
    let question = question(&[10, 20], &[(5, "3", "5")]);
    assert_eq!(question.cost(4), None);
    assert_eq!(question.cost(5).map(|cost| cost.step), Some(0));
    assert_eq!(question.cost(UNITS_MAX + 1), None);
    assert!(question.cost(UNITS_MAX).is_some());
    assert_eq!(question.proposal(4), None);
    assert_eq!(question.walk_away_at(4, Some(decimal("5"))), None);
    assert_eq!(question.walk_away_at(0, Some(decimal("5"))), None);
}

#[test]
fn the_greatest_numbers_stay_exact() {
    let most = "999999999.999999";
    let scenario = |units: u64, weight| Scenario::new("x", units).weighing(Ratio::whole(weight));
    let demand = Demand::new(vec![scenario(UNITS_MAX, 999_999), scenario(0, 1)], &place()).unwrap();
    let question = Commitment { demand, terms: terms(&[(0, most, most), (UNITS_MAX, most, "0")]) };
    let best = question.optimum().best.unwrap();
    assert_eq!((best.cost.units, best.cost.total.rounded(2).to_string().as_str()), (0, "999998999999999000001000.00"));
    let all = question.cost(UNITS_MAX).unwrap();
    assert_eq!(all.total.to_string(), "999999999999999000000000");
    let walk_away = question.walk_away(0, Some(decimal(most))).unwrap();
    assert!(
        matches!(walk_away, WalkAway::From { price, .. } if price.rounded(6) == decimal("999998999.999999")),
        "{walk_away}"
    );
    assert!(question.curve(&[UNITS_MAX]).points.len() > 50);
}
