//! `seatwise contract import`: what is written, what is told, and that it is read back.

use std::fs;

use super::{Sandbox, whole};

/// Every kind of row that an overview has.
const OVERVIEW: &str = r#"{
 "organization": {"id": "9d750d63", "name": "Northwind \"Traders\""},
 "currency": "USD",
 "enabledProducts": ["PureCloud3Overage"],
 "subscriptionType": "PREPAY",
 "rampPeriodStartDate": "2025-12-15T00:00:00Z",
 "rampPeriodEndDate": "2026-01-31T23:59:59.999Z",
 "billingPeriodStartDate": "2026-10-15T00:00:00Z",
 "billingPeriodEndDate": "2026-11-14T23:59:59Z",
 "contractAmendmentDate": "2026-06-01T00:00:00Z",
 "contractEffectiveDate": "2025-12-15T00:00:00Z",
 "contractEndDate": "2026-12-14T23:59:59Z",
 "minimumMonthlyAmount": "5000.00",
 "inRampPeriod": false,
 "usages": [
  {"name": "Genesys Cloud CX 3 – Prepay", "partNumber": "GC-170-NV-CX3P", "grouping": "user-license", "unitOfMeasureType": "seat",
   "usageQuantity": "400", "overagePrice": "", "prepayQuantity": "400", "prepayPrice": "148.00"},
  {"name": "Genesys Cloud CX 3", "partNumber": "GC-170-NV-CX3", "grouping": "user-license", "unitOfMeasureType": "seat",
   "usageQuantity": "12", "overagePrice": "170.50", "prepayQuantity": "0", "prepayPrice": ""},
  {"name": "Genesys Cloud CX 1 WEM Add-On II", "partNumber": "", "grouping": "user-license", "unitOfMeasureType": "seat",
   "usageQuantity": "31", "overagePrice": "35.00", "prepayQuantity": "", "prepayPrice": ""},
  {"name": "AI Experience Tokens", "partNumber": "GC-170-NV-AITC", "grouping": "rollup", "unitOfMeasureType": "token",
   "usageQuantity": "1600", "overagePrice": "1.00", "prepayQuantity": "1000", "prepayPrice": "0.80"},
  {"name": "AI Summary", "partNumber": "", "grouping": "rollup-usage", "unitOfMeasureType": "token",
   "usageQuantity": "120", "overagePrice": "", "prepayQuantity": "", "prepayPrice": ""},
  {"name": "Genesys Cloud BYOC Cloud", "partNumber": "", "grouping": "resource", "unitOfMeasureType": "minute",
   "usageQuantity": "90000", "overagePrice": "0.001", "prepayQuantity": "", "prepayPrice": ""},
  {"name": "Genesys Cloud BYOC Cloud", "partNumber": "", "grouping": "fair-use", "unitOfMeasureType": "minute",
   "usageQuantity": "2000000", "overagePrice": "", "prepayQuantity": "", "prepayPrice": ""},
  {"name": "PureCloud for Avtex InteractionSync Add-on", "partNumber": "PC-170-NV-AVTEXINSY",
   "grouping": "billable-app-usage-license", "unitOfMeasureType": "seat",
   "usageQuantity": "0", "overagePrice": "23.74", "prepayQuantity": "2", "prepayPrice": "19.50"}
 ]
}
"#;

#[test]
fn an_overview_becomes_a_contract_with_a_report() {
    let sandbox = Sandbox::new();
    sandbox.write("overview.json", OVERVIEW);
    let output = sandbox.run(&["contract", "import", "overview.json"]);
    let report = whole(&output);
    assert!(report.lines().all(|line| line.chars().count() <= 80), "{report}");
    insta::assert_snapshot!("contract_import_report", report);
    insta::assert_snapshot!("contract_import_file", fs::read_to_string(sandbox.path("contract.toml")).unwrap());
    let again = sandbox.run(&["contract", "import", "overview.json", "--out", "-"]);
    assert_eq!(again.stdout, fs::read_to_string(sandbox.path("contract.toml")).unwrap());
}

