//! Steps worked by hand, and that nothing is left over on generated pairs of months.

use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::*;
use crate::bill::{PeriodUse, period_bill};
use crate::book::PriceBook;
use crate::contract::Contract;
use crate::period::Period;
use crate::tariff::ProductIx;

/// One month: contract, a day in it, seats by id, tokens.
struct Month<'a> {
    contract: &'a str,
    on: &'a str,
    seats: &'a [(&'a str, u64)],
    tokens: u64,
}

static BOOK: LazyLock<PriceBook> = LazyLock::new(PriceBook::embedded);

fn billed(month: &Month<'_>) -> (PeriodBill, Tariff) {
    let book = &*BOOK;
    let contract = Contract::parse(month.contract, "contract.toml", book).unwrap().0;
    let on: NaiveDate = month.on.parse().unwrap();
    let tariff = Tariff::new(book, &contract, on, ["weird"].into_iter());
    let seats: Vec<(ProductIx, u64)> = month.seats.iter().map(|(id, units)| (tariff.ix(id).unwrap(), *units)).collect();
    let metered = [("ai_tokens", Decimal::from(month.tokens))];
    let used = PeriodUse { seats: &seats, interacting_ms: &[], metered: Some(&metered), uncounted: &[] };
    let period = Period::containing(on, contract.period_anchor_day);
    (period_bill(book, &contract, &tariff, period, used).unwrap(), tariff)
}

fn between(before: &Month<'_>, after: &Month<'_>) -> Bridge {
    let (then, now) = (billed(before), billed(after));
    bridge(Side { bill: &then.0, tariff: &then.1 }, Side { bill: &now.0, tariff: &now.1 })
}

/// `before → after: volume mix price currency usage one-offs`.
fn words(bridge: &Bridge) -> String {
    let steps: Vec<String> = bridge.steps.iter().map(ToString::to_string).collect();
    format!("{} → {}: {}", bridge.before, bridge.after, steps.join(" "))
}

const COMMITTED: &str = "[contract]\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n[[line]]\nproduct = \"cx3\"\nquantity = 10\n\
    unit_price = \"148.00\"\noverage_price = \"170.00\"\n[[price]]\nproduct = \"cx2\"\nunit_price = \"100.00\"\n[[price]]\nproduct = \"cx1-wem-addon\"\nunit_price = \"35.00\"\n";

fn september<'a>(contract: &'a str, seats: &'a [(&'a str, u64)]) -> Month<'a> {
    Month { contract, on: "2026-09-30", seats, tokens: 0 }
}

fn october<'a>(contract: &'a str, seats: &'a [(&'a str, u64)]) -> Month<'a> {
    Month { contract, on: "2026-10-31", seats, tokens: 0 }
}

#[test]
fn a_seat_more_within_the_commitment_moves_nothing() {
    let found = between(&september(COMMITTED, &[("cx3", 7)]), &october(COMMITTED, &[("cx3", 9)]));
    assert_eq!(words(&found), "1480.00 → 1480.00: 0.00 0.00 0.00 0.00 0.00 0.00");
}

#[test]
fn a_seat_beyond_is_volume_at_the_average_and_mix_to_its_own_price() {
    // Ten units of 148.00 become twelve: two at 148.00 are volume, 22.00 more for each are mix.
    let found = between(&september(COMMITTED, &[("cx3", 10)]), &october(COMMITTED, &[("cx3", 12)]));
    assert_eq!(words(&found), "1480.00 → 1820.00: 296.00 44.00 0.00 0.00 0.00 0.00");
}

#[test]
fn a_downgrade_is_mix_alone() {
    let without = "[contract]\n[[price]]\nproduct = \"cx2\"\nunit_price = \"100.00\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"150.00\"\n";
    let found = between(&september(without, &[("cx3", 4)]), &october(without, &[("cx3", 1), ("cx2", 3)]));
    assert_eq!(words(&found), "600.00 → 450.00: 0.00 -150.00 0.00 0.00 0.00 0.00");
    let units: Vec<_> =
        found.lines.iter().map(|line| (line.id.as_str(), line.units_before, line.units_after)).collect();
    assert_eq!(units, [("cx2", Some(0), Some(3)), ("cx3", Some(4), Some(1))]);
}

