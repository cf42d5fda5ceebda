use std::fmt::Write as _;
use std::io::{Cursor, Read};

use seatwise_reports::overview::Overview;
use seatwise_reports::xlsx;

use crate::fixture;

/// The files inside the workbook.
pub(crate) struct Opened(zip::ZipArchive<Cursor<Vec<u8>>>);

const SHEETS: [&str; 7] = ["Summary", "Seats", "Recommendations", "Products", "Findings", "Assumptions", "Chart data"];

impl Opened {
    fn new(overview: &Overview) -> Self {
        Self::of(xlsx::workbook(overview).unwrap())
    }

    pub(crate) fn of(bytes: Vec<u8>) -> Self {
        Self(zip::ZipArchive::new(Cursor::new(bytes)).unwrap())
    }

    pub(crate) fn part(&mut self, name: &str) -> String {
        let mut text = String::new();
        self.0.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    /// The names of the sheets, in order.
    pub(crate) fn sheets(&mut self) -> Vec<String> {
        let book = self.part("xl/workbook.xml");
        book.split("<sheet ").skip(1).map(|sheet| between(sheet, "name=\"", "\"").to_owned()).collect()
    }

    /// Cell, then its text, number, or formula and result; one line each.
    pub(crate) fn cells(&mut self, sheet: &str) -> String {
        let number = 1 + self.sheets().iter().position(|name| *name == sheet).unwrap();
        let strings = self.part("xl/sharedStrings.xml");
        let strings: Vec<&str> = strings.split("<si>").skip(1).map(|item| between(item, ">", "</t>")).collect();
        let xml = self.part(&format!("xl/worksheets/sheet{number}.xml"));
        let mut out = String::new();
        for cell in xml.split("<c ").skip(1).map(|cell| cell.split("</c>").next().unwrap()) {
            let at = between(cell, "r=\"", "\"");
            let Some(value) = cell.contains("<v>").then(|| between(cell, "<v>", "</v>")) else { continue };
            let value = match cell.contains("t=\"s\"") {
                true => format!("\"{}\"", strings[value.parse::<usize>().unwrap()].replace('\n', "\\n")),
                false => value.to_owned(),
            };
            match cell.contains("<f>") {
                true => writeln!(out, "{at}  ={}  → {value}", between(cell, "<f>", "</f>")).unwrap(),
                false => writeln!(out, "{at}  {value}").unwrap(),
            }
        }
        out
    }
}

pub(crate) fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap() + from.len();
    &text[start..start + text[start..].find(to).unwrap()]
}

#[test]
fn every_cell_of_every_sheet() {
    let mut book = Opened::new(&fixture::overview());
    let all = SHEETS.map(|sheet| format!("# {sheet}\n{}", book.cells(sheet))).join("\n");
    insta::assert_snapshot!("workbook", all);
}

#[test]
fn names_that_look_like_formulas_are_text() {
    let mut book = Opened::new(&fixture::overview());
    let seats = book.cells("Seats");
    assert!(
        seats.contains("B4  \"=HYPERLINK(&quot;x&quot;)\"") || seats.contains("B4  \"=HYPERLINK(\"x\")\""),
        "{seats}"
    );
    assert!(!book.part("xl/worksheets/sheet2.xml").contains("<f>"), "the sheet of people has no formula at all");
}

#[test]
fn unknown_is_a_text_and_never_zero() {
    let mut overview = fixture::overview();
    overview.savings.cash_now_monthly = None;
    overview.savings.target_monthly = None;
    overview.seats.billed = None;
    let mut book = Opened::new(&overview);
    let summary = book.cells("Summary");
    for cell in ["B8  \"unknown\"", "C8  \"unknown\"", "B22  \"unknown\"", "B24  \"unknown\""] {
        assert!(summary.contains(cell), "{cell} is missing in\n{summary}");
    }
    assert!(book.cells("Products").contains("K2  \"unknown\""));
}

#[test]
fn the_sheets_tie_to_the_analysis() {
    // The formulas' results are the analysis' figures; the sums over the rows of the fixture are the same.
    let overview = fixture::large(500);
    let sum: u64 = overview.products.iter().map(|row| row.assigned).sum();
    assert_eq!(sum, overview.seats.assigned);
    let mut book = Opened::new(&overview);
    let summary = book.cells("Summary");
    assert!(
        summary.contains("B7  =SUMIFS(Products!$D$2:$D$5,Products!$C$2:$C$5,\"yes\")  → 500")
            || summary.contains("B7  =SUMIFS(Products!$D$2:$D$5,Products!$C$2:$C$5,&quot;yes&quot;)  → 500"),
        "{summary}"
    );
    assert!(summary.contains("B9  =COUNTA(Seats!$A$2:$A$501)  → 500"), "{summary}");
}

#[test]
fn three_charts_read_the_sheet_of_their_data() {
    let mut book = Opened::new(&fixture::overview());
    for (number, kind) in [(1, "barDir val=\"col\""), (2, "barDir val=\"bar\""), (3, "barDir val=\"bar\"")] {
        let chart = book.part(&format!("xl/charts/chart{number}.xml"));
        assert!(chart.contains(kind) && chart.contains("'Chart data'!"), "chart {number}");
    }
}

#[test]
fn the_same_value_gives_the_same_bytes_with_as_of_as_its_date() {
    assert_eq!(xlsx::workbook(&fixture::overview()).unwrap(), xlsx::workbook(&fixture::overview()).unwrap());
    let core = Opened::new(&fixture::overview()).part("docProps/core.xml");
    assert!(core.contains("2026-03-31T12:00:00Z"), "{core}");
}

#[test]
fn sheets_have_filter_frozen_head_and_print_setup() {
    let mut book = Opened::new(&fixture::overview());
    for number in 2..=5 {
        let xml = book.part(&format!("xl/worksheets/sheet{number}.xml"));
        for mark in ["<autoFilter", "state=\"frozen\"", "fitToPage=\"1\"", "orientation=\"landscape\""] {
            assert!(xml.contains(mark), "sheet {number}: {mark}");
        }
    }
}

#[test]
fn a_text_that_is_longer_than_a_cell_ends_in_an_ellipsis() {
    let mut overview = fixture::overview();
    overview.findings[0].message = "x".repeat(40_000);
    let findings = Opened::new(&overview).cells("Findings");
    assert!(findings.contains(&format!("\"{}…\"", "x".repeat(32_766))));
}
