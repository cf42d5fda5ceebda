//! `seatwise report monthly`: the month for finance.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use seatwise_pricing::bridge::{Side, bridge};
use seatwise_reports::report::{Report, Value};

use super::{
    delivery::{Delivery, DeliveryArgs},
    part::Part,
};
use crate::{
    analysis::{Analysis, bill::ExpectedBill, history, usage::Usage},
    cli::{
        out,
        price::bill::expected,
        reconcile,
        source::{Data, Month, SourceArgs, month},
    },
    diff::Diff,
    error::Failure,
    ingest::{invoice, problem::Problems},
    monthly::{Basis, Budget, MonthCost, Monthly, Shared, budget, comments, first_told, fiscal_months, month_of},
    progress,
};

/// The month for finance: actual against budget and outlook, why it changed, who bears it, what is to be booked
///
/// Every month of the fiscal year is billed as `seatwise price bill` bills it. docs/MONTHLY.md says figure by figure where it
/// comes from.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise report monthly --contract contract.toml --settings seatwise.toml --out reports/
  seatwise report monthly --period 2026-10 --contract contract.toml --budget budget.csv \\
    --by department --shared headcount --format html,pdf,xlsx
  seatwise report monthly --contract contract.toml --fail-on 'overage>0,idle_share>0.15'

A budget is a CSV with the columns `month` (2026-10) and `amount`, and `part` where
it is planned by department, division or cost center. docs/MONTHLY.md shows it, and
a file of comments.")]
pub(super) struct MonthlyArgs {
    /// Period that begins in this month by the contract's anchor day, as 2026-10; default: the one that contains as-of
    #[arg(long, value_name = "MONTH", value_parser = month)]
    period: Option<Month>,
    /// What was planned, by month
    #[arg(long, value_name = "FILE")]
    budget: Option<PathBuf>,
    /// Who answers for material variances, and what they say: CSV with `owner`, `comment`, `month`, and `part` or `line`
    #[arg(long, value_name = "FILE")]
    comments: Option<PathBuf>,
    /// Invoice of the period as CSV, for the reconciliation; default: what the snapshot has of billing
    #[arg(long, value_name = "FILE")]
    invoice: Option<PathBuf>,
    /// By which part of the organization costs are shown
    #[arg(long, value_enum, default_value = "cost-center", value_name = "PART")]
    by: Part,
    /// How costs that are nobody's are shared: commitments without use, AI tokens, fair use, minimums
    #[arg(long, value_enum, default_value = "apart", value_name = "RULE")]
    shared: Rule,
    #[command(flatten)]
    delivery: DeliveryArgs,
    #[command(flatten)]
    source: SourceArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Rule {
    /// Not at all: they stand in a row of their own
    Apart,
    /// By people who hold a base product
    Headcount,
    /// By direct costs
    Direct,
    /// By time on interactions in the period
    Usage,
}

impl From<Rule> for Shared {
    fn from(rule: Rule) -> Shared {
        match rule {
            Rule::Apart => Shared::Apart,
            Rule::Headcount => Shared::Headcount,
            Rule::Direct => Shared::Direct,
            Rule::Usage => Shared::Usage,
        }
    }
}

pub(super) fn run(args: &MonthlyArgs) -> Result<(), Failure> {
    let delivery = Delivery::new(&args.delivery)?;
    let budget = args.budget.as_deref().map(budget::read).transpose();
    let comments = args.comments.as_deref().map(comments::read).transpose();
    let (budget, comments) = both(budget, comments)?;
    let data = args.source.data()?;
    let own = Analyzed::new(&data, args.period)?;
    let invoice = match &args.invoice {
        Some(path) => Some(invoice::read(path, own.analysis.contract.currency)?),
        None => None,
    };
    let reconciliations =
        reconcile::of_report(&own.analysis, &data.book, &own.expected, invoice.as_ref(), &data.snapshot)?;
    let (before, months) = earlier(&data, &own)?;
    let bridge = before.as_ref().map(|before| bridge(before.side(), own.side()));
    let diff = before.as_ref().map(|before| Diff::new(&before.analysis, &own.analysis));
    // Half a month tells little of a whole one.
    let whole = before.as_ref().filter(|_| !own.analysis.period_is_over()).unwrap_or(&own);
    let basis = Basis::new(&whole.analysis);
    let monthly = Monthly {
        analysis: &own.analysis,
        expected: &own.expected,
        book: &data.book,
        usage: &own.usage,
        months: &months,
        bridge: bridge.as_ref().filter(|_| own.is_known() && before.as_ref().is_some_and(Analyzed::is_known)),
        counted_alike: before.as_ref().is_none_or(|before| before.by_report() == own.by_report()),
        basis: &basis,
        diff: diff.as_ref(),
        budget: budget.as_ref(),
        comments: comments.as_ref(),
        by: args.by.into(),
        shared: args.shared.into(),
        reconciliations: &reconciliations,
    };
    warn_of_budget(&monthly, budget.as_ref());
    let report = monthly.report().map_err(|errors| Failure::internal(errors.join("\n")))?;
    warn_of_comments(&report, month_of(own.analysis.period.from));
    delivery.send(&report)
}

/// What both files say, or all that is wrong with either.
fn both<A, B>(one: Result<A, Problems>, other: Result<B, Problems>) -> Result<(A, B), Problems> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(one), Err(other)) => Err(Problems([one.0, other.0].concat())),
        (Err(wrong), _) | (_, Err(wrong)) => Err(wrong),
    }
}

