//! `seatwise demo score`: recommendations against the truth, and against what people of a longer history did afterwards.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use rust_decimal::Decimal;
use seatwise_pricing::book::PriceBook;

use super::{MARKER, SizeArgs, failed, source, write_snapshot};
use crate::{
    analysis::Analysis,
    backtest::{
        self, Backtest, Options, SCORE_DAYS,
        calibrate::{self, Calibrated, ScoreBand},
        tally::Tally,
    },
    cli::{out, source as input},
    error::Failure,
    findings::calibration::{Bucket, CASES_MIN, Calibration, Count},
    ingest::demo::{DemoSpec, Size},
    score::Score,
    snapshot::Snapshot,
};

#[derive(Debug, Args)]
pub(super) struct ScoreArgs {
    #[command(flatten)]
    size: SizeArgs,
    /// Seeds of the organizations, first to last; they are made in a temporary folder
    #[arg(long, value_name = "FROM..TO", default_value = "1..10", value_parser = seeds)]
    seeds: (u64, u64),
    /// Precision of high confidence that must be reached, percent
    #[arg(long, value_name = "PERCENT", default_value_t = 99)]
    precision: u64,
    /// Recall over all that must be reached, percent
    #[arg(long, value_name = "PERCENT", default_value_t = 95)]
    recall: u64,
    /// Recommendations that may be regretted within 90 days, percent
    #[arg(long, value_name = "PERCENT", default_value = "1")]
    regret: Decimal,
    /// How far a score may be from the share that was not regretted, points of percent
    #[arg(long, value_name = "POINTS", default_value = "3")]
    calibration: Decimal,
    /// Write the counts that scores are made from to this file, instead of judging them; needs `--date`
    #[arg(long, value_name = "FILE", requires = "date")]
    write_calibration: Option<PathBuf>,
    /// The day of that table, as 2026-11-26: the clock is never asked
    #[arg(long, value_name = "DATE", requires = "write_calibration")]
    date: Option<chrono::NaiveDate>,
}

fn seeds(text: &str) -> Result<(u64, u64), String> {
    let range = text.split_once("..").and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    range
        .filter(|(from, to): &(u64, u64)| from <= to)
        .ok_or_else(|| "expected first and last seed, as 1..10".to_owned())
}

/// Months of history that show a whole year of windows and what came after them.
const HISTORY_MONTHS: u32 = 13;

/// Everything over all seeds.
#[derive(Default)]
struct Sums {
    score: Score,
    regret: Tally,
    by_code: BTreeMap<&'static str, Tally>,
    buckets: BTreeMap<Bucket, Count>,
}

pub(super) fn run(args: &ScoreArgs) -> Result<(), Failure> {
    match &args.write_calibration {
        Some(path) => write_calibration(args, path),
        None => judge(args),
    }
}

fn judge(args: &ScoreArgs) -> Result<(), Failure> {
    let mut sums = Sums::default();
    for seed in args.seeds.0..=args.seeds.1 {
        for spec in args.size.spec(seed).organizations() {
            sums.add(spec)?;
        }
    }
    sums.say()?;
    let missed = sums.missed_aims(args);
    if missed.is_empty() {
        return Ok(());
    }
    for (user, code) in &sums.score.wrong {
        out::say(&format!("wrong with high confidence: {code} for {user}"));
    }
    for (user, reason) in sums.score.missed.iter().take(50) {
        out::say(&format!("missed: {reason} for {user}"));
    }
    Err(Failure::internal(format!("the recommendations do not reach {}", missed.join(", "))))
}

impl Sums {
    /// Makes one organization, holds its recommendations against its truth, and runs the backtest of it; where its history
    /// is too short for one, of an organization of the same seed and people with a longer one.
    fn add(&mut self, spec: DemoSpec) -> Result<(), Failure> {
        let own = made(spec)?;
        let score = Score::new(&own.analysis, &own.truth).map_err(failed)?;
        let long = long_history(spec);
        let backtest = if long == spec { tested(&own)? } else { tested(&made(long)?)? };
        let horizon = &backtest.horizons[0];
        out::data(&format!(
            "seed {}: precision of high confidence {}, recall {}, regret {}\n",
            spec.seed,
            score.high(),
            score.recall,
            regret(&horizon.total)
        ))?;
        self.score.plus(&score);
        self.regret.plus(&horizon.total);
        horizon.by_code.iter().for_each(|(code, tally)| self.by_code.entry(code.as_str()).or_default().plus(tally));
        backtest.calibration.iter().for_each(|own| self.buckets.entry(own.bucket).or_default().plus(own.observed));
        Ok(())
    }

    fn bands(&self) -> Vec<ScoreBand> {
        let rows: Vec<Calibrated> =
            self.buckets.iter().map(|(bucket, observed)| Calibrated::new(*bucket, *observed)).collect();
        calibrate::by_score(rows.iter())
    }

    fn largest_error(&self) -> Option<Decimal> {
        let own = self.buckets.iter().map(|(bucket, observed)| Calibrated::new(*bucket, *observed));
        own.filter_map(|own| own.error_points()).max()
    }

