//! What a contract whose paper is known says of its commitments, and an invoice beside the rows.

use rust_decimal::Decimal;
use seatwise_pricing::book::PriceBook;
use seatwise_reports::focus::{ContractCommitment, Paper, Version, plain};

use super::{
    By, Export, Options, export,
    tests::{AS_OF, analysis, exported},
};
use crate::{
    analysis::bill,
    ingest::invoice::{Invoice, InvoiceLine},
};

/// Paid in advance; two amendments, one of them without a name, and one that is still to come.
const GROWN: &str = "[contract]\nsubscription = \"annual-prepay\"\nnumber = \"GC-2026-01\"\nsigned = \"2025-12-10\"\n\
                     start = \"2026-01-01\"\nend = \"2026-12-31\"\n\
                     [[line]]\nproduct = \"cx3\"\nquantity = 3\nunit_price = \"124\"\noverage_price = \"150\"\n\
                     [[line]]\nproduct = \"cx2\"\nquantity = 5\nunit_price = \"120\"\n\
                     [[line]]\nproduct = \"cx1\"\nquantity = 0\nunit_price = \"60\"\n\
                     [[line]]\nproduct = \"ai-tokens\"\nquantity = 20\nunit_price = \"0.90\"\n\
                     [[amendment]]\nname = \"Autumn wave\"\neffective = \"2026-09-15\"\n\
                     [[amendment.line]]\nproduct = \"cx3\"\nadd = 1\nunit_price = \"130\"\n\
                     [[amendment]]\neffective = \"2026-10-01\"\n[[amendment.line]]\nproduct = \"cx2\"\nquantity = 4\n\
                     [[amendment]]\neffective = \"2026-12-01\"\n[[amendment.line]]\nproduct = \"cx3\"\nadd = 7\n";

/// Id, quantity and unit, days, changed, discount.
fn told(own: &ContractCommitment) -> String {
    format!(
        "{} {} {} {} to {} changed {} -{}",
        own.id,
        own.amount.quantity,
        own.amount.unit,
        own.span.from,
        own.span.to,
        own.updated,
        own.discount.map_or("?".to_owned(), plain)
    )
}

fn commitments(export: &Export) -> Vec<String> {
    export.commitments.as_ref().unwrap().iter().map(told).collect()
}

#[test]
fn every_line_that_the_bill_knows_is_a_commitment() {
    let expected = [
        // Dearer than the list: no discount.
        "GC-2026-01/cx2/2026-10-01 4 Seats 2026-10-01 to 2027-01-01 changed 2026-10-01 -?",
        "GC-2026-01/cx3/2026-01-01 3 Seats 2026-01-01 to 2027-01-01 changed 2026-09-15 -0.20",
        "GC-2026-01/cx3/2026-09-15 1 Seats 2026-09-15 to 2027-01-01 changed 2026-09-15 -0.16129",
        "GC-2026-01/ai-tokens/2026-01-01 20 Tokens 2026-01-01 to 2027-01-01 changed 2025-12-10 -0.10",
    ];
    assert_eq!(commitments(&exported(GROWN, AS_OF, None)), expected);
}

#[test]
fn what_is_used_and_left_over_of_a_commitment_is_all_of_it() {
    for by in [None, Some(By::Department), Some(By::CostCenter)] {
        let export = exported(GROWN, AS_OF, by);
        for own in export.commitments.as_ref().unwrap() {
            let applied = export.rows.iter().filter_map(|row| row.commitment.as_ref()?.applied.as_ref());
            let own_part = applied.filter(|applied| applied.commitment == own.id);
            let sum: Decimal = own_part.map(|applied| applied.amount.quantity).sum();
            assert_eq!(sum, own.amount.quantity, "{} by {by:?}", own.id);
        }
    }
}

#[test]
fn without_the_paper_nothing_refers_to_it_and_the_keys_are_told() {
    let check = |cut: &[&str], missing: &[&'static str]| {
        let text = cut.iter().fold(GROWN.to_owned(), |text, key| {
            text.lines().filter(|line| !line.starts_with(&format!("{key} ="))).map(|line| format!("{line}\n")).collect()
        });
        let export = exported(&text, AS_OF, None);
        assert_eq!(export.commitments.as_ref().unwrap_err(), missing);
        assert!(export.rows.iter().all(|row| row.commitment.as_ref().is_none_or(|own| own.applied.is_none())));
        let names: Vec<&str> = export.columns(Version::V1_4).iter().map(|column| column.name).collect();
        assert!(!names.contains(&"ContractApplied") && !names.contains(&"InvoiceDetailId"));
    };
    check(&["number"], &["number"]);
    check(&["signed"], &["signed"]);
    check(&["number", "signed", "end"], &["number", "signed", "end"]);
    let none = exported("", AS_OF, None);
    assert_eq!(none.commitments.unwrap_err(), ["number", "signed", "start", "end"]);
}

#[test]
fn a_ramp_and_a_month_without_commitment_have_papers_too() {
    let ramp = GROWN.replace("[[line]]\nproduct = \"cx3\"", "ramp_until = \"2026-12-31\"\n[[line]]\nproduct = \"cx3\"");
    assert_eq!(commitments(&exported(&ramp, AS_OF, None)).len(), 4, "committed, whatever a ramp charges");
    let monthly = "[contract]\nsubscription = \"month-to-month\"\nnumber = \"GC-1\"\nsigned = \"2025-12-10\"\n\
                   start = \"2026-01-01\"\nend = \"2026-12-31\"\n";
    let export = exported(monthly, AS_OF, None);
    assert_eq!(export.commitments, Ok(vec![]));
    // A dataset without rows is none to the format, and nothing may refer to it.
    assert!(export.columns(Version::V1_4).iter().all(|column| column.name != "ContractApplied"));
}

fn line(description: &str, amount: &str) -> InvoiceLine {
    InvoiceLine {
        line: 2,
        description: description.to_owned(),
        quantity: None,
        unit_price: None,
        amount: Some(amount.parse().unwrap()),
        period_from: None,
        period: None,
    }
}

#[test]
fn an_invoice_is_beside_the_rows_whatever_it_asks_for() {
    let analysis = analysis(GROWN, AS_OF);
    let book = PriceBook::embedded();
    let expected = bill::expected(&analysis, &book).unwrap();
    let options = Options { billing_account: Some("gc-1"), by: None };
    let lines = vec![line("Genesys Cloud CX 3 – Prepay", "99999.99"), line("Refund", "-7.00"), line("Refund", "-7.00")];
    let invoice = Invoice { file: "invoice.csv".to_owned(), lines, totals: vec![], ignored: vec![] };
    let paper = Paper { number: "INV-1".to_owned(), date: "2026-11-03".parse().unwrap(), due: None, terms: None };
    let before = export(&analysis, &expected, options).unwrap();
    let after = before.clone().with_invoice(&book, &invoice, &paper).unwrap();
    assert_eq!((before.rows, before.invoice), (after.rows.clone(), None), "no row knows of it");
    let own = after.invoice.as_ref().unwrap();
    let told: Vec<String> = own
        .iter()
        .map(|own| format!("{} {} {} {}", own.account, own.id(), own.category.as_str(), own.billed))
        .collect();
    assert_eq!(told, ["gc-1 INV-1/1 Purchase 99999.99", "gc-1 INV-1/2 Credit -7.00", "gc-1 INV-1/3 Credit -7.00"]);
    assert!(after.columns(Version::V1_4).iter().any(|column| column.name == "InvoiceDetailId"));
    assert!(after.columns(Version::V1_2).iter().all(|column| column.name != "InvoiceDetailId"));
}
