//! Rows that are changed in one place each, as the validator of the format was tried; what it misses has to be caught here.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// 120 committed seats of Sales that are used, at 124 each.
pub(super) fn sound() -> CostAndUsage {
    let seats = || Amount { quantity: number("120"), unit: "Seat-Months".to_owned() };
    CostAndUsage {
        account: Account { id: "example-org".to_owned(), name: "Example Org".to_owned() },
        sub_account: Some(SubAccount {
            id: "department/Sales".to_owned(),
            name: "Sales".to_owned(),
            kind: "Department".to_owned(),
        }),
        currency: "USD".to_owned(),
        billing_period: Span { from: day("2026-10-01"), to: day("2026-11-01") },
        charge_period: Span { from: day("2026-10-01"), to: day("2026-11-01") },
        category: Category::Usage,
        frequency: Frequency::Recurring,
        description: "CX 3".to_owned(),
        costs: Costs {
            billed: number("0.00"),
            effective: number("14880.00"),
            list: number("18600.00"),
            contracted: number("14880.00"),
        },
        pricing: Some(Pricing {
            amount: seats(),
            list_unit_price: Some(number("155")),
            contracted_unit_price: number("124"),
            category: PricingCategory::Committed,
        }),
        consumed: Some(Amount { quantity: number("120"), unit: "Seats".to_owned() }),
        commitment: Some(CommitmentUse {
            id: "example-org/cx3/contract".to_owned(),
            name: "CX 3: contract".to_owned(),
            kind: "Annual commitment".to_owned(),
            amount: seats(),
            status: Some(Status::Used),
            applied: None,
        }),
        service: Service::Cx,
        sku: Some(Sku {
            id: "cx3".to_owned(),
            price_id: "cx3/named/committed".to_owned(),
            meter: "Named seats".to_owned(),
            details: vec![("x_Model".to_owned(), "named".to_owned())],
        }),
        tags: vec![("department".to_owned(), "Sales \"1\"\n".to_owned())],
        own: Own {
            charge_kind: "seats".to_owned(),
            price_source: "line".to_owned(),
            price_since: Some(day("2026-01-01")),
            period_is_over: true,
        },
    }
}

/// The same seats, bought for the period.
pub(super) fn bought() -> CostAndUsage {
    let mut row = sound();
    row.category = Category::Purchase;
    (row.costs.billed, row.costs.effective) = (row.costs.effective, row.costs.billed);
    row.consumed = None;
    row.sub_account = None;
    row.pricing.as_mut().unwrap().category = PricingCategory::Standard;
    row.commitment.as_mut().unwrap().status = None;
    row
}

fn check(row: CostAndUsage, change: impl Fn(&mut CostAndUsage), expected: &[&str]) {
    assert_eq!(problems(&row), [""; 0], "sound before the change");
    let mut row = row;
    change(&mut row);
    let found: Vec<String> = problems(&row).iter().map(|text| text.trim_end_matches(": CX 3").to_owned()).collect();
    assert_eq!(found, expected);
}

#[test]
fn arithmetic_that_the_validator_leaves_alone_is_caught() {
    let contracted = "ContractedCost is not ContractedUnitPrice × PricingQuantity";
    let effective = "EffectiveCost is neither 0 nor ContractedCost";
    check(sound(), |row| row.costs.contracted += Decimal::ONE, &[contracted, effective]);
    check(sound(), |row| row.costs.list += number("0.01"), &["ListCost is not ListUnitPrice × PricingQuantity"]);
    check(sound(), |row| row.costs.effective += number("0.03"), &[effective]);
    check(bought(), |row| row.costs.billed += number("0.13"), &["BilledCost is neither 0 nor ContractedCost"]);
    check(
        sound(),
        |row| row.pricing.as_mut().unwrap().list_unit_price = None,
        &["without a list price ListCost is ContractedCost"],
    );
    let change = |row: &mut CostAndUsage| {
        let pricing = row.pricing.as_mut().unwrap();
        pricing.amount.quantity = -pricing.amount.quantity;
    };
    let found = [
        "PricingQuantity is not above 0",
        contracted,
        "ListCost is not ListUnitPrice × PricingQuantity",
        "ConsumedQuantity is not PricingQuantity",
        "CommitmentDiscountQuantity is not PricingQuantity",
    ];
    check(sound(), change, &found);
}

#[test]
fn periods_that_run_backward_or_over_are_caught() {
    let over = "only what is paid in advance reaches beyond the billing period";
    check(
        sound(),
        |row| row.charge_period.to = day("2026-09-01"),
        &["ChargePeriodEnd is not after ChargePeriodStart", over],
    );
    check(sound(), |row| row.charge_period.to = day("2026-12-01"), &[over]);
    check(bought(), |row| row.charge_period.to = day("2027-10-01"), &[]);
    check(
        bought(),
        |row| row.billing_period.to = day("2026-10-01"),
        &["BillingPeriodEnd is not after BillingPeriodStart"],
    );
}

