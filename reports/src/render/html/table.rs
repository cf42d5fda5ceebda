//! Tables of a page: what is shown, what can be asked for, and the totals, which stay last.

use maud::{Markup, html};

use super::{
    Page,
    blocks::{parts, words},
    pack::{self, Packed, Room},
};
use crate::report::{Column, Kind, Section, Table, Value};

/// Rows that stand in the page as such; a longer table is packed.
const PLAIN: usize = 250;
/// Rows of a packed table that are shown at first, where the table says nothing else.
const FIRST: usize = 50;
/// Tables of so many rows are not broken between two sheets of paper.
const SHORT: usize = 12;
/// From so many rows on, a table can be filtered.
const FILTERED: usize = 6;

/// A table with its heading, tools and notes.
pub(super) fn table(page: &Page<'_>, section: &Section, table: &Table, room: &mut Room) -> Markup {
    let rows = table.rows.len();
    let packed = (rows > PLAIN).then(|| pack::pack(page, table, room));
    let shown = table.shown.unwrap_or(if packed.is_some() { FIRST } else { rows }).min(rows);
    // A table of one page may show many rows, yet a page must open quickly.
    let shown = if packed.is_some() { shown.min(PLAIN) } else { shown };
    let standing = if packed.is_some() { shown } else { rows };
    let wide = wide(table);
    let held = packed.as_ref().map_or(rows, |packed| packed.rows.max(shown));
    html! {
        div.table.short[shown <= SHORT].wide[wide > PORTRAIT].tight[wide > LANDSCAPE] id={ "table-" (table.id) } data-shown=(shown) data-rows=(held) {
            @if table.title != section.title { h3 { (words(&table.title)) } }
            @if rows >= FILTERED { (tools(table)) }
            (scrolled(page, table, standing, &table.title))
            @if shown < rows { (rest(page, shown, (held, rows), standing)) }
            @if let Some(Packed { data, .. }) = packed { template.rows { (data) } }
            @for note in &table.notes { p.aside { (page.sentence(note)) } }
        }
    }
}

/// A table alone: the data of a chart.
pub(super) fn bare(page: &Page<'_>, table: &Table, title: &str) -> Markup {
    scrolled(page, table, table.rows.len(), &format!("Data: {title}"))
}

/// Hidden until the script is there to serve it.
fn tools(table: &Table) -> Markup {
    let id = format!("filter-{}", table.id);
    html! {
        div.tools hidden {
            label for=(id) { "Filter" }
            input type="search" id=(id) autocomplete="off" spellcheck="false" aria-describedby={ (id) "-count" };
            p.count id={ (id) "-count" } role="status" {}
        }
    }
}

/// What the page leaves out at first, and where all of it is.
fn rest(page: &Page<'_>, shown: usize, (held, rows): (usize, usize), standing: usize) -> Markup {
    let count = |number: usize| page.notation.count(number as u64);
    html! {
        // Where all rows stand in the page, the script takes some away.
        div.rest hidden[standing == rows] {
            p.aside { "The first " (count(shown)) " of " (count(rows)) " rows. The data files hold all"
                @if held < rows { "; this page holds " (count(held)) } "." }
            button type="button" hidden { "Show all " (count(held)) " rows" }
        }
    }
}

/// The table itself, in a box of its own that scrolls sideways and is reached by keyboard.
fn scrolled(page: &Page<'_>, table: &Table, standing: usize, title: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(title.replace('`', "")) {
            table {
                thead { tr { @for (at, column) in seen(table) {
                    th scope="col" class=[class(column)] style=[room(table, at)] data-kind=(super::super::plain::name(column.kind)) {
                        (column.label)
                    }
                } } }
                tbody {
                    @for cells in table.rows.iter().take(standing) { (row(page, table, cells)) }
                    @if table.rows.is_empty() {
                        tr.none { td colspan=(table.seen(&table.columns).count()) { "No rows." } }
                    }
                }
                @if let Some(totals) = &table.totals { tfoot { (totals_row(page, table, &totals.cells)) } }
            }
        }
    }
}

/// The columns of a page with their numbers.
fn seen(table: &Table) -> impl Iterator<Item = (usize, &Column)> {
    table.columns.iter().enumerate().filter(|(_, column)| !column.is_detail)
}

fn row(page: &Page<'_>, table: &Table, cells: &[Value]) -> Markup {
    html! {
        tr { @for (at, (column, cell)) in table.seen(cells).enumerate() {
            @if at == 0 && !column.kind.is_figure() {
                th scope="row" data-v=[page.exact(cell)] { (page.shown(cell)) }
            } @else {
                td class=[cell_class(cell, column)] data-v=[page.exact(cell)] { (page.shown(cell)) }
            }
        } }
    }
}

/// Nothing stands where nothing is summed up.
fn totals_row(page: &Page<'_>, table: &Table, cells: &[Value]) -> Markup {
    html! {
        tr { @for (column, cell) in table.seen(cells) {
            td class=[cell_class(cell, column)] data-v=[page.exact(cell)] {
                @if *cell != Value::Empty { (page.shown(cell)) }
            }
        } }
    }
}

fn class(column: &Column) -> Option<&'static str> {
    column.kind.is_figure().then_some("n")
}

/// Letters of the longest text of a column, from the most on, and of its lines.
const LINES: [(usize, usize); 3] = [(140, 34), (80, 22), (36, 18)];
/// Letters of a word that is not broken, and of a day.
const WORD: usize = 24;
const DAY: usize = 13;
/// Rows that are looked at.
const LOOKED_AT: usize = 200;

/// Letters beside each other on paper, upright and across.
const PORTRAIT: usize = 100;
const LANDSCAPE: usize = 155;
/// Letters of a figure, and between two columns.
const FIGURE: usize = 10;
const GAP: usize = 2;

/// Letters that the columns need beside each other.
fn wide(table: &Table) -> usize {
    seen(table).map(|(at, _)| letters(table, at).unwrap_or(FIGURE) + GAP).sum()
}

/// What a column of words is given at least, by its longest word: tables are rather scrolled than read letter by letter.
fn room(table: &Table, at: usize) -> Option<String> {
    letters(table, at).map(|letters| format!("--w:{letters}ch"))
}

fn letters(table: &Table, at: usize) -> Option<usize> {
    let texts = || {
        let cells = table.rows.iter().take(LOOKED_AT).filter_map(|row| row.get(at));
        cells.filter_map(|cell| if let Value::Text(text) = cell { Some(text.as_str()) } else { None })
    };
    let letters = match table.columns.get(at)?.kind {
        Kind::Text => {
            let longest = texts().map(|text| text.chars().count()).max().unwrap_or(0);
            let line = LINES.iter().find(|(from, _)| longest >= *from).map_or(0, |(_, line)| *line);
            let words = texts().flat_map(|text| text.split([' ', '-'])).flat_map(parts);
            let letters = words.map(|word| word.chars().count()).max().unwrap_or(0).min(WORD);
            // The first column is bold.
            line.max(letters + 1 + if at == 0 { letters / 4 } else { 0 })
        }
        Kind::Instant => DAY,
        _ => return None,
    };
    Some(letters)
}

fn cell_class(cell: &Value, column: &Column) -> Option<&'static str> {
    match (column.kind.is_figure(), cell.is_unknown()) {
        (true, true) => Some("n unknown"),
        (false, true) => Some("unknown"),
        (true, false) => Some("n"),
        (false, false) => None,
    }
}
