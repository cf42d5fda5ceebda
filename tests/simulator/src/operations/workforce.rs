//! WFM: one business unit, its management units with their people, published schedules.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Call, Result, page, users};
use crate::clock::{self, DAY};
use crate::organization::{Feature, Unit, id_of};
use crate::server::answer::{Answer, Refusal};

/// A shift lasts from 08:00 to 16:00 UTC.
const SHIFT_START: i64 = 8 * 3_600_000;
const SHIFT_MINUTES: i64 = 8 * 60;
/// Longest search, in days.
const DAYS_MAX: i64 = 42;

/// `GET /workforcemanagement/businessunits`.
pub(super) fn business_units(call: &Call<'_>) -> Result {
    let id = business_id(call);
    Ok(Answer::ok(&json!({"entities": [{"id": id, "name": "Business unit", "authorized": true,
        "selfUri": format!("/api/v2/workforcemanagement/businessunits/{id}")}]})))
}

/// `GET /workforcemanagement/managementunits`: all of them where no page is asked for.
pub(super) fn management_units(call: &Call<'_>) -> Result {
    let entity = |unit: &Unit| {
        json!({"id": unit.id, "name": unit.name, "businessUnit": {"id": business_id(call)}, "timeZone": "Etc/UTC",
            "startDayOfWeek": "Monday", "selfUri": format!("/api/v2/workforcemanagement/managementunits/{}", unit.id)})
    };
    let units = &call.organization().units;
    if call.query.get("pageSize").is_some() {
        return page::list(call, units, entity);
    }
    let entities: Vec<Value> = units.iter().map(entity).collect();
    Ok(Answer::ok(&json!({"entities": entities, "total": units.len(), "pageNumber": 1, "pageCount": 1})))
}

/// `GET /workforcemanagement/managementunits/{managementUnitId}/users`: unpaged.
pub(super) fn people(call: &Call<'_>) -> Result {
    let unit = unit(call)?;
    let entities = unit.members.iter().map(|person| users::reference(call.organization().people.text(*person)));
    Ok(Answer::ok(&json!({"entities": entities.collect::<Vec<_>>()})))
}

/// `POST /workforcemanagement/businessunits/{businessUnitId}/agentschedules/search`.
pub(super) fn schedules_of_business(call: &Call<'_>) -> Result {
    if call.path("businessUnitId") != business_id(call) {
        return Err(Refusal::missing("business unit"));
    }
    schedules(call, |_| true)
}

/// `POST /workforcemanagement/managementunits/{managementUnitId}/agentschedules/search`.
pub(super) fn schedules_of_unit(call: &Call<'_>) -> Result {
    let members: BTreeSet<u32> = unit(call)?.members.iter().copied().collect();
    schedules(call, |person| members.contains(&person))
}

/// Shifts that start in the time asked for, of the people asked for or of everybody.
fn schedules(call: &Call<'_>, listed: impl Fn(u32) -> bool) -> Result {
    let time = |name: &str| call.text(name).unwrap_or_default();
    let interval = clock::Interval::read(&format!("{}/{}", time("startDate"), time("endDate")), DAYS_MAX)?;
    let asked: Option<BTreeSet<&str>> =
        call.body["userIds"].as_array().map(|ids| ids.iter().filter_map(Value::as_str).collect());
    let organization = call.organization();
    let starts =
        (interval.from..interval.to, (interval.from - SHIFT_START).div_euclid(DAY), interval.to.div_euclid(DAY) + 1);
    let mut schedules = String::new();
    for person in organization.everybody().filter(|person| listed(*person)) {
        let id = organization.people.text(person);
        let rows = organization.activity(person, Feature::WfmSchedule, starts.1.max(0), starts.2);
        if rows.is_empty() || asked.as_ref().is_some_and(|asked| !asked.contains(id)) {
            continue;
        }
        let mut shifts: Vec<String> = Vec::new();
        for row in rows.iter().filter(|row| starts.0.contains(&(row.day() * DAY + SHIFT_START))) {
            let start = clock::time(row.day() * DAY + SHIFT_START);
            let shift = format!("{{\"startDate\":\"{start}\",\"lengthMinutes\":{SHIFT_MINUTES}}}");
            shifts.extend((0..row.events().unwrap_or(1)).map(|_| shift.clone()));
        }
        if !shifts.is_empty() {
            schedules.push_str(if schedules.is_empty() { "" } else { "," });
            schedules.push_str(&format!("{{\"user\":{},\"shifts\":[{}]}}", users::reference(id), shifts.join(",")));
        }
    }
    let result = format!("{{\"agentSchedules\":[{schedules}],\"businessUnitTimeZone\":\"Etc/UTC\"}}");
    Ok(Answer::text(format!("{{\"status\":\"Complete\",\"result\":{result}}}")))
}

fn business_id(call: &Call<'_>) -> String {
    id_of("business unit", &call.organization().name)
}

fn unit<'a>(call: &Call<'a>) -> std::result::Result<&'a Unit, Refusal> {
    let id = call.path("managementUnitId");
    let unit = call.server.organization.units.iter().find(|unit| unit.id == id);
    unit.ok_or_else(|| Refusal::missing("management unit"))
}