#[test]
fn what_was_imported_prices_an_organization() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    fs::remove_file(sandbox.path("contract.toml")).unwrap();
    sandbox.write("overview.json", OVERVIEW);
    assert_eq!(sandbox.run(&["contract", "import", "overview.json"]).code, 0);
    let analyze = ["analyze", "--tables", "tables", "--contract", "contract.toml", "--format", "json"];
    let output = sandbox.run(&analyze);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""), "read without a warning");
    let document: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    let products = document["seats"]["products"].as_array().unwrap();
    let cx3 = products.iter().find(|product| product["product"] == "cx3").unwrap();
    assert_eq!(cx3["committed"], 400);
    assert_eq!(document["period"]["from"], "2026-10-15");
}

#[test]
fn charges_of_a_snapshot_become_a_contract() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    sandbox.write(
        "tables/billing_charges.csv",
        "source,period_from,period_to,charge_name,sku,prepaid_quantity,prepaid_rate,actual_quantity,overage_rate,currency\n\
         contract,2026-09-15,2026-10-14,Genesys Cloud CX 3 Concurrent,,380,150.00,377,180.00,EUR\n\
         contract,2026-10-15,2026-11-14,Genesys Cloud CX 3 Concurrent,,400,150.00,412,180.00,EUR\n\
         contract,2026-10-15,2026-11-14,AI Experience Tokens Concurrent,GC-170-NV-AITC,,,120,0.80,EUR\n\
         contract,2026-10-15,2026-11-14,Mystery Charge,,7,,7,,EUR\n\
         trustee,2026-10-15,2026-11-14,Genesys Cloud CX 3,,1,1.00,1,1.00,EUR\n",
    );
    let imported = sandbox.run(&["import", "--tables", "tables", "--store", "store"]);
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    let output = sandbox.run(&["contract", "import", "--store", "store", "--out", "made.toml"]);
    let report = whole(&output).replace(imported.stdout.trim(), "SNAPSHOT");
    insta::assert_snapshot!("contract_import_of_a_snapshot", report);
    let made = fs::read_to_string(sandbox.path("made.toml")).unwrap();
    insta::assert_snapshot!("contract_import_file_of_a_snapshot", made.replace(imported.stdout.trim(), "SNAPSHOT"));
}

#[test]
fn a_snapshot_that_knows_its_contracts_gives_their_dates() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    sandbox.write(
        "tables/billing_charges.csv",
        "source,period_from,period_to,charge_name,prepaid_quantity,prepaid_rate,overage_rate\n\
         contract,2026-10-15,2026-11-14,Genesys Cloud CX 3,400,150.00,180.00\n",
    );
    sandbox.write(
        "tables/billing_contracts.csv",
        "source,contract_id,starts_on,ends_on,ramp_until,subscription,currency,minimum_monthly\n\
         trustee,,2020-01-01,2020-12-31,,PREPAY,EUR,\n\
         contract,C-2,2025-12-15,2026-12-14,2026-01-31,PREPAY_MONTHLY_COMMITMENT,USD,50000\n\
         contract,C-1,2024-12-15,2025-12-14,,,USD,\n\
         contract,C-3,2026-10-01,2027-09-30,,PREPAY_MONTHLY_COMMITMENT,USD,\n",
    );
    let imported = sandbox.run(&["import", "--tables", "tables", "--store", "store"]);
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    let output = sandbox.run(&["contract", "import", "--store", "store", "--out", "-"]);
    insta::assert_snapshot!("contract_import_with_dates", whole(&output).replace(imported.stdout.trim(), "SNAPSHOT"));
    sandbox.write(
        "tables/billing_contracts.csv",
        "source,contract_id,starts_on,ends_on,subscription,currency\n\
         contract,C-2,2026-12-15,2026-12-14,PAY_AS_YOU_LIKE,USDOLLAR\n\
         contract,C-3,2026-13-01,2027-09-30,,\n",
    );
    let imported = sandbox.run(&["import", "--tables", "tables", "--store", "store"]);
    let output = sandbox.run(&["contract", "import", "--store", "store", "--out", "-"]);
    insta::assert_snapshot!(
        "contract_import_with_faulty_dates",
        whole(&output).replace(imported.stdout.trim(), "SNAPSHOT")
    );
}

#[test]
fn a_snapshot_without_charges_says_how_to_get_them() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let imported = sandbox.run(&["import", "--tables", "tables", "--store", "store"]);
    let output = sandbox.run(&["contract", "import", "--store", "store", "--out", "made.toml"]);
    let said = whole(&output).replace(imported.stdout.trim(), "SNAPSHOT");
    insta::assert_snapshot!("contract_import_without_charges", said);
}
