//! Exact documents have no difference; every known change of one is named, and differences add up to the cent.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::bill::{PeriodUse, period_bill};
use crate::contract::Contract;
use crate::period::Period;
use crate::tariff::ProductIx;

struct World {
    book: PriceBook,
    tariff: Tariff,
    bill: PeriodBill,
}

fn world(contract: &str, seats: &[(&str, u64)], metered: &[(&str, &str)]) -> World {
    let book = PriceBook::embedded();
    let contract = Contract::parse(contract, "contract.toml", &book).unwrap().0;
    let on = "2026-10-31".parse().unwrap();
    let tariff = Tariff::new(&book, &contract, on, ["weird"].into_iter());
    let seats: Vec<(ProductIx, u64)> = seats.iter().map(|(id, units)| (tariff.ix(id).unwrap(), *units)).collect();
    let metered: Vec<(&str, Decimal)> = metered.iter().map(|(id, units)| (*id, decimal(units))).collect();
    let used = PeriodUse { seats: &seats, interacting_ms: &[], metered: Some(&metered), uncounted: &[] };
    let period = Period::containing(on, contract.period_anchor_day);
    let bill = period_bill(&book, &contract, &tariff, period, used).unwrap();
    World { book, tariff, bill }
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

impl World {
    /// The invoice that asks for exactly what is expected, as Genesys writes it.
    fn invoice(&self) -> Vec<StatedLine> {
        let line = |part: Expected| {
            let name = match part.id.as_str() {
                "minimum-monthly-amount" => "Minimum monthly amount".to_owned(),
                id => self.book.product(id).map_or_else(|| id.to_owned(), |product| product.name.clone()),
            };
            let charge_name = if part.part == Part::Committed { format!("{name} – Prepay") } else { name };
            let place = format!("{} {}", part.id, part.part.as_str());
            let (quantity, unit_price, amount) = (Some(part.units), part.unit_price, part.amount);
            StatedLine { place, charge_name, quantity, unit_price, amount, ..StatedLine::default() }
        };
        expected_parts(&self.bill).into_iter().map(line).collect()
    }

    fn compare(&self, lines: &[StatedLine]) -> Comparison {
        compare(&self.bill, &self.book, &self.tariff, lines)
    }

    /// Causes and amounts, after the laws have been looked at.
    fn causes(&self, lines: &[StatedLine]) -> String {
        let comparison = self.compare(lines);
        let stated: Decimal = lines.iter().map(|line| line.amount.unwrap_or_default()).sum();
        assert_eq!(comparison.expected, self.bill.totals.billed.unwrap(), "{comparison:#?}");
        assert_eq!(comparison.stated, stated, "{comparison:#?}");
        let sum: Decimal = comparison.differences.iter().map(|difference| difference.amount).sum();
        assert_eq!(sum, stated - comparison.expected, "differences add up: {comparison:#?}");
        assert_eq!(comparison.difference(), sum, "{comparison:#?}");
        let shown = comparison.differences.iter().map(|d| format!("{} {} {}", d.cause.as_str(), d.id, d.amount));
        shown.collect::<Vec<_>>().join(", ")
    }
}

const CONTRACT: &str = "[contract]\nsubscription = \"annual-monthly\"\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n\
    [[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"148.00\"\noverage_price = \"170.50\"\n\
    [[line]]\nproduct = \"cx2\"\nquantity = 5\nunit_price = \"100.00\"\noverage_price = \"110.00\"\n\
    [[line]]\nproduct = \"ai-tokens\"\nquantity = 40\nunit_price = \"0.80\"\noverage_price = \"1.00\"\n";

fn usual() -> World {
    let seats = [("cx3", 12), ("cx2", 7), ("cx1", 3), ("wallboard", 3)];
    world(CONTRACT, &seats, &[("bot_voice_minutes", "5100"), ("storage_gb", "1")])
}

fn at<'l>(lines: &'l mut [StatedLine], place: &str) -> &'l mut StatedLine {
    lines.iter_mut().find(|line| line.place == place).unwrap()
}

fn check(change: impl Fn(&mut Vec<StatedLine>), expected: &str) {
    let world = usual();
    let mut lines = world.invoice();
    change(&mut lines);
    assert_eq!(world.causes(&lines), expected);
}

#[test]
fn an_exact_invoice_has_no_difference() {
    check(|_| {}, "");
}

