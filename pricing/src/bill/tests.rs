//! The seat bill of a period, line by line, every expected amount written out.

use proptest::prelude::*;

use super::*;
use crate::book::PriceBook;
use crate::period::AnchorDay;

const ON: &str = "2026-10-31";

fn setup(contract: &str) -> (Tariff, Contract, Period) {
    let book = PriceBook::embedded();
    let contract = Contract::parse(contract, "contract.toml", &book).unwrap().0;
    let on = ON.parse().unwrap();
    let tariff = Tariff::new(&book, &contract, on, ["weird"].into_iter());
    (tariff, contract, Period::containing(on, AnchorDay::FIRST))
}

fn bill_of(contract: &str, quantities: &[(&str, u64)]) -> SeatBill {
    let (tariff, contract, period) = setup(contract);
    let quantities: Vec<_> = quantities.iter().map(|(id, n)| (tariff.ix(id).unwrap(), *n)).collect();
    seat_bill(&tariff, &contract, &period, &quantities)
}

/// List, contracted, commitment, overage and billed of one product, `-` for unknown.
fn check(contract: &str, product: &str, quantity: u64, expected: &str) {
    let bill = bill_of(contract, &[(product, quantity)]);
    let line = bill.lines.iter().find(|line| line.id == product).unwrap();
    let amounts =
        [line.list_monthly, line.contracted_monthly, line.commitment_monthly, line.overage_monthly, line.billed];
    let shown = amounts.map(|amount| amount.map_or("-".to_owned(), |amount| amount.to_string())).join(" ");
    assert_eq!(shown, expected, "{quantity} × {product} with\n{contract}");
}

const LINE: &str = "[[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"148.00\"\noverage_price = \"170.50\"\n";

#[test]
fn commitment_is_paid_used_or_not_and_the_rest_at_overage_prices() {
    check("", "cx3", 3, "465.00 465.00 0.00 465.00 465.00");
    check(LINE, "cx3", 12, "1860.00 1776.00 1480.00 341.00 1821.00");
    check(LINE, "cx3", 10, "1550.00 1480.00 1480.00 0.00 1480.00");
    check(LINE, "cx3", 0, "0.00 0.00 1480.00 0.00 1480.00");
    check(&format!("[contract]\nend = \"2026-10-30\"\n{LINE}"), "cx3", 12, "1860.00 1776.00 0.00 2046.00 2046.00");
    check(&format!("[contract]\nsubscription = \"annual-prepay\"\n{LINE}"), "cx3", 0, "0.00 0.00 1480.00 0.00 1480.00");
    check("[[price]]\nproduct = \"cx3\"\nunit_price = \"150\"", "cx3", 2, "310.00 300.00 0.00 300.00 300.00");
}

#[test]
fn an_unknown_price_is_unknown_at_quantity_zero_too_and_in_no_total() {
    check("", "communicate", 5, "- - - - -");
    check("", "communicate", 0, "- - - - -");
    check("[[price]]\nproduct = \"communicate\"\nunit_price = \"19.99\"", "communicate", 3, "- 59.97 0.00 59.97 59.97");
    let bill = bill_of("", &[("communicate", 5), ("weird", 1), ("cx3", 1), ("cx1-wem-addon", 0)]);
    assert!(!bill.complete);
    let unpriced: Vec<_> = bill.unpriced.iter().map(|unpriced| (unpriced.id.as_str(), unpriced.quantity)).collect();
    assert_eq!(unpriced, [("communicate", 5), ("weird", 1)]);
    assert_eq!(bill.billed().to_string(), "155.00 USD");
    assert!(bill_of("", &[("cx3", 1)]).complete);
    let committed = bill_of("[[line]]\nproduct = \"communicate\"\nquantity = 4", &[]);
    let unpriced: Vec<_> =
        committed.unpriced.iter().map(|unpriced| (unpriced.id.as_str(), unpriced.quantity)).collect();
    assert_eq!(unpriced, [("communicate", 0)], "committed and not used");
}

#[test]
fn the_first_wallboard_is_free() {
    check("", "wallboard", 0, "0.00 0.00 0.00 0.00 0.00");
    check("", "wallboard", 1, "0.00 0.00 0.00 0.00 0.00");
    check("", "wallboard", 3, "36.00 36.00 0.00 36.00 36.00");
    let line = "[[line]]\nproduct = \"wallboard\"\nquantity = 2\nunit_price = \"15\"";
    check(line, "wallboard", 3, "36.00 30.00 30.00 0.00 30.00");
    check(line, "wallboard", 4, "54.00 45.00 30.00 15.00 45.00");
}

#[test]
fn copilot_has_no_money_unless_priced_as_a_seat() {
    check("", "copilot", 7, "0.00 0.00 0.00 0.00 0.00");
    check("[[price]]\nproduct = \"copilot\"\nunit_price = \"35\"", "copilot", 2, "80.00 70.00 0.00 70.00 70.00");
}

#[test]
fn each_amount_is_rounded_once_half_away_from_zero() {
    check("[[price]]\nproduct = \"cx3\"\nunit_price = \"0.335\"", "cx3", 3, "465.00 1.01 0.00 1.01 1.01");
    let line = "[[line]]\nproduct = \"cx3\"\nquantity = 1\nunit_price = \"0.005\"";
    check(line, "cx3", 2, "310.00 0.01 0.01 0.01 0.02");
    let yen = "[contract]\ncurrency = \"JPY\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"100.5\"";
    check(yen, "cx3", 1, "- 101 0 101 101");
    check(yen, "wallboard", 2, "2160 2160 0 2160 2160");
}

