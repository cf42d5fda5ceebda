//! A report as one page: no network, nothing outside the file; it opens from a mail attachment.
//!
//! Screen (1280 and 390 pixels wide), dark screen and print (A4 and Letter) come from one document. It reads without its
//! script: the script sorts and filters tables, and unpacks the long ones. The policy of the page lets this one script
//! run, by its hash, and nothing else.
//!
//! A cell or a figure has its exact value as `data-v`, in digits and a point; none there = not known, or none.

mod blocks;
mod chart;
mod pack;
mod table;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Style;
use crate::charts::ChartError;
use crate::locale::Notation;
use crate::report::{Block, Report, Section};

/// The look that small pages have too.
const BASE_STYLE: &str = include_str!("../../html/page.css");
const STYLE: &str = include_str!("report.css");
/// The script of the page.
pub const SCRIPT: &str = include_str!("report.js");
/// Names the script by its SHA-256; a test holds both together.
pub const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; \
     script-src 'sha256-d3ay2FwKJ/LQDlEX0xmkGfqhRCT5pKkATodLvr6VAAk='";

/// What the parts of a page are made with.
struct Page<'a> {
    report: &'a Report,
    notation: Notation,
}

/// The whole page.
///
/// # Errors
/// [`ChartError`] where a chart can't be drawn.
pub fn page(report: &Report, style: &Style) -> Result<String, ChartError> {
    let page = Page { report, notation: Notation::of(report, style.locale) };
    let mut room = pack::Room::default();
    let sections =
        report.sections.iter().map(|section| page.section(section, &mut room)).collect::<Result<Vec<_>, _>>()?;
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            (head(report, style))
            body.report data-locale=(style.locale) {
                main {
                    (page.header(style))
                    (contents(report))
                    @for section in &sections { (section) }
                }
                footer { p { "seatwise " (report.tool_version) " · snapshot " code { (report.snapshot) } } }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    Ok(markup.into_string())
}

fn head(report: &Report, style: &Style) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            title { (report.organization) ": " (report.title) }
            style { (PreEscaped(BASE_STYLE)) (PreEscaped(STYLE)) @if let Some(accent) = style.brand.accent {
                ":root{--accent:" (accent.light()) "}@media screen and (prefers-color-scheme:dark){:root{--accent:"
                (accent.dark()) "}}"
            } }
        }
    }
}

/// Links to the sections, where there is more than one.
fn contents(report: &Report) -> Markup {
    html! {
        @if report.sections.len() > 1 {
            nav.contents aria-label="Contents" { ul {
                @for section in &report.sections { li { a href={ "#" (section.id) } { (section.title) } } }
            } }
        }
    }
}

impl Page<'_> {
    fn header(&self, style: &Style) -> Markup {
        let (report, brand) = (self.report, &style.brand);
        html! {
            header {
                @if brand.logo.is_some() || brand.company.is_some() {
                    div.brand {
                        @if let Some(logo) = &brand.logo {
                            img.logo alt=(brand.company.as_deref().unwrap_or("Logo"))
                                src={ "data:" (logo.media_type()) ";base64," (STANDARD.encode(logo.bytes())) };
                        }
                        @if let Some(company) = &brand.company { p.company { (company) } }
                    }
                }
                p.kicker { (report.organization) }
                h1 { (report.title) }
                p.headline { (self.sentence(&report.headline)) }
                dl.facts {
                    (fact("Period", &self.notation.period(report.period)))
                    (fact("As of", &self.notation.instant(report.as_of)))
                    (fact("Currency", &report.currency))
                    // On paper in place of the foot, which might have a page of its own.
                    div.on-paper { dt { "Snapshot" } dd { (report.snapshot) } }
                    div.on-paper { dt { "Made by" } dd { "seatwise " (report.tool_version) } }
                }
            }
        }
    }

    /// A section; charts that follow each other stand side by side where there is room.
    fn section(&self, section: &Section, room: &mut pack::Room) -> Result<Markup, ChartError> {
        let mut parts = Vec::new();
        for run in section.blocks.chunk_by(|a, b| matches!((a, b), (Block::Chart(_), Block::Chart(_)))) {
            parts.push(match run {
                [Block::Chart(_), ..] => self.charts(run)?,
                [block, ..] => self.block(section, block, room),
                [] => html! {},
            });
        }
        Ok(html! {
            section id=(section.id) {
                h2 { (section.title) }
                @for part in &parts { (part) }
                @if parts.is_empty() { p.lead { "Nothing to report." } }
            }
        })
    }

    fn charts(&self, run: &[Block]) -> Result<Markup, ChartError> {
        let charts = run.iter().filter_map(|block| if let Block::Chart(chart) = block { Some(chart) } else { None });
        let figures = charts.map(|chart| chart::figure(self, chart)).collect::<Result<Vec<_>, _>>()?;
        Ok(html! { div.charts.single[figures.len() == 1] { @for figure in &figures { (figure) } } })
    }
}

fn fact(name: &str, value: &str) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}
