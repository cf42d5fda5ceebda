//! What was understood, what was not, what to check: for people, 80 columns wide.

use crate::{
    cli::lines::{WIDTH, filled, line},
    ingest::billing::{Draft, Statement},
};

pub(super) fn report(statement: &Statement, draft: &Draft) -> String {
    let mut page = String::new();
    let contract = &draft.contract;
    line!(page, "{}", statement.source);
    line!(page, "  {} {} · {}", contract.currency, contract.model.as_str(), contract.subscription);
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
    line!(
        page,
        "  from {} to {}, periods from day {}",
        day(contract.start),
        day(contract.end),
        contract.period_anchor_day.get()
    );
    if let Some(until) = contract.ramp_until {
        line!(page, "  ramp until {until}");
    }
    if let Some(least) = contract.minimum_monthly_amount {
        line!(page, "  at least {least} {} a month", contract.currency);
    }
    line!(page, "\nUnderstood: {} of {} rows", draft.understood.len(), statement.charges.len());
    for row in &draft.understood {
        wrapped(&mut page, &format!("  {:<18} ", row.product), &row.terms);
        wrapped(&mut page, &" ".repeat(21), &format!("`{}` at {}", row.charge, row.place));
    }
    if !draft.left_out.is_empty() {
        line!(page, "\nNot in the contract: {}", draft.left_out.len());
        for row in &draft.left_out {
            wrapped(&mut page, "  ", &format!("{} at {}", row.charge.label(), row.charge.place));
            wrapped(&mut page, "    ", &row.why);
        }
    }
    line!(page, "\nTo check: {}", draft.to_check.len());
    for sentence in &draft.to_check {
        wrapped(&mut page, "  - ", sentence);
    }
    page
}

/// A sentence; lines after the first are indented as far as the first.
fn wrapped(page: &mut String, first: &str, sentence: &str) {
    page.push_str(&filled(first, &" ".repeat(first.chars().count()), sentence, WIDTH));
}
