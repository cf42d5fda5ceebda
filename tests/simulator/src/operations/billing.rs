//! Billable usage, contracts with their periods, the overview for partners.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::{Call, Result};
use crate::clock::{self, DAY, Interval};
use crate::organization::{Billable, ChargeRecord, Organization, id_of};
use crate::server::answer::{Answer, Refusal};

/// Closed billing periods beside the open one.
const CLOSED: u32 = 12;

/// `GET /billing/reports/billableusage`: `InProgress` without rows first, then complete.
pub(super) fn usage(call: &Call<'_>) -> Result {
    let (start, end) = (call.query.get("startDate").unwrap_or_default(), call.query.get("endDate").unwrap_or_default());
    let interval = Interval::read(&format!("{start}/{end}"), 366)?;
    let mut body = json!({"startDate": clock::time(interval.from), "endDate": clock::time(interval.to),
        "status": "InProgress", "usages": []});
    if call.server.asked_before(&format!("billable {interval:?}")) >= call.settings.billing_in_progress {
        body["status"] = json!("Complete");
        body["usages"] = usages(call.organization(), interval);
        let lists = body["usages"].as_array_mut().into_iter().flatten();
        let mut lists = lists.filter_map(|usage| usage["resources"].as_array_mut());
        if let Some(list) = lists.find(|list| list.len() > 1)
            && call.loses_rows(&format!("{interval:?}"))
        {
            list.pop();
        }
    }
    Ok(Answer::ok(&body))
}

/// `GET /billing/contracts`: one.
pub(super) fn contracts(call: &Call<'_>) -> Result {
    let listed = call.query.get("status") != Some("Inactive");
    let entities: Vec<Value> = listed.then(|| contract_of(call.organization())).into_iter().collect();
    Ok(Answer::ok(&json!({"entities": entities, "selfUri": "/api/v2/billing/contracts"})))
}

/// `GET /billing/contracts/{contractId}`.
pub(super) fn contract(call: &Call<'_>) -> Result {
    find(call)?;
    Ok(Answer::ok(&contract_of(call.organization())))
}

/// `GET /billing/contracts/{contractId}/billingperiods/{billingPeriodId}`.
pub(super) fn period(call: &Call<'_>) -> Result {
    find(call)?;
    let organization = call.organization();
    let mut ids = (0..=CLOSED).map(|back| (back, id_of("billing period", &back.to_string())));
    let back = ids.find(|(_, id)| id == call.path("billingPeriodId")).map(|(back, _)| back);
    let mut body = period_of(organization, back.ok_or_else(|| Refusal::missing("billing period"))?);
    let interval = month(organization, back.unwrap_or(0));
    body["charges"] = charges(organization, interval);
    body["wallets"] = json!([]);
    Ok(Answer::ok(&body))
}

/// `GET /billing/contracts/invoices`: none.
pub(super) fn invoices(_: &Call<'_>) -> Result {
    Ok(Answer::ok(&json!({"entities": [], "selfUri": "/api/v2/billing/contracts/invoices"})))
}

/// `GET /billing/trusteebillingoverview/{trustorOrgId}`, where the settings make the client a partner's.
pub(super) fn trustee(call: &Call<'_>) -> Result {
    let organization = call.organization();
    let back = call.query.get("billingPeriodIndex").and_then(|text| text.parse().ok()).unwrap_or(0);
    if !call.settings.trustee || call.path("trustorOrgId") != organization.id || back > CLOSED {
        return Err(Refusal::missing("organization"));
    }
    let interval = month(organization, back);
    let usage = |row: Charged<'_>| {
        let text = |number: Option<Decimal>| number.map(|number| number.to_string()).unwrap_or_default();
        let agreed = row.agreed;
        json!({"name": row.name, "partNumber": row.sku(), "grouping": "user-license", "unitOfMeasureType": "seat",
            "usageQuantity": text(row.actual), "prepayQuantity": agreed.map_or(0, |own| own.quantity).to_string(),
            "prepayPrice": text(agreed.and_then(|own| own.unit_price)),
            "overagePrice": text(agreed.and_then(|own| own.overage_price))})
    };
    let usages: Vec<Value> = charged(organization, interval).into_iter().map(usage).collect();
    let mut body = json!({"organization": {"id": organization.id, "name": organization.name}, "currency": "USD",
        "enabledProducts": [], "subscriptionType": "PREPAY", "billingPeriodStartDate": clock::time(interval.from),
        "billingPeriodEndDate": clock::time(interval.to - 1), "usages": usages});
    if let Some(contract) = &organization.contract {
        body["currency"] = json!(contract.currency);
        body["subscriptionType"] = json!(contract.subscription);
        body["contractEffectiveDate"] = json!(format!("{}T00:00:00Z", contract.start));
        body["contractEndDate"] = json!(format!("{}T23:59:59Z", contract.end));
    }
    Ok(Answer::ok(&body))
}

