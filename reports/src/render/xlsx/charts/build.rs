//! One chart from its block.

use super::*;

const GRID: u32 = 0xE3_E8_ED;
const TEXT: u32 = 0x3B_46_52;

/// The chart of a block that has something to draw.
pub(super) fn chart(book: &Book<'_>, block: &Block<'_>) -> Chart {
    let is_broken = broken(block).is_some();
    let mut chart = match &block.chart.drawing {
        Drawing::Bridge(bridge) => of_bridge(book, block, bridge),
        Drawing::Stages(_) => of_stages(block),
        Drawing::Pareto { .. } => of_pareto(block),
        Drawing::Trend(_) => of_trend(block),
        Drawing::LoadDuration { .. }
        | Drawing::CostCurve { .. }
        | Drawing::BurnDown { .. }
        | Drawing::HeatMap { .. } => of_curve(block),
    };
    let title = cells::plain(&crate::charts::report::title(block.chart, &book.notation));
    chart.set_width(SIZE.0).set_height(height(block)).set_alt_text(format!("{title}; {}", block.chart.units));
    // Spreadsheets cut a longer title without a mark.
    let mut font = ChartFont::new();
    chart.title().set_name(&crate::format::shortened(&title, 250)).set_font(font.set_bold().set_size(12));
    axes(book, &mut chart, block);
    if is_broken {
        let units = format!("{}, not from 0", units(block));
        chart.y_axis().set_name(units.as_str());
    }
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    chart
}

/// Height in pixels: bars that lie have room for their figures.
pub(super) fn height(block: &Block<'_>) -> u32 {
    match &block.chart.drawing {
        Drawing::Stages(products) => (120 + 64 * products.len() as u32).clamp(SIZE.1, 1_600),
        _ => SIZE.1,
    }
}

/// Units at the axis of the figures, quiet lines, no frame.
fn axes(book: &Book<'_>, chart: &mut Chart, block: &Block<'_>) {
    // In a bar chart the library calls the axis of the names `y`: it names axes by where they stand.
    let is_bars = matches!(block.chart.drawing, Drawing::Stages(_));
    let kind = block.series.iter().filter_map(|series| block.columns.get(usize::from(series.column))).map(|own| own.1);
    let kind = kind.into_iter().next().unwrap_or(Kind::Quantity);
    let figures = if is_bars { chart.x_axis() } else { chart.y_axis() };
    figures
        .set_num_format(book.formats.axis(kind))
        .set_major_gridlines(true)
        .set_major_gridlines_line(ChartLine::new().set_color(GRID))
        .set_name(units(block).as_str())
        .set_name_font(small().unset_bold());
    let none = ChartFormat::new().set_no_line().clone();
    figures.set_format(&mut none.clone()).set_font(&small());
    let names = if is_bars { chart.y_axis() } else { chart.x_axis() };
    names.set_font(&small()).set_label_position(ChartAxisLabelPosition::Low);
    over(book, names, block);
}

/// What is counted, short enough for the height of a chart.
fn units(block: &Block<'_>) -> String {
    let most = if matches!(block.chart.drawing, Drawing::Stages(_)) { 90 } else { 72 };
    crate::format::shortened(&cells::plain(&block.chart.units), most)
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
            axis.set_num_format("0%")
                .set_min(0)
                .set_max(1)
                .set_name("share of the time")
                .set_name_font(small().unset_bold());
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
            // The axis of the figures stays below, although the first product stands above.
            axis.set_reverse().set_crossing(ChartAxisCrossing::Max).set_major_gridlines(false);
        }
        _ => {}
    }
}

