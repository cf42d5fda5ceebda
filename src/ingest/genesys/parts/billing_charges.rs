//! `billing_charges` and `billing_contracts`: billing contracts and their periods (a preview of the API), and a partner's
//! overview.

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::canonical::rows::{BillingChargeRow, BillingContractRow, Row};
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
    external_number: Option<String>,
    date_start: Option<String>,
    date_end: Option<String>,
    date_ramp_end: Option<String>,
    billing_periods: Option<Vec<Period>>,
    plans: Option<Vec<Plan>>,
}

/// What a product costs under a contract.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Plan {
    name: Option<String>,
    product: Option<Product>,
    items: Option<Vec<PlanItem>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct PlanItem {
    price: Option<serde_json::Number>,
    date_effective_start: Option<String>,
    date_effective_end: Option<String>,
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
    subscription_type: Option<String>,
    ramp_period_end_date: Option<String>,
    contract_amendment_date: Option<String>,
    contract_effective_date: Option<String>,
    contract_end_date: Option<String>,
    minimum_monthly_amount: Option<String>,
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
    prepay_price: Option<String>,
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
        harvest.push(Row::BillingContract(head(&contract)));
        let (periods, plans) = match contract.billing_periods {
            Some(periods) => (periods, contract.plans),
            None => {
                let one = Request::get("/api/v2/billing/contracts/{}", &[&contract.id]);
                let whole: Contract = client.send(&one).await?;
                (whole.billing_periods.unwrap_or_default(), whole.plans.or(contract.plans))
            }
        };
        let plans = plans.unwrap_or_default();
        for period in periods.iter().filter(|period| touches(period, context.start.span)) {
            let path = "/api/v2/billing/contracts/{}/billingperiods/{}";
            let whole: Period = client.send(&Request::get(path, &[&contract.id, &period.id])).await?;
            for charge in whole.charges.iter().flatten() {
                harvest.push(Row::BillingCharge(charged(charge, period, &plans)));
            }
        }
    }
    Ok(harvest)
}

/// What a contract says of itself; how it is paid it doesn't.
fn head(contract: &Contract) -> BillingContractRow {
    BillingContractRow {
        source: "contract".to_owned(),
        contract_id: contract.external_number.clone().or_else(|| Some(contract.id.clone())),
        starts_on: contract.date_start.clone(),
        ends_on: contract.date_end.clone(),
        ramp_until: contract.date_ramp_end.clone(),
        ..BillingContractRow::default()
    }
}

/// Does a period lie in the days that are collected, as far as it says?
fn touches(period: &Period, span: Span) -> bool {
    let day = |text: &str| span::instant(&format!("{text}T00:00:00Z"));
    let from = day(&period.date_start);
    let to = period.date_end.as_deref().and_then(day);
    from.is_none_or(|from| from < span.to) && to.is_none_or(|to| to >= span.from)
}

fn charged(charge: &Charge, period: &Period, plans: &[Plan]) -> BillingChargeRow {
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
        prepaid_rate: planned(charge, period, plans),
    }
}

/// The price of the plan for a charge on the first day of a period, by part number, else by name; several prices are none.
fn planned(charge: &Charge, period: &Period, plans: &[Plan]) -> Option<Decimal> {
    let sku = |product: &Option<Product>| product.as_ref().and_then(|product| product.sku.clone());
    let name = |product: &Option<Product>| product.as_ref().and_then(|product| product.name.clone());
    let (own_sku, own_name) = (sku(&charge.product), charge.name.clone().or_else(|| name(&charge.product)));
    let is_own = |plan: &&Plan| match (&own_sku, sku(&plan.product)) {
        (Some(own), Some(sku)) => *own == sku,
        _ => own_name.is_some() && (own_name == name(&plan.product) || own_name == plan.name),
    };
    // Dates of one form compare as texts.
    let holds = |item: &&PlanItem| {
        let begun = item.date_effective_start.as_ref().is_none_or(|from| *from <= period.date_start);
        begun && item.date_effective_end.as_ref().is_none_or(|to| period.date_start <= *to)
    };
    let items = plans.iter().filter(is_own).flat_map(|plan| plan.items.iter().flatten()).filter(holds);
    let mut prices: Vec<Decimal> = items.filter_map(|item| decimal(&item.price.as_ref()?.to_string())).collect();
    prices.sort_unstable();
    prices.dedup();
    let [price] = prices.as_slice() else { return None };
    Some(*price).filter(|price| *price >= Decimal::ZERO)
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
        if index == 0 {
            // Later ones are of periods before: the contract as it is now decides.
            harvest.push(Row::BillingContract(head_of_overview(&overview)));
        }
        for usage in overview.usages.iter().flatten() {
            harvest.push(Row::BillingCharge(used(usage, &overview)));
        }
    }
    Ok(harvest)
}

