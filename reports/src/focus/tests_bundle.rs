//! Datasets beside each other: sound ones, and each contradiction that has to be caught.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    tests::{bought, sound},
    *,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span { from: day(from), to: day(to) }
}

/// 150 seats for a year, of which rows use 120 and leave 30.
fn committed() -> ContractCommitment {
    ContractCommitment {
        id: "GC-2026-01/cx3/2026-01-01".to_owned(),
        description: "CX 3: 150 seats per month, used or not".to_owned(),
        kind: "Annual commitment, paid monthly".to_owned(),
        contract: "GC-2026-01".to_owned(),
        contract_span: span("2026-01-01", "2027-01-01"),
        span: span("2026-01-01", "2027-01-01"),
        created: day("2025-12-10"),
        updated: day("2025-12-10"),
        status: Lifecycle::Active,
        sku: "cx3".to_owned(),
        amount: Amount { quantity: number("150"), unit: "Seats".to_owned() },
        discount: Some(number("0.2")),
        payment: Payment::Monthly,
        currency: "USD".to_owned(),
    }
}

fn applied(row: CostAndUsage, quantity: &str) -> CostAndUsage {
    let mut row = row;
    row.commitment.as_mut().unwrap().applied = Some(Applied {
        contract: "GC-2026-01".to_owned(),
        commitment: "GC-2026-01/cx3/2026-01-01".to_owned(),
        amount: Amount { quantity: number(quantity), unit: "Seats".to_owned() },
    });
    row
}

fn line(line: usize) -> InvoiceDetail {
    InvoiceDetail {
        account: "example-org".to_owned(),
        currency: "USD".to_owned(),
        billing_period: span("2026-10-01", "2026-11-01"),
        line,
        description: "Genesys Cloud CX 3 – Prepay".to_owned(),
        category: InvoiceCategory::Purchase,
        sku: Some("cx3".to_owned()),
        billed: number("18600.00"),
        paper: Paper {
            number: "4711".to_owned(),
            date: day("2026-11-03"),
            due: Some(day("2026-12-03")),
            terms: Some("Net 30".to_owned()),
        },
    }
}

/// Four datasets.
struct Four {
    rows: Vec<CostAndUsage>,
    period: BillingPeriod,
    commitments: Vec<ContractCommitment>,
    invoice: Vec<InvoiceDetail>,
}

impl Four {
    fn sound() -> Four {
        Four {
            rows: vec![bought(), applied(sound(), "120"), applied(sound(), "30")],
            period: BillingPeriod {
                span: span("2026-10-01", "2026-11-01"),
                seen_from: "2026-10-31T23:59:59Z".parse().unwrap(),
                is_over: true,
            },
            commitments: vec![committed()],
            invoice: vec![line(1), line(2)],
        }
    }

    fn found(&self) -> Vec<String> {
        let Four { rows, period, commitments, invoice } = self;
        contradictions(Bundle { rows, period, commitments, invoice })
    }
}

fn check(change: impl Fn(&mut Four), expected: &[&str]) {
    let mut four = Four::sound();
    assert_eq!(four.found(), [""; 0], "sound before the change");
    change(&mut four);
    assert_eq!(four.found(), expected);
}

#[test]
fn a_commitment_that_contradicts_itself_is_caught() {
    let check = |change: fn(&mut ContractCommitment), expected: &[&str]| {
        let named: Vec<String> = expected.iter().map(|text| format!("{text}: GC-2026-01/cx3/2026-01-01")).collect();
        let named: Vec<&str> = named.iter().map(String::as_str).collect();
        check(|four| change(&mut four.commitments[0]), &named);
    };
    check(|own| own.span.to = day("2026-12-15"), &[]);
    check(
        |own| own.contract_span.to = day("2025-01-01"),
        &["ContractPeriodEnd is not after ContractPeriodStart", "the commitment's period leaves the contract's"],
    );
    check(|own| own.span.to = day("2027-01-02"), &["the commitment's period leaves the contract's"]);
    check(
        |own| own.updated = day("2025-12-09"),
        &["ContractCommitmentLastUpdated is before ContractCommitmentCreated"],
    );
    check(
        |own| (own.created, own.updated) = (day("2026-01-02"), day("2026-01-02")),
        &["ContractCommitmentCreated is after ContractPeriodStart"],
    );
    check(
        |own| own.amount.quantity = Decimal::ZERO,
        &["ContractCommitmentQuantity is not above 0", "ContractApplied sums to 150, more than the 0 committed"],
    );
    check(|own| own.discount = Some(number("1.01")), &["ContractCommitmentDiscountPercentage is not from 0 to 1"]);
    check(|own| own.discount = Some(number("-0.01")), &["ContractCommitmentDiscountPercentage is not from 0 to 1"]);
    check(|own| own.discount = None, &[]);
    check(|own| own.kind = " ".to_owned(), &["an id or a type is empty"]);
}