#[test]
fn a_new_price_is_price_on_the_units_of_today() {
    let dearer = COMMITTED.replace("170.00", "180.00").replace("148.00", "150.00");
    let found = between(&september(COMMITTED, &[("cx3", 11)]), &october(&dearer, &[("cx3", 12)]));
    // Eleven units of 1,650.00 on average 150.00; volume 150.00, mix 20.00; price 10 × 2.00 and 2 × 10.00.
    assert_eq!(words(&found), "1650.00 → 1860.00: 150.00 20.00 40.00 0.00 0.00 0.00");
}

#[test]
fn seats_that_are_free_are_no_volume() {
    let then = [("cx3", 11), ("collaborate", 40)];
    let found = between(&september(COMMITTED, &then), &october(COMMITTED, &[("cx3", 11)]));
    assert_eq!(words(&found), "1650.00 → 1650.00: 0.00 0.00 0.00 0.00 0.00 0.00");
}

#[test]
fn add_ons_know_no_mix_and_tokens_are_usage() {
    let before = Month { tokens: 0, ..september(COMMITTED, &[("cx3", 10), ("cx1-wem-addon", 2)]) };
    let after = Month { tokens: 5_000, ..october(COMMITTED, &[("cx3", 10), ("cx1-wem-addon", 3)]) };
    let found = between(&before, &after);
    assert_eq!(found.step(Step::Mix), Decimal::ZERO);
    assert!(found.step(Step::Volume) > Decimal::ZERO && found.step(Step::Usage) > Decimal::ZERO, "{}", words(&found));
    assert_eq!(found.before + found.steps.iter().sum::<Decimal>(), found.after);
}

#[test]
fn the_end_of_a_ramp_and_a_minimum_are_one_offs() {
    let ramp = COMMITTED.replace("[[line]]", "ramp_until = \"2026-09-30\"\n[[line]]");
    let found = between(&september(&ramp, &[("cx3", 10)]), &october(&ramp, &[("cx3", 10)]));
    assert_eq!(words(&found), "0.00 → 1480.00: 0.00 0.00 0.00 0.00 0.00 1480.00");
    let minimum = COMMITTED.replace("[[line]]", "minimum_monthly_amount = \"1600\"\n[[line]]");
    let found = between(&september(COMMITTED, &[("cx3", 10)]), &october(&minimum, &[("cx3", 10)]));
    assert_eq!(words(&found), "1480.00 → 1600.00: 0.00 0.00 0.00 0.00 0.00 120.00");
}

#[test]
fn another_rate_is_currency() {
    let rate = |rate: &str, since: &str| {
        format!(
            "[[exchange_rate]]\nfrom = \"USD\"\nto = \"EUR\"\nrate = \"{rate}\"\nsince = \"{since}\"\nsource = \"ECB\"\n"
        )
    };
    let contract = format!(
        "[contract]\ncurrency = \"EUR\"\n{}{}[[price]]\nproduct = \"cx3\"\nunit_price = \"200.00\"\ncurrency = \"USD\"\n",
        rate("0.80", "2026-01-01"),
        rate("0.90", "2026-10-01"),
    );
    let found = between(&september(&contract, &[("cx3", 10)]), &october(&contract, &[("cx3", 11)]));
    assert_eq!(words(&found), "1600.00 → 1980.00: 160.00 0.00 0.00 220.00 0.00 0.00");
}

#[test]
fn what_has_no_price_is_named_and_in_no_step() {
    let found = between(&september(COMMITTED, &[("cx3", 10)]), &october(COMMITTED, &[("cx3", 10), ("weird", 3)]));
    assert_eq!(found.left_out, ["weird"]);
    assert_eq!(words(&found), "1480.00 → 1480.00: 0.00 0.00 0.00 0.00 0.00 0.00");
}

/// A contract and the seats of a month, in numbers.
type Numbers = ((u64, u64, u64), [u64; 4], u64, u8);

