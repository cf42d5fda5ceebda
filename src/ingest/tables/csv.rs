//! A CSV file: its encoding, its header, its rows in blocks that are parsed side by side.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use super::super::problem::Problem;
use super::cell::{self, Fault};
use super::read::{FileTotals, Place, Portion, Reading};
use super::record::{self, Extent, Field, RecordFault};
use crate::canonical::{Column, Table};
use crate::snapshot::Cell;

/// Bytes that are read at once; a thread parses a block in a few hundredths of a second.
const BLOCK_BYTES: usize = 4 << 20;
/// A record of more bytes is a quote that is never closed.
const RECORD_BYTES_MAX: usize = 64 << 20;

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

/// What follows a batch of blocks.
enum End {
    More,
    File,
    Endless,
    Failed(std::io::Error),
}

/// A file in blocks of whole records.
struct Blocks {
    file: File,
    pending: Vec<u8>,
    ended: bool,
}

struct Header {
    names: Vec<String>,
    lines: u64,
}

impl Blocks {
    fn open(path: &Path) -> std::io::Result<Blocks> {
        let mut blocks = Blocks { file: File::open(path)?, pending: Vec::new(), ended: false };
        blocks.fill(BLOCK_BYTES)?;
        Ok(blocks)
    }

    /// Reads until so many bytes are pending, or the file ends.
    fn fill(&mut self, bytes: usize) -> std::io::Result<()> {
        let mut filled = self.pending.len();
        self.pending.resize(bytes.max(filled), 0);
        while filled < self.pending.len() && !self.ended {
            match self.file.read(&mut self.pending[filled..]) {
                Ok(0) => self.ended = true,
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.pending.truncate(filled);
        Ok(())
    }

    /// The header, taken off the front; `None` = there is a problem with it, and it has been told.
    fn header(&mut self, path: &Path, reading: &mut Reading<'_>) -> Option<Header> {
        if self.pending.starts_with(b"\xEF\xBB\xBF") {
            self.pending.drain(..3);
        }
        if let Some((what, remedy)) = not_csv(&self.pending) {
            reading.file_problem(path, what.to_owned(), "CSV in UTF-8 with a header", remedy);
            return None;
        }
        let mut fields = Vec::new();
        let extent = record::next(&self.pending, &mut fields);
        if let Some((fault, _)) = extent.fault {
            reading.problem(line_problem(path, 1, record_fault(fault)));
            return None;
        }
        let names: Vec<String> =
            fields.iter().map(|field| String::from_utf8_lossy(field.bytes).replace("\"\"", "\"")).collect();
        if let [only] = names.as_slice()
            && only.contains([';', '\t', '|'])
        {
            let what = format!("the header has one column, {}", cell::quoted(only));
            let fault = Fault {
                what,
                expected: "columns separated by commas".to_owned(),
                remedy: "write the file with commas",
            };
            reading.problem(line_problem(path, 1, fault));
            return None;
        }
        self.pending.drain(..extent.bytes);
        Some(Header { names, lines: extent.lines })
    }

    /// The next blocks, at most `count`, and what comes after them.
    fn batch(&mut self, count: usize) -> (Vec<Vec<u8>>, End) {
        let mut batch = Vec::with_capacity(count);
        while batch.len() < count {
            if let Err(error) = self.fill(BLOCK_BYTES) {
                return (batch, End::Failed(error));
            }
            let mut end = record::last_end(&self.pending);
            while end == 0 && !self.ended && self.pending.len() < RECORD_BYTES_MAX {
                if let Err(error) = self.fill(self.pending.len() * 2) {
                    return (batch, End::Failed(error));
                }
                end = record::last_end(&self.pending);
            }
            if self.ended {
                batch.push(std::mem::take(&mut self.pending));
                return (batch, End::File);
            }
            if end == 0 {
                return (batch, End::Endless);
            }
            let rest = self.pending.split_off(end);
            batch.push(std::mem::replace(&mut self.pending, rest));
        }
        (batch, End::More)
    }
}

/// Why a file's first bytes can't be those of CSV in UTF-8, and the way out.
fn not_csv(start: &[u8]) -> Option<(&'static str, &'static str)> {
    match start {
        [] => Some(("the file is empty", "write at least the header")),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some(("the file is UTF-16", "save it as UTF-8")),
        [0x1F, 0x8B, ..] => Some(("the file is compressed with gzip", "unpack it first, as with `gunzip`")),
        [b'P', b'K', 3, 4, ..] => {
            Some(("the file is a ZIP archive or an Excel workbook", "unpack it, or save it as CSV"))
        }
        [b'P', b'A', b'R', b'1', ..] => Some(("the file is Parquet", "name it `.parquet`")),
        _ if start[..start.len().min(8192)].contains(&0) => {
            Some(("the file has NUL bytes: it is binary, or UTF-16 without a mark", "save it as UTF-8 text"))
        }
        _ => None,
    }
}

/// Which cell of a record belongs to which column.
struct Layout {
    table: Table,
    file: Arc<str>,
    /// Per canonical column its place in the file.
    places: Vec<Option<usize>>,
    cells: usize,
}

impl Layout {
    fn of(table: Table, path: &Path, names: &[String], reading: &mut Reading<'_>) -> Option<Layout> {
        let mut sound = true;
        let mut places = Vec::new();
        for column in table.spec().columns {
            let found: Vec<usize> = (0..names.len()).filter(|place| names[*place] == column.name).collect();
            places.push(found.first().copied());
            let fault = match found.as_slice() {
                [] if column.required => missing_column(column, names),
                [_, _, ..] => Fault {
                    what: format!("column `{}` stands {} times in the header", column.name, found.len()),
                    expected: "every column once".to_owned(),
                    remedy: "remove or rename all but one",
                },
                _ => continue,
            };
            sound = false;
            reading.problem(Problem { column: Some(column.name.to_owned()), ..line_problem(path, 1, fault) });
        }
        note_unknown(table, path, names.iter().map(String::as_str), reading);
        let file = path.display().to_string().into();
        sound.then_some(Layout { table, file, places, cells: names.len() })
    }
}

/// A required column that is not in the header.
pub(super) fn missing_column(column: &Column, names: &[String]) -> Fault {
    let alike = names.iter().find(|name| name.trim().eq_ignore_ascii_case(column.name));
    let remedy =
        if alike.is_some() { "rename the column that differs in case or white space" } else { "add the column" };
    let there: Vec<_> = names.iter().map(|name| cell::quoted(name)).collect();
    Fault {
        what: format!("column `{}` is missing", column.name),
        expected: format!("`{}`, {}; there are {}", column.name, column.doc, there.join(", ")),
        remedy,
    }
}

/// Notes the columns that no contract names.
pub(super) fn note_unknown<'a>(
    table: Table,
    path: &Path,
    names: impl Iterator<Item = &'a str>,
    reading: &mut Reading<'_>,
) {
    let is_known = |name: &str| {
        name == crate::canonical::col::USER_IX || table.spec().columns.iter().any(|column| column.name == name)
    };
    let unknown: Vec<_> = names.filter(|name| !is_known(name)).map(cell::quoted).collect();
    if !unknown.is_empty() {
        reading.note(
            "unknown-columns",
            path,
            format!("columns without a meaning here, not read: {}", unknown.join(", ")),
        );
    }
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
