//! A table: typed columns, rows, totals, and how a workbook computes its cells again.

use super::{
    formula::Formula,
    sentence::Sentence,
    source::FigureSource,
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
    /// Single cells that follow from others elsewhere, as figures do.
    pub cells: Vec<CellSource>,
}

/// A cell that a workbook computes by a source of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellSource {
    /// Its row, counted from 0.
    pub row: usize,
    /// Id of its column.
    pub column: &'static str,
    /// What it follows from: no figure is in it.
    pub source: FigureSource,
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
    /// May its cells be changed in a workbook, so that what is computed from them changes? A cell that is taken from
    /// another table is changed there.
    pub is_input: bool,
    /// Is it for the data files alone? A page, a PDF and a terminal leave it out.
    pub is_detail: bool,
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

    /// An input that follows from others until it is typed over.
    pub fn followed(self, formula: Formula) -> Column {
        Column { formula: Some(formula), ..self }
    }
}

impl Table {
    /// A table without rows.
    pub fn new(id: &'static str, title: &str, columns: Vec<Column>) -> Table {
        Table {
            id,
            title: title.to_owned(),
            columns,
            rows: Vec::new(),
            totals: None,
            notes: Vec::new(),
            shown: None,
            cells: Vec::new(),
        }
    }

    /// Lets a workbook compute a cell: of a row, counted from 0.
    pub fn cell_from(&mut self, row: usize, column: &'static str, source: FigureSource) {
        self.cells.push(CellSource { row, column, source });
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
