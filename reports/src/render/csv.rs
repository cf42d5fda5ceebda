//! A report as CSV files (RFC 4180, UTF-8, `\n`): the figures, every table, the totals of the tables, what the charts draw.
//!
//! Numbers are plain and exact, days are `2026-10-31`, months `2026-10`; the same in every locale. Unknown is an empty cell,
//! never 0, and so is what does not apply; among the figures a column tells them apart. A text that a spreadsheet would run
//! as a formula gets a leading apostrophe, as in [`crate::csv`]; numbers never do.

use crate::csv::guarded;
use crate::locale::{Locale, Notation};
use crate::report::{Kind, Report, Table, Value};

use super::{chart_data, plain};

/// The files: name and content. `figures.csv` and `totals.csv` first, then `ID.csv` for each table, then `chart-ID.csv`.
#[must_use]
pub fn files(report: &Report) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![("figures.csv".to_owned(), figures(report)), ("totals.csv".to_owned(), totals(report))];
    files.extend(report.tables().map(|one| (format!("{}.csv", one.id), table(report, one))));
    files.extend(
        report.charts().map(|chart| {
            (format!("chart-{}.csv", chart.id), table(report, &chart_data::table(chart, &report.currency)))
        }),
    );
    files
}

/// One row per figure; `known` is `yes`, `no`, or empty where the figure does not apply.
fn figures(report: &Report) -> Vec<u8> {
    let notation = Notation::of(report, Locale::EnUs);
    let head = ["id", "label", "value", "kind", "currency", "known", "detail"].map(str::to_owned).to_vec();
    let row = |figure: &crate::report::Figure| {
        let known = match &figure.value {
            Value::Empty => "",
            value if value.is_unknown() => "no",
            _ => "yes",
        };
        let detail = figure.detail.as_ref().map(|detail| notation.sentence(detail)).unwrap_or_default();
        vec![
            figure.id.to_owned(),
            guarded(&figure.label),
            cell(report, &figure.value),
            figure.value.kind().map_or("", plain::name).to_owned(),
            currency(report, figure.value.kind()),
            known.to_owned(),
            guarded(&detail),
        ]
    };
    file(head, report.figures().map(row))
}

/// One row per total, so that a sum over a table's file counts nothing twice.
fn totals(report: &Report) -> Vec<u8> {
    let head = ["table", "column", "value", "kind", "currency"].map(str::to_owned).to_vec();
    let mut rows = Vec::new();
    for table in report.tables() {
        let cells = table.totals.iter().flat_map(|totals| table.columns.iter().zip(&totals.cells));
        for (column, total) in cells.filter(|(column, total)| column.kind != Kind::Text && **total != Value::Empty) {
            rows.push(vec![
                table.id.to_owned(),
                column.id.to_owned(),
                cell(report, total),
                plain::name(column.kind).to_owned(),
                currency(report, Some(column.kind)),
            ]);
        }
    }
    file(head, rows.into_iter())
}

/// One table: the columns by their ids; where there is money, the currency stands behind them.
#[must_use]
pub fn table(report: &Report, table: &Table) -> Vec<u8> {
    let is_money = table.columns.iter().any(|column| matches!(column.kind, Kind::Amount | Kind::Price));
    let names_currency = is_money && table.column("currency").is_none();
    let mut head: Vec<String> = table.columns.iter().map(|column| column.id.to_owned()).collect();
    head.extend(names_currency.then(|| "currency".to_owned()));
    let row = |cells: &Vec<Value>| {
        let mut row: Vec<String> = cells.iter().map(|value| cell(report, value)).collect();
        row.extend(names_currency.then(|| report.currency.clone()));
        row
    };
    file(head, table.rows.iter().map(row))
}

fn currency(report: &Report, kind: Option<Kind>) -> String {
    match kind {
        Some(Kind::Amount | Kind::Price) => report.currency.clone(),
        _ => String::new(),
    }
}

fn cell(report: &Report, value: &Value) -> String {
    match value {
        Value::Text(text) => guarded(text),
        value => plain::text(value, report.minor_units).unwrap_or_default(),
    }
}

fn file(head: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    // A row that is too long or too short is said by the check of the report; here it costs nothing but its form.
    let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let invariant = "memory takes every write";
    writer.write_record(head).expect(invariant);
    for row in rows {
        writer.write_record(row).expect(invariant);
    }
    writer.into_inner().expect(invariant)
}
