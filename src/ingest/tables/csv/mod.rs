//! A CSV file: its encoding, its header, its rows in blocks that are parsed side by side.

mod blocks;
mod layout;

use std::path::Path;
use std::thread;

use self::blocks::{Blocks, End, RECORD_BYTES_MAX};
use self::layout::Layout;
use super::cell::{self, Fault};
use super::portion::{FileTotals, Place, Portion};
use super::read::Reading;
use super::record::{self, Extent, Field, RecordFault};
use crate::canonical::Column;
use crate::ingest::problem::Problem;
use crate::snapshot::Cell;

/// Reads one file into the table.
pub(super) fn read(path: &Path, reading: &mut Reading<'_>) {
    let mut blocks = match Blocks::open(path) {
        Ok(blocks) => blocks,
        Err(error) => return unreadable(path, &error, reading),
    };
    let header = match blocks.header(path, reading) {
        Some(header) => header,
        None => return,
    };
    let Some(layout) = Layout::of(reading.table, path, &header.names, reading) else { return };
    let mut totals = FileTotals::default();
    let mut line = 1 + header.lines;
    let threads = thread::available_parallelism().map_or(1, usize::from).min(8);
    while !reading.is_over() {
        let (batch, end) = blocks.batch(threads);
        for parsed in parse_all(&layout, &batch) {
            let mut portion = parsed.portion;
            portion.move_down(line - 1);
            line += parsed.lines;
            reading.add(path, &mut totals, portion);
        }
        match end {
            End::More => {}
            End::File => break,
            End::Endless => {
                let what = format!("from line {line} on there is no end of a row in {} MiB", RECORD_BYTES_MAX >> 20);
                reading.file_problem(
                    path,
                    what,
                    "rows that end with a line feed",
                    "look for a quote that is never closed",
                );
                break;
            }
            End::Failed(error) => {
                unreadable(path, &error, reading);
                break;
            }
        }
    }
    reading.end_file(path, &totals);
}

fn unreadable(path: &Path, error: &std::io::Error, reading: &mut Reading<'_>) {
    let what = format!("the file can't be read: {error}");
    reading.file_problem(path, what, "a readable CSV file", "check the path, its permissions and the disk");
}

/// A block's rows, and how many lines it has.
struct Parsed {
    portion: Portion,
    lines: u64,
}

/// Parses blocks side by side; the results are in the order of the blocks.
fn parse_all(layout: &Layout, blocks: &[Vec<u8>]) -> Vec<Parsed> {
    if let [block] = blocks {
        return vec![parse(layout, block)];
    }
    thread::scope(|scope| {
        let workers: Vec<_> = blocks.iter().map(|block| scope.spawn(|| parse(layout, block))).collect();
        let join = |worker: thread::ScopedJoinHandle<'_, Parsed>| worker.join();
        workers
            .into_iter()
            .map(|worker| join(worker).unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

fn parse(layout: &Layout, block: &[u8]) -> Parsed {
    let mut portion = Portion::new(layout.table, layout.file.clone());
    let (mut fields, mut cells) = (Vec::with_capacity(layout.cells), Vec::with_capacity(layout.places.len()));
    let (mut rest, mut lines) = (block, 0);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(b"\n").or_else(|| rest.strip_prefix(b"\r\n")) {
            // A blank line carries nothing.
            (rest, lines) = (after, lines + 1);
            continue;
        }
        let extent = record::next(rest, &mut fields);
        let place = Place::Line(lines + 1);
        match row_fault(layout, &extent, &fields, rest.len()) {
            Some(fault) => portion.fault(place, None, fault),
            None => parse_row(layout, place, &fields, &mut cells, &mut portion),
        }
        rest = &rest[extent.bytes..];
        lines += extent.lines;
    }
    Parsed { portion, lines }
}

/// What is wrong with a record before its cells are looked at.
fn row_fault(layout: &Layout, extent: &Extent, fields: &[Field<'_>], left: usize) -> Option<Fault> {
    if let Some((fault, _)) = extent.fault {
        return Some(record_fault(fault));
    }
    if fields.len() == layout.cells {
        return None;
    }
    let is_cut = extent.lines == 0 && extent.bytes == left;
    Some(Fault {
        what: format!("the row has {} cells", fields.len()),
        expected: format!("{} cells, as the header has", layout.cells),
        remedy: if is_cut {
            "the file ends here without a line feed: it was probably cut off; fetch it again"
        } else {
            "a cell with a comma in it needs quotes around it"
        },
    })
}

fn parse_row<'a>(
    layout: &Layout,
    place: Place,
    fields: &[Field<'a>],
    cells: &mut Vec<Cell<'a>>,
    portion: &mut Portion,
) {
    let columns = layout.table.spec().columns;
    cells.clear();
    for (column, at) in columns.iter().zip(&layout.places) {
        match at.map_or(Ok(Cell::Null), |at| parse_cell(column, &fields[at])) {
            Ok(cell) => cells.push(cell),
            Err(fault) => portion.fault(place, Some(column.name), fault),
        }
    }
    if cells.len() == columns.len() {
        portion.row(place, cells);
    }
}

fn parse_cell<'a>(column: &Column, field: &Field<'a>) -> Result<Cell<'a>, Fault> {
    match field.text() {
        Some(text) => cell::parse(column, text),
        None => Err(cell::fault(
            column,
            format!("has bytes that are not UTF-8: {}", cell::quoted(&String::from_utf8_lossy(field.bytes))),
            "save the file as UTF-8; it may be Windows-1252 or Latin-1",
        )),
    }
}

fn record_fault(fault: RecordFault) -> Fault {
    let (what, expected, remedy) = match fault {
        RecordFault::BareQuote => (
            "a quote stands within a cell that does not begin with one",
            "quotes around the whole cell, doubled within it: `\"5\"\" screen\"`",
            "write the cell so",
        ),
        RecordFault::AfterQuote => {
            ("text follows a closing quote", "a comma or the end of the line", "double the quotes within the cell")
        }
        RecordFault::OpenQuote => {
            ("a quote is never closed", "a closing quote", "close it; if the file was cut off, fetch it again")
        }
        RecordFault::BareReturn => (
            "a carriage return stands without a line feed",
            "lines that end with a line feed, or carriage return and line feed",
            "write the file with such line ends, or put quotes around the cell",
        ),
    };
    Fault { what: what.to_owned(), expected: expected.to_owned(), remedy }
}

fn line_problem(path: &Path, line: u64, fault: Fault) -> Problem {
    Problem {
        file: path.display().to_string(),
        line: Some(line),
        column: None,
        what: fault.what,
        expected: fault.expected,
        remedy: fault.remedy.to_owned(),
    }
}
