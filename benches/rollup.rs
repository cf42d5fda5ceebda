//! One question on one snapshot, timed, as one line of JSON: what `benches/run` holds against DuckDB.
//!
//! `rollup SNAPSHOT_DIR activity|presence|peak|floor` prints seconds and a checksum of the result, so that both sides
//! can be shown to have answered the same. `rollup SNAPSHOT_DIR csv TABLES_DIR` answers `activity` from the CSV files of
//! the same organization: every cell checked, and staged as `seatwise analyze --tables` does it. `rollup SNAPSHOT_DIR bill
//! DEMO_DIR` analyzes with the demo's contract and settings and says which share of that the bill of the period takes.

use std::{path::Path, time::Instant};

use polars::prelude::*;
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use seatwise::{
    analysis::{bill::expected, input::Input, run},
    canonical::{Table, col},
    ingest::tables,
    settings::Settings,
    snapshot::{Cancel, Snapshot, TemporaryMeta},
    usage::{
        activity::{self, ActivityFacts},
        people::People,
        presence,
        spans::{Span, Spans},
        windows::{Reading, Windows},
    },
};
use seatwise_pricing::{book::PriceBook, contract::Contract};

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
    // As an analysis reads: the whole history for the signs, a month for the period.
    let month = Spans::new(as_of.timestamp_micros(), 90, (last - chrono::Days::new(31), last));
    let whole = [Reading::whole(Windows::uniform(month))];
    let scan = |table| snapshot.scan(table).expect("readable parts").expect("the table is there");
    let people = People::read(scan(Table::Users)).expect("readable users");
    if question == "bill" {
        let demo = arguments.next().expect("the folder with contract.toml and seatwise.toml");
        return print_share(&bill(&snapshot, Path::new(&demo)));
    }
    let began = Instant::now();
    let sum = match question.as_str() {
        "activity" => checksum(&activity::facts(scan(Table::Activity), &people, &whole).expect("readable activity")[0]),
        "csv" => {
            let tables = arguments.next().expect("the folder of the CSV files");
            checksum(&from_csv(Path::new(&tables), &whole))
        }
        "presence" => {
            let facts = presence::facts(scan(Table::Presence), &people, &whole).expect("readable presence");
            let signs = facts[0].0.signs.iter();
            signs.map(|signs| signs.latest.unwrap_or(0) / 1_000_000 + i64::from(signs.last_year)).sum()
        }
        "peak" => {
            let priced = Span { from: spans.period.from, to: spans.as_of };
            let present = presence::in_span(scan(Table::Presence), spans.as_of, priced).expect("readable presence");
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
        other => panic!("no question `{other}`: activity, csv, presence, peak, floor or bill"),
    };
    let seconds = began.elapsed().as_secs_f64();
    print_line(&question, seconds, sum);
}

/// The roll-up of activity as it stands in files of CSV.
fn from_csv(tables: &Path, readings: &[Reading]) -> ActivityFacts {
    let staged = Snapshot::temporary(Cancel::default(), |stage| {
        tables::stage(tables, stage).expect("sound tables");
        Ok::<_, seatwise::error::Failure>(TemporaryMeta::default())
    });
    let staged = staged.expect("a folder for the time of this run");
    let scan = |table| staged.scan(table).expect("readable parts").expect("the table is there");
    let people = People::read(scan(Table::Users)).expect("readable users");
    activity::facts(scan(Table::Activity), &people, readings).expect("readable activity").remove(0)
}

/// Seconds of the analysis and of the bill that is made from it, and the bill's effective cost in cents.
fn bill(snapshot: &Snapshot, demo: &Path) -> (f64, f64, i64) {
    let book = PriceBook::embedded();
    let text = |name: &str| std::fs::read_to_string(demo.join(name)).expect("a file of the demo");
    let (contract, _) = Contract::parse(&text("contract.toml"), "contract.toml", &book).expect("a sound contract");
    let (settings, _) = Settings::parse(&text("seatwise.toml"), "seatwise.toml", &book).expect("sound settings");
    let scan = |table| snapshot.scan(table).map_err(|error| polars_err!(ComputeError: "{error}"));
    let began = Instant::now();
    let input = Input {
        scan: &scan,
        snapshot: snapshot.id().to_owned(),
        organization: None,
        book: &book,
        contract,
        settings,
        as_of: snapshot.manifest().taken_at.timestamp_micros(),
        notes: Vec::new(),
    };
    let analysis = run::run(input).expect("readable tables");
    let analyzed = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let bill = expected(&analysis, &book).expect("exact quantities");
    let billed = began.elapsed().as_secs_f64();
    let cents = bill.totals().effective.map_or(0, |cost| (cost * Decimal::ONE_HUNDRED).to_i64().unwrap_or(0));
    (analyzed, billed, cents)
}

fn checksum(facts: &ActivityFacts) -> i64 {
    let all = facts.by_person.iter().flatten();
    all.map(|fact| fact.events + fact.duration_ms + i64::from(fact.days) + fact.last.unwrap_or(0) / 1_000_000).sum()
}

#[allow(clippy::print_stdout, reason = "a bench prints its figures")]
fn print_share((analyzed, billed, cents): &(f64, f64, i64)) {
    let share = billed / analyzed * 100.0;
    println!(
        "{{\"question\":\"bill\",\"analysis_seconds\":{analyzed:.3},\"seconds\":{billed:.4},\"share_percent\":{share:.2},\"checksum\":{cents}}}"
    );
}

#[allow(clippy::print_stdout, reason = "a bench prints its figures")]
fn print_line(question: &str, seconds: f64, sum: i64) {
    println!("{{\"question\":\"{question}\",\"seconds\":{seconds:.3},\"checksum\":{sum}}}");
}
