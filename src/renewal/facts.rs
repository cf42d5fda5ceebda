//! The page for the vendor: what was used, month by month, and nothing of what is wanted. No prices, no targets, no names.

use chrono::NaiveDate;
use seatwise_pricing::period::Period;
use seatwise_reports::{
    report::{Block, Column, Figure, Kind, Report, Section, Table, Value},
    says,
};

use super::Renewal;
use crate::{analysis::commitment::ProductCommitment, overview::head::head};

pub(super) fn report(renewal: &Renewal<'_>) -> Report {
    let months = renewal.found.periods.len() as u64;
    let figures = vec![
        Figure::new("months", "Complete months of history", Value::count(months)),
        Figure::new("renewal", "Renewal", Value::Day(Some(renewal.terms.renewal))),
    ];
    Report {
        headline: says!["What was billed in ", Value::count(months), " complete months, by product"],
        sections: vec![Section::new(
            "use",
            "Use",
            vec![Block::Figures(figures), Block::Table(levels(renewal)), Block::Table(by_month(renewal))],
        )],
        period: period(renewal),
        ..head(renewal.analysis, "facts", "Facts of use".to_owned())
    }
}

/// From the first complete period of the history to the end of the last.
fn period(renewal: &Renewal<'_>) -> (NaiveDate, NaiveDate) {
    let is_told = |period: &Period| renewal.found.periods.contains(&period.from.to_string());
    let periods = || renewal.history.months.iter().map(|month| month.period).filter(is_told);
    let own = renewal.analysis.period;
    let (first, last) = (periods().next().unwrap_or(own), periods().next_back().unwrap_or(own));
    (first.from, last.to)
}

fn name(renewal: &Renewal<'_>, own: &ProductCommitment) -> Value {
    let tariff = &renewal.analysis.tariff;
    Value::text(tariff.ix(&own.id).map_or_else(|| own.id.clone(), |ix| tariff.product(ix).name.clone()))
}

fn levels(renewal: &Renewal<'_>) -> Table {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("committed", "Committed", Kind::Count),
        Column::new("p10", "P10", Kind::Count),
        Column::new("p50", "P50", Kind::Count),
        Column::new("p90", "P90", Kind::Count),
    ];
    let mut table = Table::new("levels", "Units a month", columns);
    table.rows = renewal
        .found
        .products
        .iter()
        .map(|own| {
            let [p10, p50, p90, _] = own.levels();
            let mut cells = vec![name(renewal, own), Value::count(own.committed)];
            cells.extend([p10, p50, p90].map(Value::count));
            cells
        })
        .collect();
    table
}

fn by_month(renewal: &Renewal<'_>) -> Table {
    let columns = vec![
        Column::new("month", "Period from", Kind::Text),
        Column::new("product", "Product", Kind::Text),
        Column::new("billed", "Units billed", Kind::Quantity),
    ];
    let mut table = Table::new("use_by_month", "Units billed by period", columns);
    for own in &renewal.found.products {
        for month in own.commitment.demand.scenarios() {
            table.rows.push(vec![
                Value::text(&month.label),
                name(renewal, own),
                Value::Quantity(Some(month.demand.rounded(6).normalize())),
            ]);
        }
    }
    table
}