#[test]
fn a_known_change_is_named_with_its_amount() {
    let times =
        |line: &mut StatedLine| line.amount = line.quantity.zip(line.unit_price).map(|(q, p)| (q * p).round_dp(2));
    let counted = |place: &'static str, units: &'static str| {
        move |lines: &mut Vec<StatedLine>| {
            let line = at(lines, place);
            line.quantity = Some(decimal(units));
            times(line);
        }
    };
    check(counted("cx3 on-demand", "3"), "only-theirs cx3 170.50");
    check(counted("cx3 on-demand", "1"), "only-ours cx3 -170.50");
    check(counted("cx3 committed", "9"), "commitment cx3 -148.00");
    check(
        |lines| {
            counted("cx3 on-demand", "4")(lines);
            counted("cx2 on-demand", "0")(lines);
        },
        "tier cx2 -220.00, tier cx3 341.00",
    );
    check(
        |lines| {
            let line = at(lines, "cx1 on-demand");
            line.unit_price = Some(decimal("80"));
            times(line);
        },
        "price cx1 15.00",
    );
    check(
        |lines| {
            let line = at(lines, "cx1 on-demand");
            (line.unit_price, line.amount) = (None, Some(decimal("240.00")));
        },
        "price cx1 15.00",
    );
    check(|lines| at(lines, "cx3 committed").amount = Some(decimal("1480.01")), "rounding cx3 0.01");
    check(|lines| at(lines, "cx3 committed").amount = Some(decimal("1500.00")), "unexplained cx3 20.00");
    check(|lines| lines.retain(|line| line.place != "cx2 on-demand"), "not-charged cx2 -220.00");
    check(
        |lines| at(lines, "cx1 on-demand").other_period = Some("2026-09".to_owned()),
        "not-charged cx1 -225.00, other-period Genesys Cloud CX 1 225.00",
    );
    check(
        |lines| {
            let (charge_name, amount) = ("Professional services".to_owned(), Some(decimal("500")));
            lines.push(StatedLine { charge_name, amount, ..StatedLine::default() });
        },
        "unknown-charge Professional services 500.00",
    );
}

#[test]
fn several_changes_at_once_add_up() {
    check(
        |lines| {
            let line = at(lines, "cx3 on-demand");
            (line.quantity, line.unit_price) = (Some(decimal("3")), Some(decimal("180")));
            line.amount = Some(decimal("640.00"));
        },
        "only-theirs cx3 170.50, price cx3 28.50, unexplained cx3 100.00",
    );
}

#[test]
fn only_what_no_cause_explains_is_unexplained() {
    let world = usual();
    let mut lines = world.invoice();
    at(&mut lines, "cx3 committed").amount = Some(decimal("1500.00"));
    at(&mut lines, "cx2 committed").amount = Some(decimal("500.01"));
    lines.retain(|line| line.place != "cx1 on-demand");
    assert_eq!(world.compare(&lines).unexplained(), decimal("20.00"));
}

#[test]
fn a_part_is_expected_where_it_has_units_or_an_amount() {
    let shown = |world: &World| {
        let amount = |amount: Option<Decimal>| amount.map_or("-".to_owned(), |amount| amount.to_string());
        let part = |part: Expected| {
            format!("{} {} {} {}", part.id, part.part.as_str(), part.units.normalize(), amount(part.amount))
        };
        expected_parts(&world.bill).into_iter().map(part).collect::<Vec<_>>()
    };
    // The first wallboard is free, and so are 250 of 300 tokens; the storage is within its pool.
    let expected = [
        "cx1 on-demand 3 225.00",
        "cx2 committed 5 500.00",
        "cx2 on-demand 2 220.00",
        "cx3 committed 10 1480.00",
        "cx3 on-demand 2 341.00",
        "wallboard on-demand 2 36.00",
        "ai-tokens committed 40 32.00",
        "ai-tokens on-demand 10 10.00",
    ];
    assert_eq!(shown(&usual()), expected);
    let ramp = CONTRACT.replacen("end =", "ramp_until = \"2026-12-31\"\nend =", 1);
    let waived = world(&ramp, &[("cx3", 4), ("wallboard", 1)], &[]);
    let seats_are_free = ["cx2 committed 5 0", "cx3 committed 10 0", "ai-tokens committed 40 32.00"];
    assert_eq!(shown(&waived), seats_are_free, "a ramp waives seats, the units stay");
    let unknown = world("", &[("communicate", 2)], &[]);
    assert_eq!(shown(&unknown), ["communicate on-demand 2 -"]);
}