    fn say(&self) -> Result<(), Failure> {
        let mut lines =
            format!("\nall: precision of high confidence {}, recall {}\n", self.score.high(), self.score.recall);
        for (confidence, share) in &self.score.precision {
            lines += &format!("  precision, {confidence} confidence: {share}\n");
        }
        for (code, share) in &self.score.by_code {
            lines += &format!("  precision, {code}: {share}\n");
        }
        for (reason, share) in &self.score.recall_by_reason {
            lines += &format!("  recall, {reason}: {share}\n");
        }
        lines += &format!("regret within {SCORE_DAYS} days: {}\n", regret(&self.regret));
        for (code, tally) in self.by_code.iter().filter(|(_, tally)| tally.judged > 0) {
            lines += &format!("  regret, {code}: {}\n", regret(tally));
        }
        let largest = self.largest_error().map_or_else(|| "unknown".to_owned(), |points| format!("{points} points"));
        lines += "scores by their size:\n";
        for band in self.bands() {
            lines += &band_line(&band);
        }
        lines += &format!("scores by code, confidence and quiet days; the largest error is {largest}:\n");
        let judged = self.buckets.iter().filter(|(_, observed)| observed.all >= CASES_MIN);
        for own in judged.map(|(bucket, observed)| Calibrated::new(*bucket, *observed)) {
            lines += &bucket_line(&own);
        }
        out::data(&lines)
    }

    /// What was promised and is not reached, in words.
    fn missed_aims(&self, args: &ScoreArgs) -> Vec<String> {
        let aims = [
            (
                self.score.high().reaches(args.precision),
                format!("a precision of {} % at high confidence", args.precision),
            ),
            (self.score.recall.reaches(args.recall), format!("a recall of {} %", args.recall)),
            (self.regret.is_within(args.regret), format!("a regret of at most {} %", args.regret)),
            (
                self.largest_error().is_some_and(|points| points <= args.calibration),
                format!("scores within {} points", args.calibration),
            ),
        ];
        aims.into_iter().filter(|(is_reached, _)| !is_reached).map(|(_, aim)| aim).collect()
    }
}

fn write_calibration(args: &ScoreArgs, path: &Path) -> Result<(), Failure> {
    let (from, to) = args.seeds;
    let mut counts: BTreeMap<Bucket, Count> = BTreeMap::new();
    let mut size = String::new();
    for seed in from..=to {
        for spec in args.size.spec(seed).organizations().into_iter().map(long_history) {
            size = spec.size_name();
            let made = made(spec)?;
            let scan = |table| input::scan(&made.snapshot, table);
            let own = calibrate::counts(&made.analysis, &scan, &PriceBook::embedded(), Options::default().months)?;
            own.into_iter().for_each(|(bucket, count)| counts.entry(bucket).or_default().plus(count));
            out::say(&format!("seed {seed} is counted"));
        }
    }
    let date = args.date.map(|date| date.to_string()).unwrap_or_default();
    let made_from = format!("demo organizations {size} (people, months), seeds {from} to {to}");
    let table = Calibration { made_from, date, horizon_days: SCORE_DAYS, counts };
    fs::write(path, table.to_toml())
        .map_err(|error| Failure::usage(format!("cannot write `{}`: {error}", path.display())))?;
    out::say(&format!("wrote {}", path.display()));
    Ok(())
}

/// The organization with a history that a backtest can stand in: its own, where it is long enough.
fn long_history(spec: DemoSpec) -> DemoSpec {
    let size = match spec.size {
        Size::S => Size::Custom { people: 2_000, months: HISTORY_MONTHS },
        Size::Custom { people, months } => Size::Custom { people, months: months.max(HISTORY_MONTHS) },
        long => long,
    };
    DemoSpec { size, ..spec }
}

/// An organization in a temporary folder, analyzed.
struct Made {
    analysis: Analysis,
    snapshot: Snapshot,
    truth: Vec<u8>,
    /// The snapshot's place, for as long as it is read.
    _dir: tempfile::TempDir,
}

fn made(spec: DemoSpec) -> Result<Made, Failure> {
    let dir = tempfile::tempdir()?;
    let store = write_snapshot(spec, dir.path())?;
    let (analysis, snapshot) = source(dir.path(), store).analyze()?;
    let truth = fs::read(dir.path().join(MARKER))?;
    Ok(Made { analysis, snapshot, truth, _dir: dir })
}

fn tested(made: &Made) -> Result<Backtest, Failure> {
    let options = Options { horizons: vec![SCORE_DAYS], thresholds: Vec::new(), ..Options::default() };
    let scan = |table| input::scan(&made.snapshot, table);
    Ok(backtest::run(&made.analysis, &scan, &PriceBook::embedded(), &options)?)
}

fn band_line(band: &ScoreBand) -> String {
    let error = band.error_points().map_or_else(String::new, |points| format!(", error {points} points"));
    format!(
        "  score {} and up: {} expected not to be regretted, {} were not, of {}{error}\n",
        band.from,
        band.expected.round(),
        band.observed.kept,
        band.observed.all
    )
}

fn bucket_line(own: &Calibrated) -> String {
    let Bucket { code, confidence, quiet_from, used_before } = own.bucket;
    let quiet = quiet_from.map_or_else(String::new, |from| format!(", quiet for {from} days and more"));
    let before = if used_before { ", once used" } else { "" };
    let score = own.predicted.map_or_else(|| "no score".to_owned(), |score| format!("score {score}"));
    let error = own.error_points().map_or_else(String::new, |points| format!(", error {points} points"));
    format!(
        "  {}, {} confidence{quiet}{before}: {score}, not regretted {} of {}{error}\n",
        code.as_str(),
        confidence.as_str(),
        own.observed.kept,
        own.observed.all
    )
}

fn regret(tally: &Tally) -> String {
    let percent = tally.regret_percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"));
    format!("{percent} ({} of {})", tally.regretted, tally.judged)
}
