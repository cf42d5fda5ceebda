//! Native charts on the summary: they follow the cells of the sheet "Chart data" and can be restyled by hand.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartPoint, ChartSeries,
    ChartSolidFill, ChartType, Worksheet, XlsxError,
};

use super::chart_data::{NAME, Places};
use super::style::money;
use crate::charts::Chart as Finding;
use crate::overview::Overview;

/// Colors of the states, in the order of their columns; the same as in the drawn charts.
const STATES: [&str; 9] =
    ["#D3DAE2", "#9ECAE9", "#4A90C8", "#788CA0", "#D55E00", "#0B4F8A", "#DE96BE", "#343A42", "#009E73"];
/// Today, cash now, at renewal, target: light, because figures stand on them.
const STEPS: [&str; 4] = ["#B4C0CC", "#9ECAE9", "#9ECAE9", "#B4C0CC"];
const GRID: &str = "#E3E8ED";
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
    let mut chart = bars(&Finding::Seats.title(overview), "#,##0");
    for (column, color) in (1..).zip(STATES) {
        series(&mut chart, places.states, column, Some(color));
    }
    chart
}

fn steps(overview: &Overview, places: &Places) -> Chart {
    let mut chart = titled(ChartType::ColumnStacked, &Finding::Waterfall.title(overview));
    series(&mut chart, places.steps, 2, None);
    let colors = STEPS.map(|color| ChartPoint::new().set_format(ChartSolidFill::new().set_color(color)));
    let mut label = ChartDataLabel::new();
    label.show_value().set_num_format(money(overview, ""));
    series(&mut chart, places.steps, 3, Some(STEPS[1])).set_points(&colors).set_data_label(&label);
    chart.legend().set_hidden();
    chart.y_axis().set_num_format(money(overview, "")).set_major_gridlines_line(ChartLine::new().set_color(GRID));
    chart
}

fn departments(overview: &Overview, places: &Places) -> Chart {
    let mut chart = bars(&Finding::Departments.title(overview), &money(overview, ""));
    series(&mut chart, places.departments, 2, Some("#D55E00"));
    series(&mut chart, places.departments, 3, Some("#788CA0"));
    chart.set_height(SIZE.1 + 12 * places.departments.1);
    chart
}

/// Stacked bars, the first row of the block at the top. The library names axes by where they stand: `y` has the names.
fn bars(title: &str, figures: &str) -> Chart {
    let mut chart = titled(ChartType::BarStacked, title);
    chart.y_axis().set_reverse().set_major_gridlines(false);
    let grid = ChartLine::new().set_color(GRID).clone();
    chart.x_axis().set_num_format(figures).set_major_gridlines(true).set_major_gridlines_line(&grid);
    chart
}

fn titled(kind: ChartType, title: &str) -> Chart {
    let mut chart = Chart::new(kind);
    chart.set_width(SIZE.0).set_height(SIZE.1).set_alt_text(title);
    // Spreadsheets cut a longer title without a mark.
    chart.title().set_name(&crate::format::shortened(title, 250)).set_font(ChartFont::new().set_bold().set_size(11));
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart
}

/// One column of a block whose first column names the categories; no color = invisible.
fn series<'a>(chart: &'a mut Chart, (head, rows): (u32, u32), column: u16, color: Option<&str>) -> &'a mut ChartSeries {
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
        .set_format(&mut format)
}
