//! Long tables inside a page: all rows as packed data, which the script unpacks when a reader asks for them.
//!
//! JSON (an array per row), DEFLATE without a head (RFC 1951), Base64. A cell of words is a string; a figure is what is
//! shown and its exact value; a figure that is not known or is none has no value, and 0 stands for an empty cell.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compression, write::DeflateEncoder};
use serde_json::json;

use super::Page;
use crate::report::Value;

/// Letters of packed data in one page; with the rest of it, a page stays below 5 MB.
const ROOM: usize = 4_000_000;

/// What a page has left for packed data.
pub(super) struct Room(usize);

impl Default for Room {
    fn default() -> Room {
        Room(ROOM)
    }
}

/// Packed rows.
pub(super) struct Packed {
    /// The first so many rows of the table.
    pub(super) rows: usize,
    /// Their data.
    pub(super) data: String,
}

/// As many rows as there is room for, by what the rows before took each.
pub(super) fn pack(page: &Page<'_>, rows: &[Vec<Value>], room: &mut Room) -> Packed {
    let mut taken = rows.len();
    loop {
        let data = packed(page, &rows[..taken]);
        if data.len() <= room.0 {
            room.0 -= data.len();
            return Packed { rows: taken, data };
        }
        // A little less than what would fit if all rows were alike; each round is shorter, so this ends.
        taken = (taken as u64 * room.0 as u64 / data.len() as u64 * 19 / 20) as usize;
    }
}

fn packed(page: &Page<'_>, rows: &[Vec<Value>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let rows: Vec<_> = rows.iter().map(|row| row.iter().map(|cell| self::cell(page, cell)).collect()).collect();
    let text = serde_json::Value::Array(rows).to_string();
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let invariant = "memory takes every write";
    encoder.write_all(text.as_bytes()).expect(invariant);
    STANDARD.encode(encoder.finish().expect(invariant))
}

fn cell(page: &Page<'_>, cell: &Value) -> serde_json::Value {
    match cell {
        Value::Empty => json!(0),
        Value::Text(text) => json!(text),
        value => match page.exact(value) {
            Some(exact) => json!([page.notation.value(value), exact]),
            None => json!([page.notation.value(value)]),
        },
    }
}
