//! The bill as a page for people, 80 columns wide: what is counted, what it costs, and on demand why.

use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::{ChargeKind, Costs},
    contract::Model,
    money::Currency,
    rate::Fraction,
    tariff::ContractedSource,
};

use super::Page;
use crate::{
    analysis::bill::{BillLine, rows},
    cli::{
        lines::{WIDTH, filled, line},
        price::words::money,
    },
};

/// Width of a label in an explanation.
const LABEL: usize = 12;

/// Head, quantities, costs, what is not in them; then every line in words, and who is behind it.
pub(super) fn page(page: &Page<'_>) -> String {
    let mut text = String::new();
    head(&mut text, page);
    quantities(&mut text, page);
    costs(&mut text, page);
    foot(&mut text, page);
    if page.explain {
        page.expected.lines.iter().for_each(|line| explain(&mut text, page, line));
    }
    if page.rows {
        page.expected.lines.iter().for_each(|line| who(&mut text, page, line));
    }
    text
}

fn head(text: &mut String, page: &Page<'_>) {
    let (analysis, bill) = (page.analysis, &page.expected.bill);
    let state = if page.analysis.period_is_over() { "closed" } else { "open" };
    line!(text, "Expected bill · {}", analysis.organization.as_deref().unwrap_or("Organization"));
    line!(text, "{} to {} (UTC), {state}", bill.period.from, bill.period.last_day());
    let contract = &analysis.contract;
    let model = contract.model.as_str();
    line!(text, "{model}, {}, in {}, prices of {}", contract.subscription, bill.currency, bill.on);
    for note in &page.expected.notes {
        wrapped(text, "note", note);
    }
}

fn quantities(text: &mut String, page: &Page<'_>) {
    line!(
        text,
        "\n{:<19} {:<7} {:>9} {:>8} {:>9} {:>10} {:>11}",
        "counted",
        "unit",
        "actual",
        "free",
        "committed",
        "overage",
        "unit price"
    );
    for line in &page.expected.lines {
        let (charge, own) = (&line.charge, line.charge.quantities);
        let known = |units: Option<Fraction>| {
            units.filter(|_| line.is_known).map_or_else(|| "unknown".to_owned(), |units| units.rounded(2).to_string())
        };
        let price = match (charge.origin.source, charge.unit_price) {
            (ContractedSource::Tokens, _) => "in tokens".to_owned(),
            (_, price) => price.map_or_else(|| "unknown".to_owned(), |price| price.to_string()),
        };
        line!(
            text,
            "{:<19} {:<7} {:>9} {:>8} {:>9} {:>10} {price:>11}",
            shortened(&label(line), 19),
            shortened(&charge.unit, 7),
            known(Some(own.actual)),
            known(own.free),
            own.committed,
            known(own.overage)
        );
    }
}

fn costs(text: &mut String, page: &Page<'_>) {
    let currency = page.expected.bill.currency;
    line!(
        text,
        "\n{:<19} {:>14} {:>14} {:>14} {:>14}",
        format!("costs in {currency}"),
        "list",
        "contracted",
        "billed",
        "effective"
    );
    for line in &page.expected.lines {
        line!(text, "{:<19} {}", shortened(&label(line), 19), amounts(line.costs(), currency));
    }
    line!(text, "{:<19} {}", "total", amounts(page.expected.totals(), currency));
}

fn amounts(costs: Costs, currency: Currency) -> String {
    let all = [costs.list, costs.contracted, costs.billed, costs.effective];
    let cell = |amount: Option<Decimal>| format!("{:>14}", money(amount, currency));
    all.map(cell).join(" ")
}

fn foot(text: &mut String, page: &Page<'_>) {
    let (bill, expected) = (&page.expected.bill, page.expected);
    line!(text);
    if !bill.unpriced.is_empty() {
        wrapped(text, "no price", &format!("{}: in no total until the contract names a price", named(&bill.unpriced)));
    }
    if !bill.unlisted.is_empty() {
        wrapped(
            text,
            "no list",
            &format!("no list price is published for {}: not in the list total", named(&bill.unlisted)),
        );
    }
    let seats = expected.effective_of(|kind| matches!(kind, ChargeKind::Seats(_) | ChargeKind::Hours(_)));
    let tokens = expected.effective_of(|kind| kind == ChargeKind::Tokens);
    let rest = expected.effective_of(|kind| matches!(kind, ChargeKind::FairUse | ChargeKind::Minimum));
    let shown = |amount: Option<Decimal>| money(amount, bill.currency);
    wrapped(
        text,
        "ties with",
        &format!(
            "`analyze`: seats {} as `billed_monthly`, and with tokens {} as `total_monthly`; fair use and minimum {} only here",
            shown(seats),
            shown(seats.zip(tokens).map(|(seats, tokens)| seats + tokens)),
            shown(rest)
        ),
    );
    if !page.explain {
        wrapped(text, "why", "`--explain` tells every line, `--rows` names the people behind it");
    }
}

