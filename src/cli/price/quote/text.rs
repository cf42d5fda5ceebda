//! Offers side by side as a page of 80 columns.

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::SeatModel,
    quote::{DemandItem, DemandRow, Level, NotRanked, Offer, Place, TermBill, Why, left_out, rank, why},
};

use super::Quoted;
use crate::cli::{
    lines::{WIDTH, line},
    price::words::{fill, money, signed},
};

/// Letters of an offer's label in a table.
const LABEL: usize = 19;

pub(super) fn page(quoted: &Quoted) -> String {
    let mut page = String::new();
    line!(page, "Offers side by side, in {}", quoted.currency);
    offers(&mut page, quoted);
    demand(&mut page, quoted);
    for level in Level::ALL {
        level_table(&mut page, quoted, level);
    }
    page.push_str("overage: its share of the total; unused: paid for committed units without use\n");
    reasons(&mut page, quoted);
    notes(&mut page, quoted);
    page
}

fn offers(page: &mut String, quoted: &Quoted) {
    for (number, (offer, file)) in quoted.offers.iter().zip(&quoted.files).enumerate() {
        let quote = &offer.quote;
        let contract = &quote.contract;
        let valid = quote.valid_until.map_or_else(String::new, |day| format!(", valid until {day}"));
        let uplift = if quote.uplift_percent_per_year.is_zero() {
            String::new()
        } else {
            format!(", +{} % a year", quote.uplift_percent_per_year.normalize())
        };
        let text = format!(
            "[{}] {}: {} months from {}, {}, {}, {}{uplift}{valid} ({file})",
            number + 1,
            quote.label(),
            quote.term_months,
            quote.start(),
            contract.model.as_str(),
            contract.subscription,
            contract.currency
        );
        page.push_str(&fill(&text, WIDTH, "  "));
    }
}

fn demand(page: &mut String, quoted: &Quoted) {
    let origin = if quoted.from_history { "10th percentile, median, 90th percentile of history" } else { "as given" };
    line!(page, "\nDemand a month, {origin}");
    line!(page, "  {:<32} {:>10} {:>10} {:>10} {:>12}", "", "low", "expected", "high", "a year");
    for row in quoted.demand.iter().filter(|row| is_counted(quoted, row)) {
        let units = row.units.map(|units| units.normalize().to_string());
        let growth =
            if row.growth_percent.is_zero() { "-".to_owned() } else { format!("{} %", row.growth_percent.normalize()) };
        let name = row.item.to_string();
        line!(page, "  {:<32} {:>10} {:>10} {:>10} {growth:>12}", name.trim_matches('`'), units[0], units[1], units[2]);
    }
}

/// Does any offer count demand in this way?
fn is_counted(quoted: &Quoted, row: &DemandRow) -> bool {
    match &row.item {
        DemandItem::Product { model: SeatModel::Named, .. } | DemandItem::Resource(_) => true,
        DemandItem::Product { model, .. } => quoted.offers.iter().any(|offer| offer.quote.contract.model == *model),
    }
}

fn level_table(page: &mut String, quoted: &Quoted, level: Level) {
    line!(page, "\nUnder {} demand", level.as_str());
    line!(
        page,
        "{:>4}  {:<LABEL$} {:>13} {:>11} {:>8} {:>7} {:>11}",
        "rank",
        "offer",
        "total",
        "per month",
        "per seat",
        "overage",
        "unused"
    );
    let places = rank(&quoted.offers, level, quoted.currency, &quoted.rates);
    let mut sorted: Vec<&Place> = places.iter().collect();
    sorted.sort_by_key(|place| (place.rank.as_ref().copied().unwrap_or(u32::MAX), place.offer));
    for place in sorted {
        let offer = &quoted.offers[place.offer];
        let bill = offer.bill(level);
        let rank = place.rank.as_ref().map_or_else(|_| "-".to_owned(), u32::to_string);
        let label: String = format!("[{}] {}", place.offer + 1, offer.quote.label()).chars().take(LABEL).collect();
        // Without a place the amounts are in the offer's own currency, as a note says.
        let total = place.total.or(bill.total.filter(|_| place.rank.is_err()));
        let per_month = total.map(|total| total / Decimal::from(bill.months));
        line!(
            page,
            "{rank:>4}  {label:<LABEL$} {:>13} {:>11} {:>8} {:>7} {:>11}",
            money(total, bill.currency),
            money(per_month, bill.currency),
            money(bill.effective_seat_price, bill.currency),
            overage_share(bill),
            money(bill.wasted_cost, bill.currency)
        );
    }
}

/// Percent of the total with one decimal.
pub(super) fn overage_share(bill: &TermBill) -> String {
    match bill.overage_cost.zip(bill.total).filter(|(_, total)| *total > Decimal::ZERO) {
        Some((overage, total)) => format!("{:.1} %", (overage * Decimal::ONE_HUNDRED / total).round_dp(1)),
        None => "-".to_owned(),
    }
}

