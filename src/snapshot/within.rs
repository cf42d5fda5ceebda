//! The rows of a span of time, without the parts that have none of them.
//!
//! A part holds what *begins* in one month, and a row may last for years. How far the rows of a part reach stands in the
//! statistics of its Parquet footer, which our writer always adds; where they are not there, the part is read.

use std::fs::File;
use std::ops::Range;

use polars::prelude::*;

use super::{Snapshot, SnapshotError, interval};
use crate::canonical::Table;
use crate::canonical::rows::Micros;

/// How many of a part's rows touch a span, as far as its statistics tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touching {
    /// Every one.
    All,
    /// Some, or none.
    Some,
}

impl Snapshot {
    /// A plan over the rows that touch a span of time, `start < span.end` and `end > span.start`; an open end is later
    /// than any time, an open start earlier. Order and columns are those of [`Snapshot::scan`], parts in which no row
    /// touches the span are not read. `None` = the table is not there. A table without intervals comes whole.
    ///
    /// # Errors
    /// [`SnapshotError::Io`] and [`SnapshotError::Parquet`] where a file can't be opened.
    pub fn scan_within(&self, table: Table, span: Range<Micros>) -> Result<Option<LazyFrame>, SnapshotError> {
        let Some((start, end)) = interval(table) else { return self.scan(table) };
        let parts = self.parts_within(table, &span)?;
        let mut plans = Vec::new();
        for run in parts.chunk_by(|one, next| one.1 == next.1) {
            let Some(plan) = self.scan_files(run.iter().map(|(part, _)| *part))? else { continue };
            plans.push(match run[0].1 {
                Touching::All => plan,
                Touching::Some => touching(plan, (start, end), &span),
            });
        }
        match plans.len() {
            // The columns of a table that has no row in the span.
            0 => Ok(self.scan(table)?.map(|plan| plan.limit(0))),
            1 => Ok(plans.pop()),
            _ => concat(plans, UnionArgs::default()).map(Some).map_err(SnapshotError::parquet("read", self.dir())),
        }
    }

    /// The parts with rows that may touch a span, in order.
    pub(super) fn parts_within(
        &self,
        table: Table,
        span: &Range<Micros>,
    ) -> Result<Vec<(&str, Touching)>, SnapshotError> {
        let Some((start, end)) = interval(table) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for part in self.parts(table) {
            let path = self.dir().join(part);
            let mut reader = ParquetReader::new(File::open(&path).map_err(SnapshotError::io("read", &path))?);
            let footer = reader.get_metadata().map_err(SnapshotError::parquet("read", &path))?;
            let Some((starts, ends)) = Times::of(footer, start).zip(Times::of(footer, end)) else { continue };
            if (starts.has_nulls || starts.least < span.end) && (ends.has_nulls || ends.greatest > span.start) {
                let all = starts.greatest < span.end && ends.least > span.start;
                found.push((part, if all { Touching::All } else { Touching::Some }));
            }
        }
        Ok(found)
    }
}

/// The rows of a plan that touch a span, compared in microseconds as they are stored.
fn touching(plan: LazyFrame, (start, end): (&str, &str), span: &Range<Micros>) -> LazyFrame {
    let micros = |name: &str| col(name).cast(DataType::Int64);
    let begins = col(start).is_null().or(micros(start).lt(lit(span.end)));
    let lasts = col(end).is_null().or(micros(end).gt(lit(span.start)));
    plan.filter(begins.and(lasts))
}

/// What the statistics of a part say of a column of times; wider than the truth where they are not there.
#[derive(Debug, Clone, Copy)]
struct Times {
    least: Micros,
    greatest: Micros,
    has_nulls: bool,
}

impl Times {
    const UNKNOWN: Times = Times { least: Micros::MIN, greatest: Micros::MAX, has_nulls: true };

    /// `None` = the part has no rows.
    fn of(footer: &FileMetadata, column: &str) -> Option<Times> {
        let with_rows = footer.row_groups.iter().filter(|group| group.num_rows() > 0);
        let of_group = with_rows.map(|group| {
            let chunk = group.columns_under_root_iter(column)?.next()?;
            let known = chunk.statistics(&footer.footer_buf)?.ok()?.into_int64()?;
            Some(Times {
                least: known.min_value.unwrap_or(Micros::MIN),
                greatest: known.max_value.unwrap_or(Micros::MAX),
                has_nulls: known.null_count != Some(0),
            })
        });
        of_group.map(|times| times.unwrap_or(Times::UNKNOWN)).reduce(|one, other| Times {
            least: one.least.min(other.least),
            greatest: one.greatest.max(other.greatest),
            has_nulls: one.has_nulls || other.has_nulls,
        })
    }
}
