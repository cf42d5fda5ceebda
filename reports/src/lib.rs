//! Reports: values in, one file per format out. Nothing here reads a table, a price book or a clock, or computes a figure.

// The fixtures that the tests of formats share name the crate as they see it.
#[cfg(test)]
extern crate self as seatwise_reports;

pub mod brand;
pub mod charts;
pub mod csv;
pub mod focus;
pub mod format;
pub mod frontier;
pub mod html;
pub mod locale;
pub mod page;
pub mod render;
pub mod report;
pub mod write;
