//! A glance at a whole batch: where it sees nothing that a row would have to be told for, rows need not be looked
//! at one by one. Only `activity` and `presence` have so many rows that this counts.

use polars::prelude::*;

use super::super::row;
use super::{Source, TIMES};
use crate::canonical::{Kind, Table};
use crate::snapshot::dtype;

/// Has every value its canonical type, is nothing missing, negative, reversed, empty or odd?
///
/// `false` says only that the rows have to be looked at one by one; `true` that this would find nothing.
pub(super) fn is_sound(table: Table, columns: &[Option<Source>], frame: &DataFrame) -> PolarsResult<bool> {
    if !matches!(table, Table::Activity | Table::Presence) {
        return Ok(false);
    }
    for source in columns {
        let Some(source) = source else { return Ok(false) };
        let column = frame.column(source.spec.name)?.as_materialized_series();
        let is_canonical = *column.dtype() == dtype(source.spec.kind);
        if !is_canonical
            || (column.null_count() > 0 && !source.spec.nullable)
            || !values_are_sound(source.spec.kind, column)?
        {
            return Ok(false);
        }
    }
    let Some((start, end)) = row::interval(table) else { return Ok(true) };
    let numbers = |place: usize| -> PolarsResult<Int64Chunked> {
        let column = frame.column(table.spec().columns[place].name)?;
        Ok(column.as_materialized_series().to_physical_repr().i64()?.clone())
    };
    let (starts, ends) = (numbers(start)?, numbers(end)?);
    Ok(starts.iter().zip(ends.iter()).all(|(start, end)| end.is_none() || end > start))
}

fn values_are_sound(kind: Kind, column: &Series) -> PolarsResult<bool> {
    let range = |column: &Series| -> PolarsResult<Option<(i64, i64)>> {
        let physical = column.to_physical_repr();
        let values = physical.i64()?;
        Ok(values.min().zip(values.max()))
    };
    Ok(match kind {
        Kind::Text => column.str()?.iter().flatten().all(is_plain),
        Kind::Timestamp => range(column)?.is_none_or(|(min, max)| TIMES.contains(&min) && TIMES.contains(&max)),
        Kind::Count => range(column)?.is_none_or(|(min, _)| min >= 0),
        Kind::Word(_) | Kind::Date | Kind::Decimal => false,
    })
}

/// Printable ASCII, not empty, no white space around it: nothing to note and nothing to refuse.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends = [bytes.first(), bytes.last()];
    ends.iter().all(|end| end.is_some_and(u8::is_ascii_graphic)) && !bytes.contains(&0)
}
