//! A hash of rows that does not see their order, their file format, or columns that no contract names.
//!
//! Per table: the sum modulo 2^128 of XXH3-128 over an unambiguous encoding of each row; the tables' sums, in the
//! order of [`Table::ALL`], then make one SHA-256. A column without values equals an absent one, an absent table
//! differs from an empty one. The sum tells apart what differs by accident; against somebody who picks rows to
//! make sums collide, the SHA-256 of each file in the manifest is what counts.

use std::collections::BTreeMap;

use polars::prelude::*;
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::xxh3_128;

use super::files::hex;
use crate::canonical::{Kind, Table};

/// Sum and number of the rows of one table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RowSum {
    sum: u128,
    rows: u64,
}

impl RowSum {
    /// Adds every row of a frame that has the table's columns in their canonical types.
    pub(crate) fn add(&mut self, table: Table, frame: &DataFrame) -> PolarsResult<()> {
        let columns = table
            .spec()
            .columns
            .iter()
            .map(|column| Values::of(frame, column.name, column.kind))
            .collect::<PolarsResult<Vec<_>>>()?;
        let mut row = Vec::with_capacity(256);
        for index in 0..frame.height() {
            row.clear();
            columns.iter().for_each(|column| column.encode(index, &mut row));
            self.sum = self.sum.wrapping_add(xxh3_128(&row));
        }
        self.rows += frame.height() as u64;
        Ok(())
    }
}

/// The content hash of a snapshot, as 64 hex digits.
pub(crate) fn combine(sums: &BTreeMap<Table, RowSum>) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"seatwise.content/1\n");
    for (table, sum) in sums {
        hasher.update(format!("{} {} {:032x}\n", table.name(), sum.rows, sum.sum));
    }
    hex(&hasher.finalize())
}

/// A column's values, one after the other; a single chunk each, so that a look-up is an index.
enum Values {
    Text(StringChunked),
    Number(Int64Chunked),
    Day(Int32Chunked),
}

impl Values {
    fn of(frame: &DataFrame, name: &str, kind: Kind) -> PolarsResult<Values> {
        let series = frame.column(name)?.as_materialized_series().rechunk();
        let physical = series.to_physical_repr();
        Ok(match kind {
            Kind::Text | Kind::Word(_) | Kind::Decimal => Values::Text(physical.str()?.clone()),
            Kind::Timestamp | Kind::Count => Values::Number(physical.i64()?.clone()),
            Kind::Date => Values::Day(physical.i32()?.clone()),
        })
    }

    /// Null is one zero byte; a value is a one, then its length and bytes, or eight bytes.
    fn encode(&self, index: usize, row: &mut Vec<u8>) {
        let number = match self {
            Values::Text(values) => {
                match values.get(index) {
                    None => row.push(0),
                    Some(text) => {
                        row.push(1);
                        row.extend_from_slice(&(text.len() as u64).to_le_bytes());
                        row.extend_from_slice(text.as_bytes());
                    }
                }
                return;
            }
            Values::Number(values) => values.get(index),
            Values::Day(values) => values.get(index).map(i64::from),
        };
        row.push(u8::from(number.is_some()));
        if let Some(number) = number {
            row.extend_from_slice(&number.to_le_bytes());
        }
    }
}
