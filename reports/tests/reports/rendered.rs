//! Every figure of a report stands in every format of it.

use rust_decimal::Decimal;
use seatwise_reports::report::{Block, Drawing, Report, Value};

use crate::report_fixture;

/// Sums of a column's known figures.
fn sum(report: &Report, table: &str, column: &str) -> Decimal {
    let table = report.tables().find(|one| one.id == table).unwrap();
    let at = table.column(column).unwrap();
    table.rows.iter().filter_map(|row| row[at].number()).sum()
}

#[test]
fn the_fixture_is_whole_and_its_parts_sum_to_its_totals() {
    let report = report_fixture::report();
    for table in report.tables() {
        let rows = table.rows.iter().chain(table.totals.iter().map(|totals| &totals.cells));
        for row in rows {
            assert_eq!(row.len(), table.columns.len(), "{}", table.id);
            for (cell, column) in row.iter().zip(&table.columns) {
                assert!(cell.kind().is_none_or(|kind| kind == column.kind), "{} {}: {cell:?}", table.id, column.id);
            }
        }
    }
    for (table, columns) in [
        ("cost_by_department", &["seats", "contracted", "shared", "cost", "budget", "variance"][..]),
        ("invoice_lines", &["expected", "invoiced", "difference"]),
    ] {
        for column in columns {
            let of = report.tables().find(|one| one.id == table).unwrap();
            let total = of.totals.as_ref().unwrap().cells[of.column(column).unwrap()].number().unwrap();
            assert_eq!(sum(&report, table, column), total, "{table} {column}");
        }
    }
    let kinds: std::collections::HashSet<_> =
        report.charts().map(|chart| std::mem::discriminant(&chart.drawing)).collect();
    assert_eq!(kinds.len(), 8, "one of each drawing");
    let bridge = report
        .charts()
        .find_map(|chart| if let Drawing::Bridge(bridge) = &chart.drawing { Some(bridge) } else { None });
    let bridge = bridge.unwrap();
    assert_eq!(bridge.from.1 + bridge.steps.iter().map(|step| step.1).sum::<Decimal>(), bridge.to.1);
    assert_eq!(report.figure("billed").unwrap().value, Value::Amount(Some(bridge.to.1)));
    assert!(report.sections[0].blocks.iter().any(|block| matches!(block, Block::List(_))));
}
