//! Writes the PDF of the test report: `cargo run -p seatwise-report-pdf --example report_pdf -- <file> [locale] [a4 | letter] [rows]`.

use std::process::ExitCode;

use seatwise_report_pdf::{Paper, Press, pdf};
use seatwise_reports::render::Style;
use seatwise_reports::report::{Block, Report};

#[allow(dead_code, reason = "the tests use more of the fixture than this example")]
#[path = "../../tests/fixture/report.rs"]
mod fixture;

#[allow(clippy::print_stderr, reason = "an example talks to a terminal")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(file) = arguments.first() else {
        eprintln!("usage: report_pdf <file> [locale] [a4 | letter] [rows]");
        return ExitCode::FAILURE;
    };
    let locale = arguments.get(1).and_then(|locale| locale.parse().ok()).unwrap_or_default();
    let paper = if arguments.get(2).is_some_and(|paper| paper == "letter") { Paper::Letter } else { Paper::A4 };
    let mut report = fixture::report();
    if let Some(rows) = arguments.get(3).and_then(|rows| rows.parse().ok()) {
        lengthen(&mut report, rows);
    }
    let press = Press { paper, ..Press::default() };
    let made = pdf(&report, &Style { locale, ..Style::default() }, &press);
    let written = made.map_err(|error| error.to_string());
    match written.and_then(|made| std::fs::write(file, made.bytes).map_err(|error| error.to_string())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The first table with so many rows, all of them shown: for times and sizes.
fn lengthen(report: &mut Report, rows: usize) {
    let tables = report.sections.iter_mut().flat_map(|section| &mut section.blocks);
    let table = tables.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).next();
    if let Some(table) = table {
        table.rows = table.rows.iter().take(4).cycle().take(rows).cloned().collect();
        table.shown = None;
    }
}
