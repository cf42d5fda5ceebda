//! Writes the charts of the test report and those at their limits as PNG: `cargo run --example report_charts -- <folder> [width] [dark]`.

use std::path::PathBuf;
use std::process::ExitCode;

use seatwise_reports::charts::report::{png, svg};
use seatwise_reports::charts::{Look, Theme};
use seatwise_reports::locale::{Locale, Notation};

#[allow(dead_code, reason = "the tests use more of the fixture than this example")]
#[path = "../tests/fixture"]
mod fixture {
    pub(crate) mod drawings;
    pub(crate) mod report;
    pub(crate) mod usual;
}

#[allow(clippy::print_stderr, reason = "an example talks to a terminal")]
fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next().map(PathBuf::from) else {
        eprintln!("usage: report_charts <folder> [width] [dark]");
        return ExitCode::FAILURE;
    };
    let width = arguments.next().and_then(|width| width.parse().ok()).unwrap_or(600);
    let theme = if arguments.next().is_some() { Theme::Dark } else { Theme::Light };
    match write(&folder, Look { theme, width }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &std::path::Path, look: Look) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder)?;
    let report = fixture::report::report();
    let notation = Notation::of(&report, Locale::EnUs);
    let (usual, extremes) = (fixture::usual::charts(), fixture::drawings::extremes());
    for chart in report.charts().chain(&usual).chain(&extremes) {
        std::fs::write(folder.join(format!("{}.png", chart.id)), png(chart, &report, &notation, look)?)?;
        std::fs::write(folder.join(format!("{}.svg", chart.id)), svg(chart, &report, &notation, look)?)?;
    }
    Ok(())
}
