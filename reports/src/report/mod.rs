//! A report as a value: sections of figures, tables, charts and sentences, from which every format is made.
//!
//! A figure stands in one place of the value, with its kind, and every format shows that place in its own way: the page and
//! the PDF in the reader's locale, the workbook as a number with its formula, CSV, JSON and Parquet as plain data. Nothing
//! here computes an amount. Ids (`snake_case`) are stable: readers of JSON and CSV rely on them.
//!
//! | file | question |
//! |---|---|
//! | `value` | of what kind is a figure, and is it known? |
//! | `sentence` | words with figures between them |
//! | `table` | columns, rows, totals |
//! | `formula` | how does a cell follow from others? |
//! | `chart`, `seat_charts` | what is drawn |
//! | `source` | from which cells does a figure follow? |

mod chart;
mod formula;
mod seat_charts;
mod sentence;
mod source;
mod table;
mod value;

use chrono::{DateTime, NaiveDate, Utc};

pub use chart::{Bridge, Chart, CurvePoint, Drawing, MonthPoint, ParetoPart, Stages, TimeShare};
pub use formula::{Formula, LookUp};
pub use seat_charts::{DepartmentCost, IdleDays, IdleProduct, SeatStates, Target, TierCell, Tiers};
pub use sentence::{Piece, Sentence};
pub use source::{FigureSource, Part};
pub use table::{CellSource, Column, Table, Totals};
pub use value::{Kind, Value};

/// One report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What it is: `overview`, `monthly`, `renewal`, `facts`, `admin`; a part of the stem of file names, in JSON as `kind`.
    pub kind: &'static str,
    /// What it is called, as `Monthly report, October 2026`.
    pub title: String,
    /// Name of the organization.
    pub organization: String,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// Minor-unit digits of the currency (2 for USD, 0 for JPY).
    pub minor_units: u32,
    /// The period that it is about, `[from, to)`.
    pub period: (NaiveDate, NaiveDate),
    /// A day of the month that its files are named by: reports made together stand together in a folder.
    pub filed_on: NaiveDate,
    /// Nothing after this instant was read.
    pub as_of: DateTime<Utc>,
    /// Id of the snapshot, or hash of the tables.
    pub snapshot: String,
    /// Version of the tool that made the report.
    pub tool_version: String,
    /// The finding in one sentence.
    pub headline: Sentence,
    /// The sections, in reading order; the first is the summary, which fits one page.
    pub sections: Vec<Section>,
}

/// A heading and what stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Stable id.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// Below it, in order.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Sentence),
    /// Statements one below the other.
    List(Vec<Sentence>),
    /// A few figures side by side.
    Figures(Vec<Figure>),
    /// Columns and rows.
    Table(Table),
    /// A picture.
    Chart(Chart),
}

/// One figure with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Stable id, unique in the report.
    pub id: &'static str,
    /// What it is.
    pub label: String,
    /// How much.
    pub value: Value,
    /// What it rests on or is held against.
    pub detail: Option<Sentence>,
    /// How a workbook computes it; `None` = it is written as a value.
    pub source: Option<FigureSource>,
}

impl Figure {
    /// A figure without a detail.
    pub fn new(id: &'static str, label: &str, value: Value) -> Figure {
        Figure { id, label: label.to_owned(), value, detail: None, source: None }
    }

    /// With what it rests on.
    #[must_use]
    pub fn with(self, detail: Sentence) -> Figure {
        Figure { detail: Some(detail), ..self }
    }

    /// With the cells that it follows from.
    #[must_use]
    pub fn from(self, source: FigureSource) -> Figure {
        Figure { source: Some(source), ..self }
    }
}

impl Section {
    /// A section.
    pub fn new(id: &'static str, title: &str, blocks: Vec<Block>) -> Section {
        Section { id, title: title.to_owned(), blocks }
    }
}

impl Report {
    /// Every block, in reading order.
    fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.sections.iter().flat_map(|section| &section.blocks)
    }

    /// Every figure, in reading order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.blocks()
            .filter_map(|block| if let Block::Figures(figures) = block { Some(figures) } else { None })
            .flatten()
    }

    /// Every table, in reading order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
    }

    /// Every chart, in reading order.
    pub fn charts(&self) -> impl Iterator<Item = &Chart> {
        self.blocks().filter_map(|block| if let Block::Chart(chart) = block { Some(chart) } else { None })
    }

    /// The figure of an id.
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures().find(|figure| figure.id == id)
    }
}
