//! One chart from its block.

use super::*;

const GRID: u32 = 0xE3_E8_ED;
const TEXT: u32 = 0x3B_46_52;

/// The chart of a block that has something to draw.
pub(super) fn chart(book: &Book<'_>, block: &Block<'_>) -> Chart {
    let mut chart = match &block.chart.drawing {
        Drawing::Bridge(bridge) => of_bridge(book, block, bridge),
        Drawing::Stages(_) => of_stages(block),
        Drawing::Pareto { .. } => of_pareto(block),
        Drawing::Trend(_) => of_trend(block),
        Drawing::LoadDuration { .. } | Drawing::CostCurve { .. } | Drawing::BurnDown { .. } | Drawing::HeatMap { .. } => {
            of_curve(block)
        }
    };
    let title = crate::charts::report::title(block.chart, &book.notation).replace('`', "");
    chart.set_width(SIZE.0).set_height(SIZE.1).set_alt_text(format!("{title}; {}", block.chart.units));
    // Spreadsheets cut a longer title without a mark.
    let mut font = ChartFont::new();
    chart.title().set_name(&crate::format::shortened(&title, 250)).set_font(font.set_bold().set_size(12));
    axes(book, &mut chart, block);
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    chart
}

/// Units at the axis of the figures, quiet lines, no frame.
fn axes(book: &Book<'_>, chart: &mut Chart, block: &Block<'_>) {
    // In a bar chart the library calls the axis of the names `y`: it names axes by where they stand.
    let is_bars = matches!(block.chart.drawing, Drawing::Stages(_));
    let kind = block.series.iter().filter_map(|series| block.columns.get(usize::from(series.column))).map(|own| own.1);
    let kind = kind.into_iter().next().unwrap_or(Kind::Quantity);
    let units = block.chart.units.replace('`', "");
    let figures = if is_bars { chart.x_axis() } else { chart.y_axis() };
    figures
        .set_num_format(book.formats.axis(kind))
        .set_major_gridlines(true)
        .set_major_gridlines_line(ChartLine::new().set_color(GRID))
        .set_name(&crate::format::shortened(&units, 90))
        .set_name_font(small().unset_bold());
    let none = ChartFormat::new().set_no_line().clone();
    figures.set_format(&mut none.clone()).set_font(&small());
    let names = if is_bars { chart.y_axis() } else { chart.x_axis() };
    names.set_font(&small()).set_label_position(ChartAxisLabelPosition::Low);
    over(book, names, block);
}

fn small() -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(9).set_color(TEXT);
    font
}

/// The axis that the figures stand over.
fn over(book: &Book<'_>, axis: &mut ChartAxis, block: &Block<'_>) {
    match &block.chart.drawing {
        Drawing::LoadDuration { .. } => {
            axis.set_num_format("0%").set_min(0).set_max(1).set_name("share of the time").set_name_font(small().unset_bold());
        }
        Drawing::CostCurve { points, .. } => {
            axis.set_num_format(book.formats.axis(Kind::Count)).set_name("units committed");
            axis.set_name_font(small().unset_bold());
            if let (Some(first), Some(last)) = (points.first(), points.last()) {
                axis.set_min(first.committed as f64).set_max(last.committed as f64);
            }
        }
        Drawing::BurnDown { used, ends, .. } => {
            axis.set_num_format("d mmm");
            if let Some((first, _)) = used.first() {
                axis.set_min_date(*first).set_max_date((*ends).max(used.last().map_or(*ends, |last| last.0)));
            }
        }
        Drawing::Trend(_) => {
            axis.set_num_format("mmm yy").set_text_axis(true);
        }
        Drawing::Stages(_) => {
            axis.set_reverse().set_major_gridlines(false);
        }
        _ => {}
    }
}

fn of_bridge(book: &Book<'_>, block: &Block<'_>, bridge: &Bridge) -> Chart {
    use super::super::chart_data::colors::{DOWN, TOTAL, UP};
    let mut chart = Chart::new(ChartType::ColumnStacked);
    let inner = bridge.steps.iter().map(|step| if step.1.is_sign_negative() { DOWN } else { UP });
    let colors: Vec<u32> = [TOTAL].into_iter().chain(inner).chain([TOTAL]).collect();
    let points: Vec<ChartPoint> = colors
        .iter()
        .map(|color| ChartPoint::new().set_format(ChartSolidFill::new().set_color(Color::RGB(*color))))
        .collect();
    let labels = labels(book, bridge);
    for own in &block.series {
        let series = add(&mut chart, block, own);
        series.set_gap(45);
        if own.look != Look::Lift {
            series.set_points(&points);
        }
        // What is said of a step stands at the part above 0, or, where it has none, below.
        let is_below = own.column == 4;
        let said: Vec<ChartDataLabel> = labels
            .iter()
            .map(|(label, below)| if *below == is_below { label.clone() } else { ChartDataLabel::new().set_hidden().clone() })
            .collect();
        if own.look != Look::Lift && labels.iter().any(|(_, below)| *below == is_below) {
            series.set_custom_data_labels(&said);
        }
    }
    chart.legend().set_hidden();
    chart
}

