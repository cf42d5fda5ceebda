//! Where each table stands: the name of its sheet, its rows, its cells as formulas name them.

use std::{cell::OnceCell, collections::HashMap};

use rust_xlsxwriter::utility::{quote_sheet_name, row_col_to_cell, row_col_to_cell_absolute};

use super::names::Names;
use crate::report::{Chart, Drawing, Kind, Report, Table, Value};

/// Digits behind the point that a column shows at most.
const DIGITS: u32 = 6;
/// Bytes of a text that can be looked up.
const LOOKED_UP: usize = 255;

/// Every table and heat map with its sheet.
pub(super) struct Places<'a> {
    pub(super) tables: Vec<Place<'a>>,
    pub(super) heat_maps: Vec<(&'a Chart, String)>,
}

/// A table on its sheet. Rows and columns count from 0, as the library counts them.
pub(super) struct Place<'a> {
    pub(super) table: &'a Table,
    /// The sheet's name.
    pub(super) sheet: String,
    /// As formulas write it.
    quoted: String,
    /// Digits behind the point, by column.
    pub(super) digits: Vec<u32>,
    keys: OnceCell<HashMap<String, Option<usize>>>,
}

pub(super) const SUMMARY: &str = "Summary";
pub(super) const CHECKS: &str = "Checks";
pub(super) const CHARTS: &str = "Charts";
pub(super) const CHART_DATA: &str = "Chart data";

impl<'a> Places<'a> {
    pub(super) fn of(report: &'a Report) -> Places<'a> {
        let mut names = Names::default();
        names.take(&[SUMMARY, CHECKS, CHARTS, CHART_DATA]);
        let tables = report
            .tables()
            .map(|table| {
                let sheet = names.sheet(table.id);
                Place {
                    table,
                    quoted: quote_sheet_name(&sheet),
                    sheet,
                    digits: digits(table, report.minor_units),
                    keys: OnceCell::new(),
                }
            })
            .collect();
        let heat_maps = report
            .charts()
            .filter(|chart| matches!(&chart.drawing, Drawing::HeatMap { cells, .. } if !cells.is_empty()))
            .map(|chart| (chart, names.sheet(chart.id)))
            .collect();
        Places { tables, heat_maps }
    }

    /// The table of an id and the number of a column of it.
    pub(super) fn find(&self, table: &str, column: &str) -> Option<(&Place<'a>, usize)> {
        let place = self.tables.iter().find(|place| place.table.id == table)?;
        Some((place, place.table.column(column)?))
    }
}

impl Place<'_> {
    /// The sheet row of a row of the table.
    pub(super) fn row(&self, row: usize) -> u32 {
        row as u32 + 1
    }

    /// The last sheet row of the data; that of the first where there are none.
    pub(super) fn last_row(&self) -> u32 {
        self.table.rows.len().max(1) as u32
    }

    /// The sheet row of the totals: a free row keeps them out of the block of the data.
    pub(super) fn totals_row(&self) -> Option<u32> {
        self.table.totals.as_ref().map(|_| self.last_row() + 2)
    }

    /// The first sheet row of the notes.
    pub(super) fn notes_row(&self) -> u32 {
        self.totals_row().unwrap_or_else(|| self.last_row()) + 2
    }

    /// `'Bill'!$E$9`: a cell from another sheet.
    pub(super) fn far(&self, row: u32, column: usize) -> String {
        format!("{}!{}", self.quoted, row_col_to_cell_absolute(row, column as u16))
    }

    /// `'Bill'!$E$2:$E$9`: rows `[from, to)` of a column from another sheet.
    pub(super) fn far_rows(&self, (from, to): (usize, usize), column: usize) -> String {
        let last = row_col_to_cell_absolute(self.row(to.max(from + 1) - 1), column as u16);
        format!("{}:{last}", self.far(self.row(from), column))
    }

    /// The row that begins with a text, where that is no pattern and no other row begins with it.
    pub(super) fn row_of(&self, key: &Value) -> Option<usize> {
        let Value::Text(text) = key else { return None };
        if text.is_empty() || text.len() > LOOKED_UP || text.contains(['*', '?', '~', '`']) {
            return None;
        }
        self.keys.get_or_init(|| self.first_texts()).get(&text.to_lowercase()).copied().flatten()
    }

    /// Rows by the text that they begin with, in lower case as look-ups read it; `None` = two rows begin so.
    fn first_texts(&self) -> HashMap<String, Option<usize>> {
        let mut rows = HashMap::new();
        for (row, cells) in self.table.rows.iter().enumerate() {
            if let Some(Value::Text(text)) = cells.first() {
                rows.entry(text.to_lowercase()).and_modify(|found| *found = None).or_insert(Some(row));
            }
        }
        rows
    }

    /// `E2:E9`: all data of a column on its own sheet.
    pub(super) fn near_rows(&self, column: usize) -> String {
        let cell = |row| row_col_to_cell(row, column as u16);
        format!("{}:{}", cell(1), cell(self.last_row()))
    }
}

/// Digits behind the point that the cells of each column need: those of the minor unit for money, and more where one has
/// more.
fn digits(table: &Table, minor_units: u32) -> Vec<u32> {
    let rows = || table.rows.iter().chain(table.totals.iter().map(|totals| &totals.cells));
    let of_column = |(at, kind): (usize, Kind)| {
        let numbers = rows().filter_map(|row| row.get(at).and_then(Value::number));
        let most = numbers.map(|number| number.normalize().scale()).max().unwrap_or(0);
        let least = if matches!(kind, Kind::Amount | Kind::Price) { minor_units } else { 0 };
        most.min(DIGITS).max(least)
    };
    table.columns.iter().map(|column| column.kind).enumerate().map(of_column).collect()
}
