//! Cost curves, and the cheapest commitments against today's and the vendor's proposal.

use seatwise_pricing::commitment::Cost;
use seatwise_reports::{
    report::{Block, Chart, Column, CurvePoint, Drawing, Kind, Section, Table, Value},
    says,
};

use super::Facts;
use crate::analysis::commitment::ProductCommitment;

/// Products whose cost curve is drawn.
const CURVES: [&str; 3] = ["curve_1", "curve_2", "curve_3"];

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let mut blocks = vec![Block::Table(proposals(facts))];
    let mut largest: Vec<&ProductCommitment> = facts.renewal.found.products.iter().collect();
    largest.sort_by(|a, b| b.best.monthly.cmp(&a.best.monthly).then_with(|| a.id.cmp(&b.id)));
    blocks.extend(CURVES.into_iter().zip(largest).filter_map(|(id, own)| curve(facts, id, own)).map(Block::Chart));
    Section::new("optimum", "Why so many: cost curves", blocks)
}

fn curve(facts: &Facts<'_>, id: &'static str, own: &ProductCommitment) -> Option<Chart> {
    let mut marked = vec![own.committed];
    marked.extend(own.proposed.as_ref().map(|proposed| proposed.units));
    let digits = facts.renewal.analysis.tariff.currency().minor_units();
    let points: Vec<CurvePoint> = own
        .commitment
        .curve(&marked)
        .points
        .iter()
        .map(|cost| CurvePoint {
            committed: cost.units,
            expected: cost.monthly.rounded(digits),
            band: (cost.monthly_p10.rounded(digits), cost.monthly_p90.rounded(digits)),
        })
        .collect();
    let saved = own.saved_monthly();
    let title = match saved.filter(|saved| !saved.is_zero()) {
        Some(saved) => says![
            facts.name(&own.id),
            ": committing to ",
            Value::count(own.best.units),
            " instead of ",
            Value::count(own.committed),
            " saves ",
            Value::amount(saved),
            " a month"
        ],
        None => {
            says![facts.name(&own.id), ": ", Value::count(own.best.units), " is the cheapest commitment by the history"]
        }
    };
    (points.len() > 1).then(|| Chart {
        id,
        title,
        units: format!("{} a month against units committed, at today's prices and demand", facts.renewal.analysis.tariff.currency().code()),
        drawing: Drawing::CostCurve { points, optimum: own.best.units, today: (own.committed > 0).then_some(own.committed) },
        note: Some(says!["Band: the month at the 10th and at the 90th percentile of demand. By the history as it was, before any recommendation."]),
    })
}

fn proposals(facts: &Facts<'_>) -> Table {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("best_units", "Cheapest", Kind::Count),
        Column::new("best_monthly", "Costs a month", Kind::Amount),
        Column::new("today_units", "Today", Kind::Count),
        Column::new("today_monthly", "Costs a month ", Kind::Amount),
        Column::new("proposed_units", "Proposed", Kind::Count),
        Column::new("proposed_monthly", "Costs a month  ", Kind::Amount),
        Column::new("proposal_costs_more", "Proposal costs more by", Kind::Amount),
    ];
    let mut table = Table::new("optimum", "Cheapest commitment by the history, today's, and what is proposed", columns);
    for own in &facts.renewal.found.products {
        let side = |cost: Option<&Cost>| match cost {
            Some(cost) => [Value::count(cost.units), facts.money(cost.monthly)],
            None => [Value::Empty, Value::Empty],
        };
        let mut cells = vec![Value::text(facts.name(&own.id))];
        cells.extend(side(Some(&own.best)));
        cells.extend(side(own.today.as_ref()));
        cells.extend(side(own.proposed.as_ref()));
        let excess = own.proposed.as_ref().and_then(|proposed| proposed.monthly.less(own.best.monthly));
        cells.push(excess.map_or(Value::Empty, |excess| facts.money(excess)));
        table.rows.push(cells);
    }
    if facts.renewal.found.products.iter().all(|own| own.proposed.is_none()) {
        table.notes.push(says!["No proposal was given: `--propose cx3=450` and `--price cx3=142.00/165.00` hold the vendor's against the cheapest."]);
    }
    table.notes.push(says!["`seatwise price commitment` has the proof in sentences."]);
    table
}
