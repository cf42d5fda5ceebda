//! One series in its look, and the font of all that is small.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartLineDashType, ChartMarker, ChartMarkerType, ChartSeries, ChartSolidFill, Color,
};

use crate::render::xlsx::chart_data::{Block, Look, Series};
use crate::render::xlsx::place::CHART_DATA;
use crate::report::Value;

const TEXT: u32 = 0x3B_46_52;

pub(super) fn small() -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(9).set_color(TEXT);
    font
}

pub(super) fn legend(chart: &mut Chart) {
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&small());
}

/// A series of the block in its look.
pub(super) fn add<'a>(chart: &'a mut Chart, block: &Block<'_>, own: &Series) -> &'a mut ChartSeries {
    let first = block.head + 1;
    let range = |column| (CHART_DATA, first + own.rows.0, column, first + own.rows.1.max(own.rows.0 + 1) - 1, column);
    let series = chart
        .add_series()
        .set_name((CHART_DATA, block.head, own.column))
        .set_categories(range(own.over))
        .set_values(range(own.column));
    let line = |color: u32| {
        let mut line = ChartLine::new();
        line.set_color(Color::RGB(color)).set_width(2);
        line
    };
    let mut format = ChartFormat::new();
    let mut marker = ChartMarker::new();
    marker.set_none();
    match own.look {
        Look::Lift => format.set_no_fill().set_no_line(),
        Look::Top => format.set_no_line(),
        Look::Solid(color) => format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(color))),
        Look::Line(color) => format.set_line(&line(color)),
        Look::Broken(color) => format.set_line(line(color).set_dash_type(ChartLineDashType::Dash)),
        Look::Right(color) => {
            dot(&mut marker, color);
            format.set_line(&line(color))
        }
        Look::Mark(color) => {
            dot(&mut marker, color);
            series.set_custom_data_labels(&[mark(block, own)]);
            format.set_no_line()
        }
    };
    // Bars and areas have no markers, and a format of them would be written all the same.
    if !matches!(own.look, Look::Lift | Look::Solid(_)) {
        series.set_marker(&marker);
    }
    series.set_format(&mut format)
}

/// `Least cost: 490`, below the curve; today stands above it, so that the two keep apart.
fn mark(block: &Block<'_>, own: &Series) -> ChartDataLabel {
    let name = block.columns.get(usize::from(own.column)).map_or("", |column| column.0.as_str());
    let over = block.rows.get(own.rows.0 as usize).and_then(|row| row.get(usize::from(own.over)));
    let units = over.and_then(Value::number).map_or_else(String::new, |units| format!(": {units}"));
    let position = if name == "Today" { ChartDataLabelPosition::Above } else { ChartDataLabelPosition::Below };
    let mut label = ChartDataLabel::new();
    label.set_value(format!("{name}{units}").as_str()).set_font(&small()).set_position(position);
    label
}

fn dot(marker: &mut ChartMarker, color: u32) {
    let mut fill = ChartSolidFill::new();
    fill.set_color(Color::RGB(color));
    marker.set_type(ChartMarkerType::Circle).set_size(7).set_format(&mut fill);
}