#[test]
fn nothing_is_charged_in_a_ramp() {
    let ramp = format!("[contract]\nramp_until = \"2026-10-31\"\n{LINE}");
    check(&ramp, "cx3", 12, "1860.00 1776.00 0.00 0.00 0.00");
    check(&ramp.replace("10-31", "10-30"), "cx3", 12, "1860.00 1776.00 1480.00 341.00 1821.00");
    let (tariff, contract, period) = setup(&ramp);
    let cx3 = tariff.ix("cx3").unwrap();
    let over = seat_bill_as_if_ramp_over(&tariff, &contract, &period, &[(cx3, 12)]);
    assert_eq!(over.billed().to_string(), "1821.00 USD");
    assert_eq!(over.ramp_until, None);
}

#[test]
fn time_is_priced_by_the_hour_and_rounded_at_the_line() {
    let hourly = "[[price]]\nproduct = \"hourly-interacting\"\nunit_price = \"1.50\"";
    check("", "hourly-interacting", 3_600_000, "- - - - -");
    check(hourly, "hourly-interacting", 3_600_000, "- 1.50 0.00 1.50 1.50");
    check(hourly, "hourly-interacting", 5_400_000, "- 2.25 0.00 2.25 2.25");
    check(hourly, "hourly-interacting", 12_000, "- 0.01 0.00 0.01 0.01");
    let committed = "[[line]]\nproduct = \"hourly-interacting\"\nquantity = 2\nunit_price = \"1.50\"";
    check(committed, "hourly-interacting", 10_800_000, "- 4.50 3.00 1.50 4.50");
    let steps = format!("{hourly}\n[[price.step]]\nfrom_units = 100\nunit_price = \"1.20\"");
    check(&steps, "hourly-interacting", 99 * 3_600_000, "- 148.50 0.00 148.50 148.50");
    check(&steps, "hourly-interacting", 100 * 3_600_000, "- 120.00 0.00 120.00 120.00");
    let legacy = "[contract]\nmodel = \"hourly-logged-in\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"1.25\"";
    check(legacy, "cx3", 223, "- 278.75 0.00 278.75 278.75");
}

#[test]
fn a_line_explains_itself() {
    let ramp = format!("[contract]\nramp_until = \"2026-10-31\"\n{LINE}");
    let bill = bill_of(&ramp, &[("cx3", 12), ("wallboard", 3), ("copilot", 2), ("weird", 1)]);
    let explain = |id: &str| bill.lines.iter().find(|line| line.id == id).unwrap().explain();
    assert_eq!(
        explain("cx3"),
        "Genesys Cloud CX 3: 12 seats\n  committed, used or not: 10 × 148.00 USD per seat = 1480.00 USD\n  beyond the \
         commitment: 2 × 170.50 USD per seat = 341.00 USD\n  ramp until 2026-10-31: no seat is charged\n  contracted \
         price: 148.00 USD per seat (`[[line]]` of the contract)\n  list price: 155.00 USD per seat \
         (https://www.genesys.com/pricing, published, known since 2026-09-20)\n  billed: 0.00 USD"
    );
    assert!(
        explain("wallboard").contains("3 devices\n  less 1 free\n  beyond the commitment: 2 × 18.00 USD per device")
    );
    assert!(explain("copilot").contains("no money: 40 AI tokens per seat"));
    assert!(
        explain("weird")
            .contains("contracted price: unknown: neither published nor in the contract\n  billed: unknown")
    );
}

#[test]
fn quantities_of_one_product_are_added_up_and_tokens_have_no_line() {
    let bill = bill_of("", &[("cx3", 1), ("cx3", 2), ("ai-tokens", 5_000)]);
    assert_eq!(bill.billed().to_string(), "465.00 USD");
    assert!(bill.lines.iter().all(|line| line.id != "ai-tokens"));
    let tariff = setup("").0;
    let line = |id: &str| bill.line(tariff.ix(id).unwrap());
    assert_eq!(line("cx3").map(|line| (line.id.as_str(), line.quantity)), Some(("cx3", 3)));
    assert_eq!(line("ai-tokens"), None);
}

proptest! {
    #[test]
    fn lines_sum_to_totals_and_the_fast_total_agrees(
        quantities in prop::collection::vec(0_u64..5_000, 30),
        changed in 0_usize..20,
        committed in 0_u64..3_000,
        price in 0_u64..2_000_000,
    ) {
        let text = format!(
            "[[line]]\nproduct = \"cx2\"\nquantity = {committed}\nunit_price = \"{}.{:04}\"",
            price / 10_000,
            price % 10_000
        );
        let (tariff, contract, period) = setup(&text);
        let named: Vec<(ProductIx, u64)> =
            tariff.products().iter().map(|product| (product.ix, quantities[product.ix.index()])).collect();
        let bill = seat_bill(&tariff, &contract, &period, &named);
        let sum = |of: fn(&BillLine) -> Option<Decimal>| bill.lines.iter().filter_map(of).sum::<Decimal>();
        prop_assert_eq!(bill.totals.list_monthly, sum(|line| line.list_monthly));
        prop_assert_eq!(bill.totals.contracted_monthly, sum(|line| line.contracted_monthly));
        prop_assert_eq!(bill.totals.billed, sum(|line| line.commitment_monthly) + sum(|line| line.overage_monthly));
        let total = billed_total(&tariff, &quantities);
        prop_assert_eq!(bill.totals.billed, total);

        let ix = tariff.row_order()[changed];
        let mut fewer = quantities.clone();
        fewer[ix.index()] = fewer[ix.index()].saturating_sub(1);
        let moved = total - tariff.line_total(ix, quantities[ix.index()]) + tariff.line_total(ix, fewer[ix.index()]);
        prop_assert_eq!(billed_total(&tariff, &fewer), moved);
    }
}