#[test]
fn the_same_people_at_another_tier_are_one_too_many_and_one_too_few() {
    let counted = |changes: &'static [(&'static str, &'static str, &'static str)]| {
        move |lines: &mut Vec<StatedLine>| {
            for (place, units, amount) in changes {
                let line = at(lines, place);
                (line.quantity, line.amount) = (Some(decimal(units)), Some(decimal(amount)));
            }
        }
    };
    check(
        counted(&[("cx3 on-demand", "3", "511.50"), ("cx2 on-demand", "4", "440.00")]),
        "only-theirs cx2 220.00, only-theirs cx3 170.50",
    );
    check(
        counted(&[("cx3 on-demand", "3", "511.50"), ("wallboard on-demand", "1", "18.00")]),
        "only-theirs cx3 170.50, only-ours wallboard -18.00",
    );
    check(
        counted(&[
            ("cx3 on-demand", "3", "511.50"),
            ("cx2 on-demand", "1", "110.00"),
            ("cx1 on-demand", "2", "150.00"),
        ]),
        "only-ours cx2 -110.00, tier cx1 -75.00, tier cx3 170.50",
    );
    let missing = |lines: &mut Vec<StatedLine>| {
        counted(&[("cx3 on-demand", "4", "682.00")])(lines);
        lines.retain(|line| line.place != "cx2 on-demand");
    };
    check(missing, "tier cx2 -220.00, tier cx3 341.00");
    let world = usual();
    let mut lines = world.invoice();
    missing(&mut lines);
    let differences = world.compare(&lines).differences;
    let units: Vec<_> = differences.iter().map(|difference| difference.units.unwrap().to_string()).collect();
    assert_eq!(units, ["-2", "2"]);
    assert_eq!(differences[0].what, "expected: 2 units, 220.00 USD; as many less or more of cx3");
}

#[test]
fn one_price_in_several_lines_differs_by_rounding_only() {
    // 3 × 10.004 are 30.01, but 10.00 three times.
    let world = world("[[price]]\nproduct = \"cx1\"\nunit_price = \"10.004\"", &[("cx1", 3)], &[]);
    let line = |price: &str| StatedLine {
        charge_name: "cx1".to_owned(),
        quantity: Some(Decimal::ONE),
        unit_price: Some(decimal(price)),
        amount: Some(decimal(price).round_dp(2)),
        ..StatedLine::default()
    };
    assert_eq!(world.causes(&[line("10.004"), line("10.004"), line("10.004")]), "rounding cx1 -0.01");
    assert_eq!(world.causes(&[line("10.003"), line("10.003"), line("10.003")]), "price cx1 -0.01");
    assert_eq!(world.causes(&[line("10.004"), line("10.004"), line("10.003")]), "price cx1 -0.01");
}

