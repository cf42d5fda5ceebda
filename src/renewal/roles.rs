//! Roles to change before the renewal: what they keep people at is committed to again otherwise.

use seatwise_reports::{
    report::{Block, Column, Section, Table, Value},
    says,
};

use super::Renewal;
use crate::roles::section;

/// Rows of the table on a page.
const SHOWN: usize = 10;
/// Columns of the admin report's table that a buyer needs.
const COLUMNS: [&str; 7] =
    ["role", "kept_at", "people", "open", "contracted_monthly", "open_contracted_monthly", "proposal"];

/// `None` = nothing is known of roles, or none of them alone keeps anybody at a license.
pub(super) fn section(renewal: &Renewal<'_>) -> Option<Section> {
    let report = renewal.roles;
    let costs = section::costs(report);
    if costs.is_empty() {
        return None;
    }
    let mut list = vec![says![
        "A person's license follows from their roles. What is to be lower in the new term has to be changed before the quantities are agreed: these changes are ways to what is needed after advice, not savings on top of it. `seatwise roles` and the admin report have the steps."
    ]];
    list.extend(section::together(report));
    list.extend(section::notes(report));
    let mut blocks = vec![Block::List(list)];
    blocks.extend(section::chart(report, &costs).map(Block::Chart));
    let open = section::open_first(costs);
    if !open.is_empty() {
        blocks.push(Block::Table(short(&section::table(report, &open, SHOWN))));
    }
    Some(Section::new("roles", "Roles to change before the renewal", blocks))
}

/// The table with some of its columns.
fn short(whole: &Table) -> Table {
    let places: Vec<usize> = COLUMNS.iter().filter_map(|id| whole.column(id)).collect();
    let columns: Vec<Column> = places.iter().map(|at| whole.columns[*at].clone()).collect();
    let row = |cells: &[Value]| places.iter().map(|at| cells[*at].clone()).collect::<Vec<_>>();
    let mut table = Table::new(whole.id, &whole.title, columns);
    table.rows = whole.rows.iter().map(|cells| row(cells)).collect();
    table.totals = whole.totals.as_ref().map(|totals| seatwise_reports::report::Totals { cells: row(&totals.cells) });
    table.shown = whole.shown;
    // What is said of a column that is not here is left out with it.
    table.notes.extend(whole.notes.last().cloned());
    table.notes.push(says!["Roles of which somebody would not miss the license, the dearest of that first."]);
    table
}
