//! The page for people, 80 columns wide.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use seatwise_pricing::{
    commitment::{Ratio, WalkAway},
    money::Currency,
    tokens::Outlook,
};
use seatwise_reports::format::{UNKNOWN, count, shortened};

use super::burn_down::{self, whole};
use crate::{
    analysis::{
        Analysis,
        tokens::{Ahead, Committed, Copilot, SeatUse, TokenCommitment, TokenReport},
    },
    canonical::rows::Micros,
    overview::words,
    usage::spans::instant,
};

/// Copilot seats and members named.
const NAMED: usize = 8;
/// Queues named.
const QUEUES: usize = 8;
/// Periods of the history shown.
const PERIODS: usize = 13;

/// Writing to a string can't fail.
macro_rules! line {
    ($page:expr) => { $page.push('\n') };
    ($page:expr, $($arg:tt)*) => { { let _ = writeln!($page, $($arg)*); } };
}

pub(super) fn page(analysis: &Analysis, report: &TokenReport) -> String {
    let mut page = String::new();
    head(&mut page, analysis, report);
    features(&mut page, report);
    ahead(&mut page, report);
    history(&mut page, report);
    commitment(&mut page, report);
    copilot(&mut page, analysis, report);
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
    let free =
        if report.free_is_known { String::new() } else { "needs `presence` in a concurrent organization".to_owned() };
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
        line!(page, "  {:<36} {:>14} no meter: not in the tokens", shortened(resource, 36), units.normalize());
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

fn commitment(page: &mut String, report: &TokenReport) {
    line!(page, "\nWhat to commit to");
    match &report.commitment {
        TokenCommitment::Unknown(why) => wrapped(page, &format!("No answer: {why}.")),
        TokenCommitment::Known(committed) => best(page, report, committed),
    }
}

fn best(page: &mut String, report: &TokenReport, committed: &Committed) {
    let (best, currency) = (&committed.best, report.bill.currency);
    let monthly = |amount: Ratio| money(Some(amount.rounded(currency.minor_units())), currency);
    let periods = committed.periods.len();
    let noun = if periods == 1 { "complete period" } else { "complete periods" };
    line!(page, "  By {periods} {noun} before: commit to {} tokens,", count(best.units));
    line!(page, "  {} per month on average.", monthly(best.monthly));
    match &committed.today {
        Some(today) if today.units == best.units => line!(page, "  That is what the contract commits to."),
        Some(today) => {
            let more = today.monthly.less(best.monthly).map_or_else(|| UNKNOWN.to_owned(), monthly);
            line!(page, "  The {} of today cost {}, {more} more.", count(today.units), monthly(today.monthly));
        }
        None => line!(page, "  So few tokens as today are not for sale under these terms."),
    }
    let above = committed.exceeded_by.len();
    if above > 0 {
        let beyond = whole(best.overage_units.rounded(6));
        line!(page, "  Beyond it go {above} of {periods}, by {beyond} tokens a period on average.");
    }
    if best.unit_price >= best.overage_price {
        line!(
            page,
            "  A committed token costs {}, one beyond {}: committing gains nothing.",
            best.unit_price,
            best.overage_price
        );
    } else {
        line!(page, "  A committed token costs {}, one beyond {}.", best.unit_price, best.overage_price);
    }
    if let Some(WalkAway::From { price, .. }) = committed.walk_away {
        let price = price.rounded(4).normalize();
        line!(page, "  At {price} a committed token or more no commitment beats paying by use.");
    }
    offers(page, committed, currency);
}

/// What a discount would be worth: the best commitment at each.
fn offers(page: &mut String, committed: &Committed, currency: Currency) {
    if committed.offers.is_empty() {
        return;
    }
    line!(page, "  What a discount on committed tokens would be worth, per month");
    line!(page, "    {:>8} {:>12} {:>12} {:>14}", "discount", "a token", "commit to", "cost");
    for offer in &committed.offers {
        let cost = money(Some(offer.best.monthly.rounded(currency.minor_units())), currency);
        let (percent, price) = (format!("{} %", offer.discount_percent), offer.best.unit_price.normalize());
        line!(page, "    {percent:>8} {price:>12} {:>12} {cost:>14}", count(offer.best.units));
    }
}

fn copilot(page: &mut String, analysis: &Analysis, report: &TokenReport) {
    let copilot = &report.copilot;
    line!(page, "\nCopilot");
    let Copilot { held, used, unknown, .. } = copilot;
    let unused = copilot.unused.len() as u64;
    let days = analysis.settings.window_days;
    line!(
        page,
        "  Seats held {}; in {days} days used {}, not used {}{}",
        count(*held),
        count(*used),
        count(unused),
        match unknown {
            0 => String::new(),
            unknown => format!(", unknown {}", count(*unknown)),
        }
    );
    if *unknown > 0 {
        line!(page, "  Unknown: the input does not cover `copilot` for the whole window.");
    }
    unused_seats(page, analysis, report);
    queues(page, analysis, copilot);
}

fn unused_seats(page: &mut String, analysis: &Analysis, report: &TokenReport) {
    let copilot = &report.copilot;
    if copilot.unused.is_empty() {
        return;
    }
    let billed = copilot.unused.iter().filter(|seat| seat.billed).count() as u64;
    let worth = copilot.value_per_seat.map(|value| value * Decimal::from(billed));
    match copilot.tokens_per_seat {
        Some(tokens) => {
            let all = whole(tokens * Decimal::from(billed));
            line!(page, "  Billed without use: {} of them, {all} tokens a period, worth up to", count(billed));
            line!(page, "  {} where tokens go beyond the allowance.", money(worth, report.bill.currency));
        }
        None => line!(page, "  Billed without use: {} of them, {}.", count(billed), money(worth, report.bill.currency)),
    }
    for seat in copilot.unused.iter().take(NAMED) {
        let last = match seat.last {
            SeatUse::Never => "never used".to_owned(),
            SeatUse::Before(at) => format!("last used {}", day(at)),
        };
        let queue = seat.queue.as_ref().map_or_else(String::new, |queue| format!(", in `{}`", shortened(queue, 14)));
        let label = shortened(analysis.people.list[seat.user_ix].label(), 40);
        line!(page, "    {label:<40} {last}{queue}");
    }
    more(page, copilot.unused.len(), NAMED);
}

fn queues(page: &mut String, analysis: &Analysis, copilot: &Copilot) {
    let Some(queues) = &copilot.queues else {
        line!(page, "  Queues: unknown, the input has no table `memberships` (`pull` collects it).");
        return;
    };
    if queues.is_empty() {
        line!(page, "  Every member of a Copilot queue holds Copilot.");
        return;
    }
    line!(page, "  Queues on which Copilot works for members without a seat");
    for queue in queues.iter().take(QUEUES) {
        let joined = queue.joined.map_or_else(String::new, |joined| format!(", {} joined", count(joined)));
        let unseated = count(queue.unseated.len() as u64);
        let name = shortened(&queue.queue, 32);
        line!(page, "    {name:<32} {unseated} of {} without a seat{joined}", count(queue.members));
        if let [one] = queue.unseated.as_slice() {
            line!(page, "      {}", shortened(analysis.people.list[*one].label(), 70));
        }
    }
    more(page, queues.len(), QUEUES);
}

fn more(page: &mut String, all: usize, shown: usize) {
    if all > shown {
        line!(page, "    … and {} more: --format json names all", all - shown);
    }
}

fn day(at: Micros) -> String {
    words::rfc3339(at).chars().take(10).collect()
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

/// A sentence, broken at words to 78 columns.
fn wrapped(page: &mut String, sentence: &str) {
    let mut line = String::from(" ");
    for word in sentence.split(' ') {
        if line.chars().count() + 1 + word.chars().count() > 78 {
            line!(page, "{line}");
            line = String::from(" ");
        }
        line.push(' ');
        line.push_str(word);
    }
    line!(page, "{line}");
}
