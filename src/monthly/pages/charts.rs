//! Charts of the first page: from committed to active, and billed seats by month.

use seatwise_reports::{
    report::{Chart, Drawing, MonthPoint, Stages, Value},
    says,
};

use super::Facts;
use crate::{analysis::products, monthly::months};

/// From what is committed to what is used, by base product.
pub(super) fn stages(facts: &Facts<'_>) -> Option<Chart> {
    let analysis = facts.monthly.analysis;
    let rows: Vec<Stages> = analysis
        .products
        .iter()
        .filter(|row| products::is_seat_base(&analysis.tariff, row.ix))
        .map(|row| Stages {
            label: analysis.tariff.product(row.ix).name.clone(),
            committed: Some(row.committed),
            assigned: Some(row.assigned),
            billed: row.billed,
            active: Some(months::active(analysis, row.ix)),
        })
        .collect();
    let own = facts.monthly.months.last()?;
    let title = match own.billed {
        Some(billed) => {
            says![Value::count(own.active), " of ", Value::count(billed), " billed seats were used in the period"]
        }
        None => says![Value::count(own.active), " people were active in the period"],
    };
    (!rows.is_empty()).then(|| Chart {
        id: "stages",
        title,
        units: "seats by base product: committed, assigned, billed, active".to_owned(),
        drawing: Drawing::Stages(rows),
        note: None,
    })
}

/// Billed seats by month against the commitment.
pub(super) fn trend(facts: &Facts<'_>) -> Option<Chart> {
    let points: Vec<MonthPoint> = facts
        .monthly
        .months
        .iter()
        .filter(|it| it.is_over)
        .map(|it| MonthPoint {
            month: it.month,
            billed: it.billed_against,
            committed: it.committed,
            is_forecast: false,
        })
        .collect();
    let above = points.iter().filter(|point| point.billed.is_some_and(|billed| billed > point.committed)).count();
    let has_commitment = points.iter().any(|point| point.committed > 0);
    let title = match (has_commitment, above) {
        (false, _) => says!["No seat is committed: every billed seat is month-to-month"],
        (true, 0) => says!["No month billed more seats than are committed"],
        (true, above) => says![
            Value::count(above as u64),
            " of ",
            Value::count(points.len() as u64),
            " months billed more seats than are committed"
        ],
    };
    let has_seats = points.iter().any(|point| point.committed > 0 || point.billed.is_some_and(|billed| billed > 0));
    (points.len() > 1 && has_seats).then(|| Chart {
        id: "trend",
        title,
        units: if has_commitment { "seats of base products with a commitment, by month" } else { "seats of base products by month" }
            .to_owned(),
        drawing: Drawing::Trend(points),
        // Without any commitment all are in it, and nothing could cover another.
        note: has_commitment.then(|| says!["All these products together: a seat above one commitment is not covered by another one. What has no commitment is not in it."]),
    })
}
