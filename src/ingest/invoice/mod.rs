//! An invoice as CSV: columns by their header, lines with exact amounts, every problem of the file at once.
//!
//! Header texts vary by who wrote the file, so each column has several names; case and white space do not matter. What the
//! charges mean is left to `reconcile`.

mod cell;
mod columns;
mod marks;
mod total;

use std::path::Path;

use chrono::NaiveDate;
use csv::StringRecord;
use rust_decimal::Decimal;
use seatwise_pricing::money::Currency;

use self::{
    cell::Fault,
    columns::{Column, Columns},
    marks::Marks,
};
use super::{
    problem::{Problem, Problems},
    sheet::Lines,
};

/// One line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceLine {
    /// Line of the file, from 1.
    pub line: u64,
    /// The charge, as written.
    pub description: String,
    /// Units; `None` = the cell is empty, or there is no such column.
    pub quantity: Option<Decimal>,
    /// Price of a unit; `None` likewise.
    pub unit_price: Option<Decimal>,
    /// Amount; `None` likewise: what quantity and price give.
    pub amount: Option<Decimal>,
    /// First day of the period; `None` = not said.
    pub period_from: Option<NaiveDate>,
    /// The period as written.
    pub period: Option<String>,
}

/// An invoice that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// The file, as it was named.
    pub file: String,
    /// Its lines, in order; totals are not among them.
    pub lines: Vec<InvoiceLine>,
    /// Lines that repeat the sum of the others.
    pub totals: Vec<u64>,
    /// Columns that nothing here needs, as written.
    pub ignored: Vec<String>,
}

impl Invoice {
    /// The day on which the period of every line begins; `None` = a line says nothing, or they differ. Of a month as
    /// written it is the first.
    pub fn begins(&self) -> Option<NaiveDate> {
        let first = self.lines.first()?.period_from?;
        self.lines.iter().all(|line| line.period_from == Some(first)).then_some(first)
    }
}

/// Reads an invoice in a currency.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn read(path: &Path, currency: Currency) -> Result<Invoice, Problems> {
    let file = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        let what = format!("the invoice can't be read: {error}");
        one(
            &file,
            what,
            "a readable CSV file with columns for product, quantity, unit price and amount",
            "name the file of the invoice; docs/BILL.md has the columns and their names",
        )
    })?;
    parse(&file, &bytes, currency)
}

fn parse(file: &str, bytes: &[u8], currency: Currency) -> Result<Invoice, Problems> {
    let text = text_of(file, bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let (mut records, mut lines) = (Vec::new(), Lines::new(text));
    for record in reader.records() {
        let record = record.map_err(|error| {
            one(file, format!("the file is no CSV: {error}"), "rows of cells, quotes closed", "export it as CSV again")
        })?;
        let line = lines.of(record.position());
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            records.push((line, record));
        }
    }
    let Some(((_, head), rows)) = records.split_first() else {
        return Err(one(file, "the file is empty".to_owned(), columns::EXPECTED, "export the invoice's lines as CSV"));
    };
    let columns = Columns::of(file, head)?;
    if rows.is_empty() {
        let what = "the file has a header and no line".to_owned();
        return Err(one(file, what, "a row per line of the invoice", "export the lines, not the summary"));
    }
    check_quotes(file, text, rows)?;
    let marks = marks_of(file, &columns, rows, currency)?;
    let mut reading = Reading { file, currency, marks, columns: &columns, problems: Vec::new() };
    let lines: Vec<InvoiceLine> = rows.iter().filter_map(|(line, record)| reading.line(*line, record)).collect();
    let mut problems = reading.problems;
    let (lines, totals) = total::split(file, lines, currency, &mut problems);
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    Ok(Invoice { file: file.to_owned(), lines, totals, ignored: columns.ignored })
}

/// The text without a byte order mark.
fn text_of<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Problems> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        Problems(vec![Problem {
            line: Some(line),
            ..problem(
                file,
                "the file is not UTF-8".to_owned(),
                "UTF-8 text",
                "save it as `CSV UTF-8`; a workbook has to be saved as CSV first",
            )
        }])
    })
}

