//! AI tokens of the period: what is used, included and billed, and how the period is expected to end.

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{Block, Chart, Column, Drawing, Figure, FigureSource, Kind, Part, Section, Table, Totals, Value},
    says,
};

use super::Facts;
use crate::{analysis::tokens, usage::queues::QueueMembers};

/// `None` = nothing was metered at all.
pub(super) fn section(facts: &Facts<'_>) -> Option<Section> {
    let analysis = facts.monthly.analysis;
    let bill = analysis.tokens.as_ref()?;
    let free_is_known = analysis.free_tokens_are_known();
    let included = free_is_known.then(|| bill.free.rounded(6) + Decimal::from(bill.committed));
    let figures = vec![
        Figure::new("tokens_consumed", "Tokens consumed", Value::Quantity(Some(bill.consumed.rounded(6))))
            .from(FigureSource::Is(Part::total("tokens", "tokens"))),
        Figure::new("tokens_included", "Tokens included", Value::Quantity(included)).with(says![
            "free: ",
            Value::Quantity(free_is_known.then(|| bill.free.rounded(6))),
            ", committed: ",
            Value::count(bill.committed)
        ]),
        Figure::new(
            "tokens_billable",
            "Tokens billed beyond",
            Value::Quantity(free_is_known.then(|| bill.billable.rounded(6))),
        ),
        Figure::new("token_cost", "Token cost", Value::Amount(bill.cost.filter(|_| free_is_known))),
    ];
    let columns = vec![
        Column::new("feature", "Meter", Kind::Text),
        Column::new("units", "Units", Kind::Quantity),
        Column::new("tokens", "Tokens", Kind::Quantity),
    ];
    let mut table = Table::new("tokens", "Tokens by meter", columns);
    let row = |row: &seatwise_pricing::tokens::TokenRow| {
        vec![Value::text(&row.resource), Value::Quantity(Some(row.units)), Value::Quantity(Some(row.tokens.rounded(6)))]
    };
    table.rows = bill.by_feature.iter().map(row).collect();
    let consumed = Value::Quantity(Some(bill.consumed.rounded(6)));
    table.totals = Some(Totals { cells: vec![Value::text("All"), Value::Empty, consumed] });
    let mut blocks = vec![Block::Figures(figures)];
    blocks.extend(included.and_then(|included| chart(facts, included)).map(Block::Chart));
    blocks.push(Block::Table(table));
    Some(Section::new("tokens", "AI tokens", blocks))
}

fn chart(facts: &Facts<'_>, included: Decimal) -> Option<Chart> {
    let analysis = facts.monthly.analysis;
    let report = tokens::report(analysis, facts.monthly.book, &QueueMembers::default()).ok()??;
    let used: Vec<_> = report.ledger.iter().map(|day| (day.date, day.to_date.rounded(6))).collect();
    let last = used.last()?.1;
    let range = report.ahead.as_ref().filter(|ahead| ahead.days > 0).and_then(|ahead| {
        let tokens = |outlook: &seatwise_pricing::tokens::Outlook| outlook.consumed.rounded(0);
        Some((tokens(ahead.low.as_ref()?), tokens(&ahead.expected), tokens(ahead.high.as_ref()?)))
    });
    let (left, is_over) = (included - last, last > included);
    let title = match is_over {
        true => says!["All included tokens are used, and ", Value::Quantity(Some(-left)), " more"],
        false => {
            says![Value::Quantity(Some(left)), " of ", Value::Quantity(Some(included)), " included tokens are left"]
        }
    };
    Some(Chart {
        id: "tokens",
        title,
        units: "AI tokens used since the first day of the period".to_owned(),
        drawing: Drawing::BurnDown { used, included, ends: analysis.period.last_day(), forecast: range },
        note: None,
    })
}
