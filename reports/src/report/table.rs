//! A table: typed columns, rows, totals, and how a workbook computes its cells again.

use super::{
    sentence::Sentence,
    value::{Kind, Value},
};

/// A table. Every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Stable id, unique in the report: the name of its CSV file and of its sheet.
    pub id: &'static str,
    /// What it shows.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
    /// The last row, which sums up the others; `None` = nothing is summed up.
    pub totals: Option<Totals>,
    /// What a reader must know of it.
    pub notes: Vec<Sentence>,
    /// Rows that a page or a PDF shows; the data files have all. `None` = all.
    pub shown: Option<usize>,
}

/// The row of totals: a cell per column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// The cells; [`Value::Empty`] where nothing is summed.
    pub cells: Vec<Value>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Stable id, unique in the table.
    pub id: &'static str,
    /// Its head.
    pub label: String,
    /// What it holds.
    pub kind: Kind,
    /// How a workbook computes a cell of it from the cells of its row; `None` = data. A cell whose value is unknown or
    /// empty has no formula.
    pub formula: Option<Formula>,
    /// May its cells be changed in a workbook, so that what is computed from them changes?
    pub is_input: bool,
    /// Is it for the data files alone? A page, a PDF and a terminal leave it out.
    pub is_detail: bool,
}

/// How a cell follows from others, by ids of columns: those of its row, unless it says otherwise. Results are rounded to the minor unit where the column
/// holds amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// One times the other.
    Product(&'static str, &'static str),
    /// The first less the second.
    Difference(&'static str, &'static str),
    /// All together.
    Sum(&'static [&'static str]),
    /// The first by the second; nothing where the second is 0.
    Ratio(&'static str, &'static str),
    /// What another table, the first id, has in a column, the second, in the row that begins with the same text.
    Of(&'static str, &'static str),
    /// In how many rows another table, the first id, has in a column, the second, the text that the row begins with.
    CountOf(&'static str, &'static str),
}

impl Column {
    /// A column of data.
    pub fn new(id: &'static str, label: &str, kind: Kind) -> Column {
        Column { id, label: label.to_owned(), kind, formula: None, is_input: false, is_detail: false }
    }

    /// A column that a workbook computes.
    pub fn computed(id: &'static str, label: &str, kind: Kind, formula: Formula) -> Column {
        Column { formula: Some(formula), ..Column::new(id, label, kind) }
    }

    /// A column of the data files alone.
    pub fn detail(id: &'static str, label: &str, kind: Kind) -> Column {
        Column { is_detail: true, ..Column::new(id, label, kind) }
    }

    /// A column whose cells may be changed in a workbook.
    pub fn input(id: &'static str, label: &str, kind: Kind) -> Column {
        Column { is_input: true, ..Column::new(id, label, kind) }
    }
}

impl Table {
    /// A table without rows.
    pub fn new(id: &'static str, title: &str, columns: Vec<Column>) -> Table {
        Table { id, title: title.to_owned(), columns, rows: Vec::new(), totals: None, notes: Vec::new(), shown: None }
    }

    /// The cells of a row that are shown, with their columns: all but those for the data files alone.
    pub fn seen<'a, T>(&'a self, cells: &'a [T]) -> impl Iterator<Item = (&'a Column, &'a T)> {
        self.columns.iter().zip(cells).filter(|(column, _)| !column.is_detail)
    }

    /// The number of a column.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }
}
