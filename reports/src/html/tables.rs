//! Tables about the whole: products, findings, what the input covers, what the figures rest on.

use maud::{Markup, html};

use super::{columns, section};
use crate::format::{MoneyFormat, count, counted, instant};
use crate::overview::{CoverageRow, Overview, PriceRow, ProductRow};

pub(super) fn products(overview: &Overview) -> Markup {
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    let names = [
        "Product",
        "Assigned",
        "Billed",
        "Committed",
        "Needed",
        "Idle",
        "Over-tiered",
        "List price",
        "Contracted price",
        "List a month",
        "Contracted a month",
        "Overage a month",
    ];
    let table = html! {
        table.products {
            (columns(&names, &names[1..]))
            tbody { @for row in &overview.products { (product(&money, row)) } }
        }
    };
    let lead = match overview.seats.billed_hours {
        None => "Counts of seats; prices per seat and month. Needed: people kept, by what is enough for them.",
        Some(_) => {
            "Counts of seats, prices per seat and month; where h stands, hours of the period and prices per hour. Needed: \
             people kept, by what is enough for them."
        }
    };
    section("products", "Products", lead, &table)
}

fn product(money: &MoneyFormat, row: &ProductRow) -> Markup {
    let counts = [
        count(row.assigned),
        row.quantity(row.billed),
        row.quantity(Some(row.committed)),
        count(row.needed),
        count(row.idle),
        count(row.over_tiered),
    ];
    let amounts = [row.list_price, row.contracted_price, row.list_monthly, row.contracted_monthly, row.overage_monthly];
    html! {
        tr {
            th scope="row" { (row.name) div.aside { code { (row.product) } } }
            @for number in counts { td.n { (number) } }
            @for amount in amounts { td.n { (money.exact_or_unknown(amount)) } }
        }
    }
}

pub(super) fn findings(overview: &Overview, most: usize) -> Markup {
    let total = overview.findings.len();
    let lead = match total {
        0 => "Nothing was found that needs a look.".to_owned(),
        total if total > most => {
            format!(
                "The first {} of {}. The workbook and findings.csv hold all.",
                count(most as u64),
                count(total as u64)
            )
        }
        _ => String::new(),
    };
    let table = html! {
        table.findings {
            (columns(&["Severity", "Code", "About", "What it says"], &[]))
            tbody { @for row in overview.findings.iter().take(most) {
                tr {
                    td { span class={ "tag " (row.severity) } { (row.severity) } }
                    th scope="row" { code { (row.code) } }
                    td { (row.subject) }
                    td { (row.message) }
                }
            } }
        }
    };
    section("findings", "Findings", &lead, &table)
}

pub(super) fn coverage(overview: &Overview) -> Markup {
    let table = html! {
        table.coverage {
            (columns(&["Table", "Feature", "From", "To (exclusive)", "Whole window"], &[]))
            tbody { @for row in &overview.coverage { (covered(row)) } }
        }
    };
    let window = overview.window;
    let lead = format!(
        "The window of evidence is {} to {}. What is not covered is treated as needed by whoever holds it.",
        instant(window.0),
        instant(window.1)
    );
    section("coverage", "Coverage", &lead, &table)
}

fn covered(row: &CoverageRow) -> Markup {
    let at = |at: Option<chrono::DateTime<chrono::Utc>>| at.map_or_else(|| "not covered".to_owned(), instant);
    html! {
        tr {
            th scope="row" { (row.table) }
            td { (row.feature.as_deref().unwrap_or("all")) }
            td { (at(row.from)) }
            td { (at(row.to)) }
            td { @if row.complete { "yes" } @else { span.tag.warning { "no" } } }
        }
    }
}

pub(super) fn assumptions(overview: &Overview) -> Markup {
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    let prices = html! {
        table.prices {
            (columns(&["Product", "List price", "Status", "Known from", "Source", "Contracted price", "From"],
                &["List price", "Contracted price"]))
            tbody { @for row in &overview.prices { (price(&money, row)) } }
        }
    };
    let settings = html! {
        table.settings {
            (columns(&["Setting", "Value", "Set in"], &[]))
            tbody { @for row in &overview.assumptions {
                tr { th scope="row" { code { (row.name) } } td { (row.value) } td { (row.origin) } }
            } }
        }
    };
    let sources = counted(overview.prices.len() as u64, "product");
    html! {
        (section("prices", "Prices", &format!("Where each price comes from: {sources} in use."), &prices))
        (section("assumptions", "Assumptions", "Settings and contract terms that the figures rest on.", &settings))
    }
}

fn price(money: &MoneyFormat, row: &PriceRow) -> Markup {
    html! {
        tr {
            th scope="row" { code { (row.product) } }
            td.n { (money.exact_or_unknown(row.list_price)) }
            td { (row.list_status) }
            td { (row.list_date.map_or_else(|| "–".to_owned(), |date| date.to_string())) }
            td.source { (row.list_source.as_deref().unwrap_or("–")) }
            td.n { (money.exact_or_unknown(row.contracted_price)) }
            td { (row.contracted_source) }
        }
    }
}