fn head_of_overview(overview: &Overview) -> BillingContractRow {
    BillingContractRow {
        source: "trustee".to_owned(),
        contract_id: None,
        starts_on: day(&overview.contract_effective_date),
        ends_on: day(&overview.contract_end_date),
        ramp_until: day(&overview.ramp_period_end_date),
        amended_on: day(&overview.contract_amendment_date),
        subscription: overview.subscription_type.clone(),
        currency: overview.currency.clone(),
        minimum_monthly: overview.minimum_monthly_amount.as_deref().and_then(decimal),
    }
}

/// The UTC day of an instant.
fn day(text: &Option<String>) -> Option<String> {
    text.as_deref().map(|text| text.chars().take(10).collect())
}

fn used(usage: &Usage, overview: &Overview) -> BillingChargeRow {
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
        prepaid_rate: decimal(&usage.prepay_price),
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
                "unitOfMeasureType":"seat","usageQuantity":"0","overagePrice":"23.74","prepayQuantity":"","prepayPrice":"19.5"}]}"#,
        )
        .unwrap();
        let row = used(&overview.usages.as_ref().unwrap()[0], &overview);
        assert_eq!((row.period_from.as_str(), row.period_to.as_deref()), ("2020-04-01", Some("2020-04-30")));
        assert_eq!((row.actual_quantity, row.prepaid_quantity), (Some(Decimal::ZERO), None));
        assert_eq!((row.overage_rate, row.prepaid_rate), (decimal("23.74"), decimal("19.5")));
    }

    #[test]
    fn a_charge_keeps_its_numbers_exactly() {
        let period: Period = serde_json::from_str(
            r#"{"id":"p","dateStart":"2026-09-01","dateEnd":"2026-09-30","charges":[{"name":"CX 3",
                "product":{"sku":"GC-3","unitOfMeasure":"Person"},"actualQuantity":12.5,"overageRate":170.10}]}"#,
        )
        .unwrap();
        let row = charged(&period.charges.as_ref().unwrap()[0], &period, &[]);
        assert_eq!(row.overage_rate.unwrap().to_string(), "170.1");
        assert_eq!((row.sku.as_deref(), row.prepaid_quantity), (Some("GC-3"), None));
    }

    #[test]
    fn a_committed_unit_has_the_price_of_its_plan_in_force_and_of_several_none() {
        let period: Period = serde_json::from_str(
            r#"{"id":"p","dateStart":"2026-09-01","charges":[{"name":"CX 3","product":{"sku":"GC-3"}},{"name":"CX 2"}]}"#,
        )
        .unwrap();
        let plans: Vec<Plan> = serde_json::from_str(
            r#"[{"product":{"sku":"GC-3"},"items":[{"price":140,"dateEffectiveEnd":"2026-08-31"},
                    {"price":148.5,"dateEffectiveStart":"2026-09-01"},{"overagePrice":170}]},
                {"name":"CX 2","items":[{"price":100},{"price":110}]}]"#,
        )
        .unwrap();
        let rate = |place: usize| charged(&period.charges.as_ref().unwrap()[place], &period, &plans).prepaid_rate;
        assert_eq!((rate(0), rate(1)), (decimal("148.5"), None));
    }
}
