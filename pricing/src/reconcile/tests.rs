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
