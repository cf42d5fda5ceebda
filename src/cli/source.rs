//! What a command analyzes: a snapshot of the store or a folder of tables, with contract, settings and as-of.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, SecondsFormat, TimeDelta, Utc};
use clap::Args;
use polars::prelude::{LazyFrame, PolarsResult};
use seatwise_pricing::{book::PriceBook, contract::Contract, money::Currency, period::Period, problem::Notice};

use super::{out, store::StoreArgs};
use crate::{
    analysis::{
        Analysis, Whole,
        history::{self, History},
        input::Input,
        run,
        usage::Usage,
    },
    answers::{self, Answer},
    canonical::Table,
    error::Failure,
    findings::{code::Remark, remarks::Notes},
    ingest::{self, tables},
    settings::Settings,
    snapshot::{Cancel, Snapshot, TemporaryMeta},
    usage::{
        spans::{Span, Spans, instant},
        windows::Reading,
    },
};

/// Where the data comes from and how it is read.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Input")]
pub struct SourceArgs {
    /// Snapshot to read: an id, the beginning of one, or `latest`; default: `latest`
    #[arg(long, value_name = "ID", conflicts_with = "tables")]
    pub snapshot: Option<String>,
    /// Folder of canonical tables (CSV or Parquet, see docs/TABLES.md) to read instead of a snapshot
    #[arg(long, value_name = "DIR")]
    pub tables: Option<PathBuf>,
    /// Where the store is.
    #[command(flatten)]
    pub store: StoreArgs,
    /// Contract: what is committed, for how long, at which prices; default: nothing is, at list prices in USD, by calendar month
    ///
    /// `seatwise init` writes one to fill in.
    #[arg(long, value_name = "FILE")]
    pub contract: Option<PathBuf>,
    /// Settings: windows and thresholds, protected people, exceptions, what may be offered; default: those that `seatwise init` writes
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// Sheet of answers of managers to honor beside those of the store; may be repeated
    ///
    /// `seatwise report admin` writes the sheet, `seatwise import --answers` keeps its answers in the store.
    #[arg(long, value_name = "FILE")]
    pub answers: Vec<PathBuf>,
    /// The instant to look from, as 2026-10-31T23:59:59Z: nothing after it is read
    ///
    /// Default: when the snapshot was taken; with `--tables` the latest evidence in them. The clock is never asked.
    #[arg(long, value_name = "TIMESTAMP", value_parser = timestamp)]
    pub as_of: Option<DateTime<Utc>>,
}

pub(super) fn timestamp(text: &str) -> Result<DateTime<Utc>, String> {
    DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).map_err(|_| {
        "expected an RFC 3339 timestamp with its offset, as 2026-10-31T23:59:59Z; for a whole day name its last second".to_owned()
    })
}

impl SourceArgs {
    /// Opens the data: a snapshot of the store, or the tables of a folder staged for the time of this run.
    ///
    /// # Errors
    /// A missing snapshot (usage), faulty tables (input).
    pub fn open(&self) -> Result<Snapshot, Failure> {
        match &self.tables {
            Some(dir) => Snapshot::temporary(Cancel::default(), |stage| {
                tables::stage(dir, stage)?;
                Ok(TemporaryMeta { source: "tables".to_owned(), ..TemporaryMeta::default() })
            }),
            None => Ok(self.store.open()?.get(self.snapshot.as_deref().unwrap_or("latest"))?),
        }
    }

    /// Opens the data, analyzes it, and reads at most so many of its billing periods.
    ///
    /// # Errors
    /// Those of [`SourceArgs::analyze`].
    pub fn history(&self, book: &PriceBook, most: usize) -> Result<(Analysis, History), Failure> {
        let (analysis, snapshot) = self.analyze()?;
        let (scan, within) = (|table| scan(&snapshot, table), |table, span| scan_within(&snapshot, table, span));
        let history = history::read(&analysis, &scan, &within, book, most)?;
        Ok((analysis, history))
    }

    /// Opens the data and analyzes it.
    ///
    /// # Errors
    /// Those of [`SourceArgs::open`], faults of contract and settings (config), and an as-of that nobody names (usage).
    pub fn analyze(&self) -> Result<(Analysis, Snapshot), Failure> {
        self.analyze_period(None)
    }

    /// The same for the period that begins in a month: one that is over is looked at from its last instant.
    ///
    /// # Errors
    /// Those of [`SourceArgs::analyze`], and a period that begins after as-of (usage).
    pub fn analyze_period(&self, month: Option<Month>) -> Result<(Analysis, Snapshot), Failure> {
        self.analyze_with(month, |_, _| Vec::new()).map(|(analysis, snapshot, _)| (analysis, snapshot))
    }

