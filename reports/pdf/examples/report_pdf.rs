//! Writes the PDF of the test report: `cargo run -p seatwise-report-pdf --example report_pdf -- <file> [locale] [letter]`.

use std::process::ExitCode;

use seatwise_report_pdf::{Paper, pdf};
use seatwise_reports::render::Style;

#[allow(dead_code, reason = "the tests use more of the fixture than this example")]
#[path = "../../tests/fixture/report.rs"]
mod fixture;

#[allow(clippy::print_stderr, reason = "an example talks to a terminal")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(file) = arguments.first() else {
        eprintln!("usage: report_pdf <file> [locale] [letter]");
        return ExitCode::FAILURE;
    };
    let locale = arguments.get(1).and_then(|locale| locale.parse().ok()).unwrap_or_default();
    let paper = if arguments.get(2).is_some() { Paper::Letter } else { Paper::A4 };
    let made = pdf(&fixture::report(), &Style { locale, ..Style::default() }, paper);
    let written = made.map_err(|error| error.to_string());
    match written.and_then(|bytes| std::fs::write(file, bytes).map_err(|error| error.to_string())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
