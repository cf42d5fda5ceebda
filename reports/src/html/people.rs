//! Tables about people: the recommendations of most money, and the seats.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use maud::{Markup, html};
use rust_decimal::Decimal;

use super::{columns, section};
use crate::format::{MoneyFormat, count, counted};
use crate::overview::{Overview, RecommendationRow, SeatRow};
use crate::text::{by_money, change};

pub(super) fn recommendations(overview: &Overview, most: usize) -> Markup {
    let total = overview.recommendations.len();
    let lead = match total {
        0 => "Nothing to change: every seat that is held is used at its tier.".to_owned(),
        total if total > most => format!(
            "The first {most} of {} by contracted money. The workbook and recommendations.csv hold all.",
            counted(total as u64, "recommendation")
        ),
        total => format!("{}, most contracted money first.", counted(total as u64, "recommendation")),
    };
    let names = ["Saves a month", "Who", "What", "Why", "Confidence"];
    let table = html! {
        table.recommendations {
            (columns(&names, &["Saves a month"]))
            tbody { @for row in by_money(overview).into_iter().take(most) { (recommendation(overview, row)) } }
        }
    };
    let lead = match &overview.doubt {
        Some(doubt) => format!("{lead} {doubt}."),
        None => lead,
    };
    section("recommendations", "Recommendations", &lead, &table)
}

fn recommendation(overview: &Overview, row: &RecommendationRow) -> Markup {
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    html! {
        tr {
            td.n { (money.exact_or_unknown(row.contracted_delta_monthly))
                @if row.contracted_delta_monthly != row.list_delta_monthly {
                    div.aside { "list " (money.exact_or_unknown(row.list_delta_monthly)) }
                } }
            th scope="row" { (who(row.name.as_deref(), row.user_id.as_deref()))
                @if let Some(department) = &row.department { div.aside { (department) } } }
            td { code { (row.code) } div.aside { (change(row)) } }
            td { (row.why)
                @if !row.drivers.is_empty() { div.aside { "Kept there by " (row.drivers.join("; ")) } }
                @if row.user_id.is_some() { div.aside { "Last sign: " (sign(row.last_sign.as_ref())) } } }
            td { span class={ "tag " (row.confidence) } { (row.confidence) } }
        }
    }
}

pub(super) fn seats(overview: &Overview, most: usize) -> Markup {
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    let total = overview.seat_rows.len();
    let rows = by_recoverable(overview, most);
    let lead = if total > most {
        format!(
            "The first {} of {} seats by the contracted amount that can be recovered. The workbook and seats.csv hold all {}.",
            count(most as u64),
            count(total as u64),
            count(total as u64)
        )
    } else {
        format!("Everyone who holds a license: {}.", counted(total as u64, "person"))
    };
    let names = [
        "Who",
        "Department",
        "State",
        "Holds",
        "Enough",
        "Billed",
        "Last sign",
        "Contracted a month",
        "Recoverable",
        "Code",
    ];
    let numeric = ["Contracted a month", "Recoverable"];
    let table = html! {
        table.seats {
            (columns(&names, &numeric))
            tbody { @for (seat, recoverable) in rows { (seat_row(&money, seat, recoverable)) } }
        }
    };
    section("seats", "Seats", &lead, &table)
}

fn seat_row(money: &MoneyFormat, seat: &SeatRow, recoverable: Option<&RecommendationRow>) -> Markup {
    html! {
        tr {
            th scope="row" { (who(seat.name.as_deref(), Some(&seat.user_id))) }
            td { (seat.department.as_deref().unwrap_or("–")) }
            td { (seat.state) }
            td { (held(seat)) }
            td { @if seat.needed.is_empty() { "no seat" } @else { (seat.needed.join(" + ")) } }
            td { (seat.billed.map_or("unknown", |billed| if billed { "yes" } else { "no" })) }
            td.date { (sign(seat.last_sign.as_ref())) }
            td.n { (money.exact_or_unknown(seat.contracted_monthly)) }
            td.n { @if let Some(row) = recoverable { (money.exact_or_unknown(row.contracted_delta_monthly)) } @else { "–" } }
            td { @if let Some(code) = &seat.recommendation { code { (code) } } @else { "–" } }
        }
    }
}

/// Seats with their recommendation, most contracted money first; unknown amounts after known ones, then by user id.
fn by_recoverable(overview: &Overview, most: usize) -> Vec<(&SeatRow, Option<&RecommendationRow>)> {
    let of_user: HashMap<(&str, &str), &RecommendationRow> = overview
        .recommendations
        .iter()
        .filter_map(|row| row.user_id.as_deref().map(|user| ((user, row.code.as_str()), row)))
        .collect();
    let pair = |seat| (seat, recommended(&of_user, seat));
    let mut rows: Vec<(&SeatRow, Option<&RecommendationRow>)> = overview.seat_rows.iter().map(pair).collect();
    let amount = |row: Option<&RecommendationRow>| row.map(|row| row.contracted_delta_monthly.unwrap_or(Decimal::ZERO));
    rows.sort_by(|a, b| amount(b.1).cmp(&amount(a.1)).then_with(|| a.0.user_id.cmp(&b.0.user_id)));
    rows.truncate(most);
    rows
}

fn recommended<'a>(
    of_user: &HashMap<(&str, &str), &'a RecommendationRow>,
    seat: &SeatRow,
) -> Option<&'a RecommendationRow> {
    let code = seat.recommendation.as_deref()?;
    of_user.get(&(seat.user_id.as_str(), code)).copied()
}

fn held(seat: &SeatRow) -> String {
    let products: Vec<&str> = seat.base.iter().chain(&seat.others).map(String::as_str).collect();
    products.join(" + ")
}

fn who<'a>(name: Option<&'a str>, user: Option<&'a str>) -> &'a str {
    name.or(user).unwrap_or("The organization")
}

fn sign(sign: Option<&(DateTime<Utc>, String)>) -> String {
    sign.map_or_else(|| "none ever".to_owned(), |(at, source)| format!("{} ({source})", at.format("%Y-%m-%d")))
}