/// The best offer of a level and the next one, with why; `None` where fewer than two have a place.
pub(super) fn best_two(quoted: &Quoted, level: Level) -> Option<(&Offer, &Offer, Why)> {
    let places = rank(&quoted.offers, level, quoted.currency, &quoted.rates);
    let mut ranked: Vec<&Place> = places.iter().filter(|place| place.rank.is_ok()).collect();
    ranked.sort_by_key(|place| (place.rank.as_ref().copied().unwrap_or(u32::MAX), place.offer));
    let [first, second, ..] = ranked.as_slice() else { return None };
    let why = why(&quoted.offers, (first.offer, second.offer), level, quoted.currency, &quoted.rates)?;
    Some((&quoted.offers[first.offer], &quoted.offers[second.offer], why))
}

fn reasons(page: &mut String, quoted: &Quoted) {
    for level in Level::ALL {
        let Some((winner, other, why)) = best_two(quoted, level) else { continue };
        let months = if why.months == 1 { "a month".to_owned() } else { format!("over {} months", why.months) };
        line!(page);
        let head = format!("Why {} costs least under {} demand, {months}:", winner.quote.label(), level.as_str());
        page.push_str(&fill(&head, WIDTH, ""));
        line!(page, "  {:<28} {:>14} {:>14} {:>14}", "line", "it", "the next", "saved");
        for reason in why.reasons.iter().filter(|reason| !(reason.winner.is_zero() && reason.other.is_zero())) {
            let id: String = reason.id.chars().take(28).collect();
            let currency = quoted.currency;
            line!(
                page,
                "  {id:<28} {:>14} {:>14} {:>14}",
                money(Some(reason.winner), currency),
                money(Some(reason.other), currency),
                signed(reason.saving(), currency)
            );
        }
        let saving = signed(why.saving(), quoted.currency);
        let label: String = format!("against {}", other.quote.label()).chars().take(58).collect();
        line!(page, "  {label:<58} {saving:>14}");
    }
}

fn notes(page: &mut String, quoted: &Quoted) {
    let notes = notes_of(quoted);
    if !notes.is_empty() {
        line!(page);
    }
    for note in notes {
        page.push_str(&fill(&format!("note: {note}"), WIDTH, ""));
    }
}

/// What a reader must know, in every format.
pub(super) fn notes_of(quoted: &Quoted) -> Vec<String> {
    let mut notes = Vec::new();
    let missing = left_out(&quoted.offers, Level::Expected);
    if !missing.is_empty() {
        notes.push(format!("no offer has a price of {}: left out of every total", missing.join(", ")));
    }
    let places = rank(&quoted.offers, Level::Expected, quoted.currency, &quoted.rates);
    for (place, offer) in places.iter().zip(&quoted.offers) {
        let label = offer.quote.label();
        match &place.rank {
            Err(NotRanked::Unpriced(ids)) => notes
                .push(format!("{label} has no place: it names no price of {}, which another one does", ids.join(", "))),
            Err(NotRanked::NoRate(from)) => notes.push(format!(
                "{label} has no place, its amounts are in {from}: no rate leads to {}; `--rate {from}:{}=RATE` gives one",
                quoted.currency, quoted.currency
            )),
            Ok(_) => {}
        }
        let bill = offer.bill(Level::Expected);
        let idle = bill.lines.iter().filter(|line| line.used.is_zero() && line.committed > 0);
        let idle: Vec<&str> = idle.map(|line| line.id.as_str()).collect();
        if !idle.is_empty() {
            notes.push(format!(
                "{label} commits to {}, for which there is no demand: all of it is unused",
                idle.join(", ")
            ));
        }
        if !bill.unmatched.is_empty() {
            notes.push(format!("{label}: nothing charges for {}", bill.unmatched.join(", ")));
        }
    }
    let terms: Vec<u32> = quoted.offers.iter().map(|offer| offer.quote.term_months).collect();
    if terms.windows(2).any(|pair| pair[0] != pair[1]) {
        notes.push("terms differ in length: places go by what a month costs".to_owned());
    }
    let models: Vec<&str> = quoted.offers.iter().map(|offer| offer.quote.contract.model.as_str()).collect();
    if models.windows(2).any(|pair| pair[0] != pair[1]) {
        notes.push(
            "models differ: a seat of one is not a seat of the other; compare totals, not prices per seat".to_owned(),
        );
    }
    if let Some(offer) = quoted.offers.iter().find(|offer| offer.quote.contract.currency != quoted.currency) {
        let own = offer.quote.contract.currency;
        notes.push(format!("per seat and unused of {} are in {own}", offer.quote.label()));
    }
    notes
}
