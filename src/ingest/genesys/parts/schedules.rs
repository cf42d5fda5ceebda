//! `wfm_schedule`: shifts of published schedules, week by week and business unit by business unit.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use super::wire::{Listing, Ref, id};
use crate::canonical::Table;
use crate::canonical::rows::{DAY, Micros, Row};
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::{Context, Shared, side_by_side};
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::part::Part;
use crate::ingest::genesys::span::{self, Span, day_of};

/// Name of the piece with the business units.
const UNITS: &str = "business-units";
/// Days of one search.
const DAYS: i64 = 7;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Found {
    status: Option<String>,
    result: Option<Schedules>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Schedules {
    agent_schedules: Option<Vec<Schedule>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Schedule {
    user: Option<Ref>,
    shifts: Option<Vec<Shift>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Shift {
    start_date: String,
}

pub(super) async fn collect(context: Shared) -> Result<(), ApiError> {
    let about = context.piece(Part::Schedules, UNITS, units(&context)).await?;
    let units: Vec<String> = about.facts()?;
    let weeks = context.asked(Part::Schedules).into_iter().flat_map(|span| span.pieces(DAYS)).collect();
    let work = |week: Span| {
        let (context, units) = (context.clone(), units.clone());
        async move {
            let name = format!("schedules-{}", span::date(week.from));
            context.piece(Part::Schedules, &name, week_of(&context, &units, week)).await
        }
    };
    if about.is_absent() { Ok(()) } else { side_by_side(weeks, work).await }
}

async fn units(context: &Context) -> Result<Harvest, ApiError> {
    let list: Listing<Ref> =
        context.client.send(&Request::get("/api/v2/workforcemanagement/businessunits", &[])).await?;
    let ids: Vec<String> = list.into_entities().into_iter().filter_map(|unit| unit.id).collect();
    let mut harvest = Harvest::default();
    harvest.declare(Table::Activity);
    harvest.set_facts(&ids)?;
    Ok(harvest)
}

async fn week_of(context: &Context, units: &[String], week: Span) -> Result<Harvest, ApiError> {
    let mut shifts: BTreeMap<(String, Micros), i64> = BTreeMap::new();
    for unit in units {
        search(context, unit, week, &mut shifts).await?;
    }
    let mut harvest = Harvest::of(Part::Schedules, context.known(week));
    for ((user_id, day), events) in &shifts {
        harvest.push(Row::Activity {
            user_id,
            interval_start: *day,
            interval_end: day + DAY,
            feature: "wfm_schedule",
            events: Some(*events),
            duration_ms: None,
        });
    }
    Ok(harvest)
}

/// Searches a span; one that is too large to be answered at once is searched day by day.
async fn search(
    context: &Context,
    unit: &str,
    week: Span,
    shifts: &mut BTreeMap<(String, Micros), i64>,
) -> Result<(), ApiError> {
    let mut pending = vec![week];
    while let Some(span) = pending.pop() {
        let body = json!({ "startDate": span::iso(span.from), "endDate": span::iso(span.to) });
        let path = "/api/v2/workforcemanagement/businessunits/{}/agentschedules/search";
        let request = Request::post(path, &[unit], body);
        let found = match context.client.send::<Found>(&request).await {
            Err(error) if error.is_over_limit() && span.days() > 1 => Found::default(),
            found => found?,
        };
        match found.result {
            Some(result) => count(result, span, shifts),
            None if span.days() > 1 => pending.extend(span.pieces(1)),
            None if found.status.as_deref() == Some("Complete") => {}
            None => {
                let cause = "the schedules of one day of a business unit are not answered at once".to_owned();
                return Err(ApiError::Job { request: request.to_string(), cause });
            }
        }
    }
    Ok(())
}

/// Shifts that start on a day of the span; those before and after it come with another one.
fn count(result: Schedules, span: Span, shifts: &mut BTreeMap<(String, Micros), i64>) {
    for schedule in result.agent_schedules.into_iter().flatten() {
        let Some(user) = id(&schedule.user) else { continue };
        for shift in schedule.shifts.iter().flatten() {
            let start = span::instant(&shift.start_date).filter(|start| (span.from..span.to).contains(start));
            if let Some(start) = start {
                *shifts.entry((user.to_owned(), day_of(start))).or_default() += 1;
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;

    #[test]
    fn shifts_count_on_the_day_on_which_they_start() {
        let result = serde_json::from_str(
            r#"{"agentSchedules":[{"user":{"id":"u"},"shifts":[
                {"startDate":"2026-09-01T22:00:00Z","lengthMinutes":480},{"startDate":"2026-09-01T06:00:00.000Z"},
                {"startDate":"2026-08-31T08:00:00Z"},{"startDate":"2026-09-08T00:00:00Z"}]},{"shifts":[]}]}"#,
        )
        .unwrap();
        let from = span::instant("2026-09-01T00:00:00Z").unwrap();
        let mut shifts = BTreeMap::new();
        count(result, Span { from, to: from + 7 * DAY }, &mut shifts);
        assert_eq!(shifts, BTreeMap::from([(("u".to_owned(), from), 2)]));
    }
}
