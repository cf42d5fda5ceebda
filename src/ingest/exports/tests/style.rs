//! One content in the words of many locales.
//!
//! Content is a header and rows whose cells are parted by `|`: `@2026-06-23 07:00` is an instant in UTC, `@2026-06-23`
//! a day, `~279745` a duration in milliseconds, `#0.75` a decimal; anything else is text, `⏎` in it a line break. Cells left out at the end of a row are empty.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// How a locale writes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) name: &'static str,
    delimiter: u8,
    /// chrono's formats of an instant and of a day.
    formats: [&'static str; 2],
    /// Hours east of UTC that an instant is shown in.
    hours_east: i64,
    clock: bool,
    decimal_comma: bool,
    mark: bool,
    crlf: bool,
}

pub(super) const STYLES: [Style; 6] = [
    style("United States", b',', ["%-m/%-d/%y %I:%M %p", "%-m/%-d/%y"]),
    Style {
        clock: true,
        mark: true,
        crlf: true,
        ..style("United States, clock", b',', ["%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y"])
    },
    Style {
        clock: true,
        decimal_comma: true,
        mark: true,
        crlf: true,
        ..style("Germany", b';', ["%d.%m.%Y %H:%M", "%d.%m.%Y"])
    },
    Style { decimal_comma: true, ..style("France", b';', ["%d/%m/%Y %H:%M", "%d/%m/%Y"]) },
    style("ISO", b',', ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]),
    Style {
        clock: true,
        hours_east: 2,
        ..style("ISO with offset, tabs", b'\t', ["%Y-%m-%dT%H:%M:%S.000+02:00", "%Y-%m-%d"])
    },
];

const fn style(name: &'static str, delimiter: u8, formats: [&'static str; 2]) -> Style {
    Style { name, delimiter, formats, hours_east: 0, clock: false, decimal_comma: false, mark: false, crlf: false }
}

impl Style {
    /// The file of a content.
    pub(super) fn sheet(&self, header: &str, rows: &[&str]) -> Vec<u8> {
        let end = if self.crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut file = if self.mark { b"\xEF\xBB\xBF".to_vec() } else { Vec::new() };
        let mut writer = csv::WriterBuilder::new().delimiter(self.delimiter).terminator(end).from_writer(&mut file);
        for row in std::iter::once(&header).chain(rows) {
            let cells = row.split('|').chain(std::iter::repeat("")).take(header.split('|').count());
            writer.write_record(cells.map(|cell| self.cell(cell))).expect("written");
        }
        drop(writer);
        file
    }

    fn cell(&self, cell: &str) -> String {
        let (kind, rest) = cell.split_at(cell.chars().next().map_or(0, char::len_utf8));
        match kind {
            "@" if rest.contains(' ') => {
                let at = NaiveDateTime::parse_from_str(rest, "%Y-%m-%d %H:%M").expect("an instant");
                (at + TimeDelta::hours(self.hours_east)).format(self.formats[0]).to_string()
            }
            "@" => rest.parse::<NaiveDate>().expect("a day").format(self.formats[1]).to_string(),
            "~" => self.duration(rest.parse().expect("milliseconds")),
            "#" if self.decimal_comma => rest.replace('.', ","),
            "#" => rest.to_owned(),
            _ => cell.replace('⏎', "\n"),
        }
    }

    fn duration(&self, millis: i64) -> String {
        let (seconds, rest) = (millis / 1_000, millis % 1_000);
        let clock = format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
        match (self.clock, rest) {
            (false, _) => millis.to_string(),
            (true, 0) => clock,
            (true, _) => format!("{clock}.{rest:03}"),
        }
    }
}