/// What each step says, and whether it stands below 0.
fn labels(book: &Book<'_>, bridge: &Bridge) -> Vec<(ChartDataLabel, bool)> {
    let mut level = bridge.from.1;
    let mut all = vec![(book.notation.brief_amount(bridge.from.1), bridge.from.1)];
    for (_, amount) in &bridge.steps {
        let next = level.checked_add(*amount).unwrap_or(level);
        let plus = if amount.is_sign_positive() && !amount.is_zero() { "+" } else { "" };
        all.push((format!("{plus}{}", book.notation.brief_amount(*amount)), level.max(next)));
        level = next;
    }
    all.push((book.notation.brief_amount(bridge.to.1), bridge.to.1));
    let label = |(text, high): (String, rust_decimal::Decimal)| {
        let mut label = ChartDataLabel::new();
        label.set_value(text.as_str()).set_font(&small());
        (label, high.is_sign_negative() && !high.is_zero())
    };
    all.into_iter().map(label).collect()
}

fn of_stages(block: &Block<'_>) -> Chart {
    let mut chart = Chart::new(ChartType::Bar);
    for own in &block.series {
        let mut label = ChartDataLabel::new();
        label.show_value().set_num_format("#,##0").set_font(&small()).set_position(ChartDataLabelPosition::OutsideEnd);
        add(&mut chart, block, own).set_gap(60).set_overlap(-5).set_data_label(&label);
    }
    legend(&mut chart);
    chart
}

fn of_pareto(block: &Block<'_>) -> Chart {
    let mut bars = Chart::new(ChartType::Column);
    let mut line = Chart::new(ChartType::Line);
    let mut is_combined = false;
    for own in &block.series {
        if let Look::Right(_) = own.look {
            add(&mut line, block, own).set_secondary_axis(true);
            line.y2_axis().set_num_format("0%").set_min(0).set_max(1).set_font(&small()).set_major_gridlines(false);
            is_combined = true;
        } else {
            add(&mut bars, block, own).set_gap(45);
        }
    }
    if is_combined {
        bars.combine(&line);
    }
    bars.x_axis().set_font(small().set_rotation(if block.rows.len() > 6 { -45 } else { 0 }));
    legend(&mut bars);
    bars
}

/// Areas below, lines above them.
fn of_trend(block: &Block<'_>) -> Chart {
    let is_area = |own: &&Series| matches!(own.look, Look::Lift | Look::Solid(_));
    let mut lines = Chart::new(ChartType::Line);
    for own in block.series.iter().filter(|own| !is_area(own)) {
        add(&mut lines, block, own);
    }
    let areas: Vec<&Series> = block.series.iter().filter(is_area).collect();
    if areas.is_empty() {
        legend(&mut lines);
        return lines;
    }
    let mut stacked = Chart::new(ChartType::AreaStacked);
    for own in areas {
        add(&mut stacked, block, own).delete_from_legend(own.look == Look::Lift);
    }
    stacked.combine(&lines);
    legend(&mut stacked);
    stacked
}

fn of_curve(block: &Block<'_>) -> Chart {
    let mut chart = Chart::new(ChartType::ScatterStraight);
    for own in &block.series {
        add(&mut chart, block, own);
    }
    legend(&mut chart);
    chart.x_axis().set_major_gridlines(false);
    chart
}

fn legend(chart: &mut Chart) {
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&small());
}

/// A series of the block in its look.
fn add<'a>(chart: &'a mut Chart, block: &Block<'_>, own: &Series) -> &'a mut ChartSeries {
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
        Look::Solid(color) => format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(color))),
        Look::Line(color) => format.set_line(&line(color)),
        Look::Broken(color) => format.set_line(line(color).set_dash_type(ChartLineDashType::Dash)),
        Look::Right(color) => {
            dot(&mut marker, color);
            format.set_line(&line(color))
        }
        Look::Mark(color) => {
            dot(&mut marker, color);
            let mut label = ChartDataLabel::new();
            label.show_series_name().set_font(&small()).set_position(ChartDataLabelPosition::Above);
            series.set_data_label(&label);
            format.set_no_line()
        }
    };
    // Bars and areas have no markers, and a format of them would be written all the same.
    if !matches!(own.look, Look::Lift | Look::Solid(_)) {
        series.set_marker(&marker);
    }
    series.set_format(&mut format)
}

fn dot(marker: &mut ChartMarker, color: u32) {
    let mut fill = ChartSolidFill::new();
    fill.set_color(Color::RGB(color));
    marker.set_type(ChartMarkerType::Circle).set_size(7).set_format(&mut fill);
}
