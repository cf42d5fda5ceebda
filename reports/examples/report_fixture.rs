//! Writes the report of the tests as a page into a folder, to look at: `report_fixture FOLDER [LOCALE] [SVG or PNG LOGO]`.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a tool for whoever works on the formats")]

#[path = "../tests/fixture/report.rs"]
mod report_fixture;

use std::process::ExitCode;

use seatwise_reports::brand::{Brand, Logo};
use seatwise_reports::render::{Style, html, text};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("error: no folder is given\nhint: report_fixture FOLDER [LOCALE] [LOGO]");
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
    std::fs::create_dir_all(&folder).unwrap();
    for (name, report) in [("report", report_fixture::report()), ("empty", report_fixture::empty())] {
        std::fs::write(format!("{folder}/{name}.html"), html::page(&report, &style).unwrap()).unwrap();
        for width in [60, 80, 120] {
            std::fs::write(format!("{folder}/{name}-{width}.txt"), text::text(&report, style.locale, width)).unwrap();
        }
    }
    ExitCode::SUCCESS
}
