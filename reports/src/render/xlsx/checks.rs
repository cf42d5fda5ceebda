//! Control totals: every sum and every figure that follows from cells, computed again and held against the report.

use rust_decimal::Decimal;
use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Formula, Worksheet, XlsxError};

use super::formats::Role;
use super::place::{CHECKS, Place, SUMMARY};
use super::{Book, cells, formula, source, summary, table};
use crate::report::{Kind, Value};

/// One control total.
pub(super) struct Check {
    /// The sheet that it is about.
    sheet: String,
    what: String,
    /// Without the equals sign.
    formula: String,
    /// What the report says.
    report: Value,
    digits: u32,
}

/// Rows of the head and of the first check.
const HEAD: u32 = 3;
const STATE: &str = "F";
const WIDTHS: [f64; 6] = [26.0, 44.0, 20.0, 20.0, 16.0, 11.0];

/// Every check, tables first.
pub(super) fn checks(book: &Book<'_>) -> Vec<Check> {
    let mut checks: Vec<Check> = book.places.tables.iter().flat_map(|place| of_table(place)).collect();
    let lines = summary::lines(book);
    for (figure, row) in summary::figures(&lines) {
        let is_live = source::live(book, figure, &|id| summary::cell(&lines, id)).is_some();
        if is_live && figure.value.number().is_some() {
            checks.push(Check {
                sheet: SUMMARY.to_owned(),
                what: figure.label.clone(),
                formula: format!("{SUMMARY}!$B${}", row + 1),
                digits: digits(book, &figure.value),
                report: figure.value.clone(),
            });
        }
    }
    checks
}

fn digits(book: &Book<'_>, value: &Value) -> u32 {
    let least = if matches!(value, Value::Amount(_) | Value::Price(_)) { book.report.minor_units } else { 0 };
    value.number().map_or(0, |number| number.normalize().scale()).clamp(least, 6.max(least))
}

/// Columns that are summed up, and those that are computed, with the sum of their rows.
fn of_table(place: &Place<'_>) -> Vec<Check> {
    let table = place.table;
    let rows = (0, table.rows.len());
    let check = |(at, column): (usize, &crate::report::Column)| {
        if rows.1 == 0 || !formula::is_summed(column.kind) {
            return None;
        }
        let sum = formula::sum(table, at, rows)?;
        let total = table.totals.as_ref().and_then(|totals| totals.cells.get(at)).and_then(Value::number);
        let of = match total {
            Some(total) if total == sum => "total",
            None if column.formula.is_some() => "sum of the rows",
            _ => return None,
        };
        Some(Check {
            sheet: place.sheet.clone(),
            what: format!("{}, {of}", column.label),
            formula: format!("SUM({})", place.far_rows(rows, at)),
            report: cells::of_kind(column.kind, sum),
            digits: place.digits.get(at).copied().unwrap_or(0),
        })
    };
    table.columns.iter().enumerate().filter_map(check).collect()
}

/// The state of all checks as a formula, and its result.
pub(super) fn overall(checks: &[Check]) -> Option<(String, &'static str)> {
    let last = HEAD as usize + 1 + checks.len();
    let range = format!("{CHECKS}!${STATE}${}:${STATE}${last}", HEAD + 2);
    (!checks.is_empty()).then(|| (format!("IF(COUNTIF({range},\"OK\")=ROWS({range}),\"OK\",\"differs\")"), "OK"))
}

pub(super) fn write(sheet: &mut Worksheet, book: &Book<'_>, checks: &[Check]) -> Result<(), XlsxError> {
    sheet.set_name(CHECKS)?;
    let formats = &book.formats;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    cells::text(sheet, (0, 0), "Control totals", &formats.heading)?;
    let says = match checks.is_empty() {
        true => "This report has no sums and no figures that follow from cells.",
        false => {
            "Computed again by this workbook, held against what the report says. A changed cell makes them differ."
        }
    };
    cells::text(sheet, (1, 0), says, &formats.muted)?;
    if checks.is_empty() {
        table::print_setup(sheet, "");
        return Ok(());
    }
    let heads = ["Sheet", "What", "Computed again", "Report", "Difference", "State"];
    for (column, head) in (0..).zip(heads) {
        let format = match column {
            2..5 => &formats.head_right,
            5 => &formats.head_beside,
            _ => &formats.head,
        };
        cells::text(sheet, (HEAD, column), head, format)?;
    }
    for (row, check) in (HEAD + 1..).zip(checks) {
        line(sheet, book, row, check)?;
    }
    let last = HEAD + checks.len() as u32;
    states(sheet, book, (HEAD + 1, 5), (last, 5))?;
    sheet.autofilter(HEAD, 0, last, 5)?.set_freeze_panes(HEAD + 1, 0)?.set_repeat_rows(HEAD, HEAD)?;
    table::print_setup(sheet, "");
    Ok(())
}

fn line(sheet: &mut Worksheet, book: &Book<'_>, row: u32, check: &Check) -> Result<(), XlsxError> {
    let kind = check.report.kind().unwrap_or(Kind::Quantity);
    let format = book.formats.of(kind, check.digits, Role::Data);
    cells::text(sheet, (row, 0), &check.sheet, &book.formats.text)?;
    cells::text(sheet, (row, 1), &check.what, &book.formats.text)?;
    cells::formula(sheet, (row, 2), &check.formula, (&check.report, &format))?;
    cells::value(sheet, (row, 3), &check.report, (&format, &book.formats.unknown))?;
    // Rounded, because a sum of binary floats may miss its total by a billionth.
    let difference = format!("IFERROR(ROUND(C{0}-D{0},6),\"\")", row + 1);
    cells::formula(sheet, (row, 4), &difference, (&cells::of_kind(kind, Decimal::ZERO), &format))?;
    let near = tolerance(kind, book.report.minor_units);
    let state = format!(
        "=IF(ISNUMBER(E{0}),IF(ABS(E{0})<=MAX({near},ABS(D{0})*1E-12),\"OK\",\"differs\"),\"differs\")",
        row + 1
    );
    sheet.write_formula_with_format(row, 5, Formula::new(state).set_result("OK"), &book.formats.beside)?;
    Ok(())
}

/// Less than half of the smallest difference that counts.
fn tolerance(kind: Kind, minor_units: u32) -> String {
    let digits = if kind == Kind::Amount { minor_units.min(9) } else { 6 };
    Decimal::new(4, digits + 1).to_string()
}

/// Green where it agrees, orange where it does not.
pub(super) fn states(sheet: &mut Worksheet, book: &Book<'_>, from: cells::At, to: cells::At) -> Result<(), XlsxError> {
    for (text, format) in [("OK", &book.formats.good), ("differs", &book.formats.bad)] {
        let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo(text)).set_format(format);
        sheet.add_conditional_format(from.0, from.1, to.0, to.1, &rule)?;
    }
    Ok(())
}