fn explain(text: &mut String, page: &Page<'_>, bill_line: &BillLine) {
    let (charge, currency) = (&bill_line.charge, page.expected.bill.currency);
    line!(text, "\n{} · {}", label(bill_line), charge.name);
    let people: Vec<String> = bill_line
        .sources
        .iter()
        .map(|source| format!("{} {}", source.count, source.source.meaning(source.count)))
        .collect();
    let unit =
        if charge.quantities.actual == Fraction::ONE { charge.unit.clone() } else { format!("{}s", charge.unit) };
    let counted = match (bill_line.is_known, people.is_empty()) {
        (false, _) => "unknown: nothing tells who was present".to_owned(),
        (true, true) => format!("{} {unit}, by the contract", charge.quantities.actual),
        (true, false) => format!("{} {unit}: {}", charge.quantities.actual, people.join(", ")),
    };
    wrapped(text, "counted", &format!("{counted}{}", reading(page, bill_line)));
    let since = charge.origin.since.map_or_else(String::new, |day| format!(", since {day}"));
    let source = match charge.kind {
        ChargeKind::Minimum => "`minimum_monthly_amount` of the contract",
        _ => charge.origin.source.in_words(),
    };
    let price = match (charge.origin.source, charge.unit_price) {
        (ContractedSource::Tokens, _) => source.to_owned(),
        (_, Some(price)) => format!("{price} {currency} per {}: {source}{since}", charge.unit),
        (_, None) => format!("unknown: {source}"),
    };
    wrapped(text, "price", &price);
    if let (Some(entry), Some(list)) = (&charge.origin.entry, charge.list_price) {
        let status = entry.status.as_str();
        wrapped(
            text,
            "list price",
            &format!("{list} {currency}: {status}, read {}, {}", entry.known_since, entry.source),
        );
    }
    for (place, adjustment) in charge.adjustments.iter().enumerate() {
        let name = if place == 0 { "in order" } else { "" };
        wrapped(text, name, &adjustment.in_words(currency, &charge.unit));
    }
    let costs = bill_line.costs();
    let all = [
        ("list", costs.list),
        ("contracted", costs.contracted),
        ("billed", costs.billed),
        ("effective", costs.effective),
    ];
    let all = all.map(|(name, amount)| format!("{name} {}", money(amount, currency)));
    wrapped(text, "costs", &all.join(", "));
}

/// Ids in a row; the minimum has no price of its own to be named.
fn named(ids: &[String]) -> String {
    let named: Vec<&str> = ids.iter().map(String::as_str).filter(|id| *id != "minimum-monthly-amount").collect();
    if named.is_empty() { "the monthly minimum, which depends on them".to_owned() } else { named.join(", ") }
}

/// How people become a count, where it is not one each.
fn reading(page: &Page<'_>, line: &BillLine) -> &'static str {
    let ChargeKind::Seats(ix) = line.charge.kind else { return "" };
    match page.analysis.tariff.product(ix).model {
        Model::Named => "",
        Model::Concurrent => "; billed is the peak of people present at once, for 30 minutes or more",
        Model::HourlyLoggedIn => "; billed are their hours logged in, rounded up once",
    }
}

fn who(text: &mut String, page: &Page<'_>, bill_line: &BillLine) {
    let rows = rows(page.analysis, page.book, &bill_line.charge);
    if rows.is_empty() {
        return;
    }
    let word = if rows.len() == 1 { "row" } else { "rows" };
    line!(text, "\n{} · counted from {} {word}", label(bill_line), rows.len());
    for row in rows {
        let units = row.units.map_or_else(String::new, |units| format!("  {units}"));
        let email = row.email.map_or_else(String::new, |email| format!("  {email}"));
        line!(text, "  {:<22} {}{email}{units}", row.source.as_str(), row.subject);
    }
}

/// The product; time on interactions beside its seats is told from them.
fn label(line: &BillLine) -> String {
    match line.charge.kind {
        ChargeKind::Hours(_) => format!("{} by time", line.charge.id),
        ChargeKind::Minimum => "monthly minimum".to_owned(),
        _ => line.charge.id.clone(),
    }
}

fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width - 1).chain(['…']).collect()
}

/// A label and text beside it.
fn wrapped(page: &mut String, label: &str, text: &str) {
    page.push_str(&filled(&format!("  {label:<LABEL$}"), &" ".repeat(2 + LABEL), text, WIDTH));
}
