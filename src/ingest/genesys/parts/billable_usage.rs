//! `billable_usage`: Genesys' own report of who is billed, one billing period a report.

use std::collections::HashSet;

use serde::Deserialize;

use crate::canonical::rows::Row;
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::{Context, Shared, side_by_side};
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::part::Part;
use crate::ingest::genesys::span::{self, Span};

/// How often a report that is being made is asked for again.
const ASKS: u32 = 60;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Report {
    status: Option<String>,
    usages: Option<Vec<Usage>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Usage {
    name: String,
    resources: Option<Vec<Resource>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Resource {
    name: String,
    date: Option<String>,
}

pub(super) async fn collect(context: Shared) -> Result<(), ApiError> {
    let periods = context.start.span.periods(context.anchor);
    let work = |period: Span| {
        let context = context.clone();
        async move {
            let name = format!("billable-usage-{}", span::date(period.from));
            context.piece(Part::BillableUsage, &name, period_of(&context, period)).await
        }
    };
    side_by_side(periods, work).await
}

async fn period_of(context: &Context, period: Span) -> Result<Harvest, ApiError> {
    let request = Request::get("/api/v2/billing/reports/billableusage", &[])
        .with("startDate", span::iso(period.from))
        .with("endDate", span::iso(period.to));
    let report = complete(context, &request).await?;
    let mut harvest = Harvest::of(Part::BillableUsage, context.known(period));
    let mut seen = HashSet::new();
    for usage in report.usages.iter().flatten() {
        for resource in usage.resources.iter().flatten() {
            let Some(first_seen_at) = resource.date.as_deref().and_then(span::instant) else { continue };
            if seen.insert((usage.name.as_str(), resource.name.as_str(), first_seen_at)) {
                let (charge_name, entity) = (usage.name.as_str(), resource.name.as_str());
                harvest.push(Row::BillableUsage { charge_name, entity, first_seen_at });
            }
        }
    }
    Ok(harvest)
}

/// The report is made when it is asked for first; it is asked again until it is complete.
async fn complete(context: &Context, request: &Request) -> Result<Report, ApiError> {
    for ask in 0..ASKS {
        let report: Report = context.client.send(request).await?;
        if report.status.as_deref() != Some("InProgress") {
            return Ok(report);
        }
        context.client.wait(crate::ingest::genesys::job::pause(ask)).await?;
    }
    Err(ApiError::Job { request: request.to_string(), cause: "the report stays in progress".to_owned() })
}
