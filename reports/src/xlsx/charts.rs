//! Native charts on the summary: they follow the cells of the sheet "Chart data" and can be restyled by hand.

use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill, ChartType, Worksheet, XlsxError,
};

use super::chart_data::{NAME, Places};
use super::style::money;
use crate::charts::Chart as Finding;
use crate::overview::Overview;

/// Colors of the states, in the order of their columns; the same as in the drawn charts.
const STATES: [&str; 7] = ["#D3DAE2", "#D55E00", "#9ECAE9", "#4A90C8", "#0B4F8A", "#DE96BE", "#343A42"];
/// Size of a chart in pixels, and rows of the sheet that it covers.
const SIZE: (u32, u32) = (600, 330);
const ROWS: u32 = 18;

/// Puts the charts below each other's titles from `row` on. A chart without data is left out: its block says why.
pub(super) fn insert(sheet: &mut Worksheet, row: u32, overview: &Overview, places: &Places) -> Result<(), XlsxError> {
    let savings = &overview.savings;
    let known = savings.cash_now_monthly.is_some() && savings.at_renewal_monthly.is_some();
    let mut next = row + 1;
    if known && savings.start_monthly.is_some() && savings.target_monthly.is_some() {
        sheet.insert_chart(next, 0, &steps(overview, places))?;
    }
    if places.states.1 > 0 {
        sheet.insert_chart(next, 4, &states(overview, places))?;
    }
    next += ROWS;
    if places.departments.1 > 0 {
        sheet.insert_chart(next, 0, &departments(overview, places))?;
    }
    Ok(())
}

fn states(overview: &Overview, places: &Places) -> Chart {
    let mut chart = titled(ChartType::BarStacked, &Finding::Seats.title(overview));
    for (column, color) in (1..).zip(STATES) {
        series(&mut chart, places.states, column, Some(color));
    }
    chart.y_axis().set_num_format("#,##0");
    // Bars begin at the bottom; the first product belongs at the top.
    chart.x_axis().set_reverse();
    chart
}

fn steps(overview: &Overview, places: &Places) -> Chart {
    let mut chart = titled(ChartType::ColumnStacked, &Finding::Waterfall.title(overview));
    series(&mut chart, places.steps, 2, None);
    series(&mut chart, places.steps, 3, Some("#4A90C8"));
    chart.legend().set_hidden();
    chart.y_axis().set_num_format(money(overview, ""));
    chart
}

fn departments(overview: &Overview, places: &Places) -> Chart {
    let mut chart = titled(ChartType::BarStacked, &Finding::Departments.title(overview));
    series(&mut chart, places.departments, 2, Some("#D55E00"));
    series(&mut chart, places.departments, 3, Some("#788CA0"));
    chart.x_axis().set_reverse();
    chart.y_axis().set_num_format(money(overview, ""));
    chart.set_height(SIZE.1 + 12 * places.departments.1);
    chart
}

fn titled(kind: ChartType, title: &str) -> Chart {
    let mut chart = Chart::new(kind);
    chart.set_width(SIZE.0).set_height(SIZE.1).set_alt_text(title);
    // A title longer than this is cut by spreadsheets without a mark.
    chart.title().set_name(&crate::format::shortened(title, 250)).set_font(ChartFont::new().set_bold().set_size(11));
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.y_axis().set_major_gridlines_line(ChartLine::new().set_color("#E3E8ED"));
    chart
}

/// One column of a block whose first column names the categories; no color = invisible.
fn series(chart: &mut Chart, (head, rows): (u32, u32), column: u16, color: Option<&str>) {
    let mut format = ChartFormat::new();
    match color {
        Some(color) => format.set_solid_fill(ChartSolidFill::new().set_color(color)),
        None => format.set_no_fill(),
    };
    chart
        .add_series()
        .set_name((NAME, head, column))
        .set_categories((NAME, head + 1, 0, head + rows, 0))
        .set_values((NAME, head + 1, column, head + rows, column))
        .set_gap(60)
        .set_format(&mut format);
}
