//! A CSV that people fill in by a spreadsheet: separators as its country has them, formulas kept from running, and lines
//! counted as an editor counts them.

use csv::{Position, StringRecord};

/// What stands between the names of the columns most often; of equals the comma.
pub fn delimiter(head: &str) -> u8 {
    let count = |delimiter: &u8| head.bytes().filter(|byte| byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// The place of a column, whose name may be in upper or lower case.
pub fn find(heads: &StringRecord, name: &str) -> Option<usize> {
    heads.iter().position(|head| head.eq_ignore_ascii_case(name))
}

/// A text without the apostrophe that keeps a spreadsheet from running it as a formula.
pub fn bare(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    rest.unwrap_or(cell)
}

/// On which line of a text its records begin.
///
/// The reader of CSV tells the place at which it stopped before a record, so that it counts the line feed of a `\r\n`, and
/// empty lines, to the record that follows them.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    /// Of the text that the reader is given.
    pub fn new(text: &'t str) -> Lines<'t> {
        Lines { text: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line of a record, from 1; records are asked for in their order.
    pub fn of(&mut self, place: Option<&Position>) -> u64 {
        let place = place.and_then(|place| usize::try_from(place.byte()).ok()).unwrap_or(self.at);
        let is_before = |at: usize, byte: u8| at < place || matches!(byte, b'\r' | b'\n');
        while let Some(byte) = self.text.get(self.at).filter(|byte| is_before(self.at, **byte)) {
            self.line += u64::from(*byte == b'\n');
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_an_editor() {
        let check = |text: &str, expected: &[u64]| {
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
            let mut lines = Lines::new(text);
            let found: Vec<u64> = reader
                .records()
                .map(|record| match record {
                    Ok(record) => lines.of(record.position()),
                    Err(error) => lines.of(error.position()),
                })
                .collect();
            assert_eq!(found, expected, "{text:?}");
        };
        check("a,b\n1,2\n3,4\n", &[2, 3]);
        check("a,b\r\n1,2\r\n3,4\r\n", &[2, 3]);
        check("a,b\r\n\r\n1,2\r\n\r\n\r\n3,4", &[3, 6]);
        check("a,b\n\"1\n2\",3\n4,5\n", &[2, 4]);
        check("\r\na,b\r\n\"1\r\n2\",3\r\n4,5\r\n", &[3, 5]);
        check("a,b\n", &[]);
    }
}
