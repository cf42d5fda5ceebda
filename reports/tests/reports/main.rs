//! Every format from the same report, as whole outputs, and inputs that are extreme.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

#[path = "../fixture/report.rs"]
mod report_fixture;

// A workbook opened again, a folder on disk.
mod folder;
mod opened;
// Money, counts, days as text.
mod formats;
// Regret against savings.
mod frontier;
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