    /// Opens the data, analyzes it, and reads the last billing period that is over in the same pass.
    ///
    /// # Errors
    /// Those of [`SourceArgs::analyze`].
    pub fn latest(&self, book: &PriceBook) -> Result<(Analysis, History), Failure> {
        let last_over = |contract: &Contract, spans| vec![history::last_over(contract, spans).1];
        let (analysis, snapshot, further) = self.analyze_with(None, last_over)?;
        let (scan, within) = (|table| scan(&snapshot, table), |table, span| scan_within(&snapshot, table, span));
        let history = history::latest(&analysis, &scan, &within, book, &further)?;
        Ok((analysis, history))
    }

    fn analyze_with(
        &self,
        month: Option<Month>,
        further: impl FnOnce(&Contract, Spans) -> Vec<Reading>,
    ) -> Result<(Analysis, Snapshot, Vec<Usage>), Failure> {
        let data = self.data()?;
        let (analysis, told) = data.analyze(month, further)?;
        Ok((analysis, data.snapshot, told))
    }

    /// Opens the data, contract and settings, for one analysis or several.
    ///
    /// # Errors
    /// Those of [`SourceArgs::analyze`].
    pub fn data(&self) -> Result<Data, Failure> {
        let book = PriceBook::embedded();
        let contract = self.contract(&book)?;
        let mut settings = self.settings(&book)?;
        settings.answers = self.answers()?;
        let snapshot = self.open()?;
        let manifest = snapshot.manifest();
        let taken_at = if self.tables.is_some() { manifest.latest_evidence_at } else { Some(manifest.taken_at) };
        let Some(latest) = self.as_of.or(taken_at) else {
            return Err(Failure::usage(
                "the tables have no activity, presence, login or billable usage, so nothing says of when they are\n\
                 hint: name the instant, as `--as-of 2026-10-31T23:59:59Z`",
            ));
        };
        let id = if self.tables.is_some() { manifest.content_hash.clone() } else { snapshot.id().to_owned() };
        if self.contract.is_none() {
            out::say("note: without `--contract` nothing is committed, at list prices in USD, by calendar months");
        }
        Ok(Data { book, contract, settings, snapshot, latest, id })
    }

    /// The currency of the contract.
    ///
    /// # Errors
    /// Faults of the contract (config).
    pub fn currency(&self, book: &PriceBook) -> Result<Currency, Failure> {
        Ok(self.read_contract(book)?.0.currency)
    }

    /// Answers of the store, then those of the sheets named.
    fn answers(&self) -> Result<Vec<Answer>, Failure> {
        let mut answers = match self.tables {
            Some(_) => Vec::new(),
            None => answers::store::read(&self.store.open()?)?,
        };
        for path in &self.answers {
            answers.extend(ingest::answers::read(path, None)?.answers);
        }
        Ok(answers)
    }

    fn contract(&self, book: &PriceBook) -> Result<Contract, Failure> {
        let (contract, notices) = self.read_contract(book)?;
        for notice in notices {
            out::say(&format!("warning: {notice}"));
        }
        Ok(contract)
    }

    fn read_contract(&self, book: &PriceBook) -> Result<(Contract, Vec<Notice>), Failure> {
        let Some(path) = &self.contract else { return Ok((Contract::none(), Vec::new())) };
        let text = read(path)?;
        Contract::parse(&text, &path.display().to_string(), book).map_err(config)
    }

    fn settings(&self, book: &PriceBook) -> Result<Settings, Failure> {
        let Some(path) = &self.settings else { return Ok(Settings::default()) };
        let text = read(path)?;
        let (settings, notices) = Settings::parse(&text, &path.display().to_string(), book).map_err(config)?;
        for notice in notices {
            out::say(&format!("warning: {notice}"));
        }
        Ok(settings)
    }
}

/// Data that is opened, with contract and settings.
#[derive(Debug)]
pub struct Data {
    /// What is for sale.
    pub book: PriceBook,
    /// The contract, or none.
    pub contract: Contract,
    /// The settings.
    pub settings: Settings,
    /// The tables.
    pub snapshot: Snapshot,
    /// Nothing after this instant is read.
    pub latest: DateTime<Utc>,
    /// Id of the snapshot, or hash of the tables.
    id: String,
}

impl Data {
    /// Analyzes the period that begins in a month, or that of as-of, with further readings of the same pass.
    ///
    /// # Errors
    /// A period that begins after as-of, or that no data tells of (usage); tables that can't be read.
    pub fn analyze(
        &self,
        month: Option<Month>,
        further: impl FnOnce(&Contract, Spans) -> Vec<Reading>,
    ) -> Result<(Analysis, Vec<Usage>), Failure> {
        let as_of = month.map_or(Ok(self.latest), |month| month.seen_from(&self.contract, self.latest))?;
        let manifest = self.snapshot.manifest();
        let mut notes = Notes::new();
        for note in &manifest.notes {
            let known = Remark::ALL.iter().find(|(code, _)| code.as_str() == note.code);
            let code = known.map_or(Remark::ImportNote, |(code, _)| *code);
            notes.push((code, note.subject.clone(), note.message.clone()));
        }
        let scan = |table| scan(&self.snapshot, table);
        let input = Input {
            scan: &scan,
            snapshot: self.id.clone(),
            organization: manifest.organization.clone(),
            book: &self.book,
            contract: self.contract.clone(),
            settings: self.settings.clone(),
            as_of: as_of.timestamp_micros(),
            notes,
        };
        let (analysis, told) = run::run_with(input, further)?;
        if let Some(month) = month {
            month.is_seen(&analysis)?;
        }
        Ok((analysis, told))
    }

