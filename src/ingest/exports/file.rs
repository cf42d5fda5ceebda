//! One file on the disk: is it text at all, how are cells separated, and its records with their lines.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use csv::{ByteRecord, ReaderBuilder};

use super::scim;
use crate::ingest::problem::Problem;

/// A file that was looked at once.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// Where it lies.
    pub(super) path: PathBuf,
    /// Its name in messages.
    pub(super) name: String,
    form: Form,
    /// Header texts, as written.
    pub(super) header: Vec<String>,
    /// Records of the whole list of which the file may be one page; `None` = the file does not tell.
    pub(super) total: Option<u64>,
}

/// How records are written.
#[derive(Debug, Clone)]
enum Form {
    /// Cells with this between them.
    Separated(u8),
    /// People of SCIM as JSON, read already: line and cells.
    Scim(Arc<Vec<(u64, ByteRecord)>>),
}

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
const CHUNK: usize = 1 << 16;
/// How packed files begin, and what they are.
const PACKED: [(&[u8], &str); 2] = [(b"\x1F\x8B", "compressed (gzip)"), (b"PK\x03\x04", "a workbook or a ZIP archive")];

impl Sheet {
    /// Looks at a file from its first to its last byte.
    ///
    /// # Errors
    /// Everything that keeps it from being a CSV file in UTF-8.
    pub(super) fn open(path: &Path) -> Result<Sheet, Problem> {
        let name = path.display().to_string();
        let fault = |what: String, expected: &str, remedy: &str| whole(&name, what, expected, remedy);
        let unreadable = |error: std::io::Error| {
            fault(format!("the file can't be read: {error}"), "a CSV file", "check the path and the permissions")
        };
        if is_json(path).map_err(unreadable)? {
            let bytes = std::fs::read(path).map_err(unreadable)?;
            let scim::List { header, rows, total } =
                scim::read(&name, bytes.strip_prefix(UTF8_MARK).unwrap_or(&bytes))?;
            return Ok(Sheet { path: path.to_owned(), name, form: Form::Scim(Arc::new(rows)), header, total });
        }
        let mut file = File::open(path).map_err(unreadable)?;
        let first_line = check_text(&mut file, &name)?;
        let delimiter = delimiter(&first_line).ok_or_else(|| {
            fault(
                "the first line is no header: it has neither comma, semicolon nor tab".to_owned(),
                "a console export, whose first line names its columns",
                "export it again as CSV",
            )
        })?;
        let form = Form::Separated(delimiter);
        let mut sheet = Sheet { path: path.to_owned(), name, form, header: Vec::new(), total: None };
        let mut header = Vec::new();
        sheet.read(delimiter, true, |_, record| {
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
        let delimiter = match &self.form {
            Form::Separated(delimiter) => *delimiter,
            Form::Scim(rows) => {
                rows.iter().for_each(|(line, record)| each(*line, record));
                return Ok(());
            }
        };
        let mut first = true;
        self.read(delimiter, false, |line, record| {
            if !std::mem::take(&mut first) {
                each(line, record);
            }
            true
        })
    }

    fn read(
        &self,
        delimiter: u8,
        header_only: bool,
        mut each: impl FnMut(u64, &ByteRecord) -> bool,
    ) -> Result<(), Problem> {
        let failed = |error: csv::Error| {
            whole(&self.name, format!("the file can't be read: {error}"), "a CSV file", "check the disk and run again")
        };
        let lines = Lines::open(&self.path).map_err(|error| failed(error.into()))?;
        let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(lines);
        let mut record = ByteRecord::new();
        while reader.read_byte_record(&mut record).map_err(failed)? {
            // The reader has passed the line end; blank lines before the record do not count for it.
            let breaks = record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
            let line = reader.position().line() - breaks - 1;
            if !each(line, &record) || header_only {
                break;
            }
        }
        Ok(())
    }
}

/// Does the file begin as JSON does? No header of an export has a brace before its first name.
fn is_json(path: &Path) -> std::io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(1 << 10).read_to_end(&mut head)?;
    let text = head.strip_prefix(UTF8_MARK).unwrap_or(&head);
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    Ok(first.is_some_and(|byte| b"{[".contains(byte)))
}

/// The bytes of a file without its byte order mark, with LF at the end of every line, the last one too: only so does
/// the CSV reader count lines as an editor does.
struct Lines {
    inner: BufReader<File>,
    after_return: bool,
    /// The last byte given was a line end, or nothing was given.
    at_line_start: bool,
}

impl Lines {
    fn open(path: &Path) -> std::io::Result<Lines> {
        let mut inner = BufReader::with_capacity(CHUNK, File::open(path)?);
        if inner.fill_buf()?.starts_with(UTF8_MARK) {
            inner.consume(UTF8_MARK.len());
        }
        Ok(Lines { inner, after_return: false, at_line_start: true })
    }
}

impl Read for Lines {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let mut given = 0;
        while given == 0 && !out.is_empty() {
            let input = self.inner.fill_buf()?;
            if input.is_empty() {
                if self.at_line_start {
                    return Ok(0);
                }
                (out[0], given) = (b'\n', 1);
            }
            let taken = input.len().min(out.len());
            for byte in &input[..taken] {
                let second_half = *byte == b'\n' && self.after_return;
                self.after_return = *byte == b'\r';
                if !second_half {
                    out[given] = if self.after_return { b'\n' } else { *byte };
                    given += 1;
                }
            }
            self.inner.consume(taken);
            if given > 0 {
                self.at_line_start = out[given - 1] == b'\n';
            }
        }
        Ok(given)
    }
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

/// The problem, with its line.
fn at(line: u64, problem: Problem) -> Problem {
    Problem { line: Some(line), ..problem }
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
            whole(name, format!("the file can't be read: {error}"), "a CSV file", "check the disk and run again")
        })?;
        if read == 0 {
            break;
        }
        let bytes = &chunk[..read];
        if let Some((_, kind)) = PACKED.into_iter().find(|(magic, _)| first_line.is_empty() && bytes.starts_with(magic))
        {
            return Err(whole(
                name,
                format!("the file is {kind}"),
                "a CSV file",
                "unpack it, or save the sheet as \"CSV UTF-8\"",
            ));
        }
        if first_line.is_empty() && (bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")) {
            let what = "the file is UTF-16, not UTF-8".to_owned();
            return Err(whole(
                name,
                what,
                "CSV in UTF-8",
                "save it as \"CSV UTF-8\", or export it again from the console",
            ));
        }
        if bytes.contains(&0) {
            let what = "the file holds binary data (a zero byte)".to_owned();
            let line = line + bytes.iter().take_while(|byte| **byte != 0).filter(|byte| **byte == b'\n').count() as u64;
            return Err(at(line, whole(name, what, "a CSV file", "export it again as CSV")));
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
                let what = format!("the file is not UTF-8 (near line {line})");
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
        let what = "the file ends in the middle of a character: it was cut off".to_owned();
        return Err(whole(name, what, "a complete file", "download it again"));
    }
    if quotes % 2 == 1 {
        let what = "the file ends inside a quoted cell, whose quote is the last one: it was cut off".to_owned();
        let problem = whole(name, what, "a complete file, every quote closed", "download it again");
        return Err(at(last_quote_line, problem));
    }
    if first_line.iter().all(u8::is_ascii_whitespace) {
        let what = "the file has no header: its first line is empty".to_owned();
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
