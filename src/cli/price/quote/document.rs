//! Offers as JSON, schema `seatwise.quote/1`, and as CSV: units and amounts are decimal strings, unknown is null or an empty
//! cell.

use rust_decimal::Decimal;
use seatwise_pricing::quote::{Level, NotRanked, Offer, TermLine, rank};
use serde::Serialize;

use super::{Quoted, text};
use crate::{error::Failure, overview::words::money};

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    currency: &'static str,
    demand_from: &'static str,
    demand: Vec<DemandDocument>,
    offers: Vec<OfferDocument>,
    why: Vec<WhyDocument>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct DemandDocument {
    item: String,
    low: String,
    expected: String,
    high: String,
    growth_percent_per_year: String,
}

#[derive(Serialize)]
struct OfferDocument {
    file: String,
    vendor: String,
    name: Option<String>,
    valid_until: Option<String>,
    start: String,
    term_months: u32,
    model: &'static str,
    subscription: &'static str,
    currency: &'static str,
    scenarios: Vec<ScenarioDocument>,
}

#[derive(Serialize)]
struct ScenarioDocument {
    demand: &'static str,
    rank: Option<u32>,
    not_ranked: Option<String>,
    /// In the currency of the comparison.
    compared_total: Option<String>,
    compared_per_month: Option<String>,
    /// In the offer's own currency, as everything below.
    total: Option<String>,
    first_invoice: Option<String>,
    seat_months: Option<u64>,
    effective_seat_price: Option<String>,
    overage: Option<String>,
    wasted: Option<String>,
    unpriced: Vec<String>,
    lines: Vec<LineDocument>,
    one_off: Vec<OneOffDocument>,
}

#[derive(Serialize)]
struct LineDocument {
    id: String,
    unit: String,
    used: String,
    committed: u64,
    unused: String,
    overage_units: Option<String>,
    effective: Option<String>,
    billed: Option<String>,
    commitment: Option<String>,
    overage: Option<String>,
    wasted: Option<String>,
}

#[derive(Serialize)]
struct OneOffDocument {
    name: String,
    month: u32,
    cost: String,
}

#[derive(Serialize)]
struct WhyDocument {
    demand: &'static str,
    winner: String,
    next: String,
    months: u32,
    saving: String,
    lines: Vec<ReasonDocument>,
}

#[derive(Serialize)]
struct ReasonDocument {
    id: String,
    winner: String,
    next: String,
    saving: String,
}

