//! Everybody who holds a license, one by one: held, enough, billed, last sign, price.
//!
//! Made from the analysis row by row: of 100,000 people there is no second list in between.

use std::cmp::Reverse;

use rust_decimal::Decimal;
use seatwise_pricing::tariff::TariffProduct;
use seatwise_reports::{
    report::{Block, Column, Kind, Section, Table, Value},
    says,
};

use super::{SHOWN, list, yes_no};
use crate::{
    analysis::Analysis,
    entitlement::held::Holding,
    findings::advice::Recommendation,
    overview::{ids, last_sign, names::Names},
};

/// One person: number, what is held, what is advised.
type Seat<'a> = (usize, &'a Holding, Option<&'a Recommendation>);

pub(super) fn section(analysis: &Analysis, names: &Names<'_>) -> Section {
    let mut table = Table::new("seats", "Seats", columns());
    table.rows = in_order(analysis).into_iter().map(|seat| cells(analysis, names, seat)).collect();
    table.shown = Some(SHOWN);
    table.notes.push(says![
        "Everyone who holds a license, most contracted money that can be recovered first. `–` under Enough: no seat; under Last sign: \
         none ever."
    ]);
    Section::new("seats", "Seats", vec![Block::Table(table)])
}

fn columns() -> Vec<Column> {
    vec![
        Column::detail("user_id", "User id", Kind::Text),
        Column::new("name", "Name", Kind::Text),
        Column::detail("email", "E-mail", Kind::Text),
        Column::new("state", "State", Kind::Text),
        Column::new("department", "Department", Kind::Text),
        Column::detail("division", "Division", Kind::Text),
        Column::detail("cost_center", "Cost center", Kind::Text),
        Column::new("base", "Base held", Kind::Text),
        Column::new("others", "Others held", Kind::Text),
        Column::new("billed", "Billed", Kind::Text),
        Column::new("needed", "Enough", Kind::Text),
        Column::new("last_sign", "Last sign", Kind::Instant),
        Column::new("last_sign_source", "Source", Kind::Text),
        Column::detail("features", "Features used", Kind::Text),
        Column::detail("list_monthly", "List a month", Kind::Amount),
        Column::new("contracted_monthly", "Contracted a month", Kind::Amount),
        Column::detail("currency", "Currency", Kind::Text),
        Column::new("recommendation", "Recommendation", Kind::Text),
        Column::new("recoverable_monthly", "Recoverable", Kind::Amount),
    ]
}

/// Most contracted money that can be recovered first, unknown amounts after known ones; then by user id.
fn in_order(analysis: &Analysis) -> Vec<Seat<'_>> {
    let advice = analysis.decisions.by_person(analysis.people.len());
    let licensed = analysis.held.now.iter().enumerate().filter(|(_, holding)| !holding.is_empty());
    let mut seats: Vec<Seat<'_>> = licensed.map(|(ix, holding)| (ix, holding, advice[ix])).collect();
    // People are in the order of their ids, and the sort keeps it.
    seats.sort_by_key(|(_, _, advice)| Reverse(advice.map(|own| own.contracted_delta.unwrap_or(Decimal::ZERO))));
    seats
}

fn cells(analysis: &Analysis, names: &Names<'_>, (user_ix, holding, advice): Seat<'_>) -> Vec<Value> {
    let person = &analysis.people.list[user_ix];
    let everything = holding.everything(&analysis.tariff);
    let needed = match advice {
        Some(advice) if advice.code.is_reclaim() => Vec::new(),
        Some(advice) => advice.to.iter().chain(&holding.fixed).copied().collect(),
        None => everything.clone(),
    };
    let sum = |price: fn(&TariffProduct) -> Option<Decimal>| -> Value {
        Value::Amount(everything.iter().map(|ix| price(analysis.tariff.product(*ix))).sum())
    };
    let text = |text: &Option<String>| Value::text_or_empty(text.as_deref());
    let billed = analysis.bill_is_known().then(|| analysis.billing.shares[user_ix].products().next().is_some());
    let features: Vec<String> = analysis.activity.by_person[user_ix]
        .iter()
        .filter(|fact| fact.events > 0)
        .map(|fact| fact.feature.as_str().to_owned())
        .collect();
    let sign = last_sign(analysis, user_ix);
    let base = holding.base.map(|ix| analysis.tariff.product(ix).id.as_str());
    vec![
        Value::text_or_empty(names.user_id(user_ix)),
        names.own(user_ix).map_or_else(|| Value::text(&person.user_id), Value::text),
        Value::text_or_empty(names.email(user_ix)),
        Value::text(person.state.as_str()),
        text(&person.department),
        text(&person.division),
        text(&person.cost_center),
        Value::text_or_empty(base),
        list(&ids(analysis, &everything[usize::from(holding.base.is_some())..])),
        billed.map_or_else(|| Value::text("unknown"), yes_no),
        list(&ids(analysis, &needed)),
        sign.as_ref().map_or(Value::Empty, |(at, _)| Value::Instant(Some(*at))),
        sign.map_or(Value::Empty, |(_, source)| Value::text(source)),
        list(&features),
        sum(|product| product.offer_list),
        sum(|product| product.offer_price),
        Value::text(analysis.tariff.currency().code()),
        advice.map_or(Value::Empty, |advice| Value::text(advice.code.as_str())),
        advice.map_or(Value::Empty, |advice| Value::Amount(advice.contracted_delta)),
    ]
}