/// The separator that the header has most of.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: &u8| head.bytes().filter(|byte| byte == separator).count();
    // Of equals the first: a header of one column has none of them.
    [b',', b';', b'\t'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// A quote that is never closed swallows the rest of the file into one cell.
fn check_quotes(file: &str, text: &str, rows: &[(u64, StringRecord)]) -> Result<(), Problems> {
    if text.matches('"').count().is_multiple_of(2) {
        return Ok(());
    }
    let line = rows.iter().find(|(_, record)| record.iter().any(|cell| cell.contains('\n'))).map(|(line, _)| *line);
    let what = "a quote is opened and never closed".to_owned();
    Err(Problems(vec![Problem {
        line,
        ..problem(file, what, "an even number of quotes", "close it, or double the quotes within a cell")
    }]))
}

/// What the figures of the file say of its marks; figures that contradict each other are a problem of the file.
fn marks_of(
    file: &str,
    columns: &Columns,
    rows: &[(u64, StringRecord)],
    currency: Currency,
) -> Result<Marks, Problems> {
    let places = [Column::Quantity, Column::UnitPrice, Column::Amount].map(|column| columns.place(column));
    let (mut point, mut comma) = (None, None);
    for (line, record) in rows {
        for cell in places.iter().flatten().filter_map(|place| record.get(*place)) {
            match Marks::of(cell, currency) {
                Marks::Point => point = point.or(Some((*line, cell))),
                Marks::Comma => comma = comma.or(Some((*line, cell))),
                Marks::Unsaid => {}
            }
        }
    }
    match (point, comma) {
        (Some((line, cell)), Some((other, with_comma))) => Err(Problems(vec![Problem {
            line: Some(line.max(other)),
            ..problem(
                file,
                format!("`{cell}` of line {line} has a decimal point, `{with_comma}` of line {other} a decimal comma"),
                "one mark for decimals in the whole file",
                "write all figures the same way",
            )
        }])),
        (Some(_), None) => Ok(Marks::Point),
        (None, Some(_)) => Ok(Marks::Comma),
        (None, None) => Ok(Marks::Unsaid),
    }
}

struct Reading<'a> {
    file: &'a str,
    currency: Currency,
    marks: Marks,
    columns: &'a Columns,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    /// A line, unless something is wrong with it.
    fn line(&mut self, line: u64, record: &StringRecord) -> Option<InvoiceLine> {
        let before = self.problems.len();
        if record.len() != self.columns.count {
            let fault = Fault {
                what: format!("the row has {} cells", record.len()),
                expected: format!("{} cells, as the header has", self.columns.count),
                remedy: "a cell with the separator in it needs quotes around it",
            };
            self.fault(line, None, fault);
            return None;
        }
        let cell = |column: Column| {
            let place = self.columns.place(column)?;
            record.get(place).map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned)
        };
        let description = cell(Column::Description);
        let cells = [Column::Quantity, Column::UnitPrice, Column::Amount].map(|column| (column, cell(column)));
        let (currency, period) = (cell(Column::Currency), cell(Column::Period));
        let [quantity, unit_price, amount] = cells.map(|(column, cell)| {
            let result = cell.as_deref().map(|cell| cell::number(cell, self.currency, self.marks)).transpose();
            self.taken(line, column, result).flatten()
        });
        if let Some(other) = currency.filter(|code| !code.eq_ignore_ascii_case(self.currency.code())) {
            self.fault(line, Some(Column::Currency), cell::of_other_currency(&other, self.currency));
        }
        let period_from = period.as_deref().map(cell::period).transpose();
        let period_from = self.taken(line, Column::Period, period_from).flatten();
        if self.problems.len() > before {
            return None;
        }
        let Some(description) = description else {
            self.fault(line, Some(Column::Description), cell::without_description());
            return None;
        };
        if amount.is_none() && quantity.zip(unit_price).is_none() {
            self.fault(line, Some(Column::Amount), cell::without_amount());
            return None;
        }
        Some(InvoiceLine { line, description, quantity, unit_price, amount, period_from, period })
    }

    fn taken<T>(&mut self, line: u64, column: Column, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.fault(line, Some(column), fault)).ok()
    }

    fn fault(&mut self, line: u64, column: Option<Column>, fault: Fault) {
        self.problems.push(Problem {
            file: self.file.to_owned(),
            line: Some(line),
            column: column.map(|column| self.columns.name(column)),
            what: fault.what,
            expected: fault.expected,
            remedy: fault.remedy.to_owned(),
        });
    }
}

fn problem(file: &str, what: String, expected: &str, remedy: &str) -> Problem {
    let (expected, remedy) = (expected.to_owned(), remedy.to_owned());
    Problem { file: file.to_owned(), line: None, column: None, what, expected, remedy }
}

fn one(file: &str, what: String, expected: &str, remedy: &str) -> Problems {
    Problems(vec![problem(file, what, expected, remedy)])
}

#[cfg(test)]
mod tests;
