//! Small organizations whose rows are counted by hand, and laws that hold for every bill.

use polars::prelude::*;
use rust_decimal::Decimal;
use seatwise_pricing::book::PriceBook;
use seatwise_reports::focus::{COLUMNS, Category, CostAndUsage, Status, Version, of_version, plain};

use super::{By, Export, Options, export, parquet};
use crate::analysis::{Analysis, bill, small::analyzed};

pub(super) const AS_OF: &str = "2026-10-31T23:59:59Z";

/// Seven people: five on CX 3 in Sales (3), Care (1) and nowhere (1), two on CX 2 in Care; all present and active.
const PEOPLE: [(&str, &str, &str, &str); 7] = [
    ("a1", "Sales", "cloudCX3", "08"),
    ("a2", "Sales", "cloudCX3", "08"),
    ("a3", "Sales", "cloudCX3", "08"),
    ("b1", "Care", "cloudCX3", "08"),
    ("c1", "", "cloudCX3", "08"),
    ("b2", "Care", "cloudCX2", "20"),
    ("b3", "Care", "cloudCX2", "20"),
];

fn tables() -> Vec<(&'static str, String)> {
    let user = |(id, department, _, _): &(&str, &str, &str, &str)| {
        format!("{id},{id}@x.example,{id},active,{department},2024-01-01T00:00:00Z,2026-10-30T08:00:00Z\n")
    };
    let users: String = PEOPLE.iter().map(user).collect();
    let licenses: String = PEOPLE.iter().map(|(id, _, license, _)| format!("{id},{license}\n")).collect();
    let presence: String = PEOPLE
        .iter()
        .map(|(id, _, _, until)| format!("{id},2026-10-29T07:00:00Z,2026-10-29T{until}:00:00Z\n"))
        .collect();
    vec![
        ("users.csv", format!("user_id,email,name,state,department,created_at,last_login_at\n{users}")),
        ("licenses.csv", format!("user_id,license_id\n{licenses}")),
        ("presence.csv", format!("user_id,start_at,end_at\n{presence}")),
        (
            "resource_usage.csv",
            "date,resource,quantity\n2026-10-29,bot_voice_minutes,5100\n2026-10-29,api_requests,5000000\n".to_owned(),
        ),
    ]
}

pub(super) fn analysis(contract: &str, as_of: &str) -> Analysis {
    let tables = tables();
    let files: Vec<(&str, &str)> = tables.iter().map(|(name, text)| (*name, text.as_str())).collect();
    analyzed(&files, contract, "", as_of)
}

pub(super) fn exported(contract: &str, as_of: &str, by: Option<By>) -> Export {
    let analysis = analysis(contract, as_of);
    let expected = bill::expected(&analysis, &PriceBook::embedded()).unwrap();
    export(&analysis, &expected, Options { billing_account: None, by }).unwrap()
}

/// Sub-account, category, status, quantity × contracted price, list price, billed, effective.
fn told(row: &CostAndUsage) -> String {
    let (status, pricing) = (row.commitment.as_ref().and_then(|own| own.status), row.pricing.as_ref());
    format!(
        "{} {} {} {} x {} list {}: {} {}",
        row.sub_account.as_ref().map_or("-", |own| &own.name),
        row.category.as_str(),
        status.map_or("-", Status::as_str),
        pricing.map_or("-".to_owned(), |own| own.amount.quantity.to_string()),
        pricing.map_or("-".to_owned(), |own| plain(own.contracted_unit_price)),
        pricing.and_then(|own| own.list_unit_price).map_or("-".to_owned(), plain),
        row.costs.billed,
        row.costs.effective
    )
}

fn check(contract: &str, as_of: &str, by: Option<By>, sku: &str, expected: &[&str]) {
    let export = exported(contract, as_of, by);
    let own = |row: &&CostAndUsage| row.sku.as_ref().map_or("minimum", |own| own.id.as_str()) == sku;
    let rows: Vec<String> = export.rows.iter().filter(own).map(told).collect();
    assert_eq!(rows, expected, "{sku} with\n{contract}");
}

const COMMITTED: &str = "[[line]]\nproduct = \"cx3\"\nquantity = 4\nunit_price = \"140\"\noverage_price = \"150\"\n\
                         [[line]]\nproduct = \"cx2\"\nquantity = 5\nunit_price = \"100.005\"\n";

