//! Each format of the report of the fixture, whole; on terminals of several widths; and reports that are extreme.

use rust_decimal::Decimal;
use seatwise_reports::locale::{Locale, Notation};
use seatwise_reports::render::{Style, check, csv, html, json, text, xlsx};
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
    assert_eq!(kinds.len(), 13, "one of each drawing");
    let bridge = report
        .charts()
        .find_map(|chart| if let Drawing::Bridge(bridge) = &chart.drawing { Some(bridge) } else { None });
    let bridge = bridge.unwrap();
    assert_eq!(bridge.from.1 + bridge.steps.iter().map(|step| step.1).sum::<Decimal>(), bridge.to.1);
    assert_eq!(report.figure("billed").unwrap().value, Value::Amount(Some(bridge.to.1)));
    assert!(report.sections[0].blocks.iter().any(|block| matches!(block, Block::List(_))));
}

/// Drawings have snapshots of their own.
fn without_drawings(page: &str) -> String {
    let mut parts = page.split("<svg");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |page, part| page + "<svg/>" + part.split_once("</svg>").map_or("", |(_, rest)| rest))
}

#[test]
fn the_formats_whole() {
    let report = report_fixture::report();
    let style = Style::default();
    insta::assert_snapshot!("report.html", without_drawings(&html::page(&report, &style).unwrap()));
    insta::assert_snapshot!("report.txt", text::text(&report, style.locale, 100));
    insta::assert_snapshot!("report.json", json::document(&report));
    for (name, bytes) in csv::files(&report).into_iter().take(6) {
        insta::assert_snapshot!(format!("report-{name}"), String::from_utf8(bytes).unwrap());
    }
}

#[test]
fn a_report_without_anything_whole() {
    let report = report_fixture::empty();
    insta::assert_snapshot!("empty.txt", text::text(&report, Locale::EnGb, 60));
    insta::assert_snapshot!("empty.json", json::document(&report));
    let page = html::page(&report, &Style::default()).unwrap();
    assert!(page.contains("<td colspan=\"3\">No rows.</td>") && page.contains("Nothing to report."));
    assert!(page.contains("<dd class=\"value unknown\">unknown</dd>"));
}

#[test]
fn a_terminal_shows_every_figure_unbroken_and_keeps_to_its_width() {
    let report = report_fixture::report();
    for (locale, width) in
        [(Locale::EnUs, 40), (Locale::De, 60), (Locale::Fr, 80), (Locale::Es, 132), (Locale::EnGb, 400)]
    {
        let notation = Notation::of(&report, locale);
        let screen = text::text(&report, locale, width);
        for line in screen.lines() {
            let columns = unicode_width::UnicodeWidthStr::width(line);
            // A word that is wider than the terminal stands on a line of its own.
            assert!(columns <= width || line.trim_start().split(' ').count() <= 2, "{columns} of {width}: {line}");
            assert!(!line.ends_with(' ') && !line.contains('\t'), "{line:?}");
        }
        let figures = report.figures().map(|figure| &figure.value);
        let shown = report.tables().flat_map(|table| {
            let rows = table.rows.iter().take(table.shown.unwrap_or(usize::MAX));
            rows.chain(table.totals.iter().map(|totals| &totals.cells)).flatten()
        });
        for value in figures.chain(shown).filter(|value| value.number().is_some()) {
            assert!(screen.contains(&notation.value(value)), "{value:?} in {locale} at {width}");
        }
    }
}

/// Every format is made, and none of them holds what is no number or runs what was a text.
fn check_formats(name: &str, report: &Report) {
    assert_eq!(check::problems(report), Vec::<String>::new(), "{name}");
    for locale in Locale::ALL {
        let page = html::page(report, &Style { locale, ..Style::default() }).unwrap();
        assert!(page.ends_with("</html>") && !page.contains("NaN"), "{name}");
        assert_eq!(page.matches("<script").count(), 1, "{name}: only the script of the page");
        assert!(!page.contains(" onclick=") && !page.contains("src=\"http"), "{name}");
        for width in [0, 40, 80, 200] {
            assert!(text::text(report, locale, width).ends_with('\n'), "{name}");
        }
    }
    serde_json::from_str::<serde_json::Value>(&json::document(report)).unwrap();
    assert!(csv::files(report).iter().all(|file| !file.1.is_empty()), "{name}");
    let workbook = xlsx::workbook(report, &Style::default()).unwrap();
    let mut workbook = crate::opened::Opened::of(workbook);
    for sheet in workbook.sheets() {
        let cells = workbook.cells(&sheet);
        assert!(!cells.contains("NaN") && !cells.contains("inf"), "{name}: {sheet}");
    }
}

#[test]
fn huge_numbers_no_sections_no_columns_and_names_that_bite() {
    check_formats("the fixture", &report_fixture::report());
    check_formats("empty", &report_fixture::empty());
    let mut report = report_fixture::report();
    report.sections.clear();
    report.organization = "</title><script>alert(1)</script>`\u{202e}".repeat(9);
    check_formats("no sections", &report);
    let mut report = report_fixture::report();
    for block in report.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        match block {
            Block::Table(table) => {
                for value in table.rows.iter_mut().flatten() {
                    *value = match &*value {
                        Value::Amount(_) => Value::Amount(Some(Decimal::MIN)),
                        Value::Price(_) => Value::Price(Some(Decimal::MAX)),
                        Value::Count(_) => Value::Count(Some(u64::MAX)),
                        Value::Quantity(_) => Value::Quantity(Some(Decimal::MAX)),
                        Value::Share(_) => Value::Share(Some(Decimal::MIN)),
                        Value::Text(_) => Value::text("株".repeat(90)),
                        other => other.clone(),
                    };
                }
            }
            Block::Figures(figures) => figures.iter_mut().for_each(|one| one.value = Value::Amount(Some(Decimal::MAX))),
            _ => {}
        }
    }
    check_formats("huge", &report);
    let mut report = report_fixture::empty();
    report.sections[0].blocks = vec![
        Block::Table(seatwise_reports::report::Table::new("no_columns", "No columns", Vec::new())),
        Block::Figures(Vec::new()),
        Block::List(Vec::new()),
        Block::Paragraph(seatwise_reports::report::Sentence::default()),
    ];
    check_formats("no columns", &report);
}
