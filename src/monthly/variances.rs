//! Material variances, who answers for them and what they say: months against their budget, parts of the organization against
//! theirs, lines of the bill against the month before.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    Budget, Monthly, Showback,
    comments::{Comment, Subject},
    month_of,
    outlook::PlanMonth,
};

/// What a variance is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// What was planned.
    Budget,
    /// The month before.
    MonthBefore,
}

impl Against {
    /// In one or two words.
    pub fn as_str(self) -> &'static str {
        match self {
            Against::Budget => "budget",
            Against::MonthBefore => "month before",
        }
    }
}

/// A variance that is material, or that somebody comments on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variance<'c> {
    /// Day 1 of the month.
    pub month: NaiveDate,
    /// What is held against …
    pub subject: Subject,
    /// … what.
    pub against: Against,
    /// Planned, or of the month before.
    pub base: Decimal,
    /// Effective cost, of a month that runs its outlook.
    pub actual: Decimal,
    /// Does it reach both thresholds of the settings?
    pub is_material: bool,
    /// Who answers for it, and what they say; `None` = nobody, nothing.
    pub comment: Option<&'c Comment>,
}

impl Variance<'_> {
    /// Above 0 = dearer.
    pub fn amount(&self) -> Decimal {
        self.actual - self.base
    }

    /// Is it material, and nobody says why?
    pub fn needs_comment(&self) -> bool {
        self.is_material && self.comment.is_none_or(|comment| comment.text.is_none())
    }
}

/// A comment on what the report does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray<'c> {
    /// Day 1 of the month.
    pub month: NaiveDate,
    /// What it is about.
    pub subject: &'c Subject,
    /// The comment.
    pub comment: &'c Comment,
    /// Why it has no place.
    pub why: &'static str,
}

/// What is held against budget and month before, and the comments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variances<'c> {
    /// Material ones and commented ones: months, then parts, then lines, each in the order of its table.
    pub rows: Vec<Variance<'c>>,
    /// Comments without a place.
    pub strays: Vec<Stray<'c>>,
    /// Is anything held against anything?
    pub is_possible: bool,
}

impl<'c> Variances<'c> {
    /// Of a report with these months and parts.
    pub fn new(monthly: &Monthly<'c>, plan: &[PlanMonth], showback: &Showback) -> Variances<'c> {
        let own = month_of(monthly.analysis.period.from);
        let finance = &monthly.analysis.settings.finance;
        let all = [months(own, plan), parts(monthly, own, showback), lines(monthly, own)].concat();
        let mut found = Variances { is_possible: !all.is_empty(), ..Variances::default() };
        let mut used: Vec<&Comment> = Vec::new();
        for Held { month, names, against, base, actual } in all {
            let is_material = finance.is_material(actual - base, base);
            let on = |subject: &Subject| monthly.comments?.on(own, month, subject);
            let comment = names.iter().find_map(on);
            used.extend(comment);
            let Some(subject) = names.into_iter().next().filter(|_| is_material || comment.is_some()) else { continue };
            found.rows.push(Variance { month, subject, against, base, actual, is_material, comment });
        }
        let is_used = |comment: &Comment| used.iter().any(|own| std::ptr::eq(*own, comment));
        let strays = monthly.comments.into_iter().flat_map(|comments| comments.all(own));
        found.strays = strays
            .filter(|(_, _, comment)| !is_used(comment))
            .map(|(month, subject, comment)| {
                let why = why(monthly, own, plan, month, subject);
                Stray { month, subject, comment, why }
            })
            .collect();
        found
    }

    /// Material ones.
    pub fn material(&self) -> u64 {
        self.rows.iter().filter(|row| row.is_material).count() as u64
    }

    /// Material ones without a comment.
    pub fn uncommented(&self) -> u64 {
        self.rows.iter().filter(|row| row.needs_comment()).count() as u64
    }
}

/// One amount held against another.
#[derive(Debug, Clone)]
struct Held {
    month: NaiveDate,
    /// What a comment may call it; the first is its name.
    names: Vec<Subject>,
    against: Against,
    base: Decimal,
    actual: Decimal,
}

/// Months that are over or run, with what they cost as far as anybody knows.
fn months(own: NaiveDate, plan: &[PlanMonth]) -> Vec<Held> {
    let told = plan.iter().filter(|row| row.month <= own);
    told.filter_map(|row| {
        let (base, actual) = (row.budget?, row.outlook()?);
        Some(Held { month: row.month, names: vec![Subject::Month], against: Against::Budget, base, actual })
    })
    .collect()
}

/// Parts of the organization in a month that is over: half a month is not held against a whole one's budget.
fn parts(monthly: &Monthly<'_>, own: NaiveDate, showback: &Showback) -> Vec<Held> {
    let Some(budget) = monthly.budget.filter(|_| monthly.analysis.period_is_over()) else { return Vec::new() };
    let held = |row: &super::showback::Row| {
        let part = row.part.as_ref()?;
        let base = budget.of_part(own, part)?;
        let names = vec![Subject::Part(part.clone())];
        Some(Held { month: own, names, against: Against::Budget, base, actual: row.total() })
    };
    showback.rows.iter().filter_map(held).collect()
}

/// Lines of the bill of a month that is over.
fn lines(monthly: &Monthly<'_>, own: NaiveDate) -> Vec<Held> {
    let Some(bridge) = monthly.bridge.filter(|_| monthly.analysis.period_is_over()) else { return Vec::new() };
    let held = |line: &seatwise_pricing::bridge::BridgeLine| Held {
        month: own,
        names: [&line.name, &line.id].map(|name| Subject::Line(name.clone())).to_vec(),
        against: Against::MonthBefore,
        base: line.before,
        actual: line.after,
    };
    bridge.lines.iter().map(held).collect()
}

/// Why a comment has no place.
fn why(monthly: &Monthly<'_>, own: NaiveDate, plan: &[PlanMonth], month: NaiveDate, subject: &Subject) -> &'static str {
    let is_over = monthly.analysis.period_is_over();
    match subject {
        _ if plan.iter().all(|row| row.month != month) => "the month is of another fiscal year",
        _ if month > own => "the month is to come",
        Subject::Month => match monthly.budget {
            None => "no budget was given",
            Some(_) if plan.iter().any(|row| row.month == month && row.budget.is_none()) => "the month has no budget",
            Some(_) => "the month is commented on by another row, or what it cost is unknown",
        },
        _ if month != own => "parts and lines stand in the report of their month",
        _ if !is_over => "the month is not over: its parts and lines are not held against a whole one",
        Subject::Part(_) if monthly.budget.is_none_or(|budget: &Budget| !budget.has_parts()) => {
            "no budget plans by part of the organization"
        }
        Subject::Part(_) => "no part of this name has people and a budget",
        Subject::Line(_) if monthly.bridge.is_none() => "nothing is known of the month before",
        Subject::Line(_) => "the bill has no line of this name, or another row is about it",
    }
}