#[test]
fn a_commitment_is_bought_used_left_over_and_gone_beyond() {
    let rows = [
        "- Purchase - 4 x 140.00 list 155.00: 560.00 0.00",
        "- Usage Used 4 x 140.00 list 155.00: 0.00 560.00",
        "- Usage - 1 x 150.00 list 155.00: 150.00 150.00",
    ];
    check(COMMITTED, AS_OF, None, "cx3", &rows);
    // 5 × 100.005 = 500.025 → 500.03; two fifths 200.012, three fifths 300.018: the cent goes to the larger remainder.
    let rows = [
        "- Purchase - 5 x 100.005 list 115.00: 500.03 0.00",
        "- Usage Used 2 x 100.005 list 115.00: 0.00 200.01",
        "- Usage Unused 3 x 100.005 list 115.00: 0.00 300.02",
    ];
    check(COMMITTED, AS_OF, None, "cx2", &rows);
}

#[test]
fn what_is_used_is_shared_out_in_whole_seats_and_what_is_not_is_nobodys() {
    // 4 of 5 seats by 1 nowhere, 1 Care, 3 Sales: 0.8, 0.8, 2.4; the two left over go to the largest remainders.
    let rows = [
        "- Purchase - 4 x 140.00 list 155.00: 560.00 0.00",
        "- Usage Used 1 x 140.00 list 155.00: 0.00 140.00",
        "Care Usage Used 1 x 140.00 list 155.00: 0.00 140.00",
        "Sales Usage Used 2 x 140.00 list 155.00: 0.00 280.00",
        "Sales Usage - 1 x 150.00 list 155.00: 150.00 150.00",
    ];
    check(COMMITTED, AS_OF, Some(By::Department), "cx3", &rows);
    let rows = [
        "- Purchase - 5 x 100.005 list 115.00: 500.03 0.00",
        "Care Usage Used 2 x 100.005 list 115.00: 0.00 200.01",
        "- Usage Unused 3 x 100.005 list 115.00: 0.00 300.02",
    ];
    check(COMMITTED, AS_OF, Some(By::Department), "cx2", &rows);
}

const PREPAID: &str = "[contract]\nsubscription = \"annual-prepay\"\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n\
                       [[line]]\nproduct = \"cx3\"\nquantity = 3\nunit_price = \"140\"\noverage_price = \"150\"\n\
                       [[amendment]]\nname = \"Autumn wave\"\neffective = \"2026-10-01\"\n\
                       [[amendment.line]]\nproduct = \"cx3\"\nadd = 1\nunit_price = \"130\"\n";

#[test]
fn a_year_in_advance_is_bought_once_and_borne_month_by_month() {
    // The first three were paid in January; the added one is paid now, for October to December.
    let rows = [
        "- Purchase - 3 x 130.00 list 155.00: 390.00 0.00",
        "- Usage Used 3 x 140.00 list 155.00: 0.00 420.00",
        "- Usage Used 1 x 130.00 list 155.00: 0.00 130.00",
        "- Usage - 1 x 150.00 list 155.00: 150.00 150.00",
    ];
    check(PREPAID, AS_OF, None, "cx3", &rows);
    let export = exported(PREPAID, AS_OF, None);
    let purchase = export.rows.iter().find(|row| row.category == Category::Purchase).unwrap();
    assert_eq!(
        (purchase.charge_period.from.to_string(), purchase.charge_period.to.to_string()),
        ("2026-10-01".to_owned(), "2027-01-01".to_owned())
    );
    let commitment = purchase.commitment.as_ref().unwrap();
    assert_eq!(commitment.id, "genesys-cloud/cx3/autumn-wave");
    let other = export.rows.iter().find_map(|row| row.commitment.as_ref().filter(|own| own.id != commitment.id));
    assert_eq!(other.unwrap().id, "genesys-cloud/cx3/contract");
}

#[test]
fn a_ramp_charges_nothing_or_what_is_used() {
    let ramp = |how: &str| format!("[contract]\nramp_until = \"2026-12-31\"\nramp_billing = \"{how}\"\n{COMMITTED}");
    let rows = [
        "- Purchase - 4 x 140.00 list 155.00: 0.00 0.00",
        "- Usage Used 4 x 140.00 list 155.00: 0.00 0.00",
        "- Usage - 1 x 150.00 list 155.00: 0.00 0.00",
    ];
    check(&ramp("not-charged"), AS_OF, None, "cx3", &rows);
    check(&ramp("actual-use"), AS_OF, None, "cx3", &["- Usage - 5 x 140.00 list 155.00: 700.00 700.00"]);
}