    /// What a whole period bills and needs: as-of's own where it is over, or where the data do not cover the one before.
    ///
    /// # Errors
    /// Those of [`Data::analyze`].
    pub fn whole(&self, analysis: &Analysis, is_covered: impl FnOnce(Period) -> bool) -> Result<Whole, Failure> {
        let before = analysis.period.previous(analysis.contract.period_anchor_day);
        if analysis.period_is_over() || !is_covered(before) {
            return Ok(Whole::of(analysis));
        }
        let (then, _) = self.analyze(Some(Month::of(before.from)), |_, _| Vec::new())?;
        Ok(Whole::before(&then, analysis, &self.book))
    }
}

/// A table of a snapshot as the analysis takes it.
///
/// # Errors
/// A file that can't be opened.
pub fn scan(snapshot: &Snapshot, table: Table) -> PolarsResult<Option<LazyFrame>> {
    snapshot.scan(table).map_err(|error| polars::prelude::polars_err!(ComputeError: "{error}"))
}

/// The rows of a table that touch a span, as the history of an analysis takes them.
///
/// # Errors
/// A file that can't be opened.
pub fn scan_within(snapshot: &Snapshot, table: Table, span: Span) -> PolarsResult<Option<LazyFrame>> {
    let rows = snapshot.scan_within(table, span.from..span.to);
    rows.map_err(|error| polars::prelude::polars_err!(ComputeError: "{error}"))
}

/// A month, as `2026-10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month(NaiveDate);

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

pub(super) fn month(text: &str) -> Result<Month, String> {
    let well_formed = text.len() == 7 && text.as_bytes()[4] == b'-';
    let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok().filter(|_| well_formed);
    first.map(Month).ok_or_else(|| "expected year and month in which the period begins, as 2026-10".to_owned())
}

impl Month {
    /// The month of a day.
    pub(in crate::cli) fn of(day: NaiveDate) -> Month {
        Month(day.with_day(1).unwrap_or(day))
    }

    /// The instant from which the period that begins in the month is seen: its last one, or as-of where that is earlier.
    fn seen_from(self, contract: &Contract, latest: DateTime<Utc>) -> Result<DateTime<Utc>, Failure> {
        let last_of_month = self.0.with_day(self.0.num_days_in_month().into()).unwrap_or(self.0);
        let period = Period::containing(last_of_month, contract.period_anchor_day);
        let begins = period.from.and_time(NaiveTime::MIN).and_utc();
        if begins > latest {
            return Err(Failure::usage(format!(
                "the period that begins in {} begins on {}, after the last instant of the data, {}\n\
                 hint: name an earlier month, or pull or import data of the period",
                self.0.format("%Y-%m"),
                period.from,
                latest.to_rfc3339_opts(SecondsFormat::AutoSi, true)
            )));
        }
        let last = period.to.and_time(NaiveTime::MIN).and_utc() - TimeDelta::microseconds(1);
        Ok(latest.min(last))
    }

    /// Is there anything that tells of the period? A license that is held now says nothing of two years ago.
    fn is_seen(self, analysis: &Analysis) -> Result<(), Failure> {
        let hulls = || analysis.coverage.tables().filter_map(|(_, cover)| cover.hull());
        let is_told = analysis.billing.wallboards_by_charge || hulls().any(|hull| hull.from < analysis.spans.period.to);
        match hulls().map(|hull| hull.from).min() {
            Some(first) if !is_told => Err(Failure::usage(format!(
                "no data tells of the period that begins in {}: the first is of {}\n\
                 hint: name a later month, or a snapshot of that time with `--snapshot ID`",
                self.0.format("%Y-%m"),
                instant(first).date_naive()
            ))),
            _ => Ok(()),
        }
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| {
        Failure::config(format!(
            "cannot read `{}`: {error}\nhint: `seatwise init` writes a commented contract.toml and seatwise.toml",
            path.display()
        ))
    })
}

pub(super) fn config(problems: seatwise_pricing::problem::Problems) -> Failure {
    let texts: Vec<String> = problems.as_slice().iter().map(|problem| format!("error: {problem}")).collect();
    Failure::config(texts.join("\n"))
}