/// A month that is analyzed and billed.
struct Analyzed {
    analysis: Analysis,
    expected: ExpectedBill,
    usage: Usage,
}

impl Analyzed {
    fn new(data: &Data, month: Option<Month>) -> Result<Analyzed, Failure> {
        let reading = |_: &_, spans: crate::usage::spans::Spans| vec![history::reading_of(spans)];
        let (analysis, mut told) = data.analyze(month, reading)?;
        let usage = told.pop().ok_or_else(|| Failure::internal("the period was not read"))?;
        let expected = expected(&analysis, &data.book)?;
        Ok(Analyzed { analysis, expected, usage })
    }

    fn side(&self) -> Side<'_> {
        Side { bill: &self.expected.bill, tariff: &self.analysis.tariff }
    }

    /// Are people counted by a billable-usage report?
    fn by_report(&self) -> bool {
        self.analysis.billing.wallboards_by_charge
    }

    fn is_known(&self) -> bool {
        self.expected.lines.iter().all(|line| line.is_known)
    }
}

/// The month before, and all months of the fiscal year up to the period's, with that one where it is of another year.
fn earlier(data: &Data, own: &Analyzed) -> Result<(Option<Analyzed>, Vec<MonthCost>), Failure> {
    let this = month_of(own.analysis.period.from);
    let previous = month_of(own.analysis.period.previous(own.analysis.contract.period_anchor_day).from);
    let start = own.analysis.settings.finance.fiscal_year_start;
    let mut wanted: Vec<NaiveDate> = fiscal_months(this, start).into_iter().filter(|month| *month < this).collect();
    if !wanted.contains(&previous) {
        wanted.insert(0, previous);
    }
    let first = first_told(&own.analysis.coverage).map(month_of);
    wanted.retain(|month| first.is_some_and(|first| *month >= first));
    let mut progress = progress::on_stderr_if_it_lasts();
    progress.begin("months before", Some(wanted.len() as u64), "months");
    let (mut before, mut months) = (None, Vec::new());
    for month in wanted {
        let analyzed = Analyzed::new(data, Some(Month::of(month)))?;
        months.push(MonthCost::new(&analyzed.analysis, &analyzed.expected));
        before = (month == previous).then_some(analyzed);
        progress.advance(1);
    }
    progress.end();
    months.push(MonthCost::new(&own.analysis, &own.expected));
    Ok((before, months))
}

/// Parts of the budget that nobody belongs to, and months without a row.
fn warn_of_budget(monthly: &Monthly<'_>, budget: Option<&Budget>) {
    let Some(budget) = budget else { return };
    let months = monthly.fiscal_months();
    let missing: Vec<String> = months
        .iter()
        .filter(|month| budget.of(**month).is_none())
        .map(|month| month.format("%Y-%m").to_string())
        .collect();
    if !missing.is_empty() {
        out::say(&format!("warning: the budget has no row for {}: sums with them are unknown", missing.join(", ")));
    }
    let analysis = monthly.analysis;
    let known: std::collections::BTreeSet<String> =
        (0..analysis.people.len()).filter_map(|ix| crate::allocation::part_of(analysis, monthly.by, ix)).collect();
    let parts: std::collections::BTreeSet<&String> = budget.rows.keys().filter_map(|(_, part)| part.as_ref()).collect();
    let unknown: Vec<&str> = parts.into_iter().filter(|part| !known.contains(*part)).map(String::as_str).collect();
    if !unknown.is_empty() {
        out::say(&format!(
            "warning: nobody belongs to {} of the budget by {}\nhint: choose with `--by` what the budget is planned by",
            unknown.join(", "),
            monthly.by.as_str()
        ));
    }
}

/// Comments on the report's month that have no place in it; those on other months belong to another report.
fn warn_of_comments(report: &Report, own: NaiveDate) {
    let Some(table) = report.tables().find(|table| table.id == "comments_elsewhere") else { return };
    let lost = table.rows.iter().filter(|row| row.first() == Some(&Value::Month(own)));
    let names: Vec<&str> = lost
        .filter_map(|row| if let Some(Value::Text(name)) = row.get(1) { Some(name.as_str()) } else { None })
        .collect();
    if !names.is_empty() {
        out::say(&format!(
            "warning: the report has nothing for the comments on {}\nhint: the table `comments_elsewhere` says why",
            names.join(", ")
        ));
    }
}
