//! A table on a sheet of its own: one head row, data, a free row, totals, notes.

use rust_xlsxwriter::{Format, IgnoreError, Worksheet, XlsxError};

use super::formats::{Role, is_right};
use super::names::Inputs;
use super::place::Place;
use super::{
    Book, cells,
    formula::{self, is_summed},
    width,
};
use crate::report::{Kind, Value};

/// A head has two lines.
pub(super) const HEAD_HEIGHT: f64 = 31.0;
/// Characters that paper takes in one width; a wider table is printed on two pages side by side.
const PAPER: usize = 190;
/// Columns of a table whose first one stays in sight.
const WIDE: usize = 7;
/// Rows that a note names.
const NAMED: usize = 12;

pub(super) fn write(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    place: &Place<'_>,
    inputs: &mut Inputs,
) -> Result<(), XlsxError> {
    sheet.set_name(&place.sheet)?;
    let (columns, table) = (place.table.columns.len(), place.table);
    let widths: Vec<(usize, bool)> = (0..columns).map(|at| width::column(book, place, at)).collect();
    sheet.set_row_height(0, HEAD_HEIGHT)?;
    for (at, column) in table.columns.iter().enumerate() {
        sheet.set_column_width(at as u16, widths[at].0 as f64)?;
        cells::text(sheet, (0, at as u16), &column.label, book.formats.head_of(column.kind, at))?;
        marks(sheet, book, place, at)?;
        let data = data(sheet, book, place, (at, widths[at].1), inputs)?;
        total(sheet, book, place, at)?;
        if let Some(note) = data {
            sheet.insert_note(0, at as u16, &note)?;
        }
    }
    heights(sheet, place, &widths)?;
    let whole: usize = widths.iter().map(|(width, _)| width).sum();
    notes(sheet, book, place, whole)?;
    set_up(sheet, book, place, whole)
}

/// The cells of a column; a note for its head where it computes some of them only.
fn data(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    place: &Place<'_>,
    (at, is_long): (usize, bool),
    inputs: &mut Inputs,
) -> Result<Option<rust_xlsxwriter::Note>, XlsxError> {
    let Some(column) = place.table.columns.get(at) else { return Ok(None) };
    let role = if column.is_input { Role::Input } else { Role::Data };
    let digits = place.digits.get(at).copied().unwrap_or(0);
    let format = book.formats.of(column.kind, digits, role);
    let format = if is_long { format.set_text_wrap() } else { format };
    // An indent keeps a text or a day apart from the figure before it.
    let format = if at > 0 && !is_right(column.kind) { format.set_indent(1) } else { format };
    let plain = book.formats.of(column.kind, digits, Role::Data);
    // An unknown price looks like the input that it is.
    let unknown = if column.is_input { &format } else { book.formats.unknown_of(column.kind) };
    let formats = Column { format: &format, plain: &plain, unknown };
    for (row, value) in place.table.rows.iter().enumerate().filter_map(|(row, cells)| Some((row, cells.get(at)?))) {
        let to = (place.row(row), at as u16);
        // What another table has is changed there.
        let is_taken = column.formula.is_some_and(|formula| formula.look_up().is_some());
        let mut is_input = column.is_input && *value != Value::Empty;
        match formula::of_row(book, place, (row, at)) {
            Some(formula) if is_taken => {
                is_input = false;
                cells::formula(sheet, to, &formula, (value, &plain))?;
            }
            Some(formula) => cells::formula(sheet, to, &formula, (value, &format))?,
            None => formats.write(sheet, to, value)?,
        }
        if is_input {
            inputs.name(place.table, column, row, place.far(place.row(row), at));
        }
    }
    Ok(column
        .is_input
        .then(|| note("Blue cells may be changed: what is computed from them follows, here and on Summary.")))
}

/// `unknown` looks the same where a formula says it, and is a figure again once it is one.
fn marks(sheet: &mut Worksheet, book: &Book<'_>, place: &Place<'_>, at: usize) -> Result<(), XlsxError> {
    let cells = place.table.rows.iter().chain(place.table.totals.iter().map(|totals| &totals.cells));
    let is_computed =
        place.table.columns.get(at).is_some_and(|column| column.formula.is_some() || is_summed(column.kind));
    if is_computed && cells.filter_map(|cells| cells.get(at)).any(Value::is_unknown) {
        let last = place.totals_row().unwrap_or_else(|| place.last_row());
        cells::mark_unknown(sheet, (1, at as u16), (last, at as u16), &book.formats.unknown_mark)?;
    }
    Ok(())
}

fn note(text: &str) -> rust_xlsxwriter::Note {
    rust_xlsxwriter::Note::new(text).add_author_prefix(false).set_author("seatwise")
}

/// Rows whose texts are broken are as high as their lines: not every program sees to it by itself.
fn heights(sheet: &mut Worksheet, place: &Place<'_>, widths: &[(usize, bool)]) -> Result<(), XlsxError> {
    for (row, cells) in place.table.rows.iter().enumerate() {
        let lines =
            cells.iter().zip(widths).filter(|(_, (_, is_long))| *is_long).map(|(value, (width, _))| match value {
                Value::Text(text) => width::lines_in(text, *width),
                _ => 1,
            });
        let lines = lines.max().unwrap_or(1);
        if lines > 1 {
            sheet.set_row_height(place.row(row), width::height(lines))?;
        }
    }
    Ok(())
}

