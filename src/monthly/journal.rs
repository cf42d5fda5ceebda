//! What is to be booked at the end of a period that no invoice has asked for yet, and what a prepaid year bears of it.
//!
//! What goes beyond commitments is invoiced after the period: it is accrued on its last day and reversed on the next one,
//! when the invoice comes. What was paid in advance is expensed with the share of the period. Commitments that are invoiced
//! month by month are booked with their invoice and are no entry here.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::bill::{ChargeAdjustment, ChargeKind};

use crate::{
    allocation::{By, PartKind, allocate},
    analysis::{
        Analysis,
        bill::{BillLine, ExpectedBill},
    },
};

/// What an entry is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// What goes beyond commitments.
    Accrual,
    /// The same, taken back when the invoice comes.
    Reversal,
    /// The period's share of what was paid in advance.
    Amortization,
}

impl Entry {
    /// As one word, for files.
    pub fn as_str(self) -> &'static str {
        match self {
            Entry::Accrual => "accrual",
            Entry::Reversal => "reversal",
            Entry::Amortization => "amortization",
        }
    }
}

/// One line of the journal: an amount on one side of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Day of the entry.
    pub date: NaiveDate,
    /// What for.
    pub entry: Entry,
    /// Account.
    pub account: String,
    /// Part of the organization that bears it; `None` = none is named, or nobody's.
    pub part: Option<String>,
    /// What it is.
    pub text: String,
    /// Amount on the debit side; 0 = the line is a credit.
    pub debit: Decimal,
    /// Amount on the credit side; 0 = the line is a debit.
    pub credit: Decimal,
}

/// Effective cost of what goes beyond commitments; `None` = a quantity is unknown.
pub fn overage(expected: &ExpectedBill) -> Option<Decimal> {
    let known = expected.lines.iter().all(|line| line.is_known);
    known.then(|| expected.lines.iter().filter(|line| line.has_costs()).map(of_line).sum())
}

/// Of a line: its effective cost less what its commitments bear.
fn of_line(line: &BillLine) -> Decimal {
    use seatwise_pricing::bill::Adjustment;
    let charge = &line.charge;
    let effective = charge.costs.effective.unwrap_or_default();
    if charge.kind == ChargeKind::Minimum {
        return Decimal::ZERO;
    }
    let committed: Decimal = charge
        .adjustments
        .iter()
        .filter_map(|own| match own {
            ChargeAdjustment::Count(Adjustment::Commitment { amount, .. }) => *amount,
            _ => None,
        })
        .sum();
    // In a ramp neither is charged.
    (effective - committed).max(Decimal::ZERO)
}

/// The journal of a period, lines of an entry one below the other: debits equal credits in each.
///
/// # Errors
/// Amounts that are too large to be shared out exactly.
pub fn journal(analysis: &Analysis, expected: &ExpectedBill, by: By) -> Result<Vec<Line>, Vec<String>> {
    let books = &analysis.settings.finance;
    let period = analysis.period;
    let (mut beyond, mut prepaid) = (Vec::new(), Vec::new());
    for own in allocate(analysis, expected, Some(by))? {
        let amount = own.part.effective;
        let in_advance = own.line.charge.adjustments.iter().any(|it| matches!(it, ChargeAdjustment::Prepay { .. }));
        let kept = match own.part.kind {
            PartKind::Beyond => &mut beyond,
            PartKind::Used { .. } | PartKind::Unused { .. } if in_advance => &mut prepaid,
            _ => continue,
        };
        if !amount.is_zero() {
            kept.push((own.line.charge.name.clone(), own.group.clone(), amount));
        }
    }
    let mut lines = Vec::new();
    let accrual = "beyond commitments";
    entry(
        &mut lines,
        (Entry::Accrual, period.last_day()),
        [&books.expense_account, &books.accrued_account],
        accrual,
        &beyond,
    );
    entry(&mut lines, (Entry::Reversal, period.to), [&books.accrued_account, &books.expense_account], accrual, &beyond);
    let share = "share of a year paid in advance";
    entry(
        &mut lines,
        (Entry::Amortization, period.last_day()),
        [&books.expense_account, &books.prepaid_account],
        share,
        &prepaid,
    );
    Ok(lines)
}

type Cost = (String, Option<String>, Decimal);

/// One entry: the side of the expense by product and part, the other side as one line.
fn entry(
    lines: &mut Vec<Line>,
    (entry, date): (Entry, NaiveDate),
    [debit, credit]: [&str; 2],
    text: &str,
    costs: &[Cost],
) {
    if costs.is_empty() {
        return;
    }
    let whole: Decimal = costs.iter().map(|cost| cost.2).sum();
    let expense_is_debit = entry != Entry::Reversal;
    let line = |account: &str, part: Option<String>, text: String, amount: Decimal, is_debit: bool| Line {
        date,
        entry,
        account: account.to_owned(),
        part,
        text,
        debit: if is_debit { amount } else { Decimal::ZERO },
        credit: if is_debit { Decimal::ZERO } else { amount },
    };
    let expense = if expense_is_debit { debit } else { credit };
    let other = if expense_is_debit { credit } else { debit };
    let own = costs
        .iter()
        .map(|(name, part, amount)| line(expense, part.clone(), format!("{name}, {text}"), *amount, expense_is_debit));
    lines.extend(own);
    lines.push(line(other, None, format!("Genesys Cloud, {text}"), whole, !expense_is_debit));
}