#[test]
fn a_difference_says_what_it_is_in_words() {
    let world = usual();
    let what = |change: &dyn Fn(&mut StatedLine)| {
        let mut lines = world.invoice();
        change(at(&mut lines, "cx1 on-demand"));
        let of = |difference: Difference| difference.what;
        world.compare(&lines).differences.into_iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(
        what(&|line| (line.unit_price, line.amount) = (None, Some(decimal("240.00")))),
        ["240.00 for 3 units is 80 each, expected 75"]
    );
    assert_eq!(
        what(&|line| line.other_period = Some("2026-09".to_owned())),
        ["expected: 3 units, 225.00 USD", "the line is of 2026-09"]
    );
    let unknown = self::world("", &[("communicate", 2)], &[]);
    let mut lines = unknown.invoice();
    (lines[0].unit_price, lines[0].amount) = (Some(decimal("20")), Some(decimal("40.00")));
    assert_eq!(unknown.compare(&lines).differences[0].what, "unit price 20, expected an unknown price");
}

#[test]
fn a_line_without_an_amount_asks_for_quantity_times_price() {
    let world = usual();
    let mut lines = world.invoice();
    let line = at(&mut lines, "cx1 on-demand");
    (line.quantity, line.unit_price, line.amount) = (Some(decimal("3")), Some(decimal("80")), None);
    let (quantity, unit_price) = (Some(decimal("2")), Some(decimal("10.25")));
    let charge_name = "Training".to_owned();
    lines.push(StatedLine { charge_name, quantity, unit_price, ..StatedLine::default() });
    let found = world.compare(&lines);
    let shown: Vec<_> =
        found.differences.iter().map(|d| format!("{} {} {}", d.cause.as_str(), d.id, d.amount)).collect();
    assert_eq!(shown, ["price cx1 15.00", "unknown-charge Training 20.50"]);
}

#[test]
fn only_a_monthly_minimum_is_the_minimum() {
    for name in ["Monthly services", "Minimum purchase"] {
        let line = StatedLine { charge_name: name.to_owned(), amount: Some(decimal("500")), ..StatedLine::default() };
        check(|lines| lines.push(line.clone()), &format!("unknown-charge {name} 500.00"));
    }
}

#[test]
fn one_line_stands_for_both_parts_where_its_count_is_nearer_to_the_whole() {
    // 10 committed and 2 beyond: 7 is as far from 2 as from 12. On average a seat is 1821 ÷ 12 = 151.75.
    let world = usual();
    let of = |units: &str, amount: &str| {
        let mut lines = world.invoice();
        lines.retain(|line| line.place != "cx3 committed");
        let line = at(&mut lines, "cx3 on-demand");
        (line.quantity, line.unit_price, line.amount) = (Some(decimal(units)), None, Some(decimal(amount)));
        world.causes(&lines)
    };
    assert_eq!(of("6", "1023.00"), "only-theirs cx3 682.00, not-charged cx3 -1480.00");
    assert_eq!(of("7", "1193.50"), "only-theirs cx3 852.50, not-charged cx3 -1480.00");
    assert_eq!(of("8", "1214.00"), "only-ours cx3 -607.00");
}

#[test]
fn one_line_for_both_parts_is_understood() {
    let world = usual();
    let mut lines = world.invoice();
    lines.retain(|line| line.place != "cx3 committed");
    let line = at(&mut lines, "cx3 on-demand");
    (line.quantity, line.unit_price, line.amount) = (Some(decimal("12")), None, Some(decimal("1821.00")));
    assert_eq!(world.causes(&lines), "");
}

#[test]
fn tokens_may_be_charged_by_their_meters() {
    let world = usual();
    let mut lines = world.invoice();
    // 5,100 minutes are 300 tokens: 250 free, 40 committed, 10 beyond = 170 minutes.
    let line = at(&mut lines, "ai-tokens on-demand");
    assert_eq!(line.quantity, Some(decimal("10")));
    line.charge_name = "Genesys Cloud for Bot Flow - Voice".to_owned();
    (line.quantity, line.unit_price) = (Some(decimal("170")), None);
    assert_eq!(world.causes(&lines), "");
}

#[test]
fn a_prepaid_year_is_expected_in_its_first_period() {
    let prepaid = |start: &str| {
        let contract = CONTRACT.replace("annual-monthly", "annual-prepay").replace("2026-01-01", start);
        world(&contract.replace("2026-12-31", "2027-12-31"), &[("cx3", 12)], &[])
    };
    let first = prepaid("2026-10-01");
    assert_eq!(first.causes(&first.invoice()), "");
    assert_eq!(first.bill.totals.billed, Some(decimal("24485.00")), "12 × (1480 + 500 + 32) + 341");
    let later = prepaid("2026-06-01");
    let mut lines = later.invoice();
    lines.retain(|line| !line.charge_name.ends_with("Prepay"));
    assert_eq!(later.causes(&lines), "", "paid in advance is not missed");
}

#[test]
fn a_price_that_nobody_knows_is_the_whole_difference() {
    let world = world("", &[("communicate", 2)], &[]);
    let mut lines = world.invoice();
    assert_eq!(world.compare(&[]).unpriced, ["communicate"]);
    (lines[0].unit_price, lines[0].amount) = (Some(decimal("20")), Some(decimal("40.00")));
    assert_eq!(world.causes(&lines), "price communicate 40.00");
}

proptest! {
    /// Whatever a document says, the differences are the whole of the difference.
    #[test]
    fn differences_always_add_up(
        seats in (0_u64..40, 0_u64..40, 0_u64..9),
        changes in prop::collection::vec((0_usize..8, 0_u8..6, 0_i64..40, 0_i64..30_000), 0..6),
    ) {
        let world = world(CONTRACT, &[("cx3", seats.0), ("cx2", seats.1), ("cx1", seats.2)], &[]);
        let mut lines = world.invoice();
        for (place, what, units, cents) in changes {
            let count = lines.len();
            let line = &mut lines[place % count];
            match what {
                0 => line.quantity = Some(Decimal::from(units)),
                1 => line.unit_price = Some(Decimal::new(cents, 2)),
                2 => line.unit_price = None,
                3 => line.quantity = None,
                4 => line.charge_name.push('x'),
                _ => { lines.remove(place % count); }
            }
            if lines.is_empty() { break; }
            let amount = Some(Decimal::new(cents, 2));
            let count = lines.len();
            lines[place % count].amount = amount;
        }
        world.causes(&lines);
    }
}
