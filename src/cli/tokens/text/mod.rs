//! The page for people, 80 columns wide.

mod commitment;
mod copilot;

use rust_decimal::Decimal;
use seatwise_pricing::{commitment::Ratio, money::Currency, tokens::Outlook};
use seatwise_reports::format::{UNKNOWN, count, shortened};

use super::burn_down::{self, whole};
use crate::{
    analysis::{
        Analysis,
        tokens::{Ahead, TokenReport},
    },
    cli::lines::{WIDTH, filled, line},
    overview::words,
    usage::spans::instant,
};

/// Periods of the history shown.
const PERIODS: usize = 13;

pub(super) fn page(analysis: &Analysis, report: &TokenReport) -> String {
    let mut page = String::new();
    head(&mut page, analysis, report);
    features(&mut page, report);
    ahead(&mut page, report);
    history(&mut page, report);
    commitment::section(&mut page, report);
    copilot::section(&mut page, analysis, report);
    page
}

fn head(page: &mut String, analysis: &Analysis, report: &TokenReport) {
    let bill = &report.bill;
    let organization = analysis.organization.as_deref().unwrap_or("Organization");
    line!(page, "AI tokens · {}", shortened(organization, 66));
    let as_of = instant(analysis.as_of).format("%Y-%m-%d %H:%M");
    line!(page, "Period {}, as of {as_of} (UTC), {}", analysis.period, bill.currency.code());
    line!(page);
    let known = |amount: Decimal| if report.free_is_known { whole(amount) } else { UNKNOWN.to_owned() };
    let figure = |page: &mut String, name: &str, tokens: String, note: String| {
        line!(page, "{}", format!("  {name:<24} {tokens:>12}  {note}").trim_end());
    };
    figure(page, "Used so far", whole(bill.consumed.rounded(6)), String::new());
    let free = if report.free_is_known { String::new() } else { "not known without `presence`".to_owned() };
    figure(page, "Free", known(bill.free.rounded(6)), free);
    figure(page, "Committed", count(bill.committed), committed_price(report));
    figure(page, "Beyond both", known(bill.billable.rounded(6)), beyond_price(report));
    let cost = bill.cost.filter(|_| report.free_is_known);
    figure(page, "Token bill so far", money(cost, bill.currency), "commitment and what goes beyond".to_owned());
}

fn committed_price(report: &TokenReport) -> String {
    let bill = &report.bill;
    match bill.unit_price {
        Some(price) if bill.committed > 0 => format!("at {price} each, used or not"),
        _ => String::new(),
    }
}

fn beyond_price(report: &TokenReport) -> String {
    report.bill.overage_price.map_or_else(|| "price unknown".to_owned(), |price| format!("at {price} each"))
}

fn features(page: &mut String, report: &TokenReport) {
    line!(page, "\nUsed in the period, by feature");
    if report.bill.by_feature.is_empty() {
        line!(page, "  nothing was metered");
        return;
    }
    line!(page, "  {:<36} {:>14} {:<12} {:>10}", "", "units", "", "tokens");
    for row in &report.bill.by_feature {
        let (name, units) = (shortened(&row.resource, 36), row.units.normalize());
        line!(page, "  {name:<36} {units:>14} {:<12} {:>10}", row.unit, decimals(row.tokens.into()));
    }
    for (resource, units) in &report.bill.unmatched {
        line!(page, "  {:<36} {:>14} no meter, no tokens", shortened(resource, 36), units.normalize());
    }
}

fn ahead(page: &mut String, report: &TokenReport) {
    let Some(ahead) = &report.ahead else {
        line!(page, "\nExpected by the end of the period: unknown, no whole day was metered yet");
        return;
    };
    let currency = report.bill.currency;
    line!(page, "\nExpected by the end of the period");
    if ahead.days == 0 {
        line!(page, "  Every day of the period is known; nothing is left to expect.");
    } else {
        line!(page, "  {} days from {} on are forecast.", ahead.days, ahead.from);
    }
    line!(page, "  {:<24} {:>12} {:>12} {:>14} {:>11}", "", "tokens", "beyond", "beyond, cost", "token bill");
    outcome(page, "low (1 in 10 is below)", ahead.low.as_ref(), report, currency);
    outcome(page, "expected", Some(&ahead.expected), report, currency);
    outcome(page, "high (1 in 10 is above)", ahead.high.as_ref(), report, currency);
    for sentence in sentences(ahead) {
        line!(page, "  {sentence}");
    }
    if report.free_is_known {
        let allowance = report.bill.allowance();
        line!(page, "\nBurn-down of the allowance of {} tokens", whole(allowance.rounded(6)));
        line!(page, "  # left   . expected to be left   ! beyond   : expected beyond");
        line!(page, "  {:<9} {:>9} {:>11}", "day", "used", "left");
        page.push_str(&burn_down::lines(ahead, allowance));
    }
}

