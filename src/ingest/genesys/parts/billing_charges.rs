//! `billing_charges`: billing contracts and their periods (a preview of the API), and a partner's overview.

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::canonical::rows::{BillingChargeRow, Row};
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::page;
use crate::ingest::genesys::part::Part;
use crate::ingest::genesys::span::{self, Span};

/// The documented maximum.
const PAGE: u32 = 10;
/// Periods of a partner's overview: the open one and as many closed ones as a usual pull has months.
const PERIODS: u32 = 14;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Contract {
    id: String,
    billing_periods: Option<Vec<Period>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Period {
    id: String,
    date_start: String,
    date_end: Option<String>,
    charges: Option<Vec<Charge>>,
}

/// Quantities and prices are JSON numbers here.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Charge {
    name: Option<String>,
    product: Option<Product>,
    prepaid_quantity: Option<serde_json::Number>,
    fairuse_quantity: Option<serde_json::Number>,
    actual_quantity: Option<serde_json::Number>,
    overage_quantity: Option<serde_json::Number>,
    overage_rate: Option<serde_json::Number>,
    overage_charge: Option<serde_json::Number>,
    overage_currency: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Product {
    sku: Option<String>,
    name: Option<String>,
    unit_of_measure: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Overview {
    currency: Option<String>,
    billing_period_start_date: Option<String>,
    billing_period_end_date: Option<String>,
    usages: Option<Vec<Usage>>,
}

/// Quantities and prices are decimal texts here, and may be empty.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Usage {
    name: String,
    part_number: Option<String>,
    grouping: Option<String>,
    unit_of_measure_type: Option<String>,
    usage_quantity: Option<String>,
    overage_price: Option<String>,
    prepay_quantity: Option<String>,
}

pub(super) async fn collect(context: &Context) -> Result<(), ApiError> {
    context.piece(Part::BillingCharges, "billing-contracts", contracts(context)).await?;
    if let Some(trustor) = &context.trustor {
        context.piece(Part::BillingCharges, "billing-trustee", overview(context, trustor)).await?;
    }
    Ok(())
}

async fn contracts(context: &Context) -> Result<Harvest, ApiError> {
    let client = &context.client;
    let mut harvest = Harvest::of(Part::BillingCharges, context.known(context.start.span));
    let list = Request::get("/api/v2/billing/contracts", &[]);
    for contract in page::numbered(client, &list, PAGE, |contract: &Contract| contract.id.clone()).await? {
        let periods = match contract.billing_periods {
            Some(periods) => periods,
            None => {
                let one = Request::get("/api/v2/billing/contracts/{}", &[&contract.id]);
                client.send::<Contract>(&one).await?.billing_periods.unwrap_or_default()
            }
        };
        for period in periods.iter().filter(|period| touches(period, context.start.span)) {
            let path = "/api/v2/billing/contracts/{}/billingperiods/{}";
            let whole: Period = client.send(&Request::get(path, &[&contract.id, &period.id])).await?;
            for charge in whole.charges.iter().flatten() {
                harvest.push(Row::BillingCharge(charged(charge, period)));
            }
        }
    }
    Ok(harvest)
}

/// Does a period lie in the days that are collected, as far as it says?
fn touches(period: &Period, span: Span) -> bool {
    let day = |text: &str| span::instant(&format!("{text}T00:00:00Z"));
    let from = day(&period.date_start);
    let to = period.date_end.as_deref().and_then(day);
    from.is_none_or(|from| from < span.to) && to.is_none_or(|to| to >= span.from)
}

fn charged(charge: &Charge, period: &Period) -> BillingChargeRow {
    let product = charge.product.as_ref();
    let text = |text: fn(&Product) -> &Option<String>| product.and_then(|product| text(product).clone());
    let name = charge.name.clone().or_else(|| text(|product| &product.name));
    let decimal = |number: &Option<serde_json::Number>| number.as_ref().and_then(|number| decimal(&number.to_string()));
    BillingChargeRow {
        source: "contract".to_owned(),
        period_from: period.date_start.clone(),
        period_to: period.date_end.clone(),
        charge_name: name.unwrap_or_else(|| "?".to_owned()),
        sku: text(|product| &product.sku),
        grouping: None,
        unit: text(|product| &product.unit_of_measure),
        prepaid_quantity: decimal(&charge.prepaid_quantity),
        fair_use_quantity: decimal(&charge.fairuse_quantity),
        actual_quantity: decimal(&charge.actual_quantity),
        overage_quantity: decimal(&charge.overage_quantity),
        overage_rate: decimal(&charge.overage_rate),
        overage_charge: decimal(&charge.overage_charge),
        currency: charge.overage_currency.clone(),
    }
}

async fn overview(context: &Context, trustor: &str) -> Result<Harvest, ApiError> {
    let mut harvest = Harvest::of(Part::BillingCharges, context.known(context.start.span));
    for index in 0..PERIODS {
        let request = Request::get("/api/v2/billing/trusteebillingoverview/{}", &[trustor]);
        let overview: Overview = match context.client.send(&request.with("billingPeriodIndex", index)).await {
            // The history ends there.
            Err(error) if error.is_not_found() && index > 0 => break,
            overview => overview?,
        };
        for usage in overview.usages.iter().flatten() {
            harvest.push(Row::BillingCharge(used(usage, &overview)));
        }
    }
    Ok(harvest)
}

fn used(usage: &Usage, overview: &Overview) -> BillingChargeRow {
    let day = |text: &Option<String>| text.as_deref().map(|text| text.chars().take(10).collect::<String>());
    let decimal = |text: &Option<String>| text.as_deref().and_then(decimal);
    BillingChargeRow {
        source: "trustee".to_owned(),
        period_from: day(&overview.billing_period_start_date).unwrap_or_else(|| "?".to_owned()),
        period_to: day(&overview.billing_period_end_date),
        charge_name: usage.name.clone(),
        sku: usage.part_number.clone(),
        grouping: usage.grouping.clone(),
        unit: usage.unit_of_measure_type.clone(),
        prepaid_quantity: decimal(&usage.prepay_quantity),
        actual_quantity: decimal(&usage.usage_quantity),
        overage_rate: decimal(&usage.overage_price),
        currency: overview.currency.clone(),
        ..BillingChargeRow::default()
    }
}

/// An exact decimal; texts that are none say nothing.
fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    text.parse().ok().or_else(|| Decimal::from_scientific(text).ok())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_partner_s_overview_becomes_charges() {
        let overview: Overview = serde_json::from_str(
            r#"{"currency":"USD","billingPeriodStartDate":"2020-04-01T00:00:00Z","billingPeriodEndDate":"2020-04-30T23:59:59Z",
                "usages":[{"name":"Add-on","partNumber":"PC-170","grouping":"billable-app-usage-license",
                "unitOfMeasureType":"seat","usageQuantity":"0","overagePrice":"23.74","prepayQuantity":""}]}"#,
        )
        .unwrap();
        let row = used(&overview.usages.as_ref().unwrap()[0], &overview);
        assert_eq!((row.period_from.as_str(), row.period_to.as_deref()), ("2020-04-01", Some("2020-04-30")));
        assert_eq!((row.actual_quantity, row.prepaid_quantity), (Some(Decimal::ZERO), None));
        assert_eq!(row.overage_rate, decimal("23.74"));
    }

    #[test]
    fn a_charge_keeps_its_numbers_exactly() {
        let period: Period = serde_json::from_str(
            r#"{"id":"p","dateStart":"2026-09-01","dateEnd":"2026-09-30","charges":[{"name":"CX 3",
                "product":{"sku":"GC-3","unitOfMeasure":"Person"},"actualQuantity":12.5,"overageRate":170.10}]}"#,
        )
        .unwrap();
        let row = charged(&period.charges.as_ref().unwrap()[0], &period);
        assert_eq!(row.overage_rate.unwrap().to_string(), "170.1");
        assert_eq!((row.sku.as_deref(), row.prepaid_quantity), (Some("GC-3"), None));
    }
}
