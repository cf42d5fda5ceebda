//! What the data cover, what a reader must know, and what the figures rest on.

use seatwise_reports::{
    report::{Block, Column, Kind, Section, Table, Value},
    says,
};

use super::Facts;
use crate::overview;

/// Findings that a page shows.
const SHOWN: usize = 30;

pub(super) fn section(facts: &Facts<'_>) -> Section {
    Section::new("quality", "Data quality", vec![Block::Table(coverage(facts)), Block::Table(findings(facts))])
}

fn coverage(facts: &Facts<'_>) -> Table {
    let columns = vec![
        Column::new("table", "Table", Kind::Text),
        Column::new("feature", "Feature", Kind::Text),
        Column::new("from", "From", Kind::Day),
        Column::new("to", "To", Kind::Day),
        Column::new("complete", "Covers the window", Kind::Text),
    ];
    let mut table = Table::new("coverage", "What the input covers", columns);
    let day = |at: Option<chrono::DateTime<chrono::Utc>>| at.map_or(Value::Empty, |at| Value::Day(Some(at.date_naive())));
    let rows = overview::coverage(facts.monthly.analysis);
    table.rows = rows
        .iter()
        .map(|row| {
            vec![
                Value::text(&row.table),
                Value::text_or_empty(row.feature.as_deref()),
                day(row.from),
                day(row.to),
                Value::text(if row.complete { "yes" } else { "no" }),
            ]
        })
        .collect();
    table.notes.push(says!["A feature that the window does not cover is taken as needed: unknown is never idle."]);
    table
}

fn findings(facts: &Facts<'_>) -> Table {
    let columns = vec![
        Column::new("severity", "Severity", Kind::Text),
        Column::new("code", "Finding", Kind::Text),
        Column::new("subject", "About", Kind::Text),
        Column::new("message", "What it says", Kind::Text),
    ];
    let mut table = Table::new("findings", "Findings", columns);
    let order = ["error", "warning", "info"];
    let mut rows: Vec<_> = facts.monthly.analysis.findings.iter().collect();
    rows.sort_by_key(|finding| order.iter().position(|own| *own == finding.code.severity().as_str()));
    table.rows = rows
        .into_iter()
        .map(|finding| {
            vec![
                Value::text(finding.code.severity().as_str()),
                Value::text(finding.code.as_str()),
                Value::text(&finding.subject),
                Value::text(&finding.message),
            ]
        })
        .collect();
    table.shown = Some(SHOWN);
    table
}

pub(super) fn assumptions(facts: &Facts<'_>) -> Section {
    let analysis = facts.monthly.analysis;
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("list_price", "List price", Kind::Price),
        Column::new("list_date", "Known since", Kind::Day),
        Column::new("contracted_price", "Contracted price", Kind::Price),
        Column::new("contracted_source", "Contracted by", Kind::Text),
        Column::new("list_source", "Source of the list price", Kind::Text),
    ];
    let mut prices = Table::new("prices", "Prices with source and date", columns);
    prices.rows = overview::prices::prices(analysis)
        .into_iter()
        .map(|row| {
            vec![
                Value::text(row.product),
                Value::Price(row.list_price),
                row.list_date.map_or(Value::Empty, |day| Value::Day(Some(day))),
                Value::Price(row.contracted_price),
                Value::text(row.contracted_source),
                Value::text_or_empty(row.list_source.as_deref()),
            ]
        })
        .collect();
    let columns = vec![
        Column::new("name", "Term", Kind::Text),
        Column::new("value", "Value", Kind::Text),
        Column::new("origin", "Set in", Kind::Text),
    ];
    let mut terms = Table::new("terms", "Contract and settings", columns);
    let rows = overview::prices::assumptions(analysis);
    terms.rows = rows
        .into_iter()
        .map(|row| vec![Value::text(row.name), Value::text(row.value), Value::text(row.origin)])
        .collect();
    Section::new("assumptions", "What the figures rest on", vec![Block::Table(prices), Block::Table(terms)])
}
