//! Is a report sound? Ids that stand twice, rows that do not fit their columns, formulas of columns that are not there.
//!
//! A report that is not is a mistake of whoever made it, found before a file is written.

use std::collections::HashSet;

use super::chart_data;
use crate::report::{FigureSource, Formula, LookUp, Part, Report, Table, Value};

/// Every problem, with its place; none = it is sound.
#[must_use]
pub fn problems(report: &Report) -> Vec<String> {
    let mut problems = Vec::new();
    let figures = report.figures().map(|figure| ("figure", figure.id));
    let tables = report.tables().map(|table| ("table", table.id));
    let charts = report.charts().map(|chart| ("chart", chart.id));
    let sections = report.sections.iter().map(|section| ("section", section.id));
    let mut seen = HashSet::new();
    for (what, id) in sections.chain(figures).chain(tables).chain(charts) {
        if !seen.insert((what, id)) {
            problems.push(format!("{what} `{id}` stands twice"));
        }
        if !is_id(id) {
            problems.push(format!("{what} `{id}` is no id in snake_case"));
        }
        // The files of these are made for every report.
        if what == "table" && ["figures", "totals"].contains(&id) {
            problems.push(format!("table `{id}` has the name of a file that every report has"));
        }
    }
    report.tables().for_each(|table| check_table(table, &mut problems));
    report.tables().for_each(|table| check_others(report, table, &mut problems));
    for figure in report.figures() {
        check_source(report, &format!("figure `{}`", figure.id), figure.source, &mut problems);
    }
    report.tables().for_each(|table| check_cells(report, table, &mut problems));
    report.charts().for_each(|chart| check_table(&chart_data::table(chart, &report.currency), &mut problems));
    problems
}

/// What a figure rests on has to be there, and a chain of figures ends with the second.
fn check_source(report: &Report, what: &str, source: Option<FigureSource>, problems: &mut Vec<String>) {
    for part in source.into_iter().flat_map(|source| source.parts()) {
        let is_there = match part {
            Part::Total { table, column } => {
                cell_of(report, table, column).is_some_and(|(table, _)| table.totals.is_some())
            }
            Part::Rows { table, column, from, to } => {
                cell_of(report, table, column).is_some_and(|(table, _)| from < to && to <= table.rows.len())
            }
            Part::RowCount(id) => report.tables().any(|table| table.id == id),
            Part::Figure(id) => report.figure(id).is_some_and(|other| {
                let mut parts = other.source.into_iter().flat_map(|source| source.parts());
                !parts.any(|part| matches!(part, Part::Figure(_)))
            }),
        };
        if !is_there {
            problems.push(format!("{what} rests on what is not there: {part:?}"));
        }
    }
}

/// A cell that follows from others is one of the table, in a column without a formula, and rests on no figure.
fn check_cells(report: &Report, table: &Table, problems: &mut Vec<String>) {
    for cell in &table.cells {
        let what = format!("table `{}`, row {}, column `{}`", table.id, cell.row + 1, cell.column);
        let column = table.columns.iter().find(|column| column.id == cell.column);
        if cell.row >= table.rows.len() || column.is_none_or(|column| column.formula.is_some()) {
            problems.push(format!("{what} has a source, and is no cell without a formula"));
        }
        if cell.source.parts().any(|part| matches!(part, Part::Figure(_))) {
            problems.push(format!("{what} rests on a figure"));
        }
        check_source(report, &what, Some(cell.source), problems);
    }
}

/// What columns take from other tables has to be there.
fn check_others(report: &Report, table: &Table, problems: &mut Vec<String>) {
    for column in &table.columns {
        let Some(LookUp { table: other, column: id, .. }) = column.formula.and_then(Formula::look_up) else { continue };
        if other == table.id || cell_of(report, other, id).is_none() {
            let place = format!("table `{}`, column `{}`", table.id, column.id);
            problems.push(format!("{place} is computed from `{id}` of `{other}`, which is no column of another table"));
        }
    }
}

fn cell_of<'a>(report: &'a Report, table: &str, column: &str) -> Option<(&'a Table, usize)> {
    let table = report.tables().find(|one| one.id == table)?;
    Some((table, table.column(column)?))
}

fn check_table(table: &Table, problems: &mut Vec<String>) {
    let mut seen = HashSet::new();
    for column in &table.columns {
        let place = format!("table `{}`, column `{}`", table.id, column.id);
        if !seen.insert(column.id) {
            problems.push(format!("{place} stands twice"));
        }
        if !is_id(column.id) {
            problems.push(format!("{place} is no id in snake_case"));
        }
        let by = column.formula.and_then(|formula| formula.look_up()?.by);
        let operands = column.formula.map(Formula::operands).unwrap_or_default().into_iter().chain(by);
        for operand in operands.filter(|operand| table.column(operand).is_none()) {
            problems.push(format!("{place} is computed from `{operand}`, which is no column"));
        }
    }
    let rows = table.rows.iter().enumerate().map(|(at, row)| (format!("row {}", at + 1), row));
    let totals = table.totals.iter().map(|totals| ("totals".to_owned(), &totals.cells));
    for (name, cells) in rows.chain(totals) {
        check_row(table, &name, cells, problems);
    }
}

fn check_row(table: &Table, name: &str, cells: &[Value], problems: &mut Vec<String>) {
    let (found, wanted) = (cells.len(), table.columns.len());
    if found != wanted {
        problems.push(format!("table `{}`, {name} has {found} cells for {wanted} columns", table.id));
    }
    for (cell, column) in cells.iter().zip(&table.columns) {
        if cell.kind().is_some_and(|kind| kind != column.kind) {
            let kind = super::plain::name(column.kind);
            problems.push(format!("table `{}`, {name}, column `{}` holds no {kind}", table.id, column.id));
        }
    }
}

/// As the schema has it.
fn is_id(id: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    id.starts_with(is_letter) && id.chars().all(|letter| is_letter(letter) || letter == '_')
}
