//! The serializable twins of a report: what is a value inside is a name and a text here.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::VERSION;
use crate::locale::{Locale, Notation};
use crate::render::{chart_data, plain};
use crate::report::{Block, Chart, Column, Figure, Piece, Report, Section, Sentence, Table, Value};

/// A report.
pub(super) struct Document<'a>(pub(super) &'a Report);

/// A part of a report, which knows the whole.
#[derive(Clone, Copy)]
struct Of<'a, T: ?Sized>(&'a Report, &'a T);

impl<'a> Document<'a> {
    fn of<T: ?Sized>(&self, part: &'a T) -> Of<'a, T> {
        Of(self.0, part)
    }
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let report = self.0;
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("schema", VERSION)?;
        map.serialize_entry("kind", report.kind)?;
        map.serialize_entry("title", &report.title)?;
        map.serialize_entry("organization", &report.organization)?;
        map.serialize_entry("currency", &report.currency)?;
        map.serialize_entry("minor_units", &report.minor_units)?;
        map.serialize_entry("period", &Period { from: report.period.0, to: report.period.1 })?;
        map.serialize_entry("as_of", &report.as_of)?;
        map.serialize_entry("snapshot", &report.snapshot)?;
        map.serialize_entry("tool_version", &report.tool_version)?;
        map.serialize_entry("headline", &self.of(&report.headline))?;
        map.serialize_entry("sections", &each(report.sections.iter().map(|section| self.of(section))))?;
        map.serialize_entry("figures", &by_id(report.figures().map(|figure| (figure.id, self.of(figure)))))?;
        map.serialize_entry("tables", &by_id(report.tables().map(|table| (table.id, self.of(table)))))?;
        map.serialize_entry("charts", &by_id(report.charts().map(|chart| (chart.id, self.of(chart)))))?;
        map.end()
    }
}

/// `[from, to)`.
#[derive(Serialize)]
struct Period {
    from: chrono::NaiveDate,
    to: chrono::NaiveDate,
}

impl Serialize for Of<'_, Section> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(3))?;
        map.serialize_entry("id", self.1.id)?;
        map.serialize_entry("title", &self.1.title)?;
        map.serialize_entry("blocks", &each(self.1.blocks.iter().map(|block| Of(self.0, block))))?;
        map.end()
    }
}

/// What it is, then the words or the ids.
impl Serialize for Of<'_, Block> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(1))?;
        match self.1 {
            Block::Paragraph(sentence) => map.serialize_entry("paragraph", &Of(self.0, sentence))?,
            Block::List(list) => map.serialize_entry("list", &each(list.iter().map(|one| Of(self.0, one))))?,
            Block::Figures(figures) => map.serialize_entry("figures", &each(figures.iter().map(|one| one.id)))?,
            Block::Table(table) => map.serialize_entry("table", table.id)?,
            Block::Chart(chart) => map.serialize_entry("chart", chart.id)?,
        }
        map.end()
    }
}

impl Serialize for Of<'_, Figure> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let figure = self.1;
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("label", &figure.label)?;
        typed(&mut map, self.0, &figure.value)?;
        if let Some(detail) = &figure.detail {
            map.serialize_entry("detail", &Of(self.0, detail))?;
        }
        map.end()
    }
}

impl Serialize for Of<'_, Table> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (report, table) = (self.0, self.1);
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("title", &table.title)?;
        columns_and_rows(&mut map, report, table)?;
        if let Some(totals) = &table.totals {
            map.serialize_entry("totals", &Row(report, &table.columns, &totals.cells))?;
        }
        map.serialize_entry("notes", &each(table.notes.iter().map(|note| Of(report, note))))?;
        map.end()
    }
}

impl Serialize for Of<'_, Chart> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (report, chart) = (self.0, self.1);
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("title", &Of(report, &chart.title))?;
        map.serialize_entry("units", &chart.units)?;
        map.serialize_entry("drawing", chart_data::name(&chart.drawing))?;
        columns_and_rows(&mut map, report, &chart_data::table(chart, &report.currency))?;
        if let Some(note) = &chart.note {
            map.serialize_entry("note", &Of(report, note))?;
        }
        map.end()
    }
}

fn columns_and_rows<M: SerializeMap>(map: &mut M, report: &Report, table: &Table) -> Result<(), M::Error> {
    map.serialize_entry("columns", &each(table.columns.iter().map(|column| Of(report, column))))?;
    map.serialize_entry("rows", &each(table.rows.iter().map(|cells| Row(report, &table.columns, cells))))
}

impl Serialize for Of<'_, Column> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let column = self.1;
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("id", column.id)?;
        map.serialize_entry("label", &column.label)?;
        map.serialize_entry("kind", plain::name(column.kind))?;
        if let Some(formula) = column.formula {
            let (name, operands) = formula.spelled();
            map.serialize_entry("formula", &by_id([(name, operands)].into_iter()))?;
        }
        if column.is_input {
            map.serialize_entry("is_input", &true)?;
        }
        if column.is_detail {
            map.serialize_entry("is_detail", &true)?;
        }
        map.end()
    }
}

/// Cells by the ids of their columns; an empty one is left out.
struct Row<'a>(&'a Report, &'a [Column], &'a [Value]);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for (column, cell) in self.1.iter().zip(self.2).filter(|(_, cell)| **cell != Value::Empty) {
            map.serialize_entry(column.id, &Of(self.0, cell))?;
        }
        map.end()
    }
}

impl Serialize for Of<'_, Value> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.1 {
            Value::Count(Some(count)) => to.serialize_u64(*count),
            value => plain::text(value, self.0.minor_units).serialize(to),
        }
    }
}

impl Serialize for Of<'_, Sentence> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry("text", &Notation::of(self.0, Locale::EnUs).sentence(self.1))?;
        map.serialize_entry("pieces", &each(self.1.0.iter().map(|piece| Of(self.0, piece))))?;
        map.end()
    }
}

impl Serialize for Of<'_, Piece> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        match self.1 {
            Piece::Words(words) => map.serialize_entry("words", words)?,
            Piece::Figure(value) => typed(&mut map, self.0, value)?,
        }
        map.end()
    }
}

/// Kind and value; neither, where there is none.
fn typed<M: SerializeMap>(map: &mut M, report: &Report, value: &Value) -> Result<(), M::Error> {
    let Some(kind) = value.kind() else { return Ok(()) };
    map.serialize_entry("kind", plain::name(kind))?;
    map.serialize_entry("value", &Of(report, value))
}

/// One after the other.
fn each<T>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.collect()
}

/// By id, in their order.
struct ById<'a, T>(Vec<(&'a str, T)>);

fn by_id<'a, T>(all: impl Iterator<Item = (&'a str, T)>) -> ById<'a, T> {
    ById(all.collect())
}

impl<T: Serialize> Serialize for ById<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(id, one)| (id, one)))
    }
}
