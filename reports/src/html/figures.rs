//! The head of the page: what there is, what it costs, and the three kinds of saving, each with its date.

use chrono::NaiveDate;
use maud::{Markup, html};
use rust_decimal::Decimal;

use crate::format::{MoneyFormat, UNKNOWN, count, day};
use crate::overview::Overview;
use crate::text::billed;

pub(super) fn key_figures(overview: &Overview) -> Markup {
    let (seats, costs) = (overview.seats, &overview.costs);
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    let split = if costs.has_commitment {
        format!("{} of it overage", money.exact(costs.overage_monthly))
    } else {
        "nothing is committed: all of it month-to-month".to_owned()
    };
    let published = if costs.list_complete { "" } else { ", as far as published" };
    html! {
        section.key aria-label="Key figures" {
            (figure("Seats assigned", &count(seats.assigned), &billed(overview)))
            (figure("Seat bill a month", &money.exact(costs.billed_monthly), &split))
            (figure("With AI tokens", &money.exact(costs.total_monthly),
                &format!("list value of seats {}{published}", money.exact(costs.list_monthly))))
            (figure("To give back", &count(seats.idle), "people with a reclaim recommendation"))
            (figure("Over-tiered", &count(seats.over_tiered), "people with a cheaper sufficient offer"))
        }
        @if !costs.complete || !costs.unpriced.is_empty() {
            p.note { "No total contains " (unpriced_or_some(overview)) ": the contracted price is unknown." }
        }
    }
}

fn unpriced_or_some(overview: &Overview) -> String {
    if overview.costs.unpriced.is_empty() { "some products".to_owned() } else { crate::text::unpriced(overview) }
}

fn figure(name: &str, value: &str, note: &str) -> Markup {
    html! { div.figure { p.name { (name) } p.value { (value) } p.aside { (note) } } }
}

pub(super) fn savings(overview: &Overview, waterfall: &Markup) -> Markup {
    let savings = &overview.savings;
    html! {
        section.savings {
            h2 { "Three kinds of saving" }
            p.lead {
                "Cash now and at renewal lead from today's bill to the target, each on its own date. \
                 Exposure is no step of it: nobody pays it today."
            }
            div.beside {
                (waterfall)
                div.three {
                    (kind(overview, "Cash now", savings.cash_now_monthly, &from(savings.cash_from, "No date"),
                        "Lowers the next invoices: seats above the commitment and month-to-month seats.", "cash"))
                    (kind(overview, "At renewal", savings.at_renewal_monthly,
                        &from(savings.renewal, "No contract, no date"),
                        "What a contract made to measure costs less than the bill after cash now.", "renewal"))
                    (kind(overview, "Exposure", Some(savings.exposure_monthly), "Not money saved",
                        "List value of seats that are assigned, but neither billed nor committed.", "exposure"))
                }
            }
        }
    }
}

fn from(date: Option<NaiveDate>, without: &str) -> String {
    date.map_or_else(|| without.to_owned(), |date| format!("From {}", day(date)))
}

fn kind(overview: &Overview, name: &str, amount: Option<Decimal>, date: &str, meaning: &str, class: &str) -> Markup {
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    html! {
        div class={ "kind " (class) } {
            h3 { (name) }
            @match amount {
                Some(amount) => p.value { (money.exact(amount)) span.unit { " a month" } },
                None => p.value { (UNKNOWN) },
            }
            p.date { (date) }
            p.aside { @if amount.is_none() { "No presence data, or a price is missing. " } (meaning) }
        }
    }
}
