//! `billable_usage`: Genesys' own report of who is billed, one billing period a report.

use std::collections::HashSet;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::canonical::rows::{Micros, Row};
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::{Context, Shared, side_by_side};
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::part::Part;
use crate::ingest::genesys::span::{self, Span};

/// How often a report that is being made is asked for again.
const ASKS: u32 = 60;
/// How often a report is asked for that lists less than its totals say.
const CHECKS: u32 = 4;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Report {
    status: Option<String>,
    usages: Option<Vec<Usage>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Usage {
    name: String,
    /// A decimal text.
    total_usage: Option<String>,
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
    let mut report = complete(context, &request).await?;
    for number in 1..CHECKS {
        let Some(short) = report.usages.iter().flatten().find_map(Usage::short) else { break };
        tracing::warn!(report = %span::date(period.from), short, "asked again");
        context.client.wait(10.0 * f64::from(number)).await?;
        report = complete(context, &request).await?;
    }
    Ok(harvest(&report, period, context.known(period)))
}

/// The rows of a report. One that is not complete says who counts wrongly, so it is left out as a whole, and says so.
fn harvest(report: &Report, period: Span, known: Span) -> Harvest {
    let short: Vec<(&str, String)> =
        report.usages.iter().flatten().filter_map(|usage| Some((usage.name.as_str(), usage.short()?))).collect();
    if !short.is_empty() {
        let mut harvest = Harvest::default();
        for (charge, short) in short {
            let (from, to) = (span::date(period.from), span::date(period.to));
            let message = format!("{short} from {from} to before {to}; the report of this period is left out");
            harvest.note("billable-usage-incomplete", charge, message);
        }
        return harvest;
    }
    let mut harvest = Harvest::of(Part::BillableUsage, known);
    let mut seen = HashSet::new();
    for usage in report.usages.iter().flatten() {
        for (entity, first_seen_at) in usage.entries() {
            let charge_name = usage.name.as_str();
            if seen.insert((charge_name, entity, first_seen_at)) {
                harvest.push(Row::BillableUsage { charge_name, entity, first_seen_at });
            }
        }
    }
    harvest
}

impl Usage {
    /// Who is listed, and since when.
    fn entries(&self) -> impl Iterator<Item = (&str, Micros)> {
        let resources = self.resources.iter().flatten();
        resources.filter_map(|one| Some((one.name.as_str(), one.date.as_deref().and_then(span::instant)?)))
    }

    /// What is missing in the list, as far as the total tells; `None` = nothing.
    ///
    /// A charge that lists nobody is metered by something else; one that lists more than its total counts a peak.
    fn short(&self) -> Option<String> {
        let listed = self.resources.as_ref().map_or(0, Vec::len);
        let dated = self.entries().count();
        let total: Option<Decimal> = self.total_usage.as_deref().and_then(|text| text.trim().parse().ok());
        match total {
            _ if dated < listed => Some(format!("{} of {listed} entries have no date", listed - dated)),
            Some(total) if listed > 0 && Decimal::from(listed) < total => {
                Some(format!("{listed} entries are listed, its total says {}", total.normalize()))
            }
            _ => None,
        }
    }
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;

    fn short(usage: &str) -> Option<String> {
        serde_json::from_str::<Usage>(usage).unwrap().short()
    }

    #[test]
    fn a_list_is_held_against_its_total() {
        let entry = r#"{"name":"a@b.example","date":"2026-09-01T00:00:00Z"}"#;
        let usage = |total: &str, entries: &str| {
            format!(r#"{{"name":"Genesys Cloud CX 2","totalUsage":"{total}","resources":[{entries}]}}"#)
        };
        assert_eq!(short(&usage("1", entry)), None);
        assert_eq!(short(&usage("1.0", entry)), None);
        assert_eq!(short(&usage("", entry)), None, "no total");
        assert_eq!(short(&usage("5340.5", "")), None, "metered by the minute");
        assert_eq!(short(&usage("1", &format!("{entry},{entry}"))), None, "a peak");
        assert_eq!(short(&usage("2.00", entry)).as_deref(), Some("1 entries are listed, its total says 2"));
        let undated = short(&usage("2", &format!(r#"{entry},{{"name":"c@b.example"}}"#)));
        assert_eq!(undated.as_deref(), Some("1 of 2 entries have no date"));
    }

    #[test]
    fn a_short_report_is_left_out_as_a_whole() {
        let report: Report = serde_json::from_str(
            r#"{"status":"Complete","usages":[{"name":"CX 3","totalUsage":"3","resources":[
                {"name":"a@b.example","date":"2026-09-01T00:00:00Z"}]}]}"#,
        )
        .unwrap();
        let period = Span { from: 0, to: 31 * 86_400_000_000 };
        let about = harvest(&report, period, period).about;
        assert_eq!((about.rows, about.covers.len(), about.notes.len()), (0, 0, 1));
        assert_eq!(about.notes[0].code, "billable-usage-incomplete");
    }
}
