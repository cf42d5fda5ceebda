//! Long tables inside a page: all rows as packed data, which the script unpacks when a reader asks for them.
//!
//! JSON, DEFLATE without a head (RFC 1951), Base64. Column by column, since like packs well beside like: for a column of
//! words its cells; for one of figures what is shown, and the exact values. 0 stands for an empty cell, and among exact
//! values for one that is not known.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compression, write::DeflateEncoder};
use serde_json::json;

use super::Page;
use crate::report::{Table, Value};

/// Letters of packed data in one page; with the rest of it, a page stays below 5 MB.
const ROOM: usize = 3_700_000;

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
pub(super) fn pack(page: &Page<'_>, table: &Table, room: &mut Room) -> Packed {
    let mut taken = table.rows.len();
    loop {
        let data = packed(page, table, taken);
        if data.len() <= room.0 {
            room.0 -= data.len();
            return Packed { rows: taken, data };
        }
        // A little less than what would fit if all rows were alike; each round is shorter, so this ends.
        taken = (taken as u64 * room.0 as u64 / data.len() as u64 * 19 / 20) as usize;
    }
}

fn packed(page: &Page<'_>, table: &Table, taken: usize) -> String {
    let rows = &table.rows[..taken];
    if rows.is_empty() {
        return String::new();
    }
    let seen = (0..).zip(&table.columns).filter(|(_, own)| !own.is_detail);
    let columns: Vec<_> = seen.map(|(at, _)| column(page, rows, at)).collect();
    let text = serde_json::Value::Array(columns).to_string();
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let invariant = "memory takes every write";
    encoder.write_all(text.as_bytes()).expect(invariant);
    STANDARD.encode(encoder.finish().expect(invariant))
}

fn column(page: &Page<'_>, rows: &[Vec<Value>], at: usize) -> serde_json::Value {
    let cells = || rows.iter().map(|row| row.get(at).unwrap_or(&Value::Empty));
    let shown = cells().map(|cell| match cell {
        Value::Empty => json!(0),
        cell => json!(page.notation.value(cell)),
    });
    let exact = cells().map(|cell| page.exact(cell).map_or_else(|| json!(0), |exact| json!(exact)));
    match cells().all(|cell| matches!(cell, Value::Text(_) | Value::Empty)) {
        true => json!([shown.collect::<Vec<_>>()]),
        false => json!([shown.collect::<Vec<_>>(), exact.collect::<Vec<_>>()]),
    }
}
