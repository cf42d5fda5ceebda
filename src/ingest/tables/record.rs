//! CSV records (RFC 4180), strictly: a quote stands around a cell or doubled within one, and nowhere else.

use std::borrow::Cow;

/// One cell as it stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field<'a> {
    /// The bytes between quotes, or between commas.
    pub(super) bytes: &'a [u8],
    /// Are there doubled quotes in it?
    pub(super) doubled: bool,
}

/// Why a record is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordFault {
    /// A quote within a cell that does not begin with one.
    BareQuote,
    /// Text between a closing quote and the next comma.
    AfterQuote,
    /// The file ends within a quoted cell.
    OpenQuote,
    /// A carriage return without line feed.
    BareReturn,
}

/// The extent of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// Bytes to the next record, line end included.
    pub(super) bytes: usize,
    /// Line feeds within these.
    pub(super) lines: u64,
    /// What is wrong, and in which cell, from 0.
    pub(super) fault: Option<(RecordFault, usize)>,
}

impl<'a> Field<'a> {
    /// The cell's text; `None` = not UTF-8.
    pub(super) fn text(&self) -> Option<Cow<'a, str>> {
        let text = std::str::from_utf8(self.bytes).ok()?;
        Some(if self.doubled { Cow::Owned(text.replace("\"\"", "\"")) } else { Cow::Borrowed(text) })
    }
}

/// Cuts the first record of `rest` into cells. `rest` is not empty.
pub(super) fn next<'a>(rest: &'a [u8], fields: &mut Vec<Field<'a>>) -> Extent {
    fields.clear();
    let mut at = 0;
    let mut lines = 0;
    loop {
        let cut = if rest.get(at) == Some(&b'"') { quoted(rest, at, &mut lines) } else { bare(rest, at) };
        let (field, end) = match cut {
            Ok(cut) => cut,
            Err(fault) => {
                let line_end =
                    rest[at..].iter().position(|byte| *byte == b'\n').map_or(rest.len(), |found| at + found + 1);
                let end = if fault == RecordFault::OpenQuote { rest.len() } else { line_end };
                let lines = rest[..end].iter().filter(|byte| **byte == b'\n').count() as u64;
                return Extent { bytes: end, lines, fault: Some((fault, fields.len())) };
            }
        };
        fields.push(field);
        match rest.get(end) {
            Some(b',') => at = end + 1,
            Some(b'\r') => return Extent { bytes: end + 2, lines: lines + 1, fault: None },
            Some(_) => return Extent { bytes: end + 1, lines: lines + 1, fault: None },
            None => return Extent { bytes: end, lines, fault: None },
        }
    }
}

/// A cell without quotes, and where it ends.
fn bare(rest: &[u8], at: usize) -> Result<(Field<'_>, usize), RecordFault> {
    let stop = |byte: &u8| matches!(byte, b',' | b'\n' | b'\r' | b'"');
    let end = rest[at..].iter().position(stop).map_or(rest.len(), |found| at + found);
    match rest.get(end) {
        Some(b'"') => Err(RecordFault::BareQuote),
        Some(b'\r') if rest.get(end + 1) != Some(&b'\n') => Err(RecordFault::BareReturn),
        _ => Ok((Field { bytes: &rest[at..end], doubled: false }, end)),
    }
}

/// A cell in quotes, and where its closing quote is followed.
fn quoted<'a>(rest: &'a [u8], at: usize, lines: &mut u64) -> Result<(Field<'a>, usize), RecordFault> {
    let start = at + 1;
    let mut end = start;
    let mut doubled = false;
    loop {
        match (rest.get(end), rest.get(end + 1)) {
            (None, _) => return Err(RecordFault::OpenQuote),
            (Some(b'"'), Some(b'"')) => {
                doubled = true;
                end += 2;
            }
            (Some(b'"'), _) => break,
            (Some(byte), _) => {
                *lines += u64::from(*byte == b'\n');
                end += 1;
            }
        }
    }
    match (rest.get(end + 1), rest.get(end + 2)) {
        (None | Some(b',' | b'\n'), _) | (Some(b'\r'), Some(b'\n')) => {
            Ok((Field { bytes: &rest[start..end], doubled }, end + 1))
        }
        _ => Err(RecordFault::AfterQuote),
    }
}

/// Where the last record that is complete in `block` ends; 0 = none is.
///
/// In well-formed CSV a line feed ends a record if the quotes before it are even in number.
pub(super) fn last_end(block: &[u8]) -> usize {
    if !block.contains(&b'"') {
        return block.iter().rposition(|byte| *byte == b'\n').map_or(0, |found| found + 1);
    }
    let mut within = false;
    let mut end = 0;
    for (at, byte) in block.iter().enumerate() {
        match byte {
            b'"' => within = !within,
            b'\n' if !within => end = at + 1,
            _ => {}
        }
    }
    end
}
