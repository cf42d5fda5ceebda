//! Rows of one canonical table on their way into columns.

use std::borrow::Cow;

use polars::prelude::*;

use crate::canonical::{Kind, Table};

/// One checked value of a canonical column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// Text, a word, or an exact decimal in its shortest form.
    Text(Cow<'a, str>),
    /// A count, or microseconds since 1970-01-01T00:00:00Z.
    Number(i64),
    /// Days since 1970-01-01.
    Day(i32),
}

impl Cell<'_> {
    /// The number, if it is one.
    pub fn number(&self) -> Option<i64> {
        match self {
            Cell::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// Typed column builders for one canonical table.
pub struct TableBuffer {
    table: Table,
    columns: Vec<Builder>,
    rows: usize,
}

enum Builder {
    Text(StringChunkedBuilder),
    Number(Vec<Option<i64>>),
    Day(Vec<Option<i32>>),
}

impl TableBuffer {
    /// An empty buffer.
    pub fn new(table: Table) -> TableBuffer {
        let columns = table.spec().columns.iter().map(|column| Builder::new(column.name, column.kind)).collect();
        TableBuffer { table, columns, rows: 0 }
    }

    /// Takes one row: a cell per column of the table's spec, in its order.
    ///
    /// # Panics
    /// Where a cell is not of its column's kind; whoever parses the cell knows the kind.
    pub fn push<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        let mut count = 0;
        for (builder, cell) in self.columns.iter_mut().zip(cells) {
            builder.push(cell);
            count += 1;
        }
        assert_eq!(count, self.columns.len(), "a row has a cell for every column of `{}`", self.table.name());
        self.rows += 1;
    }

    /// The table whose rows it holds.
    pub fn table(&self) -> Table {
        self.table
    }

    /// Rows since the last [`TableBuffer::take`].
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The rows as a frame with all canonical columns; the buffer is empty afterwards.
    ///
    /// # Errors
    /// Those of polars, which a buffer of equally long columns does not meet.
    pub fn take(&mut self) -> PolarsResult<DataFrame> {
        let full = std::mem::replace(self, TableBuffer::new(self.table));
        let columns = full
            .columns
            .into_iter()
            .zip(full.table.spec().columns)
            .map(|(builder, column)| builder.finish(column.name, column.kind).into())
            .collect();
        DataFrame::new(full.rows, columns)
    }
}

impl Builder {
    fn new(name: &'static str, kind: Kind) -> Builder {
        match kind {
            Kind::Text | Kind::Word(_) | Kind::Decimal => Builder::Text(StringChunkedBuilder::new(name.into(), 0)),
            Kind::Timestamp | Kind::Count => Builder::Number(Vec::new()),
            Kind::Date => Builder::Day(Vec::new()),
        }
    }

    fn push(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Builder::Text(values), Cell::Text(text)) => values.append_value(&*text),
            (Builder::Text(values), Cell::Null) => values.append_null(),
            (Builder::Number(values), Cell::Number(number)) => values.push(Some(number)),
            (Builder::Number(values), Cell::Null) => values.push(None),
            (Builder::Day(values), Cell::Day(day)) => values.push(Some(day)),
            (Builder::Day(values), Cell::Null) => values.push(None),
            (_, cell) => unreachable!("a cell is parsed for its column's kind, not {cell:?}"),
        }
    }

    fn finish(self, name: &str, kind: Kind) -> Series {
        let name = PlSmallStr::from_str(name);
        match self {
            Builder::Text(values) => values.finish().into_series(),
            Builder::Number(values) => series_of(Int64Chunked::from_iter_options(name, values.into_iter()), kind),
            Builder::Day(values) => Int32Chunked::from_iter_options(name, values.into_iter()).into_date().into_series(),
        }
    }
}

/// Counts as they are, microseconds as times in UTC. A cast would lose the zone.
pub(crate) fn series_of(numbers: Int64Chunked, kind: Kind) -> Series {
    match kind {
        Kind::Timestamp => numbers.into_datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)).into_series(),
        _ => numbers.into_series(),
    }
}

/// The polars type of a canonical column.
pub(crate) fn dtype(kind: Kind) -> DataType {
    match kind {
        Kind::Text | Kind::Word(_) | Kind::Decimal => DataType::String,
        Kind::Timestamp => DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)),
        Kind::Date => DataType::Date,
        Kind::Count => DataType::Int64,
    }
}
