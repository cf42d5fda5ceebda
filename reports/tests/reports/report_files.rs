//! A report on disk, and reports that are not sound.

use std::fs;

use seatwise_reports::render::files::{FilesError, Format, stem, write, write_made};
use seatwise_reports::render::{Style, check};
use seatwise_reports::report::{Block, Column, Figure, Formula, Kind, Report, Section, Table, Value};

use crate::{folder::Folder, report_fixture};

#[test]
fn the_same_report_has_the_same_files() {
    let folder = Folder::new("report-files");
    let report = report_fixture::report();
    let files = write(&report, &Style::default(), &Format::ALL, &folder.0).unwrap();
    let names: Vec<String> =
        files.iter().map(|file| file.strip_prefix(&folder.0).unwrap().display().to_string()).collect();
    assert_eq!(names.len(), 51);
    for name in
        ["html", "txt", "json", "xlsx"].map(|ending| format!("acme-söhne-service-gmbh-monthly-2026-10.{ending}"))
    {
        assert!(names.contains(&name), "{name}");
    }
    assert!(names.contains(&"acme-söhne-service-gmbh-monthly-2026-10-csv/invoice_lines.csv".to_owned()));
    let bytes: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    let again = write(&report, &Style::default(), &[Format::Json, Format::Html, Format::Html], &folder.0).unwrap();
    assert_eq!(again.len(), 2, "a format named twice is written once");
    let pdf = write_made(&report, "pdf", b"%PDF-".to_vec(), &folder.0).unwrap();
    assert_eq!(pdf, folder.0.join("acme-söhne-service-gmbh-monthly-2026-10.pdf"));
    assert_eq!(fs::read(&pdf).unwrap(), b"%PDF-");
    assert!(files.iter().zip(&bytes).all(|(file, bytes)| fs::read(file).unwrap() == *bytes));
}

#[test]
fn names_of_files_are_short_and_safe() {
    let named = |organization: &str| {
        let mut report = report_fixture::report();
        report.organization = organization.to_owned();
        stem(&report)
    };
    assert_eq!(named("../../etc/passwd"), "etc-passwd-monthly-2026-10");
    assert_eq!(named("株式会社 例"), "株式会社-例-monthly-2026-10");
    assert_eq!(named(" … "), "organization-monthly-2026-10");
    assert_eq!(named(""), "organization-monthly-2026-10");
    assert!(named(&"ß株".repeat(200)).len() <= 80 + "-monthly-2026-10".len());
}

#[test]
fn a_report_that_is_not_sound_is_not_written_and_every_problem_is_named() {
    let folder = Folder::new("unsound");
    let mut report = report_fixture::report();
    let mut table = Table::new(
        "cost_by_department",
        "Twice",
        vec![
            Column::computed("sum", "Sum", Kind::Amount, Formula::Sum(&["sum", "gone"])),
            Column::new("sum", "Sum", Kind::Amount),
        ],
    );
    table.rows = vec![vec![Value::count(1), Value::Empty], vec![Value::Empty]];
    let figures = vec![Figure::new("billed", "Billed", Value::Empty), Figure::new("Not OK", "", Value::Empty)];
    let blocks = vec![Block::Table(table), Block::Figures(figures), Block::Table(Table::new("totals", "", Vec::new()))];
    report.sections.push(Section::new("more", "More", blocks));
    let Err(FilesError::Unsound(problems)) = write(&report, &Style::default(), &Format::ALL, &folder.0) else {
        panic!("it was written");
    };
    let expected = [
        "figure `billed` stands twice",
        "figure `Not OK` is no id in snake_case",
        "table `cost_by_department` stands twice",
        "table `totals` has the name of a file that every report has",
        "table `cost_by_department`, column `sum` is computed from `gone`, which is no column",
        "table `cost_by_department`, column `sum` stands twice",
        "table `cost_by_department`, row 1, column `sum` holds no amount",
        "table `cost_by_department`, row 2 has 1 cells for 2 columns",
    ];
    assert_eq!(problems, expected);
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 0);
    for report in [report_fixture::report(), report_fixture::empty()] {
        assert_eq!(check::problems(&report), Vec::<String>::new());
    }
}

/// The overview was there first: what reads its files finds them.
#[test]
fn the_overview_keeps_its_names() {
    let folder = Folder::new("overview-files");
    let report = Report { kind: "overview", ..report_fixture::report() };
    let files = write(&report, &Style::default(), &Format::ALL, &folder.0).unwrap();
    let names: Vec<String> =
        files.iter().map(|file| file.strip_prefix(&folder.0).unwrap().display().to_string()).collect();
    for name in
        ["overview.html", "overview.xlsx", "seats.csv", "charts/bill-to-target.svg", "charts/bill-to-target.png"]
    {
        assert!(names.contains(&name.to_owned()), "{name} in {names:?}");
    }
    assert!(names.iter().all(|name| !name.contains("acme")), "{names:?}");
}

#[test]
fn every_file_that_fails_is_named_and_the_others_are_written() {
    let folder = Folder::new("blocked");
    fs::create_dir_all(folder.0.join("overview.html/in-the-way")).unwrap();
    fs::create_dir_all(folder.0.join("seats.csv/in-the-way")).unwrap();
    let report = Report { kind: "overview", ..report_fixture::report() };
    let Err(FilesError::Write(error)) = write(&report, &Style::default(), &[Format::Html, Format::Csv], &folder.0)
    else {
        panic!("it was written");
    };
    let failed: Vec<&str> =
        error.failures.iter().map(|(path, _)| path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(failed, ["overview.html", "seats.csv"]);
    assert!(error.to_string().starts_with("2 files could not be written\n"), "{error}");
    assert!(error.to_string().contains("hint: "), "{error}");
    assert!(folder.0.join("assumptions.csv").is_file());
    let parts = fs::read_dir(&folder.0)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(parts.count(), 0, "no half file stays");
}
