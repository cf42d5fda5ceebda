//! What a program or a reader finds in each format, read again and held against the value.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::DeflateDecoder;
use seatwise_reports::format;
use seatwise_reports::locale::{Locale, Notation};
use seatwise_reports::render::{Style, csv, html, json};
use seatwise_reports::report::{Kind, Report, Table, Value};

use crate::report_fixture;

/// A number or a date as data files have it, written here a second time.
fn exact(report: &Report, value: &Value) -> Option<String> {
    let decimals = |number: rust_decimal::Decimal, least: usize| {
        let text = number.normalize().to_string();
        let fraction = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let point = if fraction == 0 && least > 0 { "." } else { "" };
        format!("{text}{point}{}", "0".repeat(least.saturating_sub(fraction)))
    };
    match value {
        Value::Amount(_) | Value::Price(_) => {
            value.number().map(|number| decimals(number, report.minor_units as usize))
        }
        Value::Count(_) | Value::Quantity(_) | Value::Share(_) => value.number().map(|number| decimals(number, 0)),
        Value::Day(day) => day.map(|day| day.format("%Y-%m-%d").to_string()),
        Value::Instant(at) => at.map(|at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        Value::Month(day) => Some(day.format("%Y-%m").to_string()),
        Value::Text(_) | Value::Empty => None,
    }
}

/// A text without its markup.
fn text_of(markup: &str) -> String {
    let (mut text, mut in_tag) = (String::new(), false);
    for letter in markup.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            letter if !in_tag => text.push(letter),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap_or_else(|| panic!("`{from}` is missing")) + from.len();
    let end = text[start..].find(to).unwrap_or_else(|| panic!("`{to}` is missing behind `{from}`"));
    &text[start..start + end]
}

/// What is shown and the exact value, if there is one, of each cell of each row.
fn cells_of(rows: &str) -> Vec<Vec<(String, Option<String>)>> {
    let cell = |cell: &str| {
        let (tag, inner) = cell.split_once('>').unwrap();
        let value = tag.contains("data-v=").then(|| between(tag, "data-v=\"", "\"").to_owned());
        (text_of(inner.split("</t").next().unwrap()), value)
    };
    let row = |row: &str| {
        let starts = row.match_indices("<t").filter(|(at, _)| row[at + 2..].starts_with(['d', 'h']));
        starts.map(|(at, _)| cell(&row[at..])).collect()
    };
    rows.split("<tr>").skip(1).map(row).collect()
}

fn expected(report: &Report, notation: &Notation, cells: &[Value], none: &str) -> Vec<(String, Option<String>)> {
    let shown = |value: &Value| match value {
        Value::Empty => none.to_owned(),
        value => notation.value(value).replace('`', ""),
    };
    cells.iter().map(|value| (shown(value), exact(report, value))).collect()
}

fn check_page(report: &Report, locale: Locale) {
    let page = html::page(report, &Style { locale, ..Style::default() }).unwrap();
    let notation = Notation::of(report, locale);
    for figure in report.figures() {
        let tile = between(&page, &format!("id=\"figure-{}\">", figure.id), "</div>");
        let value = between(tile, "<dd ", "</dd>");
        let (tag, inner) = value.split_once('>').unwrap();
        let found = tag.contains("data-v=").then(|| between(tag, "data-v=\"", "\"").to_owned());
        let shown = &expected(report, &notation, std::slice::from_ref(&figure.value), "–")[0];
        assert_eq!((text_of(inner), found), *shown, "{} in {locale}", figure.id);
    }
    for table in report.tables() {
        let markup = between(&page, &format!("id=\"table-{}\"", table.id), "</table>");
        let rows = cells_of(between(markup, "<tbody>", "</tbody>"));
        let seen = |cells: &[Value]| table.seen(cells).map(|(_, cell)| cell.clone()).collect::<Vec<_>>();
        let wanted: Vec<_> = table.rows.iter().map(|cells| expected(report, &notation, &seen(cells), "–")).collect();
        assert_eq!(rows, wanted, "{} in {locale}", table.id);
        if let Some(totals) = &table.totals {
            let found = cells_of(between(markup, "<tfoot>", "</tfoot>"));
            assert_eq!(found, [expected(report, &notation, &seen(&totals.cells), "")], "totals of {}", table.id);
        }
    }
}

#[test]
fn every_figure_and_cell_stands_on_the_page_exactly_and_as_the_locale_writes_it() {
    for locale in Locale::ALL {
        check_page(&report_fixture::report(), locale);
    }
    check_page(&report_fixture::in_currency("JPY", 0), Locale::De);
    check_page(&report_fixture::in_currency("KWD", 3), Locale::Fr);
}

#[test]
fn a_long_table_is_packed_whole_and_its_first_rows_stand_in_the_page() {
    let report = report_fixture::long(1_001);
    let page = html::page(&report, &Style::default()).unwrap();
    let markup = between(&page, "id=\"table-idle_people\"", "<p class=\"aside\">The window");
    assert!(markup.starts_with(" data-shown=\"60\" data-rows=\"1001\">"));
    assert_eq!(cells_of(between(markup, "<tbody>", "</tbody>")).len(), 60);
    assert!(text_of(markup).contains("The first 60 of 1,001 rows. The data files hold all."));
    let packed = STANDARD.decode(between(markup, "<template class=\"rows\">", "</template>")).unwrap();
    let data: serde_json::Value = serde_json::from_reader(DeflateDecoder::new(&packed[..])).unwrap();
    let notation = Notation::of(&report, Locale::EnUs);
    for (at, row) in report.tables().next().unwrap().rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let data = &data[column];
            assert_eq!(data[0][at], notation.value(cell));
            let wanted = exact(&report, cell).map_or(serde_json::json!(0), |exact| serde_json::json!(exact));
            assert!(matches!(cell, Value::Text(_)) || data[1][at] == wanted, "{cell:?}");
        }
    }
    assert_eq!(data[0][0].as_array().unwrap().len(), 1_001);
}

