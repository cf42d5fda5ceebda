//! The tables of a pull are the generator's own, where the API can tell; no more is asked than needed.

use polars::prelude::*;
use seatwise::{
    canonical::Table,
    ingest::genesys::dry_run,
    snapshot::{Cancel, Snapshot},
};

use super::world::{World, unlimited};

/// Tables that the generator and the API both have.
const COMMON: [Table; 9] = [
    Table::Users,
    Table::Licenses,
    Table::Roles,
    Table::RoleGrants,
    Table::LicenseDefinitions,
    Table::RoleLicenses,
    Table::Activity,
    Table::Presence,
    Table::BillableUsage,
];

/// Features whose use the API counts without a duration.
const WITHOUT_DURATION: [&str; 8] = [
    "quality_evaluator",
    "quality_evaluated",
    "speech_analytics",
    "copilot",
    "work_automation",
    "wfm_schedule",
    "wfm_planning",
    "admin",
];

/// Every table of the pull is the generator's, less what no answer tells.
pub(super) fn assert_same(demo: &Snapshot, pulled: &Snapshot) {
    Told::of(demo).assert_same(pulled);
}

/// The generator's tables, less what no answer tells.
pub(super) struct Told(Vec<(Table, DataFrame)>);

impl Told {
    pub(super) fn of(demo: &Snapshot) -> Told {
        let tables = COMMON.into_iter().chain([Table::Memberships]);
        Told(tables.map(|table| (table, sorted(told(table, plan(demo, table))))).collect())
    }

    pub(super) fn assert_same(&self, pulled: &Snapshot) {
        for (table, expected) in &self.0 {
            assert_equal(*table, expected, &sorted(plan(pulled, *table)));
        }
    }
}

pub(super) fn plan(snapshot: &Snapshot, table: Table) -> LazyFrame {
    let plan = snapshot.scan(table).unwrap().unwrap_or_else(|| panic!("no table {}", table.name()));
    let columns = table.spec().columns.iter().map(|column| match column.kind {
        // The API has milliseconds.
        seatwise::canonical::Kind::Timestamp => {
            col(column.name).cast(DataType::Datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC)))
        }
        _ => col(column.name),
    });
    plan.select(columns.collect::<Vec<_>>())
}

/// What the API tells of the generator's rows.
fn told(table: Table, plan: LazyFrame) -> LazyFrame {
    match table {
        // Custom attributes and SCIM are not part of a usual pull.
        Table::Users => plan.with_columns([
            lit(NULL).cast(DataType::String).alias("cost_center"),
            lit(NULL).cast(DataType::String).alias("external_id"),
        ]),
        // Licenses are those held now; since when, only another snapshot could say.
        Table::Licenses => plan.filter(col("assigned_to").is_null()).with_columns([lit(NULL)
            .cast(DataType::Datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC)))
            .alias("assigned_from")]),
        Table::Activity => {
            let is_counted =
                WITHOUT_DURATION.iter().map(|feature| col("feature").eq(lit(*feature))).reduce(Expr::or).unwrap();
            let duration = when(is_counted).then(lit(NULL).cast(DataType::Int64)).otherwise(col("duration_ms"));
            // Nothing public tells of journeys; a bucket that counted nothing is no row.
            plan.filter(col("feature").neq(lit("journey")).and(col("events").gt(lit(0))))
                .with_columns([duration.alias("duration_ms")])
        }
        Table::RoleGrants => every_member_in_every_division(plan),
        _ => plan,
    }
}

/// A group holds a role in divisions, and all its members with it; the API does not tell who has it for which.
fn every_member_in_every_division(plan: LazyFrame) -> LazyFrame {
    let direct = plan.clone().filter(col("via_group_id").is_null());
    let through = plan.filter(col("via_group_id").is_not_null());
    let unique = |plan: LazyFrame, columns: &[&str]| {
        let columns: Vec<Expr> = columns.iter().map(|name| col(*name)).collect();
        plan.select(columns).unique(None, UniqueKeepStrategy::Any)
    };
    let held = unique(through.clone(), &["role_id", "division_id", "via_group_id"]);
    let members = unique(through, &["user_id", "via_group_id"]);
    let joined = held.inner_join(members, col("via_group_id"), col("via_group_id"));
    let columns = ["user_id", "role_id", "division_id", "via_group_id"].map(col);
    concat([direct, joined.select(columns)], UnionArgs::default()).unwrap()
}

fn sorted(plan: LazyFrame) -> DataFrame {
    let frame = plan.collect().unwrap();
    let names: Vec<PlSmallStr> = frame.get_column_names().into_iter().cloned().collect();
    frame.sort(names, SortMultipleOptions::default()).unwrap()
}

fn assert_equal(table: Table, expected: &DataFrame, found: &DataFrame) {
    if expected.equals_missing(found) {
        return;
    }
    let rows = expected.height().min(found.height());
    let first = (0..rows).find(|row| expected.get(*row) != found.get(*row)).unwrap_or(rows);
    panic!(
        "`{}`: {} rows expected, {} found; the first that differs, {first}:\n  expected {:?}\n  found    {:?}",
        table.name(),
        expected.height(),
        found.height(),
        expected.get(first),
        found.get(first),
    );
}

#[test]
fn a_small_organization_comes_back_row_for_row() {
    let world = World::new(60, 3, unlimited());
    let pulled = world.pull("store", &world.options());
    world.assert_by_the_contract();
    assert_same(&world.demo(), &pulled.snapshot);
    insta::assert_snapshot!(world.counts());
}

#[test]
fn the_same_answers_give_the_same_bytes() {
    let world = World::new(60, 3, unlimited());
    let ids = ["one", "two"].map(|store| {
        let manifest = world.pull(store, &world.options()).snapshot.manifest().clone();
        (manifest.id, manifest.files, manifest.notes, manifest.coverage)
    });
    assert_eq!(ids[0], ids[1]);
}

#[test]
fn a_later_pull_asks_only_for_open_days_and_gives_the_same_rows() {
    let world = World::new(60, 3, unlimited());
    let first = world.pull("store", &world.options());
    world.running.forget();
    let second = world.pull("store", &world.options());
    assert_eq!(first.snapshot.manifest().content_hash, second.snapshot.manifest().content_hash);
    let asked = world.running.requests();
    let jobs = asked.iter().filter(|request| request.method == "POST" && request.operation.ends_with("/jobs"));
    assert_eq!(jobs.count(), 3, "conversations, outbound, presence: one job each for the open days");
    assert!(asked.iter().all(|request| request.operation != "/api/v2/license/infer"), "inferred licenses are cached");
}

#[test]
fn a_plan_is_shown_without_collecting_anything() {
    let world = World::new(60, 3, unlimited());
    let store = world.store("store");
    let (options, cancel) = (world.options(), Cancel::default());
    let plan = world.runtime.block_on(dry_run(&options, &store, &cancel)).unwrap();
    insta::assert_snapshot!(plan.text());
    insta::assert_snapshot!("asked_for_a_plan", world.counts());
}
