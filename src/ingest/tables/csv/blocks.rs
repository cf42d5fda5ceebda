//! A CSV file in blocks of whole records, its header taken off the front.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::super::cell::{self, Fault};
use super::super::read::Reading;
use super::super::record;
use super::{line_problem, record_fault};

/// Bytes that are read at once; a thread parses a block in a few hundredths of a second.
const BLOCK_BYTES: usize = 4 << 20;
/// A record of more bytes is a quote that is never closed.
pub(super) const RECORD_BYTES_MAX: usize = 64 << 20;

/// What follows a batch of blocks.
pub(super) enum End {
    More,
    File,
    Endless,
    Failed(std::io::Error),
}

/// A file in blocks of whole records.
pub(super) struct Blocks {
    file: File,
    pending: Vec<u8>,
    ended: bool,
}

/// A header that was read.
pub(super) struct Header {
    pub(super) names: Vec<String>,
    /// Lines that it takes.
    pub(super) lines: u64,
}

impl Blocks {
    /// Opens a file and reads its first block.
    pub(super) fn open(path: &Path) -> std::io::Result<Blocks> {
        let mut blocks = Blocks { file: File::open(path)?, pending: Vec::new(), ended: false };
        blocks.fill(BLOCK_BYTES)?;
        Ok(blocks)
    }

    /// Reads until so many bytes are pending, or the file ends.
    fn fill(&mut self, bytes: usize) -> std::io::Result<()> {
        let missing = bytes.saturating_sub(self.pending.len());
        if missing > 0 && !self.ended {
            let read = (&self.file).take(missing as u64).read_to_end(&mut self.pending)?;
            self.ended = read < missing;
        }
        Ok(())
    }

    /// The header, taken off the front; `None` = there is a problem with it, and it has been told.
    pub(super) fn header(&mut self, path: &Path, reading: &mut Reading<'_>) -> Option<Header> {
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
    pub(super) fn batch(&mut self, count: usize) -> (Vec<Vec<u8>>, End) {
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