#[test]
fn words_that_do_not_fit_each_other_are_caught() {
    let category = "PricingCategory does not fit the commitment";
    check(sound(), |row| row.pricing.as_mut().unwrap().category = PricingCategory::Standard, &[category]);
    let unit = "a unit is not a capitalized plural, as Seat-Months";
    check(sound(), |row| row.consumed.as_mut().unwrap().unit = "per seat / month!".to_owned(), &[unit]);
    let key = "a key of SkuPriceDetails does not begin with x_";
    check(sound(), |row| row.sku.as_mut().unwrap().details[0].0 = "Model".to_owned(), &[key]);
    check(sound(), |row| row.currency = "usd".to_owned(), &["BillingCurrency is no code of ISO 4217"]);
    check(sound(), |row| row.account.id = "4711".to_owned(), &["an id is empty or looks like a number"]);
    let used = "ConsumedQuantity stands where something is used, and nowhere else";
    check(sound(), |row| row.consumed = None, &[used]);
    check(sound(), |row| row.commitment.as_mut().unwrap().status = Some(Status::Unused), &[used]);
    let effective = "EffectiveCost of a Purchase is not 0";
    check(bought(), |row| row.costs.effective = row.costs.billed, &[effective]);
    check(bought(), |row| row.frequency = Frequency::UsageBased, &["a Purchase is not Usage-Based"]);
    let billed = "what uses a commitment is billed where it is bought";
    check(sound(), |row| row.costs.billed = row.costs.effective, &[billed]);
}

#[test]
fn columns_are_named_once_in_order_and_ours_are_marked() {
    for version in [Version::V1_2, Version::V1_4] {
        let names: Vec<&str> = of_version(COLUMNS, version).iter().map(|column| column.name).collect();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "by name, x_ behind: {names:?}");
        let ours = names.iter().filter(|name| name.starts_with("x_")).count();
        let expected = if version == Version::V1_2 { 57 } else { 59 };
        assert_eq!((names.len() - ours, ours), (expected, 4), "{}", version.as_str());
    }
}

#[test]
fn a_price_that_is_in_no_list_has_no_id_in_1_4() {
    let cell = |row: &CostAndUsage, version: Version, name: &str| {
        let columns = of_version(COLUMNS, version);
        columns.into_iter().find(|column| column.name == name).map(|column| column.value(row) != Value::Null)
    };
    let mut row = sound();
    assert_eq!(cell(&row, Version::V1_4, "SkuPriceId"), Some(true));
    row.pricing.as_mut().unwrap().list_unit_price = None;
    let ids = ["SkuPriceId", "SkuPriceDetails", "SkuId"].map(|name| cell(&row, Version::V1_4, name));
    assert_eq!(ids, [Some(false), Some(false), Some(true)]);
    assert_eq!(cell(&row, Version::V1_2, "SkuPriceId"), Some(true));
    assert_eq!(
        (cell(&row, Version::V1_4, "ProviderName"), cell(&row, Version::V1_2, "HostProviderName")),
        (None, None)
    );
}

#[test]
fn a_billing_period_has_whole_seconds_and_is_open_until_it_is_over() {
    let seen_from = "2026-10-31T23:59:59.999999Z".parse().unwrap();
    let span = Span { from: day("2026-10-01"), to: day("2026-11-01") };
    let period = BillingPeriod { span, seen_from, is_over: true };
    let rows = [period.clone(), BillingPeriod { is_over: false, ..period }];
    let csv = to_csv(&of_version(BILLING_PERIOD_COLUMNS, Version::V1_4), &rows);
    let lines: Vec<&str> = std::str::from_utf8(&csv).unwrap().lines().skip(1).collect();
    let line = |status: &str| {
        format!("2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-10-31T23:59:59Z,2026-10-01T00:00:00Z,{status},Genesys")
    };
    assert_eq!(lines, [line("Closed"), line("Open")]);
}

#[test]
fn cells_have_a_point_in_every_number_and_whole_instants() {
    let csv = String::from_utf8(to_csv(&of_version(COLUMNS, Version::V1_2), &[sound()])).unwrap();
    let mut lines = csv.lines();
    assert_eq!(lines.next().unwrap().split(',').count(), 61);
    let row = lines.next().unwrap();
    for cell in ["120.00", "18600.00", "0.00", "2026-10-01T00:00:00Z", "\"{\"\"x_Model\"\": \"\"named\"\"}\""] {
        assert!(row.contains(cell), "{cell} in {row}");
    }
    assert!(row.contains(r#"{""department"": ""Sales \""1\""\u000a""}"#), "JSON is escaped: {row}");
    assert_eq!(
        ["7", "7.5", "-0.000", "0.123456"].map(|text| plain(number(text))),
        ["7.00", "7.50", "0.00", "0.123456"]
    );
    let whole = sound();
    for column in COLUMNS {
        let fits = match column.value(&whole) {
            Value::Null => true,
            Value::Text(_) => column.kind == Kind::Text,
            Value::Decimal(_) => column.kind == Kind::Decimal,
            Value::Instant(_) => column.kind == Kind::Instant,
        };
        assert!(fits, "{} holds what its kind says", column.name);
    }
}
