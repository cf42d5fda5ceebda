//! Where a figure comes from, so that a workbook can compute it from the cells that it rests on.

/// How a figure follows from cells. Amounts are rounded to the minor unit, other kinds to the digits that the figure has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureSource {
    /// It is one of them.
    Is(Part),
    /// The first less the second.
    Difference(Part, Part),
    /// The first by the second; nothing where the second is 0.
    Ratio(Part, Part),
    /// The share of the first by which the second is less; nothing where the first is 0.
    Less(Part, Part),
    /// The first raised by the share that the second is.
    Raised(Part, Part),
    /// All three multiplied.
    Times(Part, Part, Part),
}

/// What a figure rests on; tables, columns and figures by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The total of a column.
    Total {
        /// The table.
        table: &'static str,
        /// Its column.
        column: &'static str,
    },
    /// The sum of a column over rows `[from, to)`, counted from 0; a single cell where it is one row.
    Rows {
        /// The table.
        table: &'static str,
        /// Its column.
        column: &'static str,
        /// The first row.
        from: usize,
        /// The row behind the last.
        to: usize,
    },
    /// How many rows a table has, by a column in which each has a text.
    RowCount(&'static str),
    /// Another figure, whose source has no figure in it.
    Figure(&'static str),
}

impl FigureSource {
    /// What the figure rests on.
    pub fn parts(self) -> impl Iterator<Item = Part> {
        let (one, other, third) = match self {
            FigureSource::Is(one) => (one, None, None),
            FigureSource::Difference(one, other)
            | FigureSource::Ratio(one, other)
            | FigureSource::Less(one, other)
            | FigureSource::Raised(one, other) => (one, Some(other), None),
            FigureSource::Times(one, other, third) => (one, Some(other), Some(third)),
        };
        [one].into_iter().chain(other).chain(third)
    }
}

impl Part {
    /// The total of a column.
    pub fn total(table: &'static str, column: &'static str) -> Part {
        Part::Total { table, column }
    }

    /// The cell of a column in a row, counted from 0.
    pub fn cell(table: &'static str, column: &'static str, row: usize) -> Part {
        Part::Rows { table, column, from: row, to: row + 1 }
    }
}
