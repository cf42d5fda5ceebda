//! The one place where a page asks for a drawing.

use maud::{Markup, PreEscaped, html};

use super::{Page, blocks::words, table};
use crate::charts::{ChartError, Look, Theme};
use crate::render::chart_data;
use crate::report::{Chart, Report};

/// Width of a chart on a small screen, and of two side by side on paper.
const NARROW: u32 = 350;

/// A chart for wide and narrow, light and dark, of which the style sheet shows one; below it its data.
pub(super) fn figure(page: &Page<'_>, chart: &Chart) -> Result<Markup, ChartError> {
    let title = page.notation.sentence(&chart.title).replace('`', "");
    let looks = [
        ("wide light", Look { theme: Theme::Light, ..Look::default() }),
        ("wide dark", Look { theme: Theme::Dark, ..Look::default() }),
        ("narrow light", Look { theme: Theme::Light, width: NARROW }),
        ("narrow dark", Look { theme: Theme::Dark, width: NARROW }),
    ];
    let mut drawings = Vec::new();
    for (class, look) in looks {
        if let Some(svg) = drawing(chart, page.report, look)? {
            drawings.push((class, svg));
        }
    }
    let data = chart_data::table(chart, &page.report.currency);
    Ok(html! {
        figure id={ "chart-" (chart.id) } {
            @for (class, svg) in &drawings {
                div class=(class) role="img" aria-label=(title) { (PreEscaped(svg)) }
            }
            @if drawings.is_empty() {
                figcaption {
                    p.title { (page.sentence(&chart.title)) }
                    p.aside { (words(&chart.units)) }
                    @if let Some(note) = &chart.note { p.aside { (page.sentence(note)) } }
                }
            }
            @if !data.rows.is_empty() {
                details { summary { "Data of this chart" } (table::bare(page, &data, &title)) }
            }
        }
    })
}

/// The SVG of a chart; `None` = it can't be drawn yet.
fn drawing(_chart: &Chart, _report: &Report, _look: Look) -> Result<Option<String>, ChartError> {
    Ok(None)
}