/// The document, with a newline at its end.
pub(super) fn render(quoted: &Quoted) -> Result<String, Failure> {
    let demand = quoted.demand.iter().map(|row| {
        let [low, expected, high] = row.units.map(number);
        let item = row.item.to_string().trim_matches('`').to_owned();
        DemandDocument { item, low, expected, high, growth_percent_per_year: number(row.growth_percent) }
    });
    let document = Document {
        schema: "seatwise.quote/1",
        currency: quoted.currency.code(),
        demand_from: if quoted.from_history { "history" } else { "command-line" },
        demand: demand.collect(),
        offers: (0..quoted.offers.len()).map(|place| offer(quoted, place)).collect(),
        why: Level::ALL.into_iter().filter_map(|level| why(quoted, level)).collect(),
        notes: text::notes_of(quoted),
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

fn offer(quoted: &Quoted, place: usize) -> OfferDocument {
    let Offer { quote, .. } = &quoted.offers[place];
    OfferDocument {
        file: quoted.files[place].clone(),
        vendor: quote.vendor.clone(),
        name: quote.name.clone(),
        valid_until: quote.valid_until.map(|day| day.to_string()),
        start: quote.start().to_string(),
        term_months: quote.term_months,
        model: quote.contract.model.as_str(),
        subscription: quote.contract.subscription.as_str(),
        currency: quote.contract.currency.code(),
        scenarios: Level::ALL.into_iter().map(|level| scenario(quoted, place, level)).collect(),
    }
}

fn scenario(quoted: &Quoted, place: usize, level: Level) -> ScenarioDocument {
    let bill = quoted.offers[place].bill(level);
    let own = rank(&quoted.offers, level, quoted.currency, &quoted.rates).swap_remove(place);
    let cents = |amount: Decimal| money(amount, bill.currency);
    let compared = |amount: Option<Decimal>| amount.map(|amount| money(amount, quoted.currency));
    let not_ranked = own.rank.as_ref().err().map(|why| match why {
        NotRanked::Unpriced(_) => "unpriced".to_owned(),
        NotRanked::NoRate(_) => "no-rate".to_owned(),
    });
    ScenarioDocument {
        demand: level.as_str(),
        rank: own.rank.ok(),
        not_ranked,
        compared_total: compared(own.total),
        compared_per_month: compared(own.per_month),
        total: bill.total.map(cents),
        first_invoice: bill.first_invoice.map(cents),
        seat_months: bill.seat_months,
        effective_seat_price: bill.effective_seat_price.map(cents),
        overage: bill.overage_cost.map(cents),
        wasted: bill.wasted_cost.map(cents),
        unpriced: bill.unpriced.clone(),
        lines: bill.lines.iter().map(|own| line(own, &cents)).collect(),
        one_off: bill
            .one_offs
            .iter()
            .map(|own| OneOffDocument { name: own.name.clone(), month: own.month, cost: cents(own.cost()) })
            .collect(),
    }
}

fn line(own: &TermLine, cents: &impl Fn(Decimal) -> String) -> LineDocument {
    LineDocument {
        id: own.id.clone(),
        unit: own.unit.clone(),
        used: own.used.to_string(),
        committed: own.committed,
        unused: own.unused.to_string(),
        overage_units: own.overage.map(|units| units.to_string()),
        effective: own.effective.map(cents),
        billed: own.billed.map(cents),
        commitment: own.commitment_cost.map(cents),
        overage: own.overage_cost.map(cents),
        wasted: own.wasted_cost.map(cents),
    }
}

fn why(quoted: &Quoted, level: Level) -> Option<WhyDocument> {
    let (winner, next, why) = text::best_two(quoted, level)?;
    let cents = |amount: Decimal| money(amount, quoted.currency);
    let reason = |own: &seatwise_pricing::quote::Reason| ReasonDocument {
        id: own.id.clone(),
        winner: cents(own.winner),
        next: cents(own.other),
        saving: cents(own.saving()),
    };
    Some(WhyDocument {
        demand: level.as_str(),
        winner: winner.quote.label(),
        next: next.quote.label(),
        months: why.months,
        saving: cents(why.saving()),
        lines: why.reasons.iter().map(reason).collect(),
    })
}

fn number(value: Decimal) -> String {
    value.normalize().to_string()
}

/// One row per offer, level of demand and line; one-off amounts are lines too.
pub(super) fn csv(quoted: &Quoted) -> Result<Vec<u8>, Failure> {
    let failed = |error: csv::Error| Failure::internal(error.to_string());
    let mut csv = csv::Writer::from_writer(Vec::new());
    let names = [
        "file",
        "vendor",
        "name",
        "demand",
        "line",
        "unit",
        "used",
        "committed",
        "unused",
        "overage_units",
        "effective",
        "commitment",
        "overage",
        "wasted",
        "currency",
    ];
    csv.write_record(names).map_err(failed)?;
    for (place, file) in quoted.files.iter().enumerate() {
        let offer = offer(quoted, place);
        for scenario in offer.scenarios {
            let head = [
                file.clone(),
                offer.vendor.clone(),
                offer.name.clone().unwrap_or_default(),
                scenario.demand.to_owned(),
            ];
            let empty = String::new;
            let once = scenario.one_off.into_iter().map(|own| LineDocument {
                id: own.name,
                unit: "once".to_owned(),
                used: empty(),
                committed: 0,
                unused: empty(),
                overage_units: None,
                effective: Some(own.cost),
                billed: None,
                commitment: None,
                overage: None,
                wasted: None,
            });
            for own in scenario.lines.into_iter().chain(once) {
                let cells = [
                    own.id,
                    own.unit,
                    own.used,
                    own.committed.to_string(),
                    own.unused,
                    own.overage_units.unwrap_or_default(),
                    own.effective.unwrap_or_default(),
                    own.commitment.unwrap_or_default(),
                    own.overage.unwrap_or_default(),
                    own.wasted.unwrap_or_default(),
                    offer.currency.to_owned(),
                ];
                csv.write_record(head.iter().chain(&cells)).map_err(failed)?;
            }
        }
    }
    csv.into_inner().map_err(|error| Failure::internal(error.to_string()))
}