#[test]
fn tokens_free_and_beyond_fair_use_and_a_minimum() {
    let text = format!(
        "[contract]\nminimum_monthly_amount = \"20000\"\n[[fair_use]]\nresource = \"api_requests\"\nunit_price = \"0.002\"\n\
         [[line]]\nproduct = \"ai-tokens\"\nquantity = 20\nunit_price = \"0.90\"\noverage_price = \"0.95\"\n{COMMITTED}"
    );
    // 5,100 minutes are 300 tokens, 250 of them free.
    let rows = [
        "- Purchase - 20 x 0.90 list 1.00: 18.00 0.00",
        "- Usage Used 20 x 0.90 list 1.00: 0.00 18.00",
        "- Usage - 30 x 0.95 list 1.00: 28.50 28.50",
        "- Usage - 250 x 0.00 list 0.00: 0.00 0.00",
    ];
    check(&text, AS_OF, Some(By::Department), "ai-tokens", &rows);
    let export = exported(&text, AS_OF, None);
    assert_eq!(export.billed(), Decimal::new(20_000, 0), "raised to the minimum");
    assert!(export.rows.iter().any(|row| row.category == Category::Adjustment && row.sku.is_none()));
    assert_eq!(export.unlisted, ["api_requests"]);
    let pool = export.rows.iter().find(|row| row.own.charge_kind == "fair-use").unwrap();
    assert_eq!(pool.costs.list, pool.costs.contracted, "without a list price no discount is claimed");
}

#[test]
fn a_pool_is_shared_out_by_the_time_present() {
    let text = "[contract]\nmodel = \"concurrent\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"200\"\n\
                [[price]]\nproduct = \"cx2\"\nunit_price = \"150.01\"\n";
    let rows = [
        "- Usage - 1 x 200.00 list -: 200.00 200.00",
        "Care Usage - 1 x 200.00 list -: 200.00 200.00",
        "Sales Usage - 3 x 200.00 list -: 600.00 600.00",
    ];
    check(text, AS_OF, Some(By::Department), "cx3", &rows);
}

#[test]
fn what_has_no_price_is_left_out_and_told() {
    let text = "[contract]\nmodel = \"concurrent\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"200\"\n";
    let export = exported(text, AS_OF, None);
    let told: Vec<_> = export.left_out.iter().map(|own| (own.product.as_str(), own.quantity.as_deref())).collect();
    assert_eq!(told, [("cx2", Some("2")), ("api_requests", Some("5000000"))]);
    assert!(export.rows.iter().all(|row| row.sku.as_ref().unwrap().id != "cx2"));
    let minimum = exported(&text.replace("[[", "minimum_monthly_amount = \"5000\"\n[["), AS_OF, None);
    let told: Vec<_> = minimum.left_out.iter().map(|own| own.reason).collect();
    assert_eq!(told.last(), Some(&"unknown how much is missing: another line has no price"));
    let page = String::from_utf8(super::left_out_csv(&export.left_out).unwrap()).unwrap();
    assert!(
        page.starts_with("kind,product,name,quantity,unit,reason\nseats,cx2,Genesys Cloud CX 2,2,seat,no price"),
        "{page}"
    );
}

/// Every contract of this file, and some with steps, discounts and another currency.
fn contracts() -> Vec<String> {
    let steps = |how: &str| {
        format!(
            "[contract]\nvolume_steps = \"{how}\"\n[[line]]\nproduct = \"cx3\"\nquantity = 3\nunit_price = \"150\"\n\
             [[line.step]]\nfrom_units = 2\nunit_price = \"140.335\"\n[[line.step]]\nfrom_units = 5\nunit_price = \"99.995\"\n"
        )
    };
    vec![
        String::new(),
        COMMITTED.to_owned(),
        PREPAID.to_owned(),
        format!("[contract]\nminimum_monthly_amount = \"1234.56\"\n{COMMITTED}"),
        steps("graduated"),
        steps("all-units"),
        "[contract]\ndiscount_percent = \"33.333\"\n".to_owned(),
        "[contract]\ncurrency = \"JPY\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"15000.7\"\n".to_owned(),
        "[contract]\nmodel = \"hourly-logged-in\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"1.2345\"\n".to_owned(),
        "[[line]]\nproduct = \"ai-tokens\"\nquantity = 7\nunit_price = \"0.333\"\n".to_owned(),
    ]
}

