//! What the data cover, what a reader must know, and what the figures rest on.

use std::{cmp::Reverse, collections::BTreeMap};

use seatwise_reports::{
    report::{Block, Column, Kind, Section, Table, Value},
    says,
};

use super::{Facts, prices};
use crate::{
    findings::code::{Remark, Severity},
    overview,
};

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
    let day =
        |at: Option<chrono::DateTime<chrono::Utc>>| at.map_or(Value::Empty, |at| Value::Day(Some(at.date_naive())));
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

/// Findings by code: whom they are about stands in `seatwise analyze`, since this report names nobody.
fn findings(facts: &Facts<'_>) -> Table {
    let columns = vec![
        Column::new("severity", "Severity", Kind::Text),
        Column::new("code", "Finding", Kind::Text),
        Column::new("count", "How many", Kind::Count),
        Column::new("meaning", "What it says", Kind::Text),
    ];
    let mut table = Table::new("findings", "Findings", columns);
    let mut counts: BTreeMap<(Reverse<Severity>, Remark), u64> = BTreeMap::new();
    for finding in &facts.monthly.analysis.findings {
        *counts.entry((Reverse(finding.code.severity()), finding.code)).or_default() += 1;
    }
    table.rows = counts
        .into_iter()
        .map(|((Reverse(severity), code), count)| {
            vec![
                Value::text(severity.as_str()),
                Value::text(code.as_str()),
                Value::count(count),
                Value::text(code.meaning()),
            ]
        })
        .collect();
    table.notes.push(says!["Whom each is about: `seatwise analyze`. This report names no person."]);
    table
}

pub(super) fn assumptions(facts: &Facts<'_>) -> Section {
    let analysis = facts.monthly.analysis;
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
    let tables = [Some(prices::table(facts)), prices::discount(facts), Some(terms)];
    Section::new("assumptions", "What the figures rest on", tables.into_iter().flatten().map(Block::Table).collect())
}