fn find(call: &Call<'_>) -> std::result::Result<(), Refusal> {
    match call.path("contractId") == contract_id(call.organization()) {
        true => Ok(()),
        false => Err(Refusal::missing("contract")),
    }
}

/// `BillingUsage` by charge.
fn usages(organization: &Organization, interval: Interval) -> Value {
    let mut charges: BTreeMap<&str, Vec<&Billable>> = BTreeMap::new();
    for row in organization.billable.iter().filter(|row| (interval.from..interval.to).contains(&row.first_seen)) {
        charges.entry(&row.charge).or_default().push(row);
    }
    let resource = |row: &&Billable| json!({"name": row.entity, "date": clock::time(row.first_seen)});
    charges
        .into_iter()
        .map(|(name, rows)| {
            json!({"name": name, "totalUsage": rows.len().to_string(),
                "resources": rows.iter().map(resource).collect::<Vec<_>>()})
        })
        .collect()
}

/// What was used of each charge and each metered resource.
fn quantities(organization: &Organization, interval: Interval) -> BTreeMap<String, Decimal> {
    let mut quantities: BTreeMap<String, Decimal> = BTreeMap::new();
    for row in organization.billable.iter().filter(|row| (interval.from..interval.to).contains(&row.first_seen)) {
        *quantities.entry(row.charge.clone()).or_default() += Decimal::ONE;
    }
    let day = |date: NaiveDate| date.signed_duration_since(NaiveDate::default()).num_days() * DAY;
    for (date, resource, quantity) in &organization.resources {
        if (interval.from..interval.to).contains(&day(*date)) {
            *quantities.entry(resource.clone()).or_default() += quantity;
        }
    }
    quantities
}

/// One charge of a period: what was used, what is agreed.
struct Charged<'a> {
    name: String,
    /// `None` = nothing tells.
    actual: Option<Decimal>,
    agreed: Option<&'a ChargeRecord>,
}

impl Charged<'_> {
    fn sku(&self) -> String {
        let sku = self.agreed.and_then(|own| own.sku.clone());
        sku.unwrap_or_else(|| id_of("part", &self.name))
    }

    /// Units beyond what is committed, where there is a price for them.
    fn overage(&self) -> Option<(Decimal, Decimal)> {
        let agreed = self.agreed?;
        let beyond = (self.actual? - Decimal::from(agreed.quantity)).max(Decimal::ZERO);
        Some((beyond, agreed.overage_price?))
    }
}

/// Everything used or agreed in a period, by name.
fn charged(organization: &Organization, interval: Interval) -> Vec<Charged<'_>> {
    let agreed = || organization.contract.iter().flat_map(|contract| &contract.charges);
    let mut used = quantities(organization, interval);
    let mut rows: Vec<Charged<'_>> = agreed()
        .map(|own| {
            let counted = organization.billable.iter().any(|row| row.charge == own.name);
            let actual = used.remove(&own.name).or(counted.then_some(Decimal::ZERO));
            Charged { name: own.name.clone(), actual, agreed: Some(own) }
        })
        .collect();
    rows.extend(used.into_iter().map(|(name, quantity)| Charged { name, actual: Some(quantity), agreed: None }));
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    rows
}

