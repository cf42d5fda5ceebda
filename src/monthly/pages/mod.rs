//! The sections of the monthly report. Sentences and tables are made here; every amount comes from the rooms beside.

mod bill;
mod charts;
mod idle;
mod keys;
mod plan;
mod prices;
mod quality;
mod records;
mod seats;
mod showback;
mod summary;
mod tokens;
mod variances;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_reports::report::{Report, Section, Value};

use super::{
    Monthly, Showback, Variances, journal,
    keys::Keys,
    month_of,
    outlook::{PlanMonth, plan},
};
use crate::{analysis::history::interacting_ms, overview::head::head};

/// What the sections are made from.
struct Facts<'a> {
    monthly: &'a Monthly<'a>,
    plan: Vec<PlanMonth>,
    showback: Showback,
    journal: Vec<journal::Line>,
    keys: Keys,
    variances: Variances<'a>,
}

pub(super) fn report(monthly: &Monthly<'_>) -> Result<Report, Vec<String>> {
    let analysis = monthly.analysis;
    let ms = interacting_ms(&monthly.usage.activity);
    let plan = plan(analysis, monthly.book, &monthly.fiscal_months(), monthly.months, monthly.basis, monthly.budget)?;
    let showback = Showback::new(analysis, monthly.expected, monthly.by, monthly.shared, &ms)?;
    let facts = Facts {
        variances: Variances::new(monthly, &plan, &showback),
        plan,
        showback,
        journal: journal::journal(analysis, monthly.expected, monthly.by)?,
        keys: Keys::new(monthly),
        monthly,
    };
    let sections: Vec<Section> = [
        Some(summary::section(&facts)),
        Some(plan::section(&facts)),
        variances::section(&facts),
        bill::bridge(&facts),
        Some(bill::section(&facts)),
        Some(showback::section(&facts)),
        Some(seats::section(&facts)),
        Some(idle::section(&facts)),
        tokens::section(&facts),
        Some(records::journal(&facts)),
        records::reconciliation(&facts),
        Some(keys::section(&facts)),
        Some(quality::section(&facts)),
        Some(quality::assumptions(&facts)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let title = format!("Monthly report, {}", analysis.period.from.format("%B %Y"));
    Ok(Report { headline: summary::headline(&facts), sections, ..head(analysis, "monthly", title) })
}

impl Facts<'_> {
    /// The month of the report.
    fn month(&self) -> NaiveDate {
        month_of(self.monthly.analysis.period.from)
    }

    /// The month's row of the plan.
    fn own(&self) -> Option<&PlanMonth> {
        self.plan.iter().find(|row| row.month == self.month())
    }

    /// Effective cost of the period; `None` = unknown.
    fn effective(&self) -> Option<Decimal> {
        self.monthly.expected.totals().effective
    }

    /// Sum of what some months have; `None` where one of them has none, or there are none.
    fn sum(&self, months: impl Fn(&PlanMonth) -> bool, of: impl Fn(&PlanMonth) -> Option<Decimal>) -> Option<Decimal> {
        let mut rows = self.plan.iter().filter(|row| months(row)).peekable();
        rows.peek()?;
        rows.map(of).sum()
    }
}

/// An amount without its sign, and the word for its direction.
fn apart(amount: Decimal, above: &'static str, below: &'static str) -> (Value, &'static str) {
    (Value::amount(amount.abs()), if amount.is_sign_negative() { below } else { above })
}