fn outcome(page: &mut String, name: &str, outlook: Option<&Outlook>, report: &TokenReport, currency: Currency) {
    let known = outlook.filter(|_| report.free_is_known);
    let tokens = outlook.map_or_else(|| UNKNOWN.to_owned(), |outlook| whole(outlook.consumed.rounded(6)));
    let beyond = known.map_or_else(|| UNKNOWN.to_owned(), |outlook| whole(outlook.billable.rounded(6)));
    let overage = money(known.and_then(|outlook| outlook.overage_cost), currency);
    let cost = money(known.and_then(|outlook| outlook.cost), currency);
    line!(page, "  {name:<24} {tokens:>12} {beyond:>12} {overage:>14} {cost:>11}");
}

fn sentences(ahead: &Ahead) -> Vec<String> {
    let mut sentences = Vec::new();
    if ahead.windows == 0 {
        sentences.push("No range: it takes ten past windows of as many days, after four weeks.".to_owned());
    } else if let Some(above) = ahead.windows_above {
        sentences.push(format!("Of {} past windows of as many days {above} would pass the allowance.", ahead.windows));
    }
    match ahead.passed_on {
        Some(day) if ahead.running.iter().any(|running| running.date == day && running.forecast) => {
            sentences.push(format!("The allowance is expected to be used up on {day}."));
        }
        Some(day) => sentences.push(format!("The allowance was used up on {day}.")),
        None => {}
    }
    if ahead.seats_to_come > Ratio::ZERO {
        let tokens = whole(ahead.seats_to_come.rounded(6));
        sentences.push(format!("Of it {tokens} for Copilot users who are still to come, as in periods before."));
    }
    sentences
}

fn history(page: &mut String, report: &TokenReport) {
    line!(page, "\nPeriods before, against the free tokens of today");
    if report.history.is_empty() {
        line!(page, "  none was metered");
        return;
    }
    line!(page, "  {:<26} {:>12} {:>12}", "period", "tokens", "beyond free");
    let hidden = report.history.len().saturating_sub(PERIODS);
    for past in &report.history[hidden..] {
        let beyond = past.beyond_free.map_or_else(|| UNKNOWN.to_owned(), |beyond| whole(beyond.rounded(6)));
        let note = if past.complete { "" } else { "  not known in full" };
        let period = past.period.to_string();
        line!(page, "  {period:<26} {:>12} {beyond:>12}{note}", whole(past.consumed.rounded(6)));
    }
}

/// With one decimal, so that small features are not all 0.
fn decimals(tokens: Ratio) -> String {
    let rounded = tokens.rounded(1);
    let whole_part = whole(rounded.trunc());
    let tenth = rounded.to_string();
    tenth.rsplit_once('.').map_or_else(|| whole_part.clone(), |(_, digit)| format!("{whole_part}.{digit}"))
}

fn money(amount: Option<Decimal>, currency: Currency) -> String {
    amount.map_or_else(
        || UNKNOWN.to_owned(),
        |amount| {
            let text = words::money(amount, currency);
            let (whole_part, rest) = text.split_once('.').map_or((text.as_str(), ""), |(one, two)| (one, two));
            let grouped = whole_part.parse().map_or_else(|_| whole_part.to_owned(), count);
            if rest.is_empty() { grouped } else { format!("{grouped}.{rest}") }
        },
    )
}

/// A price with at least two decimals, as `0.90`.
fn priced(price: Decimal) -> Decimal {
    let mut price = price.normalize();
    if price.scale() < 2 {
        price.rescale(2);
    }
    price
}

fn wrapped(page: &mut String, sentence: &str) {
    page.push_str(&filled("  ", "  ", sentence, WIDTH - 2));
}