/// Rows that do not pack: what the page leaves out is said, and it stays below 5 MB.
#[test]
fn more_than_a_page_holds_is_cut_and_said() {
    let mut report = report_fixture::empty();
    let mut state = 88_172_645_463_325_252_u64;
    let mut noise = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let name = |_| Value::text((0..5).map(|_| format!("{:016x}", noise())).collect::<String>());
    let rows: Vec<_> = (0..100_000).map(name).map(|name| vec![name, Value::Day(None), Value::Empty]).collect();
    for block in &mut report.sections[0].blocks {
        if let seatwise_reports::report::Block::Table(table) = block {
            table.rows = rows.clone();
        }
    }
    let page = html::page(&report, &Style::default()).unwrap();
    assert!(page.len() < 5_000_000, "{} bytes", page.len());
    let (text, held) = (text_of(&page), between(&page, "data-rows=\"", "\""));
    let held: u64 = held.parse().unwrap();
    assert!((50_000..100_000).contains(&held), "{held} rows");
    let said =
        format!("The first 50 of 100,000 rows. The data files hold all; this page holds {}.", format::count(held));
    assert!(text.contains(&said), "{said}");
}

fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// A cell of a data file: unknown and none are empty; a text has its apostrophe where it looks like a formula.
fn plain_cell(report: &Report, value: &Value) -> String {
    match value {
        Value::Text(text) if text.starts_with(['=', '+', '-', '@']) => format!("'{text}"),
        Value::Text(text) => text.clone(),
        value => exact(report, value).unwrap_or_default(),
    }
}

