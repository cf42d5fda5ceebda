//! What a statement says of the contract as a whole.

use chrono::{Datelike as _, NaiveDate};
use seatwise_pricing::{
    book::SeatModel,
    contract::Subscription,
    period::{AnchorDay, Period},
};

use super::{draft::Draft, statement::Statement, values::Faults};

pub(super) fn fill(draft: &mut Draft, statement: &Statement, faults: &mut Faults) {
    let contract = &mut draft.contract;
    contract.organization = statement.organization.clone();
    if let Some(currency) = statement.currency {
        contract.currency = currency;
    }
    (contract.start, contract.end) = (statement.start, statement.end);
    contract.ramp_until = statement.ramp_until;
    contract.minimum_monthly_amount = statement.minimum_monthly_amount.filter(|amount| !amount.is_zero());
    let has_lines = !contract.lines.is_empty();
    contract.subscription = statement.subscription.unwrap_or(match has_lines {
        true => Subscription::AnnualMonthly,
        false => Subscription::MonthToMonth,
    });
    if let Some(line) = contract.lines.first().filter(|_| contract.subscription == Subscription::MonthToMonth) {
        let what = format!("is month-to-month, while {} of `{}` are committed", line.quantity, line.product);
        let form = "a subscription with a commitment, or no committed quantity";
        faults.add(
            "subscriptionType",
            what,
            form,
            "ask which of the two holds; the committed quantities may be of the past",
        );
    }
    if let Some(from) = statement.period_from {
        contract.period_anchor_day = anchor(from, statement.start);
    }
    checks(draft, statement);
    draft.comments.head = head_comment(statement);
}

/// The day on which periods start: that of the contract's start if the period fits it (in a short month it starts earlier),
/// else that of the period.
fn anchor(from: NaiveDate, start: Option<NaiveDate>) -> AnchorDay {
    let day = |date: NaiveDate| u8::try_from(date.day()).ok().and_then(AnchorDay::new).unwrap_or_default();
    let of_start = start.map(day).filter(|anchor| Period::containing(from, *anchor).from == from);
    of_start.unwrap_or_else(|| day(from))
}

fn checks(draft: &mut Draft, statement: &Statement) {
    let contract = &draft.contract;
    let mut check = |text: &str| draft.to_check.push(text.to_owned());
    if contract.start.is_none() || contract.end.is_none() {
        check("billing does not say from when to when the contract holds: set `start` and `end`");
    }
    if statement.subscription.is_none() {
        check("billing does not say how the commitment is paid: set `subscription`");
    }
    if statement.currency.is_none() {
        check("billing does not say the currency: set `currency`");
    }
    if let Some(day) = statement.amended_on {
        let from = statement.period_from.map_or_else(String::new, |from| format!(" of {from}"));
        check(&format!(
            "the contract was amended on {day}: quantities and prices are those of the period{from}, and are taken for the \
             whole term; for earlier periods use `[[amendment]]`"
        ));
    }
    if contract.subscription == Subscription::AnnualPrepay && !contract.lines.is_empty() {
        check("prices were taken as prices per unit and month, also of a year that is paid in advance");
    }
    if contract.model == SeatModel::Concurrent {
        check("seats are concurrent, since billing names a concurrent charge: choose `concurrency_reading`");
    } else {
        check("seats are named, since billing names no concurrent charge: choose `seat_counting`");
    }
    check(
        "billing never says notice, uplift and discounts: `renewal_notice_days`, `uplift_percent`, `uplift_cap_percent`",
    );
}

fn head_comment(statement: &Statement) -> String {
    let mut lines = vec![format!("Made by `seatwise contract import` from {}.", statement.source)];
    if let Some(from) = statement.period_from {
        let to = statement.period_to.map_or_else(String::new, |to| format!(" to {to}"));
        lines.push(format!("Billing period {from}{to}."));
    }
    if let Some(day) = statement.amended_on {
        lines.push(format!("Last amended on {day}."));
    }
    lines.push("Check it against the contract: billing does not know all that was agreed.".to_owned());
    lines.join("\n")
}
