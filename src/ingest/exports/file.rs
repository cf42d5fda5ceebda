//! One file on the disk: is it text at all, how are cells separated, and its records with their lines.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use csv::{ByteRecord, ReaderBuilder};

use crate::ingest::problem::Problem;

/// A file that was looked at once.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// Where it lies.
    pub(super) path: PathBuf,
    /// Its name in messages.
    pub(super) name: String,
    /// What separates cells.
    delimiter: u8,
    /// Header texts, as written.
    pub(super) header: Vec<String>,
}

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
const CHUNK: usize = 1 << 16;

impl Sheet {
    /// Looks at a file from its first to its last byte.
    ///
    /// # Errors
    /// Everything that keeps it from being a CSV file in UTF-8.
    pub(super) fn open(path: &Path) -> Result<Sheet, Problem> {
        let name = path.display().to_string();
        let fault = |what: String, expected: &str, remedy: &str| whole(&name, what, expected, remedy);
        let mut file = File::open(path).map_err(|error| {
            fault(format!("can't be read: {error}"), "a CSV file", "check the path and the permissions")
        })?;
        let first_line = check_text(&mut file, &name)?;
        let delimiter = delimiter(&first_line).ok_or_else(|| {
            fault(
                "the first line is no header: it has neither comma, semicolon nor tab".to_owned(),
                "a console export, whose first line names its columns",
                "export it again as CSV",
            )
        })?;
        let mut sheet = Sheet { path: path.to_owned(), name, delimiter, header: Vec::new() };
        let mut header = Vec::new();
        sheet.read(true, |_, record| {
            header = record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
            false
        })?;
        sheet.header = header;
        Ok(sheet)
    }

    /// Hands every record after the header to `each` with its line, until `each` says stop. Blank lines are skipped.
    ///
    /// # Errors
    /// The file can't be read any more.
    pub(super) fn records(&self, mut each: impl FnMut(u64, &ByteRecord)) -> Result<(), Problem> {
        let mut first = true;
        self.read(false, |line, record| {
            if !std::mem::take(&mut first) {
                each(line, record);
            }
            true
        })
    }

    fn read(&self, header_only: bool, mut each: impl FnMut(u64, &ByteRecord) -> bool) -> Result<(), Problem> {
        let failed = |error: csv::Error| {
            whole(&self.name, format!("can't be read: {error}"), "a CSV file", "check the disk and run again")
        };
        let mut reader = ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_path(&self.path)
            .map_err(failed)?;
        let mut record = ByteRecord::new();
        while reader.read_byte_record(&mut record).map_err(failed)? {
            let line = record.position().map_or(0, csv::Position::line);
            if line <= 1 && record.get(0).is_some_and(|cell| cell.starts_with(UTF8_MARK)) {
                let cells: Vec<Vec<u8>> = record.iter().map(<[u8]>::to_vec).collect();
                let mut cells = cells.into_iter();
                let bare = cells.next().map(|cell| unquoted(&cell[UTF8_MARK.len()..]));
                record = bare.into_iter().chain(cells).collect();
            }
            if !each(line, &record) || header_only {
                break;
            }
        }
        Ok(())
    }
}

/// A quoted first cell behind a byte order mark is not seen as quoted by the CSV reader.
fn unquoted(cell: &[u8]) -> Vec<u8> {
    cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\"")).unwrap_or(cell).to_vec()
}

/// A problem of a whole file.
pub(super) fn whole(file: &str, what: String, expected: &str, remedy: &str) -> Problem {
    Problem {
        file: file.to_owned(),
        line: None,
        column: None,
        what,
        expected: expected.to_owned(),
        remedy: remedy.to_owned(),
    }
}

/// Reads the file through: UTF-8, no binary, quotes closed, not empty. Gives the first line.
fn check_text(file: &mut File, name: &str) -> Result<Vec<u8>, Problem> {
    let mut reader = BufReader::new(file);
    let mut chunk = vec![0; CHUNK];
    let (mut first_line, mut in_first_line) = (Vec::new(), true);
    let (mut tail, mut quotes, mut line) = (Vec::new(), 0u64, 1u64);
    let mut last_quote_line = 1;
    loop {
        let read = reader.read(&mut chunk).map_err(|error| {
            whole(name, format!("can't be read: {error}"), "a CSV file", "check the disk and run again")
        })?;
        if read == 0 {
            break;
        }
        let bytes = &chunk[..read];
        if first_line.is_empty() && (bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")) {
            let what = "is UTF-16, not UTF-8".to_owned();
            return Err(whole(
                name,
                what,
                "CSV in UTF-8",
                "save it as \"CSV UTF-8\", or export it again from the console",
            ));
        }
        if bytes.contains(&0) {
            let what = format!("holds binary data (a zero byte after line {line})");
            return Err(whole(name, what, "a CSV file", "unpack it or export it again as CSV"));
        }
        for byte in bytes {
            match byte {
                b'\n' => {
                    line += 1;
                    in_first_line = false;
                }
                b'"' => {
                    quotes += 1;
                    last_quote_line = line;
                }
                _ => {}
            }
            if in_first_line {
                first_line.push(*byte);
            }
        }
        tail.extend_from_slice(bytes);
        match std::str::from_utf8(&tail) {
            Ok(_) => tail.clear(),
            // A character may go on in the next chunk; anything else is no UTF-8.
            Err(error) if error.error_len().is_none() => tail = tail[error.valid_up_to()..].to_vec(),
            Err(_) => {
                let what = format!("is not UTF-8 (near line {line})");
                return Err(whole(
                    name,
                    what,
                    "CSV in UTF-8",
                    "save it as \"CSV UTF-8\", or export it again from the console",
                ));
            }
        }
    }
    if !tail.is_empty() {
        let what = "ends in the middle of a character: it was cut off".to_owned();
        return Err(whole(name, what, "a complete file", "download it again"));
    }
    if quotes % 2 == 1 {
        let what = format!("ends inside a quoted cell (the last quote is in line {last_quote_line}): it was cut off");
        return Err(whole(name, what, "a complete file, every quote closed", "download it again"));
    }
    if first_line.iter().all(u8::is_ascii_whitespace) {
        let what = "has no header: its first line is empty".to_owned();
        return Err(whole(
            name,
            what,
            "a console export, whose first line names its columns",
            "export it again as CSV",
        ));
    }
    Ok(first_line)
}

/// The separator that is most frequent outside quotes in the header.
fn delimiter(first_line: &[u8]) -> Option<u8> {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in first_line {
        if *byte == b'"' {
            quoted = !quoted;
        }
        if let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| delimiter == byte && !quoted) {
            *count += 1;
        }
    }
    let (delimiter, count) = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    (count > 0).then_some(delimiter)
}
