//! A report as one JSON document, `seatwise.report/1`, in the shape of [`SCHEMA`].
//!
//! - Amounts, prices, quantities and shares (1 = all) are strings of digits and a point, exact; counts are numbers; days
//!   are `2026-10-31`, months `2026-10`.
//! - `null` = nobody knows it. What does not apply is left out: a cell that is empty is no key of its row, and a figure
//!   that is empty has no `value`.
//! - Figures, tables and charts stand once, by their ids; `sections` lists them in reading order.
//! - The document is the same in every locale; sentences have their figures as American English writes them, and, as
//!   `pieces`, as values.

mod document;

use serde::Serialize as _;

use crate::report::Report;

/// The name and version of the shape. The number rises when a reader of the old one would no longer understand it.
pub const VERSION: &str = "seatwise.report/1";
/// The JSON Schema (draft 2020-12) of the document.
pub const SCHEMA: &str = include_str!("../../../schema/report.schema.json");

/// The document, indented, with a line break at its end.
#[must_use]
pub fn document(report: &Report) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::pretty(&mut bytes);
    let invariant = "memory takes every write, every key is a text, and what is written is UTF-8";
    document::Document(report).serialize(&mut serializer).expect(invariant);
    bytes.push(b'\n');
    String::from_utf8(bytes).expect(invariant)
}
