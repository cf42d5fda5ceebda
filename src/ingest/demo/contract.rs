//! `contract.toml` and `seatwise.toml` of a demo organization.
//!
//! Commitments are set beside what is really billed: some lines are short, so that there is overage, and some have
//! seats that nobody uses. Prices are those that the truth reckons with.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::cover::{cents, product_of};
use super::life::Life;
use super::organization::Organization;
use super::person::Person;
use super::{DemoSpec, SpecError};

/// A committed product: share of the billed seats that is committed, and the overage price in cents.
struct Line {
    product: &'static str,
    percent: u64,
    overage_cents: u32,
}

/// CX 1 and the journey add-on are committed short, CX 2, CX 3 and CX 4 with seats to spare.
const LINES: [Line; 5] = [
    Line { product: "cx1", percent: 92, overage_cents: 7_500 },
    Line { product: "cx2", percent: 106, overage_cents: 11_500 },
    Line { product: "cx3", percent: 109, overage_cents: 15_500 },
    Line { product: "cx4", percent: 115, overage_cents: 24_000 },
    Line { product: "journey", percent: 80, overage_cents: 3_000 },
];

/// Products with a price but no commitment.
const PRICES: [&str; 3] = ["communicate", "cx2-wem-addon", "sta-addon"];

/// The contract of the organization, as `contract.toml`: named, annual-monthly, in US dollars.
///
/// # Errors
///
/// A specification out of range.
pub fn contract_toml(spec: DemoSpec) -> Result<String, SpecError> {
    let mut text = format!(
        "# Contract of a made-up organization.\n\
         [contract]\n\
         organization = \"{}\"\n\
         currency = \"USD\"\n\
         model = \"named\"\n\
         subscription = \"annual-monthly\"\n\
         start = \"2025-12-15\"\n\
         end = \"2026-12-14\"\n\
         period_anchor_day = 15\n\
         seat_counting = \"assigned\"\n\
         concurrency_reading = \"at-or-above\"\n\
         renewal_notice_days = 60\n\
         uplift_cap_percent = \"5\"\n",
        spec.organization_name()
    );
    let people = billed_people(spec)?;
    for line in &LINES {
        let billed = people.get(line.product).copied().unwrap_or_default();
        // Rounded up, so that a small organization still has a line of one seat.
        let quantity = (billed * line.percent).div_ceil(100).max(1);
        let (price, overage) = (dollars(cents(line.product)), dollars(line.overage_cents));
        let product = line.product;
        text += "\n[[line]]\n";
        append(&mut text, format_args!("product = \"{product}\"\nquantity = {quantity}\n"));
        append(&mut text, format_args!("unit_price = \"{price}\"\noverage_price = \"{overage}\"\n"));
    }
    // Less than the meters and the Copilot seats use, so that tokens have overage too; at list price throughout.
    let tokens = people.get("copilot").copied().unwrap_or_default() * 30 + people.values().sum::<u64>() / 2;
    text += "\n[[line]]\nproduct = \"ai-tokens\"\n";
    append(&mut text, format_args!("quantity = {tokens}\nunit_price = \"1.00\"\noverage_price = \"1.00\"\n"));
    for product in PRICES {
        let price = dollars(cents(product));
        append(&mut text, format_args!("\n[[price]]\nproduct = \"{product}\"\nunit_price = \"{price}\"\n"));
    }
    Ok(text)
}

/// The settings of the organization, as `seatwise.toml`: the defaults, people on leave, and what may be offered.
///
/// # Errors
///
/// A specification out of range.
pub fn seatwise_toml(spec: DemoSpec) -> Result<String, SpecError> {
    let mut text = String::from(
        "# Settings of a made-up organization.\n\
         [window]\n\
         days = 90\n\
         idle_days = 90\n\
         grace_days = 30\n\
         min_events = 1\n\
         min_days = 1\n\
         \n\
         [protect]\n\
         roles = [\"Master Admin\"]\n\
         \n\
         [offers]\n\
         # Everything that the contract prices; people who need no contact-center seat may go to Communicate.\n\
         allow = [\"communicate\", \"cx1\", \"cx2\", \"cx3\", \"cx4\", \"cx2-wem-addon\", \"sta-addon\", \"copilot\", \"journey\"]\n",
    );
    for organization in Organization::all(spec)? {
        let people = (0..organization.people).map(|index| Person::new(&organization, index));
        for person in people.filter(|person| person.life == Life::OnLeave) {
            let email = &person.email;
            append(&mut text, format_args!("\n[[exception]]\nuser = \"{email}\"\n"));
            text += "reason = \"parental leave\"\nuntil = \"2027-01-31\"\n";
        }
    }
    Ok(text)
}

/// How many people can be expected on the bill, by product.
fn billed_people(spec: DemoSpec) -> Result<BTreeMap<&'static str, u64>, SpecError> {
    let mut products = BTreeMap::new();
    for organization in Organization::all(spec)? {
        for person in (0..organization.people).map(|index| Person::new(&organization, index)) {
            if matches!(person.life, Life::Working | Life::NewHire | Life::Recent) {
                for license in &person.licenses {
                    *products.entry(product_of(license)).or_default() += 1;
                }
            }
        }
    }
    Ok(products)
}

fn append(text: &mut String, more: std::fmt::Arguments<'_>) {
    text.write_fmt(more).expect("a String takes every text");
}

/// Cents as dollars: `9430` as `94.30`.
fn dollars(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
