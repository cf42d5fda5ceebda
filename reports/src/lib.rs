//! Reports: values in, one file per format out. Nothing here reads a table, a price book or a clock, or computes a figure.

pub mod overview;
