//! What the figures rest on: findings, what the input covers, prices with their sources, settings.

use chrono::{DateTime, Utc};
use seatwise_reports::{
    report::{Block, Column, Kind, Section, Table, Value},
    says,
};

use super::SHOWN;
use crate::overview::facts::{CoverageRow, Overview, PriceRow};

pub(super) fn findings(facts: &Overview) -> Section {
    let columns = vec![
        Column::new("code", "Code", Kind::Text),
        Column::new("severity", "Severity", Kind::Text),
        Column::new("subject", "About", Kind::Text),
        Column::new("message", "What it says", Kind::Text),
    ];
    let mut table = Table::new("findings", "Findings", columns);
    let rows = facts.findings.iter().map(|row| [&row.code, &row.severity, &row.subject, &row.message]);
    table.rows = rows.map(|row| row.map(Value::text).to_vec()).collect();
    table.shown = Some(SHOWN);
    let lead = if facts.findings.is_empty() { "Nothing was found that needs a look." } else { "" };
    let lead = (!lead.is_empty()).then(|| Block::Paragraph(says![lead]));
    Section::new("findings", "Findings", lead.into_iter().chain([Block::Table(table)]).collect())
}

pub(super) fn coverage(facts: &Overview) -> Section {
    let lead = says![
        "The window of evidence is ",
        Value::Instant(Some(facts.window.0)),
        " to ",
        Value::Instant(Some(facts.window.1)),
        ". What is not covered is treated as needed by whoever holds it."
    ];
    let columns = vec![
        Column::new("table", "Table", Kind::Text),
        Column::new("feature", "Feature", Kind::Text),
        Column::new("from", "From", Kind::Instant),
        Column::new("to", "To (exclusive)", Kind::Instant),
        Column::new("complete", "Whole window", Kind::Text),
    ];
    let mut table = Table::new("coverage", "Coverage", columns);
    let at = |at: Option<DateTime<Utc>>| at.map_or(Value::Empty, |at| Value::Instant(Some(at)));
    let row = |row: &CoverageRow| {
        let complete = match (row.complete, row.from) {
            (true, _) => "yes",
            (false, Some(_)) => "no",
            (false, None) => "not covered",
        };
        let feature = row.feature.as_deref().unwrap_or("all");
        vec![Value::text(&row.table), Value::text(feature), at(row.from), at(row.to), Value::text(complete)]
    };
    table.rows = facts.coverage.iter().map(row).collect();
    Section::new("coverage", "Coverage", vec![Block::Paragraph(lead), Block::Table(table)])
}

pub(super) fn section(facts: &Overview) -> Section {
    let columns = vec![
        Column::new("name", "Setting", Kind::Text),
        Column::new("value", "Value", Kind::Text),
        Column::new("origin", "Set in", Kind::Text),
    ];
    let mut settings = Table::new("assumptions", "Settings and contract terms", columns);
    let row = |name: &str, value: &str, origin: &str| vec![Value::text(name), Value::text(value), Value::text(origin)];
    settings.rows = facts.assumptions.iter().map(|own| row(&own.name, &own.value, &own.origin)).collect();
    let blocks = vec![Block::Table(prices(facts)), Block::Table(settings)];
    Section::new("basis", "Prices and assumptions", blocks)
}

fn prices(facts: &Overview) -> Table {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("list_price", "List price", Kind::Price),
        Column::new("list_status", "Status", Kind::Text),
        Column::new("list_date", "Known from", Kind::Day),
        Column::new("list_source", "Source", Kind::Text),
        Column::new("contracted_price", "Contracted price", Kind::Price),
        Column::new("contracted_source", "From", Kind::Text),
    ];
    let mut table = Table::new("prices", "Where each price comes from", columns);
    let row = |row: &PriceRow| {
        vec![
            Value::text(&row.product),
            Value::Price(row.list_price),
            Value::text(&row.list_status),
            row.list_date.map_or(Value::Empty, |day| Value::Day(Some(day))),
            Value::text_or_empty(row.list_source.as_deref()),
            Value::Price(row.contracted_price),
            Value::text(&row.contracted_source),
        ]
    };
    table.rows = facts.prices.iter().map(row).collect();
    table
}
