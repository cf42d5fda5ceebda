//! Requests part by part, held against the fewest that the API allows.
//!
//! The fewest are counted from the generator's own tables and from the page sizes and limits that the API documents
//! (`docs/COLLECTOR.md`), not from what the collector does.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    time::Duration,
};

use polars::prelude::*;
use seatwise::{
    canonical::Table,
    ingest::genesys::{Options, Part},
    snapshot::Snapshot,
};
use seatwise_simulator::LoggedRequest;

use super::tables::{assert_same, plan};
use super::world::{World, unlimited};

/// A job: submitted, found at work, found ended.
const JOB: u64 = 3;
/// Cells of an answer of an aggregate query.
const CELLS: u64 = 30_000;
const DAY: i64 = 86_400_000;

/// What a request belongs to. Conversations and outbound ask the same operations.
fn part(request: &LoggedRequest) -> &'static str {
    let path = request.operation.strip_prefix("/api/v2/").unwrap_or(&request.operation);
    let is = |start: &str| path.starts_with(start);
    match () {
        () if is("users") => "users",
        () if is("license/users") => "licenses",
        () if is("license/definitions") => "definitions",
        () if is("license/infer") => "role-licenses",
        () if path == "authorization/roles" => "roles",
        () if is("authorization/roles/") || is("groups/") => "grants",
        () if is("groups") => "groups",
        () if is("routing/queues") => "queues",
        () if is("assistants") || is("workforcemanagement/managementunits") => "memberships",
        () if is("oauth/clients") || is("flows") || is("analytics/reporting") => "dependencies",
        () if is("analytics/conversations") => "conversations, outbound",
        () if is("analytics/evaluations") => "evaluations",
        () if is("analytics/transcripts") => "transcripts",
        () if is("analytics/agentcopilots") => "copilots",
        () if is("analytics/taskmanagement") => "tasks",
        () if is("workforcemanagement/businessunits") => "schedules",
        () if is("audits") => "audits",
        () if is("analytics/users/details") => "presence",
        () if is("billing/reports") => "billable-usage",
        () if is("billing/contracts") => "billing-charges",
        () => "start",
    }
}

/// The generator's tables, as far as they decide how much there is to ask.
struct Sizes<'a> {
    demo: &'a Snapshot,
    /// Days that are asked, midnights in milliseconds: from, to.
    from: i64,
    to: i64,
    months: Vec<(i64, i64)>,
}

fn pages(entries: u64, size: u64) -> u64 {
    entries.div_ceil(size).max(1)
}

