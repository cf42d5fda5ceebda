//! Writes every file of the test report into a folder: `cargo run --example report_fixture -- <folder> [locale] [logo]`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool for whoever works on the formats"
)]

#[allow(dead_code, reason = "the tests use more of the fixture than this example")]
#[path = "../tests/fixture/report.rs"]
mod report_fixture;

use std::process::ExitCode;

use seatwise_reports::brand::{Brand, Logo};
use seatwise_reports::render::{Style, files};
use seatwise_reports::report::Report;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("usage: report_fixture <folder> [locale] [logo]");
        return ExitCode::FAILURE;
    };
    let mut style = Style::default();
    if let Some(locale) = arguments.next() {
        style.locale = locale.parse().unwrap();
    }
    if let Some(logo) = arguments.next() {
        let logo = Logo::read(std::fs::read(logo).unwrap()).unwrap();
        style.brand = Brand {
            company: Some("Example Consulting".to_owned()),
            logo: Some(logo),
            accent: Some("#7a1f5c".parse().unwrap()),
        };
    }
    let yen = Report { organization: "Yen Trading".to_owned(), ..report_fixture::in_currency("JPY", 0) };
    for report in [report_fixture::report(), report_fixture::empty(), report_fixture::long(20_000), yen] {
        for file in files::write(&report, &style, &files::Format::ALL, folder.as_ref()).unwrap() {
            println!("{}", file.display());
        }
    }
    ExitCode::SUCCESS
}
