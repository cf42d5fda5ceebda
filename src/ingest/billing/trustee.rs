//! A partner's billing overview, the answer of `GET /api/v2/billing/trusteebillingoverview/{organization}` as a file.
//!
//! Every number is a text there and may be empty (<https://developer.genesys.cloud/billing/partner-billing>).

use seatwise_pricing::money::UnknownCurrency;
use serde::Deserialize;
use serde_json::Value;

use super::statement::{Charge, Statement};
use super::values::Faults;
use crate::ingest::problem::{Problem, Problems};

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Overview {
    organization: Option<Named>,
    currency: Option<String>,
    subscription_type: Option<String>,
    ramp_period_end_date: Option<String>,
    billing_period_start_date: Option<String>,
    billing_period_end_date: Option<String>,
    contract_amendment_date: Option<String>,
    contract_effective_date: Option<String>,
    contract_end_date: Option<String>,
    minimum_monthly_amount: Option<Value>,
    in_ramp_period: Option<bool>,
    usages: Option<Vec<Usage>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named {
    name: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Usage {
    name: Option<String>,
    part_number: Option<String>,
    grouping: Option<String>,
    unit_of_measure_type: Option<String>,
    usage_quantity: Option<Value>,
    overage_price: Option<Value>,
    prepay_quantity: Option<Value>,
    prepay_price: Option<Value>,
    bundle_quantity: Option<Value>,
}

/// Reads the text of a file.
///
/// # Errors
/// A text that is no such answer, and every value of it that can't be read.
pub fn read(text: &str, file: &str) -> Result<Statement, Problems> {
    let overview: Overview = serde_json::from_str(text).map_err(|error| not_an_overview(file, &error))?;
    let mut faults = Faults::of(file);
    let Some(usages) = &overview.usages else {
        let form = "the answer of GET /api/v2/billing/trusteebillingoverview/{organization}, with its list `usages`";
        faults.add(
            "usages",
            "is not there",
            form,
            "save the whole answer; an export of the console is for `seatwise import`",
        );
        return Err(Problems(faults.found));
    };
    let mut statement = head(&overview, file, &mut faults);
    statement.charges = usages.iter().enumerate().map(|(place, usage)| charge(place, usage, &mut faults)).collect();
    if faults.found.is_empty() { Ok(statement) } else { Err(Problems(faults.found)) }
}

fn not_an_overview(file: &str, error: &serde_json::Error) -> Problems {
    let (what, line) = match error.classify() {
        serde_json::error::Category::Data => ("is JSON of another form", error.line()),
        _ => ("is no JSON", error.line()),
    };
    Problems(vec![Problem {
        file: file.to_owned(),
        line: u64::try_from(line).ok().filter(|line| *line > 0),
        column: None,
        what: format!("{what}: {error}"),
        expected: "the answer of GET /api/v2/billing/trusteebillingoverview/{organization}".to_owned(),
        remedy: "save the answer as it came, one organization and one billing period a file".to_owned(),
    }])
}

fn head(overview: &Overview, file: &str, faults: &mut Faults) -> Statement {
    let mut statement = Statement {
        source: file.to_owned(),
        organization: overview.organization.as_ref().and_then(|one| one.name.clone()).filter(|name| !name.is_empty()),
        start: faults.day("contractEffectiveDate", overview.contract_effective_date.as_deref()),
        end: faults.day("contractEndDate", overview.contract_end_date.as_deref()),
        amended_on: faults.day("contractAmendmentDate", overview.contract_amendment_date.as_deref()),
        ramp_until: faults.day("rampPeriodEndDate", overview.ramp_period_end_date.as_deref()),
        period_from: faults.day("billingPeriodStartDate", overview.billing_period_start_date.as_deref()),
        period_to: faults.day("billingPeriodEndDate", overview.billing_period_end_date.as_deref()),
        minimum_monthly_amount: faults.price("minimumMonthlyAmount", text(&overview.minimum_monthly_amount).as_deref()),
        ..Statement::default()
    };
    match overview.currency.as_deref().map(str::parse) {
        Some(Ok(currency)) => statement.currency = Some(currency),
        Some(Err(UnknownCurrency(code))) => {
            let what = format!("is `{code}`, which is no currency");
            faults.add("currency", what, "a code of ISO 4217 in capitals, as \"USD\"", "correct the code")
        }
        None => faults.add(
            "currency",
            "is not there",
            "a code of ISO 4217 in capitals, as \"USD\"",
            "save the whole answer",
        ),
    }
    statement.subscription = faults.subscription("subscriptionType", overview.subscription_type.as_deref());
    if overview.in_ramp_period == Some(true) && statement.ramp_until.is_none() {
        statement.remarks.push("the organization is in a ramp whose last day is not said: set `ramp_until`".to_owned());
    }
    if let (Some(start), Some(end)) = (statement.start, statement.end)
        && end < start
    {
        let what = format!("is {end}, before `contractEffectiveDate`, {start}");
        faults.add("contractEndDate", what, "a last day on or after the first", "exchange the two?");
    }
    statement
}

fn charge(place: usize, usage: &Usage, faults: &mut Faults) -> Charge {
    let at = format!("usages[{}]", place + 1);
    let path = |key: &str| format!("{at}.{key}");
    let name = usage.name.as_deref().map(str::trim).unwrap_or_default();
    if name.is_empty() {
        faults.add(
            &path("name"),
            "is empty",
            "the name of the charge, as \"Genesys Cloud CX 3\"",
            "save the whole answer",
        );
    }
    let kept = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    Charge {
        name: name.to_owned(),
        sku: kept(&usage.part_number),
        grouping: kept(&usage.grouping),
        unit: kept(&usage.unit_of_measure_type),
        committed: faults.decimal(&path("prepayQuantity"), text(&usage.prepay_quantity).as_deref()),
        unit_price: faults.price(&path("prepayPrice"), text(&usage.prepay_price).as_deref()),
        overage_price: faults.price(&path("overagePrice"), text(&usage.overage_price).as_deref()),
        used: faults.decimal(&path("usageQuantity"), text(&usage.usage_quantity).as_deref()),
        bundle: faults.decimal(&path("bundleQuantity"), text(&usage.bundle_quantity).as_deref()),
        place: at,
    }
}

/// A text, or a number as it is written: both occur.
fn text(value: &Option<Value>) -> Option<String> {
    match value.as_ref()? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
