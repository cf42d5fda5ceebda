//! What each cause moves, and that nothing is left over.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::book::PriceBook;
use crate::contract::Contract;

const CONTRACT: &str = "[contract]\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\nminimum_monthly_amount = \"1000\"\n\
    [[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"148.00\"\noverage_price = \"170.50\"\n\
    [[line]]\nproduct = \"cx4\"\nquantity = 5\nunit_price = \"220.00\"\n[[price]]\nproduct = \"journey\"\nunit_price = \"25\"\n";

fn list(units: &[(&str, u64)]) -> Option<Vec<(String, u64)>> {
    Some(units.iter().map(|(id, units)| ((*id).to_owned(), *units)).collect())
}

fn situation() -> Situation {
    let on = "2026-10-31".parse().unwrap();
    let contract = Contract::parse(CONTRACT, "contract.toml", &PriceBook::embedded()).unwrap().0;
    Situation {
        period: Period::containing(on, contract.period_anchor_day),
        contract,
        model: BillingModel::Named,
        used: CountedUse {
            named: list(&[("cx3", 12), ("cx4", 5), ("journey", 2)]),
            concurrent: list(&[("cx3", 7), ("cx4", 3), ("journey", 1)]),
            interacting_ms: list(&[("cx3", 400 * 3_600_000), ("cx4", 100 * 3_600_000)]),
            logged_in_hours: list(&[("cx3", 900), ("cx4", 300)]),
            metered: Some(vec![("ai_tokens".to_owned(), Decimal::from(500))]),
        },
        on,
    }
}

fn to(value: &str) -> Target {
    Target::To(value.parse().unwrap())
}

/// `cause line amount` of every effect.
fn effects(explained: &Explained) -> Vec<String> {
    let causes = |effect: &Effect| effect.causes.iter().map(|cause| cause.as_str()).collect::<Vec<_>>().join("+");
    let of_line = |line: &LineMove| {
        line.effects.iter().map(|it| format!("{} {} {}", causes(it), line.id, it.amount)).collect::<Vec<_>>()
    };
    explained.lines.iter().flat_map(of_line).collect()
}

fn check(changes: &[Change], before: &str, after: &str, expected: &[&str]) {
    let explained = explain(&PriceBook::embedded(), &situation(), changes).unwrap();
    assert_eq!(
        (explained.total_before.to_string(), explained.total_after.to_string()),
        (before.to_owned(), after.to_owned()),
        "{changes:?}"
    );
    assert_eq!(effects(&explained), expected, "{changes:?}");
    let sum: Decimal = explained.by_cause().iter().map(|(_, amount)| *amount).sum();
    assert_eq!(sum, explained.difference());
}

/// 10 × 148 + 2 × 170.50 = 1,821; 5 × 220 = 1,100; 2 × 25 = 50; (500 − 250 − 150) × 1 = 100.
#[test]
fn every_cause_has_its_part_and_fewer_seats_leave_fewer_free_tokens() {
    check(&[], "3071.00", "3071.00", &[]);
    check(
        &[Change::UnitPrice("cx3".to_owned(), to("140")), Change::Quantity("cx3".to_owned(), to("12"))],
        "3071.00",
        "2930.00",
        &["commitment cx3 -45.00", "price cx3 -96.00"],
    );
    check(
        &[Change::Used("cx4".to_owned(), Target::By(Decimal::from(-2)))],
        "3071.00",
        "3131.00",
        &["volume ai-tokens 60.00"],
    );
    check(
        &[Change::Metered("tokens".to_owned(), Target::ByPercent(Decimal::from(20)))],
        "3071.00",
        "3171.00",
        &["metered ai-tokens 100.00"],
    );
    check(
        &[
            Change::OveragePrice("cx3".to_owned(), Target::ByPercent(Decimal::from(-10))),
            Change::Discount("cx4".to_owned(), to("5")),
        ],
        "3071.00",
        "2981.90",
        &["overage-price cx3 -34.10", "discount cx4 -55.00"],
    );
    check(&[Change::Minimum(to("4000"))], "3071.00", "4000.00", &["minimum minimum-monthly-amount 929.00"]);
}

#[test]
fn everything_may_come_off_and_a_new_resource_leaves_the_others_alone() {
    check(&[Change::Discount("cx4".to_owned(), to("100"))], "3071.00", "1971.00", &["discount cx4 -1100.00"]);
    // 50 summaries are one token.
    let summaries = Change::Metered("ai_summaries".to_owned(), to("50"));
    check(&[summaries], "3071.00", "3072.00", &["metered ai-tokens 1.00"]);
}

#[test]
fn hours_of_interaction_are_changed_in_hours() {
    let book = PriceBook::embedded();
    let hours = |target: Target| {
        let by_hour = situation().after(&Change::Model(BillingModel::HourlyInteracting), &book).unwrap();
        let after = by_hour.after(&Change::Used("cx3".to_owned(), target), &book).unwrap();
        after.used.interacting_ms.unwrap()[0].1
    };
    assert_eq!(hours(to("300.5")), 1_081_800_000, "300.5 × 3,600,000");
    assert_eq!(hours(Target::By(Decimal::from(-100))), 1_080_000_000, "400 − 100 hours");
    assert_eq!(hours(Target::ByPercent(Decimal::from(25))), 1_800_000_000, "500 hours");
}

