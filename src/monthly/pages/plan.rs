//! Actual, budget and outlook, month by month.

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{
        Block, Column, Figure,
        FigureSource::{self, Difference, Is},
        Formula, Kind, Part, Section, Table, Totals, Value,
    },
    says,
};

use super::Facts;
use crate::monthly::outlook::{PlanMonth, Status, begun_in};

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let has_budget = facts.monthly.budget.is_some();
    // A month that runs is no whole one: it would stand against a whole month's budget.
    let to_date = |row: &PlanMonth| row.month <= facts.month() && row.status != Status::Running;
    let actual = facts.sum(to_date, |row| row.actual);
    let own = facts.plan.iter().filter(|row| to_date(row)).count();
    let so_far = |column| Part::Rows { table: "plan", column, from: 0, to: own };
    let from = |figure: Figure, source: FigureSource| if own > 0 { figure.from(source) } else { figure };
    let actual_figure =
        Figure::new("ytd_actual", "Year to date", Value::Amount(actual)).with(says!["months that are over"]);
    let mut figures = vec![from(actual_figure, Is(so_far("actual")))];
    if has_budget {
        let budget = facts.sum(to_date, |row| row.budget);
        let year = facts.sum(|_| true, |row| row.budget);
        let amount = |id, label: &str, amount| Figure::new(id, label, Value::Amount(amount));
        figures.push(from(amount("ytd_budget", "Budget, year to date", budget), Is(so_far("budget"))));
        let variance = amount("ytd_variance", "Against budget, year to date", less(actual, budget));
        figures.push(from(variance, Difference(so_far("actual"), so_far("budget"))));
        let total = |column| Part::total("plan", column);
        figures.push(amount("year_budget", "Budget, fiscal year", year).from(Is(total("budget"))));
        let outlook = facts.sum(|_| true, PlanMonth::outlook);
        figures.push(
            amount("year_variance", "Outlook against budget", less(outlook, year))
                .from(Difference(total("outlook"), total("budget"))),
        );
    }
    let mut blocks = vec![Block::Figures(figures), Block::Table(table(facts, has_budget))];
    if !has_budget {
        blocks
            .push(Block::Paragraph(says!["No budget was given: `--budget budget.csv` holds the months against one."]));
    }
    Section::new("plan", "Actual, budget and outlook", blocks)
}

fn less(one: Option<Decimal>, other: Option<Decimal>) -> Option<Decimal> {
    Some(one? - other?)
}

fn table(facts: &Facts<'_>, has_budget: bool) -> Table {
    let mut columns = vec![
        Column::new("month", "Month", Kind::Month),
        Column::new("status", "Status", Kind::Text),
        Column::new("actual", "Actual", Kind::Amount),
        Column::new("forecast", "Forecast", Kind::Amount),
        Column::new("outlook", "Outlook", Kind::Amount),
    ];
    if has_budget {
        columns.push(Column::input("budget", "Budget", Kind::Amount));
        columns.push(Column::computed(
            "variance",
            "Outlook less budget",
            Kind::Amount,
            Formula::Difference("outlook", "budget"),
        ));
        columns.push(Column::new("material", "Material", Kind::Text));
    }
    let mut table = Table::new("plan", "Effective cost by month of the fiscal year", columns);
    table.rows = facts.plan.iter().map(|row| cells(facts, row, has_budget)).collect();
    let sum = |of: fn(&PlanMonth) -> Option<Decimal>| Value::Amount(facts.sum(|_| true, of));
    let mut totals =
        vec![Value::Empty, Value::text("fiscal year"), Value::Empty, Value::Empty, sum(PlanMonth::outlook)];
    if has_budget {
        totals.extend([sum(|row| row.budget), sum(PlanMonth::variance), Value::Empty]);
    }
    table.totals = Some(Totals { cells: totals });
    table.notes.push(says![
        "Forecast: the quantities of ",
        Value::Month(facts.monthly.basis.month),
        " at the prices, commitments and terms of each month. What nobody decided yet stays as it is."
    ]);
    if facts.plan.iter().any(|row| row.status == Status::Booked) {
        table.notes.push(says![
            "Booked: no data tells of the month; the amount is that of the column `actual` of the budget."
        ]);
    }
    if let Some(end) = contract_end(facts) {
        table.notes.push(says![
            "The contract ends on ",
            Value::Day(Some(end)),
            ": later periods are priced without commitment, at list prices where the contract has no other."
        ]);
    }
    if has_budget {
        let finance = &facts.monthly.analysis.settings.finance;
        table.notes.push(says![
            "Material: at least ",
            Value::Share(Some(finance.material_percent / Decimal::ONE_HUNDRED)),
            " of the budget and ",
            Value::amount(finance.material_amount),
            " (`[finance]` of the settings)."
        ]);
    }
    table
}

/// The contract's last day, where a period that is forecast ends after it.
fn contract_end(facts: &Facts<'_>) -> Option<chrono::NaiveDate> {
    let contract = &facts.monthly.analysis.contract;
    let last = begun_in(facts.plan.last()?.month, contract.period_anchor_day).last_day();
    contract.end.filter(|end| *end < last)
}

fn cells(facts: &Facts<'_>, row: &PlanMonth, has_budget: bool) -> Vec<Value> {
    let unless = |is: bool, amount| if is { Value::Empty } else { Value::Amount(amount) };
    let is_ahead = row.status == Status::Forecast;
    let mut cells = vec![
        Value::Month(row.month),
        Value::text(row.status.as_str()),
        unless(is_ahead, row.actual),
        unless(matches!(row.status, Status::Actual | Status::Booked | Status::NoData), row.forecast),
        Value::Amount(row.outlook()),
    ];
    if has_budget {
        let finance = &facts.monthly.analysis.settings.finance;
        let material = row.variance().zip(row.budget).map(|(variance, budget)| finance.is_material(variance, budget));
        cells.extend([
            Value::Amount(row.budget),
            Value::Amount(row.variance()),
            Value::text_or_empty(material.map(|is| if is { "yes" } else { "no" })),
        ]);
    }
    cells
}