#[test]
fn what_rows_say_of_commitments_has_to_be_there() {
    let of_row = |text: &str| format!("{text}: CX 3");
    let check_row = |change: fn(&mut Applied), expected: &[&str]| {
        let named: Vec<String> = expected.iter().map(|text| of_row(text)).collect();
        let named: Vec<&str> = named.iter().map(String::as_str).collect();
        check(|four| change(four.rows[1].commitment.as_mut().unwrap().applied.as_mut().unwrap()), &named);
    };
    check_row(
        |own| own.commitment = "GC-2026-01/cx2/2026-01-01".to_owned(),
        &["ContractApplied names a ContractCommitmentId that is not there"],
    );
    check_row(
        |own| own.contract = "GC-2025-01".to_owned(),
        &["ContractApplied names another ContractId than its commitment"],
    );
    check_row(
        |own| own.amount.unit = "Seat-Months".to_owned(),
        &["ContractApplied has another unit than its commitment"],
    );
    check_row(|own| own.amount.quantity = Decimal::ZERO, &["ContractCommitmentAppliedQuantity is not above 0"]);
    check(
        |four| four.commitments.clear(),
        &["ContractApplied names a ContractCommitmentId that is not there: CX 3"; 2],
    );
    check(
        |four| four.commitments.push(committed()),
        &["ContractCommitmentId is there 2 times: GC-2026-01/cx3/2026-01-01"],
    );
    check(
        |four| four.rows.push(applied(sound(), "0.000001")),
        &["ContractApplied sums to 150.000001, more than the 150 committed: GC-2026-01/cx3/2026-01-01"],
    );
    let unheld = "the commitment does not hold in the period: CX 3";
    check(|four| four.commitments[0].span.to = day("2026-10-01"), &[unheld; 2]);
    check(
        |four| four.rows[1].sku.as_mut().unwrap().id = "cx2".to_owned(),
        &["ContractApplied is of another SkuId: CX 3"],
    );
    let quantity = "ContractCommitmentAppliedQuantity is not CommitmentDiscountQuantity: CX 3";
    assert_eq!(problems(&applied(sound(), "119")), [quantity]);
    assert_eq!(problems(&applied(bought(), "120")), ["ContractApplied stands where a commitment is bought: CX 3"]);
}

#[test]
fn an_invoice_that_contradicts_itself_or_the_period_is_caught() {
    check(
        |four| four.invoice[1].billing_period = span("2026-09-01", "2026-10-01"),
        &["Invoice Detail is of another period than Billing Period: 4711/2"],
    );
    check(
        |four| four.invoice[0].paper.due = Some(day("2026-11-02")),
        &["PaymentDueDate is before InvoiceIssueDate: 4711/1"],
    );
    check(|four| four.invoice[0].line = 2, &["InvoiceDetailId is there 2 times: 4711/2"]);
    check(|four| four.invoice[0].paper.number = " ".to_owned(), &["InvoiceId is empty:  /1"]);
    check(|four| four.invoice[0].paper.terms = Some(String::new()), &["PaymentTerms are empty: 4711/1"]);
    check(
        |four| {
            four.period.span.to = day("2026-10-01");
            four.invoice.clear();
        },
        &["BillingPeriodEnd is not after BillingPeriodStart"],
    );
    check(|four| four.invoice[0].billed = number("-1.00"), &[]);
}

