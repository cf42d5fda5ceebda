//! A small organization whose days are counted back from the end of the data.

use seatwise_pricing::{book::PriceBook, contract::Contract};

use crate::{
    analysis::{
        Analysis,
        input::{Input, Scan},
        run,
    },
    backtest::{self, Backtest, Options},
    canonical::{
        Table,
        rows::{DAY, Micros, Row, RowSink as _, UserRow},
    },
    error::Failure,
    findings::remarks::Notes,
    settings::Settings,
    snapshot::{Cancel, Snapshot, TemporaryMeta},
};

/// 2026-11-01T00:00:00Z, the end of the data.
const END: Micros = 1_793_491_200_000_000;
/// Days of history.
pub(super) const HISTORY: i64 = 400;

/// A midnight so many days before the end of the data.
pub(super) fn ago(days: i64) -> Micros {
    END - days * DAY
}

/// Eight in the morning of the day that begins so many days before the end.
fn morning(days: i64) -> Micros {
    ago(days) + DAY / 3
}

/// Rows to come.
#[derive(Default)]
pub(super) struct Org {
    rows: Vec<Row<'static>>,
    has_coverage: bool,
    pub(super) settings: Settings,
    contract: Option<&'static str>,
}

impl Org {
    /// Nobody yet, under a contract.
    pub(super) fn under(contract: &'static str) -> Org {
        Org { contract: Some(contract), ..Org::default() }
    }

    /// A person created long ago who holds one license without dates.
    pub(super) fn person(&mut self, user_id: &'static str, license_id: &'static str) -> &mut UserRow {
        self.rows.push(Row::License { user_id, license_id, assigned_from: None, assigned_to: None });
        self.rows.push(Row::User(UserRow {
            user_id: user_id.to_owned(),
            email: Some(format!("{user_id}@x.example")),
            state: "active".to_owned(),
            created_at: Some(ago(1_000)),
            ..UserRow::default()
        }));
        let Some(Row::User(user)) = self.rows.last_mut() else { unreachable!("a user was pushed last") };
        user
    }

    pub(super) fn row(&mut self, row: Row<'static>) {
        self.rows.push(row);
    }

    /// Present for an hour on each of the days `from` down to `to`, counted back from the end.
    pub(super) fn present(&mut self, user_id: &'static str, from: i64, to: i64) {
        for days in to..=from {
            let start_at = morning(days);
            self.rows.push(Row::Presence { user_id, start_at, end_at: Some(start_at + DAY / 24) });
        }
    }

    /// Uses a feature on each of the days `from` down to `to`, counted back from the end.
    pub(super) fn uses(&mut self, user_id: &'static str, feature: &'static str, from: i64, to: i64) {
        for days in to..=from {
            let (interval_start, interval_end) = (ago(days), ago(days - 1));
            let (events, duration_ms) = (Some(2), None);
            self.rows.push(Row::Activity { user_id, interval_start, interval_end, feature, events, duration_ms });
        }
    }

    /// What both tables cover; the whole history where nothing is said.
    pub(super) fn covers(&mut self, from: i64, to: i64) {
        self.has_coverage = true;
        for table in ["activity", "presence"] {
            self.rows.push(Row::Coverage { table, feature: None, from: ago(from), to: ago(to) });
        }
    }

    fn snapshot(mut self) -> Snapshot {
        if !self.has_coverage {
            self.covers(HISTORY, 0);
        }
        Snapshot::temporary(Cancel::default(), |stage| {
            // Covered and empty is not the same as not there.
            [Table::Activity, Table::Presence].into_iter().for_each(|table| stage.declare(table));
            for row in self.rows {
                stage.push(row).expect("the rows are well formed");
            }
            Ok::<_, Failure>(TemporaryMeta::default())
        })
        .expect("the snapshot is written")
    }

    /// The backtest with horizons of 30, 60 and 90 days.
    pub(super) fn backtest(self) -> Backtest {
        self.tested(&Options::default())
    }

    pub(super) fn tested(self, options: &Options) -> Backtest {
        self.analyzed(ago(0) - 1_000_000, |analysis, scan, book| {
            backtest::run(analysis, scan, book, options).expect("the tables can be read")
        })
    }

    /// Analyzes the organization and hands it on, with its tables.
    pub(super) fn analyzed<T>(self, as_of: Micros, then: impl FnOnce(&Analysis, &Scan<'_>, &PriceBook) -> T) -> T {
        let book = PriceBook::embedded();
        let contract = match self.contract {
            Some(text) => Contract::parse(text, "contract.toml", &book).expect("the contract is right").0,
            None => Contract::none(),
        };
        let settings = self.settings.clone();
        let snapshot = self.snapshot();
        analyzed(&snapshot, contract, settings, as_of, then)
    }
}

/// Analyzes a snapshot and hands the analysis on, with its tables.
pub(super) fn analyzed<T>(
    snapshot: &Snapshot,
    contract: Contract,
    settings: Settings,
    as_of: Micros,
    then: impl FnOnce(&Analysis, &Scan<'_>, &PriceBook) -> T,
) -> T {
    let book = PriceBook::embedded();
    let scan = |table| crate::cli::source::scan(snapshot, table);
    let input = Input {
        scan: &scan,
        snapshot: "test".to_owned(),
        organization: None,
        book: &book,
        contract,
        settings,
        as_of,
        notes: Notes::new(),
    };
    let analysis = run::run(input).expect("the tables can be read");
    then(&analysis, &scan, &book)
}
