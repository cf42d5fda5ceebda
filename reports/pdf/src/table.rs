//! A table for the template: cells as text, and the longest texts of each column, from which its width follows.

use seatwise_reports::format::UNKNOWN;
use seatwise_reports::locale::Notation;
use seatwise_reports::report::{Column, Section, Table, Value as Figure};
use typst::foundations::{Array, Dict, IntoValue, Value, dict};

use crate::text::{breakable, longest_part, pieces, words};

/// Rows of a table on paper at most: some 50 pages. Nobody leafs through more, and the data files hold all.
const MOST: usize = 3_000;

/// A table with its notes.
pub(crate) fn table(table: &Table, section: &Section, notation: &Notation) -> Value {
    let shown = table.shown.unwrap_or(MOST).min(MOST).min(table.rows.len());
    let rows: Vec<Vec<String>> = table.rows[..shown].iter().map(|row| cells(table, row, notation, "–")).collect();
    let totals = table.totals.as_ref().map(|totals| cells(table, &totals.cells, notation, ""));
    let seen = table.columns.iter().filter(|column| !column.is_detail).enumerate();
    let columns: Array = seen.map(|(at, own)| column(own, at, &rows, totals.as_deref())).collect();
    let mut notes: Array = table.notes.iter().map(|note| pieces(note, notation)).collect();
    if shown < table.rows.len() {
        let count = |number: usize| notation.count(number as u64);
        notes.insert(0, words(&rest(&count(shown), &count(table.rows.len())))).unwrap_or_default();
    }
    let title = if table.title == section.title { Value::None } else { words(&table.title) };
    let rows: Array = rows.into_iter().map(strings).collect();
    dict! {
        "kind" => "table",
        "title" => title,
        "columns" => columns,
        "rows" => rows,
        "totals" => totals.map_or(Value::None, strings),
        "notes" => notes,
    }
    .into_value()
}

fn rest(shown: &str, all: &str) -> String {
    format!("The first {shown} of {all} rows; the data files hold all")
}

fn cells(table: &Table, row: &[Figure], notation: &Notation, empty: &str) -> Vec<String> {
    let cell = |figure: &Figure| match figure {
        Figure::Empty => empty.to_owned(),
        Figure::Text(text) => breakable(&text.replace('`', "")),
        figure if figure.is_unknown() => UNKNOWN.to_owned(),
        figure => notation.value(figure),
    };
    table.seen(row).map(|(_, figure)| cell(figure)).collect()
}

/// Head and side of a column; the longest text in it, and the longest part of a text that can't be broken.
fn column(column: &Column, at: usize, rows: &[Vec<String>], totals: Option<&[String]>) -> Value {
    let label = breakable(&column.label);
    let body = || rows.iter().filter_map(|row| row.get(at)).chain(totals.and_then(|totals| totals.get(at)));
    let length = |text: &&str| text.chars().count();
    let longest = body().map(String::as_str).max_by_key(length).unwrap_or_default().to_owned();
    let part = body().map(|text| longest_part(text)).max_by_key(length).unwrap_or_default().to_owned();
    let is_figure = column.kind.is_figure();
    let fields: Dict = dict! {
        "label" => label.as_str(),
        "figure" => is_figure,
        // A figure is never broken.
        "part" => if is_figure { longest.as_str() } else { part.as_str() },
        "longest" => longest.as_str(),
        "head" => longest_part(&label),
    };
    fields.into_value()
}

fn strings(texts: Vec<String>) -> Value {
    texts.into_iter().map(IntoValue::into_value).collect::<Array>().into_value()
}
