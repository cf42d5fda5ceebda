//! Every format from the same small organization, as whole outputs, and inputs that are extreme.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

#[path = "../fixture/mod.rs"]
mod fixture;
#[path = "../fixture/report.rs"]
mod report_fixture;

// What each format says, whole.
mod outputs;
// The workbook opened again: cells, formulas, results.
mod workbook;
// Names and texts that bite.
mod escaping;
// Nobody, one person, 300 departments, unknown prices, rising bills.
mod extremes;
// Money, counts, days as text.
mod formats;
// Regret against savings.
mod frontier;
// Files on disk.
mod writing;
// Numbers, money and dates of each locale.
mod locale;
// Logos and colors that may be, and those that may not.
mod brand;
// A report on disk.
mod report_files;
// The page of a report, its script and its policy.
mod report_page;
// What each format of a report says, read again.
mod read_back;
// The workbook of a report opened again.
mod report_workbook;
// A report as a value in every format.
mod rendered;
// The charts of a report: whole, and at their limits.
#[path = "../fixture/drawings.rs"]
mod drawings;
mod report_charts;
