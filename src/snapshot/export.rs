//! A snapshot back as canonical tables: the contract's columns only, the same bytes every time.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, SecondsFormat};
use polars::prelude::*;

use super::stage::write_parquet;
use super::{Snapshot, SnapshotError, files};
use crate::canonical::{Kind, Table};

/// File format of exported tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `<table>.csv`: header, comma, RFC 3339 in UTC with `Z`, empty cell for null, line feed.
    Csv,
    /// `<table>.parquet`, or one part per month in `<table>/` for `activity` and `presence`.
    Parquet,
}

impl Snapshot {
    /// Writes every table that is there into `out`, which must not exist or be an empty folder. All or nothing: the
    /// folder is written beside `out` and renamed.
    ///
    /// Texts are written as they are. A spreadsheet may take a cell such as `=A1` for a formula; these files are
    /// for programs.
    ///
    /// # Errors
    /// [`SnapshotError::Occupied`], and those of reading and writing.
    pub fn export(&self, out: &Path, format: Format) -> Result<(), SnapshotError> {
        if out.exists() && fs::read_dir(out).map_or(true, |mut entries| entries.next().is_some()) {
            return Err(SnapshotError::Occupied(out.to_path_buf()));
        }
        let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(SnapshotError::io("create", parent))?;
        let beside = tempfile::Builder::new()
            .prefix(".seatwise-export-")
            .tempdir_in(parent)
            .map_err(SnapshotError::io("create", parent))?;
        let tables = beside.path().join("tables");
        fs::create_dir(&tables).map_err(SnapshotError::io("create", &tables))?;
        for table in Table::ALL {
            match format {
                Format::Csv => self.export_csv(table, &tables)?,
                Format::Parquet => self.export_parquet(table, &tables)?,
            }
        }
        files::sync_dir(&tables)?;
        fs::rename(&tables, out).map_err(SnapshotError::io("create", out))?;
        files::sync_dir(parent)
    }

    fn export_csv(&self, table: Table, out: &Path) -> Result<(), SnapshotError> {
        let Some(plan) = self.canonical(table, &self.parts(table))? else { return Ok(()) };
        let path = out.join(format!("{}.csv", table.name()));
        let file = File::create(&path).map_err(SnapshotError::io("create", &path))?;
        let mut writer = csv::Writer::from_writer(BufWriter::with_capacity(1 << 20, file));
        let failed = |error: csv::Error| SnapshotError::io("write", &path)(error.into());
        writer.write_record(table.spec().columns.iter().map(|column| column.name)).map_err(failed)?;
        files::for_each_batch(plan, SnapshotError::parquet("read", self.dir()), |frame| {
            let columns = texts(table, &frame).map_err(SnapshotError::parquet("read", self.dir()))?;
            for row in 0..frame.height() {
                writer.write_record(columns.iter().map(|column| column(row))).map_err(failed)?;
            }
            Ok(())
        })?;
        let mut buffer = writer.into_inner().map_err(|error| SnapshotError::io("write", &path)(error.into_error()))?;
        buffer.flush().map_err(SnapshotError::io("write", &path))?;
        buffer.get_ref().sync_all().map_err(SnapshotError::io("sync", &path))
    }

    fn export_parquet(&self, table: Table, out: &Path) -> Result<(), SnapshotError> {
        for part in self.parts(table) {
            let Some(plan) = self.canonical(table, &[part])? else { continue };
            let target: PathBuf = out.join(part);
            let folder = target.parent().expect("joined to a folder");
            fs::create_dir_all(folder).map_err(SnapshotError::io("create", folder))?;
            let mut frame = plan.collect().map_err(SnapshotError::parquet("read", self.dir()))?;
            write_parquet(&target, &mut frame, files::Durability::Synced)?;
            files::sync_dir(folder)?;
        }
        Ok(())
    }

    /// A plan over parts of a table with the contract's columns only.
    fn canonical(&self, table: Table, parts: &[&str]) -> Result<Option<LazyFrame>, SnapshotError> {
        let names: Vec<Expr> = table.spec().columns.iter().map(|column| col(column.name)).collect();
        Ok(self.scan_files(parts.iter().copied())?.map(|plan| plan.select(names)))
    }
}

type TextOf = Box<dyn Fn(usize) -> String>;

/// Per column, the text of a row's cell.
fn texts(table: Table, frame: &DataFrame) -> PolarsResult<Vec<TextOf>> {
    table.spec().columns.iter().map(|column| text_of(frame, column.name, column.kind)).collect()
}

fn text_of(frame: &DataFrame, name: &str, kind: Kind) -> PolarsResult<TextOf> {
    let values = frame.column(name)?.as_materialized_series().rechunk().to_physical_repr().into_owned();
    Ok(match kind {
        Kind::Text | Kind::Word(_) | Kind::Decimal => {
            let values = values.str()?.clone();
            Box::new(move |row| values.get(row).unwrap_or_default().to_owned())
        }
        Kind::Count => {
            let values = values.i64()?.clone();
            Box::new(move |row| values.get(row).map(|count| count.to_string()).unwrap_or_default())
        }
        Kind::Timestamp => {
            let values = values.i64()?.clone();
            Box::new(move |row| {
                values.get(row).and_then(DateTime::from_timestamp_micros).map(rfc3339).unwrap_or_default()
            })
        }
        Kind::Date => {
            let values = values.i32()?.clone();
            Box::new(move |row| {
                values.get(row).and_then(NaiveDate::from_epoch_days).map(|day| day.to_string()).unwrap_or_default()
            })
        }
    })
}

fn rfc3339(time: DateTime<chrono::Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