fn charges(organization: &Organization, interval: Interval) -> Value {
    let charge = |row: Charged<'_>| {
        let mut charge = json!({"id": id_of("charge", &row.name), "name": row.name,
            "product": {"id": id_of("product", &row.name), "name": row.name},
            "prepaidQuantity": row.agreed.map_or(0, |own| own.quantity), "fairuseQuantity": 0});
        if row.agreed.is_some_and(|own| own.sku.is_some()) {
            charge["product"]["sku"] = json!(row.sku());
        }
        let number = |number: Decimal| json!(number.to_f64().unwrap_or(0.0));
        if let Some(actual) = row.actual {
            charge["actualQuantity"] = number(actual);
        }
        if let Some((beyond, price)) = row.overage() {
            charge["overageQuantity"] = number(beyond);
            charge["overageCharge"] = number(beyond * price);
        }
        if let (Some(price), Some(contract)) = (row.agreed.and_then(|own| own.overage_price), &organization.contract) {
            charge["overageRate"] = number(price);
            charge["overageCurrency"] = json!(contract.currency);
        }
        charge
    };
    charged(organization, interval).into_iter().map(charge).collect()
}

/// Prices of committed units.
fn plans(organization: &Organization) -> Vec<Value> {
    let Some(contract) = &organization.contract else { return Vec::new() };
    let plan = |own: &ChargeRecord| {
        let number = |price: Option<Decimal>| price.and_then(|price| price.to_f64());
        let mut item = json!({"currencyIsoCode": contract.currency, "quantity": own.quantity,
            "dateEffectiveStart": contract.start.to_string(), "dateEffectiveEnd": contract.end.to_string()});
        if let Some(price) = number(own.unit_price) {
            item["price"] = json!(price);
        }
        if let Some(price) = number(own.overage_price) {
            item["overagePrice"] = json!(price);
        }
        let mut product = json!({"id": id_of("product", &own.name), "name": own.name});
        if let Some(sku) = &own.sku {
            product["sku"] = json!(sku);
        }
        json!({"id": id_of("plan", &own.name), "name": own.name, "product": product, "items": [item]})
    };
    contract.charges.iter().map(plan).collect()
}

fn contract_id(organization: &Organization) -> String {
    id_of("contract", &organization.name)
}

fn contract_of(organization: &Organization) -> Value {
    let periods: Vec<Value> = (0..=CLOSED).rev().map(|back| period_of(organization, back)).collect();
    let (first, last) = (month(organization, CLOSED), month(organization, 0));
    let (start, end) = match &organization.contract {
        Some(contract) => (contract.start.to_string(), contract.end.to_string()),
        None => (clock::date(first.from / DAY), clock::date(last.to / DAY + 365)),
    };
    json!({"id": contract_id(organization), "externalNumber": "C-1", "status": "Active",
        "dateStart": start, "dateEnd": end, "billingPeriods": periods, "plans": plans(organization)})
}

fn period_of(organization: &Organization, back: u32) -> Value {
    let interval = month(organization, back);
    json!({"id": id_of("billing period", &back.to_string()), "dateStart": clock::date(interval.from / DAY),
        "dateEnd": clock::date(interval.to / DAY - 1), "status": if back == 0 { "Open" } else { "Closed" }})
}

/// The billing period so many periods before the present one; without a contract they are calendar months.
fn month(organization: &Organization, back: u32) -> Interval {
    let now = chrono::DateTime::from_timestamp_millis(organization.as_of).unwrap_or_default().date_naive();
    let anchor = organization.contract.as_ref().map_or(1, |contract| contract.start.day().min(28));
    let first = now.with_day(anchor).unwrap_or(now);
    let first = if first > now { first.checked_sub_months(chrono::Months::new(1)).unwrap_or(first) } else { first };
    let start =
        |date: Option<NaiveDate>| date.unwrap_or(first).signed_duration_since(NaiveDate::default()).num_days() * DAY;
    let months = chrono::Months::new;
    let from = first.checked_sub_months(months(back));
    Interval { from: start(from), to: start(from.and_then(|date| date.checked_add_months(months(1)))) }
}
