//! Small organizations for tests: tables as texts → an analysis.

use polars::prelude::*;
use seatwise_pricing::{book::PriceBook, contract::Contract};

use super::{Analysis, input::Input, run, usage::Usage};
use crate::{
    canonical::Table,
    error::Failure,
    ingest::tables,
    settings::Settings,
    snapshot::{Cancel, Snapshot, TemporaryMeta},
    usage::{spans::Spans, windows::Reading},
};

/// A folder of canonical tables by file name, staged as `--tables` does it.
pub(crate) fn staged(files: &[(&str, &str)]) -> Snapshot {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    Snapshot::temporary(Cancel::default(), |stage| {
        tables::stage(dir.path(), stage)?;
        Ok::<_, Failure>(TemporaryMeta::default())
    })
    .unwrap()
}

/// The analysis of a snapshot under settings; an empty contract text is none at all.
pub(crate) fn analyzed_with(snapshot: &Snapshot, contract: &str, settings: Settings, as_of: &str) -> Analysis {
    analyzed_reading(snapshot, contract, settings, as_of, |_, _| Vec::new()).0
}

/// The same with further readings of the large tables.
pub(crate) fn analyzed_reading(
    snapshot: &Snapshot,
    contract: &str,
    settings: Settings,
    as_of: &str,
    further: impl FnOnce(&Contract, Spans) -> Vec<Reading>,
) -> (Analysis, Vec<Usage>) {
    let book = PriceBook::embedded();
    let scan = |table: Table| snapshot.scan(table).map_err(|error| polars_err!(ComputeError: "{error}"));
    let as_of: chrono::DateTime<chrono::Utc> = as_of.parse().unwrap();
    let contract = match contract {
        "" => Contract::none(),
        text => Contract::parse(text, "contract.toml", &book).unwrap().0,
    };
    let input = Input {
        scan: &scan,
        snapshot: "snapshot".to_owned(),
        organization: None,
        book: &book,
        contract,
        settings,
        as_of: as_of.timestamp_micros(),
        notes: Vec::new(),
    };
    run::run_with(input, further).unwrap()
}

/// Both at once; `settings` is the text of a settings file.
pub(crate) fn analyzed(files: &[(&str, &str)], contract: &str, settings: &str, as_of: &str) -> Analysis {
    let (settings, _) = Settings::parse(settings, "seatwise.toml", &PriceBook::embedded()).unwrap();
    analyzed_with(&staged(files), contract, settings, as_of)
}