#[test]
fn whatever_the_contract_the_rows_sum_to_the_bill_and_commitments_to_themselves() {
    for text in contracts() {
        for by in [None, Some(By::Department), Some(By::Division), Some(By::CostCenter)] {
            let analysis = analysis(&text, AS_OF);
            let expected = bill::expected(&analysis, &PriceBook::embedded()).unwrap();
            let export = export(&analysis, &expected, Options { billing_account: None, by }).unwrap();
            let totals = expected.totals();
            assert_eq!((Some(export.billed()), Some(export.effective())), (totals.billed, totals.effective), "{text}");
            if !text.contains("annual-prepay") {
                commitments_tie(&export.rows, &text);
            }
        }
    }
}

/// What is bought in a period is what its use costs.
fn commitments_tie(rows: &[CostAndUsage], text: &str) {
    let sum = |id: &str, of: fn(&CostAndUsage) -> Decimal| -> Decimal {
        rows.iter().filter(|row| row.commitment.as_ref().is_some_and(|own| own.id == id)).map(of).sum()
    };
    for row in rows {
        let Some(own) = &row.commitment else { continue };
        assert_eq!(
            sum(&own.id, |row| row.costs.billed),
            sum(&own.id, |row| row.costs.effective),
            "{} with {text}",
            own.id
        );
    }
}

#[test]
fn shares_sum_to_what_is_not_shared_out() {
    let key = |row: &CostAndUsage| (row.sku.as_ref().map(|own| own.price_id.clone()), row.description.clone());
    for text in contracts() {
        let (whole, shared) = (exported(&text, AS_OF, None), exported(&text, AS_OF, Some(By::Department)));
        for row in &whole.rows {
            let parts = || shared.rows.iter().filter(|part| key(part) == key(row));
            let sum = |of: fn(&CostAndUsage) -> Decimal| -> Decimal { parts().map(of).sum() };
            let quantity = |row: &CostAndUsage| row.pricing.as_ref().map_or(Decimal::ZERO, |own| own.amount.quantity);
            assert_eq!(sum(|row| row.costs.billed), row.costs.billed, "{} with {text}", row.description);
            assert_eq!(sum(|row| row.costs.effective), row.costs.effective, "{} with {text}", row.description);
            assert_eq!(parts().map(quantity).sum::<Decimal>(), quantity(row), "{} with {text}", row.description);
        }
        assert_eq!(whole.left_out, shared.left_out);
    }
}

#[test]
fn parquet_has_the_same_cells_as_the_rows_and_the_same_bytes_every_time() {
    let export = exported(PREPAID, AS_OF, Some(By::Department));
    let columns = of_version(COLUMNS, Version::V1_2);
    let bytes = parquet(&columns, &export.rows).unwrap();
    assert_eq!(bytes, parquet(&columns, &export.rows).unwrap());
    let frame = ParquetReader::new(std::io::Cursor::new(&bytes)).finish().unwrap();
    assert_eq!(frame.height(), export.rows.len());
    let names: Vec<&str> = frame.get_column_names().iter().map(|name| name.as_str()).collect();
    assert_eq!(names, columns.iter().map(|column| column.name).collect::<Vec<_>>());
    let billed = frame.column("BilledCost").unwrap();
    assert_eq!(billed.dtype(), &DataType::Decimal(38, 16));
    for (row, cell) in export.rows.iter().zip(billed.cast(&DataType::String).unwrap().str().unwrap().iter()) {
        assert_eq!(cell.unwrap().parse::<Decimal>().unwrap(), row.costs.billed);
    }
    let ends = frame.column("ChargePeriodEnd").unwrap();
    assert_eq!(ends.dtype(), &DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)));
    let days = ends.cast(&DataType::Date).unwrap().cast(&DataType::String).unwrap();
    let purchase = export.rows.iter().position(|row| row.category == Category::Purchase).unwrap();
    assert_eq!(days.str().unwrap().get(purchase), Some("2027-01-01"), "the purchase reaches to the end of the year");
    let none = parquet(&columns, &[]).unwrap();
    assert_eq!(ParquetReader::new(std::io::Cursor::new(&none)).finish().unwrap().height(), 0);
}