#[test]
fn a_ramp_goes_on_under_another_model() {
    let mut ramp = situation();
    ramp.contract.ramp_until = Some("2026-10-31".parse().unwrap());
    let after = ramp.after(&Change::Model(BillingModel::Concurrent), &PriceBook::embedded()).unwrap();
    assert_eq!(after.contract.ramp_until, ramp.contract.ramp_until);
}

#[test]
fn an_amount_that_is_unknown_in_between_is_laid_to_both_causes_and_an_unknown_end_is_in_no_sum() {
    let changes = [
        Change::Model(BillingModel::Concurrent),
        Change::UnitPrice("cx3".to_owned(), to("240")),
        Change::UnitPrice("cx4".to_owned(), to("350")),
    ];
    // 7 × 240 = 1,680; 3 × 350 = 1,050; journey 1 × 45; tokens 500 − 350 − 3 × 39 = 33.
    check(
        &changes,
        "3071.00",
        "2808.00",
        &["model+price cx3 -141.00", "model+price cx4 -50.00", "model journey -5.00", "model ai-tokens -67.00"],
    );
    let explained = explain(&PriceBook::embedded(), &situation(), &changes[..2]).unwrap();
    assert_eq!(explained.unknown, ["cx4"]);
    assert_eq!(
        (explained.total_before.to_string(), explained.total_after.to_string()),
        ("1971.00".to_owned(), "1758.00".to_owned())
    );
}

#[test]
fn what_can_t_be_changed_is_told_all_at_once() {
    let changes = [
        Change::UnitPrice("communicate".to_owned(), Target::ByPercent(Decimal::from(5))),
        Change::OveragePrice("cx1".to_owned(), to("5")),
        Change::ContractDiscount(to("120")),
    ];
    let errors = explain(&PriceBook::embedded(), &situation(), &changes).unwrap_err();
    let first: Vec<&str> = errors.iter().map(|error| error.lines().next().unwrap()).collect();
    assert_eq!(
        first,
        [
            "no price of `communicate` is known that could be changed by a difference",
            "`cx1` has no [[line]], and only beyond a commitment there is an overage price",
            "a discount of 120 % is more than everything",
        ]
    );
    let mut unknown = situation();
    unknown.used.concurrent = None;
    let errors = explain(&PriceBook::embedded(), &unknown, &[Change::Model(BillingModel::Concurrent)]).unwrap_err();
    assert!(errors[0].starts_with("the data do not tell how much the model `concurrent` counts"), "{errors:?}");
}

fn target() -> impl Strategy<Value = Target> {
    let amount = || (-50_000_i64..200_000).prop_map(|cents| Decimal::new(cents, 2));
    prop_oneof![
        amount().prop_map(|to| Target::To(to.abs())),
        amount().prop_map(Target::By),
        amount().prop_map(|it| Target::ByPercent(it / Decimal::TEN))
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let product = || prop::sample::select(vec!["cx1", "cx3", "cx4", "journey"]).prop_map(str::to_owned);
    prop_oneof![
        prop::sample::select(BillingModel::ALL.to_vec()).prop_map(Change::Model),
        (product(), target()).prop_map(|(id, to)| Change::Used(id, to)),
        (prop::sample::select(vec!["tokens", "ai_tokens", "api_requests"]), target())
            .prop_map(|(id, to)| Change::Metered(id.to_owned(), to)),
        (product(), target()).prop_map(|(id, to)| Change::Quantity(id, to)),
        (product(), target()).prop_map(|(id, to)| Change::UnitPrice(id, to)),
        (product(), target()).prop_map(|(id, to)| Change::HourlyPrice(id, to)),
        (product(), target()).prop_map(|(id, to)| Change::OveragePrice(id, to)),
        (product(), (0_i64..10_000).prop_map(|it| Target::To(Decimal::new(it, 2))))
            .prop_map(|(id, to)| Change::Discount(id, to)),
        (0_i64..10_000).prop_map(|it| Change::ContractDiscount(Target::To(Decimal::new(it, 2)))),
        target().prop_map(Change::Minimum),
    ]
}

proptest! {
    #[test]
    fn nothing_is_left_over(changes in prop::collection::vec(change(), 0..6)) {
        let Ok(explained) = explain(&PriceBook::embedded(), &situation(), &changes) else { return Ok(()) };
        for line in &explained.lines {
            let sum: Decimal = line.effects.iter().map(|effect| effect.amount).sum();
            match line.before.zip(line.after) {
                Some((before, after)) => prop_assert_eq!(sum, after - before, "{} by {:?}", line.id, changes),
                None => prop_assert!(line.effects.is_empty() && explained.unknown.contains(&line.id)),
            }
        }
        // The ends are those of the bills themselves, which know nothing of causes.
        let total = |bill: &crate::bill::PeriodBill| -> Decimal { bill.charges.iter().filter_map(|charge| charge.costs.effective).sum() };
        if explained.unknown.is_empty() {
            prop_assert_eq!(explained.total_before, total(&explained.before));
            prop_assert_eq!(explained.total_after, total(&explained.after));
        }
        let causes: Decimal = explained.by_cause().iter().map(|(_, amount)| *amount).sum();
        prop_assert_eq!(causes, explained.difference());
    }
}
