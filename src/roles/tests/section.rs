//! The roles that cost as reports show them, on the small organization.

use rust_decimal::Decimal;
use seatwise_pricing::book::PriceBook;
use seatwise_reports::{
    report::{Chart, Drawing, Value},
    says,
};

use super::{Org, small};
use crate::roles::{report, section};

fn chart(org: &Org) -> Option<Chart> {
    let analysis = org.analyze();
    let report = report(&analysis, &PriceBook::embedded());
    section::chart(&report, &section::costs(&report))
}

#[test]
fn the_chart_names_the_few_roles_that_cause_at_least_80_percent() {
    // Agent 230, Quality Admin 120 of which 40 are open, Copilot 80 of which 40 are, of two people, Reader 80; 430 of 510
    // are the first three.
    let chart = chart(&small()).unwrap();
    let share = |part: i64| Value::Share(Decimal::from(part).checked_div(Decimal::from(510)));
    let title = says![
        Value::count(3),
        " of ",
        Value::count(6),
        " roles cause ",
        share(430),
        " of what roles alone keep people at",
        "; nobody would miss ",
        share(160),
        " of it"
    ];
    assert_eq!(chart.title, title);
    let Drawing::Pareto { bars, total, part } = chart.drawing else { panic!("a Pareto") };
    let bars: Vec<String> = bars.iter().map(|(name, amount)| format!("{name} {amount}")).collect();
    assert_eq!(bars, ["Agent 230.00", "Quality Admin 120.00", "Copilot 80.00", "Reader 80.00"]);
    let parts: Vec<String> = part.unwrap().amounts.iter().map(ToString::to_string).collect();
    assert_eq!((parts.join(" "), total), ("0 40.00 40.00 80.00".to_owned(), Decimal::from(510)));
}

#[test]
fn roles_without_a_price_are_counted_beside_the_chart_and_unknown_in_the_table() {
    let mut org = small();
    org.contract = "[contract]\ncurrency = \"NOK\"".to_owned();
    assert_eq!(chart(&org), None, "nothing has a price in this currency");
    let analysis = org.analyze();
    let report = report(&analysis, &PriceBook::embedded());
    let costs = section::costs(&report);
    let table = section::table(&report, &costs, 10);
    let place = |id| table.column(id).unwrap();
    assert_eq!(table.rows.len(), 4);
    for row in &table.rows {
        assert_eq!(row[place("contracted_monthly")], Value::Amount(None));
        assert!(row[place("unpriced")] != Value::count(0), "{row:?}");
    }
    // The dearest by what nobody would miss come first, those that everybody uses not at all.
    assert_eq!(section::open_first(costs).len(), 3);
}

#[test]
fn without_roles_nothing_is_drawn_and_the_reason_is_told() {
    let org = Org { roles: Vec::new(), grants: Vec::new(), ..small() };
    assert_eq!(chart(&org), None);
    let analysis = org.analyze();
    let report = report(&analysis, &PriceBook::embedded());
    assert_eq!(section::together(&report), None);
    assert!(!section::notes(&report).is_empty());
}