impl Sizes<'_> {
    fn rows(&self, table: Table) -> LazyFrame {
        plan(self.demo, table)
    }

    /// Sizes of groups of distinct rows, by the first column.
    fn groups(&self, rows: LazyFrame, by: &str, of: &[&str]) -> BTreeMap<String, u64> {
        let columns: Vec<Expr> = [&[by], of].concat().iter().map(|name| col(*name)).collect();
        let frame = rows.select(columns).unique(None, UniqueKeepStrategy::Any).collect().unwrap();
        let mut sizes = BTreeMap::new();
        for name in frame.column(by).unwrap().str().unwrap().iter().flatten() {
            *sizes.entry(name.to_owned()).or_default() += 1;
        }
        sizes
    }

    fn texts(&self, rows: LazyFrame, column: &str) -> BTreeSet<String> {
        let frame = rows.select([col(column)]).collect().unwrap();
        frame.column(column).unwrap().str().unwrap().iter().flatten().map(str::to_owned).collect()
    }

    /// Activity of some features that the API counts, in a stretch of time.
    fn activity(&self, features: &[&str], (from, to): (i64, i64)) -> DataFrame {
        let of = features.iter().map(|name| col("feature").eq(lit(*name))).reduce(Expr::or).unwrap();
        let start = || col("interval_start").to_physical();
        let rows = self.rows(Table::Activity).filter(of.and(col("events").gt(lit(0))));
        rows.filter(start().gt_eq(lit(from)).and(start().lt(lit(to)))).collect().unwrap()
    }

    /// Groups of an answer by person: persons times media. Supervision is counted with the medium that was supervised.
    fn answer_groups(&self, features: &[&str], month: (i64, i64)) -> u64 {
        let medium = when(col("feature").eq(lit("supervision"))).then(lit("voice")).otherwise(col("feature"));
        let rows = self.activity(features, month).lazy().select([col("user_id"), medium]);
        rows.unique(None, UniqueKeepStrategy::Any).collect().unwrap().height() as u64
    }

    fn present(&self, (from, to): (i64, i64)) -> u64 {
        let (start, end) = (|| col("start_at").to_physical(), || col("end_at").to_physical());
        let reaches = start().lt(lit(to)).and(end().is_null().or(end().gt(lit(from))));
        self.texts(self.rows(Table::Presence).filter(reaches), "user_id").len() as u64
    }

    fn events(&self, feature: &str, stretch: (i64, i64)) -> u64 {
        let frame = self.activity(&[feature], stretch);
        frame.column("events").unwrap().i64().unwrap().iter().flatten().sum::<i64>() as u64
    }

    /// Ids that other tables name and that are no people: asked for by id, once as anybody, once as deleted.
    fn strangers(&self) -> u64 {
        let people = self.texts(self.rows(Table::Users), "user_id");
        let mut named = BTreeSet::new();
        for table in [Table::Licenses, Table::RoleGrants, Table::Memberships, Table::Activity, Table::Presence] {
            named.extend(self.texts(self.rows(table), "user_id"));
        }
        named.difference(&people).count() as u64
    }

    /// Months of a family of aggregates without jobs.
    fn queries(&self, feature: &str) -> u64 {
        self.months.iter().map(|month| pages(self.activity(&[feature], *month).height() as u64, CELLS)).sum()
    }

    /// The fewest requests of every part.
    fn fewest(&self) -> BTreeMap<&'static str, u64> {
        let held = self.rows(Table::Licenses).filter(col("assigned_to").is_null());
        let states = self.groups(self.rows(Table::Users), "state", &["user_id"]);
        let roles = self.texts(self.rows(Table::Roles), "role_id").len() as u64;
        let subject = when(col("via_group_id").is_null()).then(col("user_id")).otherwise(col("via_group_id"));
        let grants = self.rows(Table::RoleGrants).with_column(subject.alias("subject"));
        let subjects = self.groups(grants.clone(), "role_id", &["subject"]);
        let without = roles - subjects.len() as u64;
        let memberships = |feature: &str| {
            let rows = self.rows(Table::Memberships).filter(col("feature").eq(lit(feature)));
            self.groups(rows, "via", &["user_id"])
        };
        let (units, copilot) = (memberships("wfm_schedule"), memberships("copilot"));
        let queues: Vec<u64> = copilot.values().copied().chain(self.ordinary_queues()).collect();
        let media = ["voice", "callback", "chat", "email", "message", "sms", "social", "supervision"];
        let months = || self.months.iter().copied();
        let days = ((self.to - self.from) / DAY) as u64;
        let chunks: Vec<(i64, i64)> = (0..days.div_ceil(30))
            .map(|n| self.from + n as i64 * 30 * DAY)
            .map(|at| (at, (at + 30 * DAY).min(self.to)))
            .collect();
        let of_audits =
            |feature| chunks.iter().map(move |chunk| JOB + pages(self.events(feature, *chunk), 500)).sum::<u64>();
        let periods = self.months.len() as u64;
        // A list of more than 10,000 shows its size on the first page, and is read by cursor then.
        let of_state = |people: &u64| pages(*people, 500) + u64::from(*people > 10_000);
        let of_states = states.values().map(of_state).sum::<u64>() + 3 - states.len() as u64;
        BTreeMap::from([
            // A token, the organization, the time.
            ("start", 3),
            ("users", of_states + 2 * self.strangers().div_ceil(100)),
            ("licenses", pages(self.texts(held, "user_id").len() as u64, 100)),
            ("definitions", 1),
            ("roles", pages(roles, 500)),
            ("role-licenses", roles),
            ("groups", pages(self.texts(grants, "via_group_id").len() as u64, 500)),
            ("grants", subjects.values().map(|subjects| pages(*subjects, 500)).sum::<u64>() + without),
            (
                "queues",
                pages(queues.len() as u64, 100) + queues.iter().map(|members| pages(*members, 100)).sum::<u64>(),
            ),
            // The list of units and their people; the assistant, its queues, and whom it serves in each.
            (
                "memberships",
                pages(units.len() as u64, 100)
                    + units.len() as u64
                    + 1
                    + pages(copilot.len() as u64, 100)
                    + copilot.values().map(|members| pages(*members, 100)).sum::<u64>(),
            ),
            ("dependencies", 3),
            (
                "conversations, outbound",
                // Two jobs a month, and the total of each.
                months()
                    .map(|month| {
                        let answer = |features: &[&str]| JOB + pages(self.answer_groups(features, month), 1000) + 1;
                        answer(&media) + answer(&["outbound"])
                    })
                    .sum(),
            ),
            ("evaluations", self.queries("quality_evaluator") + self.queries("quality_evaluated")),
            ("transcripts", self.queries("speech_analytics")),
            ("copilots", self.queries("copilot")),
            ("tasks", self.queries("work_automation")),
            ("schedules", 1 + days.div_ceil(7)),
            ("audits", 1 + of_audits("admin") + of_audits("wfm_planning")),
            ("presence", 1 + months().map(|month| JOB + pages(self.present(month), 1000)).sum::<u64>()),
            // In progress once, then complete.
            ("billable-usage", 2 * periods),
            ("billing-charges", 1 + periods),
        ])
    }

    /// Members of the queue of each department: its active people who have interactions at all.
    fn ordinary_queues(&self) -> Vec<u64> {
        let media = ["voice", "callback", "chat", "email", "message", "sms", "social"];
        let conversing: Vec<String> =
            self.texts(self.activity(&media, (0, i64::MAX)).lazy(), "user_id").into_iter().collect();
        let conversing = df!("user_id" => conversing).unwrap().lazy();
        let active = self.rows(Table::Users).filter(col("state").eq(lit("active")));
        let rows = active.inner_join(conversing, col("user_id"), col("user_id"));
        self.groups(rows.filter(col("department").is_not_null()), "department", &["user_id"]).into_values().collect()
    }
}

