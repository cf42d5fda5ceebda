//! One question on one snapshot, timed, as one line of JSON: what `benches/run` holds against DuckDB.
//!
//! `rollup SNAPSHOT_DIR activity|presence|peak|floor` prints seconds and a checksum of the result, so that both sides
//! can be shown to have answered the same. `rollup SNAPSHOT_DIR csv TABLES_DIR` answers `activity` from the CSV files of
//! the same organization: every cell checked, and staged as `seatwise analyze --tables` does it.

use std::{path::Path, time::Instant};

use polars::prelude::*;
use seatwise::{
    canonical::{Table, col},
    ingest::tables,
    snapshot::{Cancel, Snapshot, TemporaryMeta},
    usage::{
        activity::{self, ActivityFacts},
        people::People,
        presence,
        spans::{Span, Spans},
    },
};

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (Some(dir), Some(question)) = (arguments.next(), arguments.next()) else {
        // `cargo bench` runs every bench without arguments.
        return;
    };
    let snapshot = Snapshot::open(Path::new(&dir)).expect("a folder that holds a snapshot");
    let as_of = snapshot.manifest().taken_at;
    let first = as_of.date_naive() - chrono::Days::new(395);
    let last = as_of.date_naive() + chrono::Days::new(1);
    let spans = Spans::new(as_of.timestamp_micros(), 90, (first, last));
    let scan = |table| snapshot.scan(table).expect("readable parts").expect("the table is there");
    let people = People::read(scan(Table::Users)).expect("readable users");
    let began = Instant::now();
    let sum = match question.as_str() {
        "activity" => checksum(&activity::facts(scan(Table::Activity), &people, &spans).expect("readable activity")),
        "csv" => {
            let tables = arguments.next().expect("the folder of the CSV files");
            checksum(&from_csv(Path::new(&tables), &spans))
        }
        "presence" => {
            let facts = presence::facts(scan(Table::Presence), &people, &spans).expect("readable presence");
            facts.signs.iter().map(|signs| signs.latest.unwrap_or(0) / 1_000_000 + i64::from(signs.last_year)).sum()
        }
        "peak" => {
            let priced = Span { from: spans.period.from, to: spans.as_of };
            let present = presence::in_span(scan(Table::Presence), &spans, priced).expect("readable presence");
            let histogram = present.histogram(|_| true);
            histogram.time_at.iter().map(|(count, time)| i64::from(*count) * (time / 1_000_000)).sum()
        }
        "floor" => {
            let sums = |name: &str| col(name).cast(DataType::Int64).sum().alias(name);
            let activity = [col::INTERVAL_START, col::INTERVAL_END, col::EVENTS, col::DURATION_MS, col::USER_IX];
            let presence = [col::START_AT, col::END_AT, col::USER_IX];
            let mut total = 0i64;
            for (table, columns) in [(Table::Activity, &activity[..]), (Table::Presence, &presence[..])] {
                let plan = scan(table).select(columns.iter().map(|name| sums(name)).collect::<Vec<_>>());
                let frame = plan.collect_with_engine(Engine::Streaming).expect("readable parts").unwrap_single();
                total = total.wrapping_add(frame.height() as i64);
            }
            total
        }
        other => panic!("no question `{other}`: activity, csv, presence, peak or floor"),
    };
    let seconds = began.elapsed().as_secs_f64();
    print_line(&question, seconds, sum);
}

/// The roll-up of activity as it stands in files of CSV.
fn from_csv(tables: &Path, spans: &Spans) -> ActivityFacts {
    let staged = Snapshot::temporary(Cancel::default(), |stage| {
        tables::stage(tables, stage).expect("sound tables");
        Ok::<_, seatwise::error::Failure>(TemporaryMeta::default())
    });
    let staged = staged.expect("a folder for the time of this run");
    let scan = |table| staged.scan(table).expect("readable parts").expect("the table is there");
    let people = People::read(scan(Table::Users)).expect("readable users");
    activity::facts(scan(Table::Activity), &people, spans).expect("readable activity")
}

fn checksum(facts: &ActivityFacts) -> i64 {
    let all = facts.by_person.iter().flatten();
    all.map(|fact| fact.events + fact.duration_ms + i64::from(fact.days) + fact.last.unwrap_or(0) / 1_000_000).sum()
}

#[allow(clippy::print_stdout, reason = "a bench prints its figures")]
fn print_line(question: &str, seconds: f64, sum: i64) {
    println!("{{\"question\":\"{question}\",\"seconds\":{seconds:.3},\"checksum\":{sum}}}");
}
