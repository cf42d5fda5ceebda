//! How a console writes its files: dates and durations by locale, delimiter, byte order mark, line ends.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::super::calendar::{self, END_DAY, MINUTE};
use super::super::stamp;
use crate::canonical::rows::{DAY, Micros};

/// How dates with times are written; every file has one style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateStyle {
    /// `6/23/26 07:00 AM`, comma between cells: a browser in the United States.
    #[default]
    UnitedStates,
    /// `2026-06-23 07:00:00`, comma between cells.
    Iso,
    /// `23.06.2026 07:00`, semicolon between cells, decimal comma: a browser in Germany.
    Germany,
}

/// In which unit durations are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DurationUnit {
    /// Whole milliseconds: `618710100`.
    #[default]
    Milliseconds,
    /// `HH:MM:SS`, fractions of a second left out.
    Clock,
}

/// How the files of a console export are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportStyle {
    /// Dates with times.
    pub dates: DateStyle,
    /// Durations.
    pub durations: DurationUnit,
    /// Begin each file with the UTF-8 byte order mark?
    pub byte_order_mark: bool,
    /// End lines with CR LF, not LF?
    pub crlf: bool,
    /// So many last days are in the agent files; 1 and more.
    pub days: u32,
    /// So many last days are in the interactions file, one row per interaction; 0 = a header only.
    pub interaction_days: u32,
}

impl Default for ExportStyle {
    fn default() -> Self {
        Self {
            dates: DateStyle::default(),
            durations: DurationUnit::default(),
            byte_order_mark: false,
            crlf: false,
            days: 92,
            interaction_days: 1,
        }
    }
}

impl ExportStyle {
    /// First day of the agent files.
    pub(super) fn first_day(&self) -> i32 {
        END_DAY - self.days.clamp(1, 10_000) as i32
    }

    /// First day of the interactions file.
    pub(super) fn first_interaction_day(&self) -> i32 {
        END_DAY - self.interaction_days.min(10_000) as i32
    }

    fn delimiter(&self) -> u8 {
        if self.dates == DateStyle::Germany { b';' } else { b',' }
    }

    /// Date and time, to the minute or (ISO) the second.
    pub(super) fn moment(&self, at: Micros) -> String {
        let (day, of_day) = (at.div_euclid(DAY) as i32, at.rem_euclid(DAY));
        let (year, month, of_month) = calendar::date(day);
        let (hour, minute) = (of_day / MINUTE / 60, of_day / MINUTE % 60);
        match self.dates {
            DateStyle::UnitedStates => {
                let (short, half) = ((hour + 11) % 12 + 1, if hour < 12 { "AM" } else { "PM" });
                format!("{month}/{of_month}/{:02} {short:02}:{minute:02} {half}", year % 100)
            }
            DateStyle::Germany => format!("{of_month:02}.{month:02}.{year} {hour:02}:{minute:02}"),
            DateStyle::Iso => {
                let mut text = Vec::with_capacity(19);
                stamp::date(day, &mut text);
                text.push(b' ');
                stamp::time(of_day, &mut text);
                String::from_utf8(text).expect("stamps are ASCII")
            }
        }
    }

    /// A duration; an empty cell where there is none.
    pub(super) fn duration(&self, milliseconds: i64) -> String {
        let seconds = milliseconds / 1_000;
        match self.durations {
            _ if milliseconds == 0 => String::new(),
            DurationUnit::Milliseconds => milliseconds.to_string(),
            DurationUnit::Clock => {
                format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
            }
        }
    }

    /// A decimal number with the locale's decimal point.
    pub(super) fn decimal(&self, number: &str) -> String {
        if self.dates == DateStyle::Germany { number.replace('.', ",") } else { number.to_owned() }
    }

    /// Part of a whole as a decimal 0 ..= 1 of four places, half up; an empty cell where there is no whole.
    pub(super) fn ratio(&self, part: i64, whole: i64) -> String {
        if whole <= 0 {
            return String::new();
        }
        let tenthousandths = (part.clamp(0, whole) * 20_000 + whole) / (2 * whole);
        self.decimal(&format!("{}.{:04}", tenthousandths / 10_000, tenthousandths % 10_000))
    }
}

/// One export file.
pub(super) struct Sheet {
    path: PathBuf,
    writer: csv::Writer<BufWriter<File>>,
}

impl Sheet {
    /// Makes the file `name` in the folder, which is made where it is missing, and writes its header.
    pub(super) fn create(dir: &Path, name: &str, style: ExportStyle, header: &[&str]) -> anyhow::Result<Self> {
        std::fs::create_dir_all(dir).with_context(|| format!("can't make the folder `{}`", dir.display()))?;
        let path = dir.join(name);
        let file = File::create_new(&path).with_context(|| {
            format!("can't make `{}`: choose an empty folder that can be written to", path.display())
        })?;
        let mut file = BufWriter::with_capacity(1 << 16, file);
        if style.byte_order_mark {
            file.write_all("\u{feff}".as_bytes()).with_context(|| format!("can't write `{}`", path.display()))?;
        }
        let end = if style.crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let writer = csv::WriterBuilder::new().delimiter(style.delimiter()).terminator(end).from_writer(file);
        let mut sheet = Self { path, writer };
        sheet.row(header)?;
        Ok(sheet)
    }

    /// Writes a row.
    pub(super) fn row<T: AsRef<[u8]>>(&mut self, cells: &[T]) -> anyhow::Result<()> {
        self.writer.write_record(cells).with_context(|| format!("can't write `{}`", self.path.display()))
    }

    /// Writes what is left, and says where.
    pub(super) fn finish(mut self) -> anyhow::Result<PathBuf> {
        self.writer.flush().with_context(|| format!("can't write `{}`", self.path.display()))?;
        Ok(self.path)
    }
}