/// Requests of each part that were sent, and the fewest.
fn compared(world: &World, demo: &Snapshot) -> BTreeMap<&'static str, (u64, u64)> {
    let at =
        |day: &str| format!("{day}T00:00:00Z").parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis();
    let edges = ["2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01"].map(at);
    let months = edges.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let sizes = Sizes { demo, from: edges[0], to: edges[3], months };
    let mut compared: BTreeMap<&str, (u64, u64)> =
        sizes.fewest().into_iter().map(|(part, fewest)| (part, (0, fewest))).collect();
    for request in world.running.requests() {
        compared.get_mut(part(&request)).unwrap().0 += 1;
    }
    compared
}

fn table(compared: &BTreeMap<&'static str, (u64, u64)>) -> String {
    let mut text = format!("{:<24} {:>6} {:>7}\n", "part", "sent", "fewest");
    for (part, (sent, fewest)) in compared {
        let _ = writeln!(text, "{part:<24} {sent:>6} {fewest:>7}");
    }
    let (sent, fewest) = compared.values().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    let _ = writeln!(text, "{:<24} {sent:>6} {fewest:>7}", "all");
    text
}

/// Three months of so many people, pulled without a fault.
fn pulled(people: u32) -> (World, Snapshot, Snapshot) {
    let mut settings = unlimited();
    settings.check_answers = false;
    let world = World::new(people, 3, settings);
    let mut options = Options { from: Some("2026-08-01".parse().unwrap()), ..world.options() };
    // What a slow machine takes too long for would be asked again.
    options.endpoint.timeout = Duration::from_secs(600);
    let pulled = world.pull("store", &options).snapshot;
    let demo = world.demo();
    (world, demo, pulled)
}

#[test]
fn two_thousand_people_come_back_row_for_row_with_few_requests() {
    let (world, demo, pulled) = pulled(2_000);
    assert_same(&demo, &pulled);
    insta::assert_snapshot!(world.counts());
    insta::assert_snapshot!("parts_of_two_thousand_people", table(&compared(&world, &demo)));
}

#[test]
fn every_part_is_counted() {
    let names: BTreeSet<&str> = Part::all().filter(|part| part.is_usual()).map(|part| part.spec().name).collect();
    let (world, demo, _) = pulled(60);
    let compared = compared(&world, &demo);
    let counted: BTreeSet<&str> = compared.keys().flat_map(|part| part.split(", ")).collect();
    assert_eq!(counted.difference(&names).collect::<Vec<_>>(), [&"start"]);
    assert!(names.is_subset(&counted));
}

/// `just pull-large` runs it, and so does `.ci/run`.
#[test]
#[ignore = "20,000 people take minutes; `just pull-large`"]
#[allow(clippy::print_stdout, reason = "figures for docs/COLLECTOR.md")]
fn twenty_thousand_people_take_the_fewest_requests() {
    let (world, demo, pulled) = pulled(20_000);
    assert_same(&demo, &pulled);
    let compared = compared(&world, &demo);
    println!("{}", table(&compared));
    // Where a month is more than one answer holds, how much more shows by the answers: a question more a month at most.
    let learned = |part: &str| match part {
        "evaluations" => 6,
        "transcripts" | "copilots" | "tasks" => 3,
        _ => 0,
    };
    let is_few = |(part, (sent, fewest)): &(&&str, &(u64, u64))| (*fewest..=*fewest + learned(part)).contains(sent);
    let more: Vec<_> = compared.iter().filter(|one| !is_few(one)).collect();
    assert!(more.is_empty(), "not the fewest: {more:?}");
}
