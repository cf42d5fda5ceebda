//! From the report to the document.

use rust_decimal::Decimal;
use seatwise_pricing::{
    commitment::{Cost, Ratio, WalkAway},
    money::Currency,
    tokens::{Outlook, TokenRow},
};

use super::super::{exact, expected};
use super::{
    AheadDocument, Bill, CommitmentDocument, CopilotDocument, CostDocument, Dates, Day, Document, Feature,
    OfferDocument, OutlookDocument, Past, Person, QueueDocument, RunningDocument, SeatDocument, Unmatched,
};
use crate::{
    analysis::{
        Analysis,
        tokens::{Ahead, Committed, Copilot, CopilotQueue, SeatUse, TokenCommitment, TokenReport},
    },
    error::Failure,
    overview::words::{self, rfc3339},
};

/// The document, with a newline at its end.
pub(in crate::cli::tokens) fn render(analysis: &Analysis, report: &TokenReport) -> Result<String, Failure> {
    let document = Document {
        schema: "seatwise.tokens/1",
        as_of: rfc3339(analysis.as_of),
        snapshot: analysis.snapshot.clone(),
        organization: analysis.organization.clone(),
        currency: report.bill.currency.code(),
        period: Dates { from: analysis.period.from, to: analysis.period.to },
        tokens: bill(report),
        ahead: report.ahead.as_ref().map(|ahead| ahead_document(report, ahead)),
        ledger: report
            .ledger
            .iter()
            .map(|day| Day { date: day.date, tokens: features(&day.rows), tokens_to_date: exact(day.to_date) })
            .collect(),
        history: report
            .history
            .iter()
            .map(|past| Past {
                period: Dates { from: past.period.from, to: past.period.to },
                complete: past.complete,
                consumed: exact(past.consumed),
                beyond_free: past.beyond_free.map(expected),
                by_feature: features(&past.by_feature),
            })
            .collect(),
        commitment: commitment(report),
        copilot: copilot(analysis, &report.copilot, report.bill.currency),
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

fn bill(report: &TokenReport) -> Bill {
    let (bill, known) = (&report.bill, report.free_is_known);
    let now = bill.outlook(bill.consumed.into()).filter(|_| known);
    let money = |amount: Decimal| words::money(amount, bill.currency);
    let price = |price: Option<Decimal>| price.map(|price| price.to_string());
    Bill {
        consumed: exact(bill.consumed),
        free: known.then(|| exact(bill.free)),
        committed: bill.committed.to_string(),
        billable: known.then(|| exact(bill.billable)),
        cost: bill.cost.filter(|_| known).map(money),
        overage_cost: now.and_then(|now| now.overage_cost).map(money),
        unit_price: price(bill.unit_price),
        overage_price: price(bill.overage_price),
        by_feature: features(&bill.by_feature),
        unmatched: bill
            .unmatched
            .iter()
            .map(|(resource, units)| Unmatched { resource: resource.clone(), units: units.normalize().to_string() })
            .collect(),
    }
}

fn features(rows: &[TokenRow]) -> Vec<Feature> {
    let feature = |row: &TokenRow| Feature {
        resource: row.resource.clone(),
        unit: row.unit.clone(),
        units: row.units.normalize().to_string(),
        tokens: exact(row.tokens),
    };
    rows.iter().map(feature).collect()
}

fn ahead_document(report: &TokenReport, ahead: &Ahead) -> AheadDocument {
    let outlook = |outlook: &Outlook| {
        let money = |amount: Option<Decimal>| {
            amount.filter(|_| report.free_is_known).map(|amount| words::money(amount, report.bill.currency))
        };
        OutlookDocument {
            consumed: expected(outlook.consumed),
            billable: report.free_is_known.then(|| expected(outlook.billable)),
            overage_cost: money(outlook.overage_cost),
            cost: money(outlook.cost),
        }
    };
    AheadDocument {
        forecast_from: ahead.from,
        forecast_days: ahead.days,
        expected: outlook(&ahead.expected),
        low: ahead.low.as_ref().map(outlook),
        high: ahead.high.as_ref().map(outlook),
        windows: ahead.windows,
        windows_above_allowance: ahead.windows_above,
        allowance_passed_on: ahead.passed_on,
        copilot_users_to_come: expected(ahead.seats_to_come),
        running: ahead
            .running
            .iter()
            .map(|day| RunningDocument {
                date: day.date,
                tokens_to_date: expected(day.to_date),
                forecast: day.forecast,
            })
            .collect(),
    }
}

fn commitment(report: &TokenReport) -> CommitmentDocument {
    let currency = report.bill.currency;
    match &report.commitment {
        TokenCommitment::Unknown(why) => CommitmentDocument {
            unknown_because: Some(why.clone()),
            periods: Vec::new(),
            best: None,
            today: None,
            why: Vec::new(),
            offers: Vec::new(),
            price_without_commitment: None,
            walk_away_price: None,
        },
        TokenCommitment::Known(committed) => known(committed, currency),
    }
}

fn known(committed: &Committed, currency: Currency) -> CommitmentDocument {
    let cost = |cost: &Cost| CostDocument {
        tokens: cost.units,
        unit_price: cost.unit_price.to_string(),
        overage_price: cost.overage_price.to_string(),
        cost_per_month: words::money(cost.monthly.rounded(currency.minor_units()), currency),
        overage_probability: expected(cost.overage_probability),
    };
    let price = |walk_away: &WalkAway| match walk_away {
        WalkAway::From { price, .. } => Some(expected(*price)),
        WalkAway::Always => Some(expected(Ratio::ZERO)),
        WalkAway::Never => None,
    };
    CommitmentDocument {
        unknown_because: None,
        periods: committed.periods.clone(),
        best: Some(cost(&committed.best)),
        today: committed.today.as_ref().map(cost),
        why: committed.why.clone(),
        offers: committed
            .offers
            .iter()
            .map(|offer| OfferDocument { discount_percent: offer.discount_percent, best: cost(&offer.best) })
            .collect(),
        price_without_commitment: committed.monthly_price.map(|price| price.to_string()),
        walk_away_price: committed.walk_away.as_ref().and_then(price),
    }
}

fn copilot(analysis: &Analysis, copilot: &Copilot, currency: Currency) -> CopilotDocument {
    let person = |user_ix: &usize| {
        let person = &analysis.people.list[*user_ix];
        Person { user_id: person.user_id.clone(), email: person.email.clone() }
    };
    let seats = copilot.unused.iter().map(|seat| {
        let Person { user_id, email } = person(&seat.user_ix);
        let last_used = match seat.last {
            SeatUse::Never => None,
            SeatUse::Before(at) => Some(rfc3339(at)),
        };
        SeatDocument { user_id, email, last_used, queue: seat.queue.clone(), billed: seat.billed }
    });
    CopilotDocument {
        tokens_per_seat: copilot.tokens_per_seat.map(|tokens| tokens.normalize().to_string()),
        value_per_seat: copilot.value_per_seat.map(|value| words::money(value, currency)),
        seats_held: copilot.held,
        seats_used: copilot.used,
        seats_unknown: copilot.unknown,
        seats_unused: seats.collect(),
        queues: copilot.queues.as_ref().map(|queues| {
            let queue = |queue: &CopilotQueue| QueueDocument {
                queue: queue.queue.clone(),
                members: queue.members,
                without_seat: queue.unseated.iter().map(person).collect(),
                without_seat_joined: queue.joined,
            };
            queues.iter().map(queue).collect()
        }),
    }
}
