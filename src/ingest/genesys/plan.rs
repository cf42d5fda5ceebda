//! What a pull will ask: requests per part, the time that they take at the limit, their share of what is free.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::client::{ApiError, Client, Request};
use super::pace::USUAL_LIMIT;
use super::page;
use super::part::Part;
use super::parts::is_asked;
use super::span::Span;

/// How much there is of what is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sizes {
    /// People who can be active.
    pub active: u64,
    /// People of every state.
    pub people: u64,
    /// Entries of the list of licenses.
    pub licensed: u64,
    /// Roles.
    pub roles: u64,
    /// Groups.
    pub groups: u64,
    /// Queues.
    pub queues: u64,
    /// Management units.
    pub management_units: u64,
    /// Business units.
    pub business_units: u64,
    /// Services whose audits are read.
    pub audit_services: u64,
    /// API requests a month that the licenses held allow without a charge, about.
    pub allowance: u64,
}

/// One line of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which part.
    pub part: Part,
    /// Requests, about; never fewer than needed.
    pub requests: u64,
    /// What the number comes from.
    pub because: String,
}

/// The whole plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// A line per part that is collected.
    pub lines: Vec<Line>,
    /// What is asked in any case: the organization, the time.
    pub base: u64,
    /// Requests that are free per month, about; 0 = not known.
    pub allowance: u64,
    /// Requests that a token may send per minute.
    pub limit: u64,
}

/// API requests a month and license that are free, named seats:
/// <https://help.mypurecloud.com/articles/genesys-cloud-fair-use-policy/>.
const FAIR_USE: [(&str, u64); 5] = [
    ("cloudCX1", 75_000),
    ("cloudCX2", 110_000),
    ("cloudCX3", 140_000),
    ("cloudCX4", 140_000),
    ("communicate", 10_000),
];

#[derive(Debug, Deserialize)]
struct Licenses {
    licenses: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct FirstLicenses {
    entities: Option<Vec<Licenses>>,
    total: Option<u64>,
}

impl Sizes {
    /// Asks for the sizes, a request each.
    ///
    /// # Errors
    /// Those of the client; what is forbidden counts as nothing.
    pub async fn ask(client: &Client) -> Result<Sizes, ApiError> {
        let mut sizes = Sizes::default();
        for state in ["active", "inactive", "deleted"] {
            let count = total(client, Request::get("/api/v2/users", &[]).with("state", state)).await?;
            sizes.people += count;
            if state == "active" {
                sizes.active = count;
            }
        }
        sizes.roles =
            total(client, Request::get("/api/v2/authorization/roles", &[]).with("userCount", "false")).await?;
        sizes.groups = total(client, Request::get("/api/v2/groups", &[])).await?;
        sizes.queues = total(client, Request::get("/api/v2/routing/queues", &[])).await?;
        let units = "/api/v2/workforcemanagement/managementunits";
        sizes.management_units = total(client, Request::get(units, &[])).await?;
        sizes.business_units = business_units(client).await?;
        sizes.audit_services = audit_services(client).await?;
        let first = Request::get("/api/v2/license/users", &[]).with("pageSize", 100);
        let first: FirstLicenses = client.send(&first).await?;
        let entries = first.entities.unwrap_or_default();
        sizes.licensed = first.total.unwrap_or(entries.len() as u64);
        sizes.allowance = allowance(&entries, sizes.licensed);
        Ok(sizes)
    }
}

async fn total(client: &Client, list: Request) -> Result<u64, ApiError> {
    match page::total(client, &list).await {
        Err(error) if error.is_forbidden() || error.is_not_found() => Ok(0),
        total => Ok(total?.unwrap_or(0)),
    }
}

async fn business_units(client: &Client) -> Result<u64, ApiError> {
    let list = Request::get("/api/v2/workforcemanagement/businessunits", &[]);
    match client.send::<Value>(&list).await {
        Err(error) if error.is_forbidden() || error.is_not_found() => Ok(0),
        answer => Ok(answer?["entities"].as_array().map_or(0, Vec::len) as u64),
    }
}

async fn audit_services(client: &Client) -> Result<u64, ApiError> {
    match client.send::<Value>(&Request::get("/api/v2/audits/query/servicemapping", &[])).await {
        Err(error) if error.is_forbidden() || error.is_not_found() => Ok(0),
        answer => {
            let answer = answer?;
            let names = answer["services"].as_array().into_iter().flatten().filter_map(|one| one["name"].as_str());
            Ok(names.filter(|name| is_asked(name)).count() as u64)
        }
    }
}

/// Free requests: those of the licenses of the first page, for as many people as there are.
fn allowance(first: &[Licenses], total: u64) -> u64 {
    let free = |license: &String| FAIR_USE.iter().find(|(id, _)| id == license).map_or(0, |(_, free)| *free);
    let of_first: u64 = first.iter().map(|entry| entry.licenses.iter().flatten().map(free).max().unwrap_or(0)).sum();
    of_first * total / (first.len() as u64).max(1)
}

impl Plan {
    /// The plan for parts, given what days of each have to be asked for.
    pub fn new(sizes: &Sizes, asked: &BTreeMap<Part, Vec<Span>>, anchor: u32, whole: Span) -> Plan {
        let line = |(part, spans): (&Part, &Vec<Span>)| {
            let (requests, because) = estimate(*part, sizes, spans, anchor, whole);
            Line { part: *part, requests, because }
        };
        let lines = asked.iter().map(line).collect();
        Plan { lines, base: 2, allowance: sizes.allowance, limit: USUAL_LIMIT as u64 }
    }

