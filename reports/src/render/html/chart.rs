//! The one place where a page asks for a drawing.

use maud::{Markup, PreEscaped, html};

use super::{Page, table};
use crate::charts::{self, ChartError, Look, Theme};
use crate::render::chart_data;
use crate::report::Chart;

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
        drawings.push((class, drawing(page, chart, look)?));
    }
    let data = chart_data::table(chart, &page.report.currency);
    Ok(html! {
        figure id={ "chart-" (chart.id) } {
            @for (class, svg) in &drawings {
                div class=(class) role="img" aria-label=(title) { (PreEscaped(svg)) }
            }
            @if !data.rows.is_empty() {
                details { summary { "Data of this chart" } (table::bare(page, &data, &title)) }
            }
        }
    })
}

/// The SVG of a chart.
fn drawing(page: &Page<'_>, chart: &Chart, look: Look) -> Result<String, ChartError> {
    charts::report::svg(chart, page.report, &page.notation, look)
}