#[test]
fn the_files_have_every_column_and_say_unknown_where_it_is() {
    let csv = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let mut added = committed();
    added.span = span("2026-02-15", "2026-03-17");
    (added.discount, added.payment, added.status) = (None, Payment::YearlyUpfront, Lifecycle::Pending);
    let columns = of_version(CONTRACT_COMMITMENT_COLUMNS, Version::V1_4);
    insta::assert_snapshot!("focus_contract_commitment", csv(to_csv(&columns, &[committed(), added])));
    let mut bare = line(2);
    (bare.sku, bare.category, bare.billed) = (None, InvoiceCategory::Credit, number("-0.5"));
    bare.description = "=1+1, \"refund\"".to_owned();
    (bare.paper.due, bare.paper.terms) = (None, None);
    let columns = of_version(INVOICE_DETAIL_COLUMNS, Version::V1_4);
    insta::assert_snapshot!("focus_invoice_detail", csv(to_csv(&columns, &[line(1), bare])));
    let columns: Vec<_> =
        of_version(COLUMNS, Version::V1_4).into_iter().filter(|own| own.name == "ContractApplied").collect();
    insta::assert_snapshot!("focus_contract_applied", csv(to_csv(&columns, &[applied(sound(), "120"), bought()])));
}

/// What is changed, how, and what our own checks say.
type Mutation = (&'static str, fn(&mut CostAndUsage), &'static str);

#[test]
fn what_the_official_validator_lets_pass_is_caught_here() {
    fn pricing(row: &mut CostAndUsage) -> &mut Pricing {
        row.pricing.as_mut().unwrap()
    }
    // Its mutations that it does not notice, by what was changed.
    let mutations: [Mutation; 8] = [
        (
            "one bad PricingCategory",
            |row| pricing(row).category = PricingCategory::Standard,
            "PricingCategory does not fit the commitment",
        ),
        (
            "BilledCost != ContractedUnitPrice*qty",
            |row| row.costs.billed = number("14880.03"),
            "BilledCost is neither 0 nor ContractedCost",
        ),
        (
            "ContractedCost != price*qty",
            |row| row.costs.contracted += Decimal::ONE,
            "ContractedCost is not ContractedUnitPrice × PricingQuantity",
        ),
        (
            "ListCost != price*qty",
            |row| row.costs.list += Decimal::ONE,
            "ListCost is not ListUnitPrice × PricingQuantity",
        ),
        (
            "PricingQuantity negative",
            |row| pricing(row).amount.quantity = number("-120"),
            "PricingQuantity is not above 0",
        ),
        (
            "ChargePeriodEnd before Start",
            |row| row.charge_period.to = day("2026-09-01"),
            "ChargePeriodEnd is not after ChargePeriodStart",
        ),
        (
            "PricingUnit free text",
            |row| pricing(row).amount.unit = "per seat, monthly".to_owned(),
            "a unit is not a capitalized plural, as Seat-Months",
        ),
        (
            "SkuPriceDetails key without x_",
            |row| row.sku.as_mut().unwrap().details.push(("Tier".to_owned(), "CX 3".to_owned())),
            "a key of SkuPriceDetails does not begin with x_",
        ),
    ];
    for (mutation, change, expected) in mutations {
        let mut row = sound();
        change(&mut row);
        let found = problems(&row);
        assert!(found.contains(&format!("{expected}: CX 3")), "{mutation}: {found:?}");
    }
}

/// Columns of Cost and Usage 1.2, as the specification lists them.
const SPECIFIED: &str = "AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingAccountType BillingCurrency \
    BillingPeriodEnd BillingPeriodStart CapacityReservationId CapacityReservationStatus ChargeCategory ChargeClass \
    ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart CommitmentDiscountCategory CommitmentDiscountId \
    CommitmentDiscountName CommitmentDiscountQuantity CommitmentDiscountStatus CommitmentDiscountType \
    CommitmentDiscountUnit ConsumedQuantity ConsumedUnit ContractedCost ContractedUnitPrice EffectiveCost InvoiceId \
    InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingCurrency PricingCurrencyContractedUnitPrice \
    PricingCurrencyEffectiveCost PricingCurrencyListUnitPrice PricingQuantity PricingUnit ProviderName PublisherName \
    RegionId RegionName ResourceId ResourceName ResourceType ServiceCategory ServiceName ServiceSubcategory SkuId SkuMeter \
    SkuPriceDetails SkuPriceId SubAccountId SubAccountName SubAccountType Tags";

/// The ninth mutation that the validator does not notice: a column of one's own without `x_`.
#[test]
fn a_column_that_is_not_specified_begins_with_x() {
    let names = of_version(COLUMNS, Version::V1_2).into_iter().map(|column| column.name);
    let own: Vec<&str> = names.filter(|name| !SPECIFIED.split_whitespace().any(|one| one == *name)).collect();
    assert_eq!(own, ["x_ChargeKind", "x_PeriodIsOver", "x_PriceSince", "x_PriceSource"]);
}