/// The formats of a column's cells.
struct Column<'a> {
    format: &'a Format,
    /// Of a cell that is empty: nothing there can be changed.
    plain: &'a Format,
    unknown: &'a Format,
}

impl Column<'_> {
    fn write(&self, sheet: &mut Worksheet, at: cells::At, value: &Value) -> Result<(), XlsxError> {
        let format = if *value == Value::Empty { self.plain } else { self.format };
        // An empty cell of data needs no look of its own.
        if *value == Value::Empty { Ok(()) } else { cells::value(sheet, at, value, (format, self.unknown)) }
    }
}

fn total(sheet: &mut Worksheet, book: &Book<'_>, place: &Place<'_>, at: usize) -> Result<(), XlsxError> {
    let (Some(row), Some(totals)) = (place.totals_row(), &place.table.totals) else { return Ok(()) };
    let (Some(value), Some(column)) = (totals.cells.get(at), place.table.columns.get(at)) else { return Ok(()) };
    let kind = value.kind().unwrap_or(column.kind);
    let format = book.formats.of(kind, place.digits.get(at).copied().unwrap_or(0), Role::Total);
    match formula::of_total(book, place, at) {
        Some(formula) if *value != Value::Empty => cells::formula(sheet, (row, at as u16), &formula, (value, &format)),
        _ => cells::value(sheet, (row, at as u16), value, (&format, &book.formats.unknown_total)),
    }
}

/// Below the data, broken to the width of the table: nothing is merged, and nothing runs off the paper.
fn notes(sheet: &mut Worksheet, book: &Book<'_>, place: &Place<'_>, whole: usize) -> Result<(), XlsxError> {
    let mut notes: Vec<String> = place.table.notes.iter().map(|note| book.notation.sentence(note)).collect();
    notes.extend((0..place.table.columns.len()).filter_map(|at| rows_of_data(book, place, at)));
    if place.table.rows.is_empty() {
        cells::text(sheet, (1, 0), "No rows.", &book.formats.muted)?;
    }
    let width = (whole + whole / 10).clamp(60, PAPER);
    let lines = notes.iter().flat_map(|note| width::lines(&cells::plain(note), width));
    for (row, line) in (place.notes_row()..).zip(lines) {
        cells::text(sheet, (row, 0), &line, &book.formats.muted)?;
    }
    Ok(())
}

/// Which cells of a computed column don't follow from the others of their row.
fn rows_of_data(book: &Book<'_>, place: &Place<'_>, at: usize) -> Option<String> {
    let column = place.table.columns.get(at).filter(|column| column.formula.is_some())?;
    let is_data = |row: usize| {
        let value = place.table.rows.get(row).and_then(|cells| cells.get(at));
        value.is_some_and(|value| value.number().is_some()) && formula::of_row(book, place, (row, at)).is_none()
    };
    let rows: Vec<usize> = (0..place.table.rows.len()).filter(|row| is_data(*row)).collect();
    let named: Vec<String> = rows.iter().take(NAMED).map(|row| (place.row(*row) + 1).to_string()).collect();
    let more = rows.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let rows = if rows.len() == 1 { "row" } else { "rows" };
    (!named.is_empty()).then(|| {
        format!(
            "“{}” in {rows} {}{rest} is data: other terms than those of the formula make it.",
            column.label,
            named.join(", ")
        )
    })
}

fn set_up(sheet: &mut Worksheet, book: &Book<'_>, place: &Place<'_>, whole: usize) -> Result<(), XlsxError> {
    let columns = place.table.columns.len();
    let last = columns.max(1) as u16 - 1;
    sheet.set_freeze_panes(1, u16::from(columns > WIDE))?.set_repeat_rows(0, 0)?;
    if columns > 0 {
        sheet.autofilter(0, 0, place.last_row(), last)?;
    }
    for (at, _) in place.table.columns.iter().enumerate().filter(|(_, column)| column.kind == Kind::Text) {
        let at = at as u16;
        // `90` as the value of a setting is a text, and needs no mark that it looks like a number.
        sheet.ignore_error_range(1, at, place.last_row(), at, IgnoreError::NumberStoredAsText)?;
    }
    if place.table.columns.iter().any(|column| column.is_input) {
        sheet.set_tab_color(book.formats.accent());
    }
    print_setup(sheet, &place.table.title);
    if whole > PAPER {
        sheet.set_print_fit_to_pages(2, 0).set_repeat_columns(0, 0)?;
    }
    Ok(())
}

/// Landscape A4, as wide as the paper, title in the head, page numbers in the foot.
pub(super) fn print_setup(sheet: &mut Worksheet, title: &str) {
    let title = crate::format::shortened(&title.replace('&', "&&"), 200);
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.5, 0.5, 0.75, 0.65, 0.3, 0.3)
        .set_header(format!("&L&\"Calibri,Bold\"{title}"))
        .set_footer("&L&A&RPage &P of &N");
}
