//! The same months by people, peaks or hours; and AI tokens.

use rust_decimal::Decimal;
use seatwise_pricing::commitment::Cost;
use seatwise_reports::{
    report::{Block, Column, Kind, Section, Table, Value},
    says,
};

use super::Facts;
use crate::{
    analysis::tokens::{TokenCommitment, TokenReport},
    renewal::presence,
};

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let comparison = facts.renewal.comparison;
    let columns = vec![
        Column::new("model", "Billed by", Kind::Text),
        Column::new("total", "All months together", Kind::Amount),
        Column::new("monthly", "A month", Kind::Amount),
        Column::new("unpriced", "Without a price", Kind::Text),
    ];
    let mut table = Table::new("models", "The same months under each billing model", columns);
    let count = comparison.summed.len() as u64;
    let currency = facts.renewal.analysis.tariff.currency();
    for column in &comparison.columns {
        let monthly = column.total.filter(|_| count > 0).map(|total| currency.round(total / Decimal::from(count)));
        let is_own = column.under.model == comparison.reference;
        let name = format!("{}{}", column.under.model, if is_own { " (today)" } else { "" });
        let unpriced: Vec<String> = column.unpriced.iter().map(|id| facts.name(id)).collect();
        table.rows.push(vec![
            Value::text(name),
            Value::Amount(column.total),
            Value::Amount(monthly),
            Value::text_or_empty((!unpriced.is_empty()).then(|| unpriced.join(", ")).as_deref()),
        ]);
    }
    table.notes = vec![
        says![
            Value::count(count),
            " months are covered for every model that is shown with a sum. What has no price under a model leaves its sum unknown: `--model-price concurrent:cx3=210.00` gives one."
        ],
        says!["`seatwise price compare` has the price at which each model breaks even."],
    ];
    let mut blocks = vec![Block::Table(table)];
    blocks.extend(presence::charts(facts.renewal).into_iter().map(Block::Chart));
    Section::new("models", "People, peaks or hours", blocks)
}

pub(super) fn tokens(facts: &Facts<'_>, tokens: &TokenReport) -> Section {
    let columns = vec![
        Column::new("what", "Commitment", Kind::Text),
        Column::new("tokens", "Tokens a month", Kind::Count),
        Column::new("monthly", "Costs a month, expected", Kind::Amount),
    ];
    let mut table = Table::new("token_commitment", "AI tokens: cheapest commitment and today's", columns);
    match &tokens.commitment {
        TokenCommitment::Known(known) => {
            let row =
                |what: &str, cost: &Cost| vec![Value::text(what), Value::count(cost.units), facts.money(cost.monthly)];
            table.rows.push(row("Cheapest by the history", &known.best));
            table.rows.extend(known.today.as_ref().map(|today| row("Today", today)));
            table.notes.push(says!["`seatwise tokens` has the proof. Tokens are in none of the cases above."]);
        }
        TokenCommitment::Unknown(why) => table.notes.push(says![why.clone()]),
    }
    Section::new("tokens", "AI tokens", vec![Block::Table(table)])
}
