//! Rows of Genesys' usage reports: from the tables of a snapshot, or from a file of the console.

use std::path::{Path, PathBuf};

use polars::prelude::*;
use rust_decimal::Decimal;

use crate::{
    canonical::{
        DAILY_PEAK, MINUTES_AT_DAILY_PEAK, col, is_daily_peak,
        rows::{DAY, Micros, Row, RowSink},
    },
    ingest::{
        exports::{ExportOptions, Wanted, read_exports},
        problem::Problems,
    },
    usage::people::{instants, texts},
};

/// A row of the billable-usage report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Billed {
    /// E-mail or device, as written.
    pub entity: String,
    /// The charge.
    pub charge_name: String,
    /// First billable login of the period.
    pub first_seen_at: Micros,
}

/// A metered resource of a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Metered {
    /// Days since 1970-01-01.
    pub day: i64,
    /// Its name.
    pub resource: String,
    /// Units.
    pub units: Decimal,
}

/// `billable_usage` of a snapshot.
///
/// # Errors
/// Whatever polars reports while reading the file.
pub fn billed(table: LazyFrame) -> PolarsResult<Vec<Billed>> {
    let frame = table.collect()?;
    let rows = texts(&frame, col::ENTITY)?.into_iter().zip(texts(&frame, col::CHARGE_NAME)?);
    let rows = rows.zip(instants(&frame, col::FIRST_SEEN_AT)?);
    let mut billed: Vec<Billed> = rows
        .filter_map(|((entity, charge), at)| Some(Billed { entity: entity?, charge_name: charge?, first_seen_at: at? }))
        .collect();
    billed.sort();
    Ok(billed)
}

/// Daily peaks and minutes of `resource_usage`.
///
/// # Errors
/// Whatever polars reports while reading the file.
pub fn peaks(table: LazyFrame) -> PolarsResult<Vec<Metered>> {
    let wanted = col(col::RESOURCE).eq(lit(DAILY_PEAK)).or(col(col::RESOURCE).eq(lit(MINUTES_AT_DAILY_PEAK)));
    let frame = table.filter(wanted).collect()?;
    let days = frame.column(col::DATE)?.cast(&DataType::Date)?;
    let days: Vec<Option<i32>> = days.date()?.physical().iter().collect();
    let rows = texts(&frame, col::RESOURCE)?.into_iter().zip(texts(&frame, col::QUANTITY)?).zip(days);
    let mut metered: Vec<Metered> = rows
        .filter_map(|((resource, units), day)| {
            Some(Metered { day: i64::from(day?), resource: resource?, units: units?.parse().ok()? })
        })
        .collect();
    metered.sort();
    Ok(metered)
}

/// What a console export holds of both reports.
#[derive(Debug, Clone, Default)]
pub struct Reports {
    /// Rows of the billable-usage report.
    pub billed: Vec<Billed>,
    /// Daily peaks.
    pub peaks: Vec<Metered>,
}

/// Reads a file that the console made, or a table of the same rows.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn read(path: &Path) -> Result<Reports, Problems> {
    // A canonical table is understood as well as the console's own header.
    let aliases = "[columns]\ncharge_name = [\"charge_name\"]\ntimestamp = [\"first_seen_at\"]\n";
    let options = ExportOptions {
        aliases: Some(("built-in".to_owned(), aliases.to_owned())),
        wanted: Wanted::Reports,
        ..ExportOptions::default()
    };
    let mut reports = Reports::default();
    read_exports(&[PathBuf::from(path)], &options, &mut reports)?;
    reports.billed.sort();
    reports.peaks.sort();
    Ok(reports)
}

impl RowSink for Reports {
    fn push(&mut self, row: Row<'_>) -> anyhow::Result<()> {
        match row {
            Row::BillableUsage { charge_name, entity, first_seen_at } => self.billed.push(Billed {
                entity: entity.to_owned(),
                charge_name: charge_name.to_owned(),
                first_seen_at,
            }),
            Row::ResourceUsage { date, resource, quantity } if is_daily_peak(resource) => {
                let day = crate::usage::spans::midnight(date) / DAY;
                self.peaks.push(Metered { day, resource: resource.to_owned(), units: quantity });
            }
            _ => {}
        }
        Ok(())
    }
}
