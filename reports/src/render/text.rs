//! A report for a terminal of a given width: words are broken into lines, figures never are.
//!
//! A table that is wider than the terminal is shown in parts, each with its first column; long names in it go on below
//! themselves, to three lines. Charts are shown as their data.

use super::chart_data;
use super::text_table::{Part, table_text};
use crate::locale::{Locale, Notation};
use crate::page::filled;
use crate::report::{Block, Chart, Figure, Kind, Report, Section, Sentence, Table, Value};

/// Fewer columns are not worked with.
const NARROWEST: usize = 40;
/// Rows of a table that says nothing else.
const ROWS: usize = 40;
/// Rows of a chart's data; of more, their number alone is said.
const MARKS: usize = 14;
/// Space between a name, its value and what it rests on.
const GAP: usize = 2;
/// Columns of what a figure rests on at least, beside it.
const NOTE: usize = 20;
/// Columns of the names of figures at most.
const NAMES: usize = 28;

/// The whole report, `width` columns wide; ends with a line break.
#[must_use]
pub fn text(report: &Report, locale: Locale, width: usize) -> String {
    let screen = Screen { report, notation: Notation::of(report, locale), width: width.max(NARROWEST) };
    let mut out = screen.head();
    for section in &report.sections {
        out += &screen.section(section);
    }
    let foot = format!("seatwise {} · snapshot {}", report.tool_version, report.snapshot);
    out + "\n" + &screen.filled("", "  ", &foot)
}

struct Screen<'a> {
    report: &'a Report,
    notation: Notation,
    width: usize,
}

impl Screen<'_> {
    fn head(&self) -> String {
        let report = self.report;
        let facts = format!(
            "{} · as of {} · amounts in {}",
            self.notation.period(report.period),
            self.notation.instant(report.as_of),
            report.currency
        );
        self.filled("", "  ", &format!("{}: {}", report.organization, report.title))
            + &self.filled("", "  ", &facts)
            + "\n"
            + &self.filled("", "", &self.said(&report.headline))
    }

    fn section(&self, section: &Section) -> String {
        let rule = "═".repeat(section.title.chars().count().min(self.width));
        let mut out = format!("\n{}{rule}\n", self.filled("", "", &section.title));
        for (at, block) in section.blocks.iter().enumerate() {
            if at > 0 {
                out.push('\n');
            }
            out += &match block {
                Block::Paragraph(sentence) => self.filled("", "", &self.said(sentence)),
                Block::List(list) => list.iter().map(|one| self.filled("• ", "  ", &self.said(one))).collect(),
                Block::Figures(figures) => self.figures(figures),
                Block::Table(table) => self.table(table, table.title != section.title),
                Block::Chart(chart) => self.chart(chart),
            };
        }
        if section.blocks.is_empty() {
            out += "Nothing to report.\n";
        }
        out
    }

    /// Names, values on the right, what they rest on.
    fn figures(&self, figures: &[Figure]) -> String {
        let value = |figure: &Figure| self.shown(&figure.value);
        let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
        let names = widest(&mut figures.iter().map(|figure| columns(&figure.label))).min(NAMES).min(self.width / 2);
        let room = self.width - names - GAP;
        let values = widest(&mut figures.iter().map(|figure| columns(&value(figure))).filter(|value| *value <= room));
        let line = |figure: &Figure| {
            let value = value(figure);
            let name = padded(&one_line(&figure.label), names);
            let head = format!("{name}  {}{value}", " ".repeat(values.saturating_sub(columns(&value))));
            let detail = figure.detail.as_ref().map(|detail| self.said(detail)).unwrap_or_default();
            if columns(&value) > room {
                self.filled(&format!("{name}  "), "    ", &format!("{value} {detail}"))
            } else if columns(&head) + GAP + NOTE <= self.width && !detail.is_empty() {
                self.filled(&format!("{head}  "), &" ".repeat(names + GAP + GAP), &detail)
            } else if detail.is_empty() {
                format!("{head}\n")
            } else {
                format!("{head}\n{}", self.filled("    ", "    ", &detail))
            }
        };
        figures.iter().map(line).collect()
    }

    fn table(&self, table: &Table, is_named: bool) -> String {
        let mut out = if is_named { self.filled("", "  ", &table.title.replace('`', "")) } else { String::new() };
        let shown = table.shown.unwrap_or(ROWS).min(table.rows.len());
        out += &self.rows(table, shown);
        for note in &table.notes {
            out += &self.filled("  ", "  ", &self.said(note));
        }
        out
    }

    fn chart(&self, chart: &Chart) -> String {
        let data = chart_data::table(chart, &self.report.currency);
        let mut out = self.filled("", "  ", &self.said(&chart.title));
        out += &self.filled("  ", "  ", &format!("Chart: {}", chart.units));
        out += &match data.rows.len() {
            marks if marks > MARKS => self.filled(
                "  ",
                "  ",
                &format!("{} points; the data files have all", self.notation.count(marks as u64)),
            ),
            marks => self.rows(&data, marks),
        };
        if let Some(note) = &chart.note {
            out += &self.filled("  ", "  ", &self.said(note));
        }
        out
    }

    /// The first rows, the totals, and how many rows are left out.
    fn rows(&self, table: &Table, shown: usize) -> String {
        if table.rows.is_empty() {
            return "  No rows.\n".to_owned();
        }
        let cells = |row: &Vec<Value>, none: &str| -> Vec<String> {
            row.iter().map(|cell| if *cell == Value::Empty { none.to_owned() } else { self.shown(cell) }).collect()
        };
        let rows: Vec<Vec<String>> = table.rows.iter().take(shown).map(|row| cells(row, "–")).collect();
        let totals = table.totals.as_ref().map(|totals| cells(&totals.cells, ""));
        let seen = table.columns.iter().enumerate().filter(|(_, column)| !column.is_detail);
        let parts = seen.map(|(at, column)| Part {
            head: one_line(&column.label),
            is_figure: column.kind.is_figure(),
            is_name: column.kind == Kind::Text,
            cells: rows.iter().map(|row| row.get(at).cloned().unwrap_or_default()).collect(),
            total: totals.as_ref().map(|totals| totals.get(at).cloned().unwrap_or_default()),
        });
        let mut out = table_text(&parts.collect::<Vec<_>>(), self.width);
        if let left @ 1.. = table.rows.len() - shown {
            out += &format!("  … and {} more; the data files have all\n", self.notation.count(left as u64));
        }
        out
    }

    fn shown(&self, value: &Value) -> String {
        one_line(&self.notation.value(value).replace('`', ""))
    }

    fn said(&self, sentence: &Sentence) -> String {
        one_line(&self.notation.sentence(sentence).replace('`', ""))
    }

    fn filled(&self, first: &str, rest: &str, text: &str) -> String {
        filled(first, rest, &one_line(text), self.width)
    }
}

/// Columns that a text takes.
pub(super) fn columns(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// With spaces behind it, at least `width` columns wide.
pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// Control characters, a line break in a name say, would move the cursor.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