fn numbers() -> impl Strategy<Value = Numbers> {
    ((0u64..300, 5_000u64..25_000, 5_000u64..30_000), prop::array::uniform4(0u64..400), 0u64..20_000, 0u8..4)
}

fn contract(((committed, price, beyond), _, _, kind): &Numbers) -> String {
    let cents = |cents: u64| format!("{}.{:02}", cents / 100, cents % 100);
    let more = match kind {
        1 => "minimum_monthly_amount = \"20000\"\n",
        2 => "ramp_until = \"2026-09-30\"\n",
        3 => "subscription = \"annual-prepay\"\n",
        _ => "",
    };
    format!(
        "[contract]\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n{more}[[line]]\nproduct = \"cx3\"\nquantity = {committed}\n\
         unit_price = \"{}\"\noverage_price = \"{}\"\n[[price]]\nproduct = \"cx2\"\nunit_price = \"{}\"\n[[price]]\nproduct = \"cx1-wem-addon\"\nunit_price = \"35.00\"\n",
        cents(*price),
        cents(*beyond),
        cents(price / 2)
    )
}

/// Volume of base products as one exact fraction over all of them, rounded once: the second way.
fn volume_by_fraction(before: &PeriodBill, after: &PeriodBill, bases: [&str; 3]) -> Option<Decimal> {
    let paid = |bill: &PeriodBill| -> (i128, i128) {
        let charges = bill.charges.iter().filter(|charge| bases.contains(&charge.id.as_str()));
        charges.fold((0, 0), |(units, cents), charge| {
            let counted: i128 = charge.quantities.actual.rounded(0).try_into().unwrap();
            let own = counted.max(i128::from(charge.quantities.committed));
            let money: i128 = (charge.costs.effective.unwrap() * Decimal::from(100)).trunc().try_into().unwrap();
            (units + own, cents + money)
        })
    };
    let ((units, cents), (units_after, _)) = (paid(before), paid(after));
    (units > 0).then(|| Decimal::from(cents * (units_after - units) / units) / Decimal::from(100))
}

#[test]
fn nothing_is_left_over_on_1_000_pairs_of_months() {
    let mut runner = TestRunner::new(ProptestConfig::with_cases(1_000));
    let checked = runner.run(&(numbers(), numbers()), |(then, now)| {
        let seats = |numbers: &Numbers| {
            let ids = ["cx1", "cx2", "cx3", "cx1-wem-addon"];
            ids.into_iter().zip(numbers.1).filter(|(_, units)| *units % 5 != 0).collect::<Vec<_>>()
        };
        let (contracts, used) = ([contract(&then), contract(&now)], [seats(&then), seats(&now)]);
        let before = Month { contract: &contracts[0], on: "2026-09-30", seats: &used[0], tokens: then.2 };
        let after = Month { contract: &contracts[1], on: "2026-10-31", seats: &used[1], tokens: now.2 };
        let ((own, tariff), (new, of_new)) = (billed(&before), billed(&after));
        let found = bridge(Side { bill: &own, tariff: &tariff }, Side { bill: &new, tariff: &of_new });
        prop_assert!(found.left_out.is_empty(), "{:?}", found.left_out);
        prop_assert_eq!(Some(found.before), own.totals.effective);
        prop_assert_eq!(Some(found.after), new.totals.effective);
        prop_assert_eq!(found.before + found.steps.iter().sum::<Decimal>(), found.after);
        for line in &found.lines {
            prop_assert_eq!(line.before + line.moves.iter().sum::<Decimal>(), line.after, "{}", line.id);
            prop_assert!(line.moves.iter().all(|own| own.round_dp(2) == *own), "{:?}", line.moves);
        }
        // A ramp waives what the units would cost, which the second way does not know.
        if then.3 != 2
            && let Some(expected) = volume_by_fraction(&own, &new, ["cx1", "cx2", "cx3"])
        {
            let base = found.lines.iter().filter(|line| line.id != "cx1-wem-addon");
            let volume: Decimal = base.map(|line| line.step(Step::Volume)).sum();
            prop_assert!((volume - expected).abs() <= Decimal::new(5, 2), "{volume} {expected}");
        }
        Ok(())
    });
    checked.unwrap();
}