#[test]
fn every_figure_cell_and_total_stands_in_the_csv_files() {
    let report = report_fixture::report();
    let files = csv::files(&report);
    let file = |name: &str| records(&files.iter().find(|file| file.0 == name).unwrap_or_else(|| panic!("{name}")).1);
    let figures = file("figures.csv");
    assert_eq!(figures[0], ["id", "label", "value", "kind", "currency", "known", "detail"]);
    let found: Vec<_> = figures[1..].iter().map(|row| (row[0].clone(), row[2].clone())).collect();
    let wanted: Vec<_> =
        report.figures().map(|figure| (figure.id.to_owned(), plain_cell(&report, &figure.value))).collect();
    assert_eq!(found, wanted);
    for table in report.tables() {
        let rows = file(&format!("{}.csv", table.id));
        assert_eq!(rows.len(), table.rows.len() + 1, "{}", table.id);
        for (found, cells) in rows[1..].iter().zip(&table.rows) {
            let wanted: Vec<_> = cells.iter().map(|cell| plain_cell(&report, cell)).collect();
            assert_eq!(found[..cells.len()], wanted[..], "{}", table.id);
        }
    }
    let totals = file("totals.csv");
    assert!(totals.contains(&["cost_by_department", "cost", "48230.50", "amount", "USD"].map(str::to_owned).to_vec()));
    let of = |table: &Table| {
        let cells = table.totals.iter().flat_map(|totals| totals.cells.iter());
        cells.filter(|cell| cell.kind().is_some_and(|kind| kind != Kind::Text)).count()
    };
    assert_eq!(totals.len() - 1, report.tables().map(of).sum::<usize>());
    assert_eq!(files.len(), 2 + report.tables().count() + report.charts().count());
}

fn as_json(report: &Report, value: &Value) -> Option<serde_json::Value> {
    match value {
        Value::Empty => None,
        Value::Count(Some(count)) => Some((*count).into()),
        Value::Text(text) => Some(text.as_str().into()),
        value => Some(exact(report, value).into()),
    }
}

#[test]
fn every_figure_cell_and_total_stands_in_the_json_document() {
    for report in [report_fixture::report(), report_fixture::empty(), report_fixture::in_currency("KWD", 3)] {
        let document: serde_json::Value = serde_json::from_str(&json::document(&report)).unwrap();
        for figure in report.figures() {
            let found = document["figures"][figure.id].get("value").cloned();
            assert_eq!(found, as_json(&report, &figure.value), "{}", figure.id);
        }
        for table in report.tables() {
            let found = &document["tables"][table.id];
            assert_eq!(found["rows"].as_array().unwrap().len(), table.rows.len());
            let totals = table.totals.iter().map(|totals| (&found["totals"], &totals.cells));
            for (row, cells) in (0..).map(|at| &found["rows"][at as usize]).zip(&table.rows).chain(totals) {
                for (column, cell) in table.columns.iter().zip(cells) {
                    assert_eq!(row.get(column.id).cloned(), as_json(&report, cell), "{} {}", table.id, column.id);
                }
            }
        }
        let ids = |kind: &str| -> Vec<String> {
            let blocks =
                document["sections"].as_array().unwrap().iter().flat_map(|one| one["blocks"].as_array().unwrap());
            blocks.filter_map(|block| block.get(kind)).map(|id| id.as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(ids("table"), report.tables().map(|table| table.id).collect::<Vec<_>>());
        assert_eq!(ids("chart"), report.charts().map(|chart| chart.id).collect::<Vec<_>>());
    }
}

/// Whether documents are valid by it is checked outside, by `tests/outside/schema.py`.
#[test]
fn the_schema_is_json_and_of_the_version_of_the_documents() {
    let schema: serde_json::Value = serde_json::from_str(json::SCHEMA).unwrap();
    assert_eq!(schema["properties"]["schema"]["const"], json::VERSION);
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["$id"], "urn:seatwise:schema:report:1");
    let document: serde_json::Value = serde_json::from_str(&json::document(&report_fixture::report())).unwrap();
    let keys: BTreeSet<&str> = document.as_object().unwrap().keys().map(String::as_str).collect();
    let required: BTreeSet<&str> =
        schema["required"].as_array().unwrap().iter().map(|key| key.as_str().unwrap()).collect();
    assert_eq!(keys, required, "every key of a document is required, and described");
    assert!(required.iter().all(|key| schema["properties"].get(key).is_some()));
}