fn of_bridge(book: &Book<'_>, block: &Block<'_>, bridge: &Bridge) -> Chart {
    use super::super::chart_data::colors::{AFTER, BEFORE, DOWN, UP};
    let mut chart = Chart::new(ChartType::ColumnStacked);
    let mut line = Chart::new(ChartType::Line);
    let inner = bridge.steps.iter().map(|step| if step.1.is_sign_negative() { DOWN } else { UP });
    let colors: Vec<u32> = [BEFORE].into_iter().chain(inner).chain([AFTER]).collect();
    let points: Vec<ChartPoint> = colors
        .iter()
        .map(|color| ChartPoint::new().set_format(ChartSolidFill::new().set_color(Color::RGB(*color))))
        .collect();
    for own in &block.series {
        match own.look {
            // An invisible line along the tops holds what is said of each step.
            Look::Top => {
                add(&mut line, block, own).set_custom_data_labels(&labels(book, bridge));
            }
            Look::Lift => {
                add(&mut chart, block, own).set_gap(45);
            }
            _ => {
                add(&mut chart, block, own).set_gap(45).set_points(&points);
            }
        }
    }
    chart.combine(&line);
    chart.legend().set_hidden();
    if let Some(from) = broken(block) {
        chart.y_axis().set_min(from);
    }
    chart
}

/// What each step says.
fn labels(book: &Book<'_>, bridge: &Bridge) -> Vec<ChartDataLabel> {
    let whole = |end: &(String, Decimal)| book.notation.brief_amount(end.1);
    let change = |step: &(String, Decimal)| {
        let plus = if step.1.is_sign_positive() && !step.1.is_zero() { "+" } else { "" };
        format!("{plus}{}", book.notation.brief_amount(step.1))
    };
    let texts = [whole(&bridge.from)].into_iter().chain(bridge.steps.iter().map(change)).chain([whole(&bridge.to)]);
    let mut font = small();
    font.set_size(if bridge.steps.len() > 5 { 8 } else { 9 });
    let label = |text: String| {
        let mut label = ChartDataLabel::new();
        label.set_value(text.as_str()).set_font(&font).set_position(ChartDataLabelPosition::Above);
        label
    };
    texts.map(label).collect()
}

/// Where the axis of figures begins if not at 0, so that steps and months beside large sums can be seen: at two digits.
fn broken(block: &Block<'_>) -> Option<f64> {
    let levels: Vec<Decimal> = match &block.chart.drawing {
        Drawing::Bridge(bridge) => {
            let mut level = bridge.from.1;
            let mut levels = vec![level, bridge.to.1];
            for (_, step) in &bridge.steps {
                level = level.checked_add(*step)?;
                levels.push(level);
            }
            levels
        }
        Drawing::Trend(months) => {
            let committed = months.iter().map(|month| month.committed).filter(|units| *units > 0);
            committed.chain(months.iter().filter_map(|month| month.billed)).map(Decimal::from).collect()
        }
        _ => return None,
    };
    let (low, high) = (levels.iter().min().copied()?, levels.iter().max().copied()?);
    let moved = high.checked_sub(low)?;
    if low <= Decimal::ZERO || moved.is_zero() || moved.checked_mul(Decimal::from(4))? >= high {
        return None;
    }
    let from = cells::float(low.checked_sub(moved)?);
    let unit = 10_f64.powf((from.abs().max(1.0).log10()).floor() - 1.0);
    Some((from / unit).floor() * unit).filter(|from| *from > 0.0)
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
            is_combined = true;
        } else {
            add(&mut bars, block, own).set_gap(45);
        }
    }
    if is_combined {
        bars.combine(&line);
        bars.y2_axis().set_num_format("0%").set_min(0).set_max(1).set_font(&small()).set_major_gridlines(false);
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
    let from = broken(block);
    let areas: Vec<&Series> = block.series.iter().filter(is_area).collect();
    if areas.is_empty() {
        legend(&mut lines);
        from.map(|from| lines.y_axis().set_min(from));
        return lines;
    }
    let mut stacked = Chart::new(ChartType::AreaStacked);
    for own in areas {
        add(&mut stacked, block, own).delete_from_legend(own.look == Look::Lift);
    }
    stacked.combine(&lines);
    from.map(|from| stacked.y_axis().set_min(from));
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
