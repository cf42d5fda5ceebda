//! The columns of one portion as plain slices, so that folding a row costs a few loads and no dispatch.

use polars::prelude::*;

use crate::canonical::col;

/// Person number of a row that belongs to nobody known.
pub(super) const NOBODY: u32 = u32::MAX;

/// A column of times or counts as one chunk without nulls: `null_as` stands where nothing was.
///
/// # Errors
/// A column that is not there or holds something else.
pub(super) fn integers(frame: &DataFrame, name: &str, null_as: i64) -> PolarsResult<Int64Chunked> {
    let column = frame.column(name)?.as_materialized_series().to_physical_repr().into_owned();
    let values = column.i64()?.rechunk().into_owned();
    if values.null_count() == 0 { Ok(values) } else { values.fill_null_with_values(null_as) }
}

/// The person numbers as one chunk; [`NOBODY`] where there is none.
///
/// # Errors
/// A column that is not there or holds something else.
pub(super) fn people(frame: &DataFrame) -> PolarsResult<UInt32Chunked> {
    let values = frame.column(col::USER_IX)?.u32()?.rechunk().into_owned();
    if values.null_count() == 0 { Ok(values) } else { values.fill_null_with_values(NOBODY) }
}
