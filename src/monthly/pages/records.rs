//! What is to be booked, and how our bill stands against what Genesys says.

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{Block, Column, Formula, Kind, Section, Table, Totals, Value},
    says,
};

use super::Facts;
use crate::{monthly::journal::Line, reconcile::Against};

/// Lines of the journal that a page shows.
const SHOWN: usize = 30;

pub(super) fn journal(facts: &Facts<'_>) -> Section {
    let columns = vec![
        Column::new("date", "Date", Kind::Day),
        Column::new("entry", "Entry", Kind::Text),
        Column::new("account", "Account", Kind::Text),
        Column::new("part", facts.monthly.by.title(), Kind::Text),
        Column::new("text", "Text", Kind::Text),
        Column::new("debit", "Debit", Kind::Amount),
        Column::new("credit", "Credit", Kind::Amount),
        Column::new("currency", "Currency", Kind::Text),
    ];
    let currency = facts.monthly.analysis.tariff.currency();
    let mut table = Table::new("journal", "Journal: accruals with their reversal, shares of prepaid years", columns);
    let side = |amount: Decimal| if amount.is_zero() { Value::Empty } else { Value::amount(amount) };
    let row = |line: &Line| {
        vec![
            Value::Day(Some(line.date)),
            Value::text(line.entry.as_str()),
            Value::text(&line.account),
            Value::text_or_empty(line.part.as_deref()),
            Value::text(&line.text),
            side(line.debit),
            side(line.credit),
            Value::text(currency.code()),
        ]
    };
    table.rows = facts.journal.iter().map(row).collect();
    let sum = |of: fn(&Line) -> Decimal| Value::amount(facts.journal.iter().map(of).sum());
    let mut totals = vec![Value::Empty; 8];
    totals[1] = Value::text("all");
    (totals[5], totals[6]) = (sum(|line| line.debit), sum(|line| line.credit));
    table.totals = Some(Totals { cells: totals });
    table.shown = Some(SHOWN);
    table.notes.push(says!["What goes beyond commitments is invoiced after the period: it is accrued on the last day and reversed on the next. Commitments that are invoiced month by month are booked with their invoice. Accounts: `[finance]` of the settings."]);
    if !facts.monthly.analysis.period_is_over() {
        table.notes.push(says![
            "The period is not over: the entries are provisional. Book those of a run after its last day."
        ]);
    }
    if facts.journal.is_empty() {
        table
            .notes
            .push(says!["Nothing goes beyond commitments, and nothing was paid in advance: there is nothing to book."]);
    }
    Section::new("journal", "To be booked", vec![Block::Table(table)])
}

/// `None` = nothing that Genesys says was read.
pub(super) fn reconciliation(facts: &Facts<'_>) -> Option<Section> {
    let found = facts.monthly.reconciliations;
    if found.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("against", "Against", Kind::Text),
        Column::new("expected", "Expected", Kind::Amount),
        Column::new("stated", "They say", Kind::Amount),
        Column::computed("difference", "They say more by", Kind::Amount, Formula::Difference("stated", "expected")),
    ];
    let mut sums = Table::new("reconciliation", "Our bill against what Genesys says", columns);
    let columns = vec![
        Column::new("against", "Against", Kind::Text),
        Column::new("cause", "Cause", Kind::Text),
        Column::new("product", "Product", Kind::Text),
        Column::new("units", "Units", Kind::Quantity),
        Column::new("amount", "Amount", Kind::Amount),
        Column::new("what", "What differs", Kind::Text),
    ];
    let mut causes = Table::new("differences", "Every difference with its cause", columns);
    for own in found {
        let (against, sides) = (against(own.against), &own.comparison);
        sums.rows.push(vec![
            Value::text(against),
            Value::amount(sides.expected),
            Value::amount(sides.stated),
            Value::amount(sides.stated - sides.expected),
        ]);
        sums.notes.extend(own.notes.iter().map(|note| says![note.clone()]));
        causes.rows.extend(sides.differences.iter().map(|difference| {
            vec![
                Value::text(against),
                Value::text(difference.cause.as_str()),
                Value::text(&difference.id),
                difference.units.map_or(Value::Empty, |units| Value::Quantity(Some(units))),
                Value::amount(difference.amount),
                Value::text(&difference.what),
            ]
        }));
    }
    causes.shown = Some(SHOWN);
    causes.notes.push(says!["The amounts of one document add up to its difference. `seatwise reconcile --rows` names the rows that prove each."]);
    Some(Section::new("reconciliation", "Reconciliation", vec![Block::Table(sums), Block::Table(causes)]))
}

fn against(against: Against) -> &'static str {
    match against {
        Against::BillableUsage => "Billable usage",
        Against::ConcurrentUsage => "Concurrent usage",
        Against::Contract => "Billing period",
        Against::Trustee => "Partner's overview",
        Against::Invoice => "Invoice",
    }
}
