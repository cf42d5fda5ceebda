//! The rest of the period: what is metered by use is forecast by weekday, people charged once a period by periods before.

use chrono::NaiveDate;
use seatwise_pricing::{
    book::PriceBook,
    commitment::Ratio,
    forecast::{Question, forecast},
    period::Period,
    tokens::{LedgerDay, Outlook, TokenBill, TokenError, token_ledger},
};

use super::history::{Known, PastPeriod, days};
use crate::{analysis::Analysis, usage::resources::ResourceUsage};

/// Periods before that tell how many people are still to come.
const SEAT_PERIODS: usize = 12;

/// The period as it is expected to end.
#[derive(Debug, Clone)]
pub struct Ahead {
    /// First day that is not known in full: everything from it on is forecast.
    pub from: NaiveDate,
    /// Days forecast; 0 = the period is known to its end.
    pub days: usize,
    /// The middle of what is expected.
    pub expected: Outlook,
    /// 10th percentile; `None` = too few past windows.
    pub low: Option<Outlook>,
    /// 90th percentile; `None` = too few past windows.
    pub high: Option<Outlook>,
    /// Past windows that the range comes from.
    pub windows: usize,
    /// Windows after which the allowance would be passed at the end of the period; `None` = the allowance is not known.
    pub windows_above: Option<usize>,
    /// First day on whose evening more than the allowance is consumed, or expected to be; `None` = none, or not known.
    pub passed_on: Option<NaiveDate>,
    /// Tokens of people charged once a period who are still expected: the mean of complete periods before; 0 without one.
    pub seats_to_come: Ratio,
    /// Tokens at the end of every day of the period.
    pub running: Vec<RunningDay>,
}

/// The running total at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunningDay {
    /// UTC day.
    pub date: NaiveDate,
    /// Tokens from the first day of the period to the end of this one.
    pub to_date: Ratio,
    /// Is it forecast? Else it happened.
    pub forecast: bool,
}

/// `None` = no day is known before the days asked for, or the digits are too many to be exact.
pub(super) fn ahead(
    analysis: &Analysis,
    book: &PriceBook,
    metered: &ResourceUsage,
    known: &Known,
    history: &[PastPeriod],
) -> Result<Option<Ahead>, Vec<TokenError>> {
    let (Some((first, last)), Some(bill)) = (known.ends(), &analysis.tokens) else { return Ok(None) };
    let span = Period { from: first.min(analysis.period.from), to: analysis.period.to };
    let ledger = token_ledger(&analysis.tariff, book, &metered.by_day, span)?;
    Ok(assemble(analysis, bill, &ledger, known, (first, last), history))
}

fn assemble(
    analysis: &Analysis,
    bill: &TokenBill,
    ledger: &[LedgerDay],
    known: &Known,
    (first, last): (NaiveDate, NaiveDate),
    history: &[PastPeriod],
) -> Option<Ahead> {
    let period = analysis.period;
    let last_known = days(first, last.succ_opt()?).filter(|day| known.has(*day)).last()?;
    let from = last_known.succ_opt()?.clamp(period.from, period.to);
    let by_use =
        |day: NaiveDate| ledger.iter().find(|row| row.date == day).map_or(Ratio::ZERO, |row| row.by_use.into());
    let before: Vec<Option<Ratio>> =
        days(first, last_known.succ_opt()?).map(|day| known.has(day).then(|| by_use(day))).collect();
    let sum = |from: NaiveDate, to: NaiveDate| days(from, to).try_fold(Ratio::ZERO, |sum, day| sum.plus(by_use(day)));
    let seats = |from: NaiveDate, to: NaiveDate| {
        let rows = ledger.iter().filter(|row| from <= row.date && row.date < to);
        rows.map(|row| Ratio::from(row.by_seat)).try_fold(Ratio::ZERO, Ratio::plus)
    };
    let question = Question {
        history: &before,
        skip: usize::try_from(from.signed_duration_since(last_known).num_days() - 1).ok()?,
        days: usize::try_from(period.to.signed_duration_since(from).num_days()).ok()?,
        known: sum(from, period.to)?,
    };
    let rest = forecast(&question)?;
    let seats_to_come = seats_to_come(history, from.signed_duration_since(period.from).num_days().unsigned_abs())?
        .less(seats(from, period.to)?)?;
    // What is not forecast: use before `from`, all people charged so far, and those to come.
    let certain = sum(period.from, from)?.plus(seats(period.from, period.to)?)?.plus(seats_to_come)?;
    let outlook = |rest: Ratio| bill.outlook(certain.plus(rest)?);
    let optional = |rest: Option<Ratio>| rest.map_or(Some(None), |rest| outlook(rest).map(Some));
    let allowance = analysis.free_tokens_are_known().then(|| bill.allowance());
    let running = running(ledger, period, from, certain, &rest.running)?;
    Some(Ahead {
        from,
        days: question.days,
        expected: outlook(rest.expected)?,
        low: optional(rest.low)?,
        high: optional(rest.high)?,
        windows: rest.outcomes.len(),
        windows_above: match allowance {
            Some(allowance) => {
                let totals: Option<Vec<Ratio>> = rest.outcomes.iter().map(|rest| certain.plus(*rest)).collect();
                Some(totals?.iter().filter(|total| **total > allowance).count())
            }
            None => None,
        },
        passed_on: allowance.and_then(|most| running.iter().find(|day| day.to_date > most).map(|day| day.date)),
        seats_to_come,
        running,
    })
}

/// Tokens of people charged once a period who came on or after so many days of it: the mean of the complete periods.
fn seats_to_come(history: &[PastPeriod], days_gone: u64) -> Option<Ratio> {
    let complete: Vec<&PastPeriod> = history.iter().filter(|past| past.complete).rev().take(SEAT_PERIODS).collect();
    let later = complete.iter().flat_map(|past| &past.by_seat).filter(|(day, _)| *day >= days_gone);
    let all = later.map(|(_, tokens)| Ratio::from(*tokens)).try_fold(Ratio::ZERO, Ratio::plus)?;
    match complete.len() {
        0 => Some(Ratio::ZERO),
        periods => all.divided_by(u64::try_from(periods).ok()?),
    }
}

/// The total at the end of each day: what happened, then what is expected. People to come are there from the first day that is
/// forecast: nobody knows their day.
fn running(
    ledger: &[LedgerDay],
    period: Period,
    from: NaiveDate,
    certain: Ratio,
    rest: &[Ratio],
) -> Option<Vec<RunningDay>> {
    let mut total = Ratio::ZERO;
    let mut running = Vec::new();
    for date in days(period.from, from) {
        if let Some(row) = ledger.iter().find(|row| row.date == date) {
            total = total.plus(Ratio::from(row.by_use).plus(row.by_seat.into())?)?;
        }
        running.push(RunningDay { date, to_date: total, forecast: false });
    }
    for (date, rest) in days(from, period.to).zip(rest) {
        running.push(RunningDay { date, to_date: certain.plus(*rest)?, forecast: true });
    }
    Some(running)
}
