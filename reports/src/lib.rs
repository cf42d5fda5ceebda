//! Reports: values in, one file per format out. Nothing here reads a table, a price book or a clock, or computes a figure.

pub mod brand;
pub mod charts;
pub mod csv;
pub mod focus;
pub mod format;
pub mod frontier;
pub mod html;
pub mod locale;
pub mod overview;
pub mod page;
pub mod render;
pub mod report;
pub mod text;
pub mod write;
pub mod xlsx;
