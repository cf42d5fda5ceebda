//! A small page as one document: no network, no script, nothing outside the file.

use maud::{DOCTYPE, Markup, html};

use super::head;
use crate::page::{Block, Page, Section, Table};

/// The whole document.
pub fn document(page: &Page) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            (head(&format!("{}: {}", page.kicker, page.title.replace('`', ""))))
            body.small {
                main {
                    header {
                        p.kicker { (page.kicker) }
                        h1 { (words(&page.title)) }
                        @for line in &page.lead { p.lead { (words(line)) } }
                    }
                    @for section in &page.sections { (part(section)) }
                }
                footer { p { (page.foot) } }
            }
        }
    };
    markup.into_string()
}

fn part(section: &Section) -> Markup {
    html! {
        section {
            h2 { (words(&section.title)) }
            @for block in &section.blocks {
                @match block {
                    Block::Line(line) => p.line { (words(line)) },
                    Block::Detail(line) => p.detail { (words(line)) },
                    Block::Table(rows) => div.scroll tabindex="0" role="region" aria-label=(section.title) { (table(rows)) },
                }
            }
        }
    }
}

/// Text with names between backticks set as such.
fn words(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

fn table(table: &Table) -> Markup {
    let class = |at: usize| [table.columns.get(at).is_some_and(|column| column.is_figure).then_some("n")];
    html! {
        table.small {
            thead { tr { @for (at, column) in table.columns.iter().enumerate() {
                th scope="col" class=[class(at)[0]] { (column.name) }
            } } }
            tbody { @for row in &table.rows { tr { @for (at, cell) in row.iter().enumerate() {
                @if at == 0 { th scope="row" class=[class(at)[0]] { (words(cell)) } } @else { td class=[class(at)[0]] { (words(cell)) } }
            } } } }
        }
    }
}