    /// Requests of all parts.
    pub fn requests(&self) -> u64 {
        self.base + self.lines.iter().map(|line| line.requests).sum::<u64>()
    }

    /// Whole minutes at the limit.
    pub fn minutes(&self) -> u64 {
        self.requests().div_ceil(self.limit)
    }

    /// The plan as a table.
    pub fn text(&self) -> String {
        use std::fmt::Write as _;
        let mut text = format!("{:<18} {:>8}  {}\n", "part", "requests", "because");
        for line in &self.lines {
            let _ = writeln!(text, "{:<18} {:>8}  {}", line.part.to_string(), line.requests, line.because);
        }
        let _ = writeln!(text, "{:<18} {:>8}  organization and time, a part of every pull", "start", self.base);
        let _ =
            writeln!(text, "{:<18} {:>8}  at {} a minute: {} min", "all", self.requests(), self.limit, self.minutes());
        if let Some(hundredths) = (self.requests() * 10_000).checked_div(self.allowance) {
            let share = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            let _ = writeln!(
                text,
                "\nfair use: {share} % of about {} API requests that the licenses held allow each month without a charge",
                self.allowance
            );
        }
        text
    }
}

/// Requests of a part, and why so many.
fn estimate(part: Part, sizes: &Sizes, spans: &[Span], anchor: u32, whole: Span) -> (u64, String) {
    let months = spans.iter().map(|span| span.months().len() as u64).sum::<u64>();
    let days = spans.iter().map(|span| span.days().max(0) as u64).sum::<u64>();
    let pages = |rows: u64, size: u64| rows.div_ceil(size).max(1);
    let Sizes { active, people, roles, queues, .. } = *sizes;
    match part {
        Part::Users => (pages(people, 500) + 2, format!("{people} people, 500 a page, three states")),
        Part::Licenses => (pages(sizes.licensed, 100), format!("{} entries, 100 a page", sizes.licensed)),
        Part::Definitions => (1, "one list".to_owned()),
        Part::Roles => (pages(roles, 500), format!("{roles} roles, 500 a page")),
        Part::RoleLicenses => (roles, format!("{roles} roles, one a call; those known from earlier are not asked")),
        Part::Groups => (pages(sizes.groups, 500), format!("{} groups, 500 a page", sizes.groups)),
        Part::Grants => (roles + people / 250, format!("{roles} roles, {people} people, 500 a page")),
        Part::Queues => (pages(queues, 500) + queues + people / 100, format!("{queues} queues, members 100 a page")),
        Part::Memberships => {
            (3 + sizes.management_units + people / 400, format!("{} management units", sizes.management_units))
        }
        Part::Dependencies => (2 + pages(people, 500), "clients, flows, dashboards".to_owned()),
        Part::Conversations => {
            let each = 5 + pages(4 * active, 1000);
            (months * each, format!("{months} months, a job each, results of {active} people"))
        }
        Part::Outbound => {
            let each = 5 + pages(active, 1000);
            (months * each, format!("{months} months, a job each, results of {active} people"))
        }
        Part::Evaluations | Part::Transcripts | Part::Copilots | Part::Tasks => {
            let questions = if part == Part::Evaluations { 2 } else { 1 };
            let each = pages(active * 31, 27_000);
            (questions * months * each, format!("{months} months, at most {each} answers each"))
        }
        Part::Schedules => {
            let weeks = days.div_ceil(7);
            (1 + weeks * sizes.business_units, format!("{weeks} weeks, {} business units", sizes.business_units))
        }
        Part::Audits => {
            let chunks = days.div_ceil(30);
            (
                1 + chunks * sizes.audit_services * 4,
                format!("{chunks} times 30 days, {} services", sizes.audit_services),
            )
        }
        Part::Presence => {
            let each = 4 + pages(active, 1000);
            let recent = pages(active, 100) + 1;
            let because = format!("{months} months, a job each, 1000 people a page; the last day, 100 a page");
            (1 + months * each + recent, because)
        }
        Part::BillableUsage => {
            let periods = whole.periods(anchor).len() as u64;
            (2 * periods, format!("{periods} billing periods, asked until complete"))
        }
        Part::BillingCharges => (1 + whole.periods(anchor).len() as u64, "contracts and their periods".to_owned()),
        Part::Scim => (pages(people, 100) + 1, format!("{people} people, 100 a page")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::span::instant;
    use super::*;

    #[test]
    fn the_plan_of_a_year_is_short() {
        let at = |text: &str| instant(text).expect("a time");
        let whole = Span { from: at("2025-10-01T00:00:00Z"), to: at("2026-11-01T00:00:00Z") };
        let asked = Part::all().filter(|part| part.is_usual()).map(|part| (part, vec![whole])).collect();
        let sizes = Sizes {
            active: 18_000,
            people: 20_000,
            licensed: 19_000,
            roles: 40,
            groups: 60,
            queues: 30,
            management_units: 12,
            business_units: 1,
            audit_services: 8,
            allowance: 1_900_000_000,
        };
        insta::assert_snapshot!(Plan::new(&sizes, &asked, 1, whole).text());
    }

    #[test]
    fn the_allowance_is_that_of_the_best_license() {
        let entry =
            |licenses: &[&str]| Licenses { licenses: Some(licenses.iter().map(|id| (*id).to_owned()).collect()) };
        let first = [entry(&["cloudCX3", "communicate"]), entry(&["gc2WEMupgrade"])];
        assert_eq!(allowance(&first, 100), 7_000_000);
        assert_eq!(allowance(&[], 0), 0);
    }
}
