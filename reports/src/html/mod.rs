//! The overview as one page: no network, no script, nothing outside the file; it opens from a mail attachment.
//!
//! Screen (1280 and 390 pixels wide), dark screen and A4 print come from one document. What the tables leave out is said
//! where it is left out; the workbook and the CSV files hold everything.

mod figures;
mod people;
pub mod small;
mod tables;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::charts::{Chart, ChartError, Look, Theme};
use crate::format::{day, instant, period};
use crate::overview::Overview;

/// Rows of the recommendations table.
const RECOMMENDATIONS: usize = 25;
/// Rows of the seats table.
const SEATS: usize = 500;
/// Rows of the findings table.
const FINDINGS: usize = 200;
/// Width of the charts on a small screen.
const NARROW: u32 = 350;

/// Only the style in the page, and data images; everything else, scripts above all, is refused by the browser.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// The whole page.
///
/// # Errors
/// [`ChartError`] where a chart can't be drawn.
pub fn page(overview: &Overview) -> Result<String, ChartError> {
    let charts = Chart::ALL.map(|chart| figure(chart, overview));
    let [waterfall, seats, matrix, idle, departments] = charts;
    let (waterfall, seats, matrix, idle, departments) = (waterfall?, seats?, matrix?, idle?, departments?);
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            (head(&format!("Seats and costs: {}, {}", overview.organization, period(overview.period))))
            body {
                main {
                    (header(overview))
                    (figures::key_figures(overview))
                    (figures::savings(overview, &waterfall))
                    section.charts aria-label="Charts" { (seats) (matrix) (idle) (departments) }
                    (people::recommendations(overview, RECOMMENDATIONS))
                    (tables::products(overview))
                    (tables::findings(overview, FINDINGS))
                    (tables::coverage(overview))
                    (tables::assumptions(overview))
                    (people::seats(overview, SEATS))
                }
                footer { p { "seatwise " (overview.tool_version) " · snapshot " code { (overview.snapshot) } } }
            }
        }
    };
    Ok(markup.into_string())
}

fn head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            title { (title) }
            style { (PreEscaped(include_str!("page.css"))) }
        }
    }
}

fn header(overview: &Overview) -> Markup {
    html! {
        header {
            p.kicker { "Genesys Cloud seats and costs" }
            h1 { (overview.organization) }
            dl.facts {
                (fact("Period", &period(overview.period)))
                (fact("As of", &instant(overview.as_of)))
                (fact("Evidence", &format!("{} to {}", instant(overview.window.0), instant(overview.window.1))))
                (fact("Currency", &format!("{}, amounts a month", overview.currency)))
                (fact("Prices", &price_dates(overview)))
            }
        }
    }
}

fn fact(name: &str, value: &str) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// Date of the newest list price and how contracted prices are known, in a few words; the table of prices has all.
fn price_dates(overview: &Overview) -> String {
    let newest = overview.prices.iter().filter_map(|price| price.list_date).max();
    let list = newest.map_or_else(|| "list: no date known".to_owned(), |date| format!("list of {}", day(date)));
    let mut sources: Vec<&str> = overview.prices.iter().map(|price| price.contracted_source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    if sources.is_empty() { list } else { format!("{list}; contracted: {}", sources.join(", ")) }
}

/// A chart for wide and narrow, light and dark; the style sheet shows one of the four.
fn figure(chart: Chart, overview: &Overview) -> Result<Markup, ChartError> {
    let title = chart.title(overview);
    let looks = [
        ("wide light", Look { theme: Theme::Light, ..Look::default() }),
        ("wide dark", Look { theme: Theme::Dark, ..Look::default() }),
        ("narrow light", Look { theme: Theme::Light, width: NARROW }),
        ("narrow dark", Look { theme: Theme::Dark, width: NARROW }),
    ];
    let mut drawings = Vec::new();
    for (class, look) in looks {
        drawings.push((class, chart.svg(overview, look)?));
    }
    Ok(html! {
        figure {
            @for (class, svg) in &drawings {
                div class=(class) role="img" aria-label=(title) { (PreEscaped(svg)) }
            }
        }
    })
}

/// A heading, one sentence, and a table in a box of its own that scrolls sideways.
fn section(id: &str, title: &str, lead: &str, table: &Markup) -> Markup {
    html! {
        section id=(id) {
            h2 { (title) }
            @if !lead.is_empty() { p.lead { (lead) } }
            // Reachable by keyboard, because it may have to be scrolled.
            div.scroll tabindex="0" role="region" aria-label=(title) { (table) }
        }
    }
}

/// Head line of a table; names in `numeric` stand on the right.
fn columns(names: &[&str], numeric: &[&str]) -> Markup {
    html! {
        thead { tr { @for name in names {
            th scope="col" class=[numeric.contains(name).then_some("n")] { (name) }
        } } }
    }
}
